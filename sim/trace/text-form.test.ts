import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toFloat } from "../base/float.ts";
import { UserError } from "../base/errors.ts";
import { CallDescr, EXTRA_EFFECT, FINISH_DESCRS, GuardDescr } from "./descr.ts";
import { parseTrace } from "./parse.ts";
import { printDescr } from "./print-descr.ts";
import { printFloat } from "./print-value.ts";
import { printTrace, recordOperations, TracePrinter } from "./print.ts";
import { splitArguments } from "./split-arguments.ts";
import { parseDeclarations } from "./declarations.ts";
import { ConstFloat, ConstInt, ConstPtr, InputArg, ResOp } from "./values.ts";
import type { Trace, Value } from "./values.ts";

const SEED = 20261122;
const DECLARATIONS = `
  class W_Root
  class W_IntObject(W_Root) intval:i:pure
  class PyFrame(W_Root) pycode:r flag:b weight:f version:i:quasi
  raw pypysig_long_struct c_value:i
  array Items r
  call add ii>i EF=2
  object one W_IntObject intval=1
`;

function declared() {
  return parseDeclarations(DECLARATIONS);
}

test("boxes, constants and results take numbers in the order of first appearance", () => {
  const context = declared();
  const text = [
    "[p0, p1]",
    "p2 = getfield_gc_r(p0, descr=<FieldP PyFrame.inst_pycode 8>)",
    "p4 = getarrayitem_gc_r(p2, 0, descr=<ArrayP 8>)",
    "guard_value(p2, ConstPtr(one)) [p0, p4, None, p1]",
    "i8 = int_add(7, -9223372036854775808)",
    "jump(p0, p1, descr=TargetToken(5))",
    "",
  ].join("\n");
  // 3 is the index 0, 5 the constant pointer, 6 the hole, 7 and 8 the two integers.
  const printed = printTrace(parseTrace(text, context), { constName: context.objectName });
  assert.is(printed, text.replace("i8 = ", "i9 = "));
});

test("hooks number without the input arguments, logs with them", () => {
  const trace = parseTrace("[i9, i4]\ni5 = int_add(i4, i9)\nfinish(i5, descr=int)", declared());
  const records = recordOperations(trace.ops, { mergePoint: () => null, offsets: [10, 14] });
  assert.equal(records[0]?.args, ["i0", "i1"]);
  assert.is(records[0]?.result, "i2");
  assert.is(records[1]?.offset, 14);
  assert.match(printTrace(trace), "[i0, i1]\ni2 = int_add(i1, i0)\n");
});

test("a guard's record has its fail arguments, its descr and its hash", () => {
  const trace = parseTrace("[i0]\nguard_true(i0, descr=<Guard0x1f0>) [i0, None]", declared());
  (trace.ops[0]?.descr as GuardDescr).hash = 4194368;
  const [record] = recordOperations(trace.ops, { mergePoint: () => null });
  assert.equal(record?.failArgs, ["i0", "None"]);
  assert.is(record?.descr, "<Guard0x1f0>");
  assert.is(record?.hash, "4194368");
});

test("a debug_merge_point shows depth, call id and a location whose commas became periods", () => {
  const args: Value[] = [0, 2, 5].map((value) => new ConstInt(value));
  const op = new ResOp("debug_merge_point", [...args, new ConstPtr("code")]);
  const printer = new TracePrinter({ location: () => "f;a,b.py:1-2~#8 LOAD_FAST" });
  assert.is(printer.printOperation(op), "debug_merge_point(2, 5, 'f;a.b.py:1-2~#8 LOAD_FAST')");
  const [record] = recordOperations([op], { mergePoint: (point) => point.args.length });
  assert.is(record?.mergePoint, 4);
  assert.is(record?.offset, -1);
});

test("an offset stands before every operation but a debug_merge_point", () => {
  const context = declared();
  const trace = parseTrace("[i0]\ndebug_merge_point(0, 0, 'x')\nfinish(i0, descr=int)", context);
  const text = printTrace(trace, { descrName: context.descrName }, [-1, 267]);
  assert.is(text, "[i0]\ndebug_merge_point(0, 0, 'x')\n+267: finish(i0)\n");
  assert.is(printTrace(parseTrace(text, context)), printTrace(parseTrace(text, context)));
});

test("a raw struct prints as its address", () => {
  const struct = {};
  const op = new ResOp("getfield_raw_i", [new ConstPtr(struct)]);
  const printer = new TracePrinter({ rawAddressOf: (value) => (value === struct ? 4096 : null) });
  assert.is(printer.printOperation(op), "i1 = getfield_raw_i(4096)");
});

