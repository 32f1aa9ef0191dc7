/** For tests only: words at which processors go wrong, as integers and as floats. */

import { floatToBits } from "../../base/float.ts";

const INTEGERS = [
  ...[0n, 1n, 2n, 3n, 5n, 7n, 8n, 10n, 63n, 64n, 127n, 128n, 255n, 256n, 1000n],
  ...[7n, 15n, 16n, 31n, 32n, 33n, 52n, 53n, 62n, 63n].flatMap((bits) => {
    return [2n ** bits - 1n, 2n ** bits, 2n ** bits + 1n];
  }),
];

const FLOATS = [
  ...[0, 0.1, 0.5, 1, 1.5, 2, 2.5, 3, 1e10, 1e300, 5e-324, 2.3e-308, 2 ** -1022, Infinity],
  ...[2 ** 31, 2 ** 31 - 0.5, 2 ** 31 - 1, 2 ** 32, 2 ** 53, 2 ** 53 + 2, 2 ** 63, 2 ** 63 - 1024],
  ...[2 ** 64, Number.MAX_VALUE, Number.MAX_VALUE / 2, Math.PI, 3.4e38, 1e-45, 1 / 3],
];

/** NaNs, quiet and signalling, of both sizes; floats of four bytes. */
const PATTERNS = [
  ...[0x7ff8000000000000n, 0x7ff0000000000001n, 0x7ff4000000000000n, 0x7fffffffffffffffn],
  ...[0x7fc00000n, 0x7f800001n, 0x7f800000n, 0x3f800000n, 0x00000001n, 0x7f7fffffn],
];

/** Words of 64 bits: all of the above with either sign. */
export const INTERESTING_WORDS: readonly bigint[] = [
  ...INTEGERS.flatMap((value) => [value, -value]),
  ...FLOATS.map(floatToBits).flatMap((bits) => [bits, bits | (1n << 63n)]),
  ...PATTERNS.flatMap((bits) => [bits, bits | (1n << 63n), bits | (1n << 31n)]),
].map((value) => BigInt.asUintN(64, value));
