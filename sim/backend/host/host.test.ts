import { test } from "uvu";
import * as assert from "uvu/assert";
import { ClassLayout, FieldDescr } from "../../trace/descr.ts";
import type { HostClass } from "../../trace/descr.ts";
import { Rig } from "../test-rig.ts";
import { OracleExecutor } from "../oracle/oracle.ts";
import type { HostLimits } from "./host.ts";
import { HOST_LIMITS, HostExecutor } from "./host.ts";

function hostRig(declarations = "", functions = {}, limits: HostLimits = HOST_LIMITS): Rig {
  return new Rig((services) => new HostExecutor(services, limits), declarations, functions);
}

function oracleRig(declarations = "", functions = {}): Rig {
  return new Rig((services) => new OracleExecutor(services), declarations, functions);
}

function sourceOf(rig: Rig, loop: number): string {
  return (rig.executor as HostExecutor).sourceOf(rig.token(loop));
}

const ALTERNATING = `
  [i0, i1]
  label(i0, i1, descr=TargetToken(1))
  i2 = int_and(i0, 1)
  guard_true(i2, descr=<Guard0x10>) [i0, i1]
  i3 = int_add(i0, 1)
  i4 = int_lt(i3, i1)
  guard_true(i4, descr=<Guard0x11>) [i3]
  jump(i3, i1, descr=TargetToken(1))
`;
const BRIDGE = `
  [i0, i1]
  i2 = int_add(i0, 3)
  i3 = int_lt(i2, i1)
  guard_true(i3, descr=<Guard0x12>) [i2]
  jump(i2, i1, descr=TargetToken(1))
`;

test("a bridge that is hot stands inline, and shares the variables of its guard", () => {
  const rig = hostRig();
  const token = rig.loop(1, ALTERNATING);
  rig.bridge("10", 1, BRIDGE);
  rig.run(token, 0, 10);
  assert.not.match(sourceOf(rig, 1), "v0 + 3");
  rig.run(token, 0, 100);
  rig.run(token, 0, 100);
  assert.match(sourceOf(rig, 1), "v0 + 3");
  assert.is(rig.printExit(rig.run(token, 0, 100)), "guard 11 [100]");
});

test("a bridge that would make the function too big gets one of its own", () => {
  const rig = hostRig("", {}, { inlineOpMax: 9, bridgeCrossings: 2 });
  const token = rig.loop(1, ALTERNATING);
  rig.bridge("10", 1, BRIDGE);
  const oracle = oracleRig();
  const same = oracle.loop(1, ALTERNATING);
  oracle.bridge("10", 1, BRIDGE);
  for (let end = 10; end < 300; end += 31) {
    assert.is(rig.tell(token, 0, end), oracle.tell(same, 0, end));
  }
  assert.not.match(sourceOf(rig, 1), "v0 + 3");
});

test("a guard's second bridge takes the place of the first, also where that stood inline", () => {
  const rig = hostRig();
  const token = rig.loop(1, ALTERNATING);
  rig.bridge("10", 1, BRIDGE);
  for (let i = 0; i < 4; i++) rig.run(token, 0, 100);
  rig.bridge("10", 1, "[i0, i1]\nfinish(7, descr=int)");
  for (let i = 0; i < 20; i++) assert.is(rig.printExit(rig.run(token, 0, 100)), "int [7]");
});

test("an inline bridge may jump forward over a label", () => {
  const loop = `
    [i0, i1]
    label(i0, i1, descr=TargetToken(1))
    i2 = int_and(i0, 3)
    guard_true(i2, descr=<Guard0x10>) [i0, i1]
    i3 = int_add(i0, 1)
    label(i3, i1, descr=TargetToken(2))
    i4 = int_add(i3, 1000)
    label(i4, i1, descr=TargetToken(3))
    i5 = int_sub(i1, 1)
    guard_true(i5, descr=<Guard0x11>) [i4]
    i6 = int_and(i5, 7)
    guard_true(i6, descr=<Guard0x12>) [i4, i5]
    jump(i4, i5, descr=TargetToken(3))
  `;
  const bridges: readonly [string, string][] = [
    ["10", "[i0, i1]\ni2 = int_add(i0, 1)\njump(i2, i1, descr=TargetToken(3))"],
    ["12", "[i0, i1]\ni2 = int_xor(i0, i1)\njump(i2, i1, descr=TargetToken(1))"],
  ];
  const [rig, oracle] = [hostRig(), oracleRig()];
  for (const each of [rig, oracle]) {
    each.loop(1, loop, { counted: true });
    for (const [guard, text] of bridges) each.bridge(guard, 1, text, { counted: true });
  }
  for (let i = 0; i < 40; i++) {
    const expected = oracle.tell(oracle.token(1), i, 100 + i);
    assert.is(rig.tell(rig.token(1), i, 100 + i), expected);
  }
  assert.match(sourceOf(rig, 1), "break P1");
  assert.equal([...rig.services.runs].sort(), [...oracle.services.runs].sort());
});

test("a value that leaves its representation leaves nothing behind but another function", () => {
  const text = `
    [i0, i1]
    label(i0, i1, descr=TargetToken(1))
    i2 = int_mul(i1, 3)
    i3 = int_sub(i0, 1)
    guard_true(i3, descr=<Guard0x10>) [i2]
    jump(i3, i2, descr=TargetToken(1))
  `;
  const [rig, oracle] = [hostRig(), oracleRig()];
  const [token, same] = [rig.loop(1, text), oracle.loop(1, text)];
  const sources: string[] = [];
  for (const count of [5, 25, 25, 25, 25, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60]) {
    assert.is(rig.tell(token, count, 1), oracle.tell(same, count, 1));
    sources.push(sourceOf(rig, 1));
  }
  assert.match(sources[0] as string, /v1 \* 3;\s+\w+ = \w+ \| 0;/);
  assert.match(sources[4] as string, "9007199254740991");
  assert.not.match(sources.at(-1) as string, "9007199254740991");
});

