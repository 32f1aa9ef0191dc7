/**
 * What the simulator needs of a guest: its drivers, printable green keys, and a way to run.
 */

import type { JitDriver } from "./jit-driver.ts";

/** A green key as hooks and reels describe it. */
export interface GreenKeyDescription {
  /** The printed location, e.g. `main;prog.py:1-6~#20 LOAD_FAST`. */
  readonly text: string;
  readonly position: number;
  readonly codeName: string;
  readonly fileName: string;
  readonly firstLine: number;
  /** Deterministic number of the code object, -1 if there is none. */
  readonly codeNumber: number;
}

/** How a guest program ended. */
export interface GuestOutcome {
  readonly status: number;
  /** Class name of the exception that nobody caught, or "". */
  readonly exception: string;
}

/** One guest program, loaded and ready. */
export interface Guest {
  /** One for each of its specs, in any order. Below they are named by their specs' names. */
  readonly drivers: readonly JitDriver[];
  /** The jitdriver_name that hooks see for a green key. */
  jitdriverName(driver: string, greens: readonly unknown[]): string;
  describeGreenKey(driver: string, greens: readonly unknown[]): GreenKeyDescription;
  /** A deterministic hash of the green key's value, stable between runs. */
  hashGreenKey(driver: string, greens: readonly unknown[]): number;
  /** Whether one pass of a loop is traced when its frame is inlined (generators). */
  unrollsOneIteration(driver: string, greens: readonly unknown[]): boolean;
  /**
   * Ctrl-C: to be raised in the program at its next backward jump, which is then told. Absent: the
   * program is never told, the run ends.
   */
  interrupt?(onRaised: () => void): void;
  /**
   * Compiled code calls compiled code: so many frames are entered that the guest has not counted.
   * Throws a guest exception when there are too many. Absent: recursion has no limit.
   */
  enterFrames?(count: number): void;
  leaveFrames?(count: number): void;
  /**
   * The program's state at a merge point of the main driver with these greens and reds, by value:
   * a text per frame, the innermost first; at most `framesMax`, and none from the first one on that
   * compiled code holds. Changes nothing.
   */
  describeState(args: readonly unknown[], framesMax: number): string[];
  /** Runs the program to its end. Guest exceptions never leave it. */
  run(): GuestOutcome;
}

/** What a guest may reach of the outside; each reading is a recorded input. */
export interface GuestHost {
  write(stream: "stdout" | "stderr", bytes: Uint8Array): void;
  /** The next line of standard input with its newline, or null at the end. */
  readLine(): Uint8Array | null;
  /** A module's source in the program's folder (`name` with dots as slashes), or null. */
  readModule(path: string): Uint8Array | null;
  /** The bytes of a file in the program's folder or a granted one, or null. */
  readFile(path: string): Uint8Array | null;
  /** The names in such a folder, sorted; folders end with a slash. Null when there is none. */
  readFolder(path: string): readonly string[] | null;
  /** Nanoseconds since the epoch: virtual, or the host's when real time was asked for. */
  nowNanoseconds(): bigint;
  /** A random 64-bit word from the run's seeded source. */
  randomWord(): bigint;
}
