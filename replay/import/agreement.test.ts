/**
 * Real logs: the text log and the jitlog of a program give the same units, and those are what the
 * hooks of another run have told. Reels of them are whole, and every view can be made.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeRecorded } from "../compare/recorded-side.ts";
import type { SideEvent } from "../compare/side.ts";
import { checkReel } from "../format/check.ts";
import type { JitEvent } from "../format/events.ts";
import { EventRecorder } from "../recorder/recorder.ts";
import { listSections } from "../replayer/code-rows.ts";
import { readCodeState } from "../replayer/code-state.ts";
import { CodeSymbols } from "../replayer/code-symbols.ts";
import { makeForeignHeader } from "./import-log.ts";
import type { UnitSummary } from "./test-agreement.ts";
import { summarizeRuns, summarizeUnits } from "./test-agreement.ts";
import { importBytes, importFile, ofKind } from "./testing.ts";

const LOGS = "fixtures/logs";
const NAMES = readdirSync(LOGS)
  .filter((name) => name.endsWith(".jitlog.gz"))
  .map((name) => name.replace(".jitlog.gz", ""));

/** PyPy's text log has no offset for some operations that the assembler was given as copies. */
function whereKnown(units: readonly UnitSummary[], known: readonly UnitSummary[]): UnitSummary[] {
  return units.map((unit, i) => {
    const offsets = unit.offsets.map((offset, k) => (known[i]?.offsets[k] === -1 ? -1 : offset));
    return { ...unit, offsets };
  });
}

test("text logs and jitlogs agree on units, operations, offsets, sizes and run counts", async () => {
  let unitCount = 0;
  for (const name of NAMES) {
    const text = await importFile(join(LOGS, `${name}.log.gz`));
    const binary = await importFile(join(LOGS, `${name}.jitlog.gz`));
    const units = summarizeUnits(text.events);
    assert.equal(whereKnown(summarizeUnits(binary.events, true), units), units, name);
    assert.equal(summarizeRuns(binary.events), summarizeRuns(text.events), name);
    unitCount += units.length;
  }
  assert.ok(unitCount >= 15);
});

/** What a hook is called with, as far as logs tell it. */
function sideOf(event: JitEvent): string | null {
  if (event.kind === "compile") {
    const place = event.greenKey === null ? "" : keyOf(event.greenKey);
    const names = event.operations.map(({ name }) => name).join();
    return `compile ${event.type} ${place} ${event.loopNo} ${names}`;
  }
  return event.kind === "abort" ? `abort ${event.reason}` : null;
}

function keyOf(key: { readonly codeName: string; readonly position: number }): string {
  return `${key.codeName}+${key.position}`;
}

function toldBy({ kind, type, key, loopNo, operations }: SideEvent): string | null {
  const names = operations.map((text) => /^(?:\w+ = )?(\w+)/.exec(text)?.[1]).join();
  if (kind === "compile") return `compile ${type} ${key} ${loopNo} ${names}`;
  return kind === "abort" ? `abort ${type}` : null;
}

/** No hook is called for an abort of a trace from a guard that has met no loop header. */
function withoutSilent(logged: readonly string[], told: readonly string[]): string[] {
  let next = 0;
  return logged.filter((one) => {
    const isTold = one === told[next] || !one.startsWith("abort ");
    if (isTold) next++;
    return isTold;
  });
}

test("text logs agree with what the hooks of another run were told", async () => {
  for (const name of NAMES) {
    const path = `fixtures/compare/real/${name}.real.json.gz`;
    const { side } = decodeRecorded(readFileSync(path), path);
    const { events } = await importFile(join(LOGS, `${name}.log.gz`));
    const told = side.events.map(toldBy).filter((one) => one !== null);
    const logged = events.map(sideOf).filter((one) => one !== null);
    assert.equal(withoutSilent(logged, told), told, name);
    const counters = Object.fromEntries(ofKind(events, "stats").at(-1)?.counters ?? []);
    assert.equal(counters, side.counters, name);
    const runs = side.runCounts.map(({ kind, number, count }) => {
      return `${kind[0]} ${kind === "entry" ? number : ""} ${count}`;
    });
    assert.equal(summarizeRuns(events), runs, name);
  }
});

