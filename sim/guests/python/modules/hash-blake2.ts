/**
 * BLAKE2b and BLAKE2s (RFC 7693) with all their parameters: digest length, key, salt, person, tree.
 * Words of BLAKE2b are pairs of 32-bit halves.
 *
 * Counterpart: lib_pypy/_blake2.
 */

export interface Blake2Parameters {
  readonly digestSize: number;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  readonly person: Uint8Array;
  readonly fanout: number;
  readonly depth: number;
  readonly leafSize: number;
  readonly nodeOffset: bigint;
  readonly nodeDepth: number;
  readonly innerSize: number;
  readonly lastNode: boolean;
}

const SIGMA: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/** Columns, then diagonals, of the 4 x 4 state. */
const MIXES: readonly (readonly [number, number, number, number])[] = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
];

/** The initial values of SHA-512, high half first; their high halves are those of SHA-256. */
const INITIAL: readonly number[] = [
  0x6a09e667, 0xf3bcc908, 0xbb67ae85, 0x84caa73b, 0x3c6ef372, 0xfe94f82b, 0xa54ff53a, 0x5f1d36f1,
  0x510e527f, 0xade682d1, 0x9b05688c, 0x2b3e6c1f, 0x1f83d9ab, 0xfb41bd6b, 0x5be0cd19, 0x137e2179,
];

/** What differs between the two functions, words being counted in 32-bit halves. */
interface Variant {
  readonly blockSize: number;
  readonly wordSize: number;
  compress(
    state: Uint32Array,
    block: Uint32Array,
    count: number,
    last: boolean,
    node: boolean,
  ): void;
}

/** The digest of all of `data`. */
function digest(variant: Variant, parameters: Blake2Parameters, data: Uint8Array): Uint8Array {
  const { blockSize, wordSize } = variant;
  const state = new Uint32Array((wordSize / 4) * 8);
  const block = parameterBlock(parameters, wordSize);
  const words = new DataView(block.buffer);
  for (let i = 0; i < state.length; i++) {
    const half = wordSize === 8 ? INITIAL[i ^ 1]! : INITIAL[i * 2]!;
    state[i] = half ^ words.getUint32(i * 4, true);
  }
  const { key } = parameters;
  const keyBlock = key.length === 0 ? 0 : blockSize;
  const input = new Uint8Array(keyBlock + data.length);
  input.set(key);
  input.set(data, keyBlock);
  const message = new Uint32Array(blockSize / 4);
  const padded = new Uint8Array(Math.max(Math.ceil(input.length / blockSize), 1) * blockSize);
  padded.set(input);
  const view = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += blockSize) {
    for (let i = 0; i < message.length; i++) message[i] = view.getUint32(at + i * 4, true);
    const isLast = at + blockSize >= padded.length;
    const count = isLast ? input.length : at + blockSize;
    variant.compress(state, message, count, isLast, isLast && parameters.lastNode);
  }
  const output = new Uint8Array(state.length * 4);
  const result = new DataView(output.buffer);
  for (let i = 0; i < state.length; i++) result.setUint32(i * 4, state[i]!, true);
  return output.slice(0, parameters.digestSize);
}

/** The parameter block: eight words. */
function parameterBlock(parameters: Blake2Parameters, wordSize: number): Uint8Array {
  const block = new Uint8Array(wordSize * 8);
  const view = new DataView(block.buffer);
  block[0] = parameters.digestSize;
  block[1] = parameters.key.length;
  block[2] = parameters.fanout;
  block[3] = parameters.depth;
  view.setUint32(4, parameters.leafSize, true);
  const isLong = wordSize === 8;
  const offsetBytes = isLong ? 8 : 6;
  for (let i = 0; i < offsetBytes; i++) {
    block[8 + i] = Number((parameters.nodeOffset >> BigInt(8 * i)) & 0xffn);
  }
  block[8 + offsetBytes] = parameters.nodeDepth;
  block[9 + offsetBytes] = parameters.innerSize;
  block.set(parameters.salt, wordSize * 4);
  block.set(parameters.person, wordSize * 6);
  return block;
}

