/**
 * Every form of the table on the processor and in the bigint reference: registers, vector
 * registers, memory and defined flags must agree, for operands of every size at the edges of their
 * ranges, in registers and in memory, aligned or across a page.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { Prng } from "../base/prng.ts";
import { CpuFault } from "./cpu/fault.ts";
import { encode, encodeForm } from "./encode.ts";
import type { InstructionForm, OperandSpec } from "./instruction-form.ts";
import { CONDITIONS, listForms } from "./instruction-table.ts";
import type { Operand, OperandSize } from "./operand.ts";
import { imm, memIndexed, reg8, reg64 } from "./operand.ts";
import { CODE, CpuBench, DATA } from "./test-cpu.ts";
import { Reference } from "./test-reference.ts";

const FLAG_BITS: Record<string, number> = { c: 1, p: 4, a: 0x10, z: 0x40, s: 0x80, o: 0x800 };

/** The data that operands lie in: around a page boundary. */
const WINDOW = { address: DATA + 0xf00, size: 0x200 };

const INTERESTING = [
  ...[0n, 1n, 2n, -1n, -2n, 0x7fn, 0x80n, 0xffn, 0x7fffn, 0x8000n, 0xffffn, 0x10000n],
  ...[0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn, 0x1_0000_0000n, -0x8000_0000n],
  ...[2n ** 53n, 2n ** 53n + 1n, 2n ** 62n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 53n) - 1n],
];

const FLOATS = [
  ...[0n, 0x8000_0000_0000_0000n, 0x3ff0_0000_0000_0000n, 0xbff8_0000_0000_0000n],
  ...[0x7ff0_0000_0000_0000n, 0xfff0_0000_0000_0000n, 0x7ff8_0000_0000_0001n],
  ...[0xfff8_0000_0000_0000n, 0x7fef_ffff_ffff_ffffn, 1n, 0x43e0_0000_0000_0000n],
  ...[0xc3e0_0000_0000_0000n, 0x41df_ffff_ffc0_0000n, 0xc1e0_0000_0020_0000n],
  ...[0x4330_0000_0000_0001n, 0x3fdf_ffff_ffff_ffffn, 0x3ff8_0000_7fc0_0000n],
];

function pick<T>(prng: Prng, list: readonly T[]): T {
  return list[prng.nextBelow(list.length)]!;
}

function randomWord(prng: Prng): bigint {
  switch (prng.nextBelow(4)) {
    case 0:
      return prng.nextWord();
    case 1:
      return prng.nextWord() >> BigInt(prng.nextBelow(64));
    default:
      return BigInt.asUintN(64, pick(prng, INTERESTING));
  }
}

function randomLane(prng: Prng): bigint {
  if (prng.nextBelow(3) === 0) return prng.nextWord();
  return pick(prng, FLOATS);
}

/** rdi and rsi make addresses; rsp is the stack. */
function randomOperand(prng: Prng, spec: OperandSpec): Operand {
  const size = spec.sizeBytes as 1 | 2 | 4 | 8;
  const register = (): Operand => {
    const number = pick(prng, [0, 1, 2, 3, 5, 8, 9, 12, 13, 15]);
    return { kind: "reg", number, size };
  };
  const memory = (): Operand => {
    const index = prng.nextBelow(2) === 0 ? 6 : undefined;
    const scale = index === undefined ? 1 : pick(prng, [1, 2, 4, 8] as const);
    const disp = pick(prng, [0, 8, -8, 5, -3, 0x40, -0x60]);
    return { kind: "mem", size: spec.sizeBytes as OperandSize, base: 7, index, scale, disp };
  };
  const vector = (): Operand => ({ kind: "xmm", number: prng.nextBelow(16) });
  const bits = BigInt(8 * spec.sizeBytes);
  switch (spec.kind) {
    case "r":
      return register();
    case "rm":
      return prng.nextBelow(2) === 0 ? register() : memory();
    case "m":
      return memory();
    case "x":
      return vector();
    case "xm":
      return prng.nextBelow(2) === 0 ? vector() : memory();
    case "cl":
      return { kind: "reg", number: 1, size: 1 };
    case "1":
      return imm(1);
    default:
      return imm(BigInt.asIntN(Number(bits), randomWord(prng)));
  }
}

