/**
 * BaseException: what all exceptions have.
 *
 * Counterpart: pypy/module/exceptions/interp_exceptions.py.
 */

import { PyTraceback, W_BaseException } from "../objects/base-exception.ts";
import { update_dict } from "../objects/call-arguments.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { typeError } from "../objects/errors.ts";
import { GetSetProperty } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newbool } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { exceptionText, readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { getset, method, staticMethod } from "./define.ts";
import { installExceptionClasses } from "./exception-classes.ts";
import { newException, reduced } from "./exception-fields.ts";
import { deleteInstanceDict, instanceDict, setInstanceDict } from "./instance-attributes.ts";
import { installTraceback } from "./type-traceback.ts";

function self(w_obj: W_Root): W_BaseException {
  return w_obj as W_BaseException;
}

/** Fills BaseException and the classes with attributes of their own. */
export function installExceptions(space: ObjSpace): void {
  const w_base = space.w_BaseException;
  staticMethod(w_base, "__new__", "cls, /, *args, **kwargs", (_, [w_cls, w_args]) =>
    newException(w_cls as W_TypeObject, (w_args as W_TupleObject).items),
  );
  method(w_base, "__init__", "self, /, *args", (_, [w_self, w_args]) => {
    self(w_self!).args_w = (w_args as W_TupleObject).items;
    return w_None;
  });
  method(w_base, "__str__", "self, /", (s, [w_self]) => newtext(exceptionText(s, self(w_self!))));
  method(w_base, "__unicode__", "self, /", (s, [w_self]) =>
    newtext(exceptionText(s, self(w_self!))),
  );
  method(w_base, "__repr__", "self, /", (s, [w_self]) => newtext(exceptionRepr(s, self(w_self!))));
  method(w_base, "with_traceback", "self, tb, /", (s, [w_self, w_tb]) => {
    setTraceback(s, w_self!, w_tb!);
    return w_self!;
  });
  method(w_base, "__reduce__", "self, /", (s, [w_self]) => {
    return reduced(s, w_self!, self(w_self!).args_w, instanceDict(s, w_self!));
  });
  method(w_base, "__setstate__", "self, state, /", (s, [w_self, w_state]) => {
    const w_dict = instanceDict(s, w_self!) as W_DictObject;
    const w_given = builtinValue(w_state!);
    if (w_given === w_None) return w_None;
    if (!(w_given instanceof W_DictObject)) iterable_to_array(s, w_given, -1);
    update_dict(s, w_dict, w_given);
    return w_None;
  });
  installAttributes(w_base);
  installExceptionClasses(space);
  installTraceback(space);
}

function setTraceback(space: ObjSpace, w_exception: W_Root, w_tb: W_Root): void {
  if (w_tb !== w_None && !(w_tb instanceof PyTraceback)) {
    throw typeError(space, "__traceback__ must be a traceback or None");
  }
  self(w_exception).w_traceback = w_tb instanceof PyTraceback ? w_tb : null;
}

function exceptionRepr(space: ObjSpace, w_exception: W_BaseException): string {
  const { args_w } = w_exception;
  const comma = args_w.map((w_arg) => readString(space, w_arg)).join(", ");
  return `${w_exception.getclass(space).name}(${comma})`;
}

/** None, or an exception; anything else is refused. */
function chained(space: ObjSpace, what: string, w_value: W_Root): W_BaseException | null {
  if (w_value === w_None) return null;
  if (w_value instanceof W_BaseException) return w_value;
  throw typeError(space, `exception ${what} must be None or derive from BaseException`);
}

/** The arguments of an exception; a trace looks inside. */
export class ArgsProperty extends GetSetProperty {
  constructor(w_owner: W_TypeObject) {
    super(
      "args",
      w_owner,
      (_, w_obj) => new W_TupleObject(self(w_obj).args_w),
      (s, w_obj, w_value) => {
        self(w_obj).args_w = [...iterable_to_array(s, w_value, -1)];
      },
    );
  }

  override get(_space: ObjSpace, w_obj: W_Root): W_Root | null {
    return new W_TupleObject((w_obj as W_BaseException).args_w);
  }
}

function installAttributes(w_base: W_TypeObject): void {
  w_base.dict_w.set("args", new ArgsProperty(w_base));
  getset(
    w_base,
    "__cause__",
    (_, w_obj) => self(w_obj).w_cause ?? w_None,
    (s, w_obj, w_value) => {
      self(w_obj).w_cause = chained(s, "cause", w_value);
      self(w_obj).suppress_context = true;
    },
  );
  getset(
    w_base,
    "__context__",
    (_, w_obj) => self(w_obj).w_context ?? w_None,
    (s, w_obj, w_value) => {
      self(w_obj).w_context = chained(s, "context", w_value);
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
  getset(w_base, "__traceback__", (_, w_obj) => self(w_obj).w_traceback ?? w_None, setTraceback);
  getset(w_base, "__dict__", instanceDict, setInstanceDict, deleteInstanceDict);
}
