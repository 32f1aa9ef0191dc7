/**
 * Gates: what compiled code calls outside of itself. The call site tells the operation, and so the
 * kinds of the arguments, which function it is, and whether it may raise. A guest exception goes to
 * the state words; whatever else is thrown leaves the run.
 */

import { assert, defined } from "../../base/assert.ts";
import type { CallDescr, LoopToken } from "../../trace/descr.ts";
import { EXECUTORS } from "../../trace/execute.ts";
import { instantiate, newArray, NO_VALUES } from "../../trace/heap-access.ts";
import { LowString } from "../../trace/low-string.ts";
import type { ResOp, RtValue, Value } from "../../trace/values.ts";
import { RAX, RCX, RDI } from "../../x86/operand.ts";
import type { CallSite } from "../assembler/assembler.ts";
import { FRAME, STRING } from "../assembler/calling-convention.ts";
import type { HelperName } from "../assembler/calling-convention.ts";
import { checkTickLimit, resultOfCall } from "../oracle/activation.ts";
import type { MachineRun } from "./machine-run.ts";
import { ArgumentReader, getAddress, setAddress, setResult } from "./registers.ts";

type Helper = (run: MachineRun, site: CallSite) => void;

/** Carries out the call at a gate, of a function or a helper; gives the call to go on behind. */
export function passGate(
  run: MachineRun,
  site: CallSite,
  helper: HelperName | undefined,
): CallSite {
  if (helper === "new_frame") return newFrame(run, site);
  if (helper === undefined) callFunction(run, site);
  else HELPER_BODIES[helper](run, site);
  return site;
}

function opOf({ unit, opIndex }: CallSite): ResOp {
  return unit.ops[opIndex]!;
}

/** Values of the arguments from number `first` on; constants are taken from the operation. */
function readArguments(run: MachineRun, op: ResOp, first: number): RtValue[] {
  const { word, memory } = run;
  const reader = new ArgumentReader(run.cpu, run.frames);
  const values = op.args.slice(0, first).map((value) => constantOf(run, value));
  for (const value of op.args.slice(first)) {
    reader.next(value.kind === "f", word);
    const kind = value.kind === "v" ? "i" : value.kind;
    values.push(value.isConst ? (value.value as RtValue) : memory.valueOf(word, kind));
  }
  return values;
}

function constantOf(run: MachineRun, value: Value): RtValue {
  if (value.isConst) return value.value as RtValue;
  return run.memory.book.functionAt(getAddress(run.cpu, RAX.number)) as unknown as RtValue;
}

function callFunction(run: MachineRun, site: CallSite): void {
  const op = opOf(site);
  const args = readArguments(run, op, 1);
  run.beginCall(site);
  announce(run, site);
  give(run, op, (op.descr as CallDescr).canRaise, () => execute(op, args));
  noteForced(run);
}

function execute(op: ResOp, args: RtValue[]): RtValue {
  return defined(EXECUTORS[op.opname], op.opname)(args, op.descr);
}

/** Puts the result in its register, or the exception in the state words. */
function give(run: MachineRun, op: ResOp, canRaise: boolean, call: () => RtValue): void {
  let result: RtValue = op.kind === "r" ? null : 0;
  try {
    result = call();
  } catch (error) {
    if (!canRaise || !run.services.isGuestException(error)) throw error;
    run.raise(error);
  }
  if (op.kind === "v") return;
  run.memory.setWord(run.word, op.kind, result);
  setResult(run.cpu, run.word, op.kind === "f");
}

/** The guard_not_forced behind the call in progress, and its values, for whoever forces. */
function announce(run: MachineRun, { unit, opIndex }: CallSite): void {
  const next = unit.ops[opIndex + 1];
  if (next?.opname !== "guard_not_forced") return;
  run.announce(run.frames.top, next, unit.ops[opIndex]!);
}

