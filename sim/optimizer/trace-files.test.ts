import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { allRules } from "./rules/rules.ts";
import { compareCounters, compareWithExpected } from "./compare-trace-file.ts";
import type { OptimizedFile } from "./run-trace-file.ts";
import { optimizeByPrefixes, optimizeTraceFile, printOutput } from "./run-trace-file.ts";
import type { TraceFile } from "./trace-file.ts";
import { parseTraceFile } from "./trace-file.ts";
import { checkInputs, checkOutput } from "./verify-trace-file.ts";

/** Rules that fired in some trace file. */
const fired = new Set<string>();

const ROOT = new URL("../../fixtures/traces", import.meta.url).pathname;

function read(path: string): TraceFile {
  const include = (name: string, from: string) => {
    for (const folder of [dirname(from), ROOT]) {
      try {
        const file = join(folder, `${name}.decl`);
        return { text: readFileSync(file, "utf8"), file };
      } catch {}
    }
    return null;
  };
  return parseTraceFile(readFileSync(path, "utf8"), { file: path, include });
}

function check(path: string): void {
  const result = optimizeTraceFile(read(path));
  checkInputs(result.file);
  for (const rule of result.rules) fired.add(rule);
  if (process.env.BLESS === "1") {
    bless(path, result);
    return;
  }
  for (const one of [...optimizeByPrefixes(() => read(path)), result]) checkOutput(one);
  for (const { actual, expected } of compareWithExpected(result)) assert.fixture(actual, expected);
  const counters = compareCounters(result);
  if (counters !== null) assert.is(counters[1], counters[0]);
}

/** Writes what came out as what is expected, part by part; to be reviewed as a difference. */
function bless(path: string, result: OptimizedFile): void {
  const text = readFileSync(path, "utf8");
  const comparisons = compareWithExpected(result);
  if (comparisons.length === 0) {
    writeFileSync(path, `${text.trimEnd()}\n==>\n${printOutput(result)}\n`);
    return;
  }
  const [head = "", ...sections] = text.split(/^(?===>)/m);
  const blessed = sections.map((section, index) => {
    const { expected, actual } = comparisons[index] ?? { expected: "", actual: "" };
    if (actual === expected) return section;
    return `${section.slice(0, section.indexOf("\n"))}\n${actual}\n`;
  });
  writeFileSync(path, head + blessed.join(""));
}

for (const folder of readdirSync(ROOT, { withFileTypes: true })) {
  if (!folder.isDirectory()) continue;
  for (const name of readdirSync(join(ROOT, folder.name)).sort()) {
    if (!name.endsWith(".trace")) continue;
    test(`${folder.name}: ${name.replace(".trace", "").replaceAll("-", " ")}`, () => {
      check(join(ROOT, folder.name, name));
    });
  }
}

test("every rule fires in a trace file", () => {
  assert.equal(
    allRules()
      .map((rule) => rule.name)
      .filter((name) => !fired.has(name)),
    [],
  );
});

test.run();
