/**
 * Virtual raw memory: a buffer that a call would allocate, as the values written into it, and
 * slices, which are addresses inside of it. Addresses are integers; raw memory never holds
 * references, so nothing in it is virtual itself.
 *
 * The writes of a buffer never overlap: each place has one value of one size. What does not fit
 * (another size or sign at the same place, an overlap, a read of what was never written) is not
 * done here; the buffer is allocated instead.
 *
 * Counterpart: RawBufferPtrInfo and RawSlicePtrInfo in
 * rpython/jit/metainterp/optimizeopt/info.py, rpython/jit/metainterp/optimizeopt/rawbuffer.py.
 */

import type { VirtualDescription } from "../../resume/resume-data.ts";
import type { ArrayDescr, CallDescr } from "../../trace/descr.ts";
import type { Const, Value } from "../../trace/values.ts";
import { VirtualPtrInfo } from "../info.ts";

/** One value in a buffer. */
export interface RawWrite {
  readonly offset: number;
  readonly descr: ArrayDescr;
  value: Value;
}

/** The call that allocates a buffer. */
export interface RawMalloc {
  readonly fn: Const;
  readonly descr: CallDescr;
  readonly size: number;
}

/** Whether values written with one descr are read with the other as they are. */
function isCompatible(a: ArrayDescr, b: ArrayDescr): boolean {
  return a.bytes === b.bytes && a.isSigned === b.isSigned && a.itemKind === b.itemKind;
}

/** An address in raw memory that may be virtual. */
export abstract class RawPtrInfo extends VirtualPtrInfo {
  /** The value at `offset`, or null when it is not known. */
  abstract readRaw(offset: number, descr: ArrayDescr): Value | null;
  /** Whether the buffer holds the value from now on. */
  abstract writeRaw(offset: number, descr: ArrayDescr, value: Value): boolean;
}

export class RawBufferInfo extends RawPtrInfo {
  override readonly infoKind = "raw buffer";
  readonly malloc: RawMalloc;
  /** In the order of their offsets. */
  readonly writes: RawWrite[] = [];

  constructor(malloc: RawMalloc) {
    super(true);
    this.malloc = malloc;
  }

  override readRaw(offset: number, descr: ArrayDescr): Value | null {
    if (!this.virtual) return null;
    const known = this.writes.find((write) => write.offset === offset);
    return known !== undefined && isCompatible(known.descr, descr) ? known.value : null;
  }

  override writeRaw(offset: number, descr: ArrayDescr, value: Value): boolean {
    if (!this.virtual) return false;
    const { writes } = this;
    const found = writes.findIndex((write) => write.offset >= offset);
    const at = found < 0 ? writes.length : found;
    const next = writes[at];
    if (next?.offset === offset) {
      if (!isCompatible(next.descr, descr)) return false;
      next.value = value;
      return true;
    }
    const previous = writes[at - 1];
    if (next !== undefined && offset + descr.bytes > next.offset) return false;
    if (previous !== undefined && previous.offset + previous.descr.bytes > offset) return false;
    writes.splice(at, 0, { offset, descr, value });
    return true;
  }

  override contents(): Value[] {
    return this.writes.map(({ value }) => value);
  }

  override describe(): VirtualDescription {
    const places = this.writes.map(({ offset, descr }) => ({ offset, descr }));
    return { kind: "raw buffer", ...this.malloc, places, values: this.contents() };
  }
}

/** An address at a constant distance from a buffer or from another slice. */
export class RawSliceInfo extends RawPtrInfo {
  override readonly infoKind = "raw slice";
  readonly offset: number;
  /** The address that the distance is from, and what is known of it. */
  readonly base: Value;
  private readonly parent: RawPtrInfo;

  constructor(base: Value, parent: RawPtrInfo, offset: number) {
    super(true);
    this.base = base;
    this.parent = parent;
    this.offset = offset;
  }

  override readRaw(offset: number, descr: ArrayDescr): Value | null {
    return this.virtual ? this.parent.readRaw(this.offset + offset, descr) : null;
  }

  override writeRaw(offset: number, descr: ArrayDescr, value: Value): boolean {
    return this.virtual && this.parent.writeRaw(this.offset + offset, descr, value);
  }

  override contents(): Value[] {
    return [this.base];
  }

  override describe(): VirtualDescription {
    return { kind: "raw slice", offset: this.offset, values: this.contents() };
  }
}
