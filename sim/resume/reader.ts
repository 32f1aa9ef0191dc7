/**
 * Reads resume data: the same walk for the blackhole (which wants run-time values) and for bridges
 * (which want boxes, so that re-creating a virtual is recorded); a builder makes the values.
 *
 * Virtuals may contain each other. An object is made by its constructor once its values are read;
 * when a cycle comes back to it earlier, it is made then, and the rest is stored afterwards.
 *
 * Counterpart: rpython/jit/metainterp/resume.py (ResumeDataDirectReader, ResumeDataBoxReader).
 */

import { defined } from "../base/assert.ts";
import type { ArrayDescr, CallDescr, ClassLayout, FieldDescr } from "../trace/descr.ts";
import type { InteriorFieldDescr } from "../trace/descr.ts";
import type { CodeRef } from "../trace/snapshot.ts";
import type { Const } from "../trace/values.ts";
import type {
  ResumeData,
  StringMaker,
  StringSource,
  Tagged,
  VirtualRecord,
} from "./resume-data.ts";
import { TAG_BOX, TAG_CONST, TAG_INT, UNINITIALIZED } from "./resume-data.ts";

/** Makes values of one representation. */
export interface StateBuilder<V> {
  /** Fail argument `index`. */
  box(index: number): V;
  constant(value: Const): V;
  smallInt(value: number): V;
  /** A new instance; fields that are missing are zero. */
  instance(layout: ClassLayout, values: ReadonlyMap<FieldDescr, V>): V;
  /** `isClear`: made by new_array_clear. */
  array(descr: ArrayDescr, length: number, isClear: boolean): V;
  setField(object: V, field: FieldDescr, value: V): void;
  setItem(array: V, descr: ArrayDescr, index: V, value: V): void;
  /** A string of zeros. */
  string(isUnicode: boolean, length: number): V;
  setCharacter(string: V, isUnicode: boolean, index: V, value: V): void;
  concat(maker: StringMaker, left: V, right: V): V;
  /** `length` characters of `string` from `start` on. */
  slice(maker: StringMaker, string: V, start: V, length: V): V;
  setInterior(array: V, descr: InteriorFieldDescr, index: V, value: V): void;
  /** Raw memory of a constant size, given by `fn`. */
  rawBuffer(fn: Const, descr: CallDescr, size: number): V;
  setRaw(address: V, descr: ArrayDescr, offset: number, value: V): void;
  addOffset(address: V, offset: number): V;
}

export interface DecodedFrame<V> {
  readonly jitcode: CodeRef;
  readonly pc: number;
  /** In the order of the instruction's list of live registers. */
  readonly values: readonly V[];
}

export interface DecodedState<V> {
  readonly frames: readonly DecodedFrame<V>[];
  readonly vable: readonly V[];
  readonly vrefs: readonly V[];
  readonly deliver: boolean;
}

/** Virtuals that have come into being, by their index. */
export type MadeVirtuals<V> = Map<number, V>;

class StateReader<V> {
  private readonly made: MadeVirtuals<V>;
  /** Values read so far of the instances that are being read. */
  private readonly partial = new Map<number, Map<FieldDescr, V>>();
  private readonly data: ResumeData;
  private readonly builder: StateBuilder<V>;

  constructor(data: ResumeData, builder: StateBuilder<V>, made: MadeVirtuals<V>) {
    this.made = made;
    this.data = data;
    this.builder = builder;
  }

  value(tagged: Tagged): V {
    const index = tagged >> 2;
    switch (tagged & 3) {
      case TAG_INT:
        return this.builder.smallInt(index);
      case TAG_CONST:
        return this.builder.constant(defined(this.data.consts[index], "constant"));
      case TAG_BOX:
        return this.builder.box(index);
      default:
        return this.virtual(index);
    }
  }

  private virtual(index: number): V {
    const done = this.made.get(index);
    if (done !== undefined) return done;
    const record = defined(this.data.virtuals[index], "virtual");
    switch (record.kind) {
      case "instance": {
        const values = this.partial.get(index);
        if (values !== undefined) return this.make(index, record.layout, values);
        return this.virtualInstance(index, record);
      }
      case "array":
        return this.virtualArray(index, record);
      case "structs":
        return this.virtualStructs(index, record);
      case "raw buffer":
        return this.virtualBuffer(index, record);
      case "raw slice":
        return this.virtualSlice(index, record);
      default:
        return this.virtualString(index, record);
    }
  }

  private make(index: number, layout: ClassLayout, values: ReadonlyMap<FieldDescr, V>): V {
    const object = this.builder.instance(layout, values);
    this.made.set(index, object);
    return object;
  }

