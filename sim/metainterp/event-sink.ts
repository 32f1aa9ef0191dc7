/**
 * Tells what happens: builds events as plain data for listeners, and the same operations as run-time
 * infos for the guest's hooks. Nothing is built when nobody listens. A listener outside of the
 * guest changes neither the reentrancy flag nor a counter.
 *
 * Counterpart: pypy/module/pypyjit/hooks.py.
 */

import type { DriverProgram } from "../jitcode/jitcode.ts";
import type { VirtualClock } from "../base/clock.ts";
import { defined } from "../base/assert.ts";
import type { HookSlots, OperationInfo } from "../hints/control.ts";
import type { GreenKeyDescription } from "../hints/guest.ts";
import type {
  AbortEvent,
  CompileEvent,
  EventListener,
  JitEvent,
  OperationRecord,
} from "../hooks/events.ts";
import type { OptimizerContext } from "../optimizer/context.ts";
import type { PrintOptions } from "../trace/print.ts";
import { printTrace, TracePrinter } from "../trace/print.ts";
import type { InputArg, ResOp, RtValue, Trace } from "../trace/values.ts";

type WithoutTicks<E> = E extends JitEvent ? Omit<E, "ticks"> : never;

/** A driver's green key. */
export interface GreenKeyValues {
  readonly driver: DriverProgram;
  readonly greens: readonly RtValue[];
}

/** The driver and the green key of a debug_merge_point. */
export function mergePointKey(drivers: readonly DriverProgram[], op: ResOp): GreenKeyValues {
  const driver = defined(drivers[op.args[0]?.value as number], "driver of a merge point");
  return { driver, greens: op.args.slice(3).map((arg) => arg.value as RtValue) };
}

/** What the sink needs of the simulator. */
export interface SinkServices {
  readonly clock: VirtualClock;
  readonly hooks: HookSlots;
  readonly drivers: readonly DriverProgram[];
  jitdriverName(key: GreenKeyValues): string;
  describeGreenKey(key: GreenKeyValues): GreenKeyDescription;
  /** The green key as hooks get it: run-time values for the main driver, else its text. */
  hookGreenKey(key: GreenKeyValues): readonly unknown[] | string;
  readonly printOptions: PrintOptions;
}

/** Why a session was started. */
export type SessionStart = Pick<CompileEvent, "cause" | "counting">;

/** A compiled unit, as it is told. */
export interface CompiledUnitInfo {
  readonly type: CompileEvent["type"];
  readonly jitdriverName: string;
  /** Null for a bridge. */
  readonly key: GreenKeyValues | null;
  readonly loopNo: number;
  readonly bridgeNo: number;
  readonly asmaddr: number;
  readonly asmlen: number;
  readonly blockAddress: number;
  readonly blockSize: number;
  readonly inputargs: readonly InputArg[];
  readonly ops: readonly ResOp[];
  readonly offsets: readonly number[];
  readonly start: SessionStart;
}

/** `[result = ]name(args[, descr=…])[ [failArgs]]`, or a debug_merge_point's own form. */
export function printRecord(record: OperationRecord): string {
  const list = record.descr === "" ? record.args : [...record.args, `descr=${record.descr}`];
  const target = record.result === "" ? "" : `${record.result} = `;
  const tail = record.failArgs === null ? "" : ` [${record.failArgs.join(", ")}]`;
  return `${target}${record.name}(${list.join(", ")})${tail}`;
}

/** A trace as it was recorded, before it is optimized. */
export interface RecordedTrace {
  readonly trace: Trace;
  /** What the optimizer is given besides. */
  readonly context: OptimizerContext;
  print(): string;
}

/** One run's events. */
export class EventSink {
  listener: EventListener | null = null;
  /** Gets each trace that is about to be compiled. */
  traceListener: ((recorded: RecordedTrace) => void) | null = null;
  private readonly services: SinkServices;

  constructor(services: SinkServices) {
    this.services = services;
  }

  emit(event: WithoutTicks<JitEvent>): void {
    if (this.listener === null) return;
    this.listener({ ...event, ticks: this.services.clock.ticks } as JitEvent);
  }

  /** A trace is about to be compiled. Its text has no addresses: telling it allocates none. */
  traced(trace: Trace, context: OptimizerContext): void {
    if (this.traceListener === null) return;
    const { location } = this.services.printOptions;
    const print = () => printTrace(trace, location === undefined ? {} : { location });
    this.traceListener({ trace, context, print });
  }

  /** A unit was compiled: the event, then the guest's hook. */
  compiled(unit: CompiledUnitInfo): void {
    const { hooks } = this.services;
    const hook = hooks.onCompile;
    const delivered = hook !== null && !hooks.inRecursion;
    if (this.listener === null && !delivered) return;
    const needsOperations = this.listener !== null || hooks.compileOperations;
    const printer = new TracePrinter(this.services.printOptions);
    const operations = needsOperations ? this.records(unit.ops, unit.offsets, printer) : [];
    if (this.listener !== null) this.emitCompile(unit, operations, printer, delivered);
    if (!delivered) return;
    this.deliver(() =>
      hook({
        jitdriverName: unit.jitdriverName,
        type: unit.type,
        greenKey: unit.key === null ? null : this.services.hookGreenKey(unit.key),
        operations: hooks.compileOperations ? this.infos(unit.ops, operations) : null,
        loopNo: unit.loopNo,
        bridgeNo: unit.bridgeNo,
        asmaddr: unit.asmaddr,
        asmlen: unit.asmlen,
      }),
    );
  }

