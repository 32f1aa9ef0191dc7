/**
 * Writes the host code of one unit, the root or an inlined bridge: keeps the expression of each
 * slot and the ticks of the path so far, and writes exits. A bridge that stands inline shares the
 * variables of the guard it leaves from.
 */

import { assert, defined } from "../../base/assert.ts";
import type { ExecutedOperations } from "../../hooks/probe.ts";
import type { GuardDescr, LoopToken, TargetToken } from "../../trace/descr.ts";
import type { RtValue } from "../../trace/values.ts";
import { ActivationToken } from "../activation-token.ts";
import type { CodeCost } from "../backend.ts";
import type { PathPart, UnitAccount } from "../cost-ledger.ts";
import { isNoCost, NO_COST, subtractCost } from "../code-cost.ts";
import type { Frame } from "../oracle/activation.ts";
import type { LinkedOp, LinkedUnit } from "../oracle/linked-unit.ts";
import type { FunctionWriter } from "./function-writer.ts";
import type { HostRoot } from "./host-root.ts";
import type { HostState } from "./host-state.ts";
import type { PathCounters } from "./path-counters.ts";
import type { ExprRep, Rep } from "./representation.ts";
import { ANY, I32, NUM, repOf, SIGNED_WIDE } from "./representation.ts";
import type { UnitFacts } from "./unit-facts.ts";

/** Text that gives a value without effects, and its representation if it is an integer. */
export interface Expr {
  readonly text: string;
  readonly rep: Rep;
}

/** A label of the root while its function is written. */
export interface LabelTarget {
  /** 1 for the first. */
  readonly entry: number;
  readonly args: readonly Expr[];
  readonly slots: readonly number[];
}

/** What calls of a loop go through; `root` follows redirections. */
export interface CallTarget {
  readonly token: LoopToken;
  root: HostRoot | null;
  /** Entries that a call passes where they are redirected. */
  redirections: readonly UnitAccount[];
}

/** What the writer asks of the executor. */
export interface CompileServices {
  readonly state: HostState;
  /** Where executed operations are counted; null when nobody wants them. */
  readonly executed: ExecutedOperations | null;
  factsOf(unit: LinkedUnit): UnitFacts;
  callTargetOf(token: LoopToken): CallTarget;
  bridgeOf(guard: GuardDescr): LinkedUnit | null;
  /** Run counts for a function that counts these paths. */
  countPaths(paths: readonly (readonly PathPart[])[]): Float64Array;
  /** Goes on after an assembler call that has taken `code`; gives the call's result or throws. */
  readonly finishAssemblerCall: (target: CallTarget, root: HostRoot, code: number) => RtValue;
}

/** One function while it is written. */
export interface CompileJob {
  readonly out: FunctionWriter;
  readonly root: HostRoot;
  readonly services: CompileServices;
  readonly labels: ReadonlyMap<TargetToken, LabelTarget>;
  /** Whether anything jumps to a label from inside; else there is no t, and D is the time. */
  readonly hasLoop: boolean;
  /** Where paths are counted; null when nobody wants costs. */
  readonly costs: PathCounters | null;
  /** How many labels the root has passed at the present place. */
  segment: number;
}

const SAFE = "9007199254740991";

export class UnitWriter {
  readonly job: CompileJob;
  readonly out: FunctionWriter;
  readonly linked: LinkedUnit;
  readonly facts: UnitFacts;
  /** A comparison that the guard behind it tests itself. */
  fusedTest: string | null = null;
  private readonly exprs: (Expr | undefined)[] = [];
  private carriedTicks: number;
  private ticksFrom = 0;
  /** Costs of the path before the unit, and where in the unit the rest of the path begins. */
  private carriedParts: readonly PathPart[];
  private costFrom = NO_COST;

