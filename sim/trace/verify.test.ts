import { test } from "uvu";
import * as assert from "uvu/assert";
import { GuardDescr } from "./descr.ts";
import { parseTrace } from "./parse.ts";
import { parseDeclarations } from "./declarations.ts";
import { findFault, verifyTrace } from "./verify.ts";
import { ConstInt, InputArg, ResOp } from "./values.ts";

const context = () =>
  parseDeclarations(`class Node value:i next:r
    struct Pair a:i
    raw cell v:i
    array Items r
    array Cells of cell
    call f i>i
    token t`);

function verify(text: string, optimized = false): void {
  verifyTrace(parseTrace(text, context(), { hasBareGuards: true }), { optimized });
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

/** A recorded trace that breaks a rule. */
const BROKEN_INPUT: readonly (readonly [text: string, message: string])[] = [
  ["[p0]\nguard_class(p0, 5) []", "argument 1 must be a class: expected ConstClass"],
  ["[p0, i1]\nguard_class(p0, i1) []", "argument 1 must be a class"],
  ["[p0]\nguard_class(p0, ConstClass(f)) []", "argument 1 must be a class"],
  ["[]\np0 = guard_exception(5) []", "argument 0 must be a class"],
  ["[p0]\nrecord_exact_class(p0, 7)", "argument 1 must be a class"],
  ["[]\np0 = new_with_vtable(descr=Pair)", "needs the size of a class"],
  ["[]\np0 = new(descr=Items)", "kind size, has one of kind array"],
  ["[]\np0 = new()", "kind size, has none"],
  ["[i0]\np1 = new_array(i0, descr=Node)", "kind array, has one of kind size"],
  ["[p0]\ni1 = getinteriorfield_gc_i(p0, 0, descr=cell.v)", "kind interior, has one of kind field"],
  ["[p0]\nsetinteriorfield_gc(p0, 0, 1, descr=Cells)", "kind interior, has one of kind array"],
  ["[i0]\ni1 = raw_load_i(i0, 8, descr=cell.v)", "kind array, has one of kind field"],
  ["[i0]\ni1 = getfield_raw_i(i0, descr=Items)", "kind field, has one of kind array"],
  ["[i0]\ni1 = call_i(i0, 1, descr=Node)", "kind call, has one of kind size"],
  ["[i0]\ncall_assembler_n(i0, descr=f)", "kind loop, has one of kind call"],
  ["[i0]\ncond_call(i0, 1)", "kind call, has none"],
  ["[p0]\nquasiimmut_field(p0, descr=Node.value)", "kind quasiimmut, has one of kind field"],
  ["[i0]\njump(i0, descr=f)", "kind target or loop, has one of kind call"],
  ["[i0]\nfinish(i0, descr=ref)", 'ends with kinds "i" instead of "r"'],
  ["[i0]\nfinish(i0, i0, descr=int)", 'ends with kinds "ii" instead of "i"'],
  ["[i0]\nfinish(i0, descr=void)", 'ends with kinds "i" instead of ""'],
  ["[i0, i1]\nlabel(i0, descr=1)\ni2 = int_add(i0, i1)", "argument 1 is not passed to the label"],
  [
    "[i0, i1]\nlabel(i0, descr=1)\nguard_true(i0) [i1]",
    "fail argument 0 is not passed to the label",
  ],
  ["[i0]\ni1 = int_signext(i0, i0)", "argument 1 must be a number of bytes"],
  ["[i0]\ni1 = int_signext(i0, 3)", "expected 1, 2 or 4"],
  ["[f0]\ni1 = int_is_true(f0)", "argument 0 has kind f instead of i"],
  ["[i0]\nsetfield_gc(i0, 1, descr=Node.value)", "argument 0 has kind i instead of r"],
];

test("each broken input is refused, naming the operation", () => {
  for (const [text, message] of BROKEN_INPUT) assert.throws(() => verify(text), message);
});

test("a whole trace has an end", () => {
  const find = (text: string) =>
    findFault(parseTrace(text, context()), { optimized: false, isWhole: true })?.message;
  assert.is(find("[i0]\ni1 = int_neg(i0)"), "does not end a trace");
  assert.is(find("[i0]"), "there are no operations");
  assert.is(find("[i0]\nfinish(i0)"), undefined);
});

test("a guard's state may hold only what is known", () => {
  const late = new ResOp("int_add", [new ConstInt(1), new ConstInt(2)]);
  const guard = new ResOp("guard_no_overflow", []);
  const frame = { jitcode: { name: "f", index: 0 }, pc: 0, values: [late] };
  guard.snapshot = { frames: [frame], vable: [], vrefs: [], deliver: false };
  const trace = { inputargs: [], ops: [guard, late] };
  assert.is(findFault(trace)?.message, "a value to resume with is used before it is defined");
  guard.snapshot = { frames: [], vable: [late], vrefs: [], deliver: false };
  assert.match(findFault(trace)?.message ?? "", "a value of the virtualizable");
  guard.snapshot = { frames: [], vable: [], vrefs: [late], deliver: false };
  assert.match(findFault(trace)?.message ?? "", "a virtual reference");
  assert.is(findFault(trace)?.index, 0);
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

test("an optimized guard has fail arguments", () => {
  const guard = new ResOp("guard_no_overflow", [], new GuardDescr("resume"));
  const finish = new ResOp("finish", []);
  const trace = { inputargs: [], ops: [guard, finish] };
  assert.throws(() => verifyTrace(trace, { optimized: true }), "has no fail arguments");
  guard.failArgs = [];
  verifyTrace(trace, { optimized: true });
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
