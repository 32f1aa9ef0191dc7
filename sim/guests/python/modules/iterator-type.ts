/**
 * The types of built-in iterators.
 */

import { stopIteration } from "../interp/generator.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { newint } from "../objects/int-object.ts";
import { next } from "../objects/iteration.ts";
import type { W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import type { W_AbstractIterator } from "../objects/w-root.ts";
import { method, moduleType } from "./define.ts";

/** Adds `__iter__` and `__next__`. */
export function installIterator(w_type: W_TypeObject): void {
  method(w_type, "__iter__", "self, /", (_, [w_self]) => w_self!);
  method(w_type, "__next__", "self, /", (s, [w_self]) => {
    const w_iterator = builtinValue(w_self!);
    if (w_iterator.getclass(s) !== w_type) {
      const message = `'${w_type.name}' object expected, got '${typeName(s, w_self!)}' instead`;
      throw typeError(s, message);
    }
    const w_item = next(s, w_iterator);
    if (w_item === null) throw stopIteration(s, w_None);
    return w_item;
  });
}

/** Adds `__length_hint__`. */
export function installLengthHint(w_type: W_TypeObject): void {
  method(w_type, "__length_hint__", "self, /", (s, [w_self]) =>
    newint(Math.max((builtinValue(w_self!) as W_AbstractIterator).length_hint(s), 0)),
  );
}

/** The type of a module's iterators; programs make none by calling it unless `__new__` is added. */
export function iteratorType(space: ObjSpace, w_module: W_Module, name: string): W_TypeObject {
  const w_type = moduleType(space, w_module, name);
  w_type.acceptsSubclasses = false;
  installIterator(w_type);
  return w_type;
}
