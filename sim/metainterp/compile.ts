/**
 * From a recorded trace to installed code: optimizes, assembles, installs, attaches and tells.
 * Nothing is changed when the optimizer or the code heap refuses.
 *
 * Counterpart: rpython/jit/metainterp/compile.py.
 */

import { assert, defined } from "../base/assert.ts";
import { getOrMake } from "../base/collections.ts";
import type { DriverProgram } from "../jitcode/jitcode.ts";
import type { AbortReason } from "../hooks/counters.ts";
import { QuasiImmut } from "../hints/quasi-immut.ts";
import type { Unit } from "../backend/backend.ts";
import type { OptimizerContext, QuasiImmutDep } from "../optimizer/context.ts";
import { GiveUp, InvalidLoop } from "../optimizer/context.ts";
import type { OptimizedUnit } from "../optimizer/optimize.ts";
import {
  optimizeBridge,
  optimizeLoop,
  optimizeRetrace,
  optimizeSimpleLoop,
  prependVirtualizableLoads,
  RetraceNeeded,
} from "../optimizer/optimize.ts";
import type { FinishDescr, GuardDescr } from "../trace/descr.ts";
import {
  ClassLayout,
  FINISH_DESCRS,
  GuardDescr as GuardDescrClass,
  LoopToken,
} from "../trace/descr.ts";
import { readField } from "../trace/heap-access.ts";
import { opForKind } from "../trace/ops.ts";
import type { Const, RtValue, Value } from "../trace/values.ts";
import { ConstAddr, InputArg, ResOp } from "../trace/values.ts";
import type { GreenKeyValues } from "./event-sink.ts";
import type { CompileServices } from "./compile-services.ts";
import { copyTrace } from "./history.ts";
import type { JitRuntime } from "./runtime.ts";
import { SwitchToBlackhole } from "./signals.ts";
import type { MergePoint, Tracer } from "./tracer.ts";

/** Guards pass on at most this many values (PyPy's failargs_limit). */
const FAILARGS_LIMIT = 1000;

/** What a segment's end, which is never reached, says that it raises. */
const ASSERTION_ERROR = new ConstAddr(
  new ClassLayout("AssertionError", "exceptions.AssertionError", null, -1),
);

function valuesOf(greens: readonly Const[]): RtValue[] {
  return greens.map((green) => green.value as RtValue);
}

export class Compiler implements CompileServices {
  private readonly runtime: JitRuntime;
  /** The jitlog's trace id: counts every attempt to compile. */
  private lastLoopNo = 0;
  private readonly bridgeCounts = new WeakMap<LoopToken, number>();
  private readonly quasiImmutables = new Map<LoopToken, Set<QuasiImmut>>();

  constructor(runtime: JitRuntime) {
    this.runtime = runtime;
  }

  // ---- green keys ------------------------------------------------------------------------

  compiledLoop(driver: DriverProgram, greens: readonly Const[]): LoopToken | null {
    const token = this.runtime.warm.of(driver).cells.lookup(valuesOf(greens))?.liveToken ?? null;
    return token !== null && token.targets.length > 0 ? token : null;
  }

  canInline(driver: DriverProgram, greens: readonly Const[]): boolean {
    const cell = this.runtime.warm.of(driver).cells.lookup(valuesOf(greens));
    return cell?.dontTraceHere !== true;
  }

  dontTraceHere(driver: DriverProgram, greens: readonly Const[]): void {
    this.runtime.warm.of(driver).ensureCell(valuesOf(greens)).dontTraceHere = true;
  }

  traceNextIteration(driver: DriverProgram, greens: readonly Const[]): void {
    this.runtime.warm.of(driver).traceNextIteration(valuesOf(greens));
  }

  forceFinishNextTime(tracer: Tracer): void {
    const { driver, key } = tracer;
    const start = tracer.mergePoints[0];
    if (start !== undefined) {
      this.traceNextIteration(driver, start.greens);
      const cell = this.runtime.warm.of(driver).ensureCell(valuesOf(start.greens));
      cell.forceFinish = true;
      cell.dontTraceHere = true;
    }
    if (key.kind === "guard" && key.guard.loop !== null) key.guard.loop.retracedCount |= 1;
  }

  assemblerToken(driver: DriverProgram, greens: readonly Const[]): LoopToken | null {
    const cell = this.runtime.warm.of(driver).ensureCell(valuesOf(greens));
    let token = cell.liveToken;
    if (token === null) {
      token = this.compileTmpCallback(driver, greens);
      if (token !== null) cell.attach(token, true);
    }
    if (token !== null) this.runtime.memory.hold(token);
    return token;
  }

