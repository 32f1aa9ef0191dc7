/**
 * The seeded random source (splitmix64): the same seed gives the same words on every machine.
 * Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
 */

const MASK = (1n << 64n) - 1n;

/** A stream of 64-bit words that depends on nothing but its seed. */
export class Prng {
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
}
