/**
 * Random terminating programs for the tiny guest: counted loops, branches, calls, recursion to a
 * counted depth. Values may leave 64 bits, which ends a program in an exception.
 *
 * A piece of program is the list of its lines; a value of an arbitrary is made of such pieces only,
 * so a failing program shrinks by fast-check's own means.
 */

import * as fc from "fast-check";

type Lines = readonly string[];

/** Locals of every function: the first are its parameters, the last count its loops. */
const VARIABLE_COUNT = 4;
const LOOP_DEPTH_MAX = 3;
const LOCAL_COUNT = VARIABLE_COUNT + LOOP_DEPTH_MAX;
const FUNCTION_COUNT = 3;
const STACK_SIZE = 8;

const CONSTANTS = [0, 1, 2, 3, 7, -1, -5, 100, 2 ** 31 - 1, -(2 ** 31), 2 ** 52 + 3];

interface Place {
  /** Functions that may be called from here: this number and all above. */
  readonly firstCallee: number;
  /** Loops that may still be nested inside. */
  readonly loops: number;
}

const variable = fc.nat(VARIABLE_COUNT - 1);
const constant = fc.constantFrom(...CONSTANTS);

function expression(place: Place, depth: number): fc.Arbitrary<Lines> {
  const leaf: fc.Arbitrary<Lines> = fc.oneof(
    variable.map((index) => [`load ${index}`]),
    constant.map((value) => [`push ${value}`]),
  );
  if (depth === 0) return leaf;
  const inner = expression(place, depth - 1);
  const binary = fc
    .tuple(inner, inner, fc.constantFrom("add", "sub", "sub", "lt", "add", "gcd"))
    .map(([a, b, op]) => [...a, ...b, op]);
  const times = fc
    .tuple(inner, fc.constantFrom(-1, 2, 3, 3, 65536))
    .map(([a, factor]) => [...a, `push ${factor}`, "mul"]);
  const choices = [leaf, binary, times];
  if (place.firstCallee < FUNCTION_COUNT) choices.push(call(place, inner));
  return fc.oneof(...choices);
}

function call(place: Place, argument: fc.Arbitrary<Lines>): fc.Arbitrary<Lines> {
  const callee = fc.integer({ min: place.firstCallee, max: FUNCTION_COUNT - 1 });
  return fc
    .tuple(callee, fc.nat(3), argument)
    .map(([index, depth, value]) => [`push ${depth}`, ...value, `call f${index}`]);
}

function statement(place: Place): fc.Arbitrary<Lines> {
  const value = expression(place, 2);
  const assign = fc.tuple(value, variable).map(([lines, index]) => [...lines, `store ${index}`]);
  const reset = fc
    .tuple(variable, constant)
    .map(([index, limit]) => branch([`push 1000000`, `load ${index}`, "lt"], store(limit, index)));
  const print = variable.map((index) => [`load ${index}`, "print"]);
  const choices = [
    { arbitrary: assign, weight: 5 },
    { arbitrary: reset, weight: 2 },
    { arbitrary: print, weight: 1 },
  ];
  if (place.loops > 0) {
    const inner = { ...place, loops: place.loops - 1 };
    choices.push({ arbitrary: choice(value, block(inner)), weight: 2 });
    choices.push({ arbitrary: loop(inner, fc.integer({ min: 2, max: 4 })), weight: 2 });
  }
  return fc.oneof(...choices);
}

function store(value: number, index: number): Lines {
  return [`push ${value}`, `store ${index}`];
}

/** Labels are made unique when the program is put together: `@` stands for a number. */
function branch(condition: Lines, then: Lines, otherwise: Lines = []): Lines {
  return [...condition, "jump_if then@", ...otherwise, "jump end@", "then@:", ...then, "end@:"].map(
    freshLabels(),
  );
}

function loopLines(counter: number, count: number, body: Lines): Lines {
  return [
    `push ${count}`,
    `store ${counter}`,
    "again@:",
    ...body,
    `load ${counter}`,
    "push -1",
    "add",
    `store ${counter}`,
    "push 0",
    `load ${counter}`,
    "lt",
    "jump_if again@",
  ].map(freshLabels());
}

/** Marks this piece's own labels, so that pieces inside of it keep theirs. */
function freshLabels(): (line: string) => string {
  return (line) => line.replace(/@(?!\d)/, "@0").replace(/@(\d+)/, (_, n) => `@${Number(n) + 1}`);
}

function choice(condition: fc.Arbitrary<Lines>, body: fc.Arbitrary<Lines>): fc.Arbitrary<Lines> {
  return fc
    .tuple(condition, body, body)
    .map(([test, then, otherwise]) => branch(test, then, otherwise));
}

function loop(inside: Place, count: fc.Arbitrary<number>): fc.Arbitrary<Lines> {
  const counter = VARIABLE_COUNT + inside.loops;
  return fc.tuple(count, block(inside)).map(([times, body]) => loopLines(counter, times, body));
}

function block(place: Place): fc.Arbitrary<Lines> {
  return fc.array(statement(place), { minLength: 1, maxLength: 4 }).map((parts) => parts.flat());
}

/** `fN depth value`: works, and calls itself until the depth is used up. */
function functionText(index: number): fc.Arbitrary<Lines> {
  const place = { firstCallee: index + 1, loops: 1 };
  return fc.tuple(block(place), expression(place, 1), fc.boolean()).map(([body, value, again]) => {
    const recur = ["load 0", "push -1", "add", ...value, `call f${index}`, "store 2"];
    const guarded = branch(["push 0", "load 0", "lt"], again ? recur : ["load 2", "store 2"]);
    const reset = branch(["push 100000", "load 1", "lt"], store(1, 1));
    return [
      `def f${index} 2 ${LOCAL_COUNT} ${STACK_SIZE}`,
      ...reset,
      ...keepDepth(body),
      ...guarded,
      "load 2",
      "return",
    ];
  });
}

/** The depth stands in local 0, which the function's body leaves alone. */
function keepDepth(body: Lines): Lines {
  return body.map((line) => (line === "store 0" ? "store 3" : line));
}

function main(): fc.Arbitrary<Lines> {
  const place = { firstCallee: 0, loops: LOOP_DEPTH_MAX - 1 };
  const count = fc.constantFrom(8, 30, 50);
  return loop(place, count).map((body) => [
    `def main 0 ${LOCAL_COUNT} ${STACK_SIZE}`,
    ...body,
    ...[0, 1, 2, 3].flatMap((index) => [`load ${index}`, "print"]),
    "load 0",
    "return",
  ]);
}

/** Gives every label its number: the labels of one level follow each other in the text. */
function numberLabels(lines: Lines): Lines {
  const counts = new Map<string, number>();
  const open: { level: string; number: number }[] = [];
  return lines.map((line) => {
    const level = /@(\d+)/.exec(line)?.[1];
    if (level === undefined) return line;
    const isStart = /^jump_if then@|^again@/.test(line);
    if (isStart) {
      counts.set(level, (counts.get(level) ?? 0) + 1);
      open.push({ level, number: counts.get(level) as number });
    }
    const own = open.findLast((one) => one.level === level);
    const text = line.replace(/@\d+/, `_${level}_${own?.number}`);
    if (/^end@/.test(line)) open.splice(open.indexOf(own as (typeof open)[number]), 1);
    return text;
  });
}

/** The text of a random program. */
export const tinyProgram: fc.Arbitrary<string> = fc
  .tuple(main(), ...Array.from({ length: FUNCTION_COUNT }, (_, index) => functionText(index)))
  .map((parts) => parts.map((part) => `${numberLabels(part).join("\n")}\n`).join("\n"));
