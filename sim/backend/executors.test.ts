import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ForceToken } from "../base/virtual-ref.ts";
import type { GuardDescr } from "../trace/descr.ts";
import type { BackendServices, Executor } from "./backend.ts";
import { HostExecutor } from "./host/host.ts";
import { RigMachine } from "./machine/rig-machine.ts";
import { OracleExecutor } from "./oracle/oracle.ts";
import { Rig, RigException, TickLimit } from "./test-rig.ts";

type MakeExecutor = (services: BackendServices) => Executor;

/** Registers a test for every executor. */
function testAll(name: string, body: (make: MakeExecutor) => void): void {
  test(`oracle: ${name}`, () => body((services) => new OracleExecutor(services)));
  test(`host: ${name}`, () => body((services) => new HostExecutor(services)));
  test(`machine: ${name}`, () => body((services) => new RigMachine(services)));
}

const COUNT_UP = `
  [i0, i1]
  label(i0, i1, descr=TargetToken(1))
  i2 = int_add(i0, 1)
  i3 = int_lt(i2, i1)
  guard_true(i3, descr=<Guard0x10>) [i2, None, i1]
  jump(i2, i1, descr=TargetToken(1))
`;

testAll(
  "a loop runs until its guard fails, and every operation but the label is a tick",
  (make) => {
    const rig = new Rig(make);
    const token = rig.loop(1, COUNT_UP);
    assert.is(rig.tell(token, 0, 10), "guard 10 [10, null, 10] 39");
  },
);

testAll("a bridge takes the place of the guard's exit, and its holes are left out", (make) => {
  const rig = new Rig(make);
  const token = rig.loop(1, COUNT_UP);
  rig.bridge("10", 1, "[i0, i1]\ni2 = int_mul(i0, i1)\nfinish(i2, descr=int)");
  assert.is(rig.tell(token, 0, 10), "int [100] 41");
});

testAll("labels, entries and bridges of counted units are counted at every pass", (make) => {
  const rig = new Rig(make);
  const token = rig.loop(
    7,
    `
      [i0]
      label(i0, descr=TargetToken(1))
      i1 = int_add(i0, 1)
      label(i1, descr=TargetToken(2))
      i2 = int_add(i1, 1)
      i3 = int_and(i2, 7)
      guard_true(i3, descr=<Guard0x10>) [i2]
      jump(i2, descr=TargetToken(2))
    `,
    { counted: true },
  );
  rig.bridge(
    "10",
    7,
    `
      [i0]
      i1 = int_lt(i0, 30)
      guard_true(i1, descr=<Guard0x20>) [i0]
      jump(i0, descr=TargetToken(1))
    `,
    { counted: true },
  );
  assert.is(rig.tell(token, 0), "guard 20 [32] 123");
  assert.equal(
    [...rig.services.runs],
    [
      ["e 7", 1],
      ["l 1", 4],
      ["l 2", 28],
      ["b 16", 4],
    ],
  );
});

testAll("jumps between units and bridges do not nest on the host's stack", (make) => {
  const rig = new Rig(make);
  const token = rig.loop(1, COUNT_UP);
  rig.loop(
    2,
    `
      [i0]
      label(i0, descr=TargetToken(2))
      i1 = int_sub(i0, 1)
      jump(i1, i0, descr=TargetToken(1))
    `,
  );
  const decrement = `
    [i0, i1]
    i2 = int_sub(i1, 1)
    guard_true(i2, descr=<Guard0x11>) []
    jump(i2, descr=TargetToken(2))
  `;
  rig.bridge("10", 1, decrement);
  assert.is(rig.run(token, 29_999, 30_000).descr, rig.guard("11"));
});

const RAISING = `
  class Error value:i
  class Other value:i
  call risky i>i
  object error Error value=3
`;

/** `risky` raises for 3 and 4, an Error and something else. */
function raisingRig(make: MakeExecutor): Rig {
  const rig: Rig = new Rig(make, RAISING, {
    risky: (n: number) => {
      if (n === 3) throw rig.make("Error", n);
      if (n === 4) throw new RigException(n);
      if (n === 5) throw new RangeError("a bug of the host");
      return n * 2;
    },
  });
  return rig;
}

