/**
 * For tests of executors: random programs of well-typed units, as text. A program is two loops with
 * one to three labels each, bridges from some of their guards (some with a label of their own), and
 * calls that raise, read the clock, spend time, or run another loop.
 *
 * Every run ends: the first argument of each label and bridge is a counter, which is decremented
 * and tested before each jump.
 */

import type { RandomSource } from "../base/prng.ts";
import type { OpenGuard, Type } from "./random-choices.ts";
import { ProgramMaker } from "./random-choices.ts";
import { UnitMaker } from "./random-unit.ts";

/** One unit of a program. */
export interface ProgramUnit {
  readonly loop: number;
  /** Name of the guard a bridge leaves from, or null. */
  readonly guard: string | null;
  readonly text: string;
  readonly counted: boolean;
}

export interface RandomProgram {
  readonly units: readonly ProgramUnit[];
}

export const PROGRAM_DECLARATIONS = `
  class Node value:i next:r flag:b weight:f
  class Leaf(Node) extra:i
  class Error value:i
  struct Small byte:u1 half:i2 word:i other:r weight:f
  array Smalls of Small
  array Words i raw
  array Halves i4 raw
  array Bytes u1 raw
  array Doubles f raw
  call malloc i>i EF=2 OS=raw_malloc_varsize_char
  call free i>v EF=2 OS=raw_free
  array Ints i
  array Nodes r
  array Floats f
  array Bools b
  call risky ii>i EF=5
  call clock >i EF=2
  call spend i>v EF=5
  call flip b>b EF=2
  call half f>f EF=0
  call link rr>r EF=5
  call mod ii>i EF=0 OS=int.py_mod
  call div ii>i EF=0 OS=int.py_div
`;

/** The types of the first loop's arguments. */
export const ENTRY_TYPES: readonly Type[] = ["int", "int", "int", "float", "node", "ints"];

function makeLoop(maker: ProgramMaker, loop: number): ProgramUnit {
  maker.random.beginStep();
  const unit = new UnitMaker(maker, loop, ENTRY_TYPES);
  let last = maker.declareLabel();
  unit.label(last);
  for (let i = maker.below(3); i > 0; i--) {
    unit.operations(2 + maker.below(8));
    last = maker.declareLabel();
    unit.label(last);
  }
  unit.operations(3 + maker.below(14));
  unit.jump(maker.chance(70) ? last : maker.pick(maker.labels));
  return { loop, guard: null, text: unit.lines.join("\n"), counted: maker.chance(50) };
}

function makeBridge(maker: ProgramMaker, guard: OpenGuard): ProgramUnit {
  const { name, loop, types } = guard;
  const unit = new UnitMaker(maker, loop, types);
  if (guard.isRaised) unit.takeException();
  if (maker.chance(15)) unit.label(maker.declareLabel());
  unit.operations(1 + maker.below(6));
  if (maker.chance(90)) unit.jump(maker.pick(maker.labels));
  else unit.finish();
  const text = unit.lines.join("\n");
  return { loop, guard: name, text, counted: maker.chance(50) };
}

/** A random program; equal choices give equal programs. Each unit begins a step. */
export function makeProgram(random: RandomSource): RandomProgram {
  const maker = new ProgramMaker(random);
  const unitsMax = 2 + maker.below(22);
  const units = [makeLoop(maker, 1), makeLoop(maker, 2)];
  while (maker.guards.length > 0 && units.length < unitsMax && random.beginStep()) {
    const [guard] = maker.guards.splice(maker.below(maker.guards.length), 1);
    units.push(makeBridge(maker, guard as OpenGuard));
  }
  return { units };
}
