/**
 * OSError: its attributes, and the class for each number.
 *
 * Counterpart: pypy/module/exceptions/interp_exceptions.py (W_OSError).
 */

import type { W_BaseException } from "../objects/base-exception.ts";
import { oefmt, typeError } from "../objects/errors.ts";
import { bigintOrNull } from "../objects/int-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { exceptionText, readString, str_w } from "../objects/text.ts";
import type { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, method, staticMethod } from "./define.ts";
import { exceptionOf, fieldAttribute, newException, reduced } from "./exception-fields.ts";
import { instanceDict } from "./instance-attributes.ts";

/** Linux's numbers. */
const ERRNO_CLASSES: ReadonlyMap<number, string> = new Map([
  [1, "PermissionError"],
  [2, "FileNotFoundError"],
  [3, "ProcessLookupError"],
  [4, "InterruptedError"],
  [10, "ChildProcessError"],
  [11, "BlockingIOError"],
  [13, "PermissionError"],
  [17, "FileExistsError"],
  [20, "NotADirectoryError"],
  [21, "IsADirectoryError"],
  [32, "BrokenPipeError"],
  [103, "ConnectionAbortedError"],
  [104, "ConnectionResetError"],
  [108, "BrokenPipeError"],
  [110, "TimeoutError"],
  [111, "ConnectionRefusedError"],
  [114, "BlockingIOError"],
  [115, "BlockingIOError"],
]);

/** Fills OSError. */
export function installOSError(space: ObjSpace): void {
  const w_type = space.exceptionTypes.get("OSError")!;
  const isPair = (args_w: readonly W_Root[]): boolean => args_w.length >= 2 && args_w.length <= 5;
  fieldAttribute(w_type, "errno", (args_w) => (isPair(args_w) ? args_w[0] : undefined));
  fieldAttribute(w_type, "strerror", (args_w) => (isPair(args_w) ? args_w[1] : undefined));
  fieldAttribute(w_type, "filename", (args_w) => (isPair(args_w) ? args_w[2] : undefined));
  fieldAttribute(w_type, "filename2", () => undefined);
  getset(
    w_type,
    "characters_written",
    (s, w_obj) => {
      const w_count = exceptionOf(w_obj).field("characters_written");
      if (w_count === null) throw oefmt(s, s.w_AttributeError, "characters_written");
      return w_count;
    },
    (_, w_obj, w_value) => exceptionOf(w_obj).setField("characters_written", w_value),
  );
  const w_init = (): W_Root => w_type.dict_w.get("__init__")!;
  staticMethod(w_type, "__new__", "cls, /, *args, **kwargs", (s, [w_cls, w_args, w_kwargs]) => {
    const w_given = w_cls as W_TypeObject;
    const args_w = (w_args as W_TupleObject).items;
    if (!initializesInNew(w_given, w_type, w_init())) return newException(w_given, []);
    if (s.is_true(w_kwargs!)) {
      throw typeError(s, `${w_given.name} does not take keyword arguments`);
    }
    const exception = newException(classForErrno(s, w_given, args_w), args_w);
    initialize(s, exception, args_w);
    return exception;
  });
  method(w_type, "__init__", "self, /, *args, **kwargs", (s, [w_self, w_args]) => {
    if (initializesInNew(w_self!.getclass(s), w_type, w_init())) return w_None;
    const args_w = (w_args as W_TupleObject).items;
    exceptionOf(w_self).args_w = args_w;
    initialize(s, exceptionOf(w_self), args_w);
    return w_None;
  });
  method(w_type, "__str__", "self, /", (s, [w_self]) => newtext(osErrorText(s, w_self!)));
  method(w_type, "__reduce__", "self, /", (s, [w_self]) => {
    const exception = exceptionOf(w_self);
    const w_filename = exception.field("filename");
    const args_w =
      exception.args_w.length === 2 && w_filename !== null
        ? [...exception.args_w, w_filename]
        : exception.args_w;
    return reduced(s, w_self!, args_w, instanceDict(s, w_self!));
  });
}

/** A class that overrides `__init__` but not `__new__` gets its arguments by `__init__`. */
function initializesInNew(w_given: W_TypeObject, w_oserror: W_TypeObject, w_init: W_Root): boolean {
  if (w_given.lookup("__init__") === w_init) return true;
  return w_given.lookup("__new__") !== w_oserror.dict_w.get("__new__");
}

function initialize(space: ObjSpace, exception: W_BaseException, args_w: readonly W_Root[]): void {
  if (args_w.length < 2 || args_w.length > 5) return;
  const [w_errno, w_strerror, w_filename, , w_filename2] = args_w;
  exception.setField("errno", w_errno!);
  exception.setField("strerror", w_strerror!);
  if (w_filename === undefined || w_filename === w_None) return;
  const isBlocking = exception
    .getclass(space)
    .issubtype(space.exceptionTypes.get("BlockingIOError")!);
  if (isBlocking && bigintOrNull(w_filename) !== null) {
    exception.setField("characters_written", w_filename);
    exception.setField("filename", w_None);
    return;
  }
  exception.setField("filename", w_filename);
  if (w_filename2 !== undefined) exception.setField("filename2", w_filename2);
  exception.args_w = args_w.slice(0, 2);
}

/** `OSError(errno, text)` gives the class for that number. */
function classForErrno(
  space: ObjSpace,
  w_type: W_TypeObject,
  args_w: readonly W_Root[],
): W_TypeObject {
  if (w_type !== space.exceptionTypes.get("OSError")) return w_type;
  if (args_w.length < 2 || args_w.length > 5) return w_type;
  const errno = bigintOrNull(args_w[0]!);
  const name = errno === null ? undefined : ERRNO_CLASSES.get(Number(errno));
  return name === undefined ? w_type : space.exceptionTypes.get(name)!;
}

function osErrorText(space: ObjSpace, w_error: W_Root): string {
  const get = (name: string): W_Root => space.getattr(w_error, name);
  const [w_errno, w_strerror] = [get("errno"), get("strerror")];
  const [w_file, w_file2] = [get("filename"), get("filename2")];
  if (w_file === w_None && (w_errno === w_None || w_strerror === w_None)) {
    return exceptionText(space, exceptionOf(w_error));
  }
  const text = `[Errno ${str_w(space, w_errno)}] ${str_w(space, w_strerror)}`;
  if (w_file === w_None) return text;
  const second = w_file2 === w_None ? "" : ` -> ${readString(space, w_file2)}`;
  return `${text}: ${readString(space, w_file)}${second}`;
}
