/**
 * A Python program that is fed a recorded session: its `pypyjit` calls the hooks that it sets with
 * objects made from the records. It runs without a JIT, in a guest of its own, so nothing of it is
 * in what it sees; its virtual time is that of the recorded events.
 */

import { VirtualClock } from "./base/clock.ts";
import { unreachable } from "./base/assert.ts";
import { initParser } from "./guests/python/parser/parse.ts";
import { decodeSource } from "./guests/python/parser/decode-source.ts";
import { PythonGuest } from "./guests/python/python-guest.ts";
import type { SourceOf } from "./guests/python/recorded-code.ts";
import { RecordedCodes } from "./guests/python/recorded-code.ts";
import { MAX_RECURSION } from "./guest-factory.ts";
import type { GreenKey, OperationInfo } from "./hints/control.ts";
import type { GuestOutcome } from "./hints/guest.ts";
import type {
  AbortEvent,
  CompileEvent,
  GreenKeyRecord,
  OperationRecord,
  TooLongEvent,
} from "./hooks/events.ts";
import { makeMemoryLayout } from "./memory/memory-layout.ts";
import { ObjectAddresses } from "./memory/object-addresses.ts";
import { printRecord } from "./metainterp/event-sink.ts";
import type { OutputListener } from "./run-host.ts";
import { RunHost } from "./run-host.ts";
import type { RunSpec } from "./run-spec.ts";
import type { RecordedSession } from "./script-control.ts";
import { ScriptControl } from "./script-control.ts";

/** An event that a hook is called with. */
export type HookEvent = CompileEvent | AbortEvent | TooLongEvent;

/** The driver whose green keys hooks get as values. */
const MAIN_DRIVER = "pypyjit";

export class HookScript {
  private readonly control: ScriptControl;
  private readonly clock: VirtualClock;
  private readonly guest: PythonGuest;
  private readonly codes: RecordedCodes;

  private constructor(
    spec: RunSpec,
    session: RecordedSession,
    sourceOf: SourceOf,
    onOutput: OutputListener,
  ) {
    const addresses = new ObjectAddresses(makeMemoryLayout(spec.seed));
    this.control = new ScriptControl(session, addresses);
    this.clock = new VirtualClock(spec.limits.maxSteps ?? undefined);
    const host = new RunHost(spec, this.clock, { emit: () => {} }, onOutput);
    this.guest = new PythonGuest({
      source: decodeSource(spec.source, spec.programName),
      filename: spec.programName,
      argv: [spec.programName, ...spec.argv],
      grants: spec.grants,
      host,
      clock: this.clock,
      control: this.control,
      maxRecursion: MAX_RECURSION,
      memoryMaxBytes: spec.limits.memoryBytes,
    });
    this.clock.setWatch(host.watchInterrupts(this.guest));
    this.codes = new RecordedCodes(this.guest.space, sourceOf);
  }

  /**
   * Loads the script of `spec` (its seed is that of the session, for the values of `id()`). Rejects
   * with a UserError when it is no Python.
   */
  static async load(
    spec: RunSpec,
    session: RecordedSession,
    sourceOf: SourceOf,
    onOutput: OutputListener,
  ): Promise<HookScript> {
    await initParser();
    return new HookScript(spec, session, sourceOf, onOutput);
  }

  /** Runs the script; `feed` is called when its last line is done, before what `atexit` has. */
  run(feed: () => void): GuestOutcome {
    return this.guest.run(feed);
  }

  /** Calls the script's hook for an event, if it has set one. */
  tell(event: HookEvent): void {
    this.clock.ticks = Math.max(this.clock.ticks, event.ticks);
    const { hooks } = this.control;
    switch (event.kind) {
      case "compile":
        if (hooks.onCompile !== null) this.tellCompile(event);
        break;
      case "abort":
        if (hooks.onAbort !== null) this.tellAbort(event);
        break;
      case "too_long":
        if (hooks.onTooLong !== null) this.tellTooLong(event);
        break;
      default:
        unreachable(event);
    }
  }

  private tellCompile(event: CompileEvent): void {
    const { hooks } = this.control;
    const { jitdriverName, type, loopNo, bridgeNo, asmaddr, asmlen } = event;
    const greenKey =
      event.greenKey === null ? null : this.greenKeyOf(jitdriverName, event.greenKey);
    const operations = hooks.compileOperations ? this.infosOf(event.operations) : null;
    const info = { jitdriverName, type, greenKey, operations, loopNo, bridgeNo, asmaddr, asmlen };
    this.control.deliver(() => hooks.onCompile?.(info));
  }

  private tellAbort(event: AbortEvent): void {
    const { jitdriverName, reason } = event;
    // Hooks are not told of a trace without a start.
    if (event.greenKey === null) return;
    const greenKey = this.greenKeyOf(jitdriverName, event.greenKey);
    const info = { jitdriverName, greenKey, reason, operations: this.infosOf(event.operations) };
    this.control.deliver(() => this.control.hooks.onAbort?.(info));
  }

  private tellTooLong({ jitdriverName, greenKey }: TooLongEvent): void {
    const info = { jitdriverName, greenKey: this.greenKeyOf(jitdriverName, greenKey) };
    this.control.deliver(() => this.control.hooks.onTooLong?.(info));
  }

  /** As hooks get it. Nothing is ever profiled. */
  private greenKeyOf(jitdriverName: string, key: GreenKeyRecord): GreenKey | string {
    if (jitdriverName !== MAIN_DRIVER) return key.text;
    return [key.position, false, this.codes.codeOf(key)];
  }

  private infosOf(operations: readonly OperationRecord[]): OperationInfo[] {
    return operations.map((operation) => this.infoOf(operation));
  }

  private infoOf(operation: OperationRecord): OperationInfo {
    const { name, offset, hash, mergePoint } = operation;
    const repr = printRecord(operation);
    if (mergePoint === null) {
      if (hash === "") return { kind: "op", name, offset, repr };
      return { kind: "guard", name, offset, repr, hash: toInteger(hash) };
    }
    const { jitdriverName, callDepth, callId } = mergePoint;
    const greenKey = this.greenKeyOf(jitdriverName, mergePoint.greenKey);
    return { kind: "debug_merge_point", name, repr, jitdriverName, callDepth, callId, greenKey };
  }
}

/** A guard's hash is decimal; a reel may hold any text. */
function toInteger(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  return Number.isSafeInteger(value) ? value : 0;
}
