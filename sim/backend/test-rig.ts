/**
 * For tests of executors: a small simulator around one executor. Units are given as text; their
 * code is a double with a true tick count and no bytes. Exits, ticks, run counts and the state of
 * the heap can be compared between executors.
 */

import { VirtualClock } from "../base/clock.ts";
import type { ExecutedOperations } from "../hooks/probe.ts";
import type { GuardDescr, HostClass, LoopToken } from "../trace/descr.ts";
import { parseTrace } from "../trace/parse.ts";
import { LowString } from "../trace/low-string.ts";
import type { HostFunctions } from "../trace/declarations.ts";
import type { TraceContext } from "../trace/trace-context.ts";
import { parseDeclarations } from "../trace/declarations.ts";
import type { RtValue, Trace } from "../trace/values.ts";
import { OPS } from "../trace/ops.ts";
import type { AssembledCode, BackendServices, Executor, Exit, Unit } from "./backend.ts";
import type { CodeCost, ExitCost, PathCost } from "./backend.ts";
import { CostLedger } from "./cost-ledger.ts";
import { tickSums } from "./path-cost.ts";

/** The exceptions of rigs. */
export class RigException {
  readonly value: RtValue;
  constructor(value: RtValue) {
    this.value = value;
  }
}

/** Code without bytes, whose ticks are right. */
export function codeDouble(trace: Pick<Trace, "ops">): AssembledCode {
  const ticks = tickSums(trace.ops);
  return {
    asmaddr: 0,
    asmlen: 0,
    blockAddress: 0,
    blockSize: 0,
    opOffsets: trace.ops.map(() => -1),
    cost: costDouble(trace, ticks),
  };
}

/** Made-up costs, all different enough that a piece too many or too few shows. */
function costDouble({ ops }: Pick<Trace, "ops">, ticks: Uint32Array): PathCost {
  const instructions = new Uint32Array(ops.length + 1);
  const cycles = new Uint32Array(ops.length + 1);
  const exits = new Map<number, ExitCost>();
  const labels = new Map<number, CodeCost>();
  [instructions[0], cycles[0]] = [3, 5];
  for (const [index, { opname }] of ops.entries()) {
    const [count, time] = [instructions[index] as number, cycles[index] as number];
    instructions[index + 1] = count + (index % 7) + (opname.length % 3);
    cycles[index + 1] = time + 2 * (opname.length % 5) + (index % 3);
    if (opname === "label") labels.set(index, { instructions: count + 1, cycles: time });
    if (!OPS[opname].isGuard) continue;
    const path = { instructions: count + 1, cycles: time + 11 };
    exits.set(index, { path, stub: { instructions: 100 + index, cycles: 1000 + index } });
  }
  return { ticks, instructions, cycles, exits, labels };
}

/** How a unit differs from an ordinary loop or bridge. */
export interface UnitOptions {
  readonly counted?: boolean;
  readonly type?: Unit["type"];
}

/** Services whose run counts and limit can be read and set. */
export class RigServices implements BackendServices {
  readonly clock = new VirtualClock();
  readonly ledger = new CostLedger();
  readonly executed?: ExecutedOperations;
  /** Number of runs by kind and name of owner. */
  readonly runs = new Map<string, number>();
  tickLimit = Number.POSITIVE_INFINITY;
  readonly layoutOf: BackendServices["layoutOf"];
  finish: BackendServices["finishCall"] = () => {
    throw new Error("no guard of a callee was expected to fail");
  };

  constructor(context: TraceContext, executed?: ExecutedOperations) {
    this.layoutOf = context.layoutOf;
    if (executed !== undefined) this.executed = executed;
  }

  isGuestException(error: unknown): error is object {
    return error instanceof RigException || this.layoutOf(error as object)?.name === "Error";
  }

  finishCall(exit: Exit, token: LoopToken): RtValue {
    return this.finish(exit, token);
  }

  /** What was forced, in order. */
  readonly forced: { readonly guard: GuardDescr; readonly values: readonly RtValue[] }[] = [];

  forceActivation(guard: GuardDescr, values: readonly RtValue[]): object {
    return this.forced[this.forced.push({ guard, values: [...values] }) - 1] as object;
  }

  enterFrames(): void {}

  leaveFrames(): void {}

  countUnit(): void {}

