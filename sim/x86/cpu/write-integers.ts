/** How moves, arithmetic and logic of integers are written into a block's function. */

import type { MemoryOperand, Operand, OperandSize } from "../operand.ts";
import type { BlockWriter, Value } from "./block-writer.ts";
import { immediate, register } from "./block-writer.ts";

export type Handler = (w: BlockWriter, operands: readonly Operand[]) => void;

const ZERO: Value = { lo: "0", hi: "0" };

export function sizeOf(operand: Operand | undefined): OperandSize {
  return operand?.kind === "reg" || operand?.kind === "mem" ? operand.size : 8;
}

/** A value shorter than four bytes moved to the top of a word, held. */
function atTop(w: BlockWriter, value: Value, size: number): Value {
  if (size >= 4) return w.hold(value);
  return { lo: w.temp(`${value.lo}<<${32 - 8 * size}`), hi: "0" };
}

function fromTop(value: Value, size: number): Value {
  return size >= 4 ? value : { lo: `${value.lo}>>>${32 - 8 * size}`, hi: "0" };
}

function sum(w: BlockWriter, a: Value, b: Value, size: number): Value {
  return size === 8 ? w.add(a, b) : { lo: w.temp(`(${a.lo}+${b.lo})|0`), hi: "0" };
}

function difference(w: BlockWriter, a: Value, b: Value, size: number): Value {
  return size === 8 ? w.subtract(a, b) : { lo: w.temp(`(${a.lo}-${b.lo})|0`), hi: "0" };
}

export const mov: Handler = (w, [target, source]) => {
  const size = sizeOf(target);
  const place = w.locate(target!);
  place.store(w.hold(w.read(source!, size)));
};

export const movzx: Handler = (w, [target, source]) => {
  const { lo } = w.read(source!, sizeOf(source));
  w.locate(target!).store({ lo, hi: "0" });
};

/** movsx and movsxd. */
export const movsx: Handler = (w, [target, source]) => {
  const size = sizeOf(source);
  const { lo } = w.read(source!, size);
  const shift = 32 - 8 * size;
  const low = w.temp(shift === 0 ? lo : `(${lo}<<${shift})>>${shift}`);
  w.locate(target!).store({ lo: low, hi: `${low}>>31` });
};

export const lea: Handler = (w, [target, source]) => {
  w.locate(target!).store(w.address(source as MemoryOperand));
};

export const xchg: Handler = (w, [target, source]) => {
  const [one, other] = [w.locate(target!), w.locate(source!)];
  const [a, b] = [w.hold(one.load()), w.hold(other.load())];
  one.store(b);
  other.store(a);
};

/** add, sub and cmp, which stores nothing. */
export function arithmetic(operation: "add" | "sub", stores: boolean): Handler {
  return (w, [target, source]) => {
    const size = sizeOf(target);
    const place = w.locate(target!);
    const a = atTop(w, place.load(), size);
    const b = atTop(w, w.read(source!, size), size);
    const r = operation === "add" ? sum(w, a, b, size) : difference(w, a, b, size);
    if (stores) place.store(fromTop(r, size));
    w.setFlags(operation, size, a, b, r);
  };
}

/** and, or, xor, and test, which stores nothing. */
export function logic(operator: "&" | "|" | "^", stores: boolean): Handler {
  return (w, [target, source]) => {
    const size = sizeOf(target);
    const place = w.locate(target!);
    const a = atTop(w, place.load(), size);
    const b = atTop(w, w.read(source!, size), size);
    const hi = size === 8 ? w.temp(`${a.hi}${operator}${b.hi}`) : "0";
    const r = { lo: w.temp(`${a.lo}${operator}${b.lo}`), hi };
    if (stores) place.store(fromTop(r, size));
    w.setFlags("logic", size, ZERO, ZERO, r);
  };
}

/** adc and sbb: their flags are made at once. */
export function carrying(isAdd: boolean): Handler {
  return (w, [target, source]) => {
    const size = sizeOf(target);
    const place = w.locate(target!);
    const a = w.hold(place.load());
    const b = w.hold(w.read(source!, size));
    const carry = w.temp(`(${w.condition("b")})?1:0`);
    const sign = isAdd ? "+" : "-";
    const bits = 8 * Math.min(size, 4);
    const limit = 2 ** bits;
    const low = w.temp(`(${a.lo}>>>0)${sign}(${b.lo}>>>0)${sign}${carry}`);
    const lowCarry = w.temp(isAdd ? `${low}>=${limit}` : `${low}<0`);
    const lo = w.temp(size >= 4 ? `${low}|0` : `${low}&${limit - 1}`);
    let r: Value = { lo, hi: "0" };
    let out = lowCarry;
    if (size === 8) {
      const high = w.temp(`(${a.hi}>>>0)${sign}(${b.hi}>>>0)${sign}(${lowCarry}?1:0)`);
      out = w.temp(isAdd ? `${high}>=${limit}` : `${high}<0`);
      r = { lo, hi: w.temp(`${high}|0`) };
    }
    place.store(r);
    const top = (v: Value) => (size === 8 ? v.hi : size === 4 ? v.lo : `(${v.lo}<<${32 - bits})`);
    const zero = size === 8 ? `(${r.lo}|${r.hi})===0` : `${r.lo}===0`;
    const tops = `[${top(a)},${top(b)},${top(r)}]`;
    const lows = `[${a.lo},${b.lo},${r.lo}]`;
    w.setFlagBits(`U.carryingBits(${isAdd},${out},${tops},${lows},${zero})`);
  };
}

