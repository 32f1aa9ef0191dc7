/**
 * The host backend: optimized traces as JavaScript functions. It does what the oracle does, at each
 * exit, call and jump with the same clock, counts and values.
 *
 * A function is compiled when it is entered first. A bridge is run by the oracle for a few times,
 * and then stands inline in the function of its guard at the function's next compilation, or gets
 * a function of its own where that would grow too big or the bridge has labels. When a value does
 * not fit its representation, the oracle goes on from that operation to the next jump or exit; what
 * it sees generalizes the representations of the next version.
 */

import { defined } from "../../base/assert.ts";
import type { ExecutedOperations } from "../../hooks/probe.ts";
import type { GuardDescr, LoopToken } from "../../trace/descr.ts";
import { FINISH_DESCRS } from "../../trace/descr.ts";
import type { RtValue } from "../../trace/values.ts";
import type { AssembledCode, Executor, Exit, Unit } from "../backend.ts";
import type { CountedServices, PathPart } from "../cost-ledger.ts";
import type { Machine } from "../oracle/activation.ts";
import { Activation, resultOfCall } from "../oracle/activation.ts";
import { CodeTable } from "../oracle/code-table.ts";
import { interpret } from "../oracle/interpreter.ts";
import type { LinkedUnit, Place } from "../oracle/linked-unit.ts";
import { compileRoot } from "./compile.ts";
import type { HostExit } from "./host-root.ts";
import { Entry, FINISH_CODES, FINISH_OUTCOMES, HostRoot } from "./host-root.ts";
import { HostState } from "./host-state.ts";
import type { CallTarget, CompileServices } from "./unit-writer.ts";
import { UnitFacts } from "./unit-facts.ts";

/** When bridges are compiled, and where. Without visible effect. */
export interface HostLimits {
  /** Operations of one function with its inline bridges: beyond, V8 gives up on it. */
  readonly inlineOpMax: number;
  /** Failures of a guard with a bridge until the bridge is compiled. */
  readonly bridgeCrossings: number;
}

export const HOST_LIMITS: HostLimits = { inlineOpMax: 450, bridgeCrossings: 8 };

export class HostExecutor implements Executor, Machine, CompileServices {
  readonly name = "host";
  readonly services: CountedServices;
  readonly table: CodeTable;
  readonly state: HostState;
  readonly executed: ExecutedOperations | null;
  private readonly facts = new Map<LinkedUnit, UnitFacts>();
  private readonly roots = new Map<LinkedUnit, HostRoot>();
  private readonly callTargets = new Map<LoopToken, CallTarget>();
  private readonly crossings = new Map<GuardDescr, number>();
  private readonly limits: HostLimits;

  constructor(services: CountedServices, limits: HostLimits = HOST_LIMITS) {
    this.services = services;
    this.table = new CodeTable(services.ledger ?? null);
    this.limits = limits;
    this.executed = services.executed ?? null;
    this.state = new HostState(services);
  }

  install(unit: Unit, code: AssembledCode): void {
    if (unit.guard !== null) this.dropBridge(unit.guard);
    const linked = this.table.install(unit, code);
    if (unit.counted) this.services.countUnit(unit);
    this.facts.set(linked, new UnitFacts(linked));
    if (unit.guard === null || linked.labels.length > 0) this.rootOf(linked);
    if (unit.guard === null) this.retarget();
  }

  execute(token: LoopToken, args: readonly RtValue[]): Exit {
    const root = this.rootOf(this.table.entryOf(token));
    for (const account of this.table.redirectionsOf(token)) account.addRedirection();
    this.state.refreshLimit();
    this.state.values = args;
    this.state.token = null;
    root.noteEntry();
    return this.drive(root, root.fn(0));
  }

  callLoop(token: LoopToken, args: readonly RtValue[]): RtValue {
    return resultOfCall(this.services, this.execute(token, args), token);
  }

  redirect(from: LoopToken, to: LoopToken): void {
    this.table.redirect(from, to);
    this.retarget();
  }

