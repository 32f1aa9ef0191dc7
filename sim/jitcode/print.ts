/**
 * Jitcode as text, for `explain` and for tests.
 *
 *   Frame.push(r0, i1) -> v
 *      0  i2 = getfield_vable r0 .depth
 *      1  goto_if_not int_lt i2 $0 -> 4  !7       (-> target, ! handler)
 *
 * Registers show their kind and number; constants have a `$`. With `live`, every line ends in
 * `[live] [liveAfter]`.
 */

import { ConstAddr, ConstPtr } from "../trace/values.ts";
import type { Const, Kind } from "../trace/values.ts";
import type { Instr, JitCode } from "./jitcode.ts";

export interface PrintOptions {
  /** Show the live registers of every instruction. */
  readonly live?: boolean;
  /** Names link-time constants; without it they print as `$object`. */
  readonly nameOf?: (value: object) => string | undefined;
}

/** A whole function. */
export function printJitCode(code: JitCode, options: PrintOptions = {}): string {
  const params = code.registerKinds.slice(0, code.paramCount).map((kind, i) => `${kind}${i}`);
  const lines = [`${code.name}(${params.join(", ")}) -> ${code.resultKind}`];
  for (let pc = 0; pc < code.instrs.length; pc++) {
    const instr = code.instrs[pc] as Instr;
    lines.push(`${String(pc).padStart(4)}  ${printInstr(code, instr, options)}`);
  }
  return lines.join("\n");
}

/** One instruction, without its pc. */
export function printInstr(code: JitCode, instr: Instr, options: PrintOptions = {}): string {
  const register = (index: number): string => `${code.registerKinds[index]}${index}`;
  const parts: string[] = [];
  if (instr.dst >= 0) parts.push(register(instr.dst), "=");
  parts.push(instr.op);
  if (instr.opname !== null) parts.push(instr.opname);
  parts.push(...printCallee(instr));
  for (const arg of instr.args) {
    parts.push(arg >= 0 ? register(arg) : printConst(code.constants[~arg] as Const, options));
  }
  if (instr.field !== null) parts.push(`.${instr.field.name}`);
  if (instr.array !== null) parts.push(instr.array.name);
  if (instr.table !== null) parts.push(printTable(instr.table));
  if (instr.target >= 0) parts.push(`-> ${instr.target}`);
  if (instr.handler >= 0) parts.push(`!${instr.handler}`);
  if (options.live === true) parts.push(printLive(code.registerKinds, instr));
  return parts.join(" ");
}

function printCallee(instr: Instr): string[] {
  if (instr.layout !== null) return [instr.layout.name];
  if (instr.jitcode !== null) return [instr.jitcode.name];
  if (instr.residual !== null) return [instr.residual.fn.name];
  if (instr.method !== null) return [`.${instr.method}`];
  return [];
}

function printTable(table: ReadonlyMap<number | bigint, number>): string {
  return `{${[...table].map(([value, pc]) => `${value}: ${pc}`).join(", ")}}`;
}

function printLive(kinds: readonly Kind[], instr: Instr): string {
  const list = (registers: readonly number[]): string =>
    `[${registers.map((register) => `${kinds[register]}${register}`).join(" ")}]`;
  return ` ${list(instr.live)} ${list(instr.liveAfter)}`;
}

function printConst(constant: Const, options: PrintOptions): string {
  if (constant instanceof ConstAddr) return `$${constant.value.name}`;
  if (!(constant instanceof ConstPtr)) {
    return Object.is(constant.value, -0) ? "$-0" : `$${constant.value}`;
  }
  const { value } = constant;
  if (value === null) return "$null";
  if (typeof value === "string") return `$${JSON.stringify(value)}`;
  return `$${options.nameOf?.(value) ?? "object"}`;
}
