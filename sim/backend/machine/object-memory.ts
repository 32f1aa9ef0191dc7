/**
 * How machine code sees the objects of the run: devices that answer for the regions of constants,
 * handles, classes and run counters, and for raw memory. A word at an offset of an object is a field
 * of its layout, an item, a length, a character; calling-convention.ts says where each stands.
 *
 * Numbers of an array do not tell whether they are integers or floats, nor an integer address whose
 * raw memory it leads to; so whoever runs the code says which array's descr the operation has
 * ({@link ObjectMemory.array}) before each operation with one.
 */

import type { MemoryDevice } from "../../memory/device.ts";
import type { AccessKind } from "../../memory/protection.ts";
import { MemoryFault } from "../../memory/protection.ts";
import type { ArrayDescr, FieldDescr, InteriorFieldDescr } from "../../trace/descr.ts";
import { ClassLayout } from "../../trace/descr.ts";
import type { LayoutOf } from "../../trace/heap-access.ts";
import {
  readField,
  readInterior,
  readItem,
  readRaw,
  writeField,
  writeInterior,
  writeItem,
  writeRaw,
} from "../../trace/heap-access.ts";
import { LowString } from "../../trace/low-string.ts";
import type { Kind, Ref, RtValue } from "../../trace/values.ts";
import { ActivationToken } from "../activation-token.ts";
import { ARRAY, CLASS_DEPTH_MAX, STRING } from "../assembler/calling-convention.ts";
import type { AddressBook } from "./address-book.ts";
import type { Handled, Place } from "./handles.ts";
import { isArray } from "../../memory/object-addresses.ts";
import { Word } from "./words.ts";

/** The class word of what is no object of a class. */
class NoClass {
  readonly kind = "no class";
}

/** Tokens of activations that live, by the addresses of their frames. */
export interface FrameTokens {
  addressOf(token: ActivationToken): number | undefined;
  /** The token of the frame at an address, or undefined when no frame is there. */
  tokenAt(address: number): ActivationToken | undefined;
}

/** A place of memory that holds a value, whatever the value is made of. */
interface Cell {
  readonly kind: Kind;
  get(): RtValue;
  set(value: RtValue): void;
}

export class ObjectMemory {
  readonly book: AddressBook;
  /** Of the operation that is being executed: its array or interior field. */
  array: ArrayDescr | InteriorFieldDescr | null = null;
  /** Frames are their activations' tokens. */
  private readonly tokens: FrameTokens;
  private readonly layoutOf: LayoutOf;
  private readonly fields = new Map<ClassLayout, Map<number, FieldDescr>>();
  private readonly noClass = new NoClass();
  private readonly word = new Word();

  constructor(book: AddressBook, layoutOf: LayoutOf, tokens: FrameTokens) {
    this.book = book;
    this.tokens = tokens;
    this.layoutOf = layoutOf;
  }

  /** The device for objects: constants or handles. */
  objects(): MemoryDevice {
    return this.device(
      (address, size) => this.readObject(this.placeAt(address, "read"), address, size),
      (address, size) => this.cellAt(this.placeAt(address, "write"), address, size, "write"),
    );
  }

  /** The device for classes: the word at depth k is the ancestor there. */
  classes(stride: number): MemoryDevice {
    return this.device(
      (address) => {
        const offset = address % stride;
        return this.ancestorAddress(this.book.classAt(address - offset), offset / 8);
      },
      (address) => {
        throw new MemoryFault(address, "write", 1);
      },
    );
  }

  /** The device for raw memory, whose addresses are integers of the program. */
  raw(): MemoryDevice {
    return this.device(
      (address, size) => this.readCell(this.rawCell(address, size, "read")),
      (address, size) => this.rawCell(address, size, "write"),
    );
  }

  /** Fills a word from a value. */
  setWord(word: Word, kind: Kind, value: RtValue): void {
    if (kind === "f") word.setFloat(value as number);
    else if (kind === "r") word.setInt(this.addressOf(value as Handled | null));
    else word.setInt(typeof value === "object" ? this.addressOfNumber(value) : (value as number));
  }

  /** The value that a word is. */
  valueOf(word: Word, kind: Kind): RtValue {
    if (kind === "f") return word.float;
    if (kind === "i") return word.int;
    const { address } = word;
    if (address === 0) return null;
    return (this.tokens.tokenAt(address) ?? this.book.thingAt(address)) as Ref;
  }

  private addressOf(thing: Handled | null): number {
    const frame = thing instanceof ActivationToken ? this.tokens.addressOf(thing) : undefined;
    return frame ?? this.book.addressOf(thing);
  }

  /** The class word of an object. */
  classWordOf(thing: Handled): number {
    if (thing instanceof NoClass || thing instanceof ClassLayout) return 0;
    const layout = typeof thing === "object" ? this.layoutOf(thing) : undefined;
    if (layout === undefined) return this.book.addressOf(this.noClass);
    return this.book.classAddress(layout);
  }