  free(token: LoopToken): void {
    for (const unit of this.table.free(token)) {
      this.facts.delete(unit);
      this.roots.delete(unit);
      if (unit.unit.guard !== null) this.crossings.delete(unit.unit.guard);
    }
    this.callTargets.delete(token);
  }

  factsOf(unit: LinkedUnit): UnitFacts {
    return defined(this.facts.get(unit), "facts of an installed unit");
  }

  countPaths(paths: readonly (readonly PathPart[])[]): Float64Array {
    return defined(this.services.ledger, "ledger of a counting run").countPaths(paths);
  }

  bridgeOf(guard: GuardDescr): LinkedUnit | null {
    return this.table.bridgeOf(guard);
  }

  callTargetOf(token: LoopToken): CallTarget {
    const known = this.callTargets.get(token);
    if (known !== undefined) return known;
    const root = this.rootOf(this.table.entryOf(token));
    const target: CallTarget = { token, root, redirections: this.table.redirectionsOf(token) };
    this.callTargets.set(token, target);
    return target;
  }

  readonly finishAssemblerCall = (target: CallTarget, root: HostRoot, code: number): RtValue =>
    resultOfCall(this.services, this.drive(root, code), target.token);

  /** The text of the function that a token enters, for `explain` and tests. */
  sourceOf(token: LoopToken): string {
    return this.rootOf(this.table.entryOf(token)).source;
  }

  private rootOf(unit: LinkedUnit): HostRoot {
    const known = this.roots.get(unit);
    if (known !== undefined) return known;
    const root = new HostRoot(unit, (stale) => compileRoot(stale, this));
    this.roots.set(unit, root);
    return root;
  }

  /** Lets all calls go where their tokens lead now. */
  private retarget(): void {
    for (const target of this.callTargets.values()) {
      const entry = this.table.lookupEntry(target.token);
      target.root = entry === null ? null : this.rootOf(entry);
      target.redirections = this.table.redirectionsOf(target.token);
    }
  }

  /** Goes on after `root` has taken exit `code`, until the code is left. */
  private drive(first: HostRoot, firstCode: number): Exit {
    let root = first;
    let code = firstCode;
    for (;;) {
      if (code < FINISH_CODES) return this.finishExit(code);
      const exit = defined(root.exits[code - FINISH_CODES], "exit of a function");
      root.noteExit();
      const next = this.follow(root, exit);
      if (!(next instanceof Entry)) return next;
      root = next.root;
      root.noteEntry();
      code = root.fn(next.index);
    }
  }

  private finishExit(code: number): Exit {
    const outcome = defined(FINISH_OUTCOMES[code], "outcome of a finish");
    const values = outcome === "void" ? [] : [this.state.result];
    return {
      descr: FINISH_DESCRS[outcome],
      values,
      exception: this.state.takeException(),
      saved: null,
    };
  }

  private follow(root: HostRoot, exit: HostExit): Entry | Exit {
    switch (exit.kind) {
      case "guard":
        return this.failGuard(root, exit);
      case "jump":
        if (this.state.clock.ticks >= this.state.limit) this.state.checkLimit();
        exit.link ??= this.entryAt(this.table.placeOf(exit.target));
        return exit.link;
      case "entry":
        return this.enterByOracle(root, exit.entry);
      default:
        return this.resumeByOracle(root, exit);
    }
  }

  private entryAt({ unit, label }: Place): Entry {
    return defined(this.rootOf(unit).entries[unit.labels.indexOf(label) + 1], "entry of a label");
  }

