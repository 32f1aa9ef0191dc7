/**
 * How SSE2 instructions are written into a block's function. Moves copy words, so every bit
 * arrives; a result of arithmetic that is not a number is the one canonical NaN.
 */

import { assert } from "../../base/assert.ts";
import type { Operand } from "../operand.ts";
import type { BlockWriter, Value } from "./block-writer.ts";
import type { Handler } from "./write-integers.ts";
import { sizeOf } from "./write-integers.ts";

function vector(operand: Operand | undefined): number {
  assert(operand?.kind === "xmm", "a vector register");
  return operand.number;
}

/** The low eight bytes of a vector register or eight bytes of memory. */
function readLane(w: BlockWriter, operand: Operand): Value {
  if (operand.kind !== "xmm") return w.read(operand, 8);
  return { lo: `W[${4 * operand.number}]`, hi: `W[${4 * operand.number + 1}]` };
}

/** The same as a double. */
function readDouble(w: BlockWriter, operand: Operand): string {
  if (operand.kind === "xmm") return `D[${2 * operand.number}]`;
  const { lo, hi } = w.read(operand, 8);
  w.emit(`Q[0]=${lo};Q[1]=${hi};`);
  return w.temp("G[0]");
}

function writeLane(w: BlockWriter, n: number, { lo, hi }: Value): void {
  w.emit(`W[${4 * n}]=${lo};W[${4 * n + 1}]=${hi};`);
}

function clearUpper(w: BlockWriter, n: number): void {
  w.emit(`W[${4 * n + 2}]=0;W[${4 * n + 3}]=0;`);
}

function writeDouble(w: BlockWriter, n: number, expression: string): void {
  const r = w.temp(expression);
  w.emit(`if(${r}===${r})D[${2 * n}]=${r};else{W[${4 * n}]=0;W[${4 * n + 1}]=2146959360;}`);
}

/** movsd and movq between vector registers and memory, movq and movd to and from others. */
export function moveScalar(size: 4 | 8, clearsUpper: boolean): Handler {
  return (w, [target, source]) => {
    if (target!.kind !== "xmm") {
      const n = vector(source);
      const hi = size === 8 ? `W[${4 * n + 1}]` : "0";
      w.locate(target!).store({ lo: `W[${4 * n}]`, hi });
      return;
    }
    const n = target!.number;
    const isLoad = source!.kind !== "xmm";
    if (size === 8) writeLane(w, n, w.hold(readLane(w, source!)));
    else if (isLoad) writeLane(w, n, { lo: w.read(source!, 4).lo, hi: "0" });
    else w.emit(`W[${4 * n}]=W[${4 * vector(source)}];`);
    if (isLoad || clearsUpper) clearUpper(w, n);
  };
}

/** The four words of a vector register or of sixteen bytes of memory, which must be aligned. */
function readVector(w: BlockWriter, operand: Operand): readonly string[] {
  if (operand.kind === "xmm") return [0, 1, 2, 3].map((k) => `W[${4 * operand.number + k}]`);
  assert(operand.kind === "mem", "a vector operand");
  const at = w.hold(w.address(operand));
  w.mayFault();
  w.emit(`if((${at.lo}&15)!==0)throw U.trap("alignment");`);
  const low = w.readMemory(at, 8);
  const high = w.readMemory(w.add(at, { lo: "8", hi: "0" }), 8);
  return [low.lo, low.hi, high.lo, high.hi];
}

export const movapd: Handler = (w, [target, source]) => {
  const n = vector(target);
  const words = readVector(w, source!).map((word) => w.temp(word));
  w.emit(words.map((word, k) => `W[${4 * n + k}]=${word};`).join(""));
};

/** andpd, andnpd, orpd, xorpd: `combine` gives a word of the result. */
export function bitwise(combine: (a: string, b: string) => string): Handler {
  return (w, [target, source]) => {
    const n = vector(target);
    const words = readVector(w, source!);
    w.emit(words.map((b, k) => `W[${4 * n + k}]=${combine(`W[${4 * n + k}]`, b)};`).join(""));
  };
}

/** addsd and its kin. */
export function floatArithmetic(operator: "+" | "-" | "*" | "/"): Handler {
  return (w, [target, source]) => {
    const n = vector(target);
    const b = readDouble(w, source!);
    writeDouble(w, n, `D[${2 * n}]${operator}${b}`);
  };
}

/** minsd and maxsd: the second operand, unless the first one is less (greater). */
export function choose(operator: "<" | ">"): Handler {
  return (w, [target, source]) => {
    const n = vector(target);
    const lane = w.hold(readLane(w, source!));
    w.emit(`Q[0]=${lane.lo};Q[1]=${lane.hi};`);
    const second = `W[${4 * n}]=${lane.lo};W[${4 * n + 1}]=${lane.hi};`;
    w.emit(`if(!(D[${2 * n}]${operator}G[0])){${second}}`);
  };
}

export const sqrtsd: Handler = (w, [target, source]) => {
  writeDouble(w, vector(target), `Math.sqrt(${readDouble(w, source!)})`);
};

/** ucomisd and comisd. */
export const compareDoubles: Handler = (w, [first, second]) => {
  const b = readDouble(w, second!);
  const a = `D[${2 * vector(first)}]`;
  w.setFlagBits(`${a}>${b}?0:${a}<${b}?1:${a}===${b}?64:69`);
};

/** The sum of the halves is exact but for one rounding. */
export const cvtsi2sd: Handler = (w, [target, source]) => {
  const size = sizeOf(source);
  const { lo, hi } = w.read(source!, size);
  w.emit(`D[${2 * vector(target)}]=${size === 8 ? `${hi}*4294967296+(${lo}>>>0)` : lo};`);
};

export const cvttsd2si: Handler = (w, [target, source]) => {
  const value = readDouble(w, source!);
  const place = w.locate(target!);
  if (sizeOf(target) === 4) place.store({ lo: `U.truncate4(${value})`, hi: "0" });
  else place.store({ lo: w.temp(`U.truncate8(${value},A.out)`), hi: "A.out[0]" });
};

/** The other three words stay. */
export const cvtsd2ss: Handler = (w, [target, source]) => {
  w.emit(`W[${4 * vector(target)}]=U.singleBits(${readDouble(w, source!)});`);
};

export const cvtss2sd: Handler = (w, [target, source]) => {
  const bits = source!.kind === "xmm" ? `W[${4 * source!.number}]` : w.read(source!, 4).lo;
  writeDouble(w, vector(target), `U.singleFromBits(${bits})`);
};
