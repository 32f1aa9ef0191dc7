/**
 * The exception classes' methods and attributes.
 *
 * Counterpart: pypy/module/exceptions/interp_exceptions.py.
 */

import { new_array_r } from "../../../hints/arrays.ts";
import { W_BaseException, PyTraceback } from "../objects/base-exception.ts";
import { typeError } from "../objects/errors.ts";
import { newbool, newint } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/iteration.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { exceptionText, readString, str_w } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, method, staticMethod } from "./define.ts";

function self(w_obj: W_Root): W_BaseException {
  return w_obj as W_BaseException;
}

function argument(w_obj: W_Root, index: number): W_Root {
  return self(w_obj).args_w[index] ?? w_None;
}

/** Fills BaseException and the classes with attributes of their own. */
export function installExceptions(space: ObjSpace): void {
  const w_base = space.w_BaseException;
  staticMethod(w_base, "__new__", "cls, /, *args, **kwargs", (_, [w_cls, w_args]) => {
    const w_type = classForErrno(space, w_cls as W_TypeObject, (w_args as W_TupleObject).items);
    const storage = new_array_r<W_Root>(w_type.instance_capacity);
    return new W_BaseException(w_type.terminator, storage, (w_args as W_TupleObject).items);
  });
  method(w_base, "__init__", "self, /, *args, **kwargs", (s, [w_self, w_args, w_kwargs]) => {
    const w_type = w_self!.getclass(s);
    if (s.is_true(w_kwargs!)) {
      throw typeError(s, `${w_type.name}() takes no keyword arguments`);
    }
    self(w_self!).args_w = (w_args as W_TupleObject).items;
    return w_None;
  });
  method(w_base, "__str__", "self, /", (s, [w_self]) => newtext(exceptionText(s, self(w_self!))));
  method(w_base, "__repr__", "self, /", (s, [w_self]) => newtext(exceptionRepr(s, self(w_self!))));
  method(w_base, "with_traceback", "self, tb, /", (_, [w_self, w_tb]) => {
    self(w_self!).w_traceback = w_tb instanceof PyTraceback ? w_tb : null;
    return w_self!;
  });
  installAttributes(w_base);
  installSubclasses(space);
}

const ERRNO_CLASSES: ReadonlyMap<string, string> = new Map([
  ["1", "PermissionError"],
  ["2", "FileNotFoundError"],
  ["13", "PermissionError"],
  ["17", "FileExistsError"],
  ["110", "TimeoutError"],
]);

/** `OSError(errno, text)` gives the class for that number. */
function classForErrno(
  space: ObjSpace,
  w_type: W_TypeObject,
  args_w: readonly W_Root[],
): W_TypeObject {
  if (w_type !== space.exceptionTypes.get("OSError") || args_w.length < 2) return w_type;
  const name = ERRNO_CLASSES.get(readString(space, args_w[0]!));
  return name === undefined ? w_type : space.exceptionTypes.get(name)!;
}

function exceptionRepr(space: ObjSpace, w_exception: W_BaseException): string {
  const { args_w } = w_exception;
  const comma = args_w.map((w_arg) => readString(space, w_arg)).join(", ");
  return `${w_exception.getclass(space).name}(${comma})`;
}

function installAttributes(w_base: W_TypeObject): void {
  getset(
    w_base,
    "args",
    (_, w_obj) => new W_TupleObject(self(w_obj).args_w),
    (s, w_obj, w_value) => {
      self(w_obj).args_w = [...iterable_to_array(s, w_value, -1)];
    },
  );
  getset(
    w_base,
    "__cause__",
    (_, w_obj) => self(w_obj).w_cause ?? w_None,
    (_, w_obj, w_value) => {
      self(w_obj).w_cause = w_value === w_None ? null : w_value;
      self(w_obj).suppress_context = true;
    },
  );
  getset(
    w_base,
    "__context__",
    (_, w_obj) => self(w_obj).w_context ?? w_None,
    (_, w_obj, w_value) => {
      self(w_obj).w_context = w_value instanceof W_BaseException ? w_value : null;
    },
  );
  getset(
    w_base,
    "__suppress_context__",
    (_, w_obj) => newbool(self(w_obj).suppress_context),
    (s, w_obj, w_value) => {
      self(w_obj).suppress_context = s.is_true(w_value);
    },
  );
  getset(
    w_base,
    "__traceback__",
    (_, w_obj) => self(w_obj).w_traceback ?? w_None,
    (_, w_obj, w_value) => {
      self(w_obj).w_traceback = w_value instanceof PyTraceback ? w_value : null;
    },
  );
}

