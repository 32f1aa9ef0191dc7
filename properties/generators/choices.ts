/**
 * Random choices that shrink, for generators that are written as programs rather than composed of
 * arbitraries: what they build depends on what they have built.
 *
 * Such a generator asks a source of random numbers. A *tape* is a source whose numbers were drawn
 * before, in rows, one for each step of the generator; a missing number is 0. Shrinking leaves out
 * rows and makes numbers smaller, so steps vanish without changing the others, and what is chosen
 * moves to the front of its list: a generator puts what is simple first.
 */

import * as fc from "fast-check";
import type { RandomSource } from "../../sim/base/prng.ts";
import { Prng } from "../../sim/base/prng.ts";

/** The numbers of each step. */
export type Tape = readonly (readonly number[])[];

/** A number of a tape is below this. */
const CHOICE_LIMIT = 2 ** 16;

export interface TapeShape {
  readonly stepsMax: number;
  /** Numbers that a step asks for; what it asks beyond is 0. */
  readonly choicesMax: number;
}

/** Tapes of up to `stepsMax` steps. */
export function tapes({ stepsMax, choicesMax }: TapeShape): fc.Arbitrary<Tape> {
  const choice = fc.nat(CHOICE_LIMIT - 1);
  const row = fc.array(choice, { minLength: choicesMax, maxLength: choicesMax, size: "max" });
  return fc.noBias(fc.array(row, { maxLength: stepsMax, size: "max" }));
}

/** Reads a tape. */
export class TapeSource implements RandomSource {
  private readonly tape: Tape;
  private row = 0;
  private at = 0;

  constructor(tape: Tape) {
    this.tape = tape;
  }

  private next(): number {
    return this.tape[this.row]?.[this.at++] ?? 0;
  }

  nextBelow(limit: number): number {
    const number = this.next();
    if (limit <= CHOICE_LIMIT) return Math.floor((number * limit) / CHOICE_LIMIT);
    return Math.floor(((number * CHOICE_LIMIT + this.next()) * limit) / CHOICE_LIMIT ** 2);
  }

  nextWord(): bigint {
    let word = 0n;
    for (let i = 0; i < 4; i++) word = word * BigInt(CHOICE_LIMIT) + BigInt(this.next());
    return word;
  }

  beginStep(): boolean {
    this.row += 1;
    this.at = 0;
    return this.row < this.tape.length;
  }
}

/** A source whose steps each have a seed: they can be left out, but are not made simpler. */
export class SeedSource implements RandomSource {
  private readonly seeds: readonly number[];
  private random: Prng;
  private step = 0;

  constructor(seeds: readonly number[]) {
    this.seeds = seeds;
    this.random = new Prng(seeds[0] ?? 0);
  }

  nextWord(): bigint {
    return this.random.nextWord();
  }

  nextBelow(limit: number): number {
    return this.random.nextBelow(limit);
  }

  beginStep(): boolean {
    this.step += 1;
    this.random = new Prng(this.seeds[this.step] ?? 0);
    return this.step < this.seeds.length;
  }
}

/** Seeds of up to `stepsMax` steps. */
export function seedTapes(stepsMax: number): fc.Arbitrary<number[]> {
  const seed = fc.noShrink(fc.noBias(fc.nat()));
  return fc.noBias(fc.array(seed, { minLength: 1, maxLength: stepsMax, size: "max" }));
}

/** Choices that a generator of trees makes; trees shrink themselves (see tree.ts). */
export class Chooser {
  private readonly random: fc.Random;

  constructor(random: fc.Random) {
    this.random = random;
  }

  /** 0 … limit - 1. */
  below(limit: number): number {
    return this.random.nextInt(0, limit - 1);
  }

  between(min: number, max: number): number {
    return this.random.nextInt(min, max);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** One of the values, each as often as its weight says. */
  weighted<T>(list: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.below(list.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of list) {
      left -= weight;
      if (left < 0) return value;
    }
    throw new RangeError("no weights");
  }
}
