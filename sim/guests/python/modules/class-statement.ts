/**
 * Class statements: `__build_class__`.
 *
 * Counterpart: pypy/module/__builtin__/compiling.py.
 */

import { frame_of_body, W_Function } from "../interp/function.ts";
import { getattr_or_null } from "../objects/attributes.ts";
import { call_function, lookup } from "../objects/call.ts";
import { Cell } from "../objects/cell.ts";
import { W_DictObject } from "../objects/dict-object.ts";
import { oefmt, typeError, typeName } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { isError } from "../objects/iteration.ts";
import { setitem } from "../objects/items.ts";
import type { ObjSpace } from "../objects/space.ts";
import { ownName, readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { W_TypeObject } from "../objects/type-object.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { splitKeywords } from "./keywords.ts";

/** `__build_class__(func, name, *bases, metaclass=None, **kwds)`. */
export function buildClass(space: ObjSpace, args: readonly (W_Root | null)[]): W_Root {
  const [w_func, w_name, w_given, w_kwargs] = args;
  if (!(w_func instanceof W_Function)) {
    throw typeError(space, "__build_class__: func must be a function");
  }
  const w_bases = resolveBases(space, w_given as W_TupleObject);
  const keywords = w_kwargs as W_DictObject;
  const w_metaclass = keywords.storage.delitem(space, newtext("metaclass"));
  const w_meta = winnerOf(space, w_metaclass, w_bases.items);
  const w_namespace = prepare(space, w_meta, w_name!, w_bases, keywords);
  const w_cell = runClassBody(space, w_func, w_namespace);
  if (w_bases !== w_given) setitem(space, w_namespace, newtext("__orig_bases__"), w_given!);
  const w_class = callMetaclass(space, w_meta, [w_name!, w_bases, w_namespace], keywords);
  if (w_cell instanceof Cell && w_class instanceof W_TypeObject) {
    checkClassCell(space, w_cell, w_name!, w_class);
  }
  return w_class;
}

/** The bases after `__mro_entries__`; the same tuple when none has it. */
function resolveBases(space: ObjSpace, w_bases: W_TupleObject): W_TupleObject {
  let isChanged = false;
  const resolved_w = w_bases.items.flatMap((w_base) => {
    if (w_base instanceof W_TypeObject) return [w_base];
    const w_entries = getattr_or_null(space, w_base, "__mro_entries__");
    if (w_entries === null) return [w_base];
    const w_tuple = builtinValue(call_function(space, w_entries, [w_bases]));
    if (!(w_tuple instanceof W_TupleObject)) {
      throw typeError(space, "__mro_entries__ must return a tuple");
    }
    isChanged = true;
    return [...w_tuple.items];
  });
  return isChanged ? new W_TupleObject(resolved_w) : w_bases;
}

/** The metaclass: the most derived of the one given and those of the bases. */
function winnerOf(space: ObjSpace, w_given: W_Root | null, bases_w: readonly W_Root[]): W_Root {
  if (w_given !== null && !(w_given instanceof W_TypeObject)) return w_given;
  return mostDerivedMetaclass(space, w_given ?? firstMetaclass(space, bases_w), bases_w);
}

function firstMetaclass(space: ObjSpace, bases_w: readonly W_Root[]): W_TypeObject {
  return bases_w.length === 0 ? space.w_type : bases_w[0]!.getclass(space);
}

/** The most derived of `w_metatype` and the classes of the bases. */
export function mostDerivedMetaclass(
  space: ObjSpace,
  w_metatype: W_TypeObject,
  bases_w: readonly W_Root[],
): W_TypeObject {
  let w_winner = w_metatype;
  for (const w_base of bases_w) {
    const w_meta = w_base.getclass(space);
    if (w_winner.issubtype(w_meta)) continue;
    if (!w_meta.issubtype(w_winner)) {
      const message =
        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases";
      throw typeError(space, message);
    }
    w_winner = w_meta;
  }
  return w_winner;
}

/** The namespace of the class's body. */
function prepare(
  space: ObjSpace,
  w_meta: W_Root,
  w_name: W_Root,
  w_bases: W_Root,
  keywords: W_DictObject,
): W_Root {
  const w_prepare = w_meta === space.w_type ? null : getattr_or_null(space, w_meta, "__prepare__");
  if (w_prepare === null) return space.newdict();
  const { args_w, kwnames } = splitKeywords(space, [w_name, w_bases], keywords);
  const w_namespace = w_prepare.call_args(space, args_w, kwnames);
  if (w_namespace instanceof W_DictObject) return w_namespace;
  if (lookup(space, w_namespace, "__getitem__") === null) {
    const name = w_meta instanceof W_TypeObject ? w_meta.name : "<metaclass>";
    const what = typeName(space, w_namespace);
    throw typeError(space, `${name}.__prepare__() must return a mapping, not ${what}`);
  }
  return w_namespace;
}

function runClassBody(space: ObjSpace, func: W_Function, w_namespace: W_Root): W_Root {
  const w_dict = w_namespace instanceof W_DictObject ? w_namespace : null;
  const w_mapping = w_dict === null ? w_namespace : null;
  const frame = frame_of_body(func.code, func.closure, w_dict, w_mapping);
  return space.executor.execute_frame(space, frame);
}

/** Calls the metaclass; a TypeError that no Python code raised tells which metaclass it was. */
function callMetaclass(
  space: ObjSpace,
  w_meta: W_Root,
  class_w: readonly W_Root[],
  keywords: W_DictObject,
): W_Root {
  const { args_w, kwnames } = splitKeywords(space, class_w, keywords);
  try {
    return w_meta.call_args(space, args_w, kwnames);
  } catch (error) {
    if (w_meta === space.w_type || !isError(space, error, "TypeError")) throw error;
    const { w_traceback, args_w: message_w } = error.w_value;
    if (w_traceback !== null || message_w.length === 0) throw error;
    const [name, bases] = class_w.map((w_arg) => readString(space, w_arg));
    const meta = `'${ownName(w_meta)}', but calling ${readString(space, w_meta)}`;
    const raised = readString(space, message_w[0]!);
    const message = `metaclass found to be ${meta} with args (${name}, ${bases}, ...) raised ${raised}`;
    throw typeError(space, message);
  }
}

function checkClassCell(space: ObjSpace, cell: Cell, w_name: W_Root, w_class: W_TypeObject): void {
  const shown = readString(space, w_class);
  const { w_value } = cell;
  if (w_value === w_class) return;
  if (w_value === null) {
    const message = `__class__ not set defining ${readString(space, w_name).slice(1, -1)} as ${shown}. Was __classcell__ propagated to type.__new__?`;
    throw oefmt(space, space.w_RuntimeError, message);
  }
  const what = readString(space, w_value);
  throw typeError(
    space,
    `__class__ set to ${what} defining ${readString(space, w_name)} as ${shown}`,
  );
}