/** inc and dec, which keep the carry. */
export function step(operation: "inc" | "dec"): Handler {
  return (w, [target]) => {
    const size = sizeOf(target);
    const place = w.locate(target!);
    const a = w.hold(place.load());
    const carry = { lo: w.temp(`(${w.condition("b")})?1:0`), hi: "0" };
    const one = { lo: "1", hi: "0" };
    const r = operation === "inc" ? sum(w, a, one, size) : difference(w, a, one, size);
    place.store(r);
    w.setFlags(operation, size, carry, ZERO, r);
  };
}

export const neg: Handler = (w, [target]) => {
  const size = sizeOf(target);
  const place = w.locate(target!);
  const b = w.hold(place.load());
  const r = difference(w, ZERO, b, size);
  place.store(r);
  w.setFlags("sub", size, ZERO, b, r);
};

export const not: Handler = (w, [target]) => {
  const place = w.locate(target!);
  const a = place.load();
  const hi = sizeOf(target) === 8 ? w.temp(`~${a.hi}`) : "0";
  place.store({ lo: w.temp(`~${a.lo}`), hi });
};

/** cqo (8) and cdq (4). */
export function extendA(size: 4 | 8): Handler {
  return (w) => {
    const sign = w.temp(`${size === 8 ? "H" : "L"}[0]>>31`);
    w.writeRegister(2, size, { lo: sign, hi: sign });
  };
}

export const cdqe: Handler = (w) => w.emit("H[0]=L[0]>>31;");

/** Undefined flags of products are 0. */
function setProductFlags(w: BlockWriter, overflow: string): void {
  w.setFlagBits(`(${overflow})?2049:0`);
}

/** imul with two or three operands, and with one. */
export const imul: Handler = (w, operands) => {
  const [target, second, third] = operands;
  if (second === undefined) {
    multiply(true)(w, operands);
    return;
  }
  const size = sizeOf(target);
  const a = w.hold(w.read(third === undefined ? target! : second, size));
  const b = w.hold(w.read(third ?? second, size));
  const place = w.locate(target!);
  if (size === 8) {
    const lo = w.temp(`A.multiply8(${a.lo},${a.hi},${b.lo},${b.hi})`);
    place.store({ lo, hi: "A.out[0]" });
    setProductFlags(w, "A.out[1]!==0");
    return;
  }
  const lo = w.temp(`Math.imul(${a.lo},${b.lo})`);
  place.store({ lo, hi: "0" });
  // The product as a double is exact where it fits in a word, and far from it elsewhere.
  setProductFlags(w, `${lo}!==${a.lo}*${b.lo}`);
};

/** rdx:rax = rax times the operand. */
export function multiply(isSigned: boolean): Handler {
  return (w, [source]) => {
    const size = sizeOf(source);
    const b = w.hold(w.read(source!, size));
    if (size === 8) {
      w.emit(`A.multiplyFull(L[0],H[0],${b.lo},${b.hi},${isSigned});`);
      w.emit("L[0]=A.out[0];H[0]=A.out[1];L[2]=A.out[2];H[2]=A.out[3];");
      const sign = isSigned ? "(H[0]>>31)" : "0";
      setProductFlags(w, `L[2]!==${sign}||H[2]!==${sign}`);
      return;
    }
    const high = w.temp(`U.multiplyHigh(L[0],${b.lo})`);
    w.emit(`L[0]=Math.imul(L[0],${b.lo});H[0]=0;L[2]=${high};H[2]=0;`);
    setProductFlags(w, `${high}!==0`);
  };
}

/** div and idiv; the flags, all undefined, stay as they are. */
export function divide(isSigned: boolean): Handler {
  return (w, [source]) => {
    const size = sizeOf(source);
    const b = w.hold(w.read(source!, size));
    w.mayFault();
    const divisor = size === 8 ? `${b.lo},${b.hi}` : b.lo;
    w.emit(`A.divide${size}(L,H,${divisor},${isSigned});`);
  };
}

/** Eight bytes on the stack; rsp changes after the write. */
export function pushValue(w: BlockWriter, value: Value): void {
  const { lo, hi } = w.hold(value);
  const sp = w.hold(register(4));
  const at = w.subtract(sp, immediate(8n, 8));
  w.writeMemory(at, 8, { lo, hi });
  w.writeRegister(4, 8, at);
}

export const push: Handler = (w, [source]) => pushValue(w, w.read(source!, 8));

/** What is on top of the stack; rsp has not changed yet. */
export function popValue(w: BlockWriter): { readonly value: Value; readonly after: Value } {
  const sp = w.hold(register(4));
  const value = w.readMemory(sp, 8);
  return { value, after: w.add(sp, immediate(8n, 8)) };
}

/** An address with rsp in it is that after the pop. */
export const pop: Handler = (w, [target]) => {
  const { value, after } = popValue(w);
  if (target!.kind === "mem") {
    const usesSp = target!.base === 4;
    const memory = usesSp ? { ...target!, disp: target!.disp + 8 } : target!;
    w.locate(memory).store(value);
    w.writeRegister(4, 8, after);
    return;
  }
  w.writeRegister(4, 8, after);
  w.locate(target!).store(value);
};
