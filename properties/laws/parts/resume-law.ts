/** Resume data give back the state that they were made from. */

import assert from "node:assert/strict";
import type { StateBuilder } from "../../../sim/resume/reader.ts";
import { decodeState } from "../../../sim/resume/reader.ts";
import type { StringMaker, VirtualDescription } from "../../../sim/resume/resume-data.ts";
import { encodeState } from "../../../sim/resume/writer.ts";
import type {
  ArrayDescr,
  CallDescr,
  ClassLayout,
  FieldDescr,
  InteriorFieldDescr,
} from "../../../sim/trace/descr.ts";
import type { Box, Const, RtValue, Value } from "../../../sim/trace/values.ts";
import type { ResumeState } from "../../generators/resume-states.ts";
import {
  ARRAY,
  FIELDS,
  MALLOC,
  MALLOC_FN,
  PAIRS,
  resumeStates,
  StateModel,
} from "../../generators/resume-states.ts";
import type { Law, Verdict } from "../law.ts";
import { holds } from "../law.ts";
import { brokenBy } from "./broken-by.ts";

/** What a rebuilt value looks like: nested plain data, cycles cut by numbers. */
export class PlainBuilder implements StateBuilder<unknown> {
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
    assert.equal(isClear, descr === PAIRS, "an array is made as it was in the trace");
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

/** Compares a rebuilt value with the model's, following both in step. */
function checkSame(
  model: StateModel,
  value: Value,
  rebuilt: unknown,
  failArgs: readonly (Box | null)[],
): void {
  const pairs = new Map<Box, unknown>();
  const walk = (expected: Value, actual: unknown): void => {
    if (expected.isConst) {
      assert.deepEqual(actual, { constant: expected.value as RtValue });
      return;
    }
    const virtual = model.virtualOf(expected);
    if (virtual === null) {
      assert.deepEqual(actual, { box: failArgs.indexOf(expected) });
      return;
    }
    if (pairs.has(expected)) {
      assert.equal(pairs.get(expected), actual, "a virtual is rebuilt once");
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
      assert.equal(fields.offset, virtual.offset);
      return fields.base;
    default:
      return (fields.values as unknown[])[i];
  }
}

function checkState(state: ResumeState): void {
  const model = new StateModel(state);
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
  assert.equal(new Set(failArgs).size, failArgs.length, "no fail argument twice");
  assert.equal(decoded.frames.length, snapshot.frames.length, "number of frames");
  snapshot.frames.forEach((frame, i) => {
    frame.values.forEach((value, k) => {
      checkSame(model, value, decoded.frames[i]?.values[k], failArgs);
    });
  });
  snapshot.vable.forEach((value, k) => {
    checkSame(model, value, decoded.vable[k], failArgs);
  });
}

function check(state: ResumeState): Verdict {
  const totals: Record<string, number> = { frame: state.frames.length };
  for (const { kind } of state.virtuals) totals[`virtual ${kind}`] = 1;
  try {
    checkState(state);
  } catch (error) {
    return brokenBy(resumeRebuilds.name, error, totals);
  }
  return holds(totals);
}

export const resumeRebuilds: Law<ResumeState> = {
  name: "resume-rebuilds",
  says: "What is rebuilt from resume data is the state that was encoded; each virtual is made once.",
  subjects: "states of frames with shared and cyclic virtuals",
  arbitrary: resumeStates,
  check,
  describe: (state) => JSON.stringify(state, null, 1),
  planted: {
    file: "sim/resume/writer.ts",
    find: "(index++ << 2) | TAG_VIRTUAL",
    replace: "(index << 2) | TAG_VIRTUAL",
  },
  secondsMax: 20,
};
