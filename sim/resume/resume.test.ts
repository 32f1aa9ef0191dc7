/** Resume data: a sample of the law, and pending stores. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { FIELDS, StateModel } from "../../properties/generators/resume-states.ts";
import { assertLaw } from "../../properties/laws/assert-law.ts";
import { PlainBuilder, resumeRebuilds } from "../../properties/laws/parts/resume-law.ts";
import type { FieldDescr } from "../trace/descr.ts";
import type { Box } from "../trace/values.ts";
import { decodeState } from "./reader.ts";
import { encodeState } from "./writer.ts";

test("rebuild(encode(state)) = state, with shared and cyclic virtuals", async () => {
  const totals = await assertLaw(resumeRebuilds, { seed: 20261122, numRuns: 2000 });
  assert.is(Object.keys(totals).filter((name) => name.startsWith("virtual ")).length, 8);
});

test("a pending store is done before frames are read", () => {
  const model = new StateModel({
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