/** The flags that are the same on every processor after an instruction. */
function definedFlags(form: InstructionForm, reference: Reference, operands: readonly Operand[]) {
  let mask = 0x8d5;
  for (const letter of form.flags.undefinedAfter) mask &= ~FLAG_BITS[letter]!;
  if (/^(shl|shr|sar|rol|ror)$/.test(form.mnemonic)) {
    const count = Number(reference.get(operands[1]!, 1)) & (form.rexW ? 63 : 31);
    if (count === 0) return 0x8d5;
    if (count !== 1) mask &= ~FLAG_BITS.o!;
  }
  return mask;
}

function fill(bench: CpuBench, reference: Reference, prng: Prng): void {
  const { cpu } = bench;
  for (let n = 0; n < 16; n++) {
    const isEdge = prng.nextBelow(8) !== 0;
    cpu.setRegister(n, isEdge ? randomWord(prng) : 0n);
    cpu.setXmm(n, (randomLane(prng) << 64n) | randomLane(prng));
  }
  cpu.setRegister(7, BigInt(DATA + 0x1000 - 8 * prng.nextBelow(3) - pick(prng, [0, 0, 3])));
  cpu.setRegister(6, BigInt(prng.nextBelow(17) - 8));
  cpu.setRegister(4, BigInt(DATA + 0x1000 - 8 * prng.nextBelow(4)));
  cpu.flags = prng.nextBelow(0x1000);
  for (let at = 0; at < WINDOW.size; at += 8) {
    const word = prng.nextBelow(2) === 0 ? randomWord(prng) : randomLane(prng);
    bench.space.writeUint64(WINDOW.address + at, word);
  }
  for (let n = 0; n < 16; n++) {
    reference.registers[n] = cpu.getRegister(n);
    reference.vectors[n] = cpu.getXmm(n);
  }
  reference.flags = cpu.flags;
  reference.bytes.set(bench.space.readBytes(WINDOW.address, WINDOW.size));
}

function describe(registers: readonly bigint[], vectors: readonly bigint[], flags: number): string {
  const hex = (values: readonly bigint[]) => values.map((v) => v.toString(16)).join(" ");
  return `${hex(registers)} | ${hex(vectors)} | ${flags.toString(16)}`;
}

function compareOnce(bench: CpuBench, reference: Reference): void {
  const { cpu } = bench;
  let fault: unknown;
  try {
    cpu.step();
  } catch (error) {
    if (!(error instanceof CpuFault) || error.kind !== "divide") throw error;
    fault = error;
  }
  if (fault !== undefined) throw new RangeError("divide");
  const numbers = Array.from({ length: 16 }, (_, n) => n);
  const found = describe(
    numbers.map((n) => cpu.getRegister(n)),
    numbers.map((n) => cpu.getXmm(n)),
    0,
  );
  assert.is(found, describe(reference.registers, reference.vectors, 0));
  assert.equal(bench.space.readBytes(WINDOW.address, WINDOW.size), reference.bytes);
}

const ROUNDS = 6;
const VALUES = 12;

function compareForm(form: InstructionForm, prng: Prng): void {
  const bench = new CpuBench();
  const reference = new Reference(WINDOW.address, new Uint8Array(WINDOW.size));
  for (let round = 0; round < ROUNDS; round++) {
    const operands = form.operands.map((spec) => randomOperand(prng, spec));
    const { bytes } = encodeForm(form, operands);
    bench.patch(CODE, bytes);
    for (let k = 0; k < VALUES; k++) {
      fill(bench, reference, prng);
      bench.cpu.rip = CODE;
      const mask = definedFlags(form, reference, operands);
      const what = `${form.mnemonic} ${JSON.stringify(operands, (_, v) => (typeof v === "bigint" ? `${v}` : v))}`;
      const memory = operands.find((operand) => operand.kind === "mem");
      if (memory?.size === 16 && reference.address(memory) % 16 !== 0) {
        assert.throws(() => bench.cpu.step(), /^alignment fault/, what);
        continue;
      }
      let divides = true;
      try {
        reference.execute(form, operands);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        divides = false;
      }
      if (!divides) {
        assert.throws(() => compareOnce(bench, reference), /divide/, what);
        continue;
      }
      try {
        compareOnce(bench, reference);
        assert.is(bench.cpu.flags & mask, reference.flags & mask, "flags");
      } catch (error) {
        throw new Error(
          `${what}: ${(error as Error).message} ${(error as { details?: string }).details ?? ""}`,
        );
      }
    }
  }
}

