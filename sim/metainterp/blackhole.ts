/**
 * The blackhole: executes jitcode on concrete values, without recording, from the middle of any
 * instruction until the interpreter can take over. It ends at the outermost frame's next merge
 * point, at that frame's return, or with its exception; an inner portal frame that reaches a merge
 * point is finished by the host's own portal function.
 *
 * Counterpart: rpython/jit/metainterp/blackhole.py.
 */

import { assert, defined } from "../base/assert.ts";
import type { RunProbe } from "../hooks/probe.ts";
import type { Instr, ResidualTarget } from "../jitcode/jitcode.ts";
import { JitCode } from "../jitcode/jitcode.ts";
import type { AnyFunction, DriverProgram, JitProgram } from "../jitcode/jitcode.ts";
import { execute } from "../trace/execute.ts";
import {
  arrayLength,
  callHost,
  construct,
  newArray,
  readField,
  readItem,
  writeField,
  writeItem,
} from "../trace/heap-access.ts";
import type { OpName } from "../trace/ops.ts";
import type { Ref, RtValue } from "../trace/values.ts";
import type { FrameOutcome } from "./outcome.ts";
import type { JitOp } from "../jitcode/instructions.ts";

/** One activation of a jitcode. */
export class BlackholeFrame {
  readonly jitcode: JitCode;
  pc: number;
  readonly registers: RtValue[];
  /** The exception that the next `catch` takes. */
  exception: object | null = null;

  constructor(jitcode: JitCode, pc: number) {
    this.jitcode = jitcode;
    this.pc = pc;
    this.registers = jitcode.registerKinds.map((kind) => (kind === "r" ? null : 0));
  }

  get instr(): Instr {
    return this.jitcode.instrs[this.pc] as Instr;
  }

  value(arg: number): RtValue {
    if (arg >= 0) return this.registers[arg] as RtValue;
    return (this.jitcode.constants[~arg] as { value: unknown }).value as RtValue;
  }
}

/** What the blackhole needs of the simulator. */
export interface BlackholeServices {
  readonly program: JitProgram;
  readonly probe: RunProbe | null;
  isGuestException(error: unknown): error is object;
  /** Runs the host's portal of a driver from a merge point on, which counts as an entry. */
  enterPortal(driver: DriverProgram, args: readonly RtValue[]): RtValue;
}

/** Frames being executed, the innermost last. */
export class Blackhole {
  readonly frames: BlackholeFrame[];
  readonly services: BlackholeServices;
  outcome: FrameOutcome | null = null;

  constructor(frames: BlackholeFrame[], services: BlackholeServices) {
    this.frames = frames;
    this.services = services;
  }

  get top(): BlackholeFrame {
    return defined(this.frames.at(-1), "blackhole frame");
  }

  /** Runs to the end; the innermost frame executes the instruction at its pc. */
  run(): FrameOutcome {
    const { probe } = this.services;
    while (this.outcome === null) {
      const frame = this.top;
      const instr = frame.instr;
      if (probe !== null) probe.blackholed(instr.op);
      try {
        HANDLERS[instr.op](this, frame, instr);
      } catch (error) {
        if (!this.services.isGuestException(error)) throw error;
        this.deliverException(error);
      }
    }
    return this.outcome;
  }

  /** The innermost frame is inside a call, which gives `value`. */
  deliverValue(value: RtValue): void {
    const frame = this.top;
    const { dst } = frame.instr;
    if (dst >= 0) frame.registers[dst] = value;
    frame.pc++;
  }

  /** An exception arises at the pc of the innermost frame. */
  deliverException(exception: object): void {
    for (;;) {
      const frame = this.frames.at(-1);
      if (frame === undefined) {
        this.outcome = { kind: "exception", exception };
        return;
      }
      const { handler } = frame.instr;
      if (handler >= 0) {
        frame.exception = exception;
        frame.pc = handler;
        return;
      }
      this.frames.pop();
    }
  }

  finishFrame(value: RtValue): void {
    this.frames.pop();
    if (this.frames.length === 0) this.outcome = { kind: "done", value };
    else this.deliverValue(value);
  }

  enter(jitcode: JitCode, args: readonly RtValue[]): void {
    const frame = new BlackholeFrame(jitcode, 0);
    args.forEach((value, i) => {
      frame.registers[i] = value;
    });
    this.frames.push(frame);
  }
}