function installSubclasses(space: ObjSpace): void {
  const type = (name: string): W_TypeObject => space.exceptionTypes.get(name)!;
  const first = (_: ObjSpace, w_obj: W_Root): W_Root => self(w_obj).w_extra ?? argument(w_obj, 0);
  const setExtra = (_: ObjSpace, w_obj: W_Root, w_value: W_Root): void => {
    self(w_obj).w_extra = w_value;
  };
  getset(type("StopIteration"), "value", first, setExtra);
  getset(
    type("SystemExit"),
    "code",
    (_, w_obj) => {
      const { args_w, w_extra } = self(w_obj);
      if (w_extra !== null) return w_extra;
      return args_w.length > 1 ? new W_TupleObject(args_w) : argument(w_obj, 0);
    },
    setExtra,
  );
  method(type("KeyError"), "__str__", "self, /", (s, [w_self]) => {
    const w_exception = self(w_self!);
    if (w_exception.args_w.length !== 1) return newtext(exceptionText(s, w_exception));
    return newtext(readString(s, w_exception.args_w[0]!));
  });
  installOSError(type("OSError"));
  installImportError(type("ImportError"));
  installSyntaxError(type("SyntaxError"));
  const w_traceback = space.w_traceback;
  getset(w_traceback, "tb_lineno", (_, w_tb) => {
    const traceback = w_tb as PyTraceback;
    return newint(traceback.code.lineAt(traceback.last_instr));
  });
  getset(w_traceback, "tb_lasti", (_, w_tb) => newint((w_tb as PyTraceback).last_instr));
  getset(w_traceback, "tb_next", (_, w_tb) => (w_tb as PyTraceback).next ?? w_None);
}

function installOSError(w_oserror: W_TypeObject): void {
  const pair = (w_obj: W_Root, index: number): W_Root =>
    self(w_obj).args_w.length >= 2 ? argument(w_obj, index) : w_None;
  getset(w_oserror, "errno", (_, w_obj) => pair(w_obj, 0));
  getset(w_oserror, "strerror", (_, w_obj) => pair(w_obj, 1));
  getset(w_oserror, "filename", (_, w_obj) => argument(w_obj, 2));
  method(w_oserror, "__str__", "self, /", (s, [w_self]) => {
    const { args_w } = self(w_self!);
    if (args_w.length < 2) return newtext(exceptionText(s, self(w_self!)));
    const file = args_w.length > 2 ? `: ${readString(s, args_w[2]!)}` : "";
    return newtext(`[Errno ${str_w(s, args_w[0]!)}] ${str_w(s, args_w[1]!)}${file}`);
  });
}

/** `name` and `path` are a pair in `w_extra`. */
function installImportError(w_type: W_TypeObject): void {
  getset(w_type, "msg", (_, w_obj) => argument(w_obj, 0));
  const fields = (w_obj: W_Root): readonly W_Root[] => {
    const { w_extra } = self(w_obj);
    return w_extra instanceof W_TupleObject ? w_extra.items : [w_None, w_None];
  };
  ["name", "path"].forEach((name, index) => {
    getset(
      w_type,
      name,
      (_, w_obj) => fields(w_obj)[index]!,
      (_, w_obj, w_value) => {
        const values_w = [...fields(w_obj)];
        values_w[index] = w_value;
        self(w_obj).w_extra = new W_TupleObject(values_w);
      },
    );
  });
  method(w_type, "__init__", "self, /, *args, name=, path=", (_, args) => {
    const [w_self, w_name, w_path, w_args] = args;
    self(w_self!).args_w = (w_args as W_TupleObject).items;
    self(w_self!).w_extra = new W_TupleObject([w_name ?? w_None, w_path ?? w_None]);
    return w_None;
  });
}

/** Where a syntax error keeps its attributes: (msg, filename, lineno, offset, text) in `w_extra`. */
const SYNTAX_FIELDS = ["msg", "filename", "lineno", "offset", "text"];

function installSyntaxError(w_type: W_TypeObject): void {
  const fields = (w_obj: W_Root): readonly W_Root[] => {
    const { w_extra, args_w } = self(w_obj);
    if (w_extra instanceof W_TupleObject) return w_extra.items;
    const [w_msg, w_place] = args_w;
    const place_w = w_place instanceof W_TupleObject ? w_place.items : [];
    return [w_msg ?? w_None, ...place_w.slice(0, 4)];
  };
  SYNTAX_FIELDS.forEach((name, index) => {
    getset(
      w_type,
      name,
      (_, w_obj) => fields(w_obj)[index] ?? w_None,
      (_, w_obj, w_value) => {
        const values_w = SYNTAX_FIELDS.map((_name, i) => fields(w_obj)[i] ?? w_None);
        values_w[index] = w_value;
        self(w_obj).w_extra = new W_TupleObject(values_w);
      },
    );
  });
  getset(w_type, "print_file_and_line", () => w_None);
  method(w_type, "__str__", "self, /", (s, [w_self]) => {
    const [w_msg, w_filename, w_line] = fields(w_self!);
    const message = str_w(s, w_msg!);
    const isPlace = w_line !== undefined && w_line !== w_None;
    const line = isPlace ? `line ${str_w(s, w_line)}` : "";
    const isFile = w_filename !== undefined && w_filename !== w_None;
    const file = isFile ? (str_w(s, w_filename).split("/").pop() ?? "") : "";
    const where = [file, line].filter((part) => part !== "").join(", ");
    return newtext(where === "" ? message : `${message} (${where})`);
  });
}
