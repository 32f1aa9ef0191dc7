/**
 * Views and iterators of dictionaries.
 *
 * Counterpart: pypy/objspace/std/dictmultiobject.py (W_DictView*).
 */

import type { W_DictObject } from "./dict-object.ts";
import { oefmt } from "./errors.ts";
import { W_HostIterator } from "./iterators.ts";
import type { ObjSpace } from "./space.ts";
import { W_TupleObject } from "./tuple-object.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_Root } from "./w-root.ts";

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
  const types = {
    keys: space.w_dictkeyiterator,
    values: space.w_dictvalueiterator,
    items: space.w_dictitemiterator,
  };
  return new W_HostIterator(types[kind], members(space, w_dict, kind, w_dict.storage.size()));
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
  if (w_dict.storage.size() !== size) {
    throw oefmt(space, space.w_RuntimeError, "dictionary changed size during iteration");
  }
}

/** What a view of this kind shows of a pair. */
export function viewMember(w_key: W_Root, w_value: W_Root, kind: DictViewKind): W_Root {
  if (kind === "keys") return w_key;
  return kind === "values" ? w_value : new W_TupleObject([w_key, w_value]);
}
