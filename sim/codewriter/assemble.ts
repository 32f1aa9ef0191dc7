/**
 * From instructions with labels to instructions with numbers: jumps to jumps are followed, what
 * cannot be reached goes, and so do jumps to the next instruction.
 *
 * Counterpart: rpython/jit/codewriter/assembler.py.
 */

import { assert, defined } from "../base/assert.ts";
import { fallsThrough } from "../jitcode/liveness.ts";
import type { CodeItem } from "./code-builder.ts";
import type { Draft, Label, PlacedInstr } from "./model.ts";

/** The instructions of a function, numbered. */
export function assemble(items: readonly CodeItem[]): PlacedInstr[] {
  const layout = new CodeLayout(items);
  const kept = layout.dropJumpsToNext(layout.findReachable());
  const pcs = new Map(kept.map((index, pc) => [index, pc]));
  const pcOf = (label: Label | null): number =>
    label === null ? -1 : defined(pcs.get(layout.resolve(label)), "pc of a label");
  return kept.map((index) => place(layout.at(index), pcOf));
}

function place(draft: Draft, pcOf: (label: Label | null) => number): PlacedInstr {
  const table = draft.table?.map(([value, label]) => [value, pcOf(label)] as const) ?? null;
  return {
    draft,
    op: draft.op,
    dst: draft.dst,
    args: draft.args,
    target: pcOf(draft.target),
    handler: pcOf(draft.handler),
    table,
    tableTargets: table?.map(([, pc]) => pc) ?? [],
  };
}

/** Instructions and the places of labels among them. */
class CodeLayout {
  private readonly drafts: Draft[] = [];
  private readonly places = new Map<number, number>();

  constructor(items: readonly CodeItem[]) {
    for (const item of items) {
      if ("op" in item) this.drafts.push(item);
      else this.places.set(item.id, this.drafts.length);
    }
  }

  at(index: number): Draft {
    return defined(this.drafts[index], "instruction");
  }

  /** The instruction that a jump to `label` ends at, other jumps followed. */
  resolve(label: Label): number {
    let index = defined(this.places.get(label.id), "a label that was never bound");
    const seen = new Set<number>();
    while (this.at(index).op === "goto" && !seen.has(index)) {
      seen.add(index);
      const target = defined(this.at(index).target, "target of goto");
      index = defined(this.places.get(target.id), "a label that was never bound");
    }
    return index;
  }

  /** The instructions that can be reached, in ascending order. */
  findReachable(): number[] {
    const seen = new Set<number>();
    const pending = [0];
    for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
      if (seen.has(index)) continue;
      assert(index < this.drafts.length, "code that runs over its end");
      seen.add(index);
      const { op, target, handler, table } = this.at(index);
      if (fallsThrough(op)) pending.push(index + 1);
      for (const label of [target, handler]) if (label !== null) pending.push(this.resolve(label));
      for (const [, label] of table ?? []) pending.push(this.resolve(label));
    }
    return [...seen].sort((a, b) => a - b);
  }

  /** Removes jumps to the instruction that follows anyway. */
  dropJumpsToNext(kept: readonly number[]): number[] {
    const isUseless = (index: number, position: number): boolean => {
      const { op, target } = this.at(index);
      if (op !== "goto") return false;
      return this.resolve(defined(target, "target of goto")) === kept[position + 1];
    };
    const left = kept.filter((index, position) => !isUseless(index, position));
    return left.length === kept.length ? left : this.dropJumpsToNext(left);
  }
}
