/**
 * Every operation on integers and floats: its code runs on the real processor and must give what
 * the one table of meanings gives, for edge values and for random ones, with arguments in slots
 * and as constants, and as a condition that a guard uses at once.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { floatFromBits } from "../../base/float.ts";
import { intFromBigint } from "../../base/int.ts";
import { Prng } from "../../base/prng.ts";
import { EXECUTORS, execute } from "../../trace/execute.ts";
import type { OpName } from "../../trace/ops.ts";
import { OP_NAMES, OPS } from "../../trace/ops.ts";
import type { Const, Kind, RtValue, Value } from "../../trace/values.ts";
import { constOf, InputArg } from "../../trace/values.ts";
import { hasTool } from "../../x86/objdump.ts";
import { FLOAT_HANDLERS } from "./float-ops.ts";
import { INT_HANDLERS } from "./int-ops.ts";
import { ProcessorBench } from "./real-processor.ts";
import { finish, fromWord, guard, int, loopUnit, op, toWord } from "./test-units.ts";

const INTS = [
  ...[0n, 1n, -1n, 2n, -2n, 3n, 7n, 63n, 64n, 65n, 127n, -128n, 255n, 32767n, -32768n],
  ...[2n ** 31n, 2n ** 31n - 1n, -(2n ** 31n), -(2n ** 31n) - 1n, 2n ** 32n, 2n ** 32n - 1n],
  ...[2n ** 53n, 2n ** 53n - 1n, 2n ** 53n + 1n, -(2n ** 53n), -(2n ** 53n) - 1n],
  ...[2n ** 62n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 63n) + 1n],
].map(intFromBigint);

const FLOATS = [
  ...[0, -0, 1, -1, 0.5, -1.5, 2 ** 31, -(2 ** 31), 2 ** 53, 2 ** 53 + 2, 2 ** 63, -(2 ** 63)],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_VALUE],
  ...[Number.MIN_VALUE, -Number.MIN_VALUE, 2.2250738585072014e-308, 1e-320, 0.1, 3.5, 1e300],
  ...[2 ** 63 - 1024, 2 ** 64, 16777217, 3.4028235677973366e38, 1e-46],
];

const RANDOM_PAIRS = 250;

function randomInt(prng: Prng): RtValue {
  const bits = prng.nextBelow(64) + 1;
  return intFromBigint(BigInt.asIntN(bits, prng.nextWord()));
}

/** Half of them near in size, so that comparisons and sums are interesting. */
function randomFloat(prng: Prng): RtValue {
  if (prng.nextBelow(2) === 0) return floatFromBits(prng.nextWord());
  return (prng.nextBelow(2001) - 1000) / 8;
}

function randomValue(kind: Kind, prng: Prng): RtValue {
  return kind === "f" ? randomFloat(prng) : randomInt(prng);
}

function edgeValues(kind: Kind): readonly RtValue[] {
  return kind === "f" ? FLOATS : INTS;
}

/** Argument kinds of an operation as the values of this test have them. */
function kindsOf(name: OpName): Kind[] {
  return [...OPS[name].args].map((letter) => (letter === "f" ? "f" : "i"));
}

const TESTED: readonly OpName[] = OP_NAMES.filter((name) => {
  const isHere = INT_HANDLERS[name] !== undefined || FLOAT_HANDLERS[name] !== undefined;
  return isHere && EXECUTORS[name] !== undefined;
});

/** Argument lists: every pair of edge values, then random ones. */
function argumentLists(name: OpName, prng: Prng): RtValue[][] {
  const kinds = kindsOf(name);
  if (name === "int_signext") {
    const values = [...INTS, ...Array.from({ length: RANDOM_PAIRS }, () => randomInt(prng))];
    return values.flatMap((value) => [1, 2, 4].map((size) => [value, size]));
  }
  const edges = kinds.map(edgeValues);
  const pairs =
    kinds.length === 1
      ? edges[0]!.map((a) => [a])
      : edges[0]!.flatMap((a) => edges[1]!.map((b) => [a, b]));
  const random = Array.from({ length: RANDOM_PAIRS }, () => kinds.map((k) => randomValue(k, prng)));
  return [...pairs, ...random];
}

/** What is queued for the processor, and what must come out. */
class Expectations {
  readonly bench = new ProcessorBench();
  private readonly checks: (() => void)[] = [];
  private results: ReturnType<ProcessorBench["run"]>["results"] = [];

