/** For tests of executors: a machine with everything that it needs, whose units it assembles. */

import { AddressSpace } from "../../memory/address-space.ts";
import { CodeHeap } from "../../memory/code-heap.ts";
import { makeMemoryLayout } from "../../memory/memory-layout.ts";
import { ObjectAddresses } from "../../memory/object-addresses.ts";
import type { LoopToken } from "../../trace/descr.ts";
import type { RtValue } from "../../trace/values.ts";
import { X86Assembler } from "../assembler/assembler.ts";
import type { AssembledCode, BackendServices, Exit, Unit } from "../backend.ts";
import { MachineExecutor } from "./machine.ts";

/**
 * A machine for rigs: its units are really assembled. Guards keep the addresses that the texts gave
 * them, by which rigs name them.
 */
export class RigMachine extends MachineExecutor {
  readonly heap: CodeHeap;
  /** The code of each loop. */
  readonly codes = new Map<LoopToken, AssembledCode>();
  private readonly assembler: X86Assembler;

  constructor(services: BackendServices) {
    const layout = makeMemoryLayout(0);
    const space = new AddressSpace();
    const addresses = new ObjectAddresses(layout);
    const heap = new CodeHeap(space, layout.code);
    const assembler = new X86Assembler({ heap, addresses, layout });
    super(services, { space, layout, addresses, assembler });
    this.assembler = assembler;
    this.heap = heap;
  }

  override install(unit: Unit): void {
    if (unit.guard === null && this.codes.has(unit.token)) this.free(unit.token);
    const named = unit.ops.flatMap(({ descr }) => {
      return descr?.descrKind === "guard" || descr?.descrKind === "target" ? [descr] : [];
    });
    const names = named.map(({ address }) => address);
    const code = this.assembler.assemble(unit);
    for (const [k, descr] of named.entries()) descr.address = names[k]!;
    if (code === null) throw new Error("no room for the code of a unit");
    if (unit.guard === null) this.codes.set(unit.token, code);
    super.install(unit, code);
  }

  override execute(token: LoopToken, args: readonly RtValue[]): Exit {
    if (token.invalidated) this.assembler.invalidate(token);
    return super.execute(token, args);
  }

  override redirect(from: LoopToken, to: LoopToken): void {
    this.assembler.redirect(from, to);
    super.redirect(from, to);
  }

  override free(token: LoopToken): void {
    super.free(token);
    this.assembler.free(token);
  }
}
