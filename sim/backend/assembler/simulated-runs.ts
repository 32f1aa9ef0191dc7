/**
 * For tests only: runs assembled code on the simulated processor, from the same memory as
 * real-processor.c gives it on the real one, but without helpers; functions are a test's own.
 */

import { AddressSpace } from "../../memory/address-space.ts";
import type { MemoryLayout } from "../../memory/memory-layout.ts";
import { PROTECTION, READ_WRITE } from "../../memory/protection.ts";
import { Cpu } from "../../x86/cpu.ts";
import type { CodeCost } from "../backend.ts";
import { FRAME, FRAME_SIZE_BYTES, inputSlot, slotOffset } from "./calling-convention.ts";
import type { ProcessorOutcome, ProcessorResult, ProcessorRun } from "./real-processor.ts";

const PAGE = 0x1000;

/** Numbers of registers. */
const [RAX, RSP, RDI] = [0, 4, 7];

/** The registers that an entry gives back as they were: rbx, rbp, r12 … r15. */
const CALLEE_SAVED = [3, 5, 12, 13, 14, 15];

/** rcx, rdx, rsi, rdi and r8 … r11: what calls change besides the result's register. */
const CHANGED_BY_CALLS = [1, 2, 6, 7, 8, 9, 10, 11];

/** More than any run of a test takes: what executes more hangs. */
const INSTRUCTIONS_MAX = 10_000_000;

/** A run, and what the processor has counted in it. */
export interface SimulatedResult extends ProcessorResult {
  readonly cost: CodeCost;
}

export interface SimulatedOutcome extends ProcessorOutcome {
  readonly results: readonly SimulatedResult[];
}

/** What is to be run, and the memory to run it in. */
export interface SimulatedInput {
  readonly code: AddressSpace;
  readonly layout: MemoryLayout;
  readonly pages: readonly { readonly address: number; readonly bytes: Uint8Array }[];
  readonly runs: readonly ProcessorRun[];
  readonly data: readonly { readonly address: number; readonly words: readonly bigint[] }[];
  readonly doGate: DoGate;
}

/** Does what stands at a gate, up to the return; false if it knows none. */
export type DoGate = (cpu: Cpu, space: AddressSpace) => boolean;

/** Runs up to the first that calls what is not there. */
export function simulateRuns(input: SimulatedInput): SimulatedOutcome {
  const { layout, runs, data } = input;
  const space = makeSpace(input);
  const { function: functions, helper } = layout;
  const regions = [functions, helper];
  const cpu = new Cpu({
    space,
    isGate: (address) => regions.some(({ base, size }) => address >= base && address < base + size),
  });
  const results: SimulatedResult[] = [];
  for (const run of runs) {
    const result = execute(cpu, space, input, run);
    if (result === undefined) break;
    results.push(result);
  }
  const after = data.map(({ address, words }) => {
    return words.map((_word, k) => space.readUint64(address + 8 * k));
  });
  return { results, data: after };
}

function makeSpace({ code, layout, pages }: SimulatedInput): AddressSpace {
  const space = new AddressSpace();
  for (const { address, size, protection } of code.mappedRanges()) {
    space.map(address, size, READ_WRITE);
    const isReadable = (protection & PROTECTION.read) !== 0;
    if (isReadable) space.writeBytes(address, code.readBytes(address, size));
    space.protect(address, size, protection);
  }
  const { state, stack } = layout;
  space.map(state.base, PAGE, READ_WRITE);
  space.map(stack.base, 32 * PAGE, READ_WRITE);
  for (const { address, bytes } of pages) {
    space.map(address, bytes.length, READ_WRITE);
    space.writeBytes(address, bytes);
  }
  return space;
}

/** Back to the caller; all that a function may change is changed, but for its results. */
function returnFromGate(cpu: Cpu, space: AddressSpace): void {
  const top = Number(cpu.getRegister(RSP));
  if (top % 16 !== 8) throw new Error("the stack is not aligned at a call");
  cpu.rip = Number(space.readUint64(top));
  cpu.setRegister(RSP, BigInt(top + 8));
  for (const k of CHANGED_BY_CALLS) cpu.setRegister(k, 0xdead_0000n + BigInt(k));
  for (let k = 1; k < 16; k++) cpu.xmm[2 * k] = -1234.5;
}

/** One call of an entry, with a frame at the start of the stack region; undefined at a gate. */
function execute(
  cpu: Cpu,
  space: AddressSpace,
  { layout, doGate }: SimulatedInput,
  { entry, slots, slotsOut }: ProcessorRun,
): SimulatedResult | undefined {
  const { stack, helper } = layout;
  const [frame, top] = [stack.base, stack.base + 31 * PAGE];
  const goal = helper.base + helper.size - 8;
  space.writeBytes(frame, new Uint8Array(FRAME_SIZE_BYTES));
  for (const [k, word] of slots.entries())
    space.writeUint64(frame + slotOffset(inputSlot(k)), word);
  const before = Array.from({ length: 16 }, (_, k) => BigInt(k + 1) * 0x1234_5678_9abcn);
  for (const [k, word] of before.entries()) cpu.setRegister(k, word);
  cpu.setRegister(RDI, BigInt(frame));
  cpu.setRegister(RSP, BigInt(top - 8));
  space.writeUint64(top - 8, BigInt(goal));
  cpu.rip = entry;
  const { instructions, cycles } = cpu;
  const run = () => {
    if (cpu.run({ instructions: INSTRUCTIONS_MAX }) !== "gate") throw new Error("it does not end");
  };
  for (run(); cpu.rip !== goal; run()) {
    if (!doGate(cpu, space)) return undefined;
    returnFromGate(cpu, space);
  }
  if (cpu.getRegister(RAX) !== BigInt(frame)) throw new Error("another frame came back");
  if (cpu.getRegister(RSP) !== BigInt(top)) throw new Error("the stack is not as before");
  for (const k of CALLEE_SAVED) {
    if (cpu.getRegister(k) !== before[k]) throw new Error(`register ${k} is not as before`);
  }
  const word = (offset: number): bigint => space.readUint64(frame + offset);
  return {
    descr: Number(word(FRAME.descr)),
    exception: word(FRAME.guardException),
    cost: { instructions: cpu.instructions - instructions, cycles: cpu.cycles - cycles },
    slots: Array.from({ length: slotsOut }, (_, k) => word(slotOffset(k))),
  };
}
