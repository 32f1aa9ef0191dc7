/**
 * Tests as text: a file of testdata holds cases, each a title, TypeScript, and the jitcode of its
 * functions or the refusal that it gets.
 *
 *     ## title
 *     export function f(n: number): number { … }
 *     ==>
 *     f(i0) -> i
 *        0  …
 *
 * Hints, integers and floats are imported already. `## title [live]` shows live registers.
 */

import path from "node:path";
import { assert, defined } from "../base/assert.ts";
import { UserError } from "../base/errors.ts";
import { linkProduct } from "../jitcode/loader.ts";
import { printJitCode } from "../jitcode/print.ts";
import type { Product } from "../jitcode/product.ts";
import { ArrayTable } from "./arrays.ts";
import { ClassTable } from "./classes.ts";
import { translateGuest } from "./codewriter.ts";
import { ExportTable } from "./exports.ts";
import { flattenFunction } from "./flatten-function.ts";
import type { World } from "./flattener.ts";
import { FunctionTable } from "./functions.ts";
import type { FunctionCode } from "./model.ts";
import { writeProduct } from "./product-writer.ts";
import { ROOT, createProgram } from "./sources.ts";
import { tagsOf } from "./tags.ts";
import { ts } from "./typescript.ts";
import { readVirtualizable } from "./virtualizable.ts";

export interface TextCase {
  readonly title: string;
  readonly source: string;
  readonly expected: string;
}

const CASE_FILE = path.join(ROOT, "sim/codewriter/testdata/case.ts");

/** Stands before each case, on one line. */
const PRELUDE = [
  ["Int", "../../base/int.ts"],
  ["intFromNumber, numberFromInt, int_add, int_sub, int_lt, int_eq", "../../base/int.ts"],
  ["int_add_ovf, int_mul_ovf, int_py_div", "../../base/int.ts"],
  ["Float, toFloat, float_add, float_lt, cast_int_to_float", "../../base/float.ts"],
  ["promote, we_are_jitted, assert_not_none", "../../hints/hints.ts"],
  ["new_array_r, new_array_i", "../../hints/arrays.ts"],
  ["GuestException", "../../hints/exception.ts"],
  ["JitDriver, JitDriverSpec", "../../hints/jit-driver.ts"],
  ["QuasiImmut", "../../hints/quasi-immut.ts"],
]
  .map(([names, from]) => `import { ${names} } from "${from}";`)
  .join(" ");

/** The cases of a file. */
export function parseCases(text: string): TextCase[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const newline = part.indexOf("\n");
      const [source, expected] = part.slice(newline + 1).split("\n==>\n");
      assert(source !== undefined && expected !== undefined, `case ${part}: no ==>`);
      return { title: part.slice(0, newline), source, expected: expected.trimEnd() };
    });
}

/** The text of a file with these cases. */
export function printCases(cases: readonly TextCase[]): string {
  return cases
    .map(({ title, source, expected }) => `## ${title}\n${source}\n==>\n${expected}\n`)
    .join("\n");
}

/** Translates cases one after the other; library files are parsed once. */
export class CaseRunner {
  private readonly parsed = new Map<string, ts.SourceFile>();

  /** A whole guest in one file, translated from its portal: the refusals, or "". */
  runGuest(source: string): string {
    const program = this.parse(source);
    const files = [CASE_FILE];
    const { errors } = translateGuest({ guest: "case", program, files, hash: "", sources: [] });
    return errors.map(printRefusal).join("\n");
  }

  private parse(source: string): ts.Program {
    const texts = new Map([[CASE_FILE, `${PRELUDE}\n${source}`]]);
    return createProgram([CASE_FILE], { texts, parsed: this.parsed });
  }

  /** The jitcode of a case as text, or its refusal. */
  run({ title, source }: TextCase): string {
    const program = this.parse(source);
    const file = defined(program.getSourceFile(CASE_FILE), "case");
    try {
      return printFunctions(program, file, title.endsWith("[live]"));
    } catch (error) {
      if (error instanceof UserError) return printRefusal(error);
      throw error;
    }
  }
}

function printRefusal(error: UserError): string {
  const { line = 0, column = 0 } = error.position ?? {};
  const hint = error.hint === undefined ? "" : `\n  ${error.hint}`;
  return `refused ${line - 1}:${column}: ${error.message}${hint}`;
}

/** Translates a file's functions (those that are looked inside) and what they call. */
export function translateFunctions(program: ts.Program, file: ts.SourceFile): Product {
  const world = makeWorld(program, file);
  const roots = file.statements.filter(ts.isFunctionDeclaration);
  for (const node of roots) world.functions.get(node, node);
  const codes: FunctionCode[] = [];
  for (const fn of world.functions.list()) {
    if (fn.look !== "residual") codes.push(flattenFunction(world, fn));
  }
  return writeProduct(world, {
    guest: "case",
    hash: "",
    sources: [],
    drivers: [],
    portals: [],
    codes,
  });
}

function printFunctions(program: ts.Program, file: ts.SourceFile, live: boolean): string {
  const linked = linkProduct(translateFunctions(program, file), (_module, name) => ({ name }));
  const nameOf = (value: object): string => (value as { name: string }).name;
  return linked.jitcodes.map((code) => printJitCode(code, { live, nameOf })).join("\n");
}

function makeWorld(program: ts.Program, file: ts.SourceFile): World {
  const checker = program.getTypeChecker();
  const classes = new ClassTable(program, checker);
  const exports = new ExportTable(checker);
  const arrays = new ArrayTable(checker);
  const functions = new FunctionTable(checker, classes, exports);
  const world = { checker, classes, exports, functions, arrays, vable: null };
  const vable = file.statements
    .filter(ts.isFunctionDeclaration)
    .flatMap((node) => [...node.parameters])
    .find((param) => isVirtualizable(classes, checker, param));
  if (vable === undefined) return world;
  return { ...world, vable: readVirtualizable(checker, classes, arrays, vable) };
}

function isVirtualizable(
  classes: ClassTable,
  checker: ts.TypeChecker,
  param: ts.ParameterDeclaration,
): boolean {
  const model = classes.lookupType(checker.getTypeAtLocation(param));
  return model !== undefined && tagsOf(model.node).has("virtualizable");
}
