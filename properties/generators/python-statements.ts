/**
 * Random Python statements as lines. Loops are counted by variables that nothing else assigns, and
 * values are cut down at the end of each loop's body, so every program ends soon.
 */

import * as fc from "fast-check";
import type { Place } from "./python-expressions.ts";
import { condition, number } from "./python-expressions.ts";
import { featureStatement } from "./python-features.ts";

export type Lines = readonly string[];
type Piece = fc.Arbitrary<Lines>;

/** Where a statement stands. */
export interface Scope extends Place {
  /** Number variables that may be assigned. */
  readonly targets: readonly string[];
  /** Loops around. */
  readonly loops: number;
  /** Statements that may still be nested. */
  readonly depth: number;
}

const ERRORS = "(ArithmeticError, LookupError, TypeError, ValueError, AttributeError)";

export function indent(lines: Lines): Lines {
  return lines.map((line) => `    ${line}`);
}

export function block(scope: Scope, maxLength: number): Piece {
  return fc
    .array(statement(scope), { minLength: 1, maxLength })
    .map((parts) => parts.flat())
    .map((lines) => (lines.length === 0 ? ["pass"] : lines));
}

function statement(scope: Scope): Piece {
  const choices = [
    { arbitrary: assignment(scope), weight: 8 },
    { arbitrary: swap(scope), weight: 1 },
    { arbitrary: rareChange(scope), weight: 1 },
  ];
  if (scope.hasObjects) {
    choices.push({ arbitrary: objectStatement(scope), weight: 4 });
    choices.push({ arbitrary: featureStatement(scope), weight: 9 });
  }
  if (scope.loops > 1) choices.push({ arbitrary: leaveLoop(scope), weight: 1 });
  if (scope.depth > 0) {
    const inner = { ...scope, depth: scope.depth - 1 };
    choices.push({ arbitrary: choice(inner), weight: 3 });
    choices.push({ arbitrary: catching(inner), weight: 2 });
    if (scope.loops < 3) choices.push({ arbitrary: loop(inner), weight: 3 });
  }
  return fc.oneof(...choices);
}

function assignment(scope: Scope): Piece {
  const target = fc.constantFrom(...scope.targets);
  return fc
    .tuple(target, fc.constantFrom("=", "=", "+=", "-=", "^="), number(scope, 2))
    .map(([name, op, value]) =>
      op === "^=" ? [`${name} = int(${name}) ^ int(${value})`] : [`${name} ${op} ${value}`],
    );
}

function swap(scope: Scope): Piece {
  const target = fc.constantFrom(...scope.targets);
  return fc
    .tuple(target, target, number(scope, 1), number(scope, 1))
    .map(([a, b, x, y]) => [`${a}, ${b} = ${x}, ${y}`]);
}

/** A guard that fails seldom, and a variable that changes its type late. */
function rareChange(scope: Scope): Piece {
  const counter = scope.numbers.find((name) => name === "it") ?? scope.targets[0];
  const value = fc.constantFrom("0.5", "2 ** 70", "-3", "1e300", "True", "9223372036854775800");
  return fc
    .tuple(fc.integer({ min: 3, max: 37 }), fc.constantFrom(...scope.targets), value)
    .map(([at, name, changed]) => [`if ${counter} == ${at}:`, `    ${name} = ${changed}`]);
}

function objectStatement(scope: Scope): Piece {
  const value = number(scope, 1);
  return fc.oneof(
    value.map((text) => [`xs.append(${text})`, "del xs[:-6]"]),
    value.map((text) => [`xs[int(${text}) % 6] = ${text}`]),
    value.map((text) => [`box.v = ${text}`]),
    fc.constantFrom("w", "v", "u").map((name) => [`box.${name} = getattr(box, "${name}", 0) + 1`]),
    fc.tuple(fc.nat(9), value).map(([key, text]) => [`d[${key}] = ${text}`]),
    fc.nat(9).map((key) => [`d[it % 5] = d.get(${key}, 0) + 1`]),
    fc.constantFrom("a", "bc", "é").map((text) => [`s = s + "${text}"`]),
    value.map((text) => [`s = s[1:] + str(${text})[:2]`]),
    fc.constantFrom(["s = ''.join(reversed(s))"], ["box = Box(box.w, 1)"], ["box = Twin(2, 3)"]),
    value.map((text) => [`for x in xs:`, `    a = a + x`, `    a = clamp(a - ${text})`]),
    fc.nat(4).map((n) => [`b = clamp(sum([x + ${n} for x in xs if x]))`]),
    fc.integer({ min: 2, max: 5 }).map((n) => [`c = clamp(c + sum(count(${n})))`]),
    fc.nat(3).map((n) => [`add = adder(${n})`, `a = clamp(add(a))`]),
    fc.constant(["set_global(G)", "a = a + G"]),
    value.map((text) => [`a = clamp(own + ${text})`, "own.v = clamp(own.size)"]),
    value.map((text) => [`b = clamp(own.bump(${text}) + (1 + own))`]),
    value.map((text) => [`for x in g0(${text}):`, "    a = clamp(a + x)"]),
    fc.nat(4).map((n) => [`c = clamp(sum(g0(${n}, y=it)))`]),
  );
}

