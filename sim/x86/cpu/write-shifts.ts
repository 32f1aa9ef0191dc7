/**
 * How shifts and rotations are written into a block's function. By a constant, a shift is written
 * out and its flags are lazy; the rest goes through WideArithmetic. Flags that are undefined have
 * stated values: the auxiliary carry is 0, the overflow follows the rule for a count of one.
 */

import { assert } from "../../base/assert.ts";
import type { Operand } from "../operand.ts";
import type { BlockWriter, Value } from "./block-writer.ts";
import type { ShiftKind } from "./wide.ts";
import type { Handler } from "./write-integers.ts";
import { sizeOf } from "./write-integers.ts";

const ZERO: Value = { lo: "0", hi: "0" };

export function shift(kind: ShiftKind): Handler {
  return (w, [target, count]) => {
    const size = sizeOf(target);
    if (count!.kind === "imm") {
      const n = Number(count!.value) & (size === 8 ? 63 : 31);
      shiftByConstant(w, kind, target!, n);
    } else {
      shiftByCl(w, kind, target!);
    }
  };
}

function shiftByConstant(w: BlockWriter, kind: ShiftKind, target: Operand, n: number): void {
  const size = sizeOf(target);
  const place = w.locate(target);
  const a = w.hold(place.load());
  if (n === 0) {
    place.store(a);
    return;
  }
  if (kind === "rol" || kind === "ror") {
    const r = wideShift(w, kind, a, size, `${n}`);
    const old = w.temp(w.flagBits());
    const bits = w.temp(rotationBits(old));
    place.store(r);
    w.setFlagBits(bits);
    return;
  }
  const { r, carry } = size === 8 ? shift8(w, kind, a, n) : shift4(w, kind, a, n);
  const top = (value: Value) => (size === 8 ? value.hi : value.lo);
  const overflow =
    kind === "shl" ? `${carry}^(${top(r)}>>>31)` : kind === "shr" ? `${top(a)}>>>31` : "0";
  place.store(r);
  w.setFlags("shift", size, { lo: carry, hi: overflow }, ZERO, r);
}

interface Shifted {
  readonly r: Value;
  readonly carry: string;
}

function shift8(w: BlockWriter, kind: "shl" | "shr" | "sar", a: Value, n: number): Shifted {
  const bit = (at: number) => w.temp(at < 32 ? `(${a.lo}>>>${at})&1` : `(${a.hi}>>>${at - 32})&1`);
  if (kind === "shl") {
    const carry = bit(64 - n);
    if (n >= 32) return { r: { lo: "0", hi: w.temp(`${a.lo}<<${n - 32}`) }, carry };
    const hi = w.temp(`(${a.hi}<<${n})|(${a.lo}>>>${32 - n})`);
    return { r: { lo: w.temp(`${a.lo}<<${n}`), hi }, carry };
  }
  const carry = bit(n - 1);
  const operator = kind === "sar" ? ">>" : ">>>";
  const fill = kind === "sar" ? w.temp(`${a.hi}>>31`) : "0";
  if (n >= 32) return { r: { lo: w.temp(`(${a.hi}${operator}${n - 32})|0`), hi: fill }, carry };
  const lo = w.temp(`(${a.lo}>>>${n})|(${a.hi}<<${32 - n})`);
  return { r: { lo, hi: w.temp(`(${a.hi}${operator}${n})|0`) }, carry };
}

function shift4(w: BlockWriter, kind: "shl" | "shr" | "sar", a: Value, n: number): Shifted {
  const operator = { shl: "<<", shr: ">>>", sar: ">>" }[kind];
  const carry = w.temp(`(${a.lo}>>>${kind === "shl" ? 32 - n : n - 1})&1`);
  return { r: { lo: w.temp(`(${a.lo}${operator}${n})|0`), hi: "0" }, carry };
}

/** A shift whose carry and overflow are left in A.out. */
function wideShift(w: BlockWriter, kind: ShiftKind, a: Value, size: number, count: string): Value {
  const high = size === 8 ? `,${a.hi}` : "";
  const lo = w.temp(`A.shift${size}("${kind}",${a.lo}${high},${count})`);
  return { lo, hi: size === 8 ? w.temp("A.out[0]") : "0" };
}

function rotationBits(old: string): string {
  return `(${old}&~2049)|A.out[1]|(A.out[2]<<11)`;
}

/** A count of 0 leaves the flags alone, but four bytes clear the upper half all the same. */
function shiftByCl(w: BlockWriter, kind: ShiftKind, target: Operand): void {
  const size = sizeOf(target);
  assert(size === 8 || size === 4, "shifts have 4 or 8 bytes");
  const place = w.locate(target);
  const a = w.hold(place.load());
  const count = w.temp(`L[1]&${size === 8 ? 63 : 31}`);
  const old = w.temp(w.flagBits());
  w.emit("A.out[1]=0;A.out[2]=0;");
  const high = size === 8 ? `,${a.hi}` : "";
  const lo = w.temp(`${count}===0?${a.lo}:A.shift${size}("${kind}",${a.lo}${high},${count})`);
  const hi = size === 8 ? w.temp(`${count}===0?${a.hi}:A.out[0]`) : "0";
  const isRotation = kind === "rol" || kind === "ror";
  const bits = isRotation
    ? rotationBits(old)
    : `U.flagBits(${6 | (size << 4)},A.out[1],A.out[2],0,0,${lo},${hi})`;
  const flags = w.temp(`${count}===0?${old}:${bits}`);
  place.store({ lo, hi });
  w.setFlagBits(flags);
}
