/**
 * A virtual array of structs: one value for each field of each struct, all of the first struct
 * first. Its items are never read as a whole, only through interior fields.
 *
 * Counterpart: ArrayStructInfo in rpython/jit/metainterp/optimizeopt/info.py.
 */

import type { VirtualDescription } from "../../resume/resume-data.ts";
import type { ArrayDescr, InteriorFieldDescr } from "../../trace/descr.ts";
import { readInterior } from "../../trace/heap-access.ts";
import type { Kind, Ref, RtValue, Value } from "../../trace/values.ts";
import { CarriedPtrInfo } from "../info.ts";

export class StructArrayInfo extends CarriedPtrInfo {
  override readonly infoKind = "array of structs";
  readonly descr: ArrayDescr;
  readonly length: number;
  private readonly values: (Value | null)[];

  constructor(descr: ArrayDescr, length: number) {
    super(true);
    this.descr = descr;
    this.length = length;
    this.values = new Array<Value | null>(length * descr.interiorFields.length).fill(null);
  }

  private placeOf(index: number, descr: InteriorFieldDescr): number {
    const { interiorFields } = this.descr;
    const column = interiorFields.indexOf(descr);
    const isInside = index >= 0 && index < this.length && column >= 0;
    return isInside ? index * interiorFields.length + column : -1;
  }

  /** Null for a field never set, and outside of the array. */
  fieldAt(index: number, descr: InteriorFieldDescr): Value | null {
    return this.values[this.placeOf(index, descr)] ?? null;
  }

  /** Whether there is such a field, which is now `value`. */
  setField(index: number, descr: InteriorFieldDescr, value: Value): boolean {
    const place = this.placeOf(index, descr);
    if (place < 0) return false;
    this.values[place] = value;
    return true;
  }

  /** Where the content at `place` stands. */
  addressOf(place: number): { index: number; descr: InteriorFieldDescr } {
    const { interiorFields } = this.descr;
    const count = interiorFields.length;
    const descr = interiorFields[place % count] as InteriorFieldDescr;
    return { index: Math.floor(place / count), descr };
  }

  override get type(): ArrayDescr {
    return this.descr;
  }

  override contents(): (Value | null)[] {
    return [...this.values];
  }

  override kindAt(place: number): Kind {
    return this.addressOf(place).descr.field.kind;
  }

  override copyWith(contents: readonly (Value | null)[]): StructArrayInfo {
    const copy = new StructArrayInfo(this.descr, this.length);
    contents.forEach((value, place) => {
      copy.values[place] = value;
    });
    return copy;
  }

  override readAt(array: Ref, place: number): RtValue {
    const { index, descr } = this.addressOf(place);
    return readInterior(descr, array, index);
  }

  override describe(): VirtualDescription {
    const { descr, length } = this;
    return { kind: "structs", descr, length, values: this.contents() };
  }
}
