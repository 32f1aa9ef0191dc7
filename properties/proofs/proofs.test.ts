import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { intFromBigint } from "../../sim/base/int.ts";
import type { Int } from "../../sim/base/int.ts";
import { parseRule } from "../../sim/optimizer/ints/rule-text.ts";
import type { Term } from "../../sim/optimizer/ints/rule-text.ts";
import { EXECUTORS } from "../../sim/trace/execute.ts";
import type { OpName } from "../../sim/trace/ops.ts";
import { integerRules, ruleObligation } from "./obligations.ts";
import { settle } from "./prove.ts";
import { findCounterexample } from "./rule-statements.ts";
import { openProver } from "./solver.ts";
import { OPERATIONS, wordValue } from "./words.ts";

const SEED = 20261127;

/** Rules that are wrong, each in a way of its own. */
const WRONG: Readonly<Record<string, string>> = {
  "a sign": "int_sub(0, x) → x",
  "a constant": "int_xor(x, x) → 1",
  "a condition that is missing": "int_and(x, C) → x if x <= low_mask(C)",
  "a bound that is off by one": "int_lt(x, y) → 1 if x <= y",
  "a shift": "int_mul(x, C) → int_lshift(x, C) if is_power_of_two(C)",
  "an overflow": "int_sub_ovf(x, y) → int_sub(x, y)",
  "an order": "r = int_sub(x, y) ⇒ int_sub(y, r) = x",
  "a chain": "int_add(int_add(x, C), D) → int_add(x, int_sub(C, D))",
  "a shift that loses bits": "r = int_mul(x, y) ⇒ int_rshift(r, y) = x",
};

const wrongRules = Object.entries(WRONG).map(([name, text]) => parseRule(name, text));

/** Chains have three names: too many for all of their 8-bit values. */
const bitsFor = (name: string): number => (name.includes("chain") ? 4 : 8);

test("every integer rule is right for all values of 8 bits", () => {
  for (const rule of integerRules()) {
    assert.is(findCounterexample(rule, bitsFor(rule.name)), null, rule.name);
  }
});

test("wrong rules have counterexamples among the values of 8 bits", () => {
  for (const rule of wrongRules) {
    assert.is.not(findCounterexample(rule, bitsFor(rule.name)), null, rule.name);
  }
});

test("wrong rules are disproved, with a counterexample; a right one is proved", async () => {
  const prover = await openProver();
  const limit = 60_000;
  for (const rule of wrongRules) {
    const { result, counterexample } = await settle(prover, ruleObligation(rule), limit);
    assert.is(result, "disproved", rule.name);
    assert.type(counterexample, "string", rule.name);
  }
  const right = parseRule("right", "int_sub(int_add(x, y), y) → x");
  assert.is((await settle(prover, ruleObligation(right), limit)).result, "proved");
  prover.close();
});

test("the words of proofs do at 64 bits what operations do", () => {
  const word = fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -70n, max: 70n }),
  );
  const names = Object.keys(OPERATIONS).filter((name) => name !== "int_signext");
  const property = fc.property(fc.constantFrom(...names), word, word, (name, a, b) => {
    const args: Term[] = [a, b].map((value) => ({ kind: "number", value }));
    const known = wordValue({ kind: "operation", name, args }, new Map(), 64);
    const result = EXECUTORS[name as OpName]?.([intFromBigint(a), intFromBigint(b)], null);
    // Null is an overflow, of which only the exact result knows.
    return result === null || BigInt(result as Int) === known;
  });
  fc.assert(property, { seed: SEED, numRuns: 3000 });
});

test.run();
