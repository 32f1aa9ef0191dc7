/** Run-time values of every kind, as the tracer, the blackhole and all backends hold them. */

import * as fc from "fast-check";
import { LowString } from "../../sim/trace/low-string.ts";
import type { Kind, Ref, RtValue } from "../../sim/trace/values.ts";
import { floats, ints } from "./words.ts";

/** Strings of bytes and of code points; half of them short. */
export const lowStrings: fc.Arbitrary<LowString> = fc
  .tuple(fc.boolean(), fc.array(fc.nat(0x10ffff), { maxLength: 12 }))
  .map(([isUnicode, chars]) => {
    return new LowString(isUnicode, isUnicode ? chars : chars.map((char) => char & 255));
  });

/** References: null, strings, and arrays of values that are no references. */
export const refs: fc.Arbitrary<Ref> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 1 },
  { arbitrary: lowStrings, weight: 2 },
  { arbitrary: fc.array(ints, { maxLength: 5 }), weight: 1 },
  { arbitrary: fc.array(floats, { maxLength: 5 }), weight: 1 },
);

/** Values of one kind. */
export function valuesOfKind(kind: Kind): fc.Arbitrary<RtValue> {
  if (kind === "i") return ints;
  return kind === "f" ? floats : refs;
}

/** A value with its kind. */
export interface KindedValue {
  readonly kind: Kind;
  readonly value: RtValue;
}

/** Values of all kinds. */
export const values: fc.Arbitrary<KindedValue> = fc.oneof(
  ...(["i", "f", "r"] as const).map((kind) => {
    return fc.record({ kind: fc.constant(kind), value: valuesOfKind(kind) });
  }),
);
