/**
 * States of frames with virtual objects, shared and cyclic, as a guard captures them: what resume
 * data is made of. A state is plain data; a `StateModel` gives it boxes and descriptions.
 */

import * as fc from "fast-check";
import {
  ArrayDescr,
  CallDescr,
  ClassLayout,
  FieldDescr,
  HostFunction,
} from "../../sim/trace/descr.ts";
import type { Box, Value } from "../../sim/trace/values.ts";
import { ConstAddr, ConstInt, ConstPtr, InputArg } from "../../sim/trace/values.ts";
import type { StringMaker, VirtualDescription, VirtualView } from "../../sim/resume/resume-data.ts";

export const LAYOUT = new ClassLayout("Node", "test.Node", null, 0);
export const FIELDS = ["a", "b", "c"].map(
  (name, i) => new FieldDescr(LAYOUT, name, "r", 8 + 8 * i),
);
LAYOUT.fields.push(...FIELDS);
export const ARRAY = new ArrayDescr("Items", "r", false);
const PAIR = new ClassLayout("Pair", "test.Pair", null, 1, "raw");
PAIR.fields.push(...["x", "y"].map((name, i) => new FieldDescr(PAIR, name, "r", 8 * i)));
export const PAIRS = new ArrayDescr("Pairs", "r", false, { struct: PAIR });
const BYTES = new ArrayDescr("Bytes", "i", false, { isRaw: true, bytes: 4 });
export const MALLOC = new CallDescr("i", "i", { extraEffect: 2, oopspec: null, writes: [] });
export const MALLOC_FN = new ConstAddr(new HostFunction("malloc", "function", () => 0));
const PLACES = [0, 4, 8].map((offset) => ({ offset, descr: BYTES }));

const KINDS = [
  "instance",
  "array",
  "structs",
  "raw buffer",
  "raw slice",
  "string",
  "slice",
  "concat",
] as const;
type Kind = (typeof KINDS)[number];

function isString(kind: Kind): boolean {
  return kind === "string" || kind === "slice" || kind === "concat";
}

const MAKER: StringMaker = {
  fn: new ConstInt(0),
  descr: new CallDescr("rr", "r", { extraEffect: 3, oopspec: "str.concat", writes: [] }),
};

/**
 * A state over boxes, the last of which are virtual with the given contents. Everything refers to
 * boxes by number; negative numbers are constants.
 */
export interface ResumeState {
  readonly virtuals: readonly { readonly kind: Kind; readonly contents: number[] }[];
  readonly frames: readonly number[][];
  readonly vable: readonly number[];
}

const PLAIN_BOXES = 4;

const references = fc.integer({ min: -3, max: 9 });
export const resumeStates: fc.Arbitrary<ResumeState> = fc.record({
  virtuals: fc.array(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      contents: fc.array(references, { minLength: 4, maxLength: 4 }),
    }),
    { maxLength: 5 },
  ),
  frames: fc.array(fc.array(references, { maxLength: 6 }), { minLength: 1, maxLength: 3 }),
  vable: fc.array(references, { maxLength: 5 }),
});

/** The boxes of a state, the last of which are virtual. */
export class StateModel implements VirtualView {
  readonly boxes: Box[];
  readonly state: ResumeState;

  constructor(state: ResumeState) {
    this.state = state;
    this.boxes = Array.from(
      { length: PLAIN_BOXES + state.virtuals.length },
      (_, i) => new InputArg("r", `box ${i}`),
    );
  }

  /** Negative references are constants, others boxes (virtual ones last). */
  value(reference: number): Value {
    if (reference === -1) return new ConstPtr(null);
    if (reference < 0) return new ConstInt(reference === -2 ? 2 ** 40 : reference);
    return this.boxes[reference % this.boxes.length] as Box;
  }

  /** Strings contain plain boxes and strings that come later: there are no cycles of strings. */
  private insideString(reference: number, index: number): number {
    const next = this.state.virtuals[index + 1]?.kind ?? "array";
    if (reference === 9 && isString(next)) return PLAIN_BOXES + index + 1;
    return reference < 0 ? reference : reference % PLAIN_BOXES;
  }

  resolve(value: Value): Value {
    return value;
  }

  virtualOf(box: Box): VirtualDescription | null {
    const index = this.boxes.indexOf(box) - PLAIN_BOXES;
    const virtual = this.state.virtuals[index];
    if (virtual === undefined) return null;
    const { kind, contents } = virtual;
    const values = contents.map((reference) => {
      return this.value(isString(kind) ? this.insideString(reference, index) : reference);
    });
    const three = values.slice(0, 3);
    switch (kind) {
      case "instance":
        return { kind, layout: LAYOUT, fields: FIELDS, values: three };
      case "array":
        return { kind, descr: ARRAY, isClear: false, values: three };
      case "structs":
        return { kind, descr: PAIRS, length: 2, values };
      case "raw buffer":
        return { kind, fn: MALLOC_FN, descr: MALLOC, size: 12, places: PLACES, values: three };
      case "raw slice":
        return { kind, offset: 4, values: [this.baseOf(index)] };
      case "string":
        return { kind, isUnicode: index % 2 === 0, values: three };
      case "slice":
        return { kind, maker: MAKER, values: three };
      case "concat":
        return { kind, maker: MAKER, values: values.slice(0, 2) };
    }
  }

  /** A slice is of an address that was there before. */
  private baseOf(slice: number): Value {
    const earlier = this.state.virtuals.slice(0, slice);
    const found = earlier.findLastIndex(({ kind }) => kind.startsWith("raw"));
    return this.boxes[found < 0 ? 0 : PLAIN_BOXES + found] as Box;
  }
}
