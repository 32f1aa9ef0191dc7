/** Operations on strings give the same under both executors. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { LowString } from "../trace/low-string.ts";
import { HostExecutor } from "./host/host.ts";
import { RigMachine } from "./machine/rig-machine.ts";
import { OracleExecutor } from "./oracle/oracle.ts";
import { Rig } from "./test-rig.ts";

/** `str` operations, and the same on unicode strings. */
const KINDS = ["str", "unicode"] as const;

function inKind(text: string, kind: "str" | "unicode"): string {
  return kind === "str" ? text : text.replaceAll("str", "unicode").replaceAll('s"', 'u"');
}

for (const kind of KINDS) {
  for (const [name, make] of [
    ["oracle", (services) => new OracleExecutor(services)],
    ["host", (services) => new HostExecutor(services)],
    ["machine", (services) => new RigMachine(services)],
  ] as [string, ConstructorParameters<typeof Rig>[0]][]) {
    const run = (text: string, ...args: (number | object)[]) =>
      runOnce(new Rig(make), inKind(text, kind), args);

    test(`${name}: a ${kind} is made, filled, measured and read`, () => {
      const told = run(
        `
          [i0]
          p1 = newstr(i0)
          strsetitem(p1, 0, 104)
          strsetitem(p1, 2, i0)
          i2 = strlen(p1)
          i3 = strgetitem(p1, 0)
          i4 = strgetitem(p1, 1)
          i5 = strgetitem(p1, 2)
          i6 = strgetitem(s"xyz", 1)
          guard_always_fails(descr=<Guard0x10>) [i2, i3, i4, i5, i6, p1]
          finish(descr=void)
        `,
        3,
      );
      assert.equal(told.slice(0, 5), [3, 104, 0, 3, 121]);
      assert.equal((told[5] as LowString).chars, [104, 0, 3]);
      assert.is((told[5] as LowString).isUnicode, kind === "unicode");
    });

    test(`${name}: parts of a ${kind} are copied`, () => {
      const source = LowString.of("hello", kind === "unicode");
      const [copy] = run(
        `
          [p0, i1]
          p2 = newstr(4)
          copystrcontent(p0, p2, 1, i1, 2)
          guard_always_fails(descr=<Guard0x10>) [p2]
          finish(descr=void)
        `,
        source,
        2,
      );
      assert.equal((copy as LowString).chars, [0, 0, 101, 108]);
    });

    test(`${name}: a ${kind} is hashed as RPython does`, () => {
      const hashes = run(
        `
          []
          i1 = strhash(s"")
          i2 = strhash(s"abc")
          guard_always_fails(descr=<Guard0x10>) [i1, i2]
          finish(descr=void)
        `,
      );
      assert.equal(hashes, [-1, 1453079729188098211n]);
    });
  }
}

function runOnce(rig: Rig, text: string, args: (number | object)[]): readonly unknown[] {
  return rig.run(rig.loop(1, text), ...args).values;
}

test.run();