  constructor(
    job: CompileJob,
    linked: LinkedUnit,
    carriedTicks: number,
    carriedParts: readonly PathPart[] = [],
  ) {
    this.carriedParts = carriedParts;
    this.job = job;
    this.out = job.out;
    this.linked = linked;
    this.facts = job.services.factsOf(linked);
    this.carriedTicks = carriedTicks;
  }

  /** Makes `slot` another name of a value. */
  alias(slot: number, expr: Expr): void {
    this.exprs[slot] = expr;
  }

  /** The expression of a slot that has its value, or of a constant. */
  at(slot: number): Expr {
    const known = this.exprs[slot];
    if (known !== undefined) return known;
    const constant = (this.linked.template as Frame)[slot];
    assert(constant !== undefined, "a box is written before it is read");
    const expr: Expr = { text: this.out.literal(constant), rep: repOf(constant) };
    this.exprs[slot] = expr;
    return expr;
  }

  arg(op: LinkedOp, index: number): Expr {
    return this.at(op.argSlots[index] as number);
  }

  text(op: LinkedOp, index: number): string {
    return this.arg(op, index).text;
  }

  /** The value of an argument that is a constant, else undefined. */
  constantOf(op: LinkedOp, index: number): RtValue | undefined {
    return (this.linked.template as Frame)[op.argSlots[index] as number];
  }

  /** The variable of a slot, made at the first request. */
  variable(slot: number): Expr {
    const known = this.exprs[slot];
    if (known !== undefined) return known;
    const kind = defined(this.facts.kinds[slot], "kind of a box");
    const rep = kind === "i" ? (this.facts.reps[slot] as Rep) : ANY;
    const expr: Expr = { text: this.out.variable(kind), rep };
    this.exprs[slot] = expr;
    return expr;
  }

  result(op: LinkedOp): string {
    return this.variable(op.resultSlot).text;
  }

  /** Gives the result of an operation that is no integer. */
  give(op: LinkedOp, text: string): void {
    this.out.emit(`${this.result(op)} = ${text};`);
  }

  /** Gives the integer result of an operation without effects; a misfit does it again. */
  giveInt(op: LinkedOp, text: string, from: ExprRep): void {
    const { text: name, rep: to } = this.variable(op.resultSlot);
    if (from <= to) {
      this.out.emit(`${name} = ${text};`);
    } else if (from === ANY) {
      this.out.emit(`${name} = ${text};`);
      this.narrow(name, to, this.resumeExit(op.index, op.resultSlot));
    } else if (to === I32) {
      const temp = this.out.temp();
      this.out.emit(`const ${temp} = ${text}; ${name} = ${temp} | 0;`);
      this.out.emit(`if (${name} !== ${temp}) ${this.resumeExit(op.index, op.resultSlot)}`);
    } else {
      assert(to === NUM, "a wide value fits nothing but a number");
      this.out.emit(`${name} = ${text}${from === SIGNED_WIDE ? " + 0" : ""};`);
      this.out.emit(`if (!(${name} >= -${SAFE} && ${name} <= ${SAFE}))`);
      this.out.emit(`  ${this.resumeExit(op.index, op.resultSlot)}`);
    }
  }

  /** Checks that an integer of any size fits a variable that holds it already. */
  narrow(name: string, to: Rep, exit: string): void {
    if (to === ANY) return;
    if (to === NUM) this.out.emit(`if (typeof ${name} !== "number") ${exit}`);
    else this.out.emit(`if (${misfitsI32(name)}) ${exit} ${name} = ${name} | 0;`);
  }

  /** Ticks from the last synchronization up to, not including, operation `index`. */
  pendingTicks(index: number): number {
    const { linked } = this;
    return this.carriedTicks + linked.ticksBefore(index) - linked.ticksBefore(this.ticksFrom);
  }

  /** Adds the ticks of the path before operation `index` to the time that is kept. */
  synchronize(index: number): void {
    const pending = this.pendingTicks(index);
    if (pending > 0) {
      this.out.emit(this.job.hasLoop ? `t = t - ${pending} | 0;` : `D += ${pending};`);
    }
    this.carriedTicks = 0;
    this.ticksFrom = index;
  }

