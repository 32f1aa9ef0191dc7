import { test } from "uvu";
import * as assert from "uvu/assert";
import { UserError } from "../base/errors.ts";
import { parseDeclarations } from "./declarations.ts";
import { FINISH_DESCRS } from "./descr.ts";
import { OP_NAMES, OPS } from "./ops.ts";
import { parseTrace } from "./parse.ts";
import { printTrace } from "./print.ts";
import { TraceContext } from "./trace-context.ts";

const DECLARATIONS = `
  class Node value:i next:r
  array Items r
  array Fixed r pure
  call plain i>i
  object nodeA Node value=3
  int five 5
`;

const declared = () => parseDeclarations(DECLARATIONS);

function parse(text: string, context = declared()) {
  return parseTrace(text, context);
}

function reprint(text: string): string {
  const context = declared();
  const { descrName, objectName } = context;
  const options = { descrName, constName: objectName, hasLiterals: true };
  return printTrace(parseTrace(text, context), options);
}

/** Two texts that must mean the same. */
const SAME: readonly (readonly [what: string, text: string, plain: string])[] = [
  ["no blanks", "[i0,i1]\ni2=int_add(i0,i1)", "[i0, i1]\ni2 = int_add(i0, i1)"],
  [
    "blanks anywhere",
    "  [ i0 ,i1 ]  \n    i2   =   int_add(  i0 ,  i1  )  ",
    "[i0, i1]\ni2 = int_add(i0, i1)",
  ],
  ["tabs", "[i0]\n\ti1\t=\tint_neg(\ti0\t)", "[i0]\ni1 = int_neg(i0)"],
  ["carriage returns", "[i0]\r\ni1 = int_neg(i0)\r\n", "[i0]\ni1 = int_neg(i0)"],
  ["a comment at the end", "[i0]\ni1 = int_neg(i0) # what: (a)", "[i0]\ni1 = int_neg(i0)"],
  ["lines of comments", "# one\n[i0]\n  # two\n\ni1 = int_neg(i0)", "[i0]\ni1 = int_neg(i0)"],
  ["nothing between commas", "[i0]\nescape_n(i0,,i0,)", "[i0]\nescape_n(i0, i0)"],
  ["blanks between commas are 0", "[i0]\nescape_n(i0, , i0)", "[i0]\nescape_n(i0, 0, i0)"],
  [
    "names of results",
    "[i0]\nsum = int_add(i0, 1)\nescape_n(sum)",
    "[i0]\ni2 = int_add(i0, 1)\nescape_n(i2)",
  ],
  [
    "long names",
    "[i_count, pnode, f_x]\nescape_n(i_count, pnode, f_x)",
    "[i0, p1, f2]\nescape_n(i0, p1, f2)",
  ],
  ["r is p", "[r0]\nr1 = same_as_r(r0)\nescape_n(r1)", "[p0]\np1 = same_as_r(p0)\nescape_n(p1)"],
  [
    "results without names",
    "[p0]\ngetfield_gc_i(p0, descr=Node.value)",
    "[p0]\ni1 = getfield_gc_i(p0, descr=Node.value)",
  ],
  [
    "offsets and the end",
    "[i0]\n+12: i1 = int_neg(i0)\n+17:finish(i1)\n+25: --end of the loop--",
    "[i0]\ni1 = int_neg(i0)\nfinish(i1)",
  ],
  [
    "frames of a log",
    "[1a2b3c] {jit-log-opt-loop\n# Loop 1 (x) : loop with 1 ops\n[i0]\nescape_n(i0)\n[1a2b3d] jit-log-opt-loop}",
    "[i0]\nescape_n(i0)",
  ],
  ["named integers", "[i0]\nescape_n(ConstInt(five), +7, -0)", "[i0]\nescape_n(5, 7, 0)"],
  ["hexadecimal", "[]\nescape_n(0x10, -0x1)", "[]\nescape_n(16, -1)"],
  ["unsigned words wrap", "[]\nescape_n(18446744073709551615)", "[]\nescape_n(-1)"],
  [
    "floats",
    "[]\nescape_n(1e5, .5, 2., -1.5e-1, +3.0)",
    "[]\nescape_n(100000.0, 0.5, 2.0, -0.15, 3.0)",
  ],
  [
    "floats that are none",
    "[]\nescape_n(inf, -INF, nan, Infinity)",
    "[]\nescape_n(inf, -inf, nan, inf)",
  ],
  ["null pointers", "[]\nescape_n(NULL, ConstPtr(null))", "[]\nescape_n(ConstPtr(null), NULL)"],
  ["strings", `[]\nescape_n("a, b)", 'c#d', s"e")`, `[]\nescape_n(s"a, b)", s"c#d", s"e")`],
  ["holes", "[i0]\nguard_true(i0) [i0,None , i0]", "[i0]\nguard_true(i0) [i0, None, i0]"],
  ["no fail arguments", "[i0]\nguard_true(i0)[]", "[i0]\nguard_true(i0) []"],
  [
    "a descr of blanks",
    "[p0]\ni1 = getfield_gc_i(p0,descr= Node.value )",
    "[p0]\ni1 = getfield_gc_i(p0, descr=Node.value)",
  ],
  [
    "a merge point",
    "[]\ndebug_merge_point(0, 1, 'a, b (it's) # x [y]')",
    "[]\ndebug_merge_point(0, 1, 'a. b (it's) # x [y]')",
  ],
  ["jit_debug", "[]\njit_debug('a, b', 1, -2)", "[]\njit_debug('a. b', 1, -2)"],
];

