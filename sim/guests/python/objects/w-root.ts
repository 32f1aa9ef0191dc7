/**
 * The root of every value that a Python program can hold.
 *
 * Subclasses give their Python type with `getclass`; what a class can do beyond that is found by
 * `instanceof` on the fast paths and by descriptor lookup on its type otherwise. Objects refer to
 * the space by type only: it is passed to whatever needs it.
 *
 * Counterpart: pypy/interpreter/baseobjspace.py (W_Root).
 */

import type { GuestBuffer } from "./buffer.ts";
import type { ObjSpace } from "./space.ts";
import type { W_TypeObject } from "./type-object.ts";

export abstract class W_Root {
  /** The Python type of this value. */
  abstract getclass(space: ObjSpace): W_TypeObject;

  /**
   * Calls this value. The last `kwnames.length` of `args_w` are the values of keyword arguments.
   * The default serves values whose type defines `__call__`.
   */
  call_args(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    return space.call_descr(this, args_w, kwnames);
  }

  /** As call_args, where the first argument was put before the others by binding. */
  call_bound(space: ObjSpace, args_w: W_Root[], kwnames: readonly string[] | null): W_Root {
    return this.call_args(space, args_w, kwnames);
  }

  /** An attribute of this very value (functions, modules), or null. */
  getown(_space: ObjSpace, _name: string): W_Root | null {
    return null;
  }

  /** Sets such an attribute; false when this value takes none. */
  setown(_space: ObjSpace, _name: string, _w_value: W_Root): boolean {
    return false;
  }

  /** Deletes such an attribute; false when there is none. */
  delown(_space: ObjSpace, _name: string): boolean {
    return false;
  }

  /** Whether values of this class take attributes at all. */
  takes_own_attributes(): boolean {
    return false;
  }

  /** The memory of this value, for types of the buffer protocol. */
  buffer(_space: ObjSpace): GuestBuffer | null {
    return null;
  }

  /** Whether `w_other is` this value: the same object, or for some types the same value. */
  is_w(w_other: W_Root): boolean {
    return this === w_other;
  }

  /** What tells calls of this value from calls of others in loops: its type, or its code. */
  call_greenkey(space: ObjSpace): W_Root {
    return this.getclass(space);
  }

  /** Whether it still has something to do when it dies; asked of what is in `space.finalizers`. */
  needs_finalizer(): boolean {
    return true;
  }

  /** Whether this is a {@link W_AbstractIterator}. */
  is_iterator(): boolean {
    return false;
  }
}

/** A built-in iterator: `next` gives null at the end. */
export abstract class W_AbstractIterator extends W_Root {
  abstract next(space: ObjSpace): W_Root | null;

  /** What tells loops over this iterator from loops over others: its type, or the code it runs. */
  greenkey(space: ObjSpace): W_Root {
    return this.getclass(space);
  }

  override is_iterator(): boolean {
    return true;
  }

  /** How many items are known to be left, or -1. */
  length_hint(_space: ObjSpace): number {
    return -1;
  }
}
