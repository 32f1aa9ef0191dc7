/**
 * For tests of executors: what the units of one random program share, and the values and types that
 * they choose from.
 */

import type { RandomSource } from "../base/prng.ts";

/** What a box holds, finer than its kind. `maybe` is a node or null. */
export type Type =
  | ("int" | "float" | "node" | "maybe")
  | ("ints" | "nodes" | "floats" | "bools")
  | "text";

export interface Box {
  readonly name: string;
  readonly type: Type;
}

/** Integers around which representations and overflow change. */
export const EDGE_INTS: readonly (number | bigint)[] = [
  0,
  1,
  -1,
  2,
  3,
  -7,
  8,
  63,
  64,
  1000,
  2 ** 30,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 52,
  2 ** 53 - 1,
  -(2 ** 53) + 1,
  2n ** 53n,
  -(2n ** 53n),
  2n ** 62n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];

export const FLOATS = [
  "0.0",
  "-0.0",
  "1.5",
  "-2.25",
  "1000000.5",
  "4294967296.0",
  "inf",
  "-inf",
  "nan",
];
export const TYPES: readonly Type[] = [
  "int",
  "int",
  "float",
  "node",
  "maybe",
  "ints",
  "nodes",
  "floats",
  "text",
];
export const LETTERS: Readonly<Record<Type, string>> = {
  int: "i",
  float: "f",
  node: "p",
  maybe: "p",
  ints: "p",
  nodes: "p",
  floats: "p",
  bools: "p",
  text: "p",
};
export interface Signature {
  readonly token: number;
  readonly types: readonly Type[];
}

export interface OpenGuard {
  readonly name: string;
  readonly loop: number;
  readonly types: readonly Type[];
  /** Its bridge is entered with a pending exception. */
  readonly isRaised: boolean;
}

/** State shared by all units of a program. */
export class ProgramMaker {
  readonly random: RandomSource;
  readonly labels: Signature[] = [];
  readonly guards: OpenGuard[] = [];
  private guardCount = 0;
  private tokenCount = 0;

  constructor(random: RandomSource) {
    this.random = random;
  }

  below(limit: number): number {
    return this.random.nextBelow(limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  guardName(): string {
    this.guardCount += 1;
    return this.lastGuardName();
  }

  lastGuardName(): string {
    return (0x100 + this.guardCount).toString(16);
  }

  declareLabel(): Signature {
    this.tokenCount += 1;
    const types: Type[] = ["int"];
    for (let i = this.below(5) + 1; i > 0; i--) types.push(this.pick(TYPES));
    const label = { token: this.tokenCount, types };
    this.labels.push(label);
    return label;
  }
}
