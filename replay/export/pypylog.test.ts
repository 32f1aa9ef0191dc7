/**
 * The text log is read back by a reader of PyPy's grammar: sections nest, every line of a section has
 * its form, numbers and bytes are those of the reel. Titles and labels are those of the installed
 * pypy3's own log.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { anyEvent } from "../format/event-arbitrary.ts";
import type { CompileEvent } from "../format/events.ts";
import { printOperation } from "../replayer/print-value.ts";
import type { ExportSource } from "./export-format.ts";
import { ALL_EVENTS } from "./reel-source.ts";
import { exportEvents, exportSource, listRuns, openRun } from "./testing.ts";

/** A section with its own lines; sections inside stand in the list, too. */
interface Section {
  readonly name: string;
  readonly from: number;
  readonly depth: number;
  readonly lines: string[];
}

/** Reads sections as PyPy's `logparser.py` does: by these two forms of lines alone. */
function readSections(text: string): Section[] {
  const sections: Section[] = [];
  const open: Section[] = [];
  const lines = text.split("\n");
  assert.is(lines.pop(), "");
  for (const line of lines) {
    const start = /^\[([0-9a-f]+)\] \{([\w-]+)$/.exec(line);
    const stop = /^\[([0-9a-f]+)\] ([\w-]+)\}$/.exec(line);
    if (start !== null) {
      const from = Number.parseInt(start[1]!, 16);
      open.push({ name: start[2]!, from, depth: open.length, lines: [] });
      sections.push(open.at(-1)!);
    } else if (stop !== null) {
      assert.is(open.pop()?.name, stop[2]);
    } else open.at(-1)!.lines.push(line);
  }
  assert.is(open.length, 0);
  return sections;
}

