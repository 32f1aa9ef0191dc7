/**
 * For tests only: units made of operations by hand or of text, and values as the 64-bit words of slots.
 */

import { assert } from "../../base/assert.ts";
import { floatFromBits, floatToBits, toFloat } from "../../base/float.ts";
import type { Int } from "../../base/int.ts";
import { intFromBigint } from "../../base/int.ts";
import type { Descr } from "../../trace/descr.ts";
import { FINISH_DESCRS, GuardDescr, LoopToken } from "../../trace/descr.ts";
import type { OpName } from "../../trace/ops.ts";
import { parseTrace } from "../../trace/parse.ts";
import type { TraceContext } from "../../trace/trace-context.ts";
import { parseDeclarations } from "../../trace/declarations.ts";
import type { InputArg, Kind, RtValue, Value } from "../../trace/values.ts";
import { ConstFloat, ConstInt, ResOp } from "../../trace/values.ts";
import type { AssembledCode, Unit } from "../backend.ts";
import { FRAME_SLOT_COUNT } from "./calling-convention.ts";
import type { ProcessorResult } from "./real-processor.ts";
import { ProcessorBench } from "./real-processor.ts";

export function op(name: OpName, args: Value[], descr: Descr | null = null): ResOp {
  return new ResOp(name, args, descr);
}

/** A guard with a fresh descr. */
export function guard(name: OpName, args: Value[], failArgs: (Value | null)[]): ResOp {
  const result = new ResOp(name, args, new GuardDescr("resume"));
  result.failArgs = failArgs;
  return result;
}

export function finish(value: Value): ResOp {
  const descr = { i: FINISH_DESCRS.int, r: FINISH_DESCRS.ref, f: FINISH_DESCRS.float };
  return new ResOp("finish", [value], descr[value.kind as Kind]);
}

export function int(value: Int): ConstInt {
  return new ConstInt(value);
}

export function float(value: number): ConstFloat {
  return new ConstFloat(toFloat(value));
}

/** A loop unit with its own token. */
export function loopUnit(
  inputargs: readonly InputArg[],
  ops: readonly ResOp[],
  options: { token?: LoopToken; counted?: boolean } = {},
): Unit {
  const { token = new LoopToken(), counted = false } = options;
  return { type: "loop", token, guard: null, inputargs, ops, counted };
}

/** The word of a slot that holds a value of kind i or f. */
export function toWord(kind: Kind | "v", value: RtValue): bigint {
  if (kind === "f") return floatToBits(value as number);
  return BigInt.asUintN(64, BigInt(value as Int));
}

/** The value that a slot's word is; every NaN is the same. */
export function fromWord(kind: Kind | "v", word: bigint): RtValue {
  return kind === "f" ? floatFromBits(word) : intFromBigint(word);
}

/** Units given as text, assembled on one bench; names are those of a {@link TraceContext}. */
export class TestProgram {
  readonly bench: ProcessorBench;
  readonly context: TraceContext;

  constructor(declarations = "", capacityBytes?: number) {
    this.bench = new ProcessorBench(capacityBytes);
    const missing = () => assert(false, "host functions do not run here");
    const names = declarations.matchAll(/^ *call (\w+)/gm);
    const functions = Object.fromEntries([...names].map(([, name]) => [name, missing]));
    this.context = parseDeclarations(declarations, functions);
  }

  token(number: number): LoopToken {
    const token = this.context.lookupDescr(`<Loop${number}>`);
    assert(token?.descrKind === "loop", "a loop token");
    token.number = number;
    return token;
  }

  guard(name: string): GuardDescr {
    const descr = this.context.lookupDescr(`<Guard0x${name}>`);
    assert(descr?.descrKind === "guard", "a guard");
    return descr;
  }

  /** Assembles a loop; null when code memory has run out. */
  loop(number: number, text: string, counted = false): AssembledCode | null {
    const { inputargs, ops } = parseTrace(text, this.context);
    const token = this.token(number);
    return this.bench.assembler.assemble(loopUnit(inputargs, ops, { token, counted }));
  }

  /** Assembles a bridge of a guard; null when code memory has run out. */
  bridge(name: string, loop: number, text: string, counted = false): AssembledCode | null {
    const { inputargs, ops } = parseTrace(text, this.context);
    const [token, guard] = [this.token(loop), this.guard(name)];
    const unit: Unit = { type: "bridge", token, guard, inputargs, ops, counted };
    return this.bench.assembler.assemble(unit);
  }

  /** Queues a run of a loop with integers or words; gives its number. */
  queue(number: number, ...args: (number | bigint)[]): number {
    const entry = this.bench.assembler.getEntry(this.token(number));
    const slots = args.map((arg) => BigInt.asUintN(64, BigInt(arg)));
    return this.bench.addRun({ entry, slots, slotsOut: FRAME_SLOT_COUNT });
  }

  /** How a run was left, in one line: `finish 7` or `guard 10 [1, None]`. */
  describe({ descr, exception, slots }: ProcessorResult): string {
    const raised = exception === 0n ? "" : ` raising ${exception}`;
    const word = (slot: number) => BigInt.asIntN(64, slots[slot]!);
    for (const finished of Object.values(FINISH_DESCRS)) {
      if (this.bench.addresses.lookupAddress("descr", finished) !== descr) continue;
      return finished.outcome === "void" ? "finish" : `finish ${word(0)}`;
    }
    const found = this.guardNames().find(([, guard]) => guard.address === descr);
    assert(found !== undefined, `descr 0x${descr.toString(16)} is known`);
    const { failSlots } = this.bench.assembler.getGuard(found[1]);
    const values = failSlots.map((slot) => (slot < 0 ? "None" : word(slot)));
    return `guard ${found[0]} [${values.join(", ")}]${raised}`;
  }

  /**
   * Runs everything queued and describes each run. The simulated processor must say the same, up to
   * the first run that calls anything.
   */
  tell(): string[] {
    const simulated = this.bench.simulate().results.map((result) => this.describe(result));
    const texts = this.bench.run().results.map((result) => this.describe(result));
    for (const [k, text] of simulated.entries()) {
      assert(text === texts[k], `simulated: ${text}, on the real processor: ${texts[k]}`);
    }
    return texts;
  }

  /** Guards that have been assembled, by the names 10, 20, … a0 that tests use. */
  private guardNames(): (readonly [string, GuardDescr])[] {
    const names = Array.from({ length: 64 }, (_, k) => (16 * (k + 1)).toString(16));
    return names.map((name) => [name, this.guard(name)] as const);
  }
}
