/**
 * Tiny: a stack machine of integers, the smallest guest. It is an ordinary interpreter: a loop, a
 * switch, a frame. Two hints make the JIT trace it: `jit_merge_point` at the head of the loop says
 * which position is about to run, `can_enter_jit` says that a loop of the program has come round.
 *
 * The position is (pc, code), the *greens*: constant in a trace. All else is the *red* frame, whose
 * fields and slots compiled code keeps in registers (`@virtualizable`).
 */

import type { Int } from "../../base/int.ts";
import { int_add_ovf, int_lt, int_mul_ovf, int_sub_ovf } from "../../base/int.ts";
import { new_array_r } from "../../hints/arrays.ts";
import { GuestException } from "../../hints/exception.ts";
import type { GuestHost } from "../../hints/guest.ts";
import type { JitDriver, JitDriverSpec } from "../../hints/jit-driver.ts";

/** What the JIT must know before it sees any program. */
export const TINY_DRIVER: JitDriverSpec = {
  name: "tiny",
  greens: ["pc", "code"],
  reds: ["frame"],
  virtualizable: "frame",
  isRecursive: true,
};

/** A value. Inside of a trace most of them never exist: they are *virtual*. */
export class W_Int {
  readonly value: Int;
  constructor(value: Int) {
    this.value = value;
  }
}

/** What locals hold at first. */
export const ZERO = new W_Int(0);

/** The one thing that can go wrong: a result beyond 64 bits. */
export class TinyOverflow extends GuestException {}

/** The instructions of one function of the program. */
export class Code {
  readonly name: string;
  readonly number: number;
  readonly firstLine: number;
  readonly ops: readonly number[];
  readonly args: readonly number[];
  readonly paramCount: number;
  readonly localCount: number;
  /** Locals, then the deepest stack. */
  readonly slotCount: number;
  constructor(
    name: string,
    number: number,
    firstLine: number,
    ops: readonly number[],
    args: readonly number[],
    paramCount: number,
    localCount: number,
    slotCount: number,
  ) {
    this.name = name;
    this.number = number;
    this.firstLine = firstLine;
    this.ops = ops;
    this.args = args;
    this.paramCount = paramCount;
    this.localCount = localCount;
    this.slotCount = slotCount;
  }
}

/** A program and what it runs on. */
export class Machine {
  readonly functions: readonly Code[];
  readonly driver: JitDriver;
  readonly host: GuestHost;
  constructor(functions: readonly Code[], driver: JitDriver, host: GuestHost) {
    this.functions = functions;
    this.driver = driver;
    this.host = host;
  }

  /** @dont_look_inside */
  print(value: W_Int): void {
    this.host.write("stdout", new TextEncoder().encode(`${value.value}\n`));
  }
}

/**
 * A running function: its locals, then its stack.
 * @virtualizable machine depth slots[*]
 */
export class Frame {
  readonly machine: Machine;
  /** Index of the first free slot. */
  depth: number;
  readonly slots: (W_Int | null)[];
  constructor(machine: Machine, depth: number, slots: (W_Int | null)[]) {
    this.machine = machine;
    this.depth = depth;
    this.slots = slots;
  }

  push(value: W_Int): void {
    this.slots[this.depth] = value;
    this.depth++;
  }

  pop(): W_Int {
    this.depth--;
    const value = this.slots[this.depth] as W_Int;
    this.slots[this.depth] = null;
    return value;
  }

  /** A frame for `code`, with arguments from this one's stack. @unroll_safe */
  call(code: Code): Frame {
    const frame = newFrame(this.machine, code);
    for (let i = code.paramCount - 1; i >= 0; i--) frame.slots[i] = this.pop();
    return frame;
  }
}

/** A frame whose locals are all 0. @unroll_safe */
export function newFrame(machine: Machine, code: Code): Frame {
  const frame = new Frame(machine, code.localCount, new_array_r(code.slotCount));
  for (let i = 0; i < code.localCount; i++) frame.slots[i] = ZERO;
  return frame;
}

/** Runs a frame to its end. @portal */
export function interpret(pc: number, code: Code, frame: Frame): W_Int {
  const driver = frame.machine.driver;
  let next = driver.portal_entry(pc, code, frame);
  while (next >= 0) {
    driver.jit_merge_point(next, code, frame);
    const arg = code.args[next] as number;
    const op = code.ops[next];
    next++;
    // Literal labels: V8 makes a jump table of them. The names are in parse.ts.
    switch (op) {
      case 0: // push
        frame.push(new W_Int(arg));
        break;
      case 1: // load
        frame.push(frame.slots[arg] as W_Int);
        break;
      case 2: // store
        frame.slots[arg] = frame.pop();
        break;
      case 3: // add
      case 4: // sub
      case 5: // mul
      case 6: // lt
        frame.push(calculate(op, frame));
        break;
      case 7: // jump
        if (arg < next) next = driver.can_enter_jit(arg, code, frame);
        else next = arg;
        break;
      case 8: // jump_if
        if (frame.pop().value !== 0) {
          if (arg < next) next = driver.can_enter_jit(arg, code, frame);
          else next = arg;
        }
        break;
      case 9: {
        // call
        const callee = frame.machine.functions[arg] as Code;
        frame.push(interpret(0, callee, frame.call(callee)));
        break;
      }
      case 10: // return
        return frame.pop();
      case 11: // print
        frame.machine.print(frame.pop());
        break;
    }
  }
  return driver.take_result() as W_Int;
}

/** The result of a binary instruction. */
export function calculate(op: number, frame: Frame): W_Int {
  const b = frame.pop().value;
  const a = frame.pop().value;
  switch (op) {
    case 3: {
      const sum = int_add_ovf(a, b);
      if (sum === null) throw new TinyOverflow();
      return new W_Int(sum);
    }
    case 4: {
      const difference = int_sub_ovf(a, b);
      if (difference === null) throw new TinyOverflow();
      return new W_Int(difference);
    }
    case 5: {
      const product = int_mul_ovf(a, b);
      if (product === null) throw new TinyOverflow();
      return new W_Int(product);
    }
    default:
      return new W_Int(int_lt(a, b) ? 1 : 0);
  }
}
