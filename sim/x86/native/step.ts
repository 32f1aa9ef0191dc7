/**
 * For tests only: steps, which random sequences are made of. A step stands for itself (it sets up
 * the registers its memory operands need), so that any of them can be left out of a sequence.
 */

import type { InstructionForm } from "../instruction-form.ts";
import { listForms } from "../instruction-table.ts";
import type { Operand, OperandSize } from "../operand.ts";

/** A jump to a place of the sequence. */
export interface TargetOperand {
  readonly kind: "target";
  readonly label: number;
}

/** Memory relative to rip: an absolute address, or a place of the sequence. */
export interface NearMemory {
  readonly kind: "near";
  readonly size: OperandSize;
  readonly place: number | { readonly label: number };
}

export type StepOperand = Operand | TargetOperand | NearMemory;

/** An instruction, or a label to bind. */
export type StepItem =
  | { readonly form: InstructionForm; readonly operands: readonly StepOperand[] }
  | { readonly label: number };

export type Step =
  | { readonly kind: "plain"; readonly items: readonly StepItem[] }
  /** Jumps over the next steps; `items` jump to `label`. */
  | {
      readonly kind: "skip";
      readonly items: readonly StepItem[];
      readonly label: number;
      readonly count: number;
    }
  /** `items` call `label`, which stands before the body; the body ends in ret. */
  | {
      readonly kind: "call";
      readonly items: readonly StepItem[];
      readonly label: number;
      readonly end: number;
      readonly body: readonly Step[];
    };

/** The form of a mnemonic whose operand kinds are these, as in `rm64 r64`. */
export function formOf(mnemonic: string, operands: string): InstructionForm {
  const found = listForms().find((form) => {
    return form.mnemonic === mnemonic && kindsOf(form) === operands;
  });
  if (found === undefined) throw new Error(`no form ${mnemonic} ${operands}`);
  return found;
}

/** `rm64 simm8` */
export function kindsOf(form: InstructionForm): string {
  return form.operands
    .map(({ kind, sizeBytes }) => {
      const hasSize = sizeBytes !== 0 && kind !== "x" && kind !== "cl" && kind !== "1";
      return hasSize ? `${kind}${8 * sizeBytes}` : kind;
    })
    .join(" ");
}
