/**
 * Views and iterators of dictionaries.
 *
 * Counterpart: pypy/objspace/std/dictmultiobject.py (W_DictView*).
 */

import { HashDictStorage, type W_DictObject } from "./dict-object.ts";
import { oefmt } from "./errors.ts";
import { W_HostIterator } from "./iterators.ts";
import type { OperationError } from "./operation-error.ts";
import type { TableCursor, TableEntry } from "./ordered-table.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_AbstractIterator, W_Root } from "./w-root.ts";

export type DictViewKind = "keys" | "values" | "items";

export class W_DictView extends W_Root {
  readonly w_dict: W_DictObject;
  readonly kind: DictViewKind;

  private readonly w_type: W_TypeObject;

  constructor(w_type: W_TypeObject, w_dict: W_DictObject, kind: DictViewKind) {
    super();
    this.w_type = w_type;
    this.w_dict = w_dict;
    this.kind = kind;
  }

  override getclass(_space: ObjSpace): W_TypeObject {
    return this.w_type;
  }
}

/** A fresh iterator over keys, values or items. */
export function dictIterator(space: ObjSpace, w_dict: W_DictObject, kind: DictViewKind): W_Root {
  const { storage } = w_dict;
  if (storage instanceof HashDictStorage) {
    const cursor = storage.table.cursor();
    const size = storage.size();
    if (kind === "keys") return new W_DictKeyIterator(storage, size, cursor);
    if (kind === "values") return new W_DictValueIterator(storage, size, cursor);
    return new W_DictItemIterator(storage, size, cursor);
  }
  const types = {
    keys: space.w_dictkeyiterator,
    values: space.w_dictvalueiterator,
    items: space.w_dictitemiterator,
  };
  return new W_HostIterator(types[kind], members(space, w_dict, kind, storage.size()));
}

/** An iterator over an ordinary dictionary; its size must not change meanwhile. */
export abstract class W_AbstractDictIterator extends W_AbstractIterator {
  readonly storage: HashDictStorage;
  /** The size when the iterator was made; -1 after it was seen to have changed. */
  size: number;
  /** Null at the end. */
  cursor: TableCursor | null;

  constructor(storage: HashDictStorage, size: number, cursor: TableCursor | null) {
    super();
    this.storage = storage;
    this.size = size;
    this.cursor = cursor;
  }

  /** What the iterator gives of an entry. */
  abstract show(entry: TableEntry): W_Root;

  override next(space: ObjSpace): W_Root | null {
    const cursor = this.cursor;
    if (cursor === null) return null;
    if (this.storage.size() !== this.size) {
      this.size = -1;
      throw sizeChanged(space);
    }
    const entry = cursor.next_entry();
    if (entry !== null) return this.show(entry);
    this.cursor = null;
    return null;
  }

  override length_hint(_space: ObjSpace): number {
    if (this.cursor === null || this.storage.size() !== this.size) return 0;
    return this.cursor.rest().length;
  }
}

export class W_DictKeyIterator extends W_AbstractDictIterator {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_dictkeyiterator;
  }

  override show(entry: TableEntry): W_Root {
    return entry.w_key;
  }
}

export class W_DictValueIterator extends W_AbstractDictIterator {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_dictvalueiterator;
  }

  override show(entry: TableEntry): W_Root {
    return entry.w_value;
  }
}

export class W_DictItemIterator extends W_AbstractDictIterator {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_dictitemiterator;
  }

  override show(entry: TableEntry): W_Root {
    return new W_TupleObject([entry.w_key, entry.w_value]);
  }
}

/** @dont_look_inside @cannot_raise */
export function sizeChanged(space: ObjSpace): OperationError {
  return oefmt(space, space.w_RuntimeError, "dictionary changed size during iteration");
}

function* members(
  space: ObjSpace,
  w_dict: W_DictObject,
  kind: DictViewKind,
  size: number,
): Iterator<W_Root> {
  for (const [w_key, w_value] of w_dict.storage.pairs(space)) {
    if (w_dict.storage.size() !== size) break;
    yield viewMember(w_key, w_value, kind);
    if (w_dict.storage.size() !== size) break;
  }
  if (w_dict.storage.size() !== size) throw sizeChanged(space);
}

/** What a view of this kind shows of a pair. */
export function viewMember(w_key: W_Root, w_value: W_Root, kind: DictViewKind): W_Root {
  if (kind === "keys") return w_key;
  return kind === "values" ? w_value : new W_TupleObject([w_key, w_value]);
}