  /** Runs `entry` with the values; `expected` null means that the guard must fail. */
  add(text: string, entry: number, words: bigint[], kind: Kind, expected: RtValue): void {
    const at = this.bench.addRun({ entry, slots: words, slotsOut: 1 });
    this.checks.push(() => {
      const { descr, slots } = this.results[at]!;
      const { guard: guards } = this.bench.layout;
      const failed = descr >= guards.base && descr < guards.base + guards.size;
      const found = failed ? null : fromWord(kind, slots[0]!);
      if (!Object.is(found, expected)) assert.unreachable(`${text}: ${found}, not ${expected}`);
    });
  }

  check(): number {
    this.results = this.bench.run().results;
    for (const check of this.checks) check();
    return this.checks.length;
  }
}

/** Assembles `result = name(args)`, its guard if it can overflow, and a finish. */
function assembleOne(
  bench: ProcessorBench,
  name: OpName,
  inputs: InputArg[],
  args: Value[],
): number {
  const operation = op(name, args);
  const guards = OPS[name].isOvf ? [guard("guard_no_overflow", [], [])] : [];
  const unit = loopUnit(inputs, [operation, ...guards, finish(operation)]);
  assert.ok(bench.assembler.assemble(unit) !== null);
  return bench.assembler.getEntry(unit.token);
}

function expectedOf(name: OpName, values: readonly RtValue[]): RtValue {
  return execute(name, null, values);
}

test("operations give what the table of meanings gives, arguments in slots", () => {
  if (!hasTool("gcc")) return;
  const all = new Expectations();
  const prng = new Prng(2);
  for (const name of TESTED.filter((one) => one !== "int_signext")) {
    const kinds = kindsOf(name);
    const inputs = kinds.map((kind) => new InputArg(kind));
    const entry = assembleOne(all.bench, name, inputs, [...inputs]);
    for (const values of argumentLists(name, prng)) {
      const words = values.map((value, k) => toWord(kinds[k]!, value));
      const kind = OPS[name].result as Kind;
      all.add(`${name}(${values})`, entry, words, kind, expectedOf(name, values));
    }
  }
  const count = all.check();
  assert.ok(count > 40_000, `${count} runs`);
});

test("operations give the same when an argument is a constant", () => {
  if (!hasTool("gcc")) return;
  const all = new Expectations();
  const prng = new Prng(3);
  for (const name of TESTED) {
    const kinds = kindsOf(name);
    const lists = argumentLists(name, prng);
    for (let k = 0; k < 120; k++) {
      const values = lists[prng.nextBelow(lists.length)]!;
      const constants = values.map((value, i) => constOf(kinds[i]!, value));
      for (const at of name === "int_signext" ? [1] : kinds.keys()) {
        addWithConstant(all, name, kinds, values, constants, at);
      }
    }
  }
  const count = all.check();
  assert.ok(count > 8_000, `${count} runs`);
});

/** One unit whose argument `at` is a constant and whose other one is an input. */
function addWithConstant(
  all: Expectations,
  name: OpName,
  kinds: readonly Kind[],
  values: readonly RtValue[],
  constants: readonly Const[],
  at: number,
): void {
  const inputs = kinds.map((kind) => new InputArg(kind));
  const args = inputs.map((input, i): Value => (i === at ? constants[i]! : input));
  const entry = assembleOne(all.bench, name, inputs, args);
  const words = values.map((value, i) => toWord(kinds[i]!, value));
  const kind = OPS[name].result as Kind;
  all.add(`${name}(${values}) const ${at}`, entry, words, kind, expectedOf(name, values));
}

test("comparisons decide the guard right behind them without a result of their own", () => {
  if (!hasTool("gcc")) return;
  const all = new Expectations();
  const prng = new Prng(4);
  for (const name of TESTED.filter((one) => OPS[one].isBool)) {
    const kinds = kindsOf(name);
    for (const test of ["guard_true", "guard_false"] as const) {
      const inputs = kinds.map((kind) => new InputArg(kind));
      const condition = op(name, [...inputs]);
      const unit = loopUnit(inputs, [condition, guard(test, [condition], []), finish(int(7))]);
      all.bench.assembler.assemble(unit);
      const entry = all.bench.assembler.getEntry(unit.token);
      for (const values of argumentLists(name, prng)) {
        const words = values.map((value, k) => toWord(kinds[k]!, value));
        const passes = (expectedOf(name, values) !== 0) === (test === "guard_true");
        all.add(`${test} ${name}(${values})`, entry, words, "i", passes ? 7 : null);
      }
    }
  }
  const count = all.check();
  assert.ok(count > 30_000, `${count} runs`);
});

test.run();
