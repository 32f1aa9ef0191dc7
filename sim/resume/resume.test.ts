/** The law of resume data: rebuild(encode(state)) = state, for states with shared virtuals. */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ArrayDescr, CallDescr, ClassLayout, FieldDescr, HostFunction } from "../trace/descr.ts";
import type { InteriorFieldDescr } from "../trace/descr.ts";
import type { Box, Const, RtValue, Value } from "../trace/values.ts";
import { ConstAddr, ConstInt, ConstPtr, InputArg } from "../trace/values.ts";
import type { StateBuilder } from "./reader.ts";
import { decodeState } from "./reader.ts";
import type { StringMaker, VirtualDescription, VirtualView } from "./resume-data.ts";
import { encodeState } from "./writer.ts";

const LAYOUT = new ClassLayout("Node", "test.Node", null, 0);
const FIELDS = ["a", "b", "c"].map((name, i) => new FieldDescr(LAYOUT, name, "r", 8 + 8 * i));
LAYOUT.fields.push(...FIELDS);
const ARRAY = new ArrayDescr("Items", "r", false);
const PAIR = new ClassLayout("Pair", "test.Pair", null, 1, "raw");
PAIR.fields.push(...["x", "y"].map((name, i) => new FieldDescr(PAIR, name, "r", 8 * i)));
const PAIRS = new ArrayDescr("Pairs", "r", false, { struct: PAIR });
const BYTES = new ArrayDescr("Bytes", "i", false, { isRaw: true, bytes: 4 });
const MALLOC = new CallDescr("i", "i", { extraEffect: 2, oopspec: null, writes: [] });
const MALLOC_FN = new ConstAddr(new HostFunction("malloc", "function", () => 0));
const PLACES = [0, 4, 8].map((offset) => ({ offset, descr: BYTES }));

/** What a rebuilt value looks like: nested plain data, cycles cut by numbers. */
class PlainBuilder implements StateBuilder<unknown> {
  box(index: number): unknown {
    return { box: index };
  }
  constant(value: Const): unknown {
    return { constant: value.value };
  }
  smallInt(value: number): unknown {
    return { constant: value };
  }
  instance(_layout: ClassLayout, values: ReadonlyMap<FieldDescr, unknown>): unknown {
    const object: Record<string, unknown> = {};
    for (const [field, value] of values) object[field.name] = value;
    return object;
  }
  array(descr: ArrayDescr, length: number, isClear: boolean): unknown {
    assert.is(isClear, descr === PAIRS, "an array is made as it was in the trace");
    return Array.from({ length }, () => (descr.struct === null ? null : {}));
  }
  setField(object: unknown, field: FieldDescr, value: unknown): void {
    (object as Record<string, unknown>)[field.name] = value;
  }
  setItem(array: unknown, _descr: ArrayDescr, index: unknown, value: unknown): void {
    (array as unknown[])[(index as { constant: number }).constant] = value;
  }
  string(isUnicode: boolean, length: number): unknown {
    return { isUnicode, values: new Array(length).fill(null) };
  }
  setCharacter(string: unknown, _isUnicode: boolean, index: unknown, value: unknown): void {
    this.setItem((string as { values: unknown[] }).values, ARRAY, index, value);
  }
  concat(maker: StringMaker, left: unknown, right: unknown): unknown {
    return { maker, values: [left, right] };
  }
  slice(maker: StringMaker, string: unknown, start: unknown, length: unknown): unknown {
    return { maker, values: [string, start, length] };
  }
  setInterior(array: unknown, descr: InteriorFieldDescr, index: unknown, value: unknown): void {
    const item = (array as unknown[])[(index as { constant: number }).constant];
    (item as Record<string, unknown>)[descr.field.name] = value;
  }
  rawBuffer(fn: Const, descr: CallDescr, size: number): unknown {
    assert.ok(fn === MALLOC_FN && descr === MALLOC && size === 12, "the call of the trace");
    return { raw: [] };
  }
  setRaw(address: unknown, descr: ArrayDescr, offset: number, value: unknown): void {
    (address as { raw: unknown[] }).raw[offset / descr.bytes] = value;
  }
  addOffset(base: unknown, offset: number): unknown {
    return { base, offset };
  }
}

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