const CALLING = `
  [i0]
  i1 = call_i(ConstClass(risky), i0, descr=risky)
  guard_no_exception(descr=<Guard0x10>) [i0]
  finish(i1, descr=int)
`;

testAll("guard_no_exception leaves with the pending guest exception", (make) => {
  const rig = raisingRig(make);
  const token = rig.loop(1, CALLING);
  assert.is(rig.tell(token, 2), "int [4] 3");
  assert.is(rig.tell(token, 3), "guard 10 [3] raising {value=3} 5");
});

testAll("an exception that is not the guest's passes through", (make) => {
  const rig = raisingRig(make);
  const token = rig.loop(1, CALLING);
  assert.throws(() => rig.run(token, 5), /a bug of the host/);
});

testAll(
  "a bridge that begins with guard_exception takes the exception of its class only",
  (make) => {
    const rig = raisingRig(make);
    const token = rig.loop(1, CALLING);
    rig.bridge(
      "10",
      1,
      `
      [i0]
      p1 = guard_exception(ConstClass(Error), descr=<Guard0x20>) [i0]
      i2 = getfield_gc_i(p1, descr=Error.value)
      i3 = call_i(ConstClass(risky), 1, descr=risky)
      guard_no_exception(descr=<Guard0x30>) [i2]
      i4 = int_add(i2, i3)
      finish(i4, descr=int)
    `,
    );
    assert.is(rig.printExit(rig.run(token, 3)), "int [5]");
    assert.is(rig.printExit(rig.run(token, 4)), "guard 20 [4] raising {value=4}");
  },
);

testAll("a saved exception can be restored and leaves again", (make) => {
  const rig = raisingRig(make);
  const token = rig.loop(1, CALLING);
  rig.bridge(
    "10",
    1,
    `
      [i0]
      i1 = save_exc_class()
      p2 = save_exception()
      i3 = call_i(ConstClass(risky), 1, descr=risky)
      guard_no_exception(descr=<Guard0x30>) [i0]
      restore_exception(i1, p2)
      guard_no_exception(descr=<Guard0x40>) [i3]
      finish(i3, descr=int)
    `,
  );
  assert.is(rig.printExit(rig.run(token, 3)), "guard 40 [2] raising {value=3}");
});

testAll("overflow is seen by the guard behind the operation", (make) => {
  const rig = new Rig(make);
  const token = rig.loop(
    1,
    `
      [i0, i1]
      i2 = int_mul_ovf(i0, i1)
      guard_no_overflow(descr=<Guard0x10>) [i0, i1]
      finish(i2, descr=int)
    `,
  );
  assert.is(rig.printExit(rig.run(token, 2 ** 40, 2 ** 22)), "int [4611686018427387904n]");
  assert.is(rig.printExit(rig.run(token, 2 ** 40, 2 ** 23)), "guard 10 [1099511627776, 8388608]");
});

const CALLEE = `
  [i0]
  label(i0, descr=TargetToken(1))
  i1 = int_sub(i0, 1)
  guard_true(i1, descr=<Guard0x10>) [i0]
  i2 = call_assembler_i(i1, descr=<Loop1>)
  guard_no_exception(descr=<Guard0x20>) [i0]
  i3 = int_mul(i0, i2)
  finish(i3, descr=int)
`;

testAll(
  "call_assembler runs the callee to its end, and a failing guard is finished outside",
  (make) => {
    const rig = new Rig(make);
    const token = rig.loop(1, CALLEE, { counted: true });
    rig.services.finish = (exit) => exit.values[0] as number;
    assert.is(rig.printExit(rig.run(token, 5)), "int [120]");
    assert.is(rig.services.runs.get("e 1"), 5);
  },
);

testAll("an exception of the callee is pending in the caller", (make) => {
  const rig = raisingRig(make);
  const token = rig.loop(1, CALLEE);
  rig.services.finish = () => {
    throw new RigException(9);
  };
  // Every caller's guard fails in turn, and each of them is finished with the same exception.
  assert.is(rig.printExit(rig.run(token, 3)), "guard 20 [3] raising {value=9}");
  rig.loop(2, "[p0]\nfinish(p0, descr=exception)");
  const caller = `
    [p0]
    i1 = call_assembler_i(p0, descr=<Loop2>)
    guard_no_exception(descr=<Guard0x30>) [i1]
    finish(i1, descr=int)
  `;
  const error = rig.make("Error", 6);
  assert.is(rig.printExit(rig.run(rig.loop(3, caller), error)), "guard 30 [0] raising {value=6}");
});

