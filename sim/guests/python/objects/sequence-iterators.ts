/**
 * Iterators over whatever has `__getitem__`: from the first item on, and from the last one back.
 *
 * Counterpart: pypy/objspace/std/iterobject.py (W_SeqIterObject), pypy/module/__builtin__/
 * functional.py (W_ReversedIterator).
 */

import { W_AbstractBytes } from "./bytes-object.ts";
import { call_looked_up, lookup } from "./call.ts";
import { newint } from "./int-object.ts";
import { OperationError } from "./operation-error.ts";
import { toHostInteger } from "./slices.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";
import { W_AbstractIterator, type W_Root } from "./w-root.ts";

/** `w_seq` is null once exhausted. */
export abstract class W_AbstractSequenceIterator extends W_AbstractIterator {
  w_seq: W_Root | null;
  index: number;

  constructor(w_seq: W_Root, index: number) {
    super();
    this.w_seq = w_seq;
    this.index = index;
  }

  /** The item at the index; null behind the end. */
  protected current(space: ObjSpace, w_seq: W_Root): W_Root | null {
    if (w_seq instanceof W_AbstractBytes) {
      return this.index < w_seq.length ? newint(w_seq.byteAt(this.index)) : null;
    }
    const w_getitem = lookup(space, w_seq, "__getitem__")!;
    try {
      return call_looked_up(space, w_getitem, w_seq, [newint(this.index)], null);
    } catch (error) {
      if (isEnd(space, error)) return null;
      throw error;
    }
  }
}

function isEnd(space: ObjSpace, error: unknown): boolean {
  if (!(error instanceof OperationError)) return false;
  const w_type = error.w_value.getclass(space);
  return w_type.issubtype(space.w_IndexError) || w_type.issubtype(space.w_StopIteration);
}

export class W_SequenceIterator extends W_AbstractSequenceIterator {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_sequenceiterator;
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    const w_seq = this.w_seq;
    if (w_seq === null) return null;
    const w_item = this.current(space, w_seq);
    this.index++;
    if (w_item === null) this.w_seq = null;
    return w_item;
  }

  override length_hint(space: ObjSpace): number {
    if (this.w_seq === null) return 0;
    if (this.w_seq instanceof W_AbstractBytes) return this.w_seq.length - this.index;
    const w_len = lookup(space, this.w_seq, "__len__");
    if (w_len === null) return -1;
    return toHostInteger(space, call_looked_up(space, w_len, this.w_seq, [], null)) - this.index;
  }
}

export class W_ReversedIterator extends W_AbstractSequenceIterator {
  override getclass(space: ObjSpace): W_TypeObject {
    return space.w_reversed;
  }

  /** @dont_look_inside @may_force */
  override next(space: ObjSpace): W_Root | null {
    const w_seq = this.w_seq;
    if (w_seq === null) return null;
    const w_item = this.index < 0 ? null : this.current(space, w_seq);
    this.index--;
    if (w_item === null) this.w_seq = null;
    return w_item;
  }

  override length_hint(_space: ObjSpace): number {
    return this.w_seq === null ? 0 : this.index + 1;
  }
}
