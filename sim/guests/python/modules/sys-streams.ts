/**
 * `sys.stdin`, `sys.stdout` and `sys.stderr`: text goes to the host at once, lines come from it.
 * The module `io` is written in Python and is not needed for them.
 *
 * Counterpart: pypy/interpreter/app_main.py (initstdio), pypy/module/_io.
 */

import { call_method } from "../objects/attributes.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { typeError, typeName, valueError } from "../objects/errors.ts";
import { builtinValue, W_ObjectObject } from "../objects/instance-object.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { iterate } from "../objects/iteration.ts";
import { newlist } from "../objects/list-object.ts";
import { OperationError } from "../objects/operation-error.ts";
import { w_None } from "../objects/singletons.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, isMissing, method } from "./define.ts";
import { operationError } from "../objects/errors.ts";

type StreamName = "stdin" | "stdout" | "stderr";
const STREAM_NAMES: readonly StreamName[] = ["stdin", "stdout", "stderr"];

/** What is read already of the standard input. */
class Input {
  private rest: Uint8Array = new Uint8Array();

  /** The next bytes: a line, or at most `size` of it; empty at the end. */
  readLine(space: ObjSpace, size: number): Uint8Array {
    if (this.rest.length === 0) this.rest = space.host.readLine() ?? new Uint8Array();
    const end = size < 0 ? this.rest.length : Math.min(size, this.rest.length);
    const line = this.rest.subarray(0, end);
    this.rest = this.rest.subarray(end);
    return line;
  }

  /** `size` bytes, or all for a negative one. */
  read(space: ObjSpace, size: number): Uint8Array {
    const bytes: number[] = [];
    while (size < 0 || bytes.length < size) {
      const part = this.readLine(space, size < 0 ? -1 : size - bytes.length);
      if (part.length === 0) break;
      for (const byte of part) bytes.push(byte);
    }
    return Uint8Array.from(bytes);
  }
}

export class W_Stream extends W_ObjectObject {
  readonly stream: StreamName;
  readonly input: Input;
  readonly isBinary: boolean;
  isClosed = false;
  /** Text that was read and not given yet. */
  text = "";

  constructor(w_type: W_TypeObject, stream: StreamName, input: Input, isBinary: boolean) {
    super(w_type.terminator, []);
    this.stream = stream;
    this.input = input;
    this.isBinary = isBinary;
  }
}

/** The three streams, by name. */
export function makeStreams(space: ObjSpace): ReadonlyMap<StreamName, W_Root> {
  const w_text = streamType(space, "TextIOWrapper");
  const w_binary = streamType(space, "FileIO");
  const input = new Input();
  const streams = new Map<StreamName, W_Root>();
  const buffers = new Map<StreamName, W_Root>();
  for (const name of STREAM_NAMES) {
    streams.set(name, new W_Stream(w_text, name, input, false));
    buffers.set(name, new W_Stream(w_binary, name, input, true));
  }
  getset(w_text, "buffer", (_, w_obj) => buffers.get((w_obj as W_Stream).stream)!);
  for (const [name, value] of [
    ["encoding", "UTF-8"],
    ["errors", "strict"],
  ] as const) {
    getset(w_text, name, (_, w_obj) => {
      const isLoose = name === "errors" && (w_obj as W_Stream).stream === "stderr";
      return newtext(isLoose ? "backslashreplace" : value);
    });
  }
  getset(w_text, "newlines", () => w_None);
  getset(w_text, "line_buffering", (_, w_obj) => newbool((w_obj as W_Stream).stream === "stderr"));
  method(w_text, "reconfigure", "self, /, **kwargs", () => w_None);
  return streams;
}

function self(space: ObjSpace, w_obj: W_Root | null | undefined): W_Stream {
  const stream = w_obj as W_Stream;
  if (stream.isClosed) throw valueError(space, "I/O operation on closed file");
  return stream;
}

/** `io.UnsupportedOperation`, without importing `io` before it is needed. */
function unsupported(space: ObjSpace, message: string): OperationError {
  const w_import = space.builtins.getitem_str(space, "__import__")!;
  const w_io = w_import.call_args(space, [newtext("io")], null);
  const w_type = space.getattr(w_io, "UnsupportedOperation") as W_TypeObject;
  const w_error = w_type.call_args(space, [newtext(message)], null);
  return new OperationError(w_error as OperationError["w_value"]);
}

function streamType(space: ObjSpace, name: string): W_TypeObject {
  const { w_object } = space;
  const w_type = new W_TypeObject(name, [w_object], w_object.mro_w, "object", false, null, true);
  w_type.w_module = newtext("_io");
  method(w_type, "write", "self, text, /", write);
  method(w_type, "writelines", "self, lines, /", (s, [w_self, w_lines]) => {
    for (const w_line of iterate(s, w_lines!)) write(s, [w_self!, w_line]);
    return w_None;
  });
  installReading(w_type);
  installState(space, w_type);
  return w_type;
}

function write(space: ObjSpace, [w_self, w_data]: readonly (W_Root | null)[]): W_Root {
  const stream = self(space, w_self);
  if (stream.stream === "stdin") throw unsupported(space, "not writable");
  const output = stream.stream;
  const w_value = builtinValue(w_data!);
  if (stream.isBinary) {
    const w_bytes = w_value instanceof W_BytesObject ? w_value : toBytes(space, w_data!);
    space.host.write(output, w_bytes.value);
    return newint(w_bytes.value.length);
  }
  if (!(w_value instanceof W_UnicodeObject)) {
    throw typeError(space, `unicode argument expected, got '${typeName(space, w_data!)}'`);
  }
  space.host.write(output, encoded(space, w_value, output));
  return newint(w_value.length);
}

