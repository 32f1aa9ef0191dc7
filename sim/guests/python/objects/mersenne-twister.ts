/**
 * The Mersenne Twister MT19937 of Matsumoto and Nishimura, as Python's `random` uses it.
 *
 * Representation: 624 words of 32 bits and the position of the next word to give; at position 624
 * all words are made anew.
 *
 * Counterpart: rpython/rlib/rrandom.py.
 */

const SIZE = 624;
const MIDDLE = 397;

export class MersenneTwister {
  readonly words = new Uint32Array(SIZE);
  index = SIZE;

  /** Seeds with one word. */
  seedWord(seed: number): void {
    const { words } = this;
    words[0] = seed;
    for (let i = 1; i < SIZE; i++) {
      const previous = words[i - 1]!;
      words[i] = Math.imul(previous ^ (previous >>> 30), 1812433253) + i;
    }
    this.index = SIZE;
  }

  /** Seeds with any number of words. */
  seedArray(key: readonly number[]): void {
    this.seedWord(19650218);
    const { words } = this;
    let i = 1;
    let j = 0;
    const advance = (): void => {
      i++;
      if (i < SIZE) return;
      words[0] = words[SIZE - 1]!;
      i = 1;
    };
    const mixed = (factor: number): number => {
      const previous = words[i - 1]!;
      return words[i]! ^ Math.imul(previous ^ (previous >>> 30), factor);
    };
    for (let k = Math.max(SIZE, key.length); k > 0; k--) {
      words[i] = mixed(1664525) + key[j]! + j;
      advance();
      j = (j + 1) % key.length;
    }
    for (let k = SIZE - 1; k > 0; k--) {
      words[i] = mixed(1566083941) - i;
      advance();
    }
    words[0] = 0x80000000;
  }

  /** Seeds with an integer of any size, without its sign. */
  seedInteger(value: bigint): void {
    const key: number[] = [];
    let rest = value < 0n ? -value : value;
    do {
      key.push(Number(rest & 0xffffffffn));
      rest >>= 32n;
    } while (rest > 0n);
    this.seedArray(key);
  }

  /** The next 32 bits. */
  next(): number {
    if (this.index >= SIZE) this.refill();
    let y = this.words[this.index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A float in [0, 1) with 53 random bits. */
  nextFloat(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** An integer of `count` random bits; words from the lowest on. */
  nextBits(count: number): bigint {
    let value = 0n;
    for (let done = 0; done < count; done += 32) {
      const word = this.next() >>> (count - done < 32 ? 32 - (count - done) : 0);
      value |= BigInt(word) << BigInt(done);
    }
    return value;
  }

  private refill(): void {
    const { words } = this;
    for (let i = 0; i < SIZE; i++) {
      const y = (words[i]! & 0x80000000) | (words[(i + 1) % SIZE]! & 0x7fffffff);
      words[i] = words[(i + MIDDLE) % SIZE]! ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : 0x9908b0df);
    }
    this.index = 0;
  }
}
