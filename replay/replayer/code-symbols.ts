/**
 * Names of everything that is in the code heap: loops and bridges with their sections, the stub of
 * each guard, recovery code, callbacks. One list serves notes in listings and exported files.
 */

import { countUpTo } from "../../sim/base/collections.ts";
import type { OperationRecord } from "../format/events.ts";
import type { CodeBlock } from "./code-image.ts";
import type { CodeState, CompiledUnit } from "./code-state.ts";
import { printOwner } from "./print-event.ts";
import { printAddress, printText } from "./print-value.ts";
import type { CodePart, PartKind } from "./unit-parts.ts";
import { guardAddress, splitOther } from "./unit-parts.ts";

/** A named range of the code heap. */
export interface CodeSymbol {
  readonly kind: PartKind;
  /** For example `loop 1`, `entry of loop 1`, `stub of Guard0x7f0040000000`. */
  readonly name: string;
  readonly address: number;
  readonly size: number;
  readonly block: CodeBlock;
  readonly unit: CompiledUnit | null;
  /** Stubs: what leaves through it. */
  readonly operation: OperationRecord | null;
}

/** `loop 3`, `entry bridge 4`, `bridge of Guard0x7f0040000000`. */
export function nameUnit({ event }: CompiledUnit): string {
  if (event.type !== "bridge") return `${event.type} ${event.loopNo}`;
  return `bridge of Guard${printAddress(event.bridgeNo)}`;
}

/** The names of all code in the heap, found by address. */
export class CodeSymbols {
  /** In address order, without gaps inside of a block. */
  readonly list: readonly CodeSymbol[];
  /** The operation of each guard in the heap, and where it is. */
  private readonly guards = new Map<number, string>();

  constructor(state: CodeState) {
    this.list = state.image.blocks().flatMap((block) => {
      const unit = state.unitAt(block.address);
      if (unit?.block !== block) return nameOther(block, state);
      return this.nameParts(unit, block, state);
    });
  }

  private nameParts(unit: CompiledUnit, block: CodeBlock, state: CodeState): CodeSymbol[] {
    const unitName = nameUnit(unit);
    for (const operation of unit.event.operations) {
      const address = guardAddress(operation);
      if (address !== null) this.guards.set(address, `${operation.name} of ${unitName}`);
    }
    return state.partsOf(unit, block).map((part) => ({
      ...part,
      name: namePart(part, unitName),
      block,
      unit,
    }));
  }

  /** What holds an address, or null. */
  lookup(address: number): CodeSymbol | null {
    const found = this.list[countUpTo(this.list, address) - 1];
    return found !== undefined && address < found.address + found.size ? found : null;
  }

  /** The parts of one block that is in the heap. */
  partsOf(block: CodeBlock): readonly CodeSymbol[] {
    const first = countUpTo(this.list, block.address) - 1;
    let end = first;
    while (this.list[end]?.block === block) end++;
    return this.list.slice(first, end);
  }

  /** For example `guard_true of loop 1`; null for what is no guard. */
  lookupGuard(address: number): string | null {
    return this.guards.get(address) ?? null;
  }
}

function namePart({ kind, operation }: CodePart, unitName: string): string {
  if (kind === "operations") return unitName;
  const guard = operation === null ? null : guardAddress(operation);
  if (guard !== null) return `stub of Guard${printAddress(guard)}`;
  if (operation !== null) return `slow path of ${printText(operation.name)} in ${unitName}`;
  return `${kind} of ${unitName}`;
}

/** A block that belongs to no loop or bridge. */
function nameOther(block: CodeBlock, state: CodeState): CodeSymbol[] {
  const { address, owner } = block;
  const callback = state.callbacks.get(address);
  const usual = owner.kind === "recovery" ? `recovery code ${owner.number}` : printOwner(owner);
  const name = callback === undefined ? usual : `callback of ${printText(callback)}`;
  return splitOther(block).map((part) => ({
    ...part,
    name: part.kind === "code" ? name : `${part.kind} of ${name}`,
    block,
    unit: null,
  }));
}