function compressShort(
  state: Uint32Array,
  block: Uint32Array,
  count: number,
  last: boolean,
  node: boolean,
): void {
  const v = new Uint32Array(16);
  v.set(state);
  for (let i = 0; i < 8; i++) v[8 + i] = INITIAL[i * 2]!;
  v[12] = v[12]! ^ (count >>> 0);
  v[13] = v[13]! ^ Math.floor(count / 0x100000000);
  if (last) v[14] = ~v[14]!;
  if (node) v[15] = ~v[15]!;
  const rotate = (index: number, value: number, by: number): void => {
    v[index] = (value >>> by) | (value << (32 - by));
  };
  for (let round = 0; round < 10; round++) {
    const order = SIGMA[round]!;
    MIXES.forEach(([a, b, c, d], i) => {
      v[a] = v[a]! + v[b]! + block[order[2 * i]!]!;
      rotate(d, v[d]! ^ v[a]!, 16);
      v[c] = v[c]! + v[d]!;
      rotate(b, v[b]! ^ v[c]!, 12);
      v[a] = v[a]! + v[b]! + block[order[2 * i + 1]!]!;
      rotate(d, v[d]! ^ v[a]!, 8);
      v[c] = v[c]! + v[d]!;
      rotate(b, v[b]! ^ v[c]!, 7);
    });
  }
  for (let i = 0; i < 8; i++) state[i] = state[i]! ^ v[i]! ^ v[i + 8]!;
}

/** v[a] += v[b], or += a word of the message, in halves: low at 2i, high at 2i + 1. */
function addLong(v: Uint32Array, a: number, low: number, high: number): void {
  const sum = v[2 * a]! + low;
  v[2 * a + 1] = v[2 * a + 1]! + high + (sum > 0xffffffff ? 1 : 0);
  v[2 * a] = sum;
}

/** v[d] = (v[d] ^ v[a]) rotated right. */
function mixLong(v: Uint32Array, d: number, a: number, by: number): void {
  let low = (v[2 * d]! ^ v[2 * a]!) >>> 0;
  let high = (v[2 * d + 1]! ^ v[2 * a + 1]!) >>> 0;
  let rest = by;
  if (rest >= 32) {
    [low, high] = [high, low];
    rest -= 32;
  }
  if (rest > 0) {
    const left = 32 - rest;
    [low, high] = [(low >>> rest) | (high << left), (high >>> rest) | (low << left)];
  }
  v[2 * d] = low;
  v[2 * d + 1] = high;
}

function compressLong(
  state: Uint32Array,
  block: Uint32Array,
  count: number,
  last: boolean,
  node: boolean,
): void {
  const v = new Uint32Array(32);
  v.set(state);
  for (let i = 0; i < 16; i++) v[16 + i] = INITIAL[i ^ 1]!;
  v[24] = v[24]! ^ (count >>> 0);
  v[25] = v[25]! ^ Math.floor(count / 0x100000000);
  if (last) [v[28], v[29]] = [~v[28]!, ~v[29]!];
  if (node) [v[30], v[31]] = [~v[30]!, ~v[31]!];
  for (let round = 0; round < 12; round++) {
    const order = SIGMA[round % 10]!;
    for (let i = 0; i < 8; i++) {
      const [a, b, c, d] = MIXES[i]!;
      const x = order[2 * i]!;
      const y = order[2 * i + 1]!;
      addLong(v, a, v[2 * b]!, v[2 * b + 1]!);
      addLong(v, a, block[2 * x]!, block[2 * x + 1]!);
      mixLong(v, d, a, 32);
      addLong(v, c, v[2 * d]!, v[2 * d + 1]!);
      mixLong(v, b, c, 24);
      addLong(v, a, v[2 * b]!, v[2 * b + 1]!);
      addLong(v, a, block[2 * y]!, block[2 * y + 1]!);
      mixLong(v, d, a, 16);
      addLong(v, c, v[2 * d]!, v[2 * d + 1]!);
      mixLong(v, b, c, 63);
    }
  }
  for (let i = 0; i < 16; i++) state[i] = state[i]! ^ v[i]! ^ v[i + 16]!;
}

const LONG: Variant = { blockSize: 128, wordSize: 8, compress: compressLong };
const SHORT: Variant = { blockSize: 64, wordSize: 4, compress: compressShort };

export function blake2b(parameters: Blake2Parameters, data: Uint8Array): Uint8Array {
  return digest(LONG, parameters, data);
}

export function blake2s(parameters: Blake2Parameters, data: Uint8Array): Uint8Array {
  return digest(SHORT, parameters, data);
}
