/**
 * Flags of the simulated processor. They are lazy: an instruction leaves what it computed, and the
 * flags are made of that when somebody asks. A record is seven words: a kind, two operands and the
 * result, each as a low and a high half.
 *
 * The kind is `operation | size << 4`. Operands shorter than 4 bytes are shifted to the top of a
 * word, so that carry, overflow, sign and zero are those of a 32-bit operation. Kind 0 holds the
 * flags themselves in its first operand, where they stand in the processor's register.
 */

/** Bits of the flags register. */
export const FLAG = { c: 1, p: 4, a: 0x10, z: 0x40, s: 0x80, o: 0x800 } as const;

export const FLAG_MASK = 0x8d5;

/** Operations of a record: `inc` and `dec` keep the carry (as the first operand), `shift` has its
 * carry and its overflow as the two halves of the first operand. */
export const FLAG_OPERATION = {
  bits: 0,
  add: 1,
  sub: 2,
  logic: 3,
  inc: 4,
  dec: 5,
  shift: 6,
} as const;

export type FlagOperation = keyof typeof FLAG_OPERATION;

export function flagKind(operation: FlagOperation, sizeBytes: number): number {
  return FLAG_OPERATION[operation] | (sizeBytes << 4);
}

/** {@link FLAG}.p when the lowest byte has an even number of ones. */
export function parityFlag(word: number): number {
  const folded = (word ^ (word >>> 4)) & 15;
  return ((0x9669 >>> folded) & 1) * FLAG.p;
}

/** Zero, sign and parity of a result of 8 bytes or, shifted to the top, of fewer. */
function resultBits(sizeBytes: number, low: number, high: number): number {
  if (sizeBytes === 8) {
    return ((low | high) === 0 ? FLAG.z : 0) | ((high >>> 24) & FLAG.s) | parityFlag(low);
  }
  const byte = low >>> (32 - 8 * sizeBytes);
  return (low === 0 ? FLAG.z : 0) | ((low >>> 24) & FLAG.s) | parityFlag(byte);
}

function isBelow(al: number, ah: number, bl: number, bh: number): boolean {
  return ah >>> 0 < bh >>> 0 || (ah === bh && al >>> 0 < bl >>> 0);
}

/** The flags that a record stands for. */
export function flagBits(
  kind: number,
  al: number,
  ah: number,
  bl: number,
  bh: number,
  rl: number,
  rh: number,
): number {
  if (kind === 0) return al;
  const size = kind >> 4;
  const isWide = size === 8;
  const [a, b, r] = isWide ? [ah, bh, rh] : [al, bl, rl];
  const result = resultBits(size, rl, rh);
  const nibble = ((al ^ bl ^ rl) >>> (isWide ? 0 : 32 - 8 * size)) & FLAG.a;
  const lowDigit = (rl >>> (isWide ? 0 : 32 - 8 * size)) & 15;
  switch (kind & 15) {
    case FLAG_OPERATION.add: {
      const carry = isWide ? isBelow(rl, rh, al, ah) : rl >>> 0 < al >>> 0;
      const overflow = ((a ^ r) & (b ^ r)) < 0;
      return result | nibble | (carry ? FLAG.c : 0) | (overflow ? FLAG.o : 0);
    }
    case FLAG_OPERATION.sub: {
      const carry = isWide ? isBelow(al, ah, bl, bh) : al >>> 0 < bl >>> 0;
      const overflow = ((a ^ b) & (a ^ r)) < 0;
      return result | nibble | (carry ? FLAG.c : 0) | (overflow ? FLAG.o : 0);
    }
    case FLAG_OPERATION.inc: {
      const overflow = r === -0x80000000 && (!isWide || rl === 0);
      return result | (lowDigit === 0 ? FLAG.a : 0) | al | (overflow ? FLAG.o : 0);
    }
    case FLAG_OPERATION.dec: {
      const overflow = r === 0x7fffffff && (!isWide || rl === -1);
      return result | (lowDigit === 15 ? FLAG.a : 0) | al | (overflow ? FLAG.o : 0);
    }
    case FLAG_OPERATION.shift:
      return result | (al & 1) | ((ah & 1) * FLAG.o);
    default:
      return result;
  }
}
