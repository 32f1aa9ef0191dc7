/**
 * Jitdumps as perf itself takes them: `perf inject --jit` makes ELF files, `perf script` names the
 * code at sampled addresses, readelf finds the source lines. And read back by the specification.
 */

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hasTool } from "../../sim/x86/objdump.ts";
import { anyEvent } from "../format/event-arbitrary.ts";
import type { CompileEvent } from "../format/events.ts";
import type { ExportSource } from "./export-format.ts";
import { makePerfData } from "./test-perf-data.ts";
import { exportEvents, exportSource, listRuns, openRun, runTool } from "./testing.ts";

interface Load {
  readonly kind: "load";
  readonly address: number;
  readonly index: number;
  readonly name: string;
  readonly bytes: Buffer;
  readonly ticks: number;
}

interface DebugInfo {
  readonly kind: "debug";
  readonly address: number;
  readonly lines: readonly { address: number; line: number; file: string }[];
}

/** All records, by the specification; the last one must be the closing one. */
function readJitdump(dump: Buffer): (Load | DebugInfo)[] {
  const word = (at: number): number => Number(dump.readBigUInt64LE(at));
  const textEnd = (at: number): number => dump.indexOf(0, at);
  assert.equal([dump.readUInt32LE(0), dump.readUInt32LE(4)], [0x4a695444, 1]);
  const records: (Load | DebugInfo)[] = [];
  let at = dump.readUInt32LE(8);
  for (let isClosed = false; at < dump.length; ) {
    assert.not.ok(isClosed);
    const kind = dump.readUInt32LE(at);
    const end = at + dump.readUInt32LE(at + 4);
    assert.ok(end > at && end <= dump.length);
    if (kind === 3) isClosed = true;
    else if (kind === 0) {
      const nameEnd = textEnd(at + 56);
      const size = word(at + 40);
      assert.is(nameEnd + 1 + size, end);
      const name = dump.toString("utf8", at + 56, nameEnd);
      const bytes = dump.subarray(nameEnd + 1, end);
      const address = word(at + 32);
      assert.is(word(at + 24), address);
      records.push({
        kind: "load",
        address,
        index: word(at + 48),
        name,
        bytes,
        ticks: word(at + 8),
      });
    } else {
      assert.is(kind, 2);
      const lines = [];
      let next = at + 32;
      for (let count = word(at + 24); count > 0; count--) {
        const nameEnd = textEnd(next + 16);
        const file = dump.toString("utf8", next + 16, nameEnd);
        lines.push({ address: word(next), line: dump.readUInt32LE(next + 8), file });
        next = nameEnd + 1;
      }
      assert.is(next, end);
      records.push({ kind: "debug", address: word(at + 16), lines });
    }
    at = end;
  }
  assert.is(at, dump.length);
  return records;
}

function compiledIn(source: ExportSource): CompileEvent[] {
  return [...source.events()].flatMap(({ event }) => (event?.kind === "compile" ? [event] : []));
}

test("all recorded runs: a record for each unit, with its bytes as they were committed", () => {
  let lines = 0;
  for (const run of listRuns()) {
    const source = openRun(run);
    const records = readJitdump(exportSource("jitdump", source));
    const loads = records.filter((record): record is Load => record.kind === "load");
    assert.equal(
      loads.map(({ index }) => index),
      [...loads.keys()],
    );
    const commits = new Map<number, Uint8Array>();
    const known = new Map<number, Uint8Array>();
    for (const { event } of source.events()) {
      if (event?.kind === "heap_commit") commits.set(event.address, event.bytes);
      else if (event?.kind === "compile") {
        known.set(event.asmaddr, commits.get(event.blockAddress)!);
        const { asmaddr, asmlen, ticks } = event;
        const load = loads.find((one) => {
          const isIn = one.address <= asmaddr && asmaddr + asmlen <= one.address + one.bytes.length;
          return isIn && one.ticks === ticks && /^(loop|entry bridge|bridge) /.test(one.name);
        })!;
        const block = Buffer.from(commits.get(event.blockAddress)!);
        assert.equal(load.bytes, block.subarray(load.address - event.blockAddress));
      }
    }
    for (const record of records) if (record.kind === "debug") lines += record.lines.length;
    const units = loads.filter(({ name }) => /^(loop|entry bridge|bridge) /.test(name));
    assert.is(units.length, compiledIn(source).length);
  }
  assert.ok(lines > 500);
});

test("perf inject makes ELF files of it, and names sampled addresses", () => {
  if (!hasTool("perf")) return;
  const folder = mkdtempSync(join(tmpdir(), "jitreel-jitdump-"));
  try {
    const source = openRun("bridge");
    const dump = join(folder, "jit-1.dump");
    writeFileSync(dump, exportSource("jitdump", source));
    const units = compiledIn(source);
    const samples = units.map(({ asmaddr }) => ({ ip: asmaddr + 1, ticks: 10_000 }));
    const [before, after] = [join(folder, "in.data"), join(folder, "out.data")];
    writeFileSync(before, makePerfData(dump, samples));
    runTool("perf", ["inject", "--jit", "-f", "-i", before, "-o", after], null);
    const shown = runTool("perf", ["script", "-f", "-i", after, "-F", "ip,sym"], null);
    const names = shown.split("\n").slice(0, -1);
    assert.equal(
      names.map((line) => line.trim()),
      units.map(({ asmaddr, type, loopNo, bridgeNo, greenKey }) => {
        const name =
          type === "bridge"
            ? `bridge of Guard0x${bridgeNo.toString(16)}`
            : `loop ${loopNo} ${greenKey!.text}`;
        return `${(asmaddr + 1).toString(16)} ${name}`;
      }),
    );
    const files = readdirSync(folder).filter((name) => name.endsWith(".so"));
    assert.is(files.length, 4 + units.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("hostile events give a file that is read to its end", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
      readJitdump(exportEvents("jitdump", events));
    }),
    { numRuns: 500 },
  );
});

test.run();
