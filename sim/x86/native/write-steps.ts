/**
 * For tests only: lays steps out as code, and follows which flags are undefined where: an
 * instruction that would read one gets a comparison in front of it, which defines them all.
 */

import { encodeForm } from "../encode.ts";
import type { InstructionForm } from "../instruction-form.ts";
import type { Operand } from "../operand.ts";
import { memRip, reg64, rel } from "../operand.ts";
import { ALL_FLAGS, FLAG_BITS } from "./sequence.ts";
import type { Step, StepItem, StepOperand } from "./step.ts";
import { formOf, kindsOf } from "./step.ts";

/** Code with what is known of it. */
export interface WrittenSteps {
  readonly code: Uint8Array;
  /** By address of an instruction, and of the end: the flags that are undefined before it. */
  readonly undefinedFlags: ReadonlyMap<number, number>;
  readonly forms: readonly InstructionForm[];
}

function flagMask(letters: string): number {
  return [...letters].reduce((mask, letter) => mask | FLAG_BITS[letter]!, 0);
}

interface Line {
  form: InstructionForm;
  readonly operands: readonly StepOperand[];
  readonly undefinedFlags: number;
}

type LineOrLabel = Line | { readonly label: number };

/** Writes the steps for an address. */
export function writeSteps(steps: readonly Step[], address: number): WrittenSteps {
  const flattener = new Flattener();
  flattener.addSteps(steps);
  const { lines } = flattener;
  const offsets = layOut(lines);
  const code: number[] = [];
  const undefinedFlags = new Map<number, number>();
  for (const line of lines) {
    if (!("form" in line)) continue;
    const start = code.length;
    undefinedFlags.set(address + start, line.undefinedFlags);
    const end = start + sizeOf(line);
    const operands = line.operands.map((operand) => place(operand, end, address, offsets));
    code.push(...encodeForm(line.form, operands).bytes);
  }
  undefinedFlags.set(address + code.length, flattener.undefined);
  const forms = lines.flatMap((line) => ("form" in line ? [line.form] : []));
  return { code: Uint8Array.from(code), undefinedFlags, forms };
}

/** Turns steps into lines, with the flags that are undefined before each. */
class Flattener {
  readonly lines: LineOrLabel[] = [];
  undefined = 0;
  /** Undefined flags at the jumps to labels that are not bound yet. */
  private readonly pending = new Map<number, number>();

  addSteps(steps: readonly Step[]): void {
    const bindBefore = new Map<number, number[]>();
    for (const [k, step] of steps.entries()) {
      for (const label of bindBefore.get(k) ?? []) this.addItem({ label });
      for (const item of step.items) this.addItem(item);
      if (step.kind === "skip") {
        const to = Math.min(k + 1 + step.count, steps.length);
        bindBefore.set(to, [...(bindBefore.get(to) ?? []), step.label]);
      } else if (step.kind === "call") {
        this.addItem({ form: JUMP, operands: [{ kind: "target", label: step.end }] });
        this.addItem({ label: step.label });
        this.addSteps(step.body);
        this.addItem({ form: RETURN, operands: [] });
        this.addItem({ label: step.end });
      }
    }
    for (const label of bindBefore.get(steps.length) ?? []) this.addItem({ label });
  }

  private addItem(item: StepItem): void {
    if ("label" in item) {
      this.undefined |= this.pending.get(item.label) ?? 0;
      this.lines.push(item);
      return;
    }
    const { form, operands } = item;
    if ((flagMask(form.flags.read) & this.undefined) !== 0) this.addComparison();
    this.lines.push({ form, operands, undefinedFlags: this.undefined });
    for (const operand of operands) {
      const isPlace = operand.kind === "near" && typeof operand.place === "object";
      if (operand.kind === "target") this.jumpTo(operand.label);
      else if (isPlace) this.jumpTo((operand.place as { label: number }).label);
    }
    this.undefined = undefinedAfter(form, operands, this.undefined);
  }

  private addComparison(): void {
    const k = this.lines.length;
    const operands = [reg64((7 * k) & 15), reg64((5 * k + 3) & 15)];
    this.lines.push({ form: COMPARISON, operands, undefinedFlags: this.undefined });
    this.undefined = 0;
  }

  private jumpTo(label: number): void {
    this.pending.set(label, (this.pending.get(label) ?? 0) | this.undefined);
  }
}

const JUMP = formOf("jmp", "rel32");
const RETURN = formOf("ret", "");
const COMPARISON = formOf("cmp", "r64 rm64");
const SHIFTS = ["rol", "ror", "shl", "shr", "sar"];

/**
 * The table says what a shift does to the flags unless its count is 0, and that it defines o for a
 * count of 1 only.
 */
function undefinedAfter(
  form: InstructionForm,
  operands: readonly StepOperand[],
  before: number,
): number {
  const { written, undefinedAfter: lost } = form.flags;
  const [clear, set] = [flagMask(written), flagMask(lost)];
  const plain = (before & ~clear) | set;
  if (!SHIFTS.includes(form.mnemonic)) return plain;
  const count = operands[1]!;
  if (count.kind !== "imm") return before | set | FLAG_BITS.o!;
  const masked = count.value & BigInt(8 * form.operands[0]!.sizeBytes - 1);
  if (masked === 0n) return before;
  return masked === 1n ? plain : plain | FLAG_BITS.o!;
}

/** Offsets of the labels; jumps of one byte that do not reach get four. */
function layOut(lines: readonly LineOrLabel[]): ReadonlyMap<number, number> {
  for (;;) {
    const offsets = new Map<number, number>();
    let at = 0;
    for (const line of lines) {
      if ("form" in line) at += sizeOf(line);
      else offsets.set(line.label, at);
    }
    if (!widenJumps(lines, offsets)) return offsets;
  }
}

function widenJumps(lines: readonly LineOrLabel[], offsets: ReadonlyMap<number, number>): boolean {
  let [at, hasChanged] = [0, false];
  for (const line of lines) {
    if (!("form" in line)) continue;
    at += sizeOf(line);
    const target = line.operands[0];
    if (target?.kind !== "target" || kindsOf(line.form) !== "rel8") continue;
    if (offsets.get(target.label)! - at <= 127) continue;
    line.form = formOf(line.form.mnemonic, "rel32");
    hasChanged = true;
  }
  return hasChanged;
}

function sizeOf(line: Line): number {
  const operands = line.operands.map((operand) => place(operand, 0, 0, undefined));
  return encodeForm(line.form, operands).bytes.length;
}

function place(
  operand: StepOperand,
  end: number,
  address: number,
  offsets: ReadonlyMap<number, number> | undefined,
): Operand {
  const offsetOf = (label: number): number => offsets?.get(label) ?? end;
  if (operand.kind === "target") return rel(offsetOf(operand.label) - end);
  if (operand.kind !== "near") return operand;
  if (typeof operand.place === "object") {
    return memRip(operand.size, offsetOf(operand.place.label) - end);
  }
  return memRip(operand.size, offsets === undefined ? 0 : operand.place - address - end);
}

/** All flags that are defined in a place; none where it is not known. */
export function definedFlags(written: WrittenSteps, address: number): number {
  return ALL_FLAGS & ~(written.undefinedFlags.get(address) ?? ALL_FLAGS);
}
