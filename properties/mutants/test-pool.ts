/**
 * The tests that mutants are run against: all test files, and those of this folder that do in one
 * process what test files elsewhere do in others, which would run the sources without mutants.
 */

import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../sim/codewriter/sources.ts";
import { findFiles } from "../find-files.ts";

export interface TestFile {
  /** Relative to the root. */
  readonly file: string;
  /** Options for the process that runs it. */
  readonly nodeOptions: readonly string[];
}

/** Test files that are left out, with the reason. */
const LEFT_OUT: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^sim\/codewriter\/products\.test\.ts$/, "it compares stored jitcode with the sources"],
  [/^properties\/mutants\//, "it tests builds with mutants"],
  [/^properties\/programs\.test\.ts$/, "its random programs take minutes; the laws are there"],
  [/^properties\/tidy\.test\.ts$/, "it reads the sources' text"],
];

/** Tests for mutants alone. Programs need a deep stack, as in the files that they stand for. */
const OWN: readonly TestFile[] = [
  { file: "properties/mutants/law-tests.ts", nodeOptions: ["--stack-size=6000"] },
  { file: "properties/mutants/program-tests.ts", nodeOptions: ["--stack-size=6000"] },
];

/** A file that starts TypeScript sources in other processes. */
const STARTS_SOURCES = /"tsx"/;

/** Why a test file is left out; undefined when it is not. */
export function reasonLeftOut(file: string, text: string): string | undefined {
  const found = LEFT_OUT.find(([pattern]) => pattern.test(file));
  if (found !== undefined) return found[1];
  return STARTS_SOURCES.test(text) ? "it runs the sources in other processes" : undefined;
}

/** All test files that mutants are run against, in the order of their paths. */
export function listTestFiles(): TestFile[] {
  const folders = ["sim", "replay", "fixtures", "properties"];
  const found = findFiles(
    folders.map((folder) => path.join(ROOT, folder)),
    ".test.ts",
  );
  const files = found
    .map((name) => path.relative(ROOT, name).split(path.sep).join("/"))
    .filter((file) => reasonLeftOut(file, readTest(file)) === undefined)
    .map((file) => ({ file, nodeOptions: [] }));
  return [...files, ...OWN].sort((a, b) => (a.file < b.file ? -1 : 1));
}

export function readTest(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}
