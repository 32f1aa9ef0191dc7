/**
 * THE event union: everything that a run tells, as plain data. The guest's `pypyjit` hooks, the
 * TypeScript hooks, the recorder and the replayer all work on these; the reel's schema is this
 * file. No event holds an object of the run: greens, boxes and descrs are texts and numbers.
 *
 * Every event has `ticks`, the virtual time at which it happened. Numbers are below 2^53 unless
 * the field is a bigint.
 */

import type { CounterName, AbortReason } from "./counters.ts";

/** A green key: what it prints as, and for Python code objects what it is made of. */
export interface GreenKeyRecord {
  /** The driver's printed location, e.g. `main;prog.py:1-6~#20 LOAD_FAST`. */
  readonly text: string;
  /** Position: the first green. */
  readonly position: number;
  /** Name of the code object; "" for drivers without code objects. */
  readonly codeName: string;
  readonly fileName: string;
  readonly firstLine: number;
  /** Deterministic number of the code object in this run, -1 if none. */
  readonly codeNumber: number;
}

/** One operation. Its repr is `[result = ]name(args[, descr=…])[ [failArgs]]`. */
export interface OperationRecord {
  readonly name: string;
  /** Name of the box it gives, or "". */
  readonly result: string;
  readonly args: readonly string[];
  /** Printed descr, or "". */
  readonly descr: string;
  /** Guards: names, `None` for a hole; null for other operations and raw guards. */
  readonly failArgs: readonly string[] | null;
  /** Byte offset from asmaddr; -1 for debug_merge_point and in raw traces. */
  readonly offset: number;
  /** Guards: the counter hash as hooks show it, decimal. "" for other operations. */
  readonly hash: string;
  /** debug_merge_point only. */
  readonly mergePoint: MergePointRecord | null;
}

export interface MergePointRecord {
  readonly jitdriverName: string;
  readonly callDepth: number;
  readonly callId: number;
  readonly greenKey: GreenKeyRecord;
}

/** Why a trace was started: the decision's numbers. */
export interface CauseRecord {
  readonly kind: "loop" | "function" | "guard";
  /** The parameter's value that was reached. */
  readonly threshold: number;
  /**
   * Ticks of this cell, or failures of this guard, since its counter was last zero; 0 where nothing
   * was counted: a function that is not inlined any more is traced when it is called next.
   */
  readonly count: number;
  /** Decays of all counters so far. */
  readonly decays: number;
}

/** How the counter that led to a trace came to fire. */
export interface CountingRecord {
  /** Virtual time of the first of the ticks that were counted. */
  readonly began: number;
  /** Decays of all counters between the first tick and the last. */
  readonly decayed: number;
  /** What `trace_next_iteration` had set the counter to before the first tick; usually 0. */
  readonly preset: number;
  /** The counter before the last tick. Both in billionths of what fires, rounded down. */
  readonly value: number;
  /** The guard that failed, and the loop that it belongs to; -1 for loops and functions. */
  readonly guard: number;
  readonly loopNo: number;
  /** How often the guard has failed at all: a `guard_value` counts each value apart. */
  readonly failures: number;
}

interface Timed {
  /** Virtual time, in ticks. */
  readonly ticks: number;
}

/** A loop, entry bridge or bridge was compiled. */
export interface CompileEvent extends Timed {
  readonly kind: "compile";
  readonly type: "loop" | "entry bridge" | "bridge";
  readonly jitdriverName: string;
  /** Null for a bridge. */
  readonly greenKey: GreenKeyRecord | null;
  readonly loopNo: number;
  /** Address of the guard that the bridge leaves from; -1 otherwise. */
  readonly bridgeNo: number;
  readonly asmaddr: number;
  readonly asmlen: number;
  /** The owned block: constants, entry, operations, failure stubs. */
  readonly blockAddress: number;
  readonly blockSize: number;
  /** Names of the input arguments. */
  readonly inputArgs: readonly string[];
  readonly operations: readonly OperationRecord[];
  readonly cause: CauseRecord;
  /** Whether the guest's hook was called. */
  readonly delivered: boolean;
  /** Null where it was not recorded: in reels before 2.0 and of other engines. */
  readonly counting: CountingRecord | null;
}

/** Tracing was given up. */
export interface AbortEvent extends Timed {
  readonly kind: "abort";
  readonly jitdriverName: string;
  /** Start of the trace; null for a trace from a guard that crossed no loop header. */
  readonly greenKey: GreenKeyRecord | null;
  readonly reason: AbortReason;
  /** The raw trace. */
  readonly operations: readonly OperationRecord[];
  readonly cause: CauseRecord;
  readonly delivered: boolean;
  /** As for compilations. */
  readonly counting: CountingRecord | null;
}

/** After a too long trace: an inlined function that will not be inlined again. */
export interface TooLongEvent extends Timed {
  readonly kind: "too_long";
  readonly jitdriverName: string;
  readonly greenKey: GreenKeyRecord;
  readonly delivered: boolean;
}

/** A temporary callback loop was made for a call_assembler to code that is not compiled yet. */
export interface TmpCallbackEvent extends Timed {
  readonly kind: "tmp_callback";
  readonly greenKey: GreenKeyRecord;
  readonly blockAddress: number;
  readonly blockSize: number;
}

/** The guest or the embedder set or removed a hook. */
export interface SetHookEvent extends Timed {
  readonly kind: "set_hook";
  readonly hook: "compile" | "abort" | "too_long";
  readonly isSet: boolean;
  readonly operations: boolean;
}

