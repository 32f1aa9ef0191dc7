/**
 * The code writer's cases as text (testdata/*.txt), and what holds of every guest's product.
 */

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ROOT } from "./sources.ts";
import { CaseRunner, parseCases } from "./text-cases.ts";

const folder = path.join(ROOT, "sim/codewriter/testdata");
const runner = new CaseRunner();

for (const name of readdirSync(folder).sort()) {
  for (const one of parseCases(readFileSync(path.join(folder, name), "utf8"))) {
    test(`${name}: ${one.title}`, () => {
      assert.is(runner.run(one), one.expected);
    });
  }
}

const SPEC = 'export const D: JitDriverSpec = { name: "d", greens: ["pc"], reds: ["frame"] };';
const FRAME = "export class Frame { depth: number = 0; }";
const PORTAL = `/** @portal */
export function run(pc: number, frame: Frame): number {
  const driver: JitDriver = null!;
  while (pc >= 0) driver.jit_merge_point(pc, frame);
  return pc;
}`;

function refusalsOf(...parts: string[]): string {
  return runner.runGuest(parts.join("\n")).replace(/\n {2}.*/g, "");
}

test("a portal with its driver is translated", () => {
  assert.is(refusalsOf(SPEC, FRAME, PORTAL), "");
});

test("a guest needs one portal", () => {
  assert.is(refusalsOf(SPEC), "refused -1:0: guest case has no portal");
  const second = PORTAL.replace("run", "again");
  assert.is(refusalsOf(SPEC, FRAME, PORTAL, second), "refused 10:17: a second @portal of D");
});

const LOOP = `/** @portal L */
export function spin(at: number, frame: Frame, n: number): number {
  const driver: JitDriver = null!;
  if (driver.portal_entry(at, frame, n) < 0) return driver.take_result() as number;
  let left = driver.reload(2, n);
  for (;;) {
    driver.jit_merge_point(at, frame, left);
    if (left === 0) return at;
    left--;
    if (driver.can_enter_jit(at, frame, left) < 0) return driver.take_result() as number;
    left = driver.reload(2, left);
  }
}`;
const LOOP_SPEC =
  'export const L: JitDriverSpec = { name: "loop", greens: ["at", "frame"], reds: ["n"] };';
const MAIN_SPEC = SPEC.replace(" };", ", isRecursive: true };");
const MAIN = PORTAL.replace("@portal", "@portal D");

test("each portal has its driver, and one is the main driver", () => {
  const calls = MAIN.replace("return pc", "return spin(pc, frame, 3)");
  assert.is(refusalsOf(MAIN_SPEC, LOOP_SPEC, FRAME, calls, LOOP), "");
  assert.match(refusalsOf(SPEC, LOOP_SPEC, FRAME, MAIN, LOOP), "0 drivers are isRecursive");
  const twice = LOOP_SPEC.replace(" };", ", isRecursive: true };");
  assert.match(refusalsOf(MAIN_SPEC, twice, FRAME, MAIN, LOOP), "2 drivers are isRecursive");
});

test("a driver has a portal, and a portal names its driver", () => {
  assert.match(refusalsOf(MAIN_SPEC, LOOP_SPEC, FRAME, MAIN), "L has no @portal");
  const unnamed = LOOP.replace("@portal L", "@portal");
  assert.match(
    refusalsOf(MAIN_SPEC, LOOP_SPEC, FRAME, MAIN, unnamed),
    "2 constants of type JitDriverSpec",
  );
  const other = LOOP.replace("@portal L", "@portal M");
  assert.match(refusalsOf(MAIN_SPEC, LOOP_SPEC, FRAME, MAIN, other), "0 JitDriverSpec constants M");
});

test("only the main driver has a virtualizable", () => {
  const vable = LOOP_SPEC.replace(" };", ', virtualizable: "frame" };');
  assert.match(refusalsOf(MAIN_SPEC, vable, FRAME, MAIN, LOOP), "a virtualizable beside the main");
});

test("the driver is a constant that can be read", () => {
  assert.match(refusalsOf(FRAME, PORTAL), "refused 3:1: 0 constants of type JitDriverSpec");
  const two = SPEC.replace("D:", "E:");
  assert.match(refusalsOf(SPEC, two, FRAME, PORTAL), "2 constants of type JitDriverSpec");
  const name = SPEC.replace('"d"', '"d" + "e"');
  assert.is(
    refusalsOf(name, FRAME, PORTAL),
    "refused 1:41: name of the driver is not a string literal",
  );
  const greens = SPEC.replace('["pc"]', "GREENS");
  assert.match(refusalsOf(greens, FRAME, PORTAL), "greens of the driver is not an array literal");
});

test("the portal's parameters are the driver's greens and reds", () => {
  const other = SPEC.replace('"pc"', '"next"');
  assert.is(
    refusalsOf(other, FRAME, PORTAL),
    "refused 4:17: the portal's parameters (pc, frame) are not the driver's greens and reds (next, frame)",
  );
});

test("the virtualizable has a tag", () => {
  const vable = SPEC.replace(" }", ', virtualizable: "frame" }');
  assert.is(refusalsOf(vable, FRAME, PORTAL), "refused 2:1: Frame has no @virtualizable tag");
  assert.is(refusalsOf(vable, `/** @virtualizable depth */ ${FRAME}`, PORTAL), "");
});

test("the position is no boolean", () => {
  const portal = PORTAL.replace("pc: number", "pc: boolean").replace("pc >= 0", "pc");
  const result = portal.replace("return pc", "return 0");
  assert.is(
    refusalsOf(SPEC, FRAME, result),
    "refused 4:1: the portal's position and result are not booleans",
  );
});

test("refusals of several functions are reported together, each once", () => {
  const calls = PORTAL.replace("return pc", "return twice(pc) + half(pc) + same(pc)");
  const twice = "export function twice(a: number): number { return a / 1; }";
  const half = "export function half(a: number): number { return bad(a) + 2; }";
  const same = "export function same(a: number): number { return bad(a); }";
  const bad = "export function bad(a: any): number { return a; }";
  assert.is(
    refusalsOf(SPEC, FRAME, calls, twice, half, same, bad),
    "refused 9:51: operator / in traced code\nrefused 12:21: type any has no kind",
  );
});

test("a refusal says how its function was reached", () => {
  const calls = PORTAL.replace("return pc", "return outer(pc)");
  const outer = "export function outer(a: number): number { return inner(a); }";
  const inner = "export function inner(a: number): number { return a / 2; }";
  const text = runner.runGuest([SPEC, FRAME, calls, outer, inner].join("\n"));
  assert.match(text, "reached through run → outer → inner");
});

test.run();
