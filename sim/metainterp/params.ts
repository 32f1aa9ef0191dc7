/**
 * The JIT's parameters: PyPy's names, defaults, documentation texts' meaning, and the syntax and
 * errors of `set_param` and `--jit`.
 *
 * Counterpart: rpython/rlib/jit.py (PARAMETERS, set_user_param), pypy/module/pypyjit/interp_jit.py.
 * DIFFERS: an enable_opts without `rewrite` is refused; PyPy accepts it and aborts the process.
 */

import type { ParamError } from "../hints/control.ts";
import { ALL_OPTS } from "../optimizer/context.ts";

/** Default and documentation of every parameter, in PyPy's order. */
export const PARAM_TABLE = {
  threshold: [1039, "number of times a loop has to run for it to become hot"],
  function_threshold: [
    1619,
    "number of times a function must run for it to become traced from start",
  ],
  trace_eagerness: [200, "number of times a guard has to fail before we start compiling a bridge"],
  decay: [40, "amount to regularly decay counters by (0=none, 1000=max)"],
  trace_limit: [6000, "number of recorded operations before we abort tracing with ABORT_TOO_LONG"],
  inlining: [1, "inline python functions or not (1/0)"],
  loop_longevity: [
    1000,
    "a parameter controlling how long loops will be kept before being freed, an estimate",
  ],
  retrace_limit: [0, "how many times we can try retracing before giving up"],
  pureop_historylength: [16, "how many pure operations the optimizer should remember for CSE"],
  max_retrace_guards: [15, "number of extra guards a retrace can cause"],
  max_unroll_loops: [0, "number of extra unrollings a loop can cause"],
  disable_unrolling: [200, "after how many operations we should not unroll"],
  enable_opts: [
    "all",
    "INTERNAL USE ONLY (MAY NOT WORK OR LEAD TO CRASHES): optimizations to enable, or all = " +
      ALL_OPTS.join(":"),
  ],
  max_unroll_recursion: [7, "how many levels deep to unroll a recursive function"],
  vec: [0, "turn on the vectorization optimization (vecopt): accepted, without effect"],
  vec_all: [0, "try to vectorize trace loops that occur outside of the numpypy library"],
  vec_cost: [0, "threshold for which traces to bail"],
} as const satisfies Record<string, readonly [number | string, string]>;

export type ParamName = keyof typeof PARAM_TABLE;
export type IntParamName = Exclude<ParamName, "enable_opts">;

/** Highest trace_limit that 7.3.11 takes. */
const TRACE_LIMIT_MAX = 2 ** 14;

const BAD_STRING: ParamError = {
  exception: "ValueError",
  message: "error in JIT parameters string",
};

export function isParamName(name: string): name is ParamName {
  return Object.hasOwn(PARAM_TABLE, name);
}

/** RPython's int(): optional blanks, a sign, decimal digits; null when it is not that. */
function parseInteger(text: string): number | null {
  return /^\s*[-+]?\d+\s*$/.test(text) ? Number(text) : null;
}

/** One run's parameters. */
export class JitParams {
  readonly ints: Record<IntParamName, number>;
  /** Names of enabled passes, in PyPy's order. */
  enableOpts: readonly string[] = ALL_OPTS;
  /** Told of every change that took effect. */
  onChange: (name: ParamName, value: string) => void = () => {};

  constructor() {
    this.ints = Object.fromEntries(
      Object.entries(PARAM_TABLE)
        .filter(([name]) => name !== "enable_opts")
        .map(([name, [value]]) => [name, value]),
    ) as Record<IntParamName, number>;
  }

  get(name: IntParamName): number {
    return this.ints[name];
  }

  /** Sets one parameter, as the keyword form of set_param does. */
  set(name: string, value: number | string): ParamError | null {
    if (!isParamName(name)) {
      return { exception: "TypeError", message: `no JIT parameter '${name}'` };
    }
    if (name === "enable_opts") {
      return this.setEnableOpts(String(value), "SystemError");
    }
    if (typeof value !== "number") {
      return { exception: "TypeError", message: "expected integer, got str object" };
    }
    if (name === "trace_limit" && (value < 0 || value > TRACE_LIMIT_MAX)) {
      return {
        exception: "SystemError",
        message: `trace_limit must be between 0 and ${TRACE_LIMIT_MAX}, got ${value}`,
      };
    }
    this.store(name, value);
    return null;
  }

  private store(name: IntParamName, value: number): void {
    this.ints[name] = name === "decay" ? Math.max(0, Math.min(1000, value)) : value;
    this.onChange(name, String(this.ints[name]));
  }

  private setEnableOpts(text: string, exception: ParamError["exception"]): ParamError | null {
    const names = text === "all" ? [...ALL_OPTS] : text.split(":").filter((name) => name !== "");
    const unknown = names.find((name) => !(ALL_OPTS as readonly string[]).includes(name));
    if (unknown !== undefined) {
      return { exception, message: `unknown optimization '${unknown}' in enable_opts` };
    }
    if (!names.includes("rewrite")) {
      return { exception, message: "enable_opts must contain 'rewrite'" };
    }
    this.enableOpts = ALL_OPTS.filter((name) => names.includes(name));
    this.onChange("enable_opts", text);
    return null;
  }

  /** Applies a parameter string, left to right until the first error, as PyPy does. */
  setString(text: string): ParamError | null {
    if (text === "off") {
      this.store("threshold", -1);
      this.store("function_threshold", -1);
      return null;
    }
    if (text === "default") {
      this.setDefaults();
      return null;
    }
    for (const piece of text.split(",")) {
      const error = this.setPiece(piece.replace(/^ +| +$/g, ""));
      if (error !== null) return error;
    }
    return null;
  }

  private setPiece(piece: string): ParamError | null {
    const parts = piece.split("=");
    const [name, text] = parts;
    if (parts.length !== 2 || name === undefined || text === undefined) return BAD_STRING;
    if (!isParamName(name)) return BAD_STRING;
    if (name === "enable_opts") {
      return this.setEnableOpts(text, "ValueError") === null ? null : BAD_STRING;
    }
    const value = parseInteger(text);
    if (value === null) return BAD_STRING;
    if (name === "trace_limit" && value > TRACE_LIMIT_MAX) return this.set(name, value);
    if (name === "trace_limit" && value < 0) return null;
    this.store(name, value);
    return null;
  }

  private setDefaults(): void {
    for (const [name, [value]] of Object.entries(PARAM_TABLE)) {
      if (name === "enable_opts") this.setEnableOpts("all", "ValueError");
      else this.store(name as IntParamName, value as number);
    }
  }
}