  /** An integer that is the address of a class. */
  private addressOfNumber(value: RtValue): number {
    return value instanceof ClassLayout ? this.book.classAddress(value) : 0;
  }

  private device(
    read: (address: number, size: number) => number | null,
    cellFor: (address: number, size: number) => Cell,
  ): MemoryDevice {
    const { word } = this;
    return {
      high: 0,
      read(address, size) {
        const known = read(address, size);
        if (known !== null) word.setInt(known);
        this.high = word.high;
        if (size >= 4) return word.low;
        return word.low & (size === 1 ? 0xff : 0xffff);
      },
      write: (address, size, low, high) => {
        const cell = cellFor(address, size);
        word.low = low;
        // Less than a word is stored as much as there is room for, so the sign does not matter.
        word.high = size === 8 ? high : low >> 31;
        cell.set(this.valueOf(word, cell.kind));
      },
    };
  }

  private placeAt(address: number, access: AccessKind): Place {
    const place = this.book.placeOf(address);
    if (place === undefined) throw new MemoryFault(address, access, undefined);
    return place;
  }

  /** The number at a place, or null when the word has been filled. */
  private readObject(place: Place, address: number, size: number): number | null {
    const { thing, offset } = place;
    if (thing instanceof ClassLayout) return this.ancestorAddress(thing, offset / 8);
    if (thing instanceof NoClass) return 0;
    if (offset === 0 && !this.hasRawLayout(thing)) return this.classWordOf(thing);
    if (isArray(thing) && offset === ARRAY.length) return thing.length;
    if (thing instanceof LowString && offset === STRING.length) return thing.chars.length;
    return this.readCell(this.cellAt(place, address, size, "read"));
  }

  private readCell(cell: Cell): null {
    this.setWord(this.word, cell.kind, cell.get());
    return null;
  }

  private hasRawLayout(thing: Handled): boolean {
    return typeof thing === "object" && this.layoutOf(thing)?.isRaw === true;
  }

  private cellAt(place: Place, address: number, size: number, access: AccessKind): Cell {
    const { thing, offset } = place;
    const cell = isArray(thing)
      ? this.itemCell(thing as unknown as Ref, offset)
      : thing instanceof LowString
        ? stringCell(thing, offset, size)
        : this.fieldCell(thing, offset);
    if (cell === undefined) throw new MemoryFault(address, access, undefined);
    return cell;
  }

  private fieldCell(thing: Handled, offset: number): Cell | undefined {
    const layout = typeof thing === "object" ? this.layoutOf(thing) : undefined;
    if (layout === undefined) return undefined;
    const field = this.fieldsOf(layout).get(offset);
    if (field === undefined) return undefined;
    return {
      kind: field.kind,
      get: () => readField(field, thing),
      set: (value) => writeField(field, thing, value),
    };
  }

  private fieldsOf(layout: ClassLayout): Map<number, FieldDescr> {
    let known = this.fields.get(layout);
    if (known === undefined) {
      known = new Map(layout.fields.map((field) => [field.offset, field]));
      this.fields.set(layout, known);
    }
    return known;
  }

  private itemCell(thing: Ref, offset: number): Cell | undefined {
    const descr = this.array;
    if (descr?.descrKind === "array") {
      const index = (offset - ARRAY.items) / descr.bytes;
      return {
        kind: descr.itemKind,
        get: () => readItem(descr, thing, index),
        set: (value) => writeItem(descr, thing, index, value),
      };
    }
    if (descr === null) return undefined;
    const { array, field } = descr;
    const index = Math.floor((offset - ARRAY.items) / array.bytes);
    return {
      kind: field.kind,
      get: () => readInterior(descr, thing, index),
      set: (value) => writeInterior(descr, thing, index, value),
    };
  }

  private rawCell(address: number, size: number, access: AccessKind): Cell {
    const descr = this.array;
    if (descr?.descrKind !== "array" || descr.bytes !== size) {
      throw new MemoryFault(address, access, undefined);
    }
    return {
      kind: descr.itemKind,
      get: () => readRaw(descr, address),
      set: (value) => writeRaw(descr, address, value),
    };
  }

  private ancestorAddress(layout: ClassLayout, depth: number): number {
    const line: ClassLayout[] = [];
    for (let at: ClassLayout | null = layout; at !== null; at = at.parent) line.unshift(at);
    const ancestor = depth < CLASS_DEPTH_MAX ? line[depth] : undefined;
    return ancestor === undefined ? 0 : this.book.classAddress(ancestor);
  }
}

function stringCell(thing: LowString, offset: number, size: number): Cell | undefined {
  if (offset === STRING.hash) {
    return { kind: "i", get: () => thing.hash, set: () => undefined };
  }
  const index = (offset - STRING.chars) / size;
  return {
    kind: "i",
    get: () => thing.chars[index] ?? 0,
    set: (value) => {
      thing.chars[index] = size === 1 ? (value as number) & 0xff : (value as number) >>> 0;
    },
  };
}
