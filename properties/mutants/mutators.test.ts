/** What each mutator makes of small sources, and where there is nothing to mutate. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { listPlaces, mutate, printPlace } from "./mutant.ts";
import { MUTATORS } from "./mutators.ts";
import { isMutated, parseSource } from "./syntax.ts";

/** `mutator`, a source, and what it becomes, one change each. */
const CASES: readonly (readonly [mutator: string, source: string, ...changed: string[]])[] = [
  ["arithmetic", "x = a + b;", "x = (a - b);"],
  ["arithmetic", "x = a * (b % c);", "x = (a / (b % c));", "x = a * ((b * c));"],
  ["arithmetic", "x = a * b * c;", "x = ((a * b) / c);", "x = (a / b) * c;"],
  ["bitwise", "x = a | b;", "x = (a & b);"],
  ["bitwise", "x = a >>> 1;", "x = (a >> 1);"],
  ["comparison", "x = a < b;", "x = (a <= b);", "x = (a >= b);"],
  ["comparison", "x = a !== b;", "x = (a === b);"],
  ["logical", "x = a && b;", "x = (a || b);"],
  ["logical", "x = a ?? b;", "x = (a && b);"],
  ["assignment", "x += 1;", "(x -= 1);"],
  ["assignment", "x ??= 1;", "(x &&= 1);"],
  ["condition", "if (a) b();", "if (true) b();", "if (false) b();"],
  ["condition", "x = a ? b : c;", "x = true ? b : c;", "x = false ? b : c;"],
  ["condition", "while (a) b();", "while (false) b();"],
  ["condition", "for (; a; ) b();", "for (; false; ) b();"],
  ["condition", "while (true) b();"],
  ["unary", "x = -a;", "x = a;"],
  ["unary", "x = ~a;", "x = a;"],
  ["boolean", "x = !a;", "x = a;"],
  ["boolean", "x = true;", "x = false;"],
  ["boolean", "type T = true;"],
  ["update", "x++;", "x--;"],
  ["update", "y = --x;", "y = ++x;"],
  ["text", 'x = a === "b";', 'x = a === "";'],
  ["text", 'switch (a) { case "": b(); }', 'switch (a) { case "mutant": b(); }'],
  ["text", 'throw new Error("a message");'],
  ["text", 'import a from "b";'],
  ["array", "x = [a, b];", "x = [];"],
  ["array", "[a, b] = [b, a];", "[a, b] = [];"],
  ["optional", "x = a?.b.c;", "x = a.b.c;"],
  ["optional", "x = a?.b?.[c];", "x = a?.b[c];", "x = a.b?.[c];"],
  ["optional", "x = a?.(b);", "x = a(b);"],
  ["method", 'x = a.startsWith("b");', 'x = a.endsWith("b");'],
  ["method", "x = Math.min(a, b);", "x = Math.max(a, b);"],
  ["method", "x = a.slice(1).length;", "x = a.length;"],
  [
    "returned value",
    "function f() { return a; }",
    ...["null", "undefined", "0", '""', "[]", "true", "false"].map(
      (value) => `function f() { return ${value}; }`,
    ),
  ],
  ["removed statement", "a();", ";"],
  ["removed statement", "throw a;", ";"],
  ["removed statement", "class A extends B { constructor() { super(); } }"],
  ["removed block", "if (a) { b(); }", "if (a) {}"],
  ["removed block", "function f() { a(); }", "function f() {}"],
  ["removed block", "function f() {}"],
  ["removed block", "class A extends B { constructor() { super(); a(); } }"],
  ["removed case", "switch (a) { case 1: b(); break; }", "switch (a) { case 1: }"],
  ["removed case", "switch (a) { default: b(); }", "switch (a) { default: }"],
];

test("every mutator changes what it says, and nothing else", () => {
  for (const [mutator, text, ...changed] of CASES) {
    const mutants = listPlaces(parseSource("a.ts", text)).flatMap((place) => place.mutants);
    const own = mutants.filter((mutant) => mutant.mutator === mutator);
    assert.equal(
      own.map((mutant) => mutate(text, mutant)),
      changed,
      `${mutator}: ${text}`,
    );
  }
});

test("every mutator has a case", () => {
  const cases = new Set(CASES.map(([mutator]) => mutator));
  assert.equal([...cases].sort(), Object.keys(MUTATORS).sort());
});

test("assertions, their messages, types and imports have no mutants", () => {
  const text = `import { assert } from "./assert.ts";
interface A { readonly b: true | "c"; }
type B = -1 | "d";
assert(a > 0 && !b, \`\${a + 1} is positive\`);
const c = a as "e";
`;
  assert.equal(listPlaces(parseSource("a.ts", text)), []);
});

test("a place is named by line and column, a mutant by the text at its place", () => {
  const text = "f();\n  x = a < b;\n  x = a < b;\n";
  const places = (source: string) =>
    listPlaces(parseSource("a.ts", source)).flatMap(({ mutants }) =>
      mutants.filter(({ mutator }) => mutator === "comparison"),
    );
  const [first, , second] = places(text);
  assert.is(first && printPlace(first, text), "a.ts:2:7");
  assert.is(second && printPlace(second, text), "a.ts:3:7");
  assert.is.not(first?.id, second?.id);
  assert.equal(
    places(`g();\n${text}`).map(({ id }) => id),
    places(text).map(({ id }) => id),
  );
});

test("tests and what only they use are not mutated", () => {
  assert.ok(isMutated("sim/vm.ts"));
  assert.ok(isMutated("replay/cli/main.ts"));
  for (const file of ["sim/vm.test.ts", "replay/cli/test-cli.ts", "properties/pypy.ts"]) {
    assert.not(isMutated(file), file);
  }
});

test.run();
