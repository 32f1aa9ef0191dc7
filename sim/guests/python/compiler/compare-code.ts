/**
 * Compares a code object with what pypy3 compiled (the JSON that pypy-dump.py prints), field by
 * field, nested code objects included. For tests and tools.
 */

import { unreachable } from "../../../base/assert.ts";
import type { CodeTemplate, Constant } from "./code.ts";

/** A code object as pypy-dump.py prints it. */
export type DumpedCode = Readonly<Record<string, unknown>>;

/** One field that differs, of the code object called `where`. */
export interface CodeDifference {
  readonly where: string;
  readonly field: string;
  readonly ours: string;
  readonly theirs: string;
}

/** How many code objects were compared and what differed. */
export interface Comparison {
  codeCount: number;
  /** Code objects with a difference of their own. */
  differentCount: number;
  readonly differences: CodeDifference[];
}

const PLAIN_FIELDS = [
  "co_name",
  "co_firstlineno",
  "co_argcount",
  "co_posonlyargcount",
  "co_kwonlyargcount",
  "co_nlocals",
  "co_stacksize",
  "co_flags",
  "co_names",
  "co_varnames",
  "co_freevars",
  "co_cellvars",
] as const;

/** Compares `ours` with `theirs` and adds to `comparison`. */
export function compareCode(
  ours: CodeTemplate,
  theirs: DumpedCode,
  where: string,
  comparison: Comparison,
): void {
  const before = comparison.differences.length;
  const check = (field: string, left: unknown, right: unknown) => {
    const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
    if (a !== b) comparison.differences.push({ where, field, ours: a ?? "", theirs: b ?? "" });
  };
  comparison.codeCount++;
  for (const field of PLAIN_FIELDS) check(field, ours[field], theirs[field]);
  check("co_code", hex(ours.co_code), theirs.co_code);
  check("co_lnotab", hex(ours.co_lnotab), theirs.co_lnotab);
  const theirConsts = theirs.co_consts as readonly (readonly unknown[])[];
  const isCode = (constant: readonly unknown[]) => constant[0] === "code";
  check(
    "co_consts",
    ours.co_consts.map((constant) => dumpConstant(constant)),
    theirConsts.map((constant) => (isCode(constant) ? ["code"] : constant)),
  );
  if (comparison.differences.length > before) comparison.differentCount++;
  const ourCodes = ours.co_consts.flatMap((c) => (c.kind === "code" ? [c.code] : []));
  const theirCodes = theirConsts.filter(isCode).map((constant) => constant[1] as DumpedCode);
  ourCodes.forEach((code, i) => {
    const other = theirCodes[i];
    if (other !== undefined) compareCode(code, other, `${where}.${code.co_name}`, comparison);
  });
}

function dumpConstant(constant: Constant): unknown[] {
  switch (constant.kind) {
    case "none":
    case "ellipsis":
    case "code":
      return [constant.kind];
    case "bool":
      return ["bool", constant.value];
    case "int": {
      const sign = constant.value < 0n ? "-" : "";
      const digits = constant.value < 0n ? -constant.value : constant.value;
      return ["int", `${sign}0x${digits.toString(16)}`];
    }
    case "float":
      return ["float", floatBits(constant.value)];
    case "complex":
      return ["complex", floatBits(constant.real) + floatBits(constant.imag)];
    case "str":
      return [
        "str",
        Array.from({ length: constant.value.length }, (_, i) => constant.value.charCodeAt(i)),
      ];
    case "bytes":
      return ["bytes", hex(constant.value)];
    case "tuple":
    case "frozenset":
      return [constant.kind, constant.items.map(dumpConstant)];
    default:
      return unreachable(constant);
  }
}

function floatBits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return hex(new Uint8Array(view.buffer));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
