/**
 * The order in which a class and its bases are searched: C3 linearization.
 *
 * Counterpart: pypy/objspace/std/typeobject.py (compute_C3_mro).
 */

import { typeError } from "../objects/errors.ts";
import type { OperationError } from "../objects/operation-error.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_TypeObject } from "../objects/type-object.ts";

/** The order after the class itself. */
export function defaultMro(space: ObjSpace, bases_w: readonly W_TypeObject[]): W_TypeObject[] {
  const lists = [...bases_w.map((w_base) => [...w_base.mro_w]), [...bases_w]];
  const result: W_TypeObject[] = [];
  for (;;) {
    const open = lists.filter((list) => list.length > 0);
    if (open.length === 0) return result;
    const next = open.find((list) => blockingList(list[0]!, open) === null);
    if (next === undefined) throw mroError(space, open);
    const w_next = next[0]!;
    result.push(w_next);
    for (const list of lists) if (list[0] === w_next) list.shift();
  }
}

/** A list in which the class stands behind another one. */
function blockingList(
  w_class: W_TypeObject,
  lists: readonly (readonly W_TypeObject[])[],
): readonly W_TypeObject[] | null {
  return lists.find((list) => list.lastIndexOf(w_class) > 0) ?? null;
}

/** Walks from a class to what blocks it until it comes to one for the second time. */
function mroError(space: ObjSpace, lists: readonly (readonly W_TypeObject[])[]): OperationError {
  let w_class = lists[lists.length - 1]![0]!;
  if (lists[lists.length - 1]!.indexOf(w_class, 1) > 0) {
    return typeError(space, `duplicate base class '${w_class.name}'`);
  }
  const walk: W_TypeObject[] = [];
  while (!walk.includes(w_class)) {
    walk.push(w_class);
    w_class = blockingList(w_class, lists)![0]!;
  }
  const cycle = [...walk.slice(walk.indexOf(w_class)), w_class].reverse();
  return typeError(
    space,
    `cycle among base classes: ${cycle.map((w_type) => w_type.name).join(" < ")}`,
  );
}