testAll("calls of a redirected token go to the other loop", (make) => {
  const rig = new Rig(make);
  const temporary = rig.loop(1, "[i0]\nfinish(1, descr=int)");
  const real = rig.loop(2, "[i0]\nfinish(2, descr=int)");
  const caller = rig.loop(
    3,
    "[i0]\ni1 = call_assembler_i(i0, descr=<Loop1>)\nfinish(i1, descr=int)",
  );
  assert.is(rig.printExit(rig.run(caller, 0)), "int [1]");
  rig.executor.redirect(temporary, real);
  assert.is(rig.printExit(rig.run(caller, 0)), "int [2]");
});

testAll("guard_not_invalidated fails once its loop has been invalidated", (make) => {
  const rig = new Rig(make);
  const token = rig.loop(
    1,
    "[i0]\nguard_not_invalidated(descr=<Guard0x10>) [i0]\nfinish(i0, descr=int)",
  );
  assert.is(rig.printExit(rig.run(token, 4)), "int [4]");
  token.invalidated = true;
  assert.is(rig.printExit(rig.run(token, 4)), "guard 10 [4]");
});

testAll("class guards know exact classes, subclasses and null", (make) => {
  const rig = new Rig(make, "class Root x:i\nclass Leaf(Root) y:i");
  const test1 = (opname: string, value: object | null) => {
    const text = `[p0]\n${opname}(p0, ConstClass(Root), descr=<Guard0x10>) []\nfinish(descr=void)`;
    return rig.printExit(rig.run(rig.loop(1, text), value));
  };
  assert.is(test1("guard_nonnull_class", rig.make("Root", 1)), "void []");
  assert.is(test1("guard_nonnull_class", rig.make("Leaf", 1, 2)), "guard 10 []");
  assert.is(test1("guard_nonnull_class", null), "guard 10 []");
  assert.is(test1("guard_subclass", rig.make("Leaf", 1, 2)), "void []");
  assert.is(test1("guard_gc_type", rig.make("Root", 1)), "void []");
  assert.is(test1("guard_gc_type", rig.make("Leaf", 1, 2)), "guard 10 []");
});

testAll("guards about the frame hold, an object is one, and guard_always_fails fails", (make) => {
  const rig = new Rig(make, "class Root x:i");
  const token = rig.loop(
    1,
    `
      [p0]
      p1 = force_token()
      guard_nonnull(p1, descr=<Guard0x10>) []
      guard_not_forced(descr=<Guard0x11>) []
      guard_not_forced_2(descr=<Guard0x12>) []
      guard_future_condition(descr=<Guard0x13>) []
      guard_is_object(p0, descr=<Guard0x14>) [p0]
      guard_always_fails(descr=<Guard0x15>) [p0]
      finish(descr=void)
    `,
  );
  assert.is(rig.tell(token, rig.make("Root", 1)), "guard 15 [{x=1}] 7");
  // The machine reads a class word there: whoever emits the guard knows that it is no null.
  if (rig.executor.name !== "machine") {
    assert.is(rig.tell(token, null), "guard 14 [null] 13");
  }
});

/** A loop whose call may make the program's own activation real; `force` does so. */
function forcingRig(make: MakeExecutor): Rig {
  const declarations = "class Holder token:r\ncall touch ri>i EF=6";
  return new Rig(make, declarations, {
    touch: (holder: { token: ForceToken }, n: number) => {
      if (n % 4 === 3) holder.token.force();
      return n * 2;
    },
  });
}

const FORCING = `
  [p0, i0, i1]
  label(p0, i0, i1, descr=TargetToken(1))
  p1 = force_token()
  setfield_gc(p0, p1, descr=Holder.token)
  i2 = int_mul(i0, 10)
  i3 = call_may_force_i(ConstClass(touch), p0, i0, descr=touch)
  guard_not_forced(descr=<Guard0x10>) [i2, i3, p0, None]
  guard_no_exception(descr=<Guard0x11>) []
  i4 = int_add(i0, 1)
  i5 = int_lt(i4, i1)
  guard_true(i5, descr=<Guard0x12>) [i4]
  jump(p0, i4, i1, descr=TargetToken(1))
`;