function toBytes(space: ObjSpace, w_data: W_Root): W_BytesObject {
  if (w_data instanceof W_UnicodeObject) {
    throw typeError(space, "'str' does not support the buffer interface");
  }
  return space.w_bytes.call_args(space, [w_data], null) as W_BytesObject;
}

/** UTF-8; lone surrogates are an error, on stderr escapes. */
function encoded(space: ObjSpace, w_text: W_UnicodeObject, output: StreamName): Uint8Array {
  if (!/[\ud800-\udfff]/.test(w_text.value) || !/\p{Surrogate}/u.test(w_text.value)) {
    return new TextEncoder().encode(w_text.value);
  }
  const errors = output === "stderr" ? "backslashreplace" : "strict";
  const args_w = [newtext("utf-8"), newtext(errors)];
  return (call_method(space, w_text, "encode", args_w) as W_BytesObject).value;
}

function installReading(w_type: W_TypeObject): void {
  const sized =
    (read: (space: ObjSpace, stream: W_Stream, size: number) => W_Root) =>
    (space: ObjSpace, [w_self, w_size]: readonly (W_Root | null)[]): W_Root => {
      const stream = self(space, w_self);
      if (stream.stream !== "stdin") throw unsupported(space, "not readable");
      return read(space, stream, isMissing(w_size) ? -1 : toHostInteger(space, w_size!));
    };
  method(w_type, "readline", "self, size=, /", sized(readLine));
  method(w_type, "read", "self, size=, /", sized(readAll));
  method(
    w_type,
    "readlines",
    "self, hint=, /",
    sized((space, stream) => {
      const lines_w: W_Root[] = [];
      for (
        let w_line = nextLine(space, stream);
        w_line !== null;
        w_line = nextLine(space, stream)
      ) {
        lines_w.push(w_line);
      }
      return newlist(lines_w);
    }),
  );
  method(w_type, "__iter__", "self, /", (_, [w_self]) => w_self!);
  method(
    w_type,
    "__next__",
    "self, /",
    sized((space, stream) => {
      const w_line = nextLine(space, stream);
      if (w_line === null) throw operationError(space.w_StopIteration, []);
      return w_line;
    }),
  );
}

function nextLine(space: ObjSpace, stream: W_Stream): W_Root | null {
  const w_line = readLine(space, stream, -1);
  const isEnd =
    w_line instanceof W_BytesObject
      ? w_line.value.length === 0
      : (w_line as W_UnicodeObject).value === "";
  return isEnd ? null : w_line;
}

function readLine(space: ObjSpace, stream: W_Stream, size: number): W_Root {
  if (stream.isBinary) return new W_BytesObject(stream.input.readLine(space, size));
  if (stream.text === "") stream.text = decoded(stream.input.readLine(space, -1));
  return takeText(stream, size);
}

function readAll(space: ObjSpace, stream: W_Stream, size: number): W_Root {
  if (stream.isBinary) return new W_BytesObject(stream.input.read(space, size));
  while (size < 0 || stream.text.length < size) {
    const line = stream.input.readLine(space, -1);
    if (line.length === 0) break;
    stream.text += decoded(line);
  }
  return takeText(stream, size);
}

function takeText(stream: W_Stream, size: number): W_Root {
  const points = size < 0 ? null : [...stream.text];
  const taken = points === null ? stream.text : points.slice(0, size).join("");
  stream.text = stream.text.slice(taken.length);
  return newtext(taken);
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll("\r\n", "\n");
}

function installState(space: ObjSpace, w_type: W_TypeObject): void {
  method(w_type, "flush", "self, /", (s, [w_self]) => {
    self(s, w_self);
    return w_None;
  });
  method(w_type, "close", "self, /", (_, [w_self]) => {
    (w_self as W_Stream).isClosed = true;
    return w_None;
  });
  method(w_type, "__enter__", "self, /", (s, [w_self]) => self(s, w_self));
  method(w_type, "__exit__", "self, /, *args", (_, [w_self]) => {
    (w_self as W_Stream).isClosed = true;
    return w_None;
  });
  method(w_type, "fileno", "self, /", (s, [w_self]) =>
    newint(STREAM_NAMES.indexOf(self(s, w_self).stream)),
  );
  const answers = [
    ["isatty", () => false],
    ["seekable", () => false],
    ["readable", (stream: W_Stream) => stream.stream === "stdin"],
    ["writable", (stream: W_Stream) => stream.stream !== "stdin"],
  ] as const;
  for (const [name, answer] of answers) {
    method(w_type, name, "self, /", (s, [w_self]) => newbool(answer(self(s, w_self))));
  }
  getset(w_type, "closed", (_, w_obj) => newbool((w_obj as W_Stream).isClosed));
  getset(w_type, "name", (_, w_obj) => newtext(`<${(w_obj as W_Stream).stream}>`));
  getset(w_type, "mode", (_, w_obj) => newtext(modeOf(w_obj as W_Stream)));
  method(w_type, "__repr__", "self, /", (_, [w_self]) => {
    const stream = w_self as W_Stream;
    const start = `<_io.${w_type.name} name='<${stream.stream}>' mode='${modeOf(stream)}'`;
    return newtext(`${start} ${stream.isBinary ? "closefd=False" : "encoding='UTF-8'"}>`);
  });
  w_type.dict_w.set("__module__", space.newtext("_io"));
}

function modeOf(stream: W_Stream): string {
  return (stream.stream === "stdin" ? "r" : "w") + (stream.isBinary ? "b" : "");
}
