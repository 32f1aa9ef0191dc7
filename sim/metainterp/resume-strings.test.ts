/** Virtual strings of a guard's resume data come back as strings, and as operations of a bridge. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { Counters } from "../hooks/counters.ts";
import { decodeState } from "../resume/reader.ts";
import { resumeDataOf } from "../resume/resume-data.ts";
import { optimizeSimpleLoop } from "../optimizer/optimize.ts";
import { parseTraceFile } from "../optimizer/trace-file.ts";
import { makeFileContext } from "../optimizer/trace-settings.ts";
import type { GuardDescr } from "../trace/descr.ts";
import { LowString } from "../trace/low-string.ts";
import { printTrace } from "../trace/print.ts";
import type { RtValue } from "../trace/values.ts";
import { InputArg } from "../trace/values.ts";
import { BoxBuilder } from "./resume-boxes.ts";
import { ValueBuilder } from "./resume-values.ts";
import type { TracerServices } from "./tracer.ts";
import { Tracer } from "./tracer.ts";

const FUNCTIONS = {
  concat: (a: LowString, b: LowString) => new LowString(a.isUnicode, [...a.chars, ...b.chars]),
  slice: (s: LowString, start: number, stop: number) =>
    new LowString(s.isUnicode, s.chars.slice(start, stop)),
};

/** The first guard of a file's trace, optimized. */
function guardOf(text: string) {
  const file = parseTraceFile(text, { functions: FUNCTIONS });
  const trace = file.inputs[0];
  assert.ok(trace);
  const unit = optimizeSimpleLoop(trace, file.context.loop, makeFileContext(file));
  const guard = unit.ops.find((op) => op.info.isGuard);
  assert.ok(guard);
  const kinds = guard.failArgs?.map((arg) => arg?.kind) ?? [];
  return { descr: guard.descr as GuardDescr, kinds, context: file.context };
}

const PARTS = `
call concat rr>r EF=3 OS=str.concat writes=
call slice rii>r EF=3 OS=str.slice writes=
mode simple
---
[p0, i1, i2, i3]
p4 = newstr(3)
strsetitem(p4, 0, i1)
strsetitem(p4, 1, 45)
p5 = call_r(ConstClass(slice), p0, i2, i3, descr=slice)
p6 = call_r(ConstClass(concat), p4, p5, descr=concat)
guard_true(i1) [p4, p6]
jump(p0, i1, i2, i3)
`;

/** In the order of the fail arguments: those of the trace, the latest numbered first. */
function failValues(kinds: readonly (string | undefined)[]): RtValue[] {
  const source = LowString.of("abcdef", false) as unknown as RtValue;
  // Length and start of the slice, then the character.
  const ints = [3, 2, 97];
  return kinds.map((kind) => (kind === "r" ? source : (ints.shift() as number)));
}

test("virtual strings are made with their characters, their parts cut and joined", () => {
  const { descr, kinds } = guardOf(PARTS);
  const state = decodeState(resumeDataOf(descr), new ValueBuilder(failValues(kinds)));
  const [plain, joined] = (state.frames[0]?.values ?? []) as unknown as LowString[];
  assert.equal(plain?.chars, [97, 45, 0]);
  assert.is(joined?.text, "a-\0cde");
});

test("a bridge begins with the operations that make them", () => {
  const { descr, kinds, context } = guardOf(PARTS);
  const services = { counters: new Counters() } as unknown as TracerServices;
  const driver = {} as Tracer["driver"];
  const tracer = new Tracer(services, driver, { kind: "guard", guard: descr }, false);
  const inputargs = failValues(kinds).map((value, index) => {
    return new InputArg(kinds[index] as "i" | "r", value);
  });
  decodeState(resumeDataOf(descr), new BoxBuilder(tracer, inputargs));
  const { descrName } = context;
  const text = printTrace({ inputargs, ops: tracer.ops }, { descrName });
  assert.is(
    text.trim(),
    [
      "[i0, i1, p2, i3]",
      "p5 = newstr(3)",
      "strsetitem(p5, 0, i3)",
      "strsetitem(p5, 1, 45)",
      "i9 = int_add(i1, i0)",
      "p11 = call_r(ConstClass(slice), p2, i1, i9, descr=slice)",
      "p13 = call_r(ConstClass(concat), p5, p11, descr=concat)",
    ].join("\n"),
  );
});

test.run();