test("reels of logs are whole, and their code can be listed", async () => {
  for (const name of NAMES) {
    for (const kind of ["log", "jitlog"] as const) {
      const { events } = await importFile(join(LOGS, `${name}.${kind}.gz`));
      const chunks: Buffer[] = [];
      const header = makeForeignHeader(kind === "log" ? "pypylog" : kind, null);
      const sink = (bytes: Uint8Array): void => void chunks.push(Buffer.from(bytes));
      const recorder = new EventRecorder(sink, header, "1");
      for (const event of events) recorder.onEvent(event);
      recorder.finish();
      const { problems, reader } = checkReel(Buffer.concat(chunks), name);
      assert.equal(problems, []);
      const state = readCodeState(reader.header, reader.events(), null);
      const symbols = new CodeSymbols(state);
      const context = { state, symbols, nameAddress: () => null };
      for (const unit of state.livingUnits()) {
        const rows = listSections(unit.block!, context).flatMap((section) => section.rows);
        const bytes = rows.reduce((sum, row) => sum + row.bytes.length, 0);
        assert.is(bytes, unit.block!.bytes.length, `${name} ${kind} ${unit.eventNumber}`);
        assert.ok(rows.filter(({ operation }) => operation >= 0).length > 0);
      }
    }
  }
});

test("offsets stand where instructions begin", async () => {
  const { events } = await importFile(join(LOGS, "branch.log.gz"));
  const numbered = events.map((event, number) => ({ number, event }));
  const state = readCodeState(makeForeignHeader("pypylog", null), numbered, null);
  const context = { state, symbols: new CodeSymbols(state), nameAddress: () => null };
  for (const unit of state.livingUnits()) {
    const rows = listSections(unit.block!, context).flatMap((section) => section.rows);
    const starts = new Set(rows.map(({ address }) => address - unit.event.asmaddr));
    starts.add(unit.event.asmlen);
    for (const { offset } of unit.event.operations) {
      assert.ok(offset < 0 || starts.has(offset), String(offset));
    }
  }
});

/** Bytes of real logs, not zipped, so that damage is not only the archive's. */
const CONTENTS = NAMES.flatMap((name) =>
  ["log", "jitlog"].map((kind) => gunzipSync(readFileSync(join(LOGS, `${name}.${kind}.gz`)))),
).filter(({ length }) => length < 150_000);

const damage = fc.record({
  log: fc.nat({ max: CONTENTS.length - 1 }),
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
  changes: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        fc.constant(Buffer.from("ffffffff", "hex")),
        fc.constant(Buffer.from("\n[1] {jit-tracing\n")),
        fc.constant(Buffer.from("jit-backend}\n")),
      ),
      isInserted: fc.boolean(),
    }),
    { maxLength: 6 },
  ),
});

test("damaged logs are imported as far as they go, or refused", async () => {
  const law = fc.asyncProperty(damage, async ({ log, cut, changes }) => {
    let bytes = CONTENTS[log]!;
    for (const { at, bytes: others, isInserted } of changes) {
      const from = Math.floor(at * bytes.length);
      const to = isInserted ? from : from + others.length;
      bytes = Buffer.concat([bytes.subarray(0, from), others, bytes.subarray(to)]);
    }
    if (cut > 0.5) bytes = bytes.subarray(0, Math.floor(cut * bytes.length));
    try {
      const { events } = await importBytes(bytes);
      const recorder = new EventRecorder(() => {}, makeForeignHeader("pypylog", null), "1");
      for (const event of events) recorder.onEvent(event);
      recorder.finish();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "UserError") throw error;
    }
  });
  const numRuns = Number(process.env.JITREEL_IMPORT_RUNS ?? 150);
  await fc.assert(law, { seed: 6, numRuns });
});

test.run();
