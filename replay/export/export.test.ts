/**
 * Exports as a library, of imported reels, of hostile events: what other tools' readers say.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hasTool } from "../../sim/x86/objdump.ts";
import { anyEvent } from "../format/event-arbitrary.ts";
import type { JitEvent } from "../format/events.ts";
import { importFile } from "../import/testing.ts";
import { EXPORT_FORMAT_NAMES, exportReel, openReel } from "../index.ts";
import { EXPORT_FORMATS } from "./formats.ts";
import { readJitlog } from "./test-jitlog.ts";
import { makeValidator, speedscopeSchema } from "./test-schema.ts";
import { exportEvents, exportSource, openRun, RUNS, runTool } from "./testing.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-export-"));
test.after(() => rmSync(folder, { recursive: true }));

test("exportReel of the library writes what the formats write, for a range and a query", () => {
  assert.equal(
    EXPORT_FORMAT_NAMES,
    EXPORT_FORMATS.map(({ name }) => name),
  );
  const reel = openReel(join(RUNS, "bridge/golden.reel"));
  const collect = (name: string, options = {}): Buffer => {
    const pieces: Uint8Array[] = [];
    exportReel(reel, name, (bytes) => pieces.push(bytes), options);
    return Buffer.concat(pieces);
  };
  for (const name of EXPORT_FORMAT_NAMES) {
    assert.ok(collect(name).equals(exportSource(name, openRun("bridge"))));
  }
  const selected = openRun("bridge", { from: 11, to: 20, matches: null });
  assert.ok(collect("dot", { from: 11, to: 20 }).equals(exportSource("dot", selected)));
  assert.is(collect("jsonl", { where: "bridge" }).toString().trimEnd().split("\n").length, 4);
  assert.throws(() => collect("svg"), 'there is no format "svg"; there are elf');
  reel.close();
});

const PROGRAM = `
def f(n):
    i = total = 0
    while i < n:
        if i % 3 == 0:
            total += i
        i += 1
    return total
print(f(5000))
`;

/** The events of a log that the installed pypy3 has just written, or null. */
async function importReal(variable: string, value: (path: string) => string): Promise<JitEvent[]> {
  const program = join(folder, "p.py");
  const log = join(folder, "log");
  writeFileSync(program, PROGRAM);
  const run = spawnSync("pypy3", [program], { env: { ...process.env, [variable]: value(log) } });
  if (run.status !== 0) return [];
  const { events } = await importFile(log);
  return [...events];
}

test("logs of the installed pypy3 go in, and out in every format", async () => {
  if (!hasTool("pypy3")) return;
  const validate = makeValidator(speedscopeSchema());
  for (const events of [
    await importReal("PYPYLOG", (path) => `jit:${path}`),
    await importReal("JITLOG", (path) => path),
  ]) {
    const units = events.filter(({ kind }) => kind === "compile").length;
    assert.ok(units >= 2);
    for (const name of EXPORT_FORMAT_NAMES) assert.ok(exportEvents(name, events).length > 100);
    const traces = [...readJitlog(exportEvents("jitlog", events))];
    assert.ok(traces.filter(({ mark }) => mark === "stitch").length >= 1);
    assert.is(validate(JSON.parse(exportEvents("speedscope", events).toString())), "");
    const profile = exportEvents("speedscope", events).toString();
    assert.match(profile, '"name":"runs"');
    const text = exportEvents("pypylog", events);
    writeFileSync(join(folder, "again.log"), text);
    const again = await importFile(join(folder, "again.log"));
    const described = (list: readonly JitEvent[]): unknown => {
      return list.flatMap((event) => {
        if (event.kind !== "compile") return [];
        const { type, loopNo, bridgeNo, asmaddr, asmlen, inputArgs, operations } = event;
        const plain = operations.map(({ name, result, args, descr, failArgs, offset }) => {
          return { name, result, args, descr, failArgs, offset };
        });
        return [{ type, loopNo, bridgeNo, asmaddr, asmlen, inputArgs, plain }];
      });
    };
    assert.equal(described(again.events), described(events));
  }
});

test("hostile names: perf maps keep their lines, readelf and Graphviz read every file", () => {
  const canRead = hasTool("readelf");
  const canDraw = spawnSync("dot", ["-V"]).status === 0;
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
      const map = exportEvents("perf", events).toString();
      for (const line of map.split("\n").slice(0, -1)) {
        assert.match(line, /^[0-9a-f]+ [0-9a-f]+ [^\p{Cc}\u2028\u2029]+$/u);
      }
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.array(anyEvent, { minLength: 6, maxLength: 20 }), (events) => {
      const file = join(folder, "code.elf");
      writeFileSync(file, exportEvents("elf", events));
      if (canRead) runTool("readelf", ["-a", "-W", "--debug-dump=decodedline", file], null);
      if (canDraw) runTool("dot", ["-Tcanon"], exportEvents("dot", events));
    }),
    { numRuns: 25 },
  );
});

test("every format of every run is the same when it is written again", () => {
  for (const run of ["list-sieve", "generator", "callee-too-long"]) {
    const bytes = readFileSync(join(RUNS, run, "golden.reel"));
    assert.ok(bytes.length > 0);
    for (const { name } of EXPORT_FORMATS) {
      const first = exportSource(name, openRun(run));
      assert.ok(first.equals(exportSource(name, openRun(run))), `${run} ${name}`);
    }
  }
});

test.run();
