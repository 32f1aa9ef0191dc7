/**
 * One side of a comparison: what a program's run told, under pypy3 or here, in a form that does not
 * depend on addresses. This is also what a recorded real side holds.
 */

/** Something that a hook was called for. */
export interface SideEvent {
  readonly kind: "compile" | "abort" | "too_long";
  /** Type of the unit, or the reason of the abort. */
  readonly type: string;
  readonly driver: string;
  /** `name+offset` of a code object, another driver's text, or "" for a bridge. */
  readonly key: string;
  /** 0 for what has none. */
  readonly loopNo: number;
  /** The guard that a bridge leaves from, or "". */
  readonly from: string;
  /** Length of the machine code without counters; 0 for aborts and where it was not measured. */
  readonly asmlen: number;
  /** Normalized operations of a unit, `debug_merge_point`s among them; of an abort: none. */
  readonly operations: readonly string[];
}

/** How often an entry, a label or a bridge was passed. `number` is an entry's loop number, else 0. */
export interface RunCount {
  readonly kind: "entry" | "label" | "bridge";
  readonly number: number;
  readonly count: number;
}

/** One run. */
export interface Side {
  readonly status: number;
  readonly stdout: string;
  readonly events: readonly SideEvent[];
  readonly runCounts: readonly RunCount[];
  /** By name, in PyPy's order. */
  readonly counters: Readonly<Record<string, number>>;
}

/** What decides what the real side looks like. */
export interface RealSettings {
  /** Version of PyPy, e.g. `7.3.11`. */
  readonly pypy: string;
  readonly jit: string;
  readonly argv: readonly string[];
  /** SHA-256 of the program. */
  readonly program: string;
}

/** The events' identity: same types, green keys, loop numbers. */
export function identifyEvent(event: SideEvent): string {
  const number = event.kind === "compile" ? ` ${event.loopNo}` : "";
  return `${event.kind} ${event.type} ${event.driver} ${event.key}${number}`;
}

export function identifyRunCount({ kind, number, count }: RunCount): string {
  return `${kind} ${number} ${count}`;
}
