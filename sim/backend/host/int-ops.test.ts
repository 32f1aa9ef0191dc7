import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { EXECUTORS } from "../../trace/execute.ts";
import type { OpName } from "../../trace/ops.ts";
import { OPS } from "../../trace/ops.ts";
import * as I from "../../base/int.ts";
import type { Int } from "../../base/int.ts";
import type { Float } from "../../base/float.ts";
import type { RtValue } from "../../trace/values.ts";
import { Rig } from "../test-rig.ts";
import { HostExecutor } from "./host.ts";

const SEED = 20261122;

const DECLARATIONS = `
  call mod ii>i EF=0 OS=int.py_mod
  call div ii>i EF=0 OS=int.py_div
`;
const FUNCTIONS = { mod: I.int_py_mod, div: I.int_py_div };

/** Values around every limit of a representation, of the machine word, and of a shift count. */
function edges(): Int[] {
  const found = new Set<Int>();
  for (const power of [0n, 1n, 5n, 6n, 30n, 31n, 32n, 51n, 52n, 53n, 61n, 62n, 63n]) {
    for (const delta of [-2n, -1n, 0n, 1n, 2n]) {
      found.add(I.intFromBigint(2n ** power + delta));
      found.add(I.intFromBigint(-(2n ** power) + delta));
    }
  }
  return [...found];
}

const EDGES = edges();
/** Edges by representation: int32, safe, any; a few of each. */
const CLASSES: readonly Int[][] = [
  EDGES.filter((value) => typeof value === "number" && Math.abs(value) <= 2 ** 31),
  EDGES.filter((value) => typeof value === "number" && Math.abs(value) > 2 ** 31),
  EDGES.filter((value) => typeof value === "bigint"),
];

const PURE: readonly OpName[] = (Object.keys(EXECUTORS) as OpName[]).filter(
  (name) => /^(int|uint)_/.test(name) && OPS[name].args.startsWith("i"),
);
const UNARY = PURE.filter((name) => OPS[name].arity === 1);
const BINARY = PURE.filter((name) => OPS[name].arity === 2 && name !== "int_signext");
const DIVISIONS = ["div", "mod"];

function operandText(value: Int | null, box: string): string {
  return value === null ? box : String(value);
}

/** One operation in host code; an argument given here is a constant of the trace. */
class OneOperation {
  private readonly rig: Rig;
  private readonly token;
  private readonly name: string;

  constructor(name: string, first: Int | null, second: Int | null) {
    this.name = name;
    const args = `${operandText(first, "i0")}, ${operandText(second, "i1")}`;
    const isUnary = OPS[name as OpName]?.arity === 1;
    let text = `i2 = ${name}(${isUnary ? operandText(first, "i0") : args})`;
    if (DIVISIONS.includes(name)) {
      text = `i2 = call_i(ConstClass(${name}), ${args}, descr=${name})`;
    }
    const guard = name.endsWith("_ovf") ? "guard_no_overflow(descr=<Guard0x10>) []\n" : "";
    this.rig = new Rig((services) => new HostExecutor(services), DECLARATIONS, FUNCTIONS);
    this.token = this.rig.loop(1, `[i0, i1]\n${text}\n${guard}finish(i2, descr=int)`);
  }

  /** The result in host code, null for an overflow; and that it took the right time. */
  check(a: Int, b: Int): void {
    const { clock } = this.rig.services;
    const before = clock.ticks;
    const exit = this.rig.run(this.token, a, b);
    const actual = exit.descr.descrKind === "guard" ? null : (exit.values[0] as RtValue);
    const expected = meaning(this.name, a, b);
    const message = () => `${this.name}(${a}, ${b}) is ${String(actual)}, not ${String(expected)}`;
    if (!Object.is(actual, expected)) throw new Error(message());
    const opCount = (this.name.endsWith("_ovf") ? 3 : 2) - (actual === null ? 1 : 0);
    assert.is(clock.ticks - before, opCount);
  }
}

function meaning(name: string, a: Int, b: Int): RtValue {
  if (name === "div") return I.int_py_div(a, b);
  if (name === "mod") return I.int_py_mod(a, b);
  return EXECUTORS[name as OpName]?.([a, b], null) as RtValue;
}

function isDefined(name: string, a: Int, b: Int): boolean {
  return !DIVISIONS.includes(name) || (b !== 0 && !(b === -1 && a === I.INT_MIN));
}

/** Every third edge from the start on: all are used with some partner. */
function sample(values: readonly Int[], start: number, step: number): Int[] {
  return values.filter((_, index) => index % step === start % step);
}

test("binary operations on boxes agree with execute in every representation", () => {
  for (const name of [...BINARY, ...DIVISIONS]) {
    for (const left of CLASSES) {
      for (const right of CLASSES) {
        const operation = new OneOperation(name, null, null);
        left.forEach((a, index) => {
          for (const b of sample(right, index, 3)) {
            if (isDefined(name, a, b)) operation.check(a, b);
          }
        });
      }
    }
  }
});