  private virtualInstance(index: number, record: VirtualRecord & { kind: "instance" }): V {
    const values = new Map<FieldDescr, V>();
    this.partial.set(index, values);
    record.fields.forEach((field, i) => {
      const tagged = record.values[i];
      if (tagged === undefined || tagged === UNINITIALIZED) return;
      const value = this.value(tagged);
      const early = this.made.get(index);
      if (early === undefined) values.set(field, value);
      else this.builder.setField(early, field, value);
    });
    return this.made.get(index) ?? this.make(index, record.layout, values);
  }

  private virtualArray(index: number, record: VirtualRecord & { kind: "array" }): V {
    const array = this.builder.array(record.descr, record.values.length, record.isClear);
    this.made.set(index, array);
    record.values.forEach((tagged, i) => {
      if (tagged === UNINITIALIZED) return;
      this.builder.setItem(array, record.descr, this.builder.smallInt(i), this.value(tagged));
    });
    return array;
  }

  /** Strings contain no objects, so no cycle leads back to one. */
  private virtualString(index: number, record: StringSource<Tagged>): V {
    const string = this.makeString(record);
    this.made.set(index, string);
    return string;
  }

  private makeString(record: StringSource<Tagged>): V {
    const { builder } = this;
    if (record.kind === "string") {
      const string = builder.string(record.isUnicode, record.values.length);
      record.values.forEach((tagged, i) => {
        if (tagged === UNINITIALIZED) return;
        const at = builder.smallInt(i);
        builder.setCharacter(string, record.isUnicode, at, this.value(tagged));
      });
      return string;
    }
    const [first, second, third] = record.values.map((tagged) => this.value(tagged));
    if (record.kind === "concat") return builder.concat(record.maker, first as V, second as V);
    return builder.slice(record.maker, first as V, second as V, third as V);
  }

  private virtualStructs(index: number, record: VirtualRecord & { kind: "structs" }): V {
    const { descr, values } = record;
    const array = this.builder.array(descr, record.length, true);
    this.made.set(index, array);
    const { interiorFields } = descr;
    values.forEach((tagged, place) => {
      if (tagged === UNINITIALIZED) return;
      const at = this.builder.smallInt(Math.floor(place / interiorFields.length));
      const field = defined(interiorFields[place % interiorFields.length], "interior field");
      this.builder.setInterior(array, field, at, this.value(tagged));
    });
    return array;
  }

  private virtualBuffer(index: number, record: VirtualRecord & { kind: "raw buffer" }): V {
    const buffer = this.builder.rawBuffer(record.fn, record.descr, record.size);
    this.made.set(index, buffer);
    record.places.forEach(({ offset, descr }, i) => {
      this.builder.setRaw(buffer, descr, offset, this.value(record.values[i] as Tagged));
    });
    return buffer;
  }

  private virtualSlice(index: number, record: VirtualRecord & { kind: "raw slice" }): V {
    const base = this.value(defined(record.values[0], "base of a slice"));
    // A buffer that holds its own slice has made it meanwhile.
    const early = this.made.get(index);
    if (early !== undefined) return early;
    const slice = this.builder.addOffset(base, record.offset);
    this.made.set(index, slice);
    return slice;
  }

  pending(): void {
    for (const store of this.data.pending) {
      const target = this.value(store.target);
      const value = this.value(store.value);
      if (store.field !== null) this.builder.setField(target, store.field, value);
      else {
        const array = defined(store.array, "array of a pending store");
        this.builder.setItem(target, array, this.value(store.index), value);
      }
    }
  }
}

/**
 * What a forced activation must make real at once: the virtualizable and what has references. The
 * frames follow when the activation is left, with the same virtuals.
 */
export function decodeForced<V>(
  data: ResumeData,
  builder: StateBuilder<V>,
): Pick<DecodedState<V>, "vable" | "vrefs"> & { readonly made: MadeVirtuals<V> } {
  const made: MadeVirtuals<V> = new Map();
  const reader = new StateReader(data, builder, made);
  reader.pending();
  const vable = data.vable.map((tagged) => reader.value(tagged));
  const vrefs = data.vrefs.map((tagged) => reader.value(tagged));
  return { vable, vrefs, made };
}

/**
 * Rebuilds a state; virtuals come into being, pending stores are done first. After decodeForced,
 * `made` is what that has made.
 */
export function decodeState<V>(
  data: ResumeData,
  builder: StateBuilder<V>,
  made: MadeVirtuals<V> | null = null,
): DecodedState<V> {
  const reader = new StateReader(data, builder, made ?? new Map());
  if (made === null) reader.pending();
  const vable = data.vable.map((tagged) => reader.value(tagged));
  const vrefs = data.vrefs.map((tagged) => reader.value(tagged));
  const frames = data.frames.map((frame) => ({
    jitcode: frame.jitcode,
    pc: frame.pc,
    values: frame.values.map((tagged) => reader.value(tagged)),
  }));
  return { frames, vable, vrefs, deliver: data.deliver };
}
