/** How jumps, calls, conditions and traps are written into a block's function. */

import type { Operand } from "../operand.ts";
import type { BlockWriter, Value } from "./block-writer.ts";
import { constant } from "./block-writer.ts";
import type { Handler } from "./write-integers.ts";
import { popValue, pushValue, sizeOf } from "./write-integers.ts";

function targetOf(w: BlockWriter, operand: Operand): number {
  return operand.kind === "rel" ? w.next + operand.offset : -1;
}

/** Leaves the block for the address of a value. */
function leaveFor(w: BlockWriter, { lo, hi }: Value): void {
  w.emit(`N[4]=(${hi}>>>0)*4294967296+(${lo}>>>0);`);
  w.pass();
  w.emit(w.exitText(-1));
}

export const jmp: Handler = (w, [target]) => {
  if (target!.kind !== "rel") {
    leaveFor(w, w.read(target!, 8));
    return;
  }
  w.pass();
  w.emit(w.exitText(targetOf(w, target!)));
};

/** The block goes on where the jump is not taken. */
export function conditionalJump(condition: string): Handler {
  return (w, [target]) => {
    w.pass();
    w.emit(`if(${w.condition(condition)}){${w.exitText(targetOf(w, target!))}}`);
  };
}

export const call: Handler = (w, [target]) => {
  if (target!.kind === "rel") {
    pushValue(w, constant(w.next));
    w.pass();
    w.emit(w.exitText(targetOf(w, target!)));
    return;
  }
  const to = w.hold(w.read(target!, 8));
  pushValue(w, constant(w.next));
  leaveFor(w, to);
};

export const ret: Handler = (w) => {
  const { value, after } = popValue(w);
  w.writeRegister(4, 8, after);
  leaveFor(w, value);
};

export function set(condition: string): Handler {
  return (w, [target]) => {
    const place = w.locate(target!);
    place.store({ lo: w.temp(`(${w.condition(condition)})?1:0`), hi: "0" });
  };
}

/** The source is read in any case; four bytes clear the upper half in any case. */
export function conditionalMove(condition: string): Handler {
  return (w, [target, source]) => {
    const size = sizeOf(target);
    const a = w.hold(w.read(source!, size));
    const place = w.locate(target!);
    const old = place.load();
    const holds = w.temp(w.condition(condition));
    const hi = size === 8 ? w.temp(`${holds}?${a.hi}:${old.hi}`) : "0";
    place.store({ lo: `${holds}?${a.lo}:${old.lo}`, hi });
  };
}

/** ud2 and int3. */
export function trap(kind: "invalid-opcode" | "breakpoint"): Handler {
  return (w) => {
    w.mayFault();
    w.emit(`throw U.trap("${kind}");`);
  };
}
