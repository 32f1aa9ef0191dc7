/**
 * The house style as a test: the layer table of ARCHITECTURE.md, no import cycles, one adapter per
 * package, sizes, and what may not stand on main. Limits that do not hold everywhere yet are data
 * (tidy-limits.json): a ratchet that only goes down.
 */

import { readFileSync } from "node:fs";
import { dirname, normalize } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findFiles } from "./find-files.ts";

interface Limits {
  /** Files longer than 600 lines that are no tables: path to lines. */
  readonly longFiles: Readonly<Record<string, number>>;
  /** Files of a folder that import each other: folder to number of files. */
  readonly cycles: Readonly<Record<string, number>>;
  /** Packages imported by more files than their adapter: package to number of files. */
  readonly adapters: Readonly<Record<string, number>>;
}

const limits = JSON.parse(readFileSync("properties/tidy-limits.json", "utf8")) as Limits;

/** Each layer, and all that it may import (itself apart). The first match of a path counts. */
const LAYERS: readonly (readonly [prefix: string, layer: string, mayImport: string])[] = [
  ["sim/base/", "base", ""],
  ["sim/hints/", "hints", "base"],
  ["sim/memory/", "memory", "base"],
  ["sim/trace/", "trace", "base"],
  ["sim/guests/", "guests", "base hints"],
  ["sim/jitcode/", "jitcode", "base trace"],
  ["sim/resume/", "resume", "base trace jitcode"],
  ["sim/hooks/", "hooks", "base memory trace"],
  ["sim/codewriter/", "codewriter", "base hints trace jitcode"],
  ["sim/optimizer/", "optimizer", "base trace resume hooks"],
  ["sim/x86/", "x86", "base memory"],
  ["sim/backend/backend.ts", "backend.ts", "base memory trace hooks x86"],
  ["sim/backend/", "backend", "base memory trace hooks x86 backend.ts"],
  ["sim/metainterp/", "metainterp", "base hints trace jitcode resume hooks optimizer backend.ts"],
  [
    "sim/",
    "sim",
    "base hints memory trace guests jitcode resume hooks optimizer x86 backend backend.ts metainterp",
  ],
  ["replay/format/", "format", "hooks"],
  ["replay/recorder/", "recorder", "base format sim hooks"],
  ["replay/verify/", "verify", "base format sim hooks recorder replayer"],
  ["replay/replayer/", "replayer", "base format hooks x86"],
  ["replay/query/", "query", "base format replayer"],
  ["replay/playback/", "playback", "base format sim hooks replayer"],
  ["replay/diff/", "diff", "base format hooks replayer query"],
  ["replay/import/", "import", "base format trace hooks replayer"],
  ["replay/engine/", "engine", "base format hooks import"],
  ["replay/pack/", "pack", "base format hooks replayer"],
  ["replay/export/", "export", "base format x86 trace hooks replayer query"],
  ["replay/compare/", "compare", "base sim replayer import engine"],
  ["replay/cli/", "cli", "*"],
  ["replay/", "replay", "*"],
  [
    "fixtures/",
    "fixtures",
    "base hooks trace sim format recorder verify replayer query playback diff import engine compare replay cli",
  ],
  ["properties/", "properties", "*"],
];

function isTest(file: string): boolean {
  return (
    /(\.test|\.property|-arbitrary|test-rig|testing)\.ts$/.test(file) || file.includes("/test-")
  );
}

const FILES = findFiles(["sim", "replay", "fixtures", "properties"], ".ts");
const SOURCES = FILES.filter((file) => !isTest(file));
const TEXTS = new Map(FILES.map((file) => [file, readFileSync(file, "utf8")]));

function textOf(file: string): string {
  return TEXTS.get(file) ?? "";
}

function layerOf(file: string): readonly [string, string, string] {
  const found = LAYERS.find(([prefix]) => file.startsWith(prefix));
  if (found === undefined) throw new Error(`no layer for ${file}`);
  return found;
}

/** What a file imports or re-exports, without comments and dynamic imports. */
function importsOf(file: string): string[] {
  const code = textOf(file).replace(/\/\*[\s\S]*?\*\//g, "");
  const found = code.matchAll(/^(?:import|export)\s[^;]*?from\s+"([^"]+)"|^import\s+"([^"]+)"/gm);
  return [...found].map((match) => match[1] ?? match[2] ?? "");
}

function localImports(file: string): string[] {
  return importsOf(file)
    .filter((path) => path.startsWith("."))
    .map((path) => normalize(`${dirname(file)}/${path}`));
}

function checkNone(problems: readonly string[]): void {
  assert.is(problems.join("\n"), "");
}

test("every import goes down the layer table", () => {
  const problems: string[] = [];
  for (const file of SOURCES) {
    const [, layer, mayImport] = layerOf(file);
    const allowed = new Set([layer, ...mayImport.split(" ")]);
    if (allowed.has("*")) continue;
    for (const imported of localImports(file)) {
      const target = layerOf(imported)[1];
      if (!allowed.has(target)) problems.push(`${file} (${layer}) imports ${imported} (${target})`);
    }
  }
  checkNone(problems);
});

/** Imports that exist when the program runs; types are erased. */
function runtimeImports(file: string): string[] {
  const code = textOf(file).replace(/\/\*[\s\S]*?\*\//g, "");
  const found = code.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from\s+"(\.[^"]+)"/gm);
  return [...found].map((match) => normalize(`${dirname(file)}/${match[1]}`));
}

