/**
 * Tiny as the simulator runs it: a program's text in, a {@link Guest} out.
 */

import type { VirtualClock } from "../../base/clock.ts";
import { GuestException } from "../../hints/exception.ts";
import type { GreenKeyDescription, Guest, GuestHost, GuestOutcome } from "../../hints/guest.ts";
import { JitDriver } from "../../hints/jit-driver.ts";
import type { Frame } from "./interpreter.ts";
import { GCD_DRIVER, Machine, TINY_DRIVER, interpret, newFrame } from "./interpreter.ts";
import type { Code } from "./program.ts";
import { INSTRUCTIONS, parseTiny } from "./program.ts";

/** Loads a program. `file` is its name in messages and green keys. */
export function loadTiny(text: string, file: string, host: GuestHost, clock: VirtualClock): Guest {
  return new TinyGuest(parseTiny(text, file), file, host, clock);
}

class TinyGuest implements Guest {
  readonly drivers: readonly JitDriver[];
  private readonly file: string;
  private readonly machine: Machine;

  constructor(functions: readonly Code[], file: string, host: GuestHost, clock: VirtualClock) {
    const driver = new JitDriver(TINY_DRIVER, clock);
    const gcdDriver = new JitDriver(GCD_DRIVER, clock);
    this.drivers = [driver, gcdDriver];
    this.file = file;
    this.machine = new Machine(functions, driver, gcdDriver, host);
  }

  jitdriverName(driver: string): string {
    return driver;
  }

  describeGreenKey(_driver: string, greens: readonly unknown[]): GreenKeyDescription {
    const [position, code] = greens as [number, Code];
    const instruction = INSTRUCTIONS[code.ops[position] ?? -1];
    return {
      text: `${code.name};${this.file}:${code.line}~#${position} ${instruction}`,
      position,
      codeName: code.name,
      fileName: this.file,
      firstLine: code.line,
      codeNumber: code.number,
    };
  }

  hashGreenKey(driver: string, greens: readonly unknown[]): number {
    const [position, code] = greens as [number, Code];
    const salt = driver === GCD_DRIVER.name ? 0x27d4eb2f : 0;
    return (
      (salt ^ Math.imul(code.number + 1, 0x9e3779b1) ^ Math.imul(position + 1, 0x85ebca6b)) >>> 0
    );
  }

  unrollsOneIteration(): boolean {
    return false;
  }

  /** Frames do not know who called them, so there is one. */
  describeState([position, code, frame]: readonly unknown[]): string[] {
    const { name } = code as Code;
    const { depth, slots } = frame as Frame;
    const values = slots.map((slot) => (slot === null ? "-" : String(slot.value)));
    return [`${name} next ${position} depth ${depth} slots ${values.join(" ")}`];
  }

  run(): GuestOutcome {
    const main = this.machine.functions[0] as Code;
    try {
      interpret(0, main, newFrame(this.machine, main));
      return { status: 0, exception: "" };
    } catch (error) {
      if (!(error instanceof GuestException)) throw error;
      return { status: 1, exception: error.constructor.name };
    }
  }
}