const GROUPS: readonly (readonly [string, RegExp])[] = [
  ["moves and the stack", /^(mov|movabs|movzx|movsx|movsxd|lea|xchg|push|pop|cqo|cdq|cdqe)$/],
  ["arithmetic", /^(add|sub|cmp|adc|sbb|neg|inc|dec|not)$/],
  ["logic", /^(and|or|xor|test)$/],
  ["shifts and rotations", /^(shl|shr|sar|rol|ror)$/],
  ["products and quotients", /^(imul|mul|div|idiv)$/],
  ["conditions", /^(set|cmov)/],
  ["scalar floats, conversions and vector logic", /sd$|pd$|^cvt|^movq$|^movd$|^movss$/],
];

const LEFT_OUT = /^(j.*|call|ret|nop|ud2|int3)$/;

for (const [name, pattern] of GROUPS) {
  test(`${name} agree with the reference`, () => {
    const prng = new Prng(11);
    const forms = listForms().filter(({ mnemonic }) => pattern.test(mnemonic));
    assert.ok(forms.length > 4);
    for (const form of forms) compareForm(form, prng);
  });
}

/** Flags that a condition reads. */
function flagsOf(condition: string): number {
  const { read } = listForms().find(({ mnemonic }) => mnemonic === `set${condition}`)!.flags;
  return [...read].reduce((mask, letter) => mask | FLAG_BITS[letter]!, 0);
}

test("conditions right behind what sets the flags agree with the reference", () => {
  const prng = new Prng(12);
  const producers = listForms().filter(({ mnemonic, flags }) => {
    return flags.written !== "" && !/div$/.test(mnemonic);
  });
  const bench = new CpuBench();
  const reference = new Reference(WINDOW.address, new Uint8Array(WINDOW.size));
  let compared = 0;
  for (const form of producers) {
    const operands = form.operands.map((spec) => randomOperand(prng, spec));
    const code = [...encodeForm(form, operands).bytes];
    // r14 is no operand: bit by bit it gets all sixteen conditions.
    for (const condition of CONDITIONS) {
      code.push(...encode(`set${condition}`, [reg8(14)]).bytes);
      code.push(...encode("lea", [reg64(11), memIndexed(0, reg64(14), reg64(11), 2)]).bytes);
    }
    bench.patch(CODE, code);
    for (let k = 0; k < 40; k++) {
      fill(bench, reference, prng);
      // Equal operands now and then.
      if (k % 4 === 0)
        for (let n = 0; n < 4; n++) bench.cpu.setRegister(n, bench.cpu.getRegister(0));
      for (let n = 0; n < 4; n++) reference.registers[n] = bench.cpu.getRegister(n);
      bench.cpu.setRegister(11, 0n);
      bench.cpu.setRegister(14, 0n);
      bench.cpu.rip = CODE;
      const mask = definedFlags(form, reference, operands);
      reference.execute(form, operands);
      bench.cpu.run({ instructions: 1 + 2 * CONDITIONS.length });
      for (const [at, condition] of CONDITIONS.entries()) {
        if ((flagsOf(condition) & ~mask) !== 0) continue;
        const found = (bench.cpu.getRegister(11) >> BigInt(15 - at)) & 1n;
        assert.is(found === 1n, reference.holds(condition), `${form.mnemonic} ${condition}`);
        compared++;
      }
    }
  }
  assert.ok(compared > 20_000, `${compared}`);
});

test("every form is in a group, or jumps, traps or does nothing", () => {
  for (const { mnemonic } of listForms()) {
    const isCovered = GROUPS.some(([, pattern]) => pattern.test(mnemonic));
    assert.ok(isCovered || LEFT_OUT.test(mnemonic), mnemonic);
  }
});

test.run();
