/**
 * Looking keys up in hash tables, as a trace does it: strings, integers and objects that compare by
 * identity by a plain call with the unboxed key while the table is simple; other keys by the
 * general protocol of `__hash__` and `__eq__`.
 *
 * Counterpart: the strategies of pypy/objspace/std/dictmultiobject.py and setobject.py.
 */

import { W_ObjectObject, W_BuiltinSubclassObject } from "./instance-object.ts";
import { W_IntObject } from "./int-object.ts";
import type { OrderedTable, TableEntry } from "./ordered-table.ts";
import type { ObjSpace } from "./space.ts";
import { W_UnicodeObject } from "./unicode-object.ts";
import type { W_Root } from "./w-root.ts";

/** The entry of a key, or null. */
export function find_entry(space: ObjSpace, table: OrderedTable, w_key: W_Root): TableEntry | null {
  if (table.isSimple) {
    if (w_key instanceof W_UnicodeObject) return table.lookup_text(w_key.value);
    if (w_key instanceof W_IntObject) return table.lookup_int(w_key.intval);
    if (is_identity_instance(space, w_key)) return table.lookup_identity(w_key);
  }
  return find_general(space, table, w_key);
}

/** Sets the value of a key. */
export function set_entry(
  space: ObjSpace,
  table: OrderedTable,
  w_key: W_Root,
  w_value: W_Root,
): void {
  if (table.isSimple) {
    if (w_key instanceof W_UnicodeObject) {
      const entry = table.lookup_text(w_key.value);
      if (entry === null) table.add_text(w_key, w_key.value, w_value);
      else entry.w_value = w_value;
      return;
    }
    if (w_key instanceof W_IntObject) {
      const entry = table.lookup_int(w_key.intval);
      if (entry === null) table.add_int(w_key, w_key.intval, w_value);
      else entry.w_value = w_value;
      return;
    }
    if (is_identity_instance(space, w_key)) {
      const entry = table.lookup_identity(w_key);
      if (entry === null) table.add_identity(w_key, w_value);
      else entry.w_value = w_value;
      return;
    }
  }
  set_general(space, table, w_key, w_value);
}

/** Adds a key that is missing. */
export function add_entry(
  space: ObjSpace,
  table: OrderedTable,
  w_key: W_Root,
  w_value: W_Root,
): void {
  if (table.isSimple) {
    if (w_key instanceof W_UnicodeObject) {
      table.add_text(w_key, w_key.value, w_value);
      return;
    }
    if (w_key instanceof W_IntObject) {
      table.add_int(w_key, w_key.intval, w_value);
      return;
    }
  }
  set_general(space, table, w_key, w_value);
}

/** Whether looking a key up calls nothing of the program. */
export function is_plain_key(space: ObjSpace, w_key: W_Root): boolean {
  if (w_key instanceof W_UnicodeObject || w_key instanceof W_IntObject) return true;
  return is_identity_instance(space, w_key);
}

/** Whether `w_key` is an instance of a Python class that compares by identity. */
export function is_identity_instance(space: ObjSpace, w_key: W_Root): boolean {
  if (!(w_key instanceof W_ObjectObject) || w_key instanceof W_BuiltinSubclassObject) return false;
  const w_type = w_key.getclass(space);
  if (w_type.lookup("__eq__") !== space.w_object.lookup("__eq__")) return false;
  return w_type.lookup("__hash__") === space.w_object.lookup("__hash__");
}

/** @dont_look_inside @may_force */
export function find_general(
  space: ObjSpace,
  table: OrderedTable,
  w_key: W_Root,
): TableEntry | null {
  return table.get(space, w_key);
}

/** @dont_look_inside @may_force */
export function find_general_text(
  space: ObjSpace,
  table: OrderedTable,
  name: string,
): TableEntry | null {
  return table.getText(space, name);
}

/** @dont_look_inside @may_force */
export function set_general(
  space: ObjSpace,
  table: OrderedTable,
  w_key: W_Root,
  w_value: W_Root,
): void {
  table.set(space, w_key, w_value);
}
