/**
 * What a run has come to after one of its events, as plain data, and how it stands in a reel's
 * checkpoints. Everything here follows from the events before it: `reel-state.ts` gathers it.
 * Events are named by their numbers; -1 is none.
 */

import type { AbortReason, CounterName } from "../../sim/hooks/counters.ts";
import type { CompileEvent, GreenKeyRecord, OwnerRecord, SetHookEvent } from "./events.ts";
import { ABORT_WORDS, EVENT_FIELDS, greenKey, owner } from "./event-schema.ts";
import type { Fields } from "./value-type.ts";
import { boolean, int, list, nullable, oneOf, record, text } from "./value-type.ts";

/** A loop, entry bridge or bridge that was not freed. */
export interface UnitState {
  /** Its `compile` event. */
  readonly event: number;
  readonly type: CompileEvent["type"];
  readonly jitdriverName: string;
  readonly greenKey: GreenKeyRecord | null;
  readonly loopNo: number;
  /** Address of the guard that a bridge leaves from, which is in a unit of the same loop. */
  readonly bridgeNo: number;
  readonly asmaddr: number;
  readonly asmlen: number;
  readonly blockAddress: number;
  readonly blockSize: number;
  /** How many operations it has. */
  readonly operations: number;
  /** The event that invalidated its loop. */
  readonly invalidated: number;
}

/** A temporary callback whose block was not freed. */
export interface CallbackState {
  readonly event: number;
  readonly greenKey: GreenKeyRecord;
  readonly blockAddress: number;
  readonly blockSize: number;
}

/** Bytes of a block were replaced, and not all of them again. */
export interface PatchState {
  readonly event: number;
  readonly address: number;
  readonly size: number;
}

/** A block of the code heap. */
export interface BlockState {
  /** The `heap_reserve` event, or the `heap_commit` event with its bytes. */
  readonly event: number;
  readonly address: number;
  readonly size: number;
  readonly owner: OwnerRecord;
  /** Reserved and being written. */
  readonly isOpen: boolean;
  readonly patches: readonly PatchState[];
}

/** What is known of a driver's green key that was hot, or that was given up. */
export interface CellState {
  readonly jitdriverName: string;
  readonly greenKey: GreenKeyRecord;
  /** The living loop or entry bridge that it runs. */
  readonly loop: number;
  /** How often code was made for it. */
  readonly compiled: number;
  /** How often a trace that began here was given up. */
  readonly aborted: number;
  readonly lastAbort: number;
  /** The last event that said that it is not inlined any more. */
  readonly notInlined: number;
}

/** A guard of a living loop from which traces were given up. */
export interface GuardState {
  readonly guard: number;
  readonly loopNo: number;
  readonly aborted: number;
  readonly lastAbort: number;
}

/** A hook that is set. */
export interface HookState {
  readonly event: number;
  readonly hook: SetHookEvent["hook"];
  readonly operations: boolean;
}

/** A parameter that was changed while running. */
export interface ParameterState {
  readonly event: number;
  readonly name: string;
  readonly value: string;
}

/** A module that the program has read; `event` is the `input` event with its text. */
export interface ModuleState {
  readonly event: number;
  readonly name: string;
}

/** The last statistics. */
export interface StatsState {
  readonly event: number;
  readonly atEnd: boolean;
  readonly counters: ReadonlyArray<readonly [CounterName, number]>;
  readonly tracingNanoseconds: number;
  readonly backendNanoseconds: number;
  readonly loopRunTimes: ReadonlyArray<readonly ["e" | "l" | "b", number, number]>;
}

/** How often something happened. */
export interface TotalsState {
  readonly loops: number;
  readonly entryBridges: number;
  readonly bridges: number;
  readonly callbacks: number;
  readonly freedLoops: number;
  readonly freedBridges: number;
  readonly invalidated: number;
  readonly tooLong: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
}

/** How often traces were given up for one reason. */
export interface AbortCount {
  readonly reason: AbortReason;
  readonly count: number;
}

/** All of it. Lists are in the order of events; blocks in that of addresses. */
export interface StateRecord {
  readonly ticks: number;
  readonly units: readonly UnitState[];
  readonly callbacks: readonly CallbackState[];
  readonly blocks: readonly BlockState[];
  /** Address of the first block there was, and the highest end of one. */
  readonly heapBase: number;
  readonly heapTop: number;
  /** In the order in which they became known. */
  readonly cells: readonly CellState[];
  /** In the order in which they became known. */
  readonly guards: readonly GuardState[];
  readonly hooks: readonly HookState[];
  readonly parameters: readonly ParameterState[];
  readonly debug: boolean;
  /** Each name once, with the first text that was read. */
  readonly modules: readonly ModuleState[];
  readonly stats: StatsState | null;
  readonly totals: TotalsState;
  /** In the order in which the reasons first occurred. */
  readonly aborts: readonly AbortCount[];
}

export const STATE_FIELDS: Fields<StateRecord> = {
  ticks: int,
  units: list(
    record<UnitState>("unit state", {
      event: int,
      type: oneOf("loop", "entry bridge", "bridge"),
      jitdriverName: text,
      greenKey: nullable(greenKey),
      loopNo: int,
      bridgeNo: int,
      asmaddr: int,
      asmlen: int,
      blockAddress: int,
      blockSize: int,
      operations: int,
      invalidated: int,
    }),
  ),
  callbacks: list(
    record<CallbackState>("callback state", {
      event: int,
      greenKey,
      blockAddress: int,
      blockSize: int,
    }),
  ),
  blocks: list(
    record<BlockState>("block state", {
      event: int,
      address: int,
      size: int,
      owner,
      isOpen: boolean,
      patches: list(record<PatchState>("patch state", { event: int, address: int, size: int })),
    }),
  ),
  heapBase: int,
  heapTop: int,
  cells: list(
    record<CellState>("cell state", {
      jitdriverName: text,
      greenKey,
      loop: int,
      compiled: int,
      aborted: int,
      lastAbort: int,
      notInlined: int,
    }),
  ),
  guards: list(
    record<GuardState>("guard state", { guard: int, loopNo: int, aborted: int, lastAbort: int }),
  ),
  hooks: list(
    record<HookState>("hook state", {
      event: int,
      hook: oneOf("compile", "abort", "too_long"),
      operations: boolean,
    }),
  ),
  parameters: list(
    record<ParameterState>("parameter state", { event: int, name: text, value: text }),
  ),
  debug: boolean,
  modules: list(record<ModuleState>("module state", { event: int, name: text })),
  stats: nullable(
    record<StatsState>("stats state", {
      event: int,
      ...EVENT_FIELDS.stats,
    }),
  ),
  totals: record<TotalsState>("totals", {
    loops: int,
    entryBridges: int,
    bridges: int,
    callbacks: int,
    freedLoops: int,
    freedBridges: int,
    invalidated: int,
    tooLong: int,
    inputBytes: int,
    outputBytes: int,
  }),
  aborts: list(record<AbortCount>("abort count", { reason: oneOf(...ABORT_WORDS), count: int })),
};
