/**
 * The one adapter of msgpackr: plain data to plain msgpack and back, byte for byte the same
 * everywhere. Records, extensions and shared structures are off; headers are the shortest ones.
 *
 * msgpackr alone loses values silently (-0, integers beyond 2^32 become doubles, `undefined`,
 * bigints beyond 64 bits), so only {@link Plain} values come here, and every number is an integer:
 * outside of -2^31 … 2^32 - 1 it is handed over as a bigint, which gives int 64 (or uint 64 from
 * 2^63 on).
 */

import { Packr } from "msgpackr";
import { checkMsgpackShape } from "./msgpack-shape.ts";

/** What a frame is made of before it becomes bytes. Numbers are safe integers, never -0. */
export type Plain = null | boolean | number | bigint | string | Uint8Array | Plain[] | PlainMap;

/** A map with text keys; written in the order in which its keys were set. */
export interface PlainMap {
  [key: string]: Plain;
}

const packr = new Packr({
  useRecords: false,
  variableMapSize: true,
  moreTypes: false,
  copyBuffers: true,
  int64AsType: "bigint",
});

/** The msgpack bytes of `value`, in memory of their own. */
export function encodeMsgpack(value: PlainMap): Uint8Array {
  return new Uint8Array(packr.pack(prepare(value)));
}

/**
 * The value of exactly these bytes; throws an Error when they are not one msgpack value or one that
 * is beyond all bounds (msgpack-shape.ts).
 */
export function decodeMsgpack(bytes: Uint8Array): unknown {
  checkMsgpackShape(bytes);
  return packr.unpack(bytes);
}

/** Gives msgpackr each value in the form in which it writes the bytes that FORMAT.md states. */
function prepare(value: Plain): unknown {
  if (typeof value === "number") return prepareInteger(value);
  if (typeof value === "bigint") return prepareBigint(value);
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  if (Array.isArray(value)) return value.map(prepare);
  const map: Record<string, unknown> = {};
  for (const key of Object.keys(value)) map[key] = prepare(value[key]!);
  return map;
}

function prepareInteger(value: number): number | bigint {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    throw new TypeError(
      `not an integer that a reel can hold: ${Object.is(value, -0) ? "-0" : value}`,
    );
  }
  return value >= -0x80000000 && value <= 0xffffffff ? value : BigInt(value);
}

function prepareBigint(value: bigint): number | bigint {
  if (value >= -0x80000000n && value <= 0xffffffffn) return Number(value);
  if (value < -(1n << 63n) || value >= 1n << 64n) {
    throw new TypeError(`integer beyond 64 bits: ${value}`);
  }
  return value;
}