/** A state over `boxes`, the first of which are virtual with the given contents. */
interface RandomState {
  readonly virtuals: readonly { readonly kind: Kind; readonly contents: number[] }[];
  readonly frames: readonly number[][];
  readonly vable: readonly number[];
}

const PLAIN_BOXES = 4;

const references = fc.integer({ min: -3, max: 9 });
const states: fc.Arbitrary<RandomState> = fc.record({
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

class Model implements VirtualView {
  readonly boxes: Box[];
  readonly state: RandomState;

  constructor(state: RandomState) {
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

/** Compares a rebuilt value with the model's, following both in step. */
function checkSame(
  model: Model,
  value: Value,
  rebuilt: unknown,
  failArgs: readonly (Box | null)[],
): void {
  const pairs = new Map<Box, unknown>();
  const walk = (expected: Value, actual: unknown): void => {
    if (expected.isConst) {
      assert.equal(actual, { constant: expected.value as RtValue });
      return;
    }
    const virtual = model.virtualOf(expected);
    if (virtual === null) {
      assert.equal(actual, { box: failArgs.indexOf(expected) });
      return;
    }
    if (pairs.has(expected)) {
      assert.is(pairs.get(expected), actual, "a virtual is rebuilt once");
      return;
    }
    pairs.set(expected, actual);
    virtual.values.forEach((inner, i) => void walk(inner as Value, contentAt(virtual, actual, i)));
  };
  walk(value, rebuilt);
}

/** What a rebuilt virtual holds where the virtual has its content `i`. */
function contentAt(virtual: VirtualDescription, actual: unknown, i: number): unknown {
  const fields = actual as Record<string, unknown>;
  switch (virtual.kind) {
    case "instance":
      return fields[FIELDS[i]?.name ?? ""];
    case "array":
      return (actual as unknown[])[i];
    case "structs": {
      const item = (actual as Record<string, unknown>[])[i >> 1];
      return item?.[i % 2 === 0 ? "x" : "y"];
    }
    case "raw buffer":
      return (fields.raw as unknown[])[i];
    case "raw slice":
      assert.is(fields.offset, virtual.offset);
      return fields.base;
    default:
      return (fields.values as unknown[])[i];
  }
}

test("rebuild(encode(state)) = state, with shared and cyclic virtuals", () => {
  fc.assert(
    fc.property(states, (state) => {
      const model = new Model(state);
      const jitcode = { name: "f", index: 0 };
      const snapshot = {
        frames: state.frames.map((frame, pc) => ({
          jitcode,
          pc,
          values: frame.map((reference) => model.value(reference)),
        })),
        vable: state.vable.map((reference) => model.value(reference)),
        vrefs: [],
        deliver: false,
      };
      const { data, failArgs } = encodeState(snapshot, [], model);
      const decoded = decodeState(data, new PlainBuilder());
      assert.is(new Set(failArgs).size, failArgs.length, "no fail argument twice");
      snapshot.frames.forEach((frame, i) => {
        frame.values.forEach((value, k) => {
          checkSame(model, value, decoded.frames[i]?.values[k], failArgs);
        });
      });
      snapshot.vable.forEach((value, k) => {
        checkSame(model, value, decoded.vable[k], failArgs);
      });
    }),
    { seed: 20261122, numRuns: 2000 },
  );
});

test("a pending store is done before frames are read", () => {
  const model = new Model({
    virtuals: [{ kind: "instance", contents: [-1, -1, -1, -1] }],
    frames: [[4]],
    vable: [],
  });
  const snapshot = {
    frames: [{ jitcode: { name: "f", index: 0 }, pc: 3, values: [model.value(4)] }],
    vable: [],
    vrefs: [],
    deliver: true,
  };
  const store = {
    target: model.value(4),
    field: FIELDS[1] as FieldDescr,
    array: null,
    index: null,
    value: model.value(0),
  };
  const { data, failArgs } = encodeState(snapshot, [store], model);
  const decoded = decodeState(data, new PlainBuilder());
  assert.is(decoded.deliver, true);
  assert.equal(decoded.frames[0]?.values[0], {
    a: { constant: null },
    b: { box: failArgs.indexOf(model.value(0) as Box) },
    c: { constant: null },
  });
});

test.run();
