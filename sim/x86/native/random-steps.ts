/**
 * For tests only: random steps over all forms of the table, from random choices. Most memory operands hit
 * the data, aligned or not and across pages; a few what is read-only or not there.
 */

import type { RandomSource } from "../../base/prng.ts";
import type { InstructionForm, OperandSpec } from "../instruction-form.ts";
import { listForms } from "../instruction-table.ts";
import type { OperandSize } from "../operand.ts";
import { imm, RAX, RDX, reg64, xmm } from "../operand.ts";
import { INTERESTING_WORDS } from "./interesting.ts";
import { randomMemory } from "./random-memory.ts";
import type { ProcessorState } from "./sequence.ts";
import { ALL_FLAGS, HIGH_DATA, LOW_DATA, NAN_32, NAN_64, STACK, STACK_SIZE } from "./sequence.ts";
import type { Step, StepItem, StepOperand } from "./step.ts";
import { formOf, kindsOf } from "./step.ts";

const RSP = 4;

/** Writes random steps; labels are numbered through the sequence. */
export class StepSource {
  readonly prng: RandomSource;
  private labels = 0;

  constructor(random: RandomSource) {
    this.prng = random;
  }

  below(limit: number): number {
    return this.prng.nextBelow(limit);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  word(): bigint {
    const kind = this.below(4);
    if (kind === 0) return this.prng.nextWord();
    if (kind === 1) return BigInt(this.below(100));
    return this.pick(INTERESTING_WORDS);
  }

  state(rip: number): ProcessorState {
    const registers = Array.from({ length: 16 }, () => this.word());
    registers[RSP] = BigInt(STACK + 8 * this.below(STACK_SIZE / 8));
    if (this.below(20) !== 0) registers[RSP] = BigInt(STACK + STACK_SIZE / 2);
    for (const number of [3, 6, 13]) {
      const base = this.below(2) === 0 ? LOW_DATA : HIGH_DATA;
      if (this.below(2) === 0) registers[number] = BigInt(base + 256 + this.below(4096));
    }
    const vectors = Array.from({ length: 32 }, () => this.word());
    return { registers, vectors, flags: this.below(0x1000) & ALL_FLAGS, rip };
  }

  steps(count: number, depth = 0): Step[] {
    const steps: Step[] = [];
    for (let i = 0; i < count && this.prng.beginStep(); i++) steps.push(this.step(depth));
    return steps;
  }

  private label(): number {
    return this.labels++;
  }

  private step(depth: number): Step {
    const form = this.pick(listForms());
    const { mnemonic } = form;
    if (mnemonic === "call") return depth < 2 ? this.call(form, depth) : this.step(depth);
    if (mnemonic === "ret") return this.skip(this.returnTo);
    if (mnemonic === "jmp") return this.skip((label) => this.transfer(form, label));
    if (kindsOf(form).startsWith("rel")) return this.skip((label) => this.transfer(form, label));
    if ((mnemonic === "ud2" || mnemonic === "int3") && this.below(10) !== 0) {
      return this.step(depth);
    }
    const items: StepItem[] = [];
    if (mnemonic === "div" || mnemonic === "idiv") items.push(...this.dividend(form));
    items.push(...this.instruction(form));
    return { kind: "plain", items };
  }

  /** An instruction with random operands, what they need before, what floats need after. */
  private instruction(form: InstructionForm): StepItem[] {
    const setUp: StepItem[] = [];
    const operands = form.operands.map((spec) => this.operand(form, spec, setUp));
    return [...setUp, { form, operands }, ...this.canonicalize(form, operands)];
  }

  private operand(form: InstructionForm, spec: OperandSpec, setUp: StepItem[]): StepOperand {
    const size = spec.sizeBytes as OperandSize;
    const canBeMemory = spec.kind === "rm" || spec.kind === "m" || spec.kind === "xm";
    if (canBeMemory && (spec.kind === "m" || this.below(2) === 0)) {
      return randomMemory(this, form, size, setUp);
    }
    switch (spec.kind) {
      case "r":
      case "rm":
        return { kind: "reg", number: this.register(spec), size: size as 1 | 2 | 4 | 8 };
      case "x":
      case "xm":
        return xmm(this.below(16));
      case "cl":
        return { kind: "reg", number: 1, size: 1 };
      case "1":
        return imm(1);
      default:
        return imm(this.immediate(form, spec));
    }
  }

  /** rsp is seldom written: little works after that. */
  private register(spec: OperandSpec): number {
    const number = this.below(16);
    const isKept = number === RSP && spec.isWritten && this.below(10) !== 0;
    return isKept ? this.register(spec) : number;
  }

  private immediate(form: InstructionForm, spec: OperandSpec): bigint {
    const bits = 8 * spec.sizeBytes;
    const isShift = /^(rol|ror|shl|shr|sar)$/.test(form.mnemonic);
    if (isShift && this.below(2) === 0) return BigInt(this.below(66));
    const value = BigInt.asIntN(bits, this.word());
    return spec.kind === "imm" && this.below(2) === 0 ? BigInt.asUintN(bits, value) : value;
  }

  /** Most divisions do not overflow. */
  private dividend(form: InstructionForm): StepItem[] {
    const isWide = form.rexW;
    if (form.mnemonic === "idiv" && this.below(8) !== 0) {
      return [{ form: formOf(isWide ? "cqo" : "cdq", ""), operands: [] }];
    }
    if (this.below(8) === 0) return [];
    const high = this.below(3) === 0 ? BigInt(this.below(20)) : 0n;
    const low = { form: MOVABS, operands: [RAX, imm(this.word())] };
    return [{ form: MOVABS, operands: [RDX, imm(high)] }, ...(this.below(2) === 0 ? [low] : [])];
  }

  /**
   * Processors differ in the NaN that an operation gives, and ours has one form of it: where a
   * result is NaN, a canonical one is put in its place.
   */
  private canonicalize(form: InstructionForm, operands: readonly StepOperand[]): StepItem[] {
    const target = operands[0];
    if (target?.kind !== "xmm") return [];
    if (NAN_MAKERS.includes(form.mnemonic)) return this.replaceNan(target, "movsd", NAN_64);
    if (form.mnemonic !== "cvtsd2ss") return [];
    const wide = xmm((target.number + 1 + this.below(15)) & 15);
    return [
      { form: formOf("cvtss2sd", "x xm32"), operands: [wide, target] },
      ...this.replaceNan(target, "movss", NAN_32, wide),
      ...this.replaceNan(wide, "movsd", NAN_64),
    ];
  }

  private replaceNan(
    target: StepOperand,
    load: "movsd" | "movss",
    place: number,
    tested: StepOperand = target,
  ): StepItem[] {
    const size = load === "movsd" ? 8 : 4;
    const label = this.label();
    return [
      { form: formOf("ucomisd", "x xm64"), operands: [tested, tested] },
      { form: formOf("jnp", "rel8"), operands: [{ kind: "target", label }] },
      { form: formOf(load, `x xm${8 * size}`), operands: [target, { kind: "near", size, place }] },
      { label },
    ];
  }

  private skip(jump: (label: number) => StepItem[]): Step {
    const label = this.label();
    return { kind: "skip", items: jump(label), label, count: this.below(4) };
  }

  private call(form: InstructionForm, depth: number): Step {
    const [label, end] = [this.label(), this.label()];
    const items = this.transfer(form, label);
    return { kind: "call", items, label, end, body: this.steps(this.below(4), depth + 1) };
  }

  /** Jumps or calls: at once, or through a register or a word of memory. */
  private transfer(form: InstructionForm, label: number): StepItem[] {
    if (kindsOf(form) !== "rm64") return [{ form, operands: [{ kind: "target", label }] }];
    const register = this.freeRegister();
    const lea = { form: LEA, operands: [register, near(label)] };
    if (this.below(2) === 0) return [lea, { form, operands: [register] }];
    const setUp: StepItem[] = [];
    const place = LOW_DATA + this.below(0x1ff8);
    const memory: StepOperand = { kind: "near", size: 8, place };
    setUp.push(lea, { form: formOf("mov", "rm64 r64"), operands: [memory, register] });
    return [...setUp, { form, operands: [memory] }];
  }

  private readonly returnTo = (label: number): StepItem[] => {
    const register = this.freeRegister();
    return [
      { form: LEA, operands: [register, near(label)] },
      { form: formOf("push", "r64"), operands: [register] },
      { form: formOf("ret", ""), operands: [] },
    ];
  };

  private freeRegister(): StepOperand {
    return reg64(this.pick([0, 1, 2, 5, 7, 8, 9, 10, 11, 12, 14, 15]));
  }
}

function near(label: number): StepOperand {
  return { kind: "near", size: 0, place: { label } };
}

const MOVABS = formOf("movabs", "r64 imm64");
const LEA = formOf("lea", "r64 m");

/** Operations of floats whose result may be a NaN that is new or changed. */
const NAN_MAKERS = [
  ...["addsd", "subsd", "mulsd", "divsd", "sqrtsd", "minsd", "maxsd", "cvtss2sd"],
];
