/** Which handler writes which instruction: one entry for every mnemonic of the table. */

import type { Condition, Mnemonic } from "../instruction-table.ts";
import { CONDITIONS } from "../instruction-table.ts";
import { call, conditionalJump, conditionalMove, jmp, ret, set, trap } from "./write-control.ts";
import type { Handler } from "./write-integers.ts";
import * as integers from "./write-integers.ts";
import { shift } from "./write-shifts.ts";
import * as sse from "./write-sse.ts";

const nothing: Handler = () => {};

type ConditionalMnemonic = `${"j" | "set" | "cmov"}${Condition}`;

const PLAIN: Readonly<Record<Exclude<Mnemonic, ConditionalMnemonic>, Handler>> = {
  mov: integers.mov,
  movabs: integers.mov,
  movzx: integers.movzx,
  movsx: integers.movsx,
  movsxd: integers.movsx,
  lea: integers.lea,
  xchg: integers.xchg,
  push: integers.push,
  pop: integers.pop,
  add: integers.arithmetic("add", true),
  sub: integers.arithmetic("sub", true),
  cmp: integers.arithmetic("sub", false),
  adc: integers.carrying(true),
  sbb: integers.carrying(false),
  and: integers.logic("&", true),
  or: integers.logic("|", true),
  xor: integers.logic("^", true),
  test: integers.logic("&", false),
  inc: integers.step("inc"),
  dec: integers.step("dec"),
  neg: integers.neg,
  not: integers.not,
  imul: integers.imul,
  mul: integers.multiply(false),
  div: integers.divide(false),
  idiv: integers.divide(true),
  cqo: integers.extendA(8),
  cdq: integers.extendA(4),
  cdqe: integers.cdqe,
  shl: shift("shl"),
  shr: shift("shr"),
  sar: shift("sar"),
  rol: shift("rol"),
  ror: shift("ror"),
  jmp,
  call,
  ret,
  nop: nothing,
  ud2: trap("invalid-opcode"),
  int3: trap("breakpoint"),
  movsd: sse.moveScalar(8, false),
  movss: sse.moveScalar(4, false),
  movq: sse.moveScalar(8, true),
  movd: sse.moveScalar(4, true),
  movapd: sse.movapd,
  addsd: sse.floatArithmetic("+"),
  subsd: sse.floatArithmetic("-"),
  mulsd: sse.floatArithmetic("*"),
  divsd: sse.floatArithmetic("/"),
  minsd: sse.choose("<"),
  maxsd: sse.choose(">"),
  sqrtsd: sse.sqrtsd,
  ucomisd: sse.compareDoubles,
  comisd: sse.compareDoubles,
  cvtsi2sd: sse.cvtsi2sd,
  cvttsd2si: sse.cvttsd2si,
  cvtsd2ss: sse.cvtsd2ss,
  cvtss2sd: sse.cvtss2sd,
  andpd: sse.bitwise((a, b) => `${a}&${b}`),
  andnpd: sse.bitwise((a, b) => `~${a}&${b}`),
  orpd: sse.bitwise((a, b) => `${a}|${b}`),
  xorpd: sse.bitwise((a, b) => `${a}^${b}`),
};

/** The handlers by mnemonic. */
export const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ...Object.entries(PLAIN),
  ...CONDITIONS.flatMap((condition): [string, Handler][] => [
    [`j${condition}`, conditionalJump(condition)],
    [`set${condition}`, set(condition)],
    [`cmov${condition}`, conditionalMove(condition)],
  ]),
]);

/** After these nothing of the block is left to execute. */
export const LAST_OF_BLOCK: ReadonlySet<string> = new Set(["jmp", "call", "ret", "ud2", "int3"]);