/** Tells the guard_not_forced behind the call whether the frame was forced in it. */
function noteForced(run: MachineRun): void {
  const { top } = run.frames;
  if (top.token === null || top.token.saved === null) return;
  run.word.setInt(1);
  run.frames.write(top.address + FRAME.descr, run.word);
}

/** A helper that does what the operation means. */
const callMeaning: Helper = (run, site) => {
  const op = opOf(site);
  const args = readArguments(run, op, 0);
  const canRaise = op.descr?.descrKind === "call" && op.descr.canRaise;
  run.beginCall(site);
  give(run, op, canRaise, () => execute(op, args));
};

/** A helper that allocates: it cannot raise, and keeps the registers. */
function maker(make: (run: MachineRun, op: ResOp) => object): Helper {
  return (run, site) => {
    const made = make(run, opOf(site));
    run.beginCall(site);
    run.memory.setWord(run.word, "r", made);
    setAddress(run.cpu, RCX.number, run.word.address);
  };
}

/** The first argument of a helper that allocates. */
function lengthOf({ cpu }: MachineRun): number {
  return cpu.lo[RCX.number]!;
}

const HELPER_BODIES: Readonly<Record<Exclude<HelperName, "new_frame">, Helper>> = {
  new_object: maker((_run, { descr }) => {
    assert(descr?.descrKind === "size", "a size descr");
    return instantiate(descr.layout, NO_VALUES);
  }),
  new_array: maker((run, { descr }) => {
    assert(descr?.descrKind === "array", "an array descr");
    return newArray(descr, lengthOf(run));
  }),
  new_string: maker((run, { opname }) => {
    const chars = new Array<number>(lengthOf(run)).fill(0);
    return new LowString(opname === "newunicode", chars);
  }),
  cond_call: callMeaning,
  cond_call_value: callMeaning,
  copy_bytes: copyBytes,
  hash_string: callMeaning,
  finish_call: finishCall,
};

/** From the characters at one address to those at another; see string-ops.ts. */
function copyBytes(run: MachineRun, site: CallSite): void {
  const size = opOf(site).opname === "copystrcontent" ? 1 : 4;
  const reader = new ArgumentReader(run.cpu, run.frames);
  const places = [0, 1].map(() => {
    reader.next(false, run.word);
    const place = defined(run.memory.book.placeOf(run.word.address), "characters to copy");
    assert(place.thing instanceof LowString, "characters are those of a string");
    return { chars: place.thing.chars, start: (place.offset - STRING.chars) / size };
  });
  reader.next(false, run.word);
  const [target, source] = places;
  const count = (run.word.int as number) / size;
  // Zero beyond the end, as items are.
  const copied = Array.from({ length: count }, (_, k) => source!.chars[source!.start + k] ?? 0);
  for (const [k, char] of copied.entries()) target!.chars[target!.start + k] = char;
}

/** A frame for a call of a loop, unless there are too many: then the call is over at once. */
function newFrame(run: MachineRun, site: CallSite): CallSite {
  run.beginCall(site);
  checkTickLimit(run.services);
  const count = run.openFramesAt(site) + 1;
  announce(run, site);
  try {
    run.services.enterFrames(count);
  } catch (error) {
    if (!run.services.isGuestException(error)) throw error;
    run.raise(error);
    setAddress(run.cpu, RAX.number, 0);
    return run.skipToEnd(site);
  }
  run.frames.top.site = site.next;
  const frame = run.frames.push(run.word);
  frame.entered = count;
  setAddress(run.cpu, RAX.number, frame.address);
  return site;
}

function finishCall(run: MachineRun, site: CallSite): void {
  const frame = run.frames.top;
  assert(frame.address === getAddress(run.cpu, RDI.number), "the callee's frame");
  const exit = run.readExit(frame);
  run.frames.pop();
  run.frames.top.site = site;
  const op = opOf(site);
  give(run, op, true, () => {
    try {
      return resultOfCall(run.services, exit, op.descr as LoopToken);
    } finally {
      run.services.leaveFrames(frame.entered);
    }
  });
  noteForced(run);
}