/** A parameter was changed while running. */
export interface SetParamEvent extends Timed {
  readonly kind: "set_param";
  readonly name: string;
  /** Decimal, or the text of enable_opts. */
  readonly value: string;
}

export interface DebugEvent extends Timed {
  readonly kind: "debug";
  readonly enabled: boolean;
}

/** get_stats_snapshot() was called, or the run ended. */
export interface StatsEvent extends Timed {
  readonly kind: "stats";
  readonly atEnd: boolean;
  readonly counters: ReadonlyArray<readonly [CounterName, number]>;
  /** Virtual nanoseconds. */
  readonly tracingNanoseconds: number;
  readonly backendNanoseconds: number;
  readonly loopRunTimes: ReadonlyArray<readonly [kind: "e" | "l" | "b", id: number, count: number]>;
}

/** releaseall(), gc.collect(), an invalidation, or ageing freed compiled code. */
export interface FreeLoopEvent extends Timed {
  readonly kind: "free_loop";
  readonly loopNo: number;
  readonly bridges: number;
  readonly reason: "collect" | "age";
}

export interface ReleaseAllEvent extends Timed {
  readonly kind: "release_all";
  readonly loops: number;
}

export interface InvalidateEvent extends Timed {
  readonly kind: "invalidate";
  readonly loopNo: number;
}

/** Whose the bytes of a block are. */
export interface OwnerRecord {
  readonly kind: "loop" | "bridge" | "stub" | "recovery";
  /** loop_no for loops, guard address for bridges. */
  readonly number: number;
}

/** The code heap gave out a block for writing. */
export interface HeapReserveEvent extends Timed {
  readonly kind: "heap_reserve";
  readonly address: number;
  readonly size: number;
  readonly owner: OwnerRecord;
}

/** A reserved block was filled and made executable; all its bytes. */
export interface HeapCommitEvent extends Timed {
  readonly kind: "heap_commit";
  readonly address: number;
  readonly size: number;
  readonly owner: OwnerRecord;
  readonly bytes: Uint8Array;
}

export interface HeapAbortEvent extends Timed {
  readonly kind: "heap_abort";
  readonly address: number;
  readonly size: number;
  readonly owner: OwnerRecord;
}

/** Bytes of committed code were replaced. */
export interface HeapPatchEvent extends Timed {
  readonly kind: "heap_patch";
  readonly address: number;
  readonly bytes: Uint8Array;
}

export interface HeapFreeEvent extends Timed {
  readonly kind: "heap_free";
  readonly address: number;
  readonly size: number;
  readonly owner: OwnerRecord;
}

/** Something came in from outside of the run. */
export interface InputEvent extends Timed {
  readonly kind: "input";
  readonly source: "clock" | "random" | "stdin" | "file" | "module" | "signal";
  /** Path relative to the granted folder, the name of a signal, or "". */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The guest wrote to a stream. */
export interface OutputEvent extends Timed {
  readonly kind: "output";
  readonly stream: "stdout" | "stderr";
  readonly bytes: Uint8Array;
}

/** The run is over. */
export interface EndEvent extends Timed {
  readonly kind: "end";
  /** The guest's exit status. */
  readonly status: number;
  /** How it ended: normally, by an uncaught exception, by a limit or an interrupt. */
  readonly outcome: "finished" | "exception" | "steps" | "memory" | "interrupted";
  /** Class name of the uncaught exception, or "". */
  readonly exception: string;
}

/** Of reels only: reserved in format 1, and never written. States to seek to are frames of a reel. */
export interface CheckpointEvent extends Timed {
  readonly kind: "checkpoint";
  readonly state: Uint8Array;
}

/**
 * Instructions and cycles that compiled code has cost. They stand before the run's end: one for each
 * unit in the order of compilation, freed ones and temporary callbacks included, then the total.
 */
export interface CostEvent extends Timed {
  readonly kind: "cost";
  /** Null for the total. */
  readonly unit: OwnerRecord | null;
  readonly instructions: number;
  readonly cycles: number;
}

/** An injected fault struck: a reservation of code memory failed although there was room. */
export interface FaultEvent extends Timed {
  readonly kind: "fault";
  /** The fault as it was asked for, e.g. `alloc-fail@3`. */
  readonly fault: string;
  /** Bytes that were asked for. */
  readonly size: number;
  readonly owner: OwnerRecord;
}

export type JitEvent =
  | CompileEvent
  | AbortEvent
  | TooLongEvent
  | TmpCallbackEvent
  | SetHookEvent
  | SetParamEvent
  | DebugEvent
  | StatsEvent
  | FreeLoopEvent
  | ReleaseAllEvent
  | InvalidateEvent
  | HeapReserveEvent
  | HeapCommitEvent
  | HeapAbortEvent
  | HeapPatchEvent
  | HeapFreeEvent
  | InputEvent
  | OutputEvent
  | EndEvent
  | CheckpointEvent
  | CostEvent
  | FaultEvent;

export type EventKind = JitEvent["kind"];

/** All kinds of events, in the order of their numbers in a reel. */
export const EVENT_KINDS = [
  "compile",
  "abort",
  "too_long",
  "tmp_callback",
  "set_hook",
  "set_param",
  "debug",
  "stats",
  "free_loop",
  "release_all",
  "invalidate",
  "heap_reserve",
  "heap_commit",
  "heap_abort",
  "heap_patch",
  "heap_free",
  "input",
  "output",
  "end",
  "checkpoint",
  "cost",
  "fault",
] as const satisfies readonly EventKind[];

/** Receives every event as it happens; must not change anything of the run. */
export type EventListener = (event: JitEvent) => void;
