import { test } from "uvu";
import * as assert from "uvu/assert";
import { InvalidLoop } from "../context.ts";
import { optimizeBridge, optimizeLoop, RetraceNeeded } from "../optimize.ts";
import { parseTraceFile } from "../trace-file.ts";
import { makeFileContext, takeValues } from "../trace-settings.ts";

/**
 * What a jump has to do to a label: rows say what the label wants of a value, columns what is known
 * of the value that comes, with what it was while tracing behind the colon.
 */

const DECLARATIONS = `class Node value:i next:r
class Leaf value:i
array Items r
call get i>r EF=4
object one Node value=1 next=null
object two Node value=2 next=null
object nine Node value=9 next=null
object leaf Leaf value=3
mode bridge`;

/** Operations on `p0` (or `i0`) that make the label want something of it. */
const WANTED_REFS: Readonly<Record<string, string>> = {
  unknown: "",
  nonnull: "guard_nonnull(p0) [p0]",
  Node: "guard_nonnull_class(p0, ConstClass(Node)) [p0]",
  one: "guard_value(p0, ConstPtr(one)) [p0]",
  null: "guard_isnull(p0) [p0]",
};

/** Operations that give the jump's value `p9`, with what it was while tracing. */
const GIVEN_REFS: Readonly<Record<string, readonly [ops: string, seen: string]>> = {
  "unknown:null": ["p9 = call_r(ConstClass(get), i8, descr=get)", ""],
  "unknown:one": ["p9 = call_r(ConstClass(get), i8, descr=get)", "one"],
  "unknown:two": ["p9 = call_r(ConstClass(get), i8, descr=get)", "two"],
  "unknown:leaf": ["p9 = call_r(ConstClass(get), i8, descr=get)", "leaf"],
  "nonnull:two": ["p9 = call_r(ConstClass(get), i8, descr=get)\nguard_nonnull(p9) []", "two"],
  "nonnull:leaf": ["p9 = call_r(ConstClass(get), i8, descr=get)\nguard_nonnull(p9) []", "leaf"],
  "Node:two": [
    "p9 = call_r(ConstClass(get), i8, descr=get)\nguard_nonnull_class(p9, ConstClass(Node)) []",
    "two",
  ],
  "Leaf:leaf": [
    "p9 = call_r(ConstClass(get), i8, descr=get)\nguard_nonnull_class(p9, ConstClass(Leaf)) []",
    "leaf",
  ],
  "constant one": ["p9 = same_as_r(ConstPtr(one))", "one"],
  "constant two": ["p9 = same_as_r(ConstPtr(two))", "two"],
  "constant null": ["p9 = same_as_r(ConstPtr(null))", ""],
  "virtual Node": ["p9 = new_with_vtable(descr=Node)", "two"],
  "virtual Leaf": ["p9 = new_with_vtable(descr=Leaf)", "leaf"],
  "virtual array": ["p9 = new_array(2, descr=Items)", ""],
};

/** What a jump may add; guard_true stands behind each comparison. */
const OF_JUMPS = /^(forced|int_ge|int_le|guard_(?!true))/;

/** Compiles a loop and a bridge to it; gives the bridge's operations behind its own. */
function bridgeEnd(kind: string, wanted: string, given: readonly [string, string]): string {
  const [ops, seen] = given;
  const text = `${DECLARATIONS}
${seen === "" ? "" : `values ${kind}9=${seen}`}
---
[${kind}0, i1]
${wanted}
guard_future_condition() [${kind}0]
jump(${wanted.includes("p5 =") ? "p5" : `${kind}0`}, i1)
---
[i1]
i8 = int_sub(i1, 77)
${ops}
guard_future_condition() [${kind}9]
jump(${kind}9, i8)
`;
  const file = parseTraceFile(text);
  const ctx = makeFileContext(file);
  const [loop, bridge] = file.inputs;
  if (loop === undefined || bridge === undefined) throw new TypeError("two traces are there");
  takeValues(bridge, file.settings, file);
  optimizeLoop(loop, file.context.loop, ctx);
  const unit = optimizeBridge(bridge, file.context.loop, ctx);
  if (unit instanceof RetraceNeeded) throw new TypeError("nothing is retraced here");
  const own: string[] = bridge.ops.map(({ opname }) => opname);
  const made = unit.ops
    .map(({ opname }) => opname)
    .map((name) => (name === "new_with_vtable" ? "forced" : name))
    .filter((name) => OF_JUMPS.test(name) && !own.includes(name));
  if (unit.ops.at(-1)?.descr === file.context.loop.targets[0]) return "preamble";
  return made.length === 0 ? "fits" : made.join("+").replaceAll(/guard_|int_/g, "");
}

function matrix(
  kind: string,
  wanted: Readonly<Record<string, string>>,
  given: Readonly<Record<string, readonly [string, string]>>,
): string {
  const lines = Object.entries(given).map(([name, value]) => {
    const cells = Object.values(wanted).map((ops) => {
      try {
        return bridgeEnd(kind, ops, value);
      } catch (signal) {
        if (signal instanceof InvalidLoop) return "no loop";
        throw signal;
      }
    });
    return [name, ...cells]
      .map((cell) => cell.padEnd(14))
      .join(" ")
      .trimEnd();
  });
  const head = ["", ...Object.keys(wanted)].map((name) => name.padEnd(14)).join(" ");
  return [head.trim(), ...lines].join("\n");
}