/** Groups of files that import each other (strongly connected components, Tarjan 1972). */
function importCycles(): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (file: string): number => {
    const index = order.size;
    order.set(file, index);
    low.set(file, index);
    stack.push(file);
    for (const imported of runtimeImports(file)) {
      const reached = order.has(imported)
        ? stack.includes(imported)
          ? (order.get(imported) ?? index)
          : index
        : visit(imported);
      low.set(file, Math.min(low.get(file) ?? index, reached));
    }
    if (low.get(file) === index) {
      const group = stack.splice(stack.indexOf(file));
      if (group.length > 1) cycles.push(group);
    }
    return low.get(file) ?? index;
  };
  for (const file of SOURCES) if (!order.has(file)) visit(file);
  return cycles;
}

test("files that import each other at run time are as few as the ratchet says", () => {
  const problems = importCycles().filter((group) => {
    const folder = group[0]?.split("/").slice(0, 3).join("/") ?? "";
    return group.length > (limits.cycles[folder] ?? 1);
  });
  checkNone(problems.map((group) => `${group.length} files: ${group.join(", ")}`));
});

test("a package is imported by one adapter file", () => {
  const users = new Map<string, Set<string>>();
  for (const file of SOURCES) {
    if (file.startsWith("properties/")) continue;
    for (const path of importsOf(file)) {
      if (path.startsWith(".") || path.startsWith("node:")) continue;
      const name = path.startsWith("@")
        ? path.split("/").slice(0, 2).join("/")
        : path.split("/")[0];
      const files = users.get(name ?? "") ?? new Set();
      users.set(name ?? "", files.add(file));
    }
  }
  const problems = [...users]
    .filter(([name, files]) => files.size > (limits.adapters[name] ?? 1))
    .map(([name, files]) => `${name}: ${[...files].join(", ")}`);
  checkNone(problems);
});

test("no file is longer than 600 lines, tables apart", () => {
  const problems: string[] = [];
  for (const file of FILES) {
    const lines = textOf(file).split("\n").length;
    if (lines > Math.max(600, limits.longFiles[file] ?? 0) && !/table/.test(file)) {
      problems.push(`${file}: ${lines} lines`);
    }
  }
  checkNone(problems);
});

test("every source file begins with a comment that says what it is", () => {
  checkNone(SOURCES.filter((file) => !/^(#!.*\n)?\/\*\*/.test(textOf(file))));
});

/** What may not stand in a file, where, and why. */
const FORBIDDEN: readonly (readonly [pattern: RegExp, where: RegExp, why: string])[] = [
  [/\b(TODO|FIXME|XXX)\b/, /./, "left-overs"],
  [/^export default\b/m, /./, "default exports"],
  [/^(export )?let\b/m, /^(sim|replay)\//, "module-level state"],
  [
    /\bMath\.(random|sin|cos|tan|exp|log|pow|sinh|cosh|tanh|atan2?|asin|acos|cbrt)\(/,
    /^sim\//,
    "host math",
  ],
  [/\bnew Date\b|\bDate\.now\b|\bperformance\.now\b/, /^sim\//, "the host's clock"],
  [/\btoLocale[A-Z]\w*\(|\bIntl\b|\blocaleCompare\b/, /^sim\//, "the host's locale"],
  [/\b(test|suite)\.(skip|only)\(/, /./, "tests skipped or singled out"],
  [/^\s*(export )?(const )?enum\b/m, /./, "enums"],
];

test("nothing forbidden stands anywhere", () => {
  const problems: string[] = [];
  for (const file of FILES) {
    if (file === "properties/tidy.test.ts") continue;
    const code = textOf(file);
    for (const [pattern, where, why] of FORBIDDEN) {
      if (where.test(file) && !isTest(file) && pattern.test(code)) problems.push(`${file}: ${why}`);
    }
  }
  checkNone(problems);
});

test("no path of a machine and no registry stands in a file", () => {
  const pattern = /\/(work|home|root)\/[a-z]|registry\.npmjs|127\.0\.0\.1:\d/;
  checkNone(FILES.filter((file) => !file.endsWith("tidy.test.ts") && pattern.test(textOf(file))));
});

test.run();
