/** Draws, and the builds that hold all mutants of a draw. */

import { runInThisContext } from "node:vm";
import { transformSync } from "esbuild";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { drawMutants } from "./draw.ts";
import { listPlaces, mutate } from "./mutant.ts";
import { insertProbes, placeProbes, probeAround } from "./probes.ts";
import { insertSwitches } from "./switches.ts";
import { parseSource } from "./syntax.ts";

/** Every kind of place, nested in every other. */
const TEXT = `
function rank(n) {
  let found = [];
  for (let i = 0; i < n; i++) {
    if (i % 2 === 0 && i !== 4) found.push(i > 2 ? -i : i + 1);
    else { found.push("odd".toUpperCase()); }
  }
  switch (n) {
    case 3: found.push("three"); break;
    case 5: { found.push(!found.length); }
    default: found = found.slice(1);
  }
  const inner = () => { found.unshift(found[1]?.length ?? true); return found; };
  try { if (n < 0) throw new Error("below"); } catch { return [n]; }
  return inner();
}
[-1, 0, 3, 5, 6].map((n) => rank(n));
`;

const ALL_RIGHT = { checkAll: (files: readonly unknown[]): boolean[] => files.map(() => true) };

function evaluate(text: string): string {
  const { code } = transformSync(text, { loader: "ts" });
  try {
    return JSON.stringify(runInThisContext(`{${code}}`));
  } catch (error) {
    return String(error);
  }
}

/** A mutant may make a loop endless. */
function isEndless(replacement: string): boolean {
  return ["i--", "(i >= n)"].includes(replacement);
}

test("a build with all mutants is, with one of them on, the source with that mutant", () => {
  const mutants = listPlaces(parseSource("a.ts", TEXT)).flatMap((place) => place.mutants);
  const numbered = mutants.map((mutant, index) => ({ number: index + 1, mutant }));
  const switched = insertSwitches(TEXT, numbered);
  const run = (number: number): string =>
    evaluate(`const $m = (number) => number === ${number};${switched}`);
  assert.is(run(0), evaluate(TEXT));
  let changed = 0;
  for (const { number, mutant } of numbered) {
    if (isEndless(mutant.replacement)) continue;
    const expected = evaluate(mutate(TEXT, mutant));
    assert.is(run(number), expected, `${mutant.mutator}: ${mutant.replacement}`);
    if (expected !== run(0)) changed++;
  }
  assert.ok(mutants.length > 60, `${mutants.length} mutants`);
  assert.ok(changed > 40, `${changed} change the result`);
});

test("probes change nothing, and say what runs", () => {
  const source = parseSource("a.ts", TEXT);
  const probes = placeProbes([source]);
  const own = probes.get("a.ts");
  assert.ok(own !== undefined);
  const hits: number[] = [];
  const text = insertProbes(source, own).replaceAll(/\$c\[(\d+)\] = 1/g, "$hit($1)");
  Object.assign(globalThis, { $hit: (probe: number) => hits.push(probe) });
  assert.is(evaluate(text), evaluate(TEXT));
  const isHit = (part: string): boolean => hits.includes(probeAround(own, TEXT.indexOf(part)));
  assert.ok(isHit("i + 1"));
  assert.ok(isHit("throw"));
  hits.length = 0;
  evaluate(text.replace("[-1, 0, 3, 5, 6]", "[0]"));
  assert.ok(isHit("found.slice"));
  assert.not(isHit("i + 1"));
  assert.not(isHit("throw"));
});

test("a draw is the same for the same seed, and of one place at most one mutant", () => {
  const sources = ["a.ts", "b.ts"].map((file) => parseSource(file, TEXT));
  const draw = (seed: number): string[] =>
    drawMutants(sources, { seed, count: 40 }, ALL_RIGHT).mutants.map(({ id }) => id);
  assert.equal(draw(1), draw(1));
  assert.is.not(draw(1).join(), draw(2).join());
  assert.is(new Set(draw(1)).size, 40);
  const { mutants } = drawMutants(sources, { seed: 1, count: 1000 }, ALL_RIGHT);
  const places = sources.flatMap(listPlaces);
  assert.is(mutants.length, places.length);
});

test("what does not type-check is drawn again", () => {
  const sources = [parseSource("a.ts", TEXT)];
  const checker = {
    checkAll: (files: readonly { text: string }[]) =>
      files.map(({ text }) => !text.includes("found = []")),
  };
  const { mutants, refused } = drawMutants(sources, { seed: 1, count: 1000 }, checker);
  assert.ok(refused > 0);
  for (const mutant of mutants) assert.ok(mutate(TEXT, mutant).includes("found = []") === false);
});

test.run();