  countRun(kind: "e" | "l" | "b", owner: object): void {
    const key = `${kind} ${ownerNumber(owner)}`;
    this.runs.set(key, (this.runs.get(key) ?? 0) + 1);
  }

  onTickLimit(): void {
    throw new TickLimit(this.clock.ticks);
  }
}

function ownerNumber(owner: object): string {
  const { address, number } = owner as { address?: number; number?: number };
  return String(address ?? number);
}

/** Thrown when the tick limit of a rig has been reached. */
export class TickLimit extends Error {
  readonly ticks: number;
  constructor(ticks: number) {
    super(`tick limit reached at ${ticks}`);
    this.ticks = ticks;
  }
}

/** One executor with what it needs. */
export class Rig {
  readonly context: TraceContext;
  readonly services: RigServices;
  readonly executor: Executor;

  constructor(
    makeExecutor: (services: BackendServices) => Executor,
    declarations = "",
    functions: HostFunctions = {},
    executed?: ExecutedOperations,
  ) {
    this.context = parseDeclarations(declarations, functions);
    this.services = new RigServices(this.context, executed);
    this.executor = makeExecutor(this.services);
  }

  token(number: number): LoopToken {
    const token = this.context.lookupDescr(`<Loop${number}>`) as LoopToken;
    token.number = number;
    return token;
  }

  guard(name: string): GuardDescr {
    return this.context.lookupDescr(`<Guard0x${name}>`) as GuardDescr;
  }

  hostClass(name: string): HostClass {
    return this.context.classes.get(name)?.hostClass as HostClass;
  }

  /** Makes an object of a declared class. */
  make(name: string, ...values: unknown[]): object {
    const make = this.hostClass(name) as unknown as new (...args: unknown[]) => object;
    return new make(...values);
  }

  loop(number: number, text: string, options: UnitOptions = {}): LoopToken {
    const token = this.token(number);
    this.install(parseTrace(text, this.context), token, null, options);
    return token;
  }

  bridge(guardName: string, loopNumber: number, text: string, options: UnitOptions = {}): void {
    const trace = parseTrace(text, this.context);
    this.install(trace, this.token(loopNumber), this.guard(guardName), options);
  }

  install(
    trace: Trace,
    token: LoopToken,
    guard: GuardDescr | null,
    { counted = false, type = guard === null ? "loop" : "bridge" }: UnitOptions = {},
  ): void {
    for (const op of trace.ops) {
      if (op.descr?.descrKind === "guard") op.descr.loop = token;
    }
    const unit: Unit = { type, token, guard, inputargs: trace.inputargs, ops: trace.ops, counted };
    this.executor.install(unit, codeDouble(trace));
  }

  run(token: LoopToken, ...args: RtValue[]): Exit {
    return this.executor.execute(token, args);
  }

  /** Runs, and describes exit, values and ticks since the start in one line. */
  tell(token: LoopToken, ...args: RtValue[]): string {
    const exit = this.run(token, ...args);
    return `${this.printExit(exit)} ${this.services.clock.ticks}`;
  }

  /** Instructions and cycles of all units so far, in the order of their installation. */
  tellCosts(): string {
    const accounts = this.services.ledger.read();
    return accounts.map(({ instructions, cycles }) => `${instructions}/${cycles}`).join(" ");
  }

  printExit({ descr, values, exception }: Exit): string {
    const where =
      descr.descrKind === "guard" ? `guard ${descr.address.toString(16)}` : descr.outcome;
    const raised = exception === null ? "" : ` raising ${printValue(exception)}`;
    return `${where} [${values.map((value) => printValue(value)).join(", ")}]${raised}`;
  }
}

/**
 * A value with everything that it reaches; floats by sign and digits, integers by kind. An object
 * that is met again is printed by its number.
 */
export function printValue(value: unknown, seen: Map<object, number> = new Map()): string {
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  // Strings never change, so which object one is does not matter.
  if (value instanceof LowString) return value.printLiteral();
  const known = seen.get(value);
  if (known !== undefined) return `#${known}`;
  seen.set(value, seen.size);
  if (Array.isArray(value)) return `[${value.map((item) => printValue(item, seen)).join(", ")}]`;
  const fields = Object.entries(value).map(([name, field]) => `${name}=${printValue(field, seen)}`);
  return `{${fields.join(" ")}}`;
}
