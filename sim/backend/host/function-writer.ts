/**
 * The text of one host function while it is written: lines, constants (fields of the enclosing
 * closure, so that the host's compiler embeds them) and variables.
 *
 * Names in generated code: S the state, C the clock, B the budget, N run counts of paths; e the
 * entry; D and t the time (the clock's true value is D - t plus the ticks of the path since the
 * last label: t counts down to the end of the budget); x the pending guest exception; T the
 * activation's token; u, n scratch; kN constants, vN boxes.
 */

import { setFlagsFromString } from "node:v8";
import type { Kind, RtValue } from "../../trace/values.ts";
import type { Budget, HostFunctionBody } from "./host-root.ts";
import type { HostState } from "./host-state.ts";

/**
 * V8 does not optimize a function of more than 60 KB of bytecode, and then it is some ten times as
 * slow. A loop with all its bridges can be as long as that, the more so with its paths counted.
 */
setFlagsFromString("--max-optimized-bytecode-size=1000000");

type Factory = (
  P: readonly unknown[],
  S: HostState,
  C: unknown,
  B: Budget,
  N: Float64Array | null,
) => HostFunctionBody;

export class FunctionWriter {
  /** Whether x is needed. */
  usesException: boolean;
  /** Whether T is needed. */
  readonly usesToken: boolean;
  private readonly lines: string[] = [];
  private readonly constants: unknown[] = [];
  private readonly constantNames = new Map<unknown, string>();
  private readonly variables: string[] = [];
  private tempCount = 0;

  constructor(usesException: boolean, usesToken: boolean) {
    this.usesException = usesException;
    this.usesToken = usesToken;
  }

  emit(line: string): void {
    this.lines.push(line);
  }

  /** The name of a host value in the generated code. */
  constant(value: unknown): string {
    const known = this.constantNames.get(value);
    if (known !== undefined) return known;
    const name = `k${this.constants.push(value) - 1}`;
    this.constantNames.set(value, name);
    return name;
  }

  /** Text of a constant of a trace. */
  literal(value: RtValue): string {
    if (value === null) return "null";
    if (typeof value === "bigint") return `(${value}n)`;
    if (typeof value !== "number") return this.constant(value);
    if (Object.is(value, -0)) return "(-0)";
    return value < 0 ? `(${value})` : String(value);
  }

  /**
   * A new variable. It begins as a value of its kind, for an entry that does not set it must not
   * make V8 take it for anything else.
   */
  variable(kind: Kind): string {
    const index = this.variables.push(`v${this.variables.length} = ${kind === "r" ? "null" : "0"}`);
    return `v${index - 1}`;
  }

  temp(): string {
    return `q${this.tempCount++}`;
  }

  /** The whole text, given the parameters of a direct entry and what stands first. */
  source(parameters: readonly string[], prologue: readonly string[]): string {
    const constants = this.constants.map((_, index) => `k${index} = P[${index}]`);
    return [
      '"use strict";',
      constants.length === 0 ? "" : `const ${constants.join(", ")};`,
      `return function host(${["e", ...parameters].join(", ")}) {`,
      this.variables.length === 0 ? "" : `let ${this.variables.join(", ")};`,
      ...prologue,
      ...this.lines,
      "};",
    ].join("\n");
  }

  compile(
    source: string,
    state: HostState,
    budget: Budget,
    counts: Float64Array | null,
  ): HostFunctionBody {
    const make = new Function("P", "S", "C", "B", "N", source) as unknown as Factory;
    return make(this.constants, state, state.clock, budget, counts);
  }
}
