/**
 * Random Python expressions as text. Numbers are integers, small and huge, or floats: which of them
 * a variable holds changes while a program runs. Every expression of a *place* can be evaluated
 * there; some raise, and statements catch that.
 */

import * as fc from "fast-check";
import { featureNumbers } from "./python-feature-numbers.ts";

/** What can be named where an expression stands. */
export interface Place {
  /** Variables that hold a number. */
  readonly numbers: readonly string[];
  /** Whether the text `s`, list `xs`, dictionary `d` and object `box` are there. */
  readonly hasObjects: boolean;
  /** Functions of two numbers that may be called. */
  readonly functions: readonly string[];
}

type Text = fc.Arbitrary<string>;

/** Where machine integers, safe doubles and 64 bits end. */
const EDGES = [
  "2147483647",
  "-2147483648",
  "4294967296",
  "9007199254740991",
  "-9007199254740993",
  "9223372036854775807",
  "-9223372036854775808",
  "18446744073709551629",
  "100000000000000000000",
];

const smallInteger = fc.integer({ min: -9, max: 30 }).map(String);
const float = fc.constantFrom("0.5", "-1.25", "3.0", "1e10", "-0.0", "0.1", "1e-7");

const constant: Text = fc.oneof(
  { arbitrary: smallInteger, weight: 8 },
  { arbitrary: float, weight: 2 },
  { arbitrary: fc.constantFrom(...EDGES), weight: 2 },
);

/** A number. */
export function number(place: Place, depth: number): Text {
  const variable = fc.constantFrom(...place.numbers);
  if (depth === 0) {
    return fc.oneof({ arbitrary: variable, weight: 3 }, { arbitrary: constant, weight: 1 });
  }
  const inner = number(place, depth - 1);
  const integer = wholeNumber(place, depth - 1);
  return fc.oneof(
    { arbitrary: variable, weight: 4 },
    { arbitrary: binary(inner), weight: 6 },
    { arbitrary: divided(inner), weight: 2 },
    { arbitrary: integer, weight: 3 },
    { arbitrary: fc.tuple(condition(place, 0), inner, inner).map(chosen), weight: 1 },
    { arbitrary: named(place, inner), weight: 3 },
  );
}

function chosen([test, a, b]: [string, string, string]): string {
  return `(${a} if ${test} else ${b})`;
}

function binary(inner: Text): Text {
  return fc
    .tuple(inner, fc.constantFrom("+", "-", "+", "-", "*"), inner)
    .map(([a, op, b]) => `(${a} ${op} ${b})`);
}

/** Division by a constant, or by what may be zero. */
function divided(inner: Text): Text {
  const divisor = fc.oneof(
    { arbitrary: fc.constantFrom("3", "7", "-4", "16", "2.5", "1000003"), weight: 5 },
    { arbitrary: inner, weight: 1 },
  );
  return fc
    .tuple(inner, fc.constantFrom("//", "%", "/"), divisor)
    .map(([a, op, b]) => `(${a} ${op} ${b})`);
}

/** An integer, whatever the variables hold; a float that is no number raises. */
function wholeNumber(place: Place, depth: number): Text {
  const inner = number(place, depth === 0 ? 0 : depth - 1).map((text) => `int(${text})`);
  const shift = fc
    .tuple(inner, fc.constantFrom("<<", ">>"), fc.integer({ min: 0, max: 40 }))
    .map(([a, op, by]) => `(${a} ${op} ${by})`);
  const bits = fc
    .tuple(inner, fc.constantFrom("&", "|", "^"), fc.oneof(inner, fc.constantFrom("255", "0xFFFF")))
    .map(([a, op, b]) => `(${a} ${op} ${b})`);
  return fc.oneof(
    shift,
    bits,
    inner.map((text) => `(~${text})`),
  );
}

/** Calls, attributes, items, lengths. */
function named(place: Place, inner: Text): Text {
  const choices: Text[] = [
    inner.map((text) => `abs(${text})`),
    inner.map((text) => `(-${text})`),
    fc.tuple(inner, inner).map(([a, b]) => `min(${a}, ${b})`),
    fc.tuple(inner, inner).map(([a, b]) => `max(${a}, ${b})`),
  ];
  if (place.functions.length > 0) {
    const call = fc.tuple(fc.constantFrom(...place.functions), inner, inner);
    choices.push(call.map(([f, a, b]) => `${f}(${a}, ${b})`));
    choices.push(call.map(([f, a, b]) => `${f}(${a}, y=${b})`));
  }
  if (place.hasObjects) {
    choices.push(...objectNumbers(inner), fc.oneof(...featureNumbers(inner)));
  }
  return fc.oneof(...choices);
}

function objectNumbers(inner: Text): Text[] {
  return [
    fc.constantFrom("box.v", "box.w", "box.limit", "len(xs)", "len(s)", "sum(xs)"),
    inner.map((text) => `box.bump(${text})`),
    inner.map((text) => `box.total(${text})`),
    inner.map((text) => `xs[int(${text}) % 5]`),
    fc.integer({ min: -6, max: 6 }).map((index) => `xs[${index}]`),
    fc.integer({ min: 0, max: 9 }).map((key) => `d.get(${key}, 1)`),
    fc.integer({ min: 0, max: 3 }).map((key) => `d[${key}]`),
  ];
}

/** A truth value. */
export function condition(place: Place, depth: number): Text {
  const inner = number(place, depth);
  const comparison = fc
    .tuple(inner, fc.constantFrom("<", "<=", "==", "!=", ">", ">="), inner)
    .map(([a, op, b]) => `${a} ${op} ${b}`);
  const remainder = fc
    .tuple(fc.constantFrom(...place.numbers), fc.constantFrom(2, 3, 7, 13, 29))
    .map(([name, by]) => `${name} % ${by} == 1`);
  const kind = fc
    .tuple(fc.constantFrom(...place.numbers), fc.constantFrom("int", "float"))
    .map(([name, type]) => `isinstance(${name}, ${type})`);
  const choices = [comparison, remainder, kind, comparison.map((text) => `not ${text}`)];
  if (place.hasObjects) choices.push(fc.constantFrom("s", "'b' in s", "3 in d", "1 in xs"));
  return fc.oneof(...choices);
}
