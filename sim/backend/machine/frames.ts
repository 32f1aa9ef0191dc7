/**
 * The frames of compiled code and the processor's stack. Frames are used as a stack: a call's frame
 * is made after its caller's and gone before it. Every frame has pages of its own, with an unmapped
 * one behind them; frames that are gone are used again.
 */

import { assert } from "../../base/assert.ts";
import type { AddressSpace } from "../../memory/address-space.ts";
import { PAGE_SIZE } from "../../memory/address-space.ts";
import type { Region } from "../../memory/memory-layout.ts";
import { READ_WRITE } from "../../memory/protection.ts";
import type { Cpu } from "../../x86/cpu.ts";
import { ActivationToken } from "../activation-token.ts";
import { FRAME, FRAME_SIZE_BYTES, slotOffset } from "../assembler/calling-convention.ts";
import type { CallSite } from "../assembler/assembler.ts";
import type { BackendServices } from "../backend.ts";
import type { FrameTokens } from "./object-memory.ts";
import type { Word } from "./words.ts";

/** Bytes of the processor's stack, at the end of its region. */
const STACK_BYTES = 0x10_0000;

const FRAME_PAGES = Math.ceil(FRAME_SIZE_BYTES / PAGE_SIZE) + 1;
const FRAME_STRIDE = FRAME_PAGES * PAGE_SIZE;

/** One activation of compiled code. */
export class Frame {
  readonly address: number;
  /** By which it can be forced; made at the first request. */
  token: ActivationToken | null = null;
  /** The call in progress. */
  site: CallSite | null = null;
  /** Frames of the program that were entered for it. */
  entered = 0;

  constructor(address: number) {
    this.address = address;
  }
}

export class FrameStack implements FrameTokens {
  /** Top of the processor's stack. */
  readonly stackTop: number;
  private readonly region: Region;
  private readonly space: AddressSpace;
  private readonly cpu: Cpu;
  private readonly services: BackendServices;
  private readonly frames: Frame[] = [];
  private mapped = 0;

  constructor(space: AddressSpace, region: Region, cpu: Cpu, services: BackendServices) {
    this.space = space;
    this.services = services;
    this.region = region;
    this.cpu = cpu;
    this.stackTop = region.base + region.size - PAGE_SIZE;
    space.map(this.stackTop - STACK_BYTES, STACK_BYTES, READ_WRITE);
  }

  get depth(): number {
    return this.frames.length;
  }

  get top(): Frame {
    const frame = this.frames[this.frames.length - 1];
    assert(frame !== undefined, "a frame of compiled code");
    return frame;
  }

  /** A fresh frame, whose header is zero. */
  push(word: Word): Frame {
    const n = this.frames.length;
    const address = this.region.base + PAGE_SIZE + n * FRAME_STRIDE;
    assert(address + FRAME_STRIDE <= this.stackTop - STACK_BYTES, "room for a frame");
    if (n === this.mapped) {
      this.space.map(address, FRAME_STRIDE - PAGE_SIZE, READ_WRITE);
      this.mapped++;
    }
    word.setInt(0);
    for (let offset = 0; offset < FRAME.slots; offset += 8) this.write(address + offset, word);
    const frame = new Frame(address);
    this.frames.push(frame);
    return frame;
  }

  pop(): Frame {
    const frame = this.top;
    this.frames.pop();
    return frame;
  }

  /** The token of the activation whose frame begins at an address. */
  tokenAt(address: number): ActivationToken | undefined {
    const n = (address - this.region.base - PAGE_SIZE) / FRAME_STRIDE;
    const frame = Number.isInteger(n) ? this.frames[n] : undefined;
    if (frame === undefined) return undefined;
    frame.token ??= new ActivationToken(this.services);
    return frame.token;
  }

  /** The frame of a token's activation, while that one lives. */
  addressOf(token: ActivationToken): number | undefined {
    return this.frames.find((frame) => frame.token === token)?.address;
  }

  /** Addresses of all slots that hold references while their calls are in progress. */
  *referenceSlots(): Generator<number> {
    for (const { address, site } of this.frames) {
      for (const slot of site?.refSlots ?? []) yield address + slotOffset(slot);
    }
  }

  read(address: number, word: Word): void {
    const { memory } = this.cpu;
    word.low = memory.read8(highOf(address), address | 0);
    word.high = memory.scratch[1]!;
  }

  write(address: number, word: Word): void {
    this.cpu.memory.write8(highOf(address), address | 0, word.low, word.high);
  }
}

/** Bits 32 and up of an address. */
export function highOf(address: number): number {
  return Math.floor(address / 0x1_0000_0000) | 0;
}
