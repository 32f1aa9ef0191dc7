/**
 * `float.hex` and `float.fromhex`.
 *
 * Counterpart: pypy/objspace/std/floatobject.py (descr_hex, descr_fromhex).
 */

import { floatToBits } from "../../../base/float.ts";
import { oefmt, valueError } from "../objects/errors.ts";
import { floatRepr } from "../objects/float-text.ts";
import { scaleByPowerOfTwo } from "../objects/number-operations.ts";
import type { ObjSpace } from "../objects/space.ts";

export function floatHex(value: number): string {
  if (!Number.isFinite(value)) return floatRepr(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}0x0.0p+0`;
  const bits = floatToBits(Math.abs(value));
  const biased = Number(bits >> 52n);
  const fraction = (bits & 0xfffffffffffffn).toString(16).padStart(13, "0");
  const exponent = biased === 0 ? -1022 : biased - 1023;
  return `${sign}0x${biased === 0 ? 0 : 1}.${fraction}p${exponent < 0 ? "" : "+"}${exponent}`;
}

const HEX = /^([-+]?)(?:0x)?([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([-+]?\d+))?$/i;

/** The float that a hexadecimal text writes, rounded once. */
export function parseFloatHex(space: ObjSpace, text: string): number {
  const body = text.replace(/^[ \t-\r]+|[ \t-\r]+$/g, "");
  const special = /^([-+]?)(inf|infinity|nan)$/i.exec(body);
  if (special !== null) {
    const magnitude = /^n/i.test(special[2]!) ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === "-" ? -magnitude : magnitude;
  }
  const match = HEX.exec(body);
  if (match === null || match[2] + (match[3] ?? "") === "") {
    throw valueError(space, "invalid hex string");
  }
  const fraction = match[3] ?? "";
  const mantissa = BigInt(`0x${match[2]}${fraction}`);
  const exponent = Math.max(Math.min(Number(match[4] ?? 0), 1e9), -1e9) - 4 * fraction.length;
  const magnitude = mantissa === 0n ? 0 : scaleByPowerOfTwo(mantissa, exponent);
  if (!Number.isFinite(magnitude)) throw oefmt(space, space.w_OverflowError, "too large");
  return match[1] === "-" ? -magnitude : magnitude;
}
