import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseTrace } from "./parse.ts";
import { parseDeclarations } from "./declarations.ts";
import { verifyTrace } from "./verify.ts";
import { ConstInt, InputArg, ResOp } from "./values.ts";

const context = () => parseDeclarations("class Node value:i next:r\narray Items r");

function verify(text: string, optimized = false): void {
  verifyTrace(parseTrace(text, context()), { optimized });
}

test("a well-formed loop passes", () => {
  verify(
    `[p0, i1]
     label(p0, i1, descr=TargetToken(1))
     i2 = getfield_gc_i(p0, descr=Node.value)
     i3 = int_lt(i2, i1)
     guard_true(i3, descr=<Guard0x1>) [p0, None]
     jump(p0, i2, descr=TargetToken(1))`,
    true,
  );
});

/** A broken trace and what is said of it. */
const BROKEN: readonly (readonly [text: string, message: string])[] = [
  ["[i0]\nfinish(i0, descr=int)\nfinish(i0, descr=int)", "is not the last operation (operation 0"],
  ["[i0]\ni1 = int_add(i0, 1)", "does not end a trace"],
  ["[i0]\nguard_true(i0) [i0]\nfinish(i0, descr=int)", "has no guard descr"],
  ["[i0]\nguard_true(i0, descr=<Guard0x1>)\nfinish(i0, descr=int)", "has no fail arguments"],
  ["[i0]\nguard_true(i0, descr=<Guard0x1>) [i0, i0]\nfinish(i0, descr=int)", "argument twice"],
  ["[i0]\nguard_true(i0, descr=<Guard0x1>) [3]\nfinish(i0, descr=int)", "is a constant"],
  ["[p0]\ni1 = int_add(p0, 1)\nfinish(i1, descr=int)", "argument 0 has kind r instead of i"],
  ["[p0]\ni1 = getfield_gc_i(p0)\nfinish(i1, descr=int)", "needs a descr of kind field"],
  ["[p0]\np1 = getarrayitem_gc_r(p0, 0, descr=Node.value)\nfinish(p1, descr=ref)", "kind array"],
  ["[i0]\nlabel(i0, i0, descr=TargetToken(1))\nfinish(descr=void)", "has an argument twice"],
  ["[i0]\nlabel(i0, descr=TargetToken(1))\njump(descr=TargetToken(1))", "has 0 arguments"],
  [
    "[i0, p1]\nlabel(i0, descr=TargetToken(1))\njump(p1, descr=TargetToken(1))",
    "argument 0 does not fit",
  ],
];

test("each broken trace is refused, naming the operation", () => {
  for (const [text, message] of BROKEN) assert.throws(() => verify(text, true), message);
});

test("a box must be defined before its use, in fail arguments too", () => {
  const late = new ResOp("int_add", [new ConstInt(1), new ConstInt(2)]);
  const use = new ResOp("int_neg", [late]);
  assert.throws(() => verifyTrace({ inputargs: [], ops: [use, late] }), "before it is defined");
  const guard = new ResOp("guard_no_overflow", []);
  guard.failArgs = [late];
  assert.throws(() => verifyTrace({ inputargs: [], ops: [guard, late] }), "fail argument 0");
  assert.throws(() => verifyTrace({ inputargs: [], ops: [late, late] }), "defines a box twice");
});

test("only guards have fail arguments, and only operations with results are used", () => {
  const add = new ResOp("int_add", [new ConstInt(1), new ConstInt(2)]);
  add.failArgs = [];
  assert.throws(() => verifyTrace({ inputargs: [], ops: [add] }), "is no guard");
  const store = new ResOp("keepalive", [new InputArg("r")]);
  const use = new ResOp("escape_n", [store]);
  const [arg] = store.args as [InputArg];
  assert.throws(() => verifyTrace({ inputargs: [arg], ops: [store, use] }), "without a result");
  const short = new ResOp("int_add", [new ConstInt(1)]);
  assert.throws(() => verifyTrace({ inputargs: [], ops: [short] }), "takes 2 arguments");
});

test("an optimized trace holds no forwarded box", () => {
  const arg = new InputArg("i");
  arg.forwarded = new ConstInt(1);
  const trace = { inputargs: [arg], ops: [] };
  verifyTrace(trace);
  assert.throws(() => verifyTrace(trace, { optimized: true }), "is forwarded");
});

test.run();