  /** Input arguments have the names that `printer` gave them in the operations. */
  private emitCompile(
    unit: CompiledUnitInfo,
    operations: readonly OperationRecord[],
    printer: TracePrinter,
    delivered: boolean,
  ): void {
    this.emit({
      kind: "compile",
      type: unit.type,
      jitdriverName: unit.jitdriverName,
      greenKey: unit.key === null ? null : this.services.describeGreenKey(unit.key),
      loopNo: unit.loopNo,
      bridgeNo: unit.bridgeNo,
      asmaddr: unit.asmaddr,
      asmlen: unit.asmlen,
      blockAddress: unit.blockAddress,
      blockSize: unit.blockSize,
      inputArgs: unit.inputargs.map((arg) => printer.printArg(arg)),
      operations,
      cause: unit.start.cause,
      delivered,
      counting: unit.start.counting,
    });
  }

  /** A session was given up. The guest's hook is called only when the trace has a start. */
  aborted(
    reason: AbortEvent["reason"],
    jitdriverName: string,
    key: GreenKeyValues | null,
    ops: readonly ResOp[],
    start: SessionStart,
  ): void {
    const { hooks } = this.services;
    const hook = hooks.onAbort;
    const delivered = hook !== null && !hooks.inRecursion && key !== null;
    if (this.listener === null && !delivered) return;
    const operations = this.records(ops, [], new TracePrinter(this.services.printOptions));
    this.emit({
      kind: "abort",
      jitdriverName,
      greenKey: key === null ? null : this.services.describeGreenKey(key),
      reason,
      operations,
      cause: start.cause,
      delivered,
      counting: start.counting,
    });
    if (!delivered) return;
    this.deliver(() =>
      hook({
        jitdriverName,
        greenKey: this.services.hookGreenKey(key),
        reason,
        operations: this.infos(ops, operations),
      }),
    );
  }

  tmpCallback(key: GreenKeyValues, blockAddress: number, blockSize: number): void {
    if (this.listener === null) return;
    const greenKey = this.services.describeGreenKey(key);
    this.emit({ kind: "tmp_callback", greenKey, blockAddress, blockSize });
  }

  /** An inlined function was too long. As for aborts, the hook hears of it if there is a start. */
  tooLong(key: GreenKeyValues, hasStart: boolean): void {
    const { hooks } = this.services;
    const jitdriverName = this.jitdriverName(key);
    const hook = hooks.onTooLong;
    const delivered = hook !== null && !hooks.inRecursion && hasStart;
    this.emit({
      kind: "too_long",
      jitdriverName,
      greenKey: this.services.describeGreenKey(key),
      delivered,
    });
    if (!delivered) return;
    const greenKey = this.services.hookGreenKey(key);
    this.deliver(() => hook({ jitdriverName, greenKey }));
  }

  /** Calls a hook; while it runs, no other hook is called. */
  private deliver(call: () => void): void {
    const { hooks } = this.services;
    hooks.inRecursion = true;
    try {
      call();
    } finally {
      hooks.inRecursion = false;
    }
  }

  /** The jitdriver_name that hooks see for a green key. */
  jitdriverName(key: GreenKeyValues): string {
    return this.services.jitdriverName(key);
  }

  private keyOf(op: ResOp): GreenKeyValues {
    return mergePointKey(this.services.drivers, op);
  }

  /** The operations, numbered as hooks number them: from the first operation on. */
  private records(
    ops: readonly ResOp[],
    offsets: readonly number[],
    printer: TracePrinter,
  ): OperationRecord[] {
    const context = {
      offsets,
      mergePoint: (op: ResOp) => ({
        jitdriverName: this.jitdriverName(this.keyOf(op)),
        callDepth: op.args[1]?.value as number,
        callId: op.args[2]?.value as number,
        greenKey: this.services.describeGreenKey(this.keyOf(op)),
      }),
    };
    return ops.map((op, index) => printer.recordOperation(op, index, context));
  }

  private infos(ops: readonly ResOp[], records: readonly OperationRecord[]): OperationInfo[] {
    return records.map((record, i) => this.info(ops[i] as ResOp, record));
  }

  private info(op: ResOp, record: OperationRecord): OperationInfo {
    const { name, offset } = record;
    const repr = printRecord(record);
    if (record.mergePoint !== null) {
      const { jitdriverName, callDepth, callId } = record.mergePoint;
      const greenKey = this.services.hookGreenKey(this.keyOf(op));
      const kind = "debug_merge_point";
      return { kind, name, repr, jitdriverName, callDepth, callId, greenKey };
    }
    if (record.hash !== "") return { kind: "guard", name, offset, repr, hash: Number(record.hash) };
    return { kind: "op", name, offset, repr };
  }
}
