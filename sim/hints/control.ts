/**
 * The control interface: what a guest's own modules (pypyjit, sys, gc …) may ask of the simulator
 * that runs it. Declared here, implemented and injected by `sim/vm.ts`; plain data only, so that no
 * guest depends on the tracer.
 */

import type { Int } from "../base/int.ts";

/** A green key as the hooks show it: the greens' values, or their printed text. */
export type GreenKey = readonly unknown[];

/** One operation as hooks show it. */
export type OperationInfo =
  | {
      readonly kind: "op";
      readonly name: string;
      readonly offset: number;
      readonly repr: string;
    }
  | {
      readonly kind: "guard";
      readonly name: string;
      readonly offset: number;
      readonly repr: string;
      readonly hash: number;
    }
  | {
      readonly kind: "debug_merge_point";
      readonly name: string;
      readonly repr: string;
      readonly jitdriverName: string;
      readonly callDepth: number;
      readonly callId: number;
      /** The greens' run-time values for the main driver; the printed text for others. */
      readonly greenKey: GreenKey | string;
    };

/** What a compile hook is called with. `greenKey` is null for a bridge. */
export interface CompileInfo {
  readonly jitdriverName: string;
  readonly type: "loop" | "bridge" | "entry bridge";
  readonly greenKey: GreenKey | string | null;
  /** Null when the hook did not ask for operations. */
  readonly operations: readonly OperationInfo[] | null;
  readonly loopNo: number;
  /** Address of the failing guard; -1 for loops. */
  readonly bridgeNo: number;
  readonly asmaddr: number;
  readonly asmlen: number;
}

/** What an abort hook is called with. */
export interface AbortInfo {
  readonly jitdriverName: string;
  readonly greenKey: GreenKey | string;
  /** The counter's name, e.g. "ABORT_TOO_LONG". */
  readonly reason: string;
  readonly operations: readonly OperationInfo[] | null;
}

/** What a trace-too-long hook is called with. */
export interface TooLongInfo {
  readonly jitdriverName: string;
  readonly greenKey: GreenKey | string;
}

/** A statistics snapshot; every number is copied, nothing changes later. */
export interface StatsSnapshot {
  /** The 26 counters, in PyPy's order. */
  readonly counters: ReadonlyArray<readonly [name: string, value: number]>;
  /** Virtual seconds. */
  readonly counterTimes: { readonly TRACING: number; readonly BACKEND: number };
  /** Run counts: entry by loop_no, label by token address, bridge by guard address. */
  readonly loopRunTimes: ReadonlyArray<{
    readonly kind: "e" | "l" | "b";
    readonly number: number;
    readonly count: number;
  }>;
}

/** The guest's hooks. A slot is null when no hook is set; callbacks never throw. */
export interface HookSlots {
  onCompile: ((info: CompileInfo) => void) | null;
  onAbort: ((info: AbortInfo) => void) | null;
  onTooLong: ((info: TooLongInfo) => void) | null;
  /** Whether the compile hook asked for operations. */
  compileOperations: boolean;
  /** The one reentrancy flag of all three hooks. */
  inRecursion: boolean;
}

/** The error of a `set_param` call, to be raised as the Python exception of that name. */
export interface ParamError {
  readonly exception: "ValueError" | "TypeError" | "SystemError";
  readonly message: string;
}

/** What the running guest may ask of its simulator. Green keys are given as run-time values. */
export interface JitControl {
  readonly hooks: HookSlots;
  /** To be called after a slot of `hooks` was set or cleared. */
  hookChanged(hook: "compile" | "abort" | "too_long"): void;
  /** The 17 parameters with their defaults, in PyPy's order. */
  paramDefaults(): ReadonlyArray<readonly [name: string, value: number | string]>;
  paramDocs(): ReadonlyArray<readonly [name: string, doc: string]>;
  setParamString(text: string): ParamError | null;
  setParam(name: string, value: number | string): ParamError | null;
  getStatsSnapshot(): StatsSnapshot;
  getStatsAsmmemmgr(): { readonly mapped: number; readonly used: number };
  enableDebug(): void;
  disableDebug(): void;
  releaseAll(): void;
  /** gc.collect(): frees the machine code that nothing reaches. */
  collect(): void;
  hasJitCell(greens: GreenKey): boolean;
  dontTraceHere(greens: GreenKey): void;
  markAsBeingTraced(greens: GreenKey): void;
  traceNextIteration(greens: GreenKey): void;
  traceNextIterationHash(hash: Int): void;
  /** A deterministic address for `id()`, from its own counter, at the first request. */
  addressOf(object: object): number;
}