function leaveLoop(scope: Scope): Piece {
  return fc
    .tuple(condition(scope, 0), fc.constantFrom("break", "continue"))
    .map(([test, word]) => [`if ${test}:`, `    ${word}`]);
}

function choice(scope: Scope): Piece {
  const body = block(scope, 3);
  return fc
    .tuple(
      condition(scope, 1),
      body,
      fc.option(body),
      fc.option(fc.tuple(condition(scope, 1), body)),
    )
    .map(([test, then, otherwise, elif]) => [
      `if ${test}:`,
      ...indent(then),
      ...(elif === null ? [] : [`elif ${elif[0]}:`, ...indent(elif[1])]),
      ...(otherwise === null ? [] : ["else:", ...indent(otherwise)]),
    ]);
}

function loop(scope: Scope): Piece {
  const counter = `i${scope.loops}`;
  const inner = { ...scope, loops: scope.loops + 1, numbers: [...scope.numbers, counter] };
  const body = fc
    .tuple(block(inner, 3), fc.constantFrom(...scope.targets))
    .map(([lines, name]) => [...indent(lines), `    ${name} = clamp(${name})`]);
  const cut = scope.targets.map((name) => `    ${name} = clamp(${name})`);
  const ranged = fc
    .tuple(fc.constantFrom("3", "5", "1, 8, 2", "4, 0, -1"), body)
    .map(([range, lines]) => [`for ${counter} in range(${range}):`, ...cut, ...lines]);
  const counted = fc
    .tuple(fc.integer({ min: 2, max: 5 }), body)
    .map(([count, lines]) => [
      `${counter} = 0`,
      `while ${counter} < ${count}:`,
      `    ${counter} += 1`,
      ...cut,
      ...lines,
    ]);
  return fc.oneof(ranged, counted);
}

/** Exceptions raised here, in a called function, or by an operator; caught here. */
function catching(scope: Scope): Piece {
  const body = block(scope, 2);
  const raising = fc
    .tuple(condition(scope, 0), number(scope, 0), fc.constantFrom("ValueError", "Odd", "KeyError"))
    .map(([test, value, type]) => [`if ${test}:`, `    raise ${type}(${value})`]);
  const calling = fc
    .tuple(fc.constantFrom("thrower", "deep_thrower"), number(scope, 1))
    .map(([name, value]) => [`${scope.targets[0]} = ${name}(${value})`]);
  const handler = fc
    .constantFrom(...scope.targets)
    .map((name) => [`    ${name} = len(error.args)`]);
  return fc
    .tuple(fc.oneof(raising, calling), body, handler, fc.option(body), fc.boolean())
    .map(([first, lines, handled, final, narrow]) => [
      "try:",
      ...indent(first),
      ...indent(lines),
      ...(narrow ? ["except Odd as error:", "    errors.append(error.args[0] == 0)"] : []),
      `except ${ERRORS} as error:`,
      ...handled,
      ...(final === null ? [] : ["finally:", ...indent(final.filter(isSafeInFinally))]),
      ...(final === null ? [] : ["    pass"]),
    ]);
}

/** `continue` and `break` in a finally clause would swallow exceptions of the program's frame. */
function isSafeInFinally(line: string): boolean {
  return !/^\s*(break|continue)$/.test(line) && !/:$/.test(line) && !/^ /.test(line);
}
