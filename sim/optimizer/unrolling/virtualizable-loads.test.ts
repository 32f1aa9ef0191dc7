import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ArrayDescr } from "../../trace/descr.ts";
import type { Trace } from "../../trace/values.ts";
import { verifyTrace } from "../../trace/verify.ts";
import { optimizeLoop } from "../optimize.ts";
import { numberTargets, printForFile } from "../run-trace-file.ts";
import { parseTraceFile } from "../trace-file.ts";
import { makeFileContext } from "../trace-settings.ts";
import { prependVirtualizableLoads } from "./virtualizable-loads.ts";

const TEXT = `class Context
class Frame depth:i stack:r
array Items r
mode loop
---
[p0, p1, i2, p3, p4]
guard_value(i2, 2) [p0, i2, p3, p4, p1]
guard_nonnull(p3) [p0, i2, p3, p4, p1]
guard_future_condition() [p0, i2, p3, p4, p1]
jump(p0, p1, 2, p4, p3)
==>
[p0, p1]
i2 = getfield_gc_i(p0, descr=Frame.depth)
p3 = getfield_gc_r(p0, descr=Frame.stack)
p4 = getarrayitem_gc_r(p3, 0, descr=Items)
p5 = getarrayitem_gc_r(p3, 1, descr=Items)
label(p0, p1, i2, p4, p5, descr=TargetToken(1))
guard_value(i2, 2) [p0, i2, p4, p5, p1]
guard_nonnull(p4) [p0, i2, p4, p5, p1]
label(p0, p1, p5, p4, descr=TargetToken(2))
guard_nonnull(p5) [p0, p5, p4, p1]
jump(p0, p1, p4, p5, descr=TargetToken(2))
`;

function optimize() {
  const file = parseTraceFile(TEXT);
  const unit = optimizeLoop(file.inputs[0] as Trace, file.context.loop, makeFileContext(file));
  numberTargets(file.context.loop);
  const layout = file.context.classes.get("Frame");
  const shape = {
    fields: [layout?.field("depth")].flatMap((field) => (field ? [field] : [])),
    arrayField: layout?.field("stack") ?? null,
    arrayDescr: file.context.lookupDescr("Items") as ArrayDescr,
  };
  return { file, unit, shape };
}

test("a loop begins with the loads of the virtualizable and takes only the reds", () => {
  const { file, unit, shape } = optimize();
  const loaded = prependVirtualizableLoads(unit, 2, shape, { vableRedIndex: 0 });
  verifyTrace(loaded, { optimized: true });
  const lines = printForFile(loaded, file.context).split("\n");
  const wanted = TEXT.split("\n==>\n")[1]?.trim().split("\n") ?? [];
  const shapeOf = (line: string) => line.replace(/\b([ip])\d+\b/g, "$1");
  assert.equal(lines.map(shapeOf), wanted.map(shapeOf));
  assert.is(loaded.inputargs.length, 2);
});

test("without a virtualizable nothing changes", () => {
  const { unit } = optimize();
  assert.is(prependVirtualizableLoads(unit, 2, null, { vableRedIndex: 0 }), unit);
});

test.run();