test("a long loop keeps its count of ticks, whatever budgets it has been given", () => {
  const rig = hostRig();
  const text = `
    [i0, i1]
    label(i0, i1, descr=TargetToken(1))
    i2 = int_add(i0, 1)
    i3 = int_lt(i2, i1)
    guard_true(i3, descr=<Guard0x10>) [i2]
    jump(i2, i1, descr=TargetToken(1))
  `;
  assert.is(rig.tell(rig.loop(1, text), 0, 3_000_000), "guard 10 [3000000] 11999999");
});

test("methods get their receiver, constructors are called with new, booleans are booleans", () => {
  class Counter {
    readonly start: number;
    constructor(start: number) {
      this.start = start;
    }
    plus(amount: number): number {
      return this.start + amount;
    }
  }
  const declarations = `
    call make i>r EF=5
    call plus ri>i EF=2
    call flip b>b EF=2
  `;
  const functions = { make: Counter, plus: Counter.prototype.plus, flip: (flag: boolean) => !flag };
  for (const rig of [hostRig(declarations, functions), oracleRig(declarations, functions)]) {
    Object.assign(rig.context.functions.get("make") as object, { convention: "construct" });
    Object.assign(rig.context.functions.get("plus") as object, { convention: "method" });
    const token = rig.loop(
      1,
      `
        [i0]
        p1 = call_r(ConstClass(make), i0, descr=make)
        guard_no_exception(descr=<Guard0x10>) []
        i2 = call_i(ConstClass(plus), p1, 5, descr=plus)
        i3 = call_i(ConstClass(flip), i2, descr=flip)
        i4 = int_add(i2, i3)
        finish(i4, descr=int)
      `,
    );
    assert.is(rig.printExit(rig.run(token, 7)), "int [12]");
    assert.is(rig.printExit(rig.run(token, -5)), "int [1]");
  }
});

/** A class whose constructor sets one field from a parameter and one to a literal. */
class Cell {
  content: unknown;
  isOpen: boolean;
  constructor(content: unknown) {
    this.content = content;
    this.isOpen = true;
  }
}

function cellLayout(paramCount: number, hostClass: HostClass | null): ClassLayout {
  const layout = new ClassLayout("Cell", "m.Cell", null, 0);
  layout.fields.push(new FieldDescr(layout, "content", "i", 8));
  layout.fields.push(new FieldDescr(layout, "isOpen", "i", 16, { isBool: true }));
  layout.inits.set("content", { from: "param", index: 0 });
  layout.inits.set("isOpen", { from: "literal", value: true });
  layout.paramCount = paramCount;
  layout.hostClass = hostClass;
  return layout;
}

test("an allocation sets what the constructor sets otherwise, or does without it", () => {
  for (const make of [hostRig, oracleRig]) {
    for (const layout of [cellLayout(1, Cell), cellLayout(-1, Cell), cellLayout(-1, null)]) {
      const rig = make();
      rig.context.addClass(layout);
      const allocate = "p1 = new_with_vtable(descr=Cell)";
      const store = "setfield_gc(p1, i0, descr=Cell.content)";
      const open = "setfield_gc(p1, i0, descr=Cell.isOpen)";
      const finish = "finish(p1, descr=ref)";
      const closed = rig.loop(1, ["[i0]", allocate, store, finish].join("\n"));
      const opened = rig.loop(2, ["[i0]", allocate, open, finish].join("\n"));
      assert.is(rig.printExit(rig.run(closed, 4)), "ref [{content=4 isOpen=false}]");
      assert.is(rig.printExit(rig.run(opened, 4)), "ref [{content=0 isOpen=true}]");
      const [object] = rig.run(closed, 4).values;
      assert.is(object instanceof Cell, layout.hostClass !== null);
    }
  }
});

test("an array's length may be a box, or so big that a loop makes it", () => {
  for (const rig of [hostRig("array Ints i"), oracleRig("array Ints i")]) {
    const text = (length: string) =>
      `[i0]\np1 = new_array_clear(${length}, descr=Ints)\nfinish(p1, descr=ref)`;
    assert.is(rig.printExit(rig.run(rig.loop(1, text("i0")), 3)), "ref [[0, 0, 0]]");
    const [big] = rig.run(rig.loop(2, text("1000")), 0).values;
    assert.is((big as unknown as unknown[]).length, 1000);
  }
});

test("recursion through call_assembler goes as deep as the host's stack", () => {
  const rig = hostRig();
  const token = rig.loop(
    1,
    `
      [i0]
      i1 = int_is_true(i0)
      guard_true(i1, descr=<Guard0x10>) []
      i2 = int_sub(i0, 1)
      i3 = call_assembler_i(i2, descr=<Loop1>)
      guard_no_exception(descr=<Guard0x11>) []
      i4 = int_add(i3, i0)
      finish(i4, descr=int)
    `,
  );
  rig.bridge("10", 1, "[]\nfinish(0, descr=int)");
  assert.is(rig.tell(token, 2000), "int [2001000] 14003");
});

test.run();