type Handler = (bh: Blackhole, frame: BlackholeFrame, instr: Instr) => void;

function argValues(frame: BlackholeFrame, instr: Instr): RtValue[] {
  return instr.args.map((arg) => frame.value(arg));
}

function arg(frame: BlackholeFrame, instr: Instr, index: number): RtValue {
  return frame.value(instr.args[index] as number);
}

/** Stores a result and goes on with the next instruction. */
function next(frame: BlackholeFrame, instr: Instr, value: RtValue): void {
  if (instr.dst >= 0) frame.registers[instr.dst] = value;
  frame.pc++;
}

/** Nothing to do on concrete values. */
const skip: Handler = (_bh, frame) => {
  frame.pc++;
};

const moveFirst: Handler = (_bh, frame, instr) => next(frame, instr, arg(frame, instr, 0));

/** Whether a goto_if_not's condition holds on concrete values. */
export function conditionHolds(opname: string, args: readonly RtValue[]): boolean {
  if (opname === "ptr_nonzero") return args[0] !== null;
  if (opname === "ptr_iszero") return args[0] === null;
  return execute(opname as OpName, null, args) !== 0;
}

/** Whether `value` is an instance of the instruction's class; null is not. */
export function isInstance(value: Ref, instr: Instr): boolean {
  const hostClass = defined(instr.layout?.hostClass, "class of instance_of");
  return value instanceof (hostClass as unknown as new () => object);
}

/** What a method call on `receiver` finds: jitcode, or a function to call. */
export function findMethod(
  program: JitProgram,
  receiver: Ref,
  name: string,
): { readonly fn: AnyFunction; readonly target: JitCode | ResidualTarget | undefined } {
  const holder = receiver as unknown as Record<string, AnyFunction>;
  const fn = defined(holder[name], "method", name);
  return { fn, target: program.lookupFunction(fn) };
}

function callMethod(bh: Blackhole, frame: BlackholeFrame, instr: Instr): void {
  const args = argValues(frame, instr);
  const name = defined(instr.method, "method name");
  const { fn, target } = findMethod(bh.services.program, args[0] as Ref, name);
  if (target instanceof JitCode) bh.enter(target, args);
  else next(frame, instr, callFound(fn, target, args, instr));
}

function callFound(
  fn: AnyFunction,
  target: ResidualTarget | undefined,
  args: readonly RtValue[],
  instr: Instr,
): RtValue {
  if (target !== undefined) return callHost(target.fn, target.descr, args);
  const descr = defined(instr.fallbackDescr, "fallback descr");
  return callHost({ name: instr.method ?? "", convention: "method", fn }, descr, args);
}

function mergePoint(bh: Blackhole, frame: BlackholeFrame, instr: Instr): void {
  const args = argValues(frame, instr);
  const driver = defined(frame.jitcode.driver, "driver of a portal");
  if (bh.frames.length === 1) {
    bh.outcome = { kind: "continue", driver, args };
    return;
  }
  const value = bh.services.enterPortal(driver, args);
  bh.finishFrame(value);
}

function constructNew(frame: BlackholeFrame, instr: Instr): object {
  const layout = defined(instr.layout, "layout");
  const values = argValues(frame, instr);
  const fields = new Map();
  for (const field of layout.fields) {
    const init = layout.inits.get(field.name);
    if (init === undefined) continue;
    fields.set(field, init.from === "param" ? values[init.index] : literal(init.value));
  }
  return construct(layout, fields);
}

/** A constructor's literal as a trace value. */
export function literal(value: number | bigint | string | boolean | null): RtValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  return value as RtValue;
}

