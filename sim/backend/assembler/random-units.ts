/**
 * For tests only: random loops with bridges over integers and floats, with calls, and often with
 * more values alive than there are registers. The first label argument is a counter that every way
 * back to the label decrements, so all of them end.
 */

import { floatFromBits, toFloat } from "../../base/float.ts";
import type { Int } from "../../base/int.ts";
import { intFromBigint } from "../../base/int.ts";
import type { Prng } from "../../base/prng.ts";
import {
  CallDescr,
  EXTRA_EFFECT,
  FINISH_DESCRS,
  GuardDescr,
  HostFunction,
  LoopToken,
  TargetToken,
} from "../../trace/descr.ts";
import { EXECUTORS } from "../../trace/execute.ts";
import type { OpName } from "../../trace/ops.ts";
import { OP_NAMES, OPS } from "../../trace/ops.ts";
import type { Box, Kind, RtValue, Value } from "../../trace/values.ts";
import { ConstAddr, constOf, InputArg, ResOp } from "../../trace/values.ts";
import type { Unit } from "../backend.ts";
import { FLOAT_HANDLERS } from "./float-ops.ts";
import { INT_HANDLERS } from "./int-ops.ts";

/** Operations over integers and floats that need nothing special. */
const OPERATIONS: readonly OpName[] = OP_NAMES.filter((name) => {
  const isHere = INT_HANDLERS[name] !== undefined || FLOAT_HANDLERS[name] !== undefined;
  const plain = name !== "int_signext" && !OPS[name].args.includes("r");
  return isHere && plain && EXECUTORS[name] !== undefined;
});

/** A value that is small, of any size, or special. */
export function randomValue(kind: Kind, prng: Prng): RtValue {
  const style = prng.nextBelow(4);
  if (kind === "f") {
    if (style === 0) return floatFromBits(prng.nextWord());
    return style === 1
      ? [0, -0, Number.NaN, 1 / 0][prng.nextBelow(4)]!
      : prng.nextBelow(64) / 4 - 8;
  }
  if (style === 0) return intFromBigint(BigInt.asIntN(64, prng.nextWord()));
  const edges: Int[] = [-(2n ** 63n), 2n ** 63n - 1n, 2 ** 31, -(2 ** 31) - 1];
  return style === 1 ? edges[prng.nextBelow(4)]! : prng.nextBelow(40) - 20;
}

const NO_EFFECT = { extraEffect: EXTRA_EFFECT.cannotRaise, oopspec: null, writes: [] };

/** The sum of integers, each times its place. */
function weigh(ints: readonly Int[]): bigint {
  const sum = ints.reduce((total: bigint, value, k) => total + BigInt(k + 1) * BigInt(value), 0n);
  return BigInt.asIntN(64, sum);
}

/** As the C function of the same name: integers and floats by turns, then two floats more. */
function weighMixed(...args: readonly RtValue[]): number {
  const ints = args.slice(0, 16).filter((_, k) => k % 2 === 0) as Int[];
  const floats = [...args.filter((_, k) => k % 2 === 1 && k < 16), ...args.slice(16)] as number[];
  const sum = floats.slice(1, 9).reduce((total, value, k) => total + (k + 2) * value, floats[0]!);
  return toFloat(Number(weigh(ints)) + sum + 10 * floats[9]!);
}

/** What random units call, under the names of the C functions. */
export const RANDOM_CALLS = {
  weigh_ints: {
    fn: new HostFunction("weigh_ints", "function", (...ints: Int[]) => intFromBigint(weigh(ints))),
    descr: new CallDescr("iiiiiiiii", "i", NO_EFFECT),
  },
  weigh_mixed: {
    fn: new HostFunction("weigh_mixed", "function", weighMixed),
    descr: new CallDescr(`${"if".repeat(8)}ff`, "f", NO_EFFECT),
  },
} as const;

/** A loop and its bridges, each in the order in which it is to be assembled. */
export interface RandomProgram {
  readonly token: LoopToken;
  readonly units: readonly Unit[];
  readonly inputKinds: readonly Kind[];
}

/** One unit while it is made up. */
class UnitMaker {
  readonly ops: ResOp[] = [];
  readonly guards: ResOp[] = [];
  boxes: Box[];
  readonly inputargs: readonly InputArg[];
  private readonly prng: Prng;
  /** How far back arguments are looked for: how many values stay alive. */
  private readonly reach: number;

  constructor(prng: Prng, kinds: readonly Kind[]) {
    this.prng = prng;
    this.reach = [8, 16, 40][prng.nextBelow(3)]!;
    this.inputargs = kinds.map((kind) => new InputArg(kind));
    this.boxes = [...this.inputargs];
  }

  /** The counter is the box that stands first. */
  get counter(): Box {
    return this.boxes[0]!;
  }

  pick(kind: Kind): Value {
    const fitting = this.boxes.filter((box) => box.kind === kind);
    const takesConst = fitting.length === 0 || this.prng.nextBelow(5) === 0;
    if (takesConst) return constOf(kind, randomValue(kind, this.prng));
    // Recent boxes more often, so that others die and give up their slots.
    const back = Math.min(this.prng.nextBelow(fitting.length), this.prng.nextBelow(this.reach));
    return fitting[fitting.length - 1 - back]!;
  }