test("descrs print as on PyPy", () => {
  const context = declared();
  const print = (name: string) => printDescr(context.lookupDescr(name) ?? FINISH_DESCRS.void);
  assert.is(print("W_IntObject.intval"), "<FieldS W_IntObject.inst_intval 8 pure>");
  assert.is(print("PyFrame.flag"), "<FieldU PyFrame.inst_flag 16>");
  assert.is(print("PyFrame.weight"), "<FieldF PyFrame.inst_weight 24>");
  assert.is(print("pypysig_long_struct.c_value"), "<FieldS pypysig_long_struct.c_value 0>");
  assert.is(print("W_IntObject"), "<SizeDescr 16>");
  assert.is(print("Items"), "<ArrayP 8>");
  assert.is(print("add"), "<Calli 8 ii EF=2>");
  assert.is(print("<Loop-1>"), "<Loop-1>");
  const effect = { extraEffect: EXTRA_EFFECT.elidableCannotRaise, writes: [] };
  const mod = new CallDescr("ii", "i", { ...effect, oopspec: "int.py_mod" });
  assert.is(printDescr(mod), "<Calli 8 ii EF=0 OS=14>");
  assert.is(
    printDescr(new CallDescr("rb", "v", { ...effect, oopspec: null })),
    "<Callv 0 ri EF=0>",
  );
  assert.is(
    printDescr(FINISH_DESCRS.ref, () => 0x7f00),
    "<DoneWithThisFrameDescrRef object at 0x7f00>",
  );
  assert.is(
    printDescr(context.lookupDescr("PyFrame.version/quasi") ?? FINISH_DESCRS.void),
    "<QuasiImmutDescr object at 0x0>",
  );
});

test("a printed form that several descrs share names none of them", () => {
  const context = parseDeclarations("array A r\narray B r");
  assert.is(context.lookupDescr("<ArrayP 8>"), undefined);
  assert.throws(
    () => parseTrace("[p0]\np1 = getarrayitem_gc_r(p0, 0, descr=<ArrayP 8>)", context),
    "unknown descr",
  );
});

test("floats print with six decimals as C prints them", () => {
  const cases: [number, string][] = [
    [1.0000001, "1.000000"],
    [-0, "-0.000000"],
    [0.0078125, "0.007812"],
    [0.0234375, "0.023438"],
    [1e22, "10000000000000000000000.000000"],
    [Number.NaN, "nan"],
    [-1 / 0, "-inf"],
    [5e-324, "0.000000"],
    [-123456.789, "-123456.789000"],
  ];
  for (const [value, text] of cases) assert.is(printFloat(value), text);
});

test("printed floats agree with toFixed away from ties", () => {
  const property = fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
    const isTie = Number.isInteger(value * 2 ** 20);
    return isTie || Object.is(value, -0) || printFloat(value) === value.toFixed(6);
  });
  fc.assert(property, { seed: SEED });
});

test("arguments split at top-level commas only", () => {
  const parts = splitArguments("p0, <FieldS a, b>, ConstPtr(x, y), 'u, (v', 3");
  assert.equal(parts, ["p0", "<FieldS a, b>", "ConstPtr(x, y)", "'u, (v'", "3"]);
  assert.equal(splitArguments("  "), []);
});

test("wrong declarations are refused", () => {
  for (const text of [
    "klass A",
    "class",
    "class A(B)",
    "class A x",
    "array A",
    "call f x>y",
    "call f i>i OS=no",
    "call f i>i writes=A",
    "object o A",
    "class A v:r\nobject o A v=p",
  ]) {
    assert.throws(
      () => parseDeclarations(text),
      (error: unknown) => error instanceof UserError,
    );
  }
});

/** A random trace: operations over the boxes so far. */
function randomTrace(choices: readonly number[]): Trace {
  const context = declared();
  const inputargs = [new InputArg("i"), new InputArg("r"), new InputArg("f")];
  const ints: Value[] = [inputargs[0] as Value];
  const refs: Value[] = [inputargs[1] as Value];
  const ops: ResOp[] = [];
  const pick = (values: readonly Value[], choice: number) =>
    values[choice % values.length] as Value;
  for (const choice of choices) {
    const int = pick([...ints, new ConstInt(choice - 50)], choice);
    const ref = pick([...refs, new ConstPtr(null)], choice >> 3);
    const made = [
      () => new ResOp("int_sub", [int, pick(ints, choice >> 2)]),
      () => new ResOp("getfield_gc_i", [ref], context.lookupDescr("W_IntObject.intval") ?? null),
      () => new ResOp("new_with_vtable", [], context.lookupDescr("PyFrame") ?? null),
      () => new ResOp("cast_float_to_int", [new ConstFloat(toFloat(choice / 4))]),
      () => guard(int, [ref.isConst ? null : ref]),
    ][choice % 5]?.() as ResOp;
    if (made.kind === "i") ints.push(made);
    if (made.kind === "r") refs.push(made);
    ops.push(made);
  }
  return { inputargs, ops };
}

function guard(condition: Value, failArgs: (Value | null)[]): ResOp {
  const op = new ResOp("guard_true", [condition], new GuardDescr("resume"));
  op.failArgs = failArgs;
  return op;
}

test("printing, parsing and printing again gives the same text", () => {
  const property = fc.property(fc.array(fc.nat(1000), { maxLength: 40 }), (choices) => {
    const text = printTrace(randomTrace(choices));
    const again = printTrace(parseTrace(text, declared()));
    assert.is(again, text);
  });
  fc.assert(property, { seed: SEED, numRuns: 200 });
});

test.run();
