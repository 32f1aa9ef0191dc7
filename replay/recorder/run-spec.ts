/**
 * What determines a run, and what a run may ask of the outside. The simulator takes a
 * {@link RunSpec}; a reel's header holds all of it but the backend and the inputs.
 */

/** Limits of a run; null = none. */
export interface RunLimits {
  /** Ticks of virtual time. */
  readonly maxSteps: number | null;
  /** Bytes of code and guest memory together. */
  readonly memoryBytes: number | null;
  /** Bytes of the code heap. */
  readonly heapBytes: number | null;
}

/** Where a run's inputs come from: the host, or the `input` events of a reel. */
export interface InputSource {
  /** The next line of standard input with its newline, or null at the end. */
  stdin(): Uint8Array | null;
  /** The source of a module in the program's folder, or null. `path` is relative, with slashes. */
  readModule(path: string): Uint8Array | null;
  /** Nanoseconds since the epoch by the host's clock; asked only when the time mode is real. */
  nowNanoseconds(): bigint;
}

/** One run. Equal specs with equal inputs give equal events. */
export interface RunSpec {
  readonly guest: "python" | "tiny";
  /** Relative path, as the program's own messages show it. */
  readonly programName: string;
  readonly source: Uint8Array;
  readonly argv: readonly string[];
  /** JIT parameters: "" = defaults, "off", or `name=value,…`. */
  readonly jit: string;
  readonly seed: number;
  readonly backend: "host" | "oracle" | "machine";
  readonly limits: RunLimits;
  readonly timeMode: "virtual" | "real";
  readonly faults: readonly string[];
  readonly grants: readonly string[];
  readonly inputs: InputSource;
}

/** Raised when the events of an unchanged program change. */
export const BEHAVIOUR_REVISION = 1;