const HANDLERS: Readonly<Record<JitOp, Handler>> = {
  move: moveFirst,
  promote: moveFirst,
  assert_not_none: moveFirst,
  portal_entry: moveFirst,
  loop_header: moveFirst,
  execute: (_bh, frame, instr) =>
    next(frame, instr, execute(instr.opname as OpName, null, argValues(frame, instr))),
  ovf: (_bh, frame, instr) => {
    const value = execute(instr.opname as OpName, null, argValues(frame, instr));
    if (value === null) frame.pc = instr.target;
    else next(frame, instr, value);
  },
  goto: (_bh, frame, instr) => {
    frame.pc = instr.target;
  },
  goto_if_not: (_bh, frame, instr) => {
    const holds = conditionHolds(instr.opname as string, argValues(frame, instr));
    frame.pc = holds ? frame.pc + 1 : instr.target;
  },
  switch: (_bh, frame, instr) => {
    const value = arg(frame, instr, 0) as number;
    frame.pc = defined(instr.table, "switch table").get(value) ?? instr.target;
  },
  instance_of: (_bh, frame, instr) =>
    next(frame, instr, isInstance(arg(frame, instr, 0) as Ref, instr) ? 1 : 0),
  new: (_bh, frame, instr) => next(frame, instr, constructNew(frame, instr)),
  getfield: getField,
  getfield_vable: getField,
  setfield: setField,
  setfield_vable: setField,
  getarrayitem: (_bh, frame, instr) => {
    const [array, index] = argValues(frame, instr);
    next(frame, instr, readItem(defined(instr.array, "array"), array as Ref, index as number));
  },
  setarrayitem: (_bh, frame, instr) => {
    const [array, index, value] = argValues(frame, instr);
    writeItem(defined(instr.array, "array"), array as Ref, index as number, value as RtValue);
    frame.pc++;
  },
  arraylen: (_bh, frame, instr) => next(frame, instr, arrayLength(arg(frame, instr, 0) as Ref)),
  new_array: (_bh, frame, instr) => {
    const length = arg(frame, instr, 0) as number;
    next(frame, instr, newArray(defined(instr.array, "array"), length) as unknown as Ref);
  },
  getarrayitem_vable: (_bh, frame, instr) => {
    const index = arg(frame, instr, 1) as number;
    next(frame, instr, readItem(defined(instr.array, "array"), vableArray(frame, instr), index));
  },
  setarrayitem_vable: (_bh, frame, instr) => {
    const [, index, value] = argValues(frame, instr);
    const array = vableArray(frame, instr);
    writeItem(defined(instr.array, "array"), array, index as number, value as RtValue);
    frame.pc++;
  },
  arraylen_vable: (_bh, frame, instr) => next(frame, instr, arrayLength(vableArray(frame, instr))),
  force_virtualizable: skip,
  virtual_ref: moveFirst,
  virtual_ref_finish: skip,
  virtual_ref_keep: skip,
  residual_call: (_bh, frame, instr) => {
    const { fn, descr } = defined(instr.residual, "residual target");
    next(frame, instr, callHost(fn, descr, argValues(frame, instr)));
  },
  cond_call: (_bh, frame, instr) => {
    const [condition, ...args] = argValues(frame, instr);
    const { fn, descr } = defined(instr.residual, "residual target");
    if (condition !== 0) callHost(fn, descr, args);
    frame.pc++;
  },
  inline_call: (bh, frame, instr) =>
    bh.enter(defined(instr.jitcode, "jitcode"), argValues(frame, instr)),
  call_method: callMethod,
  recursive_call: (bh, frame, instr) => {
    const { fn } = defined(instr.residual, "portal");
    bh.enter(bh.services.program.driverOf(fn).portal, argValues(frame, instr));
  },
  raise: (_bh, frame, instr) => {
    throw arg(frame, instr, 0);
  },
  catch: (_bh, frame, instr) => {
    const { exception } = frame;
    assert(exception !== null, "catch without an exception");
    frame.exception = null;
    next(frame, instr, exception);
  },
  return: (bh, frame, instr) => bh.finishFrame(instr.args.length > 0 ? arg(frame, instr, 0) : null),
  jit_merge_point: mergePoint,
  unreachable: (_bh, frame) => assert(false, `unreachable in ${frame.jitcode.name}`),
};

function getField(_bh: Blackhole, frame: BlackholeFrame, instr: Instr): void {
  next(frame, instr, readField(defined(instr.field, "field"), arg(frame, instr, 0) as Ref));
}

function setField(_bh: Blackhole, frame: BlackholeFrame, instr: Instr): void {
  const value = arg(frame, instr, 1);
  writeField(defined(instr.field, "field"), arg(frame, instr, 0) as Ref, value);
  frame.pc++;
}

function vableArray(frame: BlackholeFrame, instr: Instr): Ref {
  return readField(defined(instr.field, "field"), arg(frame, instr, 0) as Ref) as Ref;
}