for (const [what, text, plain] of SAME) {
  test(`accepted: ${what}`, () => {
    assert.is(reprint(text), reprint(plain));
    assert.is(parse(text).ops.length, parse(plain).ops.length);
  });
}

test("each spelling of a constant has the value that it should", () => {
  const { ops } = parse("[]\nescape_n(-5, 1e3, -inf, ConstInt(five), ConstClass(Node), NULL)");
  const values = (ops[0]?.args ?? []).map((arg) => (arg.isConst ? arg.value : "box"));
  const context = declared();
  assert.equal(values.slice(0, 4), [-5, 1000, -Infinity, 5]);
  assert.is((values[4] as { name: string }).name, context.classes.get("Node")?.name);
  assert.is(values[5], null);
});

test("a label's number is a target of its own, which jumps name", () => {
  const { ops } = parse("[i0]\nlabel(i0, descr=1)\njump(i0, descr=1)");
  assert.is(ops[0]?.descr, ops[1]?.descr);
  assert.is(ops[0]?.descr?.descrKind, "target");
});

test("a finish without a descr ends the frame with its argument", () => {
  const ending = (text: string) => parse(text).ops.at(-1)?.descr;
  assert.is(ending("[i0]\nfinish(i0)"), FINISH_DESCRS.int);
  assert.is(ending("[p0]\nfinish(p0)"), FINISH_DESCRS.ref);
  assert.is(ending("[f0]\nfinish(f0)"), FINISH_DESCRS.float);
  assert.is(ending("[]\nfinish()"), FINISH_DESCRS.void);
  assert.is(ending("[]\nfinish(descr=exception)"), FINISH_DESCRS.exception);
});

test("operations know their lines", () => {
  const { lines } = parse("\n[i0]\n\n# x\ni1 = int_neg(i0)\nfinish(i1)");
  assert.equal(lines, [5, 6]);
});

test("every operation of the table can be parsed, but vectors", () => {
  for (const name of OP_NAMES.filter((one) => !one.startsWith("vec_"))) {
    const { args, result, isGuard } = OPS[name];
    const letters = args === "*" ? "i" : args.replaceAll("?", "i");
    const words = [...letters].map((letter) => ({ i: "i0", r: "p1", f: "f2" })[letter]);
    const text = `[i0, p1, f2]\n${result === "v" ? "" : "x = "}${name}(${words.join(",")})`;
    const isText = name === "debug_merge_point" || name === "jit_debug";
    const [op] = parse(isText ? `[]\n${name}(0, 0, 'x')` : `${text}${isGuard ? " []" : ""}`).ops;
    assert.is(op?.opname, name);
  }
});

