/**
 * `int.to_bytes` and `int.from_bytes`.
 *
 * Counterpart: rpython/rlib/rbigint.py (tobytes, frombytes).
 */

import { bytesOfSource } from "../objects/bytearray-items.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { call_function, call_looked_up, lookup } from "../objects/call.ts";
import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import type { BuiltinArguments } from "../objects/function.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, wrapBigint } from "../objects/int-object.ts";
import { checkAllocation } from "../objects/memory.ts";
import { intArgument } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import type { W_Root } from "../objects/w-root.ts";
import { textArgument } from "./define.ts";

export function intToBytes(space: ObjSpace, args: BuiltinArguments): W_Root {
  const [w_self, w_length, w_order, w_signed] = args;
  const length = intArgument(space, w_length!);
  const order = textArgument(space, w_order!);
  const isSigned = w_signed !== null && space.is_true(w_signed!);
  const value = bigintOrNull(builtinValue(w_self!))!;
  const isBig = isBigEndian(space, order);
  if (value < 0n && !isSigned) {
    throw oefmt(space, space.w_OverflowError, "can't convert negative int to unsigned");
  }
  if (!fits(value, length, isSigned)) {
    throw oefmt(space, space.w_OverflowError, "int too big to convert");
  }
  checkAllocation(space, length);
  const bytes = new Uint8Array(Math.max(length, 0));
  const digits = hexDigits(value < 0n ? ~value : value);
  for (let i = 0, at = digits.length; at > 0 && i < length; i++, at -= 2) {
    bytes[i] = Number.parseInt(digits.slice(Math.max(at - 2, 0), at), 16);
  }
  if (value < 0n) for (let i = 0; i < length; i++) bytes[i] = ~bytes[i]!;
  return new W_BytesObject(isBig ? bytes.reverse() : bytes);
}

function hexDigits(value: bigint): string {
  return value === 0n ? "" : value.toString(16);
}

/** Whether a value has room in `length` bytes; the sign takes one bit. */
function fits(value: bigint, length: number, isSigned: boolean): boolean {
  if (length <= 0) return value === 0n || (value === -1n && isSigned);
  const digits = hexDigits(value < 0n ? ~value : value);
  const top = digits === "" ? 0 : Number.parseInt(digits[0]!, 16);
  const bits = digits === "" ? 0 : digits.length * 4 - (Math.clz32(top) - 28);
  return bits + (isSigned ? 1 : 0) <= length * 8;
}

function isBigEndian(space: ObjSpace, order: string): boolean {
  if (order === "big" || order === "little") return order === "big";
  throw valueError(space, "byteorder must be either 'little' or 'big'");
}

export function intFromBytes(space: ObjSpace, args: BuiltinArguments): W_Root {
  const [w_cls, w_source, w_order, w_signed] = args;
  const order = textArgument(space, w_order!);
  const given = sourceBytes(space, w_source!);
  const bytes = isBigEndian(space, order) ? given : given.slice().reverse();
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
  let value = hex === "" ? 0n : BigInt(`0x${hex}`);
  if (w_signed !== null && space.is_true(w_signed!)) value = BigInt.asIntN(bytes.length * 8, value);
  const w_value = wrapBigint(value);
  return w_cls === space.w_int ? w_value : call_function(space, w_cls!, [w_value]);
}

function sourceBytes(space: ObjSpace, w_source: W_Root): Uint8Array {
  const w_method = lookup(space, w_source, "__bytes__");
  if (w_method === null) return bytesOfSource(space, w_source);
  const w_bytes = builtinValue(call_looked_up(space, w_method, w_source, [], null));
  if (w_bytes instanceof W_BytesObject) return w_bytes.value;
  throw typeError(space, `__bytes__ returned non-bytes (type '${typeName(space, w_bytes)}')`);
}
