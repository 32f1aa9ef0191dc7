/**
 * The sources as syntax trees, and which of them may be mutated. With the code writer, the only
 * user of the TypeScript compiler: mutators work on syntax, not on text.
 */

import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { ROOT } from "../../sim/codewriter/sources.ts";
import { findFiles } from "../find-files.ts";

export { ts };

/** A file that may be mutated. */
export interface Source {
  /** Relative to the root, with slashes. */
  readonly file: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/**
 * Files under sim/ and replay/ that are no part of what the package does: tests and what only they
 * use, and the commands that build the package or rewrite what tests expect.
 */
const NOT_MUTATED: readonly RegExp[] = [
  /\.(test|property)\.ts$/,
  /(^|\/)(test-[^/]*|testing|test-rig|[^/]*-arbitrary)\.ts$/,
  /\/random-(memory|choices|program|unit|units|steps|patterns)\.ts$/,
  /^sim\/x86\/(instruction-sweep|objdump)\.ts$/,
  /^sim\/x86\/native\//,
  /^sim\/guests\/python\/(run-plain|compiler\/(pypy-oracle|compare-stdlib))\.ts$/,
  /(^|\/)bless[^/]*\.ts$/,
  /^sim\/codewriter\/(build|bundle|enclose|main|text-cases)\.ts$/,
  /^sim\/backend\/assembler\/real-processor\.ts$/,
];

export function isMutated(file: string): boolean {
  return /^(sim|replay)\//.test(file) && !NOT_MUTATED.some((pattern) => pattern.test(file));
}

export function parseSource(file: string, text: string): Source {
  return { file, text, tree: ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true) };
}

/** All files that may be mutated, in the order of their paths. */
export function readSources(): Source[] {
  const folders = ["sim", "replay"].map((folder) => path.join(ROOT, folder));
  const files = findFiles(folders, ".ts").map((name) =>
    path.relative(ROOT, name).split(path.sep).join("/"),
  );
  return files
    .filter(isMutated)
    .map((file) => parseSource(file, readFileSync(path.join(ROOT, file), "utf8")));
}
