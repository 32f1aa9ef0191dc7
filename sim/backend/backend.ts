/**
 * The interface between the metainterpreter and what runs compiled traces. Three executors share
 * it (oracle, host, machine) and give the same event stream. Under every one of them the x86-64
 * code of a unit is assembled into the code heap first, so that addresses, lengths and offsets are
 * true of real bytes.
 *
 * Costs are static: the cost of the path from one operation of a unit to another is a difference of
 * prefix sums. An executor adds the ticks of a path before every residual call, assembler call,
 * exit and jump. An exit that is the executor's private matter (an integer leaving its
 * representation, a budget used up) goes on in the same trace at the same operation and is seen by
 * nobody.
 */

import type { VirtualClock } from "../base/clock.ts";
import type { PlaceObserver } from "../hooks/place-observer.ts";
import type { ExecutedOperations } from "../hooks/probe.ts";
import type { FinishDescr, GuardDescr, LoopToken } from "../trace/descr.ts";
import type { LayoutOf } from "../trace/heap-access.ts";
import type { InputArg, ResOp, RtValue } from "../trace/values.ts";

/** Instructions and cycles of a piece of code. */
export interface CodeCost {
  readonly instructions: number;
  readonly cycles: number;
}

/** What leaving through one guard costs. */
export interface ExitCost {
  /** From the unit's start up to and including the guard's jump, which is taken. */
  readonly path: CodeCost;
  /** From the failure stub to the return, shared recovery code included; no bridge is attached. */
  readonly stub: CodeCost;
}

/** Prefix sums over a unit's operations: entry k is the cost of operations 0 … k - 1. */
export interface PathCost {
  readonly ticks: Uint32Array;
  readonly instructions: Uint32Array;
  readonly cycles: Uint32Array;
  /** By the index of the guard; guards without a jump of their own have none. */
  readonly exits: ReadonlyMap<number, ExitCost>;
  /** By the index of the label: from the unit's start to where jumps arrive in its code. */
  readonly labels: ReadonlyMap<number, CodeCost>;
}

/** Where and what the machine code of a unit is. */
export interface AssembledCode {
  /** First operation's byte, after the prologue (a bridge: its jump target). */
  readonly asmaddr: number;
  /** Bytes from asmaddr to before the failure stubs. */
  readonly asmlen: number;
  readonly blockAddress: number;
  readonly blockSize: number;
  /** Offset from asmaddr of each operation's first byte; -1 for debug_merge_point. */
  readonly opOffsets: readonly number[];
  readonly cost: PathCost;
}

/** A piece to compile: a loop or entry bridge, or a bridge from a guard. */
export interface Unit {
  readonly type: "loop" | "entry bridge" | "bridge";
  readonly token: LoopToken;
  /** The guard that a bridge leaves from. */
  readonly guard: GuardDescr | null;
  readonly inputargs: readonly InputArg[];
  readonly ops: readonly ResOp[];
  /** Compiled while debug counters were enabled: it counts its entries and label passes. */
  readonly counted: boolean;
}

/** Assembles units into the code heap. */
export interface Assembler {
  /**
   * Reserves, writes and commits the unit's code; assigns addresses to guards and target tokens;
   * patches the guard of a bridge. Null when code memory has run out: nothing is changed then.
   */
  assemble(unit: Unit): AssembledCode | null;
  /** Redirects calls of `from` to `to` (a loop that replaces a temporary callback). */
  redirect(from: LoopToken, to: LoopToken): void;
  /**
   * The loop's `invalidated` has been set: its guard_not_invalidated jump from now on. Does nothing
   * for a loop that has been freed.
   */
  invalidate(token: LoopToken): void;
  /** Frees all blocks of the loop and its bridges. */
  free(token: LoopToken): void;
}

/** How compiled code was left. */
export interface Exit {
  readonly descr: GuardDescr | FinishDescr;
  /**
   * The guard's fail arguments by index (holes are null), behind them the value that guard_value
   * counts if it is none of them; or the finish's argument.
   */
  readonly values: readonly RtValue[];
  /** The guest exception in flight, or null. */
  readonly exception: object | null;
  /** guard_not_forced: what `forceActivation` has given when the activation was forced. */
  readonly saved: object | null;
}

/** What an executor needs of the simulator. */
export interface BackendServices {
  readonly clock: VirtualClock;
  readonly layoutOf: LayoutOf;
  /** Whether `error` is a guest exception (else it passes through everything). */
  isGuestException(error: unknown): error is object;
  /**
   * A call_assembler's callee left by a guard: finishes its frame and gives its result, or throws
   * its guest exception. `token` is the loop that was called.
   */
  finishCall(exit: Exit, token: LoopToken): RtValue;
  /**
   * An activation that is inside of a call is forced: makes real what its guard_not_forced tells,
   * given the guard's fail arguments (the call's result is null). Gives what the exit shall carry.
   */
  forceActivation(guard: GuardDescr, values: readonly RtValue[]): object;
  /**
   * Before a call of compiled code by compiled code: as many frames are entered that nobody has
   * counted. Throws a guest exception when there are too many.
   */
  enterFrames(count: number): void;
  leaveFrames(count: number): void;
  /** A counted unit was compiled. */
  countUnit(unit: Unit): void;
  /** Counts a run of a counted unit's entry (e), label (l) or bridge (b). */
  countRun(kind: "e" | "l" | "b", owner: object): void;
  /**
   * A jump or assembler call that finds the clock at or beyond this limit calls `onTickLimit`,
   * which may throw (no guest exception), raise the limit, or return to go on. None if absent.
   */
  readonly tickLimit?: number;
  onTickLimit?(): void;
  /** Where executed operations are counted; absent when nobody wants them. */
  readonly executed?: ExecutedOperations;
  /** Who hears of the merge points in compiled code; absent when nobody does. The oracle tells. */
  readonly places?: PlaceObserver;
}

/** Runs compiled units. */
export interface Executor {
  readonly name: "oracle" | "host" | "machine";
  /** Takes over an assembled loop or bridge. */
  install(unit: Unit, code: AssembledCode): void;
  /** Runs a loop from its entry until a guard fails or a finish is reached. */
  execute(token: LoopToken, args: readonly RtValue[]): Exit;
  redirect(from: LoopToken, to: LoopToken): void;
  free(token: LoopToken): void;
}