  private failGuard(root: HostRoot, exit: Extract<HostExit, { kind: "guard" }>): Entry | Exit {
    const { state } = this;
    const { guard: descr, keep } = exit;
    const bridge = exit.link === null ? this.table.bridgeOf(descr) : exit.link.root.unit;
    const { values } = state;
    if (bridge === null) {
      if (exit.stub !== null) exit.stub.account.add(exit.stub.cost);
      return { descr, values, exception: state.takeException(), saved: state.takeSaved() };
    }
    if (keep !== null) state.values = keep.map((index) => values[index] as RtValue);
    if (exit.link !== null) return exit.link;
    this.cross(root, descr, bridge);
    const own = this.roots.get(bridge);
    if (own === undefined) return this.runBridgeByOracle(bridge, state.values);
    exit.link = defined(own.entries[0], "start of a function");
    return exit.link;
  }

  /** Takes the bridge of a guard, which will get another one, out of its function. */
  private dropBridge(guard: GuardDescr): void {
    const bridge = this.table.bridgeOf(guard);
    this.crossings.delete(guard);
    if (bridge === null) return;
    for (const root of this.roots.values()) {
      for (const exit of root.exits) {
        if (exit.kind === "guard" && exit.guard === guard) exit.link = null;
      }
      const index = root.included.indexOf(bridge);
      if (index < 0) continue;
      root.included.splice(index, 1);
      root.opCount -= bridge.ops.length;
      root.makeStale();
    }
  }

  /** Decides where a bridge that is hot is compiled. */
  private cross(root: HostRoot, descr: GuardDescr, bridge: LinkedUnit): void {
    const count = (this.crossings.get(descr) ?? 0) + 1;
    this.crossings.set(descr, count);
    if (count !== this.limits.bridgeCrossings || this.roots.has(bridge)) return;
    const opCount = root.opCount + bridge.ops.length;
    if (opCount > this.limits.inlineOpMax) {
      this.rootOf(bridge);
      return;
    }
    root.opCount = opCount;
    root.included.push(bridge);
    root.makeStaleSoon();
  }

  /** The activation in progress, to be continued by the oracle. */
  private activationOf(unit: LinkedUnit): Activation {
    return new Activation(this, unit, this.state.takeException(), this.state.token);
  }

  private runBridgeByOracle(bridge: LinkedUnit, args: readonly RtValue[]): Entry | Exit {
    const run = this.activationOf(bridge);
    run.enter(bridge, args);
    return this.runByOracle(run);
  }

  /** An argument did not fit: counts and runs from the entry without host code. */
  private enterByOracle(root: HostRoot, entry: number): Entry | Exit {
    const { unit } = root;
    const { values } = this.state;
    const run = this.activationOf(unit);
    if (entry === 0) run.enter(unit, values);
    else run.enterLabel({ unit, label: defined(unit.labels[entry - 1], "label") }, values);
    this.factsOf(unit).learn(run.frame);
    this.noteMisfit(root);
    return this.runByOracle(run);
  }

  private resumeByOracle(root: HostRoot, exit: Extract<HostExit, { kind: "resume" }>) {
    const { values } = this.state;
    const run = this.activationOf(exit.unit);
    exit.slots.forEach((slot, index) => {
      run.frame[slot] = values[index];
    });
    run.continueAt(exit.pc);
    const next = this.runByOracle(run);
    const facts = this.factsOf(exit.unit);
    if (exit.culprit >= 0 && facts.reps[exit.culprit] === exit.rep) facts.generalize(exit.culprit);
    this.noteMisfit(root);
    return next;
  }

  /** Lets the oracle run to the next jump or exit, and learns from the values it sees. */
  private runByOracle(run: Activation): Entry | Exit {
    run.onLeave = (unit, frame) => this.factsOf(unit).learn(frame);
    const exit = interpret(run, true);
    if (exit !== null) {
      this.factsOf(run.unit).learn(run.frame);
      return exit;
    }
    const { place, values } = defined(run.jump, "jump of the oracle");
    this.factsOf(place.unit).learn(run.frame);
    this.state.values = values;
    this.state.token = run.token;
    return this.entryAt(place);
  }

  private noteMisfit(root: HostRoot): void {
    root.misfits += 1;
    if (root.misfits < root.patience) return;
    root.patience *= 2;
    root.makeStaleSoon();
  }
}
