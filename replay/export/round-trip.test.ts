/**
 * PyPy's log formats there and back: what is exported and imported again is the same in all that the
 * format holds. What it does not hold is left out here by name.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import type { EventOf } from "../format/event-schema.ts";
import type { GreenKeyRecord, JitEvent, OperationRecord, OwnerRecord } from "../format/events.ts";
import type { Imported } from "../import/testing.ts";
import { importBytes, ofKind } from "../import/testing.ts";
import { exportSource, listRuns, openRun } from "./testing.ts";

/** Runs of Python: the logs are those of Python programs. */
const PYTHON_RUNS = listRuns().filter((name) => !name.startsWith("tiny-"));

function eventsOf(run: string): JitEvent[] {
  return [...openRun(run).events()].flatMap(({ event }) => (event === null ? [] : [event]));
}

async function thereAndBack(format: string, run: string): Promise<Imported> {
  return importBytes(exportSource(format, openRun(run)));
}

/**
 * Without what no log holds: numbers of code objects, whether there was a comma, and of keys that are
 * no place in a program all but their text.
 */
function describeKey(key: GreenKeyRecord | null): unknown {
  if (key === null) return null;
  const text = key.text.replaceAll(",", ".");
  return text.includes("~#") ? { ...key, text, codeNumber: 0 } : text;
}

/** A log does not name the driver; other ones than Python's are guessed from their keys. */
function describeDriver(name: string): string {
  return name === "pypyjit" ? name : "another";
}

/** Hashes of guards are not there, either. */
function describeOperation({ hash, mergePoint, ...rest }: OperationRecord): unknown {
  if (mergePoint === null) return rest;
  const greenKey = describeKey(mergePoint.greenKey);
  const jitdriverName = describeDriver(mergePoint.jitdriverName);
  return { ...rest, mergePoint: { ...mergePoint, jitdriverName, greenKey } };
}

/** Nor causes, nor whether a hook was told. Times begin with the log. */
function describeUnit(event: EventOf<"compile">): unknown {
  const { cause, delivered, counting, ticks, greenKey, operations, ...rest } = event;
  const described = operations.map(describeOperation);
  const jitdriverName = event.type === "bridge" ? "" : describeDriver(event.jitdriverName);
  return { ...rest, jitdriverName, greenKey: describeKey(greenKey), operations: described };
}

test("PYPYLOG: units, operations, code, aborts, counters and run counts come back", async () => {
  for (const run of PYTHON_RUNS) {
    const before = eventsOf(run);
    const { events, notices } = await thereAndBack("pypylog", run);
    const said = notices.filter((notice) => !notice.startsWith("no jit-backend-counts"));
    const isEmpty = ofKind(before, "compile").length === 0;
    if (!isEmpty) assert.equal(said, [], run);
    assert.equal(
      ofKind(events, "compile").map(describeUnit),
      ofKind(before, "compile").map(describeUnit),
      run,
    );
    checkOthers(events, before, run);
  }
});

/** Helper code may have stood where a unit is later. */
function isUnit({ kind, number }: OwnerRecord): boolean {
  return (kind === "loop" || kind === "bridge") && number >= 0;
}

function checkOthers(events: readonly JitEvent[], before: readonly JitEvent[], run: string): void {
  const aborts = (list: readonly JitEvent[]): unknown => {
    return ofKind(list, "abort").map(({ reason, jitdriverName, operations }) => {
      const driver = describeDriver(jitdriverName);
      return { reason, driver, operations: operations.map(describeOperation) };
    });
  };
  assert.equal(aborts(events), aborts(before), run);
  const code = (list: readonly JitEvent[]): unknown => {
    const units = new Set(ofKind(list, "compile").map(({ blockAddress }) => blockAddress));
    return [...ofKind(list, "heap_commit"), ...ofKind(list, "heap_patch")].map((event) => {
      const ofUnit = "owner" in event && units.has(event.address) && isUnit(event.owner);
      const owner = ofUnit ? event.owner : null;
      return { address: event.address, bytes: event.bytes, owner };
    });
  };
  assert.equal(code(events), code(before), run);
  const end = (list: readonly JitEvent[]): unknown => {
    const stats = ofKind(list, "stats").findLast(({ atEnd }) => atEnd);
    return stats === undefined ? null : [stats.counters, stats.loopRunTimes];
  };
  const wasTraced = ofKind(before, "compile").length + ofKind(before, "abort").length > 0;
  if (wasTraced) assert.equal(end(events), end(before), run);
}

test("jitlog: units with operations and code, and run counts come back", async () => {
  for (const run of PYTHON_RUNS) {
    const before = eventsOf(run);
    const { events } = await thereAndBack("jitlog", run);
    const units = (list: readonly JitEvent[]): unknown => {
      return ofKind(list, "compile").map(({ type, loopNo, bridgeNo, inputArgs, operations }) => {
        const named = operations
          .filter(({ mergePoint }) => mergePoint === null)
          .map(({ name, result, args, descr, failArgs }) => {
            return { name, result, args, descr, failArgs };
          });
        return { type, loopNo, bridgeNo, inputArgs, operations: named };
      });
    };
    assert.equal(units(events), units(before), run);
    const places = (list: readonly JitEvent[]): unknown => {
      return ofKind(list, "compile").flatMap(({ operations }) =>
        operations.flatMap(({ mergePoint }) => {
          if (mergePoint === null || !mergePoint.greenKey.text.includes("~#")) return [];
          const { fileName, codeName, position } = mergePoint.greenKey;
          return [[fileName, codeName, position]];
        }),
      );
    };
    assert.equal(places(events), places(before), run);
  }
});

test.run();
