import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Int } from "../../base/int.ts";
import * as I from "../../base/int.ts";
import { execute } from "../../trace/execute.ts";
import type { RtValue, Trace, Value } from "../../trace/values.ts";
import { magicNumbers } from "./division.ts";
import { optimizeFinishTrace } from "../optimize.ts";
import { parseTraceFile } from "../trace-file.ts";
import { makeFileContext } from "../trace-settings.ts";

const SEED = 20261122;

/** Operations without control flow, run on one argument. */
function run(trace: Trace, input: RtValue): RtValue {
  const values = new Map<Value, RtValue>([[trace.inputargs[0] as Value, input]]);
  const read = (value: Value) => (value.isConst ? value.value : (values.get(value) as RtValue));
  for (const op of trace.ops) {
    const args = op.args.map(read);
    if (op.opname === "finish") return args[0] as RtValue;
    values.set(op, execute(op.opname, op.descr, args as RtValue[]));
  }
  throw new TypeError("the trace does not finish");
}

function optimized(name: "py_div" | "py_mod", divisor: bigint): Trace {
  const file = parseTraceFile(
    `call ${name} ii>i EF=0 OS=int.${name}
mode finish
---
[i0]
i1 = call_pure_i(ConstClass(${name}), i0, ${divisor}, descr=${name})
finish(i1)`,
  );
  return optimizeFinishTrace(file.inputs[0] as Trace, makeFileContext(file));
}

const dividend = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 0n, -1n, 1n),
);
const divisor = fc.oneof(
  fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 1n, max: 100n }),
  fc.integer({ min: 0, max: 62 }).map((power) => 1n << BigInt(power)),
  fc.integer({ min: 1, max: 62 }).map((power) => (1n << BigInt(power)) + 1n),
  fc.integer({ min: 2, max: 62 }).map((power) => (1n << BigInt(power)) - 1n),
);

test("division and modulo by constants give what the calls give, and call nothing", () => {
  const property = fc.property(
    divisor,
    fc.array(dividend, { minLength: 4, maxLength: 8 }),
    (d, xs) => {
      const quotient = optimized("py_div", d);
      const remainder = optimized("py_mod", d);
      for (const { opname } of [...quotient.ops, ...remainder.ops])
        assert.not.match(opname, "call");
      const by: Int = I.intFromBigint(d);
      for (const wide of xs) {
        const x = I.intFromBigint(wide);
        assert.is(run(quotient, x), I.int_py_div(x, by), `${x} // ${d}`);
        assert.is(run(remainder, x), I.int_py_mod(x, by), `${x} % ${d}`);
      }
    },
  );
  fc.assert(property, { seed: SEED, numRuns: 150 });
});

test("the multiplier of 7 is that of pypy3", () => {
  assert.equal(magicNumbers(7n), { multiplier: -7905747460161236406n, shift: 2 });
});

test.run();