testAll("an activation that is forced in a call tells what its guard knows, and leaves", (make) => {
  const rig = forcingRig(make);
  const token = rig.loop(1, FORCING);
  const holder = rig.make("Holder", null);
  for (const start of [0, 1, 4, 0]) {
    rig.services.forced.length = 0;
    const exit = rig.run(token, holder, start, 100);
    const at = start < 4 ? 3 : 7;
    assert.is((exit.descr as GuardDescr).address, 0x10);
    assert.equal(exit.values, [10 * at, 2 * at, holder, null]);
    assert.is(rig.services.forced.length, 1);
    assert.is(exit.saved, rig.services.forced[0]);
    const { guard, values } = rig.services.forced[0] as (typeof rig.services.forced)[0];
    assert.is(guard, exit.descr);
    assert.equal([values[0], values[2]], [10 * at, holder]);
  }
  assert.is(rig.tell(token, holder, 0, 3).split(" ")[1], "12", "nobody forces 0, 1 and 2");
});

testAll("a frame can be forced when its activation has finished", (make) => {
  const rig = new Rig(make, "class Holder token:r");
  const token = rig.loop(
    1,
    `
      [p0, i0]
      p1 = force_token()
      setfield_gc(p0, p1, descr=Holder.token)
      i1 = int_add(i0, 1)
      guard_not_forced_2(descr=<Guard0x10>) [p0, i1]
      finish(i1, descr=int)
    `,
  );
  const holder = rig.make("Holder", null) as { token: ForceToken };
  rig.run(token, holder, 6);
  holder.token.force();
  assert.equal(
    rig.services.forced.map(({ values }) => values[1]),
    [7],
  );
});

testAll("guard_value tells floats by their bits", (make) => {
  const rig = new Rig(make);
  const token = rig.loop(
    1,
    "[f0]\nguard_value(f0, 0.0, descr=<Guard0x10>) [f0]\nfinish(descr=void)",
  );
  assert.is(rig.printExit(rig.run(token, 0)), "void []");
  assert.is(rig.printExit(rig.run(token, -0)), "guard 10 [-0]");
});

testAll("an object is made with its stores, whatever other objects stand between", (make) => {
  const rig = new Rig(make, "class Node value:i next:r flag:b\narray Items r");
  const token = rig.loop(
    1,
    `
      [i0]
      p1 = new_with_vtable(descr=Node)
      p2 = new_with_vtable(descr=Node)
      p3 = new_array_clear(2, descr=Items)
      setfield_gc(p2, i0, descr=Node.value)
      setarrayitem_gc(p3, 1, p2, descr=Items)
      setfield_gc(p1, 1, descr=Node.flag)
      setfield_gc(p1, p3, descr=Node.next)
      setfield_gc(p1, 8, descr=Node.value)
      setfield_gc(p1, 9, descr=Node.value)
      finish(p1, descr=ref)
    `,
  );
  const expected = "{value=9 next=[null, {value=5 next=null flag=false}] flag=true}";
  assert.is(rig.tell(token, 5), `ref [${expected}] 10`);
});

testAll("the tick limit stops a loop at the first jump that reaches it", (make) => {
  const rig = new Rig(make);
  const token = rig.loop(1, COUNT_UP);
  rig.services.tickLimit = 1001;
  assert.throws(
    () => rig.run(token, 0, 1_000_000),
    (error: unknown) => error instanceof TickLimit && error.ticks === 1004,
  );
});

testAll("a freed loop cannot be run, and its guard has no bridge any more", (make) => {
  const rig = new Rig(make);
  const token = rig.loop(1, COUNT_UP);
  rig.bridge("10", 1, "[i0, i1]\nfinish(i0, descr=int)");
  rig.executor.free(token);
  assert.throws(() => rig.run(token, 0, 1), /a loop that is run is installed/);
  assert.is(rig.guard("10").bridge, null);
});

testAll("an operation that no backend runs is refused when it is installed", (make) => {
  const rig = new Rig(make);
  assert.throws(
    () => rig.loop(1, "[p0]\ni1 = gc_load_i(p0, 0, 8)\nfinish(i1, descr=int)"),
    /gc_load/,
  );
});

test.run();
