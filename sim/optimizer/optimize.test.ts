import { test } from "uvu";
import * as assert from "uvu/assert";
import { LoopToken } from "../trace/descr.ts";
import type { CallDescr } from "../trace/descr.ts";
import type { Trace } from "../trace/values.ts";
import { ConstAddr, ConstInt } from "../trace/values.ts";
import { CallPureResults, GiveUp, InvalidLoop } from "./context.ts";
import { optimizeBridge, optimizeFinishTrace, optimizeLoop } from "./optimize.ts";
import { printForFile } from "./run-trace-file.ts";
import { parseTraceFile } from "./trace-file.ts";
import { makeFileContext } from "./trace-settings.ts";
import { unrolledTarget } from "./unrolling/jump-to-label.ts";

function parse(text: string) {
  const file = parseTraceFile(text);
  return { file, trace: file.inputs[0] as Trace, ctx: makeFileContext(file) };
}

const COUNTING = `mode loop
---
[i0]
i1 = int_add(i0, 1)
i2 = int_lt(i1, 100)
guard_true(i2) [i0]
guard_future_condition() [i1]
jump(i1)`;

test("a loop adds two targets to its token: the preamble and the peeled loop", () => {
  const { trace, ctx } = parse(COUNTING);
  const token = new LoopToken();
  const unit = optimizeLoop(trace, token, ctx);
  assert.equal(unit.newTargets, token.targets);
  assert.equal(
    token.targets.map((target) => unrolledTarget(target) !== null),
    [false, true],
  );
});

test("without the unroll pass a loop has one label", () => {
  const { trace, ctx } = parse(COUNTING);
  const token = new LoopToken();
  const enableOpts = new Set([...ctx.enableOpts].filter((name) => name !== "unroll"));
  const unit = optimizeLoop(trace, token, { ...ctx, enableOpts });
  assert.is(unit.ops.filter((op) => op.opname === "label").length, 1);
  assert.is(unit.ops.at(-1)?.descr, token.targets[0]);
});

test("an invalid loop leaves its token as it was, and the trace can be optimized again", () => {
  const { trace, ctx } = parse(`mode loop
---
[i0, i1]
guard_value(i0, 5) [i0]
guard_future_condition() [i0]
jump(6, i1)`);
  const token = new LoopToken();
  for (let attempt = 0; attempt < 2; attempt++) {
    assert.throws(
      () => optimizeLoop(trace, token, ctx),
      (signal: unknown) => signal instanceof InvalidLoop && signal.reason.includes("guard_value"),
    );
  }
  assert.is(token.targets.length, 0);
  assert.ok(trace.ops.every((op) => op.forwarded === null && op.descr === null));
});

test("a peeled loop with more guards than max_retrace_guards is never retraced", () => {
  const { trace, ctx } = parse(COUNTING);
  const token = new LoopToken();
  optimizeLoop(trace, token, { ...ctx, params: { ...ctx.params, maxRetraceGuards: 0 } });
  assert.is(token.retracedCount % 2, 1);
});

test("too many fail arguments give the trace up", () => {
  const { trace, ctx } = parse(`mode finish
---
[i0, i1, i2]
guard_true(i0) [i0, i1, i2]
finish(i0)`);
  const params = { ...ctx.params, failargsLimit: 2 };
  assert.throws(
    () => optimizeFinishTrace(trace, { ...ctx, params }),
    (signal: unknown) => signal instanceof GiveUp,
  );
});

test("an elidable call whose result was seen while tracing is folded", () => {
  const { file, trace, ctx } = parse(`call safe i>i EF=4
mode finish
---
[i0]
guard_value(i0, 3) [i0]
i1 = call_pure_i(ConstClass(safe), i0, descr=safe)
guard_no_exception() []
finish(i1)`);
  const fn = file.context.functions.get("safe");
  assert.ok(fn);
  const callPureResults = new CallPureResults();
  const descr = file.context.lookupDescr("safe") as CallDescr;
  callPureResults.add(descr, [new ConstAddr(fn), new ConstInt(3)], new ConstInt(44));
  const unit = optimizeFinishTrace(trace, { ...ctx, callPureResults });
  assert.is(printForFile(unit, file.context), "[i0]\nguard_value(i0, 3) [i0]\nfinish(44)");
});

test("a relied-on field is given back, once for both halves of a loop", () => {
  const { file, trace, ctx } = parse(`class Cell value:i:quasi
object cell Cell value=3
mode loop
---
[i0]
quasiimmut_field(ConstPtr(cell), descr=Cell.value/quasi)
guard_not_invalidated() [i0]
i1 = getfield_gc_i(ConstPtr(cell), descr=Cell.value)
i2 = int_add(i0, i1)
guard_future_condition() [i2]
jump(i2)`);
  const { quasiImmutDeps } = optimizeLoop(trace, new LoopToken(), ctx);
  const cell = file.context.objects.get("cell");
  assert.equal(
    quasiImmutDeps.map(({ object }) => object === cell),
    [true],
  );
});

test("every guard has a hash of its own until guard_value is assembled", () => {
  const { trace, ctx } = parse(`mode finish
---
[i0, i1, i2]
guard_true(i0) [i0, i1, i2]
guard_value(i2, 7) [i0]
finish(i1)`);
  const { ops } = optimizeFinishTrace(trace, ctx);
  const hashes = ops.map((op) => (op.descr?.descrKind === "guard" ? op.descr.hash : null));
  assert.equal(hashes, [8, 16, null]);
});

test("a jump to a loop without labels is refused", () => {
  const { trace, ctx } = parse(COUNTING);
  assert.throws(
    () => optimizeBridge(trace, new LoopToken(), ctx),
    (signal: unknown) => signal instanceof InvalidLoop,
  );
});

test.run();
