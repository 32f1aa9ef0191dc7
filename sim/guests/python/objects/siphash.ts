/**
 * SipHash-2-4 with a zero key over bytes.
 */

const MASK = 0xffffffffffffffffn;

function rotate(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & MASK;
}

/** The 64-bit hash, unsigned. */
export function sipHash24(bytes: Uint8Array): bigint {
  const state = [
    0x736f6d6570736575n,
    0x646f72616e646f6dn,
    0x6c7967656e657261n,
    0x7465646279746573n,
  ];
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) absorb(state, readWord(bytes, at, 8));
  const tail = readWord(bytes, whole, bytes.length - whole);
  absorb(state, tail | (BigInt(bytes.length & 0xff) << 56n));
  state[2] = state[2]! ^ 0xffn;
  for (let i = 0; i < 4; i++) round(state);
  return state[0]! ^ state[1]! ^ state[2]! ^ state[3]!;
}

function absorb(state: bigint[], word: bigint): void {
  state[3] = state[3]! ^ word;
  round(state);
  round(state);
  state[0] = state[0]! ^ word;
}

function readWord(bytes: Uint8Array, at: number, count: number): bigint {
  let word = 0n;
  for (let i = count - 1; i >= 0; i--) word = (word << 8n) | BigInt(bytes[at + i]!);
  return word;
}

function round(v: bigint[]): void {
  v[0] = (v[0]! + v[1]!) & MASK;
  v[1] = rotate(v[1]!, 13n) ^ v[0];
  v[0] = rotate(v[0], 32n);
  v[2] = (v[2]! + v[3]!) & MASK;
  v[3] = rotate(v[3]!, 16n) ^ v[2];
  v[0] = (v[0] + v[3]) & MASK;
  v[3] = rotate(v[3], 21n) ^ v[0];
  v[2] = (v[2] + v[1]) & MASK;
  v[1] = rotate(v[1], 17n) ^ v[2];
  v[2] = rotate(v[2], 32n);
}