  // ---- traces ----------------------------------------------------------------------------

  compileLoop(tracer: Tracer, start: MergePoint, jumpArgs: readonly Value[]): boolean {
    return this.compileClosedLoop(tracer, start, jumpArgs, true);
  }

  compileSimpleLoop(tracer: Tracer, start: MergePoint, jumpArgs: readonly Value[]): boolean {
    return this.compileClosedLoop(tracer, start, jumpArgs, false);
  }

  private compileClosedLoop(
    tracer: Tracer,
    start: MergePoint,
    jumpArgs: readonly Value[],
    unroll: boolean,
  ): boolean {
    const token = this.newToken();
    const jump = new ResOp("jump", [...jumpArgs], token);
    const trace = copyTrace(start.boxes, [...tracer.ops, jump], start.start);
    const context = this.context(tracer);
    this.runtime.sink.traced(trace, context);
    const compile = unroll ? optimizeLoop : optimizeSimpleLoop;
    const unit = this.optimize(() => compile(trace, token, context));
    if (unit === null) return false;
    this.sendLoop("loop", token, unit, tracer.driver, start.greens);
    return true;
  }

  compileJump(tracer: Tracer, target: LoopToken, jumpArgs: readonly Value[]): boolean {
    return this.compileEnded(tracer, new ResOp("jump", [...jumpArgs], target));
  }

  compileFinish(tracer: Tracer, finish: FinishDescr, args: readonly Value[]): boolean {
    return this.compileEnded(tracer, new ResOp("finish", [...args], finish));
  }

  /**
   * A trace that ends outside of itself, in `last` if that is not recorded yet: a bridge, or an
   * entry bridge from the interpreter.
   */
  private compileEnded(tracer: Tracer, last: ResOp | null): boolean {
    const token = this.newToken();
    const ops = last === null ? tracer.ops : [...tracer.ops, last];
    const trace = copyTrace(tracer.inputs, ops, 0);
    const { key } = tracer;
    const context = this.context(tracer);
    this.runtime.sink.traced(trace, context);
    const guard = key.kind === "guard" ? key.guard : null;
    const owner = guard === null ? token : this.liveLoopOf(guard);
    const unit = this.optimize(() => optimizeBridge(trace, owner, context, guard));
    if (unit === null) return false;
    if (unit instanceof RetraceNeeded) {
      tracer.retrace = { needed: unit, start: tracer.ops.length };
      return false;
    }
    this.sendFromKey(tracer, unit, token);
    return true;
  }

  /** A bridge, or an entry bridge whose token is `token`. */
  private sendFromKey({ key, driver }: Tracer, unit: OptimizedUnit, token: LoopToken): void {
    if (key.kind === "guard") this.sendBridge(key.guard, this.liveLoopOf(key.guard), unit);
    else this.sendLoop("entry bridge", token, unit, driver, key.greens);
  }

  compileRetrace(tracer: Tracer, start: MergePoint, jumpArgs: readonly Value[]): boolean {
    const { needed } = defined(tracer.retrace, "retrace in progress");
    const token = this.newToken();
    const jump = new ResOp("jump", [...jumpArgs], needed.token);
    const trace = copyTrace(start.boxes, [...tracer.ops, jump], start.start);
    const context = this.context(tracer);
    this.runtime.sink.traced(trace, context);
    const unit = this.optimize(() => optimizeRetrace(trace, needed, context));
    if (unit === null) return false;
    this.sendFromKey(tracer, unit, token);
    return true;
  }

  /** The loop of a guard; the session is given up when it was freed meanwhile. */
  private liveLoopOf(guard: GuardDescr): LoopToken {
    const { loop } = guard;
    if (loop === null || loop.compiled === null) throw new SwitchToBlackhole("ABORT_BRIDGE");
    return loop;
  }

  /**
   * The trace up to now, ending in a guard that always fails. A loop does not advance loop_no, so
   * that it has the number of the attempt before; the outermost greens are those of its start.
   */
  compileSegment(tracer: Tracer): void {
    const { key } = tracer;
    tracer.recordPlain("finish", [ASSERTION_ERROR], FINISH_DESCRS.exception);
    if (key.kind === "guard") {
      if (!this.compileEnded(tracer, null)) throw new SwitchToBlackhole("ABORT_BRIDGE");
      return;
    }
    const trace = copyTrace(tracer.inputs, tracer.ops, 0);
    const context = this.context(tracer);
    this.runtime.sink.traced(trace, context);
    const token = new LoopToken();
    token.number = this.lastLoopNo;
    const unit = this.optimize(() => optimizeSimpleLoop(trace, token, context));
    if (unit !== null) this.sendLoop("loop", token, unit, tracer.driver, key.greens);
  }

