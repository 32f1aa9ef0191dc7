/**
 * All that a reel has said about compiled code up to some event: the code heap's blocks, the loops
 * and bridges with the block of each, the callbacks, and the texts of the program's modules. Every
 * view of machine code is made from one of these.
 */

import type { NumberedEvent } from "../format/event-frame.ts";
import type { CompileEvent, JitEvent } from "../format/events.ts";
import type { CodeBlock } from "./code-image.ts";
import { CodeImage } from "./code-image.ts";
import { SourceTexts } from "./source-texts.ts";
import type { CodePart } from "./unit-parts.ts";
import { splitUnit } from "./unit-parts.ts";

/** A loop or bridge. */
export interface CompiledUnit {
  readonly eventNumber: number;
  readonly event: CompileEvent;
  /** Its place among the bridges, counted from 1; 0 for loops. */
  readonly bridgeIndex: number;
  /** Keeps its bytes when it is freed; null when they are not in the reel. */
  readonly block: CodeBlock | null;
  /** The event that freed its block, or null while it is there. */
  readonly freedAt: number | null;
}

/** What the header of a reel gives. */
export interface ProgramText {
  readonly programName: string;
  readonly programText: Uint8Array;
}

/** Follows the events of a reel, or of a run. */
export class CodeState {
  readonly image = new CodeImage();
  readonly sources: SourceTexts;
  /** In the order of compilation, those freed since included. */
  readonly units: CompiledUnit[] = [];
  /** Location of what a callback loop stands for, by the address of its block. */
  readonly callbacks = new Map<number, string>();
  /** Number of the last event, -1 before the first. */
  eventNumber = -1;
  private bridgeCount = 0;
  /** Index in {@link units} of what is in the heap, by the address of its block. */
  private readonly living = new Map<number, number>();
  /** Found once: they follow from the bytes as they were committed. */
  private readonly parts = new WeakMap<CodeBlock, readonly CodePart[]>();

  private readonly keepsFreed: boolean;

  /** Without `keepsFreed`, units that were freed lose their operations and bytes: they take no memory. */
  constructor(program: ProgramText, keepsFreed = true) {
    this.keepsFreed = keepsFreed;
    this.sources = new SourceTexts(program.programName, program.programText);
  }

  add({ number, event }: NumberedEvent): void {
    this.eventNumber = number;
    if (event === null) return;
    if (event.kind === "heap_free") this.forget(event.address, number);
    this.image.add(event);
    if (event.kind === "compile") this.addUnit(event, number);
    else if (event.kind === "heap_commit") this.addBlock(event.address);
    else this.addOther(event);
  }

  private addOther(event: JitEvent): void {
    if (event.kind === "tmp_callback") this.callbacks.set(event.blockAddress, event.greenKey.text);
    else if (event.kind === "input" && event.source === "module") {
      this.sources.add(event.name, event.bytes);
    }
  }

  private addUnit(event: CompileEvent, eventNumber: number): void {
    const isBridge = event.type === "bridge";
    if (isBridge) this.bridgeCount++;
    const bridgeIndex = isBridge ? this.bridgeCount : 0;
    this.living.set(event.blockAddress, this.units.length);
    const block = this.findBlock(event);
    this.units.push({ eventNumber, event, bridgeIndex, block, freedAt: null });
  }

  /** Code that was committed after it was told of. */
  private addBlock(address: number): void {
    const index = this.living.get(address);
    const unit = index === undefined ? undefined : this.units[index];
    if (unit === undefined || unit.block !== null) return;
    this.units[index!] = { ...unit, block: this.findBlock(unit.event) };
  }

  /** The block, when all of the unit's code is in it. */
  private findBlock({ blockAddress, asmaddr, asmlen }: CompileEvent): CodeBlock | null {
    const block = this.image.lookupBlock(blockAddress);
    const isWhole = this.image.read(asmaddr, asmlen) !== null && asmaddr >= blockAddress;
    return block?.address === blockAddress && isWhole ? block : null;
  }

  private forget(address: number, number: number): void {
    this.callbacks.delete(address);
    const index = this.living.get(address);
    if (index === undefined) return;
    this.living.delete(address);
    const unit = { ...this.units[index]!, freedAt: number };
    const event = { ...unit.event, operations: [] };
    this.units[index] = this.keepsFreed ? unit : { ...unit, event, block: null };
  }

  /** The loop or bridge whose block begins at an address, or null. */
  unitAt(blockAddress: number): CompiledUnit | null {
    const index = this.living.get(blockAddress);
    return index === undefined ? null : this.units[index]!;
  }

  /** The sections of a unit's block. */
  partsOf({ event }: CompiledUnit, block: CodeBlock): readonly CodePart[] {
    const parts = this.parts.get(block) ?? splitUnit(event, block);
    this.parts.set(block, parts);
    return parts;
  }

  /** Loops and bridges whose code is in the heap. */
  livingUnits(): CompiledUnit[] {
    return this.units.filter((unit) => unit.freedAt === null && unit.block !== null);
  }
}

/** The state after event `at`, or after the last one there is when it is null. */
export function readCodeState(
  program: ProgramText,
  events: Iterable<NumberedEvent>,
  at: number | null,
): CodeState {
  const state = new CodeState(program);
  for (const event of events) {
    if (at !== null && event.number > at) break;
    state.add(event);
  }
  return state;
}