/** Wrong texts: where the blame is, and a part of the message. */
const WRONG: readonly (readonly [text: string, where: string, message: string])[] = [
  ["[i0]\ni1 = int_add(i0, i7)", "2:18", "i7 is not defined"],
  [
    "[i0]\ni1 = int_add(i0, i2)\ni2 = int_neg(i0)",
    "2:18",
    "i2 is used before its definition in line 3",
  ],
  ["[i0]\n  i1 = int_frob(i0)", "2:8", "unknown operation int_frob\n  did you mean int_"],
  ["[i0]\ni1 = int_add(i0)", "2:16", "int_add takes 2 arguments, got 1"],
  ["[i0]\ni1 = int_add(i0, 1, 2)", "2:21", "int_add takes 2 arguments, got 3"],
  ["[i0]\np1 = int_add(i0, 1)", "2:1", "int_add gives kind i: expected i1"],
  ["[i0]\ni1 = guard_true(i0) []", "2:1", "guard_true gives no value"],
  ["[i0]\ni0 = int_add(i0, 1)", "2:1", "i0 is defined twice"],
  ["[i0, i0]", "1:6", "i0 is defined twice"],
  ["[i0]\ni1 = int_add(i0, 99999999999999999999)", "2:18", "more than 64 bits"],
  [
    "[p0]\nguard_class(p0, ConstClass(Nod)) []",
    "2:17",
    "unknown class or function Nod\n  declared: Node",
  ],
  ["[p0]\nguard_value(p0, ConstPtr(node)) []", "2:17", "unknown object node\n  declared: nodeA"],
  [
    "[p0]\ni1 = getfield_gc_i(p0, descr=Node.val)",
    "2:30",
    "unknown descr Node.val\n  declared: Node.value, ",
  ],
  ["[p0]\np1 = getarrayitem_gc_r(p0, 0, descr=<ArrayP 8>)", "2:37", "it may be Items or Fixed"],
  ["[i0]\njump(i0, descr=4)", "2:16", "no label has descr=4"],
  ["[i0]\ni1 = int_add(i0, 1) [i0]", "2:22", "int_add has no fail arguments"],
  ["[i0]\nguard_true(i0)", "2:15", "guard_true needs fail arguments: expected [BOXES]"],
  ["[i0]\nguard_true(i0) [i0", "2:19", "expected ] at the end of the fail arguments"],
  ["[i0]\nguard_true(i0) [i7]", "2:17", "i7 is not defined"],
  ["[i0]\nsome garbage", "2:1", "expected NAME(ARGUMENTS)"],
  ["[i0]\ni1 = int_add(i0, 1", "2:19", "expected ) at the end of the arguments"],
  ["[i0]\ni1 = int_add(i0, 1) junk", "2:21", "expected nothing but [FAIL ARGUMENTS]"],
  ["[i0]\n = int_add(i0, 1)", "2:2", "expected a name before ="],
  ["[i0]\ni1 = (i0, 1)", "2:6", "expected an operation's name before ("],
  ["[i0]\ni-1 = int_neg(i0)", "2:1", "i-1 is no name for a result"],
  ["[i0]\n[i1]", "2:2", "input arguments come first"],
  ["[x0]", "1:2", "x0 is no box: expected a name that begins with i, p, r or f"],
  ["[i0", "1:4", "input arguments end with ]"],
  ["[i0] i1", "1:5", "expected nothing behind the input arguments"],
  ["[v0[4xi32]]", "1:2", "vectors are not supported"],
  ["[i0]\nv1[4xi32] = vec_int_add(i0, i0)", "2:13", "vector operations are not supported"],
  ["[i0]\ni1 = int_add(i0, v2[2xi64])", "2:18", "v2[2xi64]: vectors are not supported"],
  ["[i0]\nescape_n(None)", "2:10", "None stands for holes in fail arguments only"],
  ["[i0]\nescape_n(i0 + 1)", "2:10", "i0 + 1 is no value: expected a box, a number"],
];

for (const [text, where, message] of WRONG) {
  test(`refused: ${text.split("\n")[1]?.trim() ?? text}`, () => {
    try {
      parse(text);
    } catch (error) {
      assert.instance(error, UserError);
      const printed = (error as UserError).print();
      assert.match(printed, `<trace>:${where}: `);
      assert.match(printed, message);
      return;
    }
    assert.unreachable(`accepted: ${text}`);
  });
}

// Logs of PyPy.

const LOG = `
# Traced loop or bridge with 9 ops
[p0, i1]
debug_merge_point(0, 0, 'f;/p/f.py:1-2~#8 LOAD_FAST')
guard_class(p0, ConstClass(W_IntObject))
i3 = getfield_gc_i(p0, descr=<FieldS pypy.objspace.std.intobject.W_IntObject.inst_intval 8 pure>)
p4 = new_with_vtable(descr=<SizeDescr 24>)
setfield_gc(p4, i3, descr=<FieldS pypy.objspace.std.intobject.W_IntObject.inst_intval 8 pure>)
setfield_gc(p4, ConstPtr(ptr8), descr=<FieldP pypy.x.W_Sub.inst_w_dict 16>)
i5 = call_i(ConstClass(ll_len), p0, descr=<Calli 8 r EF=4 OS=5>)
f6 = getinteriorfield_gc_f(p0, 1, descr=<InteriorFieldDescr <FieldF dicttable.value 8>>)
jump(p4, i5, descr=<Loop3>)
`;

test("a section of a log needs no declarations", () => {
  const context = new TraceContext();
  context.invents = true;
  const { ops } = parseTrace(LOG, context);
  assert.is(ops.length, 9);
  const stored = ops[3]?.descr;
  assert.ok(stored?.descrKind === "size");
  assert.is(stored.layout.qualifiedName, "pypy.x.W_Sub");
  assert.equal(
    stored.layout.fields.map((field) => field.name),
    ["intval", "w_dict"],
  );
  const guarded = ops[1]?.args[1];
  const loaded = ops[2]?.descr;
  assert.ok(loaded?.descrKind === "field" && guarded?.isConst);
  assert.ok(guarded.value === loaded.owner);
  assert.ok(loaded.isPure);
  assert.equal(ops[1]?.failArgs, []);
  const call = ops[6]?.descr;
  assert.ok(call?.descrKind === "call" && call.effect.oopspec === "threadlocalref_get");
  const printed = printTrace(parseTrace(LOG, context), { constName: context.objectName });
  for (const form of LOG.matchAll(/descr=(<.*>)\)/g)) assert.match(printed, form[1] as string);
});

test.run();
