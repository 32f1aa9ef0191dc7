/**
 * Resume data: how to rebuild the interpreter's state from what a failing guard passes on.
 *
 * A state is frames (outermost first), the virtualizable's boxes, virtual references, virtuals, and stores that were
 * still pending. Every value is one tagged number, `index << 2 | tag`:
 *
 *   TAG_CONST    index into `consts`
 *   TAG_INT      the small integer `index` itself (-2^28 … 2^28 - 1)
 *   TAG_BOX      index into the guard's fail arguments
 *   TAG_VIRTUAL  index into `virtuals`
 *
 * and `UNINITIALIZED` is a field of a virtual that was never set. Writer and reader stand beside
 * each other (writer.ts, reader.ts); the law is: rebuild(encode(state)) = state.
 *
 * Counterpart: rpython/jit/metainterp/resume.py, resumecode.py.
 */

import type { ArrayDescr, CallDescr, ClassLayout, FieldDescr, GuardDescr } from "../trace/descr.ts";
import type { CodeRef } from "../trace/snapshot.ts";
import type { Box, Const, Kind, Value } from "../trace/values.ts";

export const TAG_CONST = 0;
export const TAG_INT = 1;
export const TAG_BOX = 2;
export const TAG_VIRTUAL = 3;
export const UNINITIALIZED = -(2 ** 31);

/** A value as resume data names it: `index << 2 | tag`, or UNINITIALIZED. */
export type Tagged = number;

export interface ResumeFrame {
  readonly jitcode: CodeRef;
  readonly pc: number;
  readonly values: readonly Tagged[];
}

/** Where a virtual raw buffer holds a value. */
export interface RawPlace {
  readonly offset: number;
  readonly descr: ArrayDescr;
}

/** What kind of virtual it is, besides its contents. */
type VirtualShape =
  /** An object, or a struct without class word. */
  | {
      readonly kind: "instance";
      readonly layout: ClassLayout;
      readonly fields: readonly FieldDescr[];
    }
  /** `isClear`: items without a value are zero. */
  | { readonly kind: "array"; readonly descr: ArrayDescr; readonly isClear: boolean }
  /** An array of structs: all fields of its first item come first. */
  | { readonly kind: "structs"; readonly descr: ArrayDescr; readonly length: number }
  /** Raw memory from a call of `fn`, with a value at each place. */
  | {
      readonly kind: "raw buffer";
      readonly fn: Const;
      readonly descr: CallDescr;
      readonly size: number;
      readonly places: readonly RawPlace[];
    }
  /** An address: its only value and a distance. */
  | { readonly kind: "raw slice"; readonly offset: number };

/** An object that exists only in resume data until it is needed. */
export type VirtualRecord =
  | (VirtualShape & { readonly values: readonly Tagged[] })
  | StringSource<Tagged>;

/** The function that made a string, to make it again. */
export interface StringMaker {
  readonly fn: Const;
  readonly descr: CallDescr;
}

/**
 * A virtual string: its characters (UNINITIALIZED or null where never set); string, start and
 * length of a slice; the halves of a concatenation.
 */
export type StringSource<V> =
  | { readonly kind: "string"; readonly isUnicode: boolean; readonly values: readonly V[] }
  | {
      readonly kind: "slice" | "concat";
      readonly maker: StringMaker;
      readonly values: readonly V[];
    };

/** A store that the optimizer delayed beyond the guard. */
export interface PendingStore {
  readonly target: Tagged;
  /** A field, or (with `index`) an item of an array. */
  readonly field: FieldDescr | null;
  readonly array: ArrayDescr | null;
  readonly index: Tagged;
  readonly value: Tagged;
}

export interface ResumeData {
  readonly resumeKind: "full";
  readonly frames: readonly ResumeFrame[];
  readonly vable: readonly Tagged[];
  /** See Snapshot.vrefs. */
  readonly vrefs: readonly Tagged[];
  /** See Snapshot.deliver. */
  readonly deliver: boolean;
  readonly consts: readonly Const[];
  readonly virtuals: readonly VirtualRecord[];
  readonly pending: readonly PendingStore[];
  /** Kinds of the fail arguments; null for a hole. */
  readonly failKinds: readonly (Kind | null)[];
}

/** The resume data of an optimized guard. */
export function resumeDataOf(guard: GuardDescr): ResumeData {
  if (guard.resume === null) throw new TypeError("guard without resume data");
  return guard.resume as ResumeData;
}

/** What the optimizer tells the writer about virtuals. */
export interface VirtualView {
  /** What `value` has been replaced by (the end of its forwarding chain). */
  resolve(value: Value): Value;
  /** What the virtual `box` consists of; null when it is not virtual. `null` values: never set. */
  virtualOf(box: Box): VirtualDescription | null;
}

export type VirtualDescription =
  | (VirtualShape & { readonly values: readonly (Value | null)[] })
  | StringSource<Value | null>;

/** A delayed store as the optimizer holds it. */
export interface PendingStoreSource {
  readonly target: Value;
  readonly field: FieldDescr | null;
  readonly array: ArrayDescr | null;
  /** Null for a field. */
  readonly index: Value | null;
  readonly value: Value;
}

/** What the writer made: the guard's fail arguments, and what the counters get. */
export interface EncodedState {
  readonly data: ResumeData;
  /** Null for a hole. */
  readonly failArgs: (Box | null)[];
  /** The first of them are those of frames, virtualizable and virtual references: this many. */
  readonly ownCount: number;
  /** NVIRTUALS: places for virtuals in this guard. */
  readonly virtualCount: number;
  /** NVHOLES: places of virtuals that an earlier guard had and this one has not. */
  readonly holeCount: number;
  /** NVREUSED: virtuals that look as they did in an earlier guard. */
  readonly reusedCount: number;
}
