/**
 * Tiny: a stack machine of integers, the smallest guest. It is an ordinary interpreter: a loop, a
 * switch, a frame. Two hints let the JIT trace it: `jit_merge_point` at the head of the loop says
 * which position is about to run, `can_enter_jit` says that a loop of the program has come round.
 *
 * The position is (pc, code), the *greens*: constant in a trace. All else is the *red* frame, whose
 * fields and slots compiled code keeps in registers (`@virtualizable`).
 *
 * `gcd` is an instruction that takes long: its loop has a driver of its own, so that it is traced,
 * compiled and told of by itself.
 */

import type { Int } from "../../base/int.ts";
import {
  int_add_ovf,
  int_eq,
  int_lt,
  int_mul_ovf,
  int_py_mod,
  int_sub_ovf,
} from "../../base/int.ts";
import { new_array_r } from "../../hints/arrays.ts";
import { GuestException } from "../../hints/exception.ts";
import type { GuestHost } from "../../hints/guest.ts";
import { promote } from "../../hints/hints.ts";
import type { JitDriver, JitDriverSpec } from "../../hints/jit-driver.ts";
import type { Code } from "./program.ts";

/** What the JIT must know before it sees any program. */
export const TINY_DRIVER: JitDriverSpec = {
  name: "tiny",
  greens: ["pc", "code"],
  reds: ["frame"],
  virtualizable: "frame",
  isRecursive: true,
};

/** The loop inside of the instruction `gcd`. */
export const GCD_DRIVER: JitDriverSpec = {
  name: "tiny_gcd",
  greens: ["pc", "code"],
  reds: ["a", "b", "machine"],
  isRecursive: false,
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

/** A result beyond 64 bits. */
export class TinyOverflow extends GuestException {}

/** A push on a full stack, or a pop when nothing is left. */
export class TinyStackError extends GuestException {}

/** A program's functions, and what they run on. */
export class Machine {
  readonly functions: readonly Code[];
  readonly driver: JitDriver;
  readonly gcdDriver: JitDriver;
  readonly host: GuestHost;
  constructor(
    functions: readonly Code[],
    driver: JitDriver,
    gcdDriver: JitDriver,
    host: GuestHost,
  ) {
    this.functions = functions;
    this.driver = driver;
    this.gcdDriver = gcdDriver;
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
    // Promoted: constant in a trace, which then needs no bounds check.
    const depth = promote(this.depth);
    if (depth === this.slots.length) throw new TinyStackError();
    this.slots[depth] = value;
    this.depth = depth + 1;
  }

  pop(): W_Int {
    const depth = promote(this.depth) - 1;
    if (depth < 0) throw new TinyStackError();
    const value = this.slots[depth] as W_Int;
    this.slots[depth] = null;
    this.depth = depth;
    return value;
  }
}

/** A frame whose locals are all 0. @unroll_safe */
export function newFrame(machine: Machine, code: Code): Frame {
  const locals = code.sizes[1] as number;
  const frame = new Frame(machine, locals, new_array_r(locals + (code.sizes[2] as number)));
  for (let i = 0; i < locals; i++) frame.slots[i] = ZERO;
  return frame;
}

/** Calls a function with arguments from the caller's stack. @unroll_safe */
export function call(caller: Frame, code: Code): W_Int {
  const frame = newFrame(caller.machine, code);
  for (let i = (code.sizes[0] as number) - 1; i >= 0; i--) frame.slots[i] = caller.pop();
  return interpret(0, code, frame);
}

/** Runs a frame to its end. @portal TINY_DRIVER */
export function interpret(pc: number, code: Code, frame: Frame): W_Int {
  const driver = frame.machine.driver;
  let next = driver.portal_entry(pc, code, frame);
  while (next >= 0) {
    driver.jit_merge_point(next, code, frame);
    const op = code.ops[next] as number;
    const arg = code.args[next] as number;
    next++;
    // Literal labels: V8 makes a jump table of them. They are the indices of INSTRUCTIONS.
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
        frame.push(calculate(op, frame.pop().value, frame.pop().value));
        break;
      case 7: // jump
        next = arg < next ? driver.can_enter_jit(arg, code, frame) : arg;
        break;
      case 8: // jump_if
        if (frame.pop().value === 0) break;
        next = arg < next ? driver.can_enter_jit(arg, code, frame) : arg;
        break;
      case 9: // call
        frame.push(call(frame, frame.machine.functions[arg] as Code));
        break;
      case 10: // return
        return frame.pop();
      case 11: // print
        frame.machine.print(frame.pop());
        break;
      case 12: // gcd
        frame.push(
          new W_Int(gcd(next - 1, code, frame.pop().value, frame.pop().value, frame.machine)),
        );
        break;
    }
  }
  return driver.take_result() as W_Int;
}

/**
 * The greatest common divisor of `a` and `b`, up to its sign. `reload`: compiled code may have gone
 * on with the loop for a while, and left other values behind.
 * @portal GCD_DRIVER
 */
export function gcd(pc: number, code: Code, a: Int, b: Int, machine: Machine): Int {
  const driver = machine.gcdDriver;
  let next = driver.portal_entry(pc, code, a, b, machine);
  while (next >= 0) {
    a = driver.reload(2, a);
    b = driver.reload(3, b);
    driver.jit_merge_point(next, code, a, b, machine);
    if (int_eq(b, 0)) return a;
    const rest = int_py_mod(a, b);
    a = b;
    b = rest;
    next = driver.can_enter_jit(next, code, a, b, machine);
  }
  return driver.take_result() as Int;
}

/** The result of a binary instruction; its second operand was on top. */
export function calculate(op: number, b: Int, a: Int): W_Int {
  if (op === 6) return int_lt(a, b) ? new W_Int(1) : ZERO;
  if (op === 3) {
    const sum = int_add_ovf(a, b);
    if (sum !== null) return new W_Int(sum);
  } else if (op === 4) {
    const difference = int_sub_ovf(a, b);
    if (difference !== null) return new W_Int(difference);
  } else {
    const product = int_mul_ovf(a, b);
    if (product !== null) return new W_Int(product);
  }
  throw new TinyOverflow();
}