const FORMS: Readonly<Record<string, RegExp>> = {
  "jit-tracing": /^(compiled new (loop|bridge|entry bridge)|~~~ ABORTING TRACING ABORT_\w+)$/,
  "jit-backend": /^$/,
  "jit-mem-looptoken-alloc": /^allocating (Bridge # \d+ of )?Loop # -?\d+$/,
  "jit-backend-dump":
    /^(BACKEND x86_64|SYS_EXECUTABLE \?\?|CODE_DUMP @[0-9a-f]+ \+0 {2}([0-9A-F]{2})*)$/,
  "jit-backend-addr":
    /^((Loop -?\d+ \(.*\)|bridge out of Guard 0x\w+) has address 0x\w+ to 0x\w+( \(bootstrap 0x\w+\))?| +(gc table|function|jump target|resops|failures|end): 0x\w+)$/,
  "jit-log-opt-loop":
    /^(# Loop -?\d+ \(.*\) : (loop|entry bridge) with \d+ ops|\[.*\]|(\+\d+: )?(\w+ = )?\w+\(.*\)( \[.*\])?|\+\d+: --end of the loop--)$/,
  "jit-log-opt-bridge":
    /^(# bridge out of Guard 0x\w+ with \d+ ops|\[.*\]|(\+\d+: )?(\w+ = )?\w+\(.*\)( \[.*\])?|\+\d+: --end of the loop--)$/,
  "jit-log-noopt": /^(# Traced loop or bridge with \d+ ops|\[.*\]|(\w+ = )?\w+\(.*\))$/,
  "jit-disableinlining": /^disabled inlining .+$/,
  "jit-mem-releaseall": /^Loop tokens cleared: \d+$/,
  "jit-invalidate-quasi-immutable": /^invalidated loop \d+$/,
  "jit-summary": /^[\w #:-]+:[ ]*\t+\d+(\t\d+\.\d{6})?$|^TOTAL: {6}\t\t\d+\.\d{6}$/,
  "jit-backend-counts": /^(entry -?\d+|TargetToken\(-?\d+\)|bridge -?\d+):\d+$/,
};

function compiledIn(source: ExportSource): CompileEvent[] {
  return [...source.events()].flatMap(({ event }) => (event?.kind === "compile" ? [event] : []));
}

test("all recorded runs: sections, forms of lines, operations and offsets", () => {
  const seen = new Set<string>();
  for (const name of listRuns()) {
    const source = openRun(name);
    const sections = readSections(exportSource("pypylog", source).toString());
    for (const { name: section, lines } of sections) {
      seen.add(section);
      for (const line of lines) assert.match(line, FORMS[section]!, `${name} ${section}`);
    }
    const times = sections.map(({ from }) => from);
    assert.equal(
      times,
      [...times].sort((a, b) => a - b),
    );
    const compiled = compiledIn(source);
    const units = sections.filter((one) => one.name.startsWith("jit-log-opt-"));
    assert.is(units.length, compiled.length);
    for (const [i, { lines }] of units.entries()) checkUnit(lines, compiled[i]!);
    checkSummary(sections);
  }
  assert.equal([...seen].sort(), Object.keys(FORMS).sort());
});

/** Title with the number of operations, inputs, operations at their offsets, end. */
function checkUnit(lines: readonly string[], event: CompileEvent): void {
  const { operations, inputArgs, asmaddr, asmlen, blockAddress } = event;
  assert.match(lines[0]!, new RegExp(` with ${operations.length} ops$`));
  assert.is(lines[1], `[${inputArgs.join(", ")}]`);
  assert.is(lines.length, operations.length + 3);
  operations.forEach((operation, i) => {
    const match = /^(?:\+(\d+): )?(.*)$/.exec(lines[i + 2]!)!;
    assert.is(match[2], printOperation(operation));
    const offset = match[1] === undefined ? null : blockAddress + Number(match[1]) - asmaddr;
    assert.is(offset ?? -1, operation.offset);
  });
  assert.is(lines.at(-1), `+${asmaddr + asmlen - blockAddress}: --end of the loop--`);
}

/** The numbers of sections are what the counters say, as on PyPy. */
function checkSummary(sections: readonly Section[]): void {
  const summary = sections.find(({ name }) => name === "jit-summary");
  const count = (name: string): number => sections.filter((one) => one.name === name).length;
  assert.is(summary === undefined, count("jit-tracing") === 0);
  if (summary === undefined) return;
  const readCount = (label: string): number => {
    return Number(summary.lines.find((line) => line.startsWith(label))!.split("\t")[1]);
  };
  assert.is(readCount("Tracing:"), count("jit-tracing"));
  // Code that found no memory is given up in the backend, of which nothing is told.
  const missing = readCount("Backend:") - count("jit-backend");
  assert.ok(missing >= 0 && missing <= readCount("abort: compiling:"));
}

test("the bytes of dumps give the code heap again", () => {
  for (const name of ["bridge", "recursion", "traced-regex"]) {
    const source = openRun(name);
    const heap = new Map<number, number>();
    for (const { lines } of readSections(exportSource("pypylog", source).toString())) {
      for (const line of lines) {
        const match = /^CODE_DUMP @(\w+) \+0 {2}(\w*)$/.exec(line);
        if (match === null) continue;
        const at = Number.parseInt(match[1]!, 16);
        for (const [i, byte] of Buffer.from(match[2]!, "hex").entries()) heap.set(at + i, byte);
      }
    }
    for (const { address, bytes } of source.state().image.blocks()) {
      for (const [i, byte] of bytes.entries()) assert.is(heap.get(address + i), byte);
    }
  }
});

/** A text log of the installed PyPy, or null. */
function realLog(): string | null {
  const folder = mkdtempSync(join(tmpdir(), "jitreel-pypylog-"));
  try {
    const program = join(folder, "p.py");
    const log = join(folder, "log");
    const text = "def f(n):\n i = 0\n while i < n:\n  i += 2 if i % 3 else 1\n return i\nf(5000)\n";
    writeFileSync(program, text);
    const env = { ...process.env, PYPYLOG: `jit:${log}` };
    const run = spawnSync("pypy3", [program], { env });
    return run.status === 0 ? readFileSync(log, "latin1") : null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Lines without what is different in every run: numbers, addresses, names in parentheses. */
function mask(lines: readonly string[]): string[] {
  return lines.map((line) =>
    line
      .replace(/\(.*?\)(?= has| :)/, "(LOC)")
      .replace(/0x\w+|@\w+|\b[0-9A-F]{8,}\b|\d+(\.\d+)?/g, "N"),
  );
}

test("titles, labels and their order are those of the installed pypy3", () => {
  const real = realLog();
  if (real === null) return;
  const theirs = readSections(real);
  const ours = readSections(exportSource("pypylog", openRun("bridge")).toString());
  const find = (sections: readonly Section[], name: string, title: RegExp): string[] => {
    const found = sections.find((one) => one.name === name && title.test(one.lines[0]!));
    return found === undefined ? [] : mask(found.lines);
  };
  for (const [name, title] of [
    ["jit-summary", /^Tracing/],
    ["jit-backend-addr", /^Loop/],
    ["jit-backend-addr", /^bridge/],
    ["jit-mem-looptoken-alloc", /Loop/],
  ] as const) {
    assert.ok(find(ours, name, title).length > 0);
    assert.equal(find(ours, name, title), find(theirs, name, title));
  }
  for (const [name, title] of [
    ["jit-log-opt-loop", /^# Loop/],
    ["jit-log-opt-bridge", /^# bridge/],
  ] as const) {
    assert.is(find(ours, name, title)[0], find(theirs, name, title)[0]);
    assert.is(find(ours, name, title).at(-1), find(theirs, name, title).at(-1));
  }
});

test("hostile names stay inside of their lines", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
      const text = exportEvents("pypylog", events, ALL_EVENTS).toString();
      assert.not.match(text, /[^\P{Cc}\n\t]/u);
      const sections = readSections(text);
      for (const { name, lines } of sections) {
        const isPlain = /dump|addr|summary|counts|releaseall/.test(name);
        if (isPlain) for (const line of lines) assert.match(line, FORMS[name]!);
      }
      const units = sections.filter(({ name }) => name.startsWith("jit-log-opt-"));
      const compiled = events.filter(({ kind }) => kind === "compile");
      assert.is(units.length, compiled.length);
      units.forEach(({ lines }, i) => {
        const event = compiled[i] as CompileEvent;
        assert.is(lines.length, event.operations.length + 3);
      });
    }),
    { numRuns: 500 },
  );
});

test.run();