  private newToken(): LoopToken {
    const token = new LoopToken();
    token.number = ++this.lastLoopNo;
    return token;
  }

  private context(tracer: Tracer): OptimizerContext {
    const { params, counters, probe } = this.runtime;
    return {
      counters,
      enableOpts: new Set(params.enableOpts),
      params: {
        pureopHistorylength: params.get("pureop_historylength"),
        retraceLimit: params.get("retrace_limit"),
        maxRetraceGuards: params.get("max_retrace_guards"),
        failargsLimit: FAILARGS_LIMIT,
      },
      layoutOf: (object) => this.runtime.layoutOf(object),
      callPureResults: tracer.callPureResults,
      nextGuardHash: () => this.runtime.warm.counter.fetchNextGuardHash(),
      ...(probe === null ? {} : { onRule: (rule) => probe.rule(rule) }),
    };
  }

  /** Runs the optimizer; null when the trace contradicts itself. */
  private optimize<T>(run: () => T): T | null {
    try {
      return run();
    } catch (signal) {
      if (signal instanceof InvalidLoop) return null;
      if (signal instanceof GiveUp) throw new SwitchToBlackhole("ABORT_BRIDGE");
      throw signal;
    }
  }

  // ---- machine code ----------------------------------------------------------------------

  private sendLoop(
    type: "loop" | "entry bridge",
    token: LoopToken,
    optimized: OptimizedUnit,
    driver: DriverProgram,
    greens: readonly Const[],
  ): void {
    const loaded = prependVirtualizableLoads(optimized, driver.redKinds.length, driver.vable, {
      vableRedIndex: driver.vableRedIndex,
    });
    const key = { driver, greens: valuesOf(greens) };
    token.jitdriverName = this.runtime.sink.jitdriverName(key);
    this.runtime.counters.increment("BACKEND");
    this.install({ type, token, guard: null, ...loaded, counted: this.runtime.debugEnabled }, key);
    this.registerDependencies(token, optimized.quasiImmutDeps);
    this.attach(token, key);
  }

  private sendBridge(guard: GuardDescr, owner: LoopToken, optimized: OptimizedUnit): void {
    const { inputargs, ops, quasiImmutDeps } = optimized;
    const counted = this.runtime.debugEnabled;
    this.runtime.counters.increment("BACKEND");
    this.install({ type: "bridge", token: owner, guard, inputargs, ops, counted }, null);
    this.registerDependencies(owner, quasiImmutDeps);
  }

  private install(unit: Unit, key: GreenKeyValues | null): void {
    const { runtime } = this;
    const { token, guard, ops } = unit;
    for (const op of ops) {
      if (op.descr?.descrKind === "guard") op.descr.loop = token;
    }
    const code = runtime.assembler.assemble(unit);
    if (code === null) this.outOfCodeMemory(key);
    runtime.countBackend(ops.length);
    const isBridge = unit.type === "bridge";
    runtime.counters.increment(isBridge ? "TOTAL_COMPILED_BRIDGES" : "TOTAL_COMPILED_LOOPS");
    token.compiled ??= { compiledKind: "loop" };
    runtime.memory.keepAlive(token);
    this.recordJumps(token, ops);
    runtime.executor.install(unit, code);
    if (isBridge) this.bridgeCounts.set(token, (this.bridgeCounts.get(token) ?? 0) + 1);
    runtime.sink.compiled({
      type: unit.type,
      jitdriverName: token.jitdriverName,
      key,
      loopNo: token.number,
      bridgeNo: guard === null ? -1 : guard.address,
      asmaddr: code.asmaddr,
      asmlen: code.asmlen,
      blockAddress: code.blockAddress,
      blockSize: code.blockSize,
      inputargs: unit.inputargs,
      ops,
      offsets: code.opOffsets,
      start: runtime.warm.start,
    });
  }

  /** No room for the code: the program goes on without it, and does not try here again. */
  private outOfCodeMemory(key: GreenKeyValues | null): never {
    if (key !== null) {
      this.runtime.warm.of(key.driver).ensureCell(key.greens).dontTraceHere = true;
    }
    throw new SwitchToBlackhole("ABORT_BRIDGE");
  }

  private recordJumps(from: LoopToken, ops: readonly ResOp[]): void {
    for (const { descr } of ops) {
      if (descr?.descrKind === "target") this.runtime.memory.recordJump(from, descr.loop);
      else if (descr?.descrKind === "loop") this.runtime.memory.recordJump(from, descr);
    }
  }