const REFS = `
               unknown        nonnull        Node           one            null
unknown:null   fits           preamble       preamble       preamble       value
unknown:one    fits           nonnull        nonnull_class  value          preamble
unknown:two    fits           nonnull        nonnull_class  preamble       preamble
unknown:leaf   fits           nonnull        preamble       preamble       preamble
nonnull:two    fits           fits           class          preamble       preamble
nonnull:leaf   fits           fits           preamble       preamble       preamble
Node:two       fits           fits           fits           preamble       preamble
Leaf:leaf      fits           fits           preamble       preamble       preamble
constant one   fits           fits           fits           fits           preamble
constant two   fits           fits           fits           preamble       preamble
constant null  fits           preamble       preamble       preamble       fits
virtual Node   forced         forced         forced         preamble       preamble
virtual Leaf   forced         forced         preamble       preamble       preamble
virtual array  preamble       preamble       preamble       preamble       preamble`;

test("references: what a label wants, what comes, which guards are made", () => {
  assert.fixture(matrix("p", WANTED_REFS, GIVEN_REFS), REFS.trimStart());
});

const WANTED_INTS: Readonly<Record<string, string>> = {
  unknown: "",
  "from 0": "i2 = int_ge(i0, 0)\nguard_true(i2) [i0]",
  "0 to 10": "i2 = int_ge(i0, 0)\nguard_true(i2) [i0]\ni3 = int_le(i0, 10)\nguard_true(i3) [i0]",
  "just 5": "guard_value(i0, 5) [i0]",
};

const UNKNOWN_INT = "i9 = int_xor(i1, 12345)";
const GIVEN_INTS: Readonly<Record<string, readonly [string, string]>> = {
  "unknown:5": [UNKNOWN_INT, "5"],
  "unknown:50": [UNKNOWN_INT, "50"],
  "unknown:-1": [UNKNOWN_INT, "-1"],
  "from 0:5": [`${UNKNOWN_INT}\ni7 = int_lt(i9, 0)\nguard_false(i7) []`, "5"],
  "from 0:50": [`${UNKNOWN_INT}\ni7 = int_lt(i9, 0)\nguard_false(i7) []`, "50"],
  "0 to 7": ["i9 = int_and(i1, 7)", "5"],
  "0 to 63:50": ["i9 = int_and(i1, 63)", "50"],
  "constant 5": ["i9 = same_as_i(5)", "5"],
  "constant 50": ["i9 = same_as_i(50)", "50"],
};

const INTS = `
               unknown        from 0         0 to 10        just 5
unknown:5      fits           ge             ge+le          value
unknown:50     fits           ge             preamble       preamble
unknown:-1     fits           preamble       preamble       preamble
from 0:5       fits           fits           le             value
from 0:50      fits           fits           preamble       preamble
0 to 7         fits           fits           fits           value
0 to 63:50     fits           fits           preamble       preamble
constant 5     fits           fits           fits           fits
constant 50    fits           fits           preamble       preamble`;

test("integers: what a label wants, what comes, which guards are made", () => {
  assert.fixture(matrix("i", WANTED_INTS, GIVEN_INTS), INTS.trimStart());
});

const node = (value: string) =>
  `p5 = new_with_vtable(descr=Node)\nsetfield_gc(p5, ${value}, descr=Node.value)`;
const given = (ops: string, seen = "two") => [ops.replaceAll("p5", "p9"), seen] as const;

const WANTED_VIRTUALS: Readonly<Record<string, string>> = {
  "Node(int)": `i4 = int_xor(i1, 3)\n${node("i4")}`,
  "Node(0 to 7)": `i4 = int_and(i1, 7)\n${node("i4")}`,
  "Node(1)": node("1"),
  "Node(i1)": node("i1"),
  "array of 2": "p5 = new_array_clear(2, descr=Items)",
};

const GIVEN_VIRTUALS: Readonly<Record<string, readonly [string, string]>> = {
  "a real Node": GIVEN_REFS["Node:two"] as [string, string],
  "Node(int):1": given(`i4 = int_xor(i1, 3)\n${node("i4")}`, "one"),
  "Node(int):2": given(`i4 = int_xor(i1, 3)\n${node("i4")}`, "two"),
  "Node(int):9": given(`i4 = int_xor(i1, 3)\n${node("i4")}`, "nine"),
  "Node(1)": given(node("1"), "one"),
  "Node(2)": given(node("2"), "two"),
  "Node(i8)": given(node("i8"), "two"),
  "Leaf(1)": ["p9 = new_with_vtable(descr=Leaf)\nsetfield_gc(p9, 1, descr=Leaf.value)", "leaf"],
  "array of 2": given("p5 = new_array_clear(2, descr=Items)", ""),
  "array of 3": given("p5 = new_array_clear(3, descr=Items)", ""),
};

const VIRTUALS = `
               Node(int)      Node(0 to 7)   Node(1)        Node(i1)       array of 2
a real Node    preamble       preamble       preamble       preamble       preamble
Node(int):1    fits           ge+le          value          preamble       preamble
Node(int):2    fits           ge+le          preamble       preamble       preamble
Node(int):9    fits           preamble       preamble       preamble       preamble
Node(1)        fits           fits           fits           preamble       preamble
Node(2)        fits           fits           preamble       preamble       preamble
Node(i8)       fits           ge+le          preamble       fits           preamble
Leaf(1)        preamble       preamble       preamble       preamble       preamble
array of 2     preamble       preamble       preamble       preamble       fits
array of 3     preamble       preamble       preamble       preamble       preamble`;

test("virtuals: what a label wants, what comes, which guards are made", () => {
  assert.fixture(matrix("p", WANTED_VIRTUALS, GIVEN_VIRTUALS), VIRTUALS.trimStart());
});

test.run();
