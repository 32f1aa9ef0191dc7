/**
 * Places of names that change: a name that is stored again and again, in a module or in a class,
 * gets a cell, so that a store leaves everything valid that relies on the names that there are.
 * Programs never see a cell.
 *
 * Counterpart: pypy/objspace/std/typeobject.py (MutableCell), celldict.py.
 * DIFFERS: in classes only plain values have cells, which are no descriptors.
 */

import type { Int } from "../../../base/int.ts";
import { W_FloatObject } from "./float-object.ts";
import { W_BoolObject, W_IntObject } from "./int-object.ts";
import { W_ListObject } from "./list-object.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import { W_Root } from "./w-root.ts";

export class ObjectMutableCell extends W_Root {
  w_value: W_Root;

  constructor(w_value: W_Root) {
    super();
    this.w_value = w_value;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_cell;
  }
}

/** As ObjectMutableCell, while all values are small integers. */
export class IntMutableCell extends W_Root {
  intvalue: Int;

  constructor(intvalue: Int) {
    super();
    this.intvalue = intvalue;
  }

  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_cell;
  }
}

/** The value that a cell or plain entry stands for. */
export function unwrap_cell(w_cell: W_Root | null): W_Root | null {
  if (w_cell instanceof ObjectMutableCell) return w_cell.w_value;
  if (w_cell instanceof IntMutableCell) return new W_IntObject(w_cell.intvalue);
  return w_cell;
}

/** Stores into a cell; false when there is none, or when it holds other values than this one. */
export function write_cell(w_cell: W_Root | null, w_value: W_Root): boolean {
  if (w_cell instanceof ObjectMutableCell) {
    w_cell.w_value = w_value;
    return true;
  }
  if (w_cell instanceof IntMutableCell && w_value instanceof W_IntObject) {
    if (!(w_value instanceof W_BoolObject)) {
      w_cell.intvalue = w_value.intval;
      return true;
    }
  }
  return false;
}

/** The cell for a name that had the value, or cell, `w_old`. */
export function makeCell(w_old: W_Root, w_value: W_Root): W_Root {
  if (w_old instanceof IntMutableCell) return new ObjectMutableCell(w_value);
  if (w_value instanceof W_IntObject && !(w_value instanceof W_BoolObject)) {
    return new IntMutableCell(w_value.intval);
  }
  return new ObjectMutableCell(w_value);
}

function isCell(w_value: W_Root): boolean {
  return w_value instanceof ObjectMutableCell || w_value instanceof IntMutableCell;
}

/** Whether a value may have a cell in a class: it is no descriptor, and never becomes one. */
export function may_have_cell(w_value: W_Root): boolean {
  if (w_value instanceof W_IntObject || w_value instanceof W_FloatObject) return true;
  if (w_value instanceof W_UnicodeObject || w_value instanceof W_ListObject) return true;
  return w_value instanceof W_TupleObject;
}

/** The attributes of a class by name. Who asks gets values; `getcell` gives the cell, if any. */
export class TypeDict extends Map<string, W_Root> {
  /** The value or cell of `name`, or null. */
  getcell(name: string): W_Root | null {
    return super.get(name) ?? null;
  }

  /** Stores an attribute. False when it went into a cell, so that the class is as it was. */
  store(name: string, w_value: W_Root): boolean {
    const w_old = this.getcell(name);
    const isPlain = w_old !== null && may_have_cell(w_value);
    if (isPlain && write_cell(w_old, w_value)) return false;
    const hasCell = isPlain && (isCell(w_old) || may_have_cell(w_old));
    this.set(name, hasCell ? makeCell(w_old, w_value) : w_value);
    return true;
  }

  override get(name: string): W_Root | undefined {
    return unwrap_cell(this.getcell(name)) ?? undefined;
  }

  override forEach(use: (w_value: W_Root, name: string, dict: Map<string, W_Root>) => void): void {
    for (const [name, w_value] of this) use(w_value, name, this);
  }

  override *values(): MapIterator<W_Root> {
    for (const w_value of super.values()) yield unwrap_cell(w_value)!;
  }

  override *entries(): MapIterator<[string, W_Root]> {
    for (const [name, w_value] of super.entries()) yield [name, unwrap_cell(w_value)!];
  }

  override [Symbol.iterator](): MapIterator<[string, W_Root]> {
    return this.entries();
  }
}
