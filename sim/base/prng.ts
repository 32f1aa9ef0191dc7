/**
 * The seeded random source (splitmix64): the same seed gives the same words on every machine.
 * Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
 */

const MASK = (1n << 64n) - 1n;

/** What a generator asks for its random choices. */
export interface RandomSource {
  /** The next word, as an unsigned 64-bit bigint. */
  nextWord(): bigint;
  /** An integer in 0 … limit - 1. */
  nextBelow(limit: number): number;
  /**
   * Says that what follows is a step of its own, which may be left out. False when it should not be
   * made, since no step is left.
   */
  beginStep(): boolean;
}

/** A stream of 64-bit words that depends on nothing but its seed. */
export class Prng implements RandomSource {
  private state: bigint;

  constructor(seed: number | bigint) {
    this.state = BigInt(seed) & MASK;
  }

  /** The next word, as an unsigned 64-bit bigint. */
  nextWord(): bigint {
    this.state = (this.state + 0x9e3779b97f4a7c15n) & MASK;
    let z = this.state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return z ^ (z >> 31n);
  }

  /** An integer in 0 … limit - 1, for limits up to 2^32 (the bias is below 2^-32). */
  nextBelow(limit: number): number {
    return Number(((this.nextWord() >> 32n) * BigInt(limit)) >> 32n);
  }

  /** There is no end of steps. */
  beginStep(): boolean {
    return true;
  }
}