test("binary operations with a constant agree with execute", () => {
  for (const name of [...BINARY, ...DIVISIONS]) {
    sample(EDGES, 0, 2).forEach((constant, index) => {
      const right = new OneOperation(name, null, constant);
      const left = new OneOperation(name, constant, null);
      for (const value of sample(EDGES, index, 4)) {
        if (isDefined(name, value, constant)) right.check(value, constant);
        if (isDefined(name, constant, value)) left.check(constant, value);
      }
    });
  }
});

test("shifts by each constant count agree with execute", () => {
  for (const name of ["int_lshift", "int_rshift", "uint_rshift"]) {
    for (let count = 0; count < 64; count++) {
      const operation = new OneOperation(name, null, count);
      for (const value of EDGES) operation.check(value, count);
    }
  }
});

test("the high word of a small number times any constant agrees with execute", () => {
  const small = [0, 1, 2, 3, 6, 7, 8, 2 ** 21, 2 ** 22 - 1, 2 ** 30, 2 ** 31 - 2, 2 ** 31 - 1];
  const word = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
  const numbers = fc.array(fc.nat({ max: 2 ** 31 - 1 }), { minLength: 20, maxLength: 20 });
  const checkAll = (multiplier: Int, values: readonly number[]) => {
    const operation = new OneOperation("uint_mul_high", null, multiplier);
    for (const value of [...small, ...values]) operation.check(value, multiplier);
  };
  for (const multiplier of EDGES) checkAll(multiplier, []);
  for (let divisor = 3n; divisor < 200n; divisor += 2n) {
    const multiples = small.map((n) => n - (n % Number(divisor)));
    const magic = I.intFromBigint(BigInt.asIntN(64, 2n ** 70n / divisor + 1n));
    checkAll(magic, [...multiples, ...multiples.filter((n) => n > 0).map((n) => n - 1)]);
  }
  fc.assert(
    fc.property(word, numbers, (wide, values) => checkAll(I.intFromBigint(wide), values)),
    { seed: SEED, numRuns: 500 },
  );
});

test("unary operations and sign extensions agree with execute", () => {
  for (const values of [...CLASSES, EDGES]) {
    for (const name of UNARY) {
      const operation = new OneOperation(name, null, null);
      for (const value of values) operation.check(value, 0);
    }
    for (const bytes of [1, 2, 4]) {
      const operation = new OneOperation("int_signext", null, bytes);
      for (const value of values) operation.check(value, bytes);
    }
  }
});

/** A pair whose result under some operation is next to a limit. */
const boundaryPair = fc
  .tuple(
    fc.constantFrom(31n, 53n, 63n),
    fc.bigInt({ min: -3n, max: 3n }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.constantFrom(1n, 2n ** 10n, 2n ** 31n, 2n ** 40n),
    fc.boolean(),
    fc.constantFrom("sum", "difference", "product"),
  )
  .map(([power, delta, raw, divisor, isNegative, shape]): [Int, Int] => {
    const limit = (isNegative ? -1n : 1n) * 2n ** power + delta;
    const other = raw / divisor;
    if (shape === "sum") return [I.intFromBigint(limit - other), I.intFromBigint(other)];
    if (shape === "difference") return [I.intFromBigint(limit + other), I.intFromBigint(other)];
    const factor = other % 2n ** 20n || 3n;
    return [I.intFromBigint(limit / factor), I.intFromBigint(factor)];
  });

test("fresh code agrees with execute at every boundary", () => {
  const operations = [...BINARY, ...DIVISIONS];
  fc.assert(
    fc.property(fc.constantFrom(...operations), boundaryPair, (name, [a, b]) => {
      if (isDefined(name, a, b)) new OneOperation(name, null, null).check(a, b);
    }),
    { seed: SEED, numRuns: 3000 },
  );
});

const FLOAT_NAMES: readonly OpName[] = (Object.keys(EXECUTORS) as OpName[]).filter(
  (name) => /^(float|cast|convert)_/.test(name) && OPS[name].result !== "r",
);
const FLOAT_EDGES = [
  0,
  -0,
  0.5,
  -0.5,
  1,
  -1.5,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  -(2 ** 53),
  2 ** 63,
  -(2 ** 63),
  2 ** 63 - 1024,
  1e300,
  5e-324,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

test("float operations and conversions agree with execute, zeros and NaN included", () => {
  for (const name of FLOAT_NAMES) {
    const { args, result } = OPS[name];
    const boxes = [...args].map((kind, index) => `${kind}${index}`).join(", ");
    const outcome = result === "f" ? "float" : "int";
    const inputs = args[0] === "f" ? (FLOAT_EDGES as Float[]) : EDGES;
    for (const first of inputs) {
      const rig = new Rig((services) => new HostExecutor(services));
      const operation = `${result}9 = ${name}(${boxes})`;
      const text = `[${boxes}]\n${operation}\nfinish(${result}9, descr=${outcome})`;
      const token = rig.loop(1, text);
      for (const second of args.length > 1 ? FLOAT_EDGES : [0]) {
        const given: RtValue[] = args.length > 1 ? [first, second] : [first];
        const [actual] = rig.run(token, ...given).values;
        const expected = EXECUTORS[name]?.(given, null);
        assert.ok(Object.is(actual, expected), `${name}(${given}) is ${actual}, not ${expected}`);
      }
    }
  }
});

test.run();
