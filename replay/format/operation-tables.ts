/**
 * What the lists of operations of one block share, and the grammar's constants: FORMAT.md,
 * "Operations". The shape of an operation is all of it but its numbers: name, count of arguments,
 * kind of the result, descr. Writer beside reader.
 */

import type { GreenKeyRecord } from "../../sim/hooks/events.ts";
import { SchemaError } from "./schema-error.ts";

/** How an operation begins. From SHAPE on it is the number of its shape. */
export const LEAD = {
  /** Field by field: whatever does not fit the rest. */
  plain: -1,
  /** A merge point at the next green key. */
  nextKey: 0,
  /** A merge point at another green key. */
  otherKey: 1,
  /** A merge point of another driver or call. */
  otherCall: 2,
  /** A shape whose result has the expected number: this and the shape's number. */
  shape: 3,
  /** A shape whose result has another number: this less the shape's number. */
  otherResult: -2,
} as const;

/** The letters of boxes, in the order of their numbers. */
export const BOX_LETTERS = ["i", "p", "f"] as const;

/** The largest number of a box or a pointer. */
export const BOX_NUMBER_MAX = 999_999_999;

/** What a shape's descr is: its own, a guard's, a label's, or none with the hash "0" of raw guards. */
export const DESCR = { text: 0, guard: 1, target: 2, raw: 3 } as const;

export const GUARD_HEAD = "<Guard0x";
export const TARGET_HEAD = "TargetToken(";
export const POINTER_HEAD = "ConstPtr(ptr";

/** From one guard's descr to the next. */
export const GUARD_DISTANCE = 96;
/** From one guard's hash to the next; 8 more where the lowest bits carry. */
export const HASH_DISTANCE = 2097184;
/** Hashes of guards on values are small multiples of this. */
export const HASH_UNIT = 8;

/** Items that lists of fail arguments may keep from earlier ones, for each token before them. */
export const KEPT_PER_TOKEN = 4;

/** The most operations that the events of one frame may have together. */
export const OPERATION_COUNT_MAX = 256 * 1024;

/** A shape is written in two numbers beside its descr: its name, and this one. */
export interface Shape {
  readonly name: string;
  readonly argCount: number;
  /** A box's letter, or "" when there is no result. */
  readonly letter: string;
  readonly form: (typeof DESCR)[keyof typeof DESCR];
  /** The descr of the form `text`, else "". */
  readonly descr: string;
}

const RESULTS = ["", ...BOX_LETTERS];
const FORM_COUNT = 4;

export function encodeOutline({ argCount, letter, form }: Omit<Shape, "name" | "descr">): number {
  return (argCount * RESULTS.length + RESULTS.indexOf(letter)) * FORM_COUNT + form;
}

/** The inverse of {@link encodeOutline}. */
export function decodeOutline(outline: number): Omit<Shape, "name" | "descr"> {
  if (outline < 0) throw new SchemaError("an operation's shape is not as it should be");
  const rest = Math.floor(outline / FORM_COUNT);
  return {
    argCount: Math.floor(rest / RESULTS.length),
    letter: RESULTS[rest % RESULTS.length] ?? "",
    form: (outline % FORM_COUNT) as Shape["form"],
  };
}

/** Whether a constant argument had a number of its own while the trace was recorded. */
export function isNumbered(constant: string): boolean {
  return /^-?\d+$/.test(constant) || constant.startsWith("ConstPtr(");
}

/** The writing side. */
export class OperationTablesWriter {
  /** Shapes by name, then descr, then outline. */
  private readonly shapes = new Map<string, Map<string, number[]>>();
  private shapeCount = 0;
  readonly constants = new Map<string, { readonly number: number; readonly isNumbered: boolean }>();
  driver = "";
  guardDescr = 0;
  target = 0;
  hash = 0;

  /** The number of a shape; `isNew` when it has just got it. */
  shape(name: string, descr: string, outline: number): { number: number; isNew: boolean } {
    let byDescr = this.shapes.get(name);
    if (byDescr === undefined) {
      byDescr = new Map<string, number[]>();
      this.shapes.set(name, byDescr);
    }
    let byOutline = byDescr.get(descr);
    if (byOutline === undefined) {
      byOutline = [];
      byDescr.set(descr, byOutline);
    }
    const known = byOutline[outline];
    if (known !== undefined) return { number: known, isNew: false };
    byOutline[outline] = this.shapeCount;
    return { number: this.shapeCount++, isNew: true };
  }
}

/** The reading side. */
export class OperationTablesReader {
  readonly shapes: Shape[] = [];
  readonly constants: { readonly text: string; readonly isNumbered: boolean }[] = [];
  /** The printed locations of green keys, each made once. */
  readonly locations = new WeakMap<GreenKeyRecord, string>();
  driver = "";
  guardDescr = 0;
  target = 0;
  hash = 0;
}
