/**
 * Exported files as tools that are not ours read them: objdump disassembles the same instructions,
 * readelf and gdb find symbols and source lines.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { listGoldenNames } from "../../fixtures/our-fixtures.ts";
import { hasTool } from "../../sim/x86/objdump.ts";
import { disassemble } from "../../sim/x86/print.ts";
import { ReelReader } from "../format/reader.ts";
import { sampleReel } from "../format/sample-reel.ts";
import { CodeSymbols } from "../replayer/code-symbols.ts";
import { listLines } from "./code-lines.ts";
import { writeElf } from "./elf.ts";
import type { ExportSource } from "./export-format.ts";
import { EXPORT_FORMATS } from "./formats.ts";
import { ALL_EVENTS, ReelSource } from "./reel-source.ts";

const RUNS = join(import.meta.dirname, "../../fixtures/runs");
const folder = mkdtempSync(join(tmpdir(), "jitreel-elf-"));
test.after(() => rmSync(folder, { recursive: true }));

function openGolden(name: string): ExportSource {
  return openBytes(readFileSync(join(RUNS, name, "golden.reel")));
}

function openBytes(bytes: Uint8Array): ExportSource {
  return new ReelSource(new ReelReader(bytes, "golden.reel"), ALL_EVENTS);
}

function makeElf(source: ExportSource): Buffer {
  const pieces: Uint8Array[] = [];
  writeElf(source, (bytes) => pieces.push(bytes));
  return Buffer.concat(pieces);
}

/** Output of a tool on the file; it must have nothing to complain about. */
function runTool(name: string, argv: readonly string[], elf: Uint8Array): string {
  const file = join(folder, "code.elf");
  writeFileSync(file, elf);
  const run = spawnSync(name, [...argv, file], { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.is(run.status, 0, run.stderr);
  assert.is(run.stderr, "");
  return run.stdout;
}

const INSTRUCTION = /^ *([0-9a-f]+):\t((?:[0-9a-f]{2} )+) *\t(.*)$/gm;

function plain(text: string): string {
  return text
    .replace(/ *#.*$/, "")
    .replace(/ ([0-9a-f]+) <.*$/, " 0x$1")
    .replace(/\s+/g, " ")
    .trimEnd();
}

test("objdump disassembles the code heaps of all fixtures as we do", () => {
  if (!hasTool("objdump")) return;
  let count = 0;
  for (const name of listGoldenNames()) {
    const source = openGolden(name);
    if (source.state().image.blocks().length === 0) continue;
    const argv = ["-d", "-M", "intel", "-w", "--insn-width=16"];
    const theirs = new Map<number, string>();
    for (const [, address, bytes, text] of runTool("objdump", argv, makeElf(source)).matchAll(
      INSTRUCTION,
    )) {
      const length = bytes!.trim().split(" ").length;
      theirs.set(Number.parseInt(address!, 16), `${length} ${plain(text!)}`);
    }
    for (const { kind, block, address, size } of new CodeSymbols(source.state()).list) {
      if (kind === "constants" || kind === "filler") continue;
      const start = address - block.address;
      for (const line of disassemble(block.bytes.subarray(start, start + size), address)) {
        const ours = `${line.bytes.length} ${plain(line.text)}`;
        assert.is(ours, theirs.get(line.address), `${name} at ${line.address.toString(16)}`);
        count++;
      }
    }
  }
  assert.ok(count > 10_000, `only ${count} instructions`);
});

test("readelf reads the whole file and the same line for every address", () => {
  if (!hasTool("readelf")) return;
  for (const name of ["bridge", "traced-lists", "inlined-call", "recursion"]) {
    const source = openGolden(name);
    const elf = makeElf(source);
    assert.match(
      runTool("readelf", ["-a", "-W"], elf),
      / FUNC +LOCAL +DEFAULT +1 (loop|entry_bridge)_1$/m,
    );
    const shown = runTool("readelf", ["-W", "--debug-dump=decodedline"], elf);
    const theirs = [...shown.matchAll(/^(\S+) +(\d+) +0x([0-9a-f]+) /gm)].map(
      ([, file, line, address]) => `${file}:${line} ${address}`,
    );
    const ours = listLines(source.state()).flatMap(({ marks }) =>
      marks.map(({ address, place }) => `${place.fileName}:${place.line} ${address.toString(16)}`),
    );
    assert.equal(theirs, ours);
    assert.ok(ours.length > 5);
  }
});

test("gdb opens it and finds symbols and lines", () => {
  if (!hasTool("gdb")) return;
  const source = openGolden("bridge");
  const { event } = source.state().units[0]!;
  const mark = listLines(source.state())[0]!.marks[1]!;
  const commands = [`info symbol ${event.asmaddr + 1}`, `info line *${mark.address}`];
  const argv = ["-nx", "-batch", ...commands.flatMap((command) => ["-ex", command])];
  const shown = runTool("gdb", argv, makeElf(source));
  assert.match(shown, "loop_1 + 1 in section .text");
  assert.match(shown, `Line ${mark.place.line} of "program.py" starts at address`);
});

test("files are the same every time, and hold no path; no code is fine, too", () => {
  const elf = makeElf(openGolden("bridge"));
  assert.ok(elf.equals(makeElf(openGolden("bridge"))));
  assert.not.ok(elf.includes(import.meta.dirname.split("/")[1]!));
  const empty = openBytes(sampleReel([]));
  for (const { write } of EXPORT_FORMATS) write(empty, () => {});
  if (hasTool("readelf")) runTool("readelf", ["-a"], makeElf(empty));
});

test.run();
