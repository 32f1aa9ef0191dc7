/**
 * `compile`, `eval` and `exec`.
 *
 * Counterpart: pypy/module/__builtin__/compiling.py.
 */

import { compileSource, parseForMode } from "../compiler/compile.ts";
import { COMPILE_MODES, type CompileMode } from "../compiler/compile-mode.ts";
import { frame_of_body, init_cells, run_frame } from "../interp/function.ts";
import { PyCode } from "../interp/pycode.ts";
import { PyFrame } from "../interp/pyframe.ts";
import { new_array_r } from "../../../hints/arrays.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { bufferOf } from "../objects/buffer.ts";
import { call_looked_up, lookup } from "../objects/call.ts";
import { InstanceDictStorage, namespace_of } from "../objects/celldict.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { typeError, typeName, valueError } from "../objects/errors.ts";
import type { CallerFrame } from "../objects/frame-builtin.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import type { W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { str_w } from "../objects/text.ts";
import { W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { decodeSource } from "../parser/decode-source.ts";
import { frameFunction, isMissing } from "./define.ts";
import { raisingSyntaxErrors } from "./syntax-error.ts";
import { compileObject, isTree, treeObject } from "./syntax-trees.ts";

/** The bits that `from __future__` imports set, and those of `compile()` that change nothing here. */
const FUTURE_FLAGS = 0x1c00000;
const OTHER_FLAGS = 0x10 | 0x100 | 0x200 | 0x1000 | 0x2000;
const ONLY_AST = 0x400;

export function installExecution(space: ObjSpace, w_builtins: W_Module): void {
  const define = frameFunction.bind(null, space, w_builtins);
  const signature =
    "source, filename, mode, flags=, dont_inherit=, optimize=, *, _feature_version=";
  define("compile", signature, compileFunction);
  define("eval", "prog, globals=, locals=", evalFunction);
  define("exec", "prog, globals=, locals=", execFunction);
}

function compileFunction(space: ObjSpace, caller: CallerFrame, args: BuiltinArguments): W_Root {
  const [w_source, w_filename, w_mode, w_flags, w_dont_inherit] = args;
  const flags = w_flags === null ? 0 : toHostInteger(space, w_flags!);
  if ((flags & ~(FUTURE_FLAGS | OTHER_FLAGS | ONLY_AST)) !== 0) {
    throw valueError(space, "compile() unrecognized flags");
  }
  const name = str_w(space, w_mode!);
  const mode = COMPILE_MODES.find((one) => one === name);
  if (mode === undefined) {
    throw valueError(space, "compile() arg 3 must be 'exec', 'eval' or 'single'");
  }
  const isolated = w_dont_inherit !== null && space.is_true(w_dont_inherit!);
  const filename = fileName(space, w_filename!);
  const inherited = (flags & FUTURE_FLAGS) | (isolated ? 0 : futureFlags(caller));
  const { w_globals } = caller;
  if (isTree(space, w_source!)) {
    if ((flags & ONLY_AST) !== 0) return w_source!;
    const template = raisingSyntaxErrors(space, () =>
      compileObject(space, w_source!, filename, mode, inherited),
    );
    return new PyCode(space, template, w_globals, namespace_of(space, w_globals));
  }
  const source = sourceText(space, w_source!, filename, "compile() arg 1", "AST");
  if ((flags & ONLY_AST) !== 0) {
    const tree = raisingSyntaxErrors(space, () => parseForMode(source, filename, mode));
    return treeObject(space, tree, mode);
  }
  return compileText(space, source, filename, mode, inherited, w_globals);
}

function fileName(space: ObjSpace, w_filename: W_Root): string {
  const w_fspath = lookup(space, w_filename, "__fspath__");
  if (w_fspath !== null) {
    return fileName(space, call_looked_up(space, w_fspath, w_filename, [], null));
  }
  const w_name = builtinValue(w_filename);
  if (w_name instanceof W_BytesObject) return new TextDecoder().decode(w_name.value);
  if (w_name instanceof W_UnicodeObject) return w_name.value;
  const name = typeName(space, w_filename);
  throw typeError(space, `expected str, bytes or os.PathLike object, not ${name}`);
}

function futureFlags({ pycode }: CallerFrame): number {
  return pycode === null ? 0 : pycode.template.co_flags & FUTURE_FLAGS;
}

/** The text of a source argument: a string, or encoded bytes. */
function sourceText(
  space: ObjSpace,
  w_source: W_Root,
  filename: string,
  what: string,
  other: string,
): string {
  const w_value = builtinValue(w_source);
  let text: string;
  if (w_value instanceof W_UnicodeObject) text = w_value.value;
  else if (bufferOf(space, w_source) !== null) {
    const bytes = bufferOf(space, w_source)!.bytes();
    text = raisingSyntaxErrors(space, () => decodeSource(bytes, filename));
  } else throw typeError(space, `${what} must be a string, bytes or ${other} object`);
  if (text.includes("\0")) throw valueError(space, "source code string cannot contain null bytes");
  return text;
}

function compileText(
  space: ObjSpace,
  source: string,
  filename: string,
  mode: CompileMode,
  inherited: number,
  w_globals: W_DictObject,
): PyCode {
  const template = raisingSyntaxErrors(space, () =>
    compileSource(source, filename, mode, inherited),
  );
  return new PyCode(space, template, w_globals, namespace_of(space, w_globals));
}

function evalFunction(space: ObjSpace, caller: CallerFrame, args: BuiltinArguments): W_Root {
  return execute(space, caller, args, "eval");
}

function execFunction(space: ObjSpace, caller: CallerFrame, args: BuiltinArguments): W_Root {
  execute(space, caller, args, "exec");
  return w_None;
}

function execute(
  space: ObjSpace,
  caller: CallerFrame,
  [w_prog, w_given_globals, w_given_locals]: BuiltinArguments,
  mode: "eval" | "exec",
): W_Root {
  const isDefault = isMissing(w_given_globals);
  const w_global_arg = isDefault ? caller.w_globals : w_given_globals!;
  const w_globals = builtinValue(w_global_arg);
  if (!(w_globals instanceof W_DictObject)) {
    throw typeError(space, `${mode}() arg 2 must be a dict, not ${typeName(space, w_global_arg)}`);
  }
  const w_locals = isMissing(w_given_locals)
    ? isDefault
      ? caller.w_locals
      : w_global_arg
    : w_given_locals!;
  if (!isMissing(w_given_locals) && lookup(space, w_locals, "__getitem__") === null) {
    const name = typeName(space, w_locals);
    throw typeError(space, `${mode}() arg 3 must be a mapping or None, not ${name}`);
  }
  if (w_globals.storage.getitem_str(space, "__builtins__") === null) {
    const w_builtins = space.w_modules.storage.getitem_str(space, "builtins") ?? w_None;
    w_globals.storage.setitem_str(space, "__builtins__", w_builtins);
  }
  const code = codeOf(space, caller, w_prog!, w_globals, mode);
  return w_globals.storage instanceof InstanceDictStorage
    ? runInInstance(space, code, w_globals, w_locals)
    : runCode(space, code.boundTo(w_globals), w_locals);
}

/** The code to run; its globals may be others yet. */
function codeOf(
  space: ObjSpace,
  caller: CallerFrame,
  w_prog: W_Root,
  w_globals: W_DictObject,
  mode: "eval" | "exec",
): PyCode {
  if (w_prog instanceof PyCode) {
    if (w_prog.nfreevars === 0) return w_prog;
    const message = "directly executed code object may not contain free variables";
    throw typeError(space, message);
  }
  const text = sourceText(space, w_prog, "<string>", `${mode}() arg 1`, "code");
  const source = mode === "eval" ? text.replace(/^[ \t]+/, "") : text;
  const isInstance = w_globals.storage instanceof InstanceDictStorage;
  const w_namespace = isInstance ? caller.w_globals : w_globals;
  return compileText(space, source, "<string>", mode, futureFlags(caller), w_namespace);
}

/** Runs code with the `__dict__` of an instance as its globals: in a copy that is written back. */
function runInInstance(
  space: ObjSpace,
  code: PyCode,
  w_globals: W_DictObject,
  w_locals: W_Root,
): W_Root {
  const w_copy = space.newdict();
  for (const [w_key, w_value] of w_globals.storage.pairs(space)) {
    w_copy.storage.setitem(space, w_key, w_value);
  }
  try {
    return runCode(space, code.boundTo(w_copy), w_locals === w_globals ? w_copy : w_locals);
  } finally {
    w_globals.storage.clear();
    for (const [w_key, w_value] of w_copy.storage.pairs(space)) {
      w_globals.storage.setitem(space, w_key, w_value);
    }
  }
}

function runCode(space: ObjSpace, code: PyCode, w_locals: W_Root): W_Root {
  if (code.hasLocalsDict) {
    const isDict = w_locals instanceof W_DictObject;
    const frame = frame_of_body(code, [], isDict ? w_locals : null, isDict ? null : w_locals);
    return run_frame(space, frame);
  }
  const array = new_array_r<W_Root>(code.frameSize);
  init_cells([], code, array);
  return run_frame(space, new PyFrame(code, null, code.stackBase, array));
}
