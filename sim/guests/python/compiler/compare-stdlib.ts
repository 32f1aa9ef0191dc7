/**
 * Command line: compiles every file of pypy3's standard library (or the files and folders named)
 * with our compiler and with pypy3, and prints how many code objects agree and what differs. Exit
 * status 1 when anything differs.
 *
 * Usage: npx tsx sim/guests/python/compiler/compare-stdlib.ts [--show N] [PATH...]
 */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeSource } from "../parser/decode-source.ts";
import { initParser } from "../parser/parse.ts";
import { PythonSyntaxError } from "../parser/source-text.ts";
import {
  type CodeDifference,
  type Comparison,
  compareCode,
  type DumpedCode,
} from "./compare-code.ts";
import { compileModule } from "./compile.ts";
import { dumpFiles, runPypy } from "./pypy-oracle.ts";

function listFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const files: string[] = [];
  for (const name of readdirSync(path).sort()) {
    const child = join(path, name);
    // The library's own tests are another package, not always there, and wrong on purpose in parts.
    if (["test", "tests"].includes(name)) continue;
    if (statSync(child).isDirectory()) files.push(...listFiles(child));
    else if (name.endsWith(".py")) files.push(child);
  }
  return files;
}

function libraryFolder(): string {
  return runPypy("import os; print(os.path.dirname(os.__file__))").trim();
}

interface Totals {
  files: number;
  identicalFiles: number;
  readonly codes: Comparison;
  /** Files one of the two refuses, with what both say. */
  readonly refusals: string[];
  agreedRefusals: number;
}

function compareFile(file: string, theirs: DumpedCode, totals: Totals): void {
  totals.files++;
  const expected = typeof theirs.error === "string" ? `${theirs.error} (${theirs.line})` : null;
  try {
    const source = decodeSource(readFileSync(file), file);
    const code = compileModule(source, file);
    if (expected !== null) totals.refusals.push(`${file}: only pypy3 refuses: ${expected}`);
    else {
      const before = totals.codes.differences.length;
      compareCode(code, theirs, file, totals.codes);
      if (totals.codes.differences.length === before) totals.identicalFiles++;
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const where = error instanceof PythonSyntaxError ? ` (${error.line}:${error.column})` : "";
    if (expected !== null && error instanceof PythonSyntaxError) totals.agreedRefusals++;
    else totals.refusals.push(`${file}: only we refuse: ${error.message}${where}`);
  }
}

function printTotals(totals: Totals, shownMax: number): void {
  const { codes } = totals;
  console.log(
    `files: ${totals.identicalFiles} identical of ${totals.files}, ` +
      `${totals.agreedRefusals} refused by both`,
  );
  console.log(`code objects: ${codes.codeCount - codes.differentCount} of ${codes.codeCount}`);
  const classes = new Map<string, CodeDifference[]>();
  for (const difference of codes.differences) {
    const list = classes.get(difference.field) ?? [];
    list.push(difference);
    classes.set(difference.field, list);
  }
  for (const [field, list] of classes) {
    console.log(`${field}: ${list.length}`);
    for (const { where, ours, theirs } of list.slice(0, shownMax)) {
      console.log(
        `  ${where}\n    ours   ${ours.slice(0, 600)}\n    theirs ${theirs.slice(0, 600)}`,
      );
    }
  }
  console.log(`refusals: ${totals.refusals.length}`);
  for (const refusal of totals.refusals.slice(0, Math.max(shownMax, 20)))
    console.log(`  ${refusal}`);
}

async function main(args: readonly string[]): Promise<void> {
  const showAt = args.indexOf("--show");
  const shownMax = showAt < 0 ? 3 : Number(args[showAt + 1]);
  const named = showAt < 0 ? args : [...args.slice(0, showAt), ...args.slice(showAt + 2)];
  const roots = named.length > 0 ? named : [libraryFolder()];
  const files = roots.flatMap(listFiles);
  await initParser();
  const totals: Totals = {
    files: 0,
    identicalFiles: 0,
    codes: { codeCount: 0, differentCount: 0, differences: [] },
    refusals: [],
    agreedRefusals: 0,
  };
  for (let i = 0; i < files.length; i += 50) {
    const batch = files.slice(i, i + 50);
    for (const [j, theirs] of dumpFiles(batch).entries()) compareFile(batch[j]!, theirs, totals);
  }
  printTotals(totals, shownMax);
  const isSame = totals.codes.differentCount === 0 && totals.refusals.length === 0;
  process.exitCode = isSame && totals.files > 0 ? 0 : 1;
}

await main(process.argv.slice(2));