  emit(name: OpName, args: Value[], descr: ResOp["descr"] = null): ResOp {
    const op = new ResOp(name, args, descr);
    this.ops.push(op);
    return op;
  }

  emitCall(): void {
    const { fn, descr } = RANDOM_CALLS[this.prng.nextBelow(2) === 0 ? "weigh_ints" : "weigh_mixed"];
    const args = [...descr.argKinds].map((kind) => this.pick(kind as Kind));
    const name = descr.resultKind === "f" ? "call_f" : "call_i";
    this.boxes.push(this.emit(name, [new ConstAddr(fn), ...args], descr));
  }

  emitRandom(): void {
    if (this.prng.nextBelow(16) === 0) {
      this.emitCall();
      return;
    }
    const name = OPERATIONS[this.prng.nextBelow(OPERATIONS.length)]!;
    const args = [...OPS[name].args].map((letter) => this.pick(letter as Kind));
    const op = this.emit(name, args);
    if (OPS[name].isOvf) this.emitGuard("guard_no_overflow", []);
    else if (OPS[name].isBool && this.prng.nextBelow(2) === 0) {
      this.emitGuard(this.prng.nextBelow(2) === 0 ? "guard_true" : "guard_false", [op]);
    }
    this.boxes.push(op);
  }

  emitGuard(name: OpName, args: Value[]): void {
    const guard = this.emit(name, args, new GuardDescr("resume"));
    const others = this.boxes.slice(1).filter(() => this.prng.nextBelow(3) === 0);
    guard.failArgs = [this.counter];
    for (const box of others) {
      if (this.prng.nextBelow(4) === 0) guard.failArgs.push(null);
      guard.failArgs.push(box);
      if (this.prng.nextBelow(20) === 0) guard.failArgs.push(box);
    }
    this.guards.push(guard);
  }

  /** Decrements the counter and leaves when it is 0. */
  emitCountDown(): void {
    const one = constOf("i", 1);
    const next = this.emit("int_sub", [this.counter, one]);
    const others = this.boxes.slice(1);
    this.boxes = [next, ...others];
    const guard = this.emit("guard_true", [next], new GuardDescr("resume"));
    guard.failArgs = [...this.boxes];
  }

  emitLabel(target: TargetToken): readonly Kind[] {
    const kept = this.boxes.filter((_, k) => k === 0 || this.prng.nextBelow(3) > 0);
    this.boxes = kept;
    this.emit("label", [...kept], target);
    return kept.map((box) => box.kind as Kind);
  }

  emitJump(target: TargetToken, kinds: readonly Kind[]): void {
    const rest = kinds.slice(1).map((kind) => this.pick(kind));
    this.emit("jump", [this.counter, ...rest], target);
  }

  emitFinish(): void {
    const kind: Kind = this.prng.nextBelow(2) === 0 ? "i" : "f";
    this.emit("finish", [this.pick(kind)], kind === "i" ? FINISH_DESCRS.int : FINISH_DESCRS.float);
  }

  emitMany(): void {
    const most = this.reach > 8 ? 70 : 25;
    for (let count = 2 + this.prng.nextBelow(most); count > 0; count--) this.emitRandom();
  }
}

/** Makes a loop with one or two labels, and bridges from some of its guards and theirs. */
export function makeRandomProgram(prng: Prng): RandomProgram {
  const token = new LoopToken();
  const inputKinds: Kind[] = ["i"];
  const most = prng.nextBelow(3) === 0 ? 40 : 6;
  for (let k = 1 + prng.nextBelow(most); k > 0; k--)
    inputKinds.push(prng.nextBelow(3) > 0 ? "i" : "f");
  const loop = new UnitMaker(prng, inputKinds);
  const [first, second] = [new TargetToken(token), new TargetToken(token)];
  const firstKinds = loop.emitLabel(first);
  loop.emitMany();
  const secondKinds = loop.emitLabel(second);
  loop.emitMany();
  loop.emitCountDown();
  loop.emitJump(second, secondKinds);
  const { inputargs, ops } = loop;
  const units: Unit[] = [{ type: "loop", token, guard: null, inputargs, ops, counted: true }];
  const guards = [...loop.guards];
  for (let k = 0; k < guards.length && units.length < 12; k++) {
    if (prng.nextBelow(3) === 0) continue;
    const maker = makeBridge(prng, guards[k]!);
    if (prng.nextBelow(4) === 0) maker.emitFinish();
    else {
      maker.emitCountDown();
      if (prng.nextBelow(2) === 0) maker.emitJump(first, firstKinds);
      else maker.emitJump(second, secondKinds);
    }
    units.push(bridgeOf(token, guards[k]!, maker));
    guards.push(...maker.guards);
  }
  return { token, units, inputKinds };
}

function makeBridge(prng: Prng, guard: ResOp): UnitMaker {
  const passed = guard.failArgs!.filter((value) => value !== null);
  const kinds = passed.map((value) => value.kind as Kind);
  const maker = new UnitMaker(prng, kinds);
  maker.emitMany();
  return maker;
}

function bridgeOf(token: LoopToken, from: ResOp, maker: UnitMaker): Unit {
  const { inputargs, ops } = maker;
  return { type: "bridge", token, guard: from.descr as GuardDescr, inputargs, ops, counted: true };
}
