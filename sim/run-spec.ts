/**
 * What determines a run, and what a run may ask of the outside. Equal specs with equal inputs give
 * equal events; a reel's header holds all of a spec but the backend and the inputs.
 */

/** Raised when the events of an unchanged program change. */
export const BEHAVIOUR_REVISION = 3;

export const GUEST_NAMES = ["python", "tiny"] as const;
export type GuestName = (typeof GUEST_NAMES)[number];

export const BACKEND_NAMES = ["host", "oracle", "machine"] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];

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
  /**
   * The source of a module in the program's folder or in a granted one, or null. `path` is relative,
   * with slashes; in a granted folder it begins with the grant's name.
   */
  readModule(path: string): Uint8Array | null;
  /** The bytes of a file, found like a module, or null. */
  readFile(path: string): Uint8Array | null;
  /** The names in a folder, sorted; folders end with a slash. Null when there is no such folder. */
  readFolder(path: string): readonly string[] | null;
  /** Nanoseconds since the epoch by the host's clock; asked only when the time mode is real. */
  nowNanoseconds(): bigint;
  /** Whether the program is to be interrupted at this backward jump; never, where it is absent. */
  takeInterrupt?(ticks: number): boolean;
  /** The interrupt that was taken has been raised in the program. */
  interruptRaised?(): void;
  /** The tick from which takeInterrupt is to be asked again; infinite for never. */
  nextInterruptLook?(ticks: number): number;
}

/** One run. */
export interface RunSpec {
  readonly guest: GuestName;
  /** Relative path, as the program's own messages show it. */
  readonly programName: string;
  readonly source: Uint8Array;
  readonly argv: readonly string[];
  /** JIT parameters: "" = defaults, "off", or `name=value,…`. */
  readonly jit: string;
  /** 0 = the constant base addresses; any other slides them and feeds `random`. */
  readonly seed: number;
  readonly backend: BackendName;
  readonly limits: RunLimits;
  readonly timeMode: "virtual" | "real";
  /** Count the runs of all code from the start, as the guest's `enable_debug()` does. */
  readonly countRuns: boolean;
  /** Faults of the code heap, `alloc-fail@N` or `heap-full@N`. */
  readonly faults: readonly string[];
  /** Names of the folders beside the program's that may be read, in the order of search. */
  readonly grants: readonly string[];
  readonly inputs: InputSource;
}

/** No input at all, for programs that read nothing. */
export const NO_INPUTS: InputSource = {
  stdin: () => null,
  readModule: () => null,
  readFile: () => null,
  readFolder: () => null,
  nowNanoseconds: () => 0n,
};

/** A spec with the defaults for everything but the program. */
export function makeRunSpec(
  given: Pick<RunSpec, "programName" | "source"> & Partial<RunSpec>,
): RunSpec {
  return {
    guest: "python",
    argv: [],
    jit: "",
    seed: 0,
    backend: "host",
    limits: { maxSteps: null, memoryBytes: null, heapBytes: null },
    timeMode: "virtual",
    countRuns: false,
    faults: [],
    grants: [],
    inputs: NO_INPUTS,
    ...given,
  };
}