  /** The path that is not counted yet, up to a position in this unit. */
  pendingParts(account: UnitAccount, end: CodeCost): readonly PathPart[] {
    const cost = subtractCost(end, this.costFrom);
    return isNoCost(cost) ? this.carriedParts : [...this.carriedParts, { account, cost }];
  }

  /** The path up to the jump of a guard that fails, and what its stub costs. */
  exitParts(op: LinkedOp): { path: readonly PathPart[]; stub: PathPart | null } {
    const { account } = this.linked;
    if (account === null) return { path: [], stub: null };
    const { path, stub } = account.exit(op.index);
    return { path: this.pendingParts(account, path), stub: { account, cost: stub } };
  }

  /** Text that counts a path; "" when there is nothing to count. */
  countText(parts: readonly PathPart[]): string {
    const { costs } = this.job;
    return costs === null || parts.length === 0 ? "" : `${costs.counterOf(parts)}++; `;
  }

  /** Text that counts the path up to, not including, operation `index`. */
  countBefore(index: number): string {
    const { account } = this.linked;
    if (account === null) return "";
    return this.countText(this.pendingParts(account, account.before(index)));
  }

  /** Counts the path before operation `index` and begins another one there. */
  cutPath(index: number): void {
    const { account } = this.linked;
    if (account !== null) this.cutAt(account, account.before(index));
  }

  /** The same for a label, at the place where jumps arrive. */
  cutAtLabel(index: number): void {
    const { account } = this.linked;
    if (account !== null) this.cutAt(account, account.arrival(index));
  }

  private cutAt(account: UnitAccount, position: CodeCost): void {
    const text = this.countText(this.pendingParts(account, position));
    if (text !== "") this.out.emit(text);
    this.carriedParts = [];
    this.costFrom = position;
  }

  /** The clock before operation `index`. */
  timeAt(index: number): string {
    const pending = this.pendingTicks(index);
    const base = this.job.hasLoop ? "D - t" : "D";
    return pending === 0 ? base : `${base} + ${pending}`;
  }

  /** Leaves the function before operation `index` with `values`. */
  leave(index: number, values: string, code: number, count = this.countBefore(index)): string {
    const time = `C.ticks = ${this.timeAt(index)};`;
    return `{ ${count}${time} S.values = ${values}; ${this.carried()}return ${code}; }`;
  }

  /** Hands on what an activation carries besides values. */
  carried(): string {
    const exception = this.out.usesException ? "S.exception = x; " : "";
    return this.out.usesToken ? `${exception}S.token = T; ` : exception;
  }

  /** Text that gives the activation's token, made at the first request. */
  ownToken(): string {
    return `(T ??= new ${this.out.constant(ActivationToken)}(S.services))`;
  }

  /** Leaves with the activation's token what `guard` would pass on now. */
  announce(guard: LinkedOp): void {
    const values = guard.failSlots.map((slot) => (slot < 0 ? "null" : this.variable(slot).text));
    this.out.emit(`${this.ownToken()}; T.guard = ${this.out.constant(guard.op.descr)};`);
    this.out.emit(`T.values = [${values.join(", ")}];`);
  }

  /** Lets the oracle go on at operation `pc`. */
  resumeExit(pc: number, culprit: number): string {
    const slots = this.facts.liveAt(pc);
    const values = slots.map((slot) => this.at(slot).text);
    const rep = culprit < 0 ? ANY : (this.facts.reps[culprit] as Rep);
    const { linked: unit } = this;
    const code = this.job.root.addExit({ kind: "resume", unit, pc, slots, culprit, rep });
    return this.leave(pc, `[${values.join(", ")}]`, code);
  }
}

/** The test that a value of any kind is outside of int32. */
export function misfitsI32(name: string): string {
  return `typeof ${name} !== "number" || (${name} | 0) !== ${name}`;
}