  /** From now on the green key runs this code; a temporary callback is redirected to it. */
  private attach(token: LoopToken, { driver, greens }: GreenKeyValues): void {
    const cell = this.runtime.warm.of(driver).ensureCell(greens);
    const old = cell.attachedToken;
    const wasTemporary = cell.isTemporary;
    cell.attach(token, false);
    // One that was freed has no callers left.
    if (old === null || !wasTemporary || old.compiled === null) return;
    this.runtime.assembler.redirect(old, token);
    this.runtime.executor.redirect(old, token);
    this.runtime.memory.recordJump(old, token);
  }

  private registerDependencies(token: LoopToken, dependencies: readonly QuasiImmutDep[]): void {
    for (const { object, descr } of dependencies) {
      const quasi = readField(descr.mutateField, object);
      assert(quasi instanceof QuasiImmut, "a relied-on field has its companion");
      const registered = getOrMake(this.quasiImmutables, token, () => new Set<QuasiImmut>());
      if (registered.has(quasi)) continue;
      registered.add(quasi);
      quasi.register({ invalidate: () => this.invalidate(token) });
    }
  }

  private invalidate(token: LoopToken): void {
    if (token.invalidated) return;
    token.invalidated = true;
    this.runtime.assembler.invalidate(token);
    this.runtime.sink.emit({ kind: "invalidate", loopNo: token.number });
  }

  /** A loop that calls the portal, until the real one is compiled; null when it has no room. */
  private compileTmpCallback(driver: DriverProgram, greens: readonly Const[]): LoopToken | null {
    const { runtime } = this;
    const token = new LoopToken();
    const inputargs = driver.redKinds.map((kind) => new InputArg(kind));
    const kind = driver.portal.resultKind;
    const args = [new ConstAddr(driver.portalFunction), ...greens, ...inputargs];
    const call = new ResOp(opForKind("call", kind), args, driver.portalDescr);
    const guard = new ResOp("guard_no_exception", [], new GuardDescrClass("exception"));
    guard.failArgs = [];
    const outcome = { i: "int", r: "ref", f: "float", v: "void" } as const;
    const finish = new ResOp("finish", kind === "v" ? [] : [call], FINISH_DESCRS[outcome[kind]]);
    const unit: Unit = {
      type: "loop",
      token,
      guard: null,
      inputargs,
      ops: [call, guard, finish],
      counted: false,
    };
    const code = runtime.assembler.assemble(unit);
    if (code === null) return null;
    (guard.descr as GuardDescr).loop = token;
    token.compiled = { compiledKind: "loop" };
    runtime.counters.increment("TOTAL_COMPILED_LOOPS");
    runtime.executor.install(unit, code);
    runtime.memory.keepAlive(token);
    runtime.sink.tmpCallback(
      { driver, greens: valuesOf(greens) },
      code.blockAddress,
      code.blockSize,
    );
    return token;
  }

  // ---- the end of sessions and of code ---------------------------------------------------

  aborted(tracer: Tracer, reason: AbortReason): void {
    const { runtime } = this;
    runtime.counters.increment(reason);
    const start = tracer.mergePoints[0];
    const { driver, blamed } = tracer;
    const key = start === undefined ? null : { driver, greens: valuesOf(start.greens) };
    const name = this.sessionName(tracer, key);
    runtime.sink.aborted(reason, name, key, tracer.ops, runtime.warm.start);
    if (blamed === null) return;
    const blamedKey = { driver: blamed.driver, greens: valuesOf(blamed.greens) };
    runtime.sink.tooLong(blamedKey, key !== null);
  }

  /** The jitdriver_name of a session: of its green key, or of the loop whose guard has failed. */
  private sessionName(tracer: Tracer, key: GreenKeyValues | null): string {
    if (key !== null) return this.runtime.sink.jitdriverName(key);
    const loop = tracer.key.kind === "guard" ? tracer.key.guard.loop : null;
    return loop?.jitdriverName ?? tracer.driver.name;
  }

  /** Frees the code of loops that nothing reaches. */
  freeUnreachable(reason: "collect" | "age"): void {
    const { runtime } = this;
    for (const token of runtime.memory.collect()) {
      const bridges = this.bridgeCounts.get(token) ?? 0;
      token.compiled = null;
      runtime.assembler.free(token);
      runtime.executor.free(token);
      runtime.counters.increment("TOTAL_FREED_LOOPS");
      runtime.counters.increment("TOTAL_FREED_BRIDGES", bridges);
      runtime.sink.emit({ kind: "free_loop", loopNo: token.number, bridges, reason });
    }
  }
}
