/**
 * `print`, `input` and `open`: built-in functions that work on streams.
 *
 * Counterpart: pypy/module/__builtin__/app_io.py. DIFFERS: what `print` writes to the program's own
 * standard output goes there in one piece.
 */

import { call_method, getattr } from "../objects/attributes.ts";
import { oefmt, operationError, typeError } from "../objects/errors.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import type { W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { str_w } from "../objects/text.ts";
import type { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { isMissing, moduleFunction } from "./define.ts";
import type { Importer } from "./importing.ts";
import { W_Stream } from "./sys-streams.ts";

export function installPrinting(space: ObjSpace, w_builtins: W_Module, importer: Importer): void {
  const define = moduleFunction.bind(null, space, w_builtins);
  define("print", "*args, sep=, end=, file=, flush=", print);
  define("input", "prompt=", input);
  const signature =
    "file, mode=, buffering=, encoding=, errors=, newline=, closefd=, opener=, **kwargs";
  define("open", signature, (s, args) => {
    const w_open = getattr(s, importer.importModule("_io"), "open");
    const given = args.slice(0, -1);
    const names = OPEN_NAMES.filter((_name, index) => given[index] !== null);
    const args_w = given.filter((w_value) => w_value !== null);
    return w_open.call_args(s, args_w, names);
  });
}

const OPEN_NAMES = [
  "file",
  "mode",
  "buffering",
  "encoding",
  "errors",
  "newline",
  "closefd",
  "opener",
];

function printText(space: ObjSpace, w_given: W_Root | null | undefined, name: string): string {
  const w_text = builtinValue(w_given!);
  if (w_text instanceof W_UnicodeObject) return w_text.value;
  throw typeError(space, `${name} must be None or a string`);
}

function print(space: ObjSpace, args: BuiltinArguments): W_Root {
  const [w_sep, w_end, w_file, w_flush, w_args] = args;
  const w_stream = isMissing(w_file) ? space.sysAttribute("stdout") : w_file!;
  if (w_stream === w_None) return w_None;
  const separator = isMissing(w_sep) ? " " : printText(space, w_sep, "sep");
  const end = isMissing(w_end) ? "\n" : printText(space, w_end, "end");
  const items_w = (w_args as W_TupleObject).items;
  if (w_stream instanceof W_Stream) printAtOnce(space, w_stream, items_w, separator, end);
  else {
    const write = (text: string): W_Root => call_method(space, w_stream, "write", [newtext(text)]);
    items_w.forEach((w_item, index) => {
      if (index > 0) write(separator);
      write(str_w(space, w_item));
    });
    write(end);
  }
  if (!isMissing(w_flush) && space.is_true(w_flush!)) call_method(space, w_stream, "flush", []);
  return w_None;
}

/** What stands before an item that cannot be printed is printed nevertheless. */
function printAtOnce(
  space: ObjSpace,
  stream: W_Stream,
  items_w: readonly W_Root[],
  separator: string,
  end: string,
): void {
  let text = "";
  try {
    items_w.forEach((w_item, index) => {
      if (index > 0) text += separator;
      text += str_w(space, w_item);
    });
    text += end;
  } finally {
    if (text !== "") call_method(space, stream, "write", [newtext(text)]);
  }
}

function input(space: ObjSpace, [w_prompt]: BuiltinArguments): W_Root {
  const prompt = w_prompt === null ? "" : str_w(space, w_prompt!);
  const w_stdout = space.sysAttribute("stdout");
  if (w_stdout === w_None) throw oefmt(space, space.w_RuntimeError, "input(): lost sys.stdout");
  const pieces = w_stdout instanceof W_Stream ? [prompt] : [prompt, ""];
  for (const piece of pieces) call_method(space, w_stdout, "write", [newtext(piece)]);
  const w_line = call_method(space, space.sysAttribute("stdin"), "readline", []);
  const line = str_w(space, w_line);
  if (line !== "") return newtext(line.replace(/\n$/, ""));
  throw operationError(space.exceptionTypes.get("EOFError")!, []);
}
