/**
 * Bytecodes that read and write variables: locals, cells, globals, names of class bodies.
 *
 * Counterpart: pypy/interpreter/{pyopcode,nestedscope}.py, pypy/objspace/std/celldict.py.
 */

import type { ModuleDictStorage } from "../objects/celldict.ts";
import { unwrap_cell } from "../objects/mutable-cell.ts";
import type { Cell } from "../objects/cell.ts";
import type { W_DictObject } from "../objects/dict-object.ts";
import { oefmt } from "../objects/errors.ts";
import { delitem, getitem_or_null, setitem } from "../objects/items.ts";
import { isError } from "../objects/iteration.ts";
import type { OperationError } from "../objects/operation-error.ts";
import type { ObjSpace } from "../objects/space.ts";
import { newtext } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { PyCode } from "./pycode.ts";
import type { PyFrame } from "./pyframe.ts";

/** @dont_look_inside @cannot_raise */
export function unboundLocal(space: ObjSpace, pycode: PyCode, index: number): OperationError {
  const name = pycode.co_varnames[index];
  const message = `local variable '${name}' referenced before assignment`;
  return oefmt(space, space.w_UnboundLocalError, message);
}

/** @dont_look_inside @cannot_raise */
export function nameError(space: ObjSpace, name: string): OperationError {
  const error = oefmt(space, space.w_NameError, `name '${name}' is not defined`);
  error.w_value.setField("name", newtext(name));
  return error;
}

export function load_global(space: ObjSpace, globals: ModuleDictStorage, name: string): W_Root {
  const w_value = globals.getitem_str(space, name);
  if (w_value !== null) return w_value;
  return load_builtin(space, name);
}

/**
 * LOAD_GLOBAL of plain interpretation: looks nothing up while neither the globals nor the builtins
 * have changed their names since the last time this code object asked.
 */
export function load_global_cached(space: ObjSpace, pycode: PyCode, nameIndex: number): W_Root {
  const { globals } = pycode;
  const cached = pycode.globalCaches[nameIndex];
  if (cached !== undefined && cached.version === globals.version) {
    if (cached.builtinsVersion === space.builtins.version) return unwrap_cell(cached.w_cell)!;
  }
  const name = pycode.co_names[nameIndex]!;
  let w_cell = globals.getcell(globals.version, name);
  if (w_cell === null) w_cell = space.builtins.getcell(space.builtins.version, name);
  if (w_cell === null) throw nameError(space, name);
  pycode.globalCaches[nameIndex] = {
    version: globals.version,
    builtinsVersion: space.builtins.version,
    w_cell,
  };
  return unwrap_cell(w_cell)!;
}

export function load_builtin(space: ObjSpace, name: string): W_Root {
  const w_value = space.builtins.getitem_str(space, name);
  if (w_value === null) throw nameError(space, name);
  return w_value;
}

export function delete_global(space: ObjSpace, globals: ModuleDictStorage, name: string): void {
  if (!globals.delitem_str(name)) throw nameError(space, name);
}

export function delete_fast(space: ObjSpace, frame: PyFrame, index: number): void {
  if (frame.locals_cells_stack_w[index] === null) {
    throw unboundLocal(space, frame.getcode(), index);
  }
  frame.locals_cells_stack_w[index] = null;
}

/** The dictionary of names of a module or class body; null when it is another mapping. */
export function localsDict(frame: PyFrame): W_DictObject | null {
  return frame.debugdata!.w_locals;
}

export function load_name(space: ObjSpace, frame: PyFrame, oparg: number): W_Root {
  const pycode = frame.getcode();
  const name = pycode.co_names[oparg]!;
  const w_locals = localsDict(frame);
  if (w_locals !== pycode.w_globals) {
    const w_value =
      w_locals === null
        ? getitem_or_null(space, frame.debugdata!.w_mapping!, newtext(name))
        : w_locals.storage.getitem_str(space, name);
    if (w_value !== null) return w_value;
  }
  return load_global(space, pycode.globals, name);
}

export function store_name(space: ObjSpace, frame: PyFrame, oparg: number): void {
  const pycode = frame.getcode();
  const name = pycode.co_names[oparg]!;
  const w_value = frame.popvalue();
  const w_locals = localsDict(frame);
  if (w_locals === pycode.w_globals) pycode.globals.setitem_str(space, name, w_value);
  else if (w_locals === null) setitem(space, frame.debugdata!.w_mapping!, newtext(name), w_value);
  else w_locals.storage.setitem_str(space, name, w_value);
}

export function delete_name(space: ObjSpace, frame: PyFrame, oparg: number): void {
  const name = frame.getcode().co_names[oparg]!;
  const w_locals = localsDict(frame);
  if (w_locals === null) {
    delete_mapped(space, frame.debugdata!.w_mapping!, name);
    return;
  }
  if (w_locals.storage.delitem(space, newtext(name)) === null) throw nameError(space, name);
}

/** @dont_look_inside @may_force */
export function delete_mapped(space: ObjSpace, w_mapping: W_Root, name: string): void {
  try {
    delitem(space, w_mapping, newtext(name));
  } catch (error) {
    throw isError(space, error, "KeyError") ? nameError(space, name) : error;
  }
}

export function cellAt(frame: PyFrame, index: number): Cell {
  return frame.locals_cells_stack_w[frame.getcode().co_nlocals + index] as Cell;
}

export function load_deref(space: ObjSpace, frame: PyFrame, index: number): W_Root {
  const w_value = cellAt(frame, index).w_value;
  if (w_value === null) throw unboundCell(space, frame.getcode(), index);
  return w_value;
}

export function store_deref(frame: PyFrame, index: number): void {
  const w_value = frame.popvalue();
  cellAt(frame, index).w_value = w_value;
}

export function delete_deref(space: ObjSpace, frame: PyFrame, index: number): void {
  const cell = cellAt(frame, index);
  if (cell.w_value === null) throw unboundCell(space, frame.getcode(), index);
  cell.w_value = null;
}

export function load_classderef(space: ObjSpace, frame: PyFrame, index: number): W_Root {
  const w_locals = localsDict(frame);
  const name = frame.getcode().cellNames[index]!;
  const w_value =
    w_locals === null
      ? getitem_or_null(space, frame.debugdata!.w_mapping!, newtext(name))
      : w_locals.storage.getitem_str(space, name);
  return w_value === null ? load_deref(space, frame, index) : w_value;
}

/** @dont_look_inside @cannot_raise */
export function unboundCell(space: ObjSpace, pycode: PyCode, index: number): OperationError {
  const name = pycode.cellNames[index];
  if (index < pycode.ncellvars) {
    const message = `local variable '${name}' referenced before assignment`;
    return oefmt(space, space.w_UnboundLocalError, message);
  }
  const message = `free variable '${name}' referenced before assignment in enclosing scope`;
  return oefmt(space, space.w_NameError, message);
}

export function setup_annotations(space: ObjSpace, frame: PyFrame): void {
  const w_locals = localsDict(frame);
  if (w_locals === null) {
    annotations_in_mapping(space, frame.debugdata!.w_mapping!);
    return;
  }
  if (w_locals.storage.getitem_str(space, "__annotations__") !== null) return;
  w_locals.storage.setitem_str(space, "__annotations__", space.newdict());
}

/** @dont_look_inside @may_force */
export function annotations_in_mapping(space: ObjSpace, w_mapping: W_Root): void {
  const w_name = newtext("__annotations__");
  if (getitem_or_null(space, w_mapping, w_name) === null) {
    setitem(space, w_mapping, w_name, space.newdict());
  }
}
