/**
 * Listings of the recorded runs beside copies of themselves with other names, addresses and
 * operations.
 */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CompileEvent, OperationRecord } from "../format/events.ts";
import type { OperationSide } from "./compare-operations.ts";
import { alignGuards, compareOperations } from "./compare-operations.ts";
import { GOLDEN_NAMES, openGolden } from "./test-reels.ts";
import { NO_NAMES } from "./unit-names.ts";

const COMPILED: readonly CompileEvent[] = GOLDEN_NAMES.flatMap((name) =>
  [...openGolden(name).events()].flatMap(({ event }) => (event?.kind === "compile" ? [event] : [])),
);

function sideOf(event: CompileEvent): OperationSide {
  const scope = { resolver: NO_NAMES, isForeign: false };
  return { inputArgs: event.inputArgs, operations: event.operations, scope };
}

/** The event with every text of its operations replaced. */
function rewrite(event: CompileEvent, change: (text: string) => string): CompileEvent {
  const operations = event.operations.map((one): OperationRecord => {
    if (one.mergePoint !== null) return one;
    return {
      ...one,
      result: change(one.result),
      args: one.args.map(change),
      descr: change(one.descr),
      failArgs: one.failArgs?.map(change) ?? null,
    };
  });
  return { ...event, inputArgs: event.inputArgs.map(change), operations };
}

function aspectsOf(a: CompileEvent, b: CompileEvent): string[] {
  return [...compareOperations(sideOf(a), sideOf(b)).aspects].sort();
}

const renameBoxes = (rename: (number: number) => number) => (text: string) =>
  text.replace(/^([ipf])(\d+)$/, (_, kind: string, number: string) => {
    return `${kind}${rename(Number(number))}`;
  });

test("other names of boxes are no difference", () => {
  assert.ok(COMPILED.length > 100);
  for (const event of COMPILED) {
    const renamed = rewrite(
      event,
      renameBoxes((number) => (number ^ 5) + 1000),
    );
    const { rows, aspects } = compareOperations(sideOf(event), sideOf(renamed));
    assert.ok(rows.every(({ mark }) => mark === "same"));
    assert.equal(
      [...aspects].filter((aspect) => aspect !== "names"),
      [],
    );
  }
});

test("names that are not one for one are a difference", () => {
  let found = 0;
  for (const event of COMPILED) {
    const boxes = new Set(
      event.operations.flatMap(({ result }) => (result === "" ? [] : [result])),
    );
    const pair = [...boxes].filter((name) => name.startsWith("i")).slice(0, 2);
    if (pair.length < 2) continue;
    const merged = rewrite(event, (text) => (text === pair[1] ? pair[0]! : text));
    assert.ok(aspectsOf(event, merged).includes("operations"), event.greenKey?.text ?? "bridge");
    assert.ok(aspectsOf(merged, event).includes("operations"));
    found++;
  }
  assert.ok(found > 50);
});

test("moved addresses are addresses, unless one of them moves elsewhere", () => {
  const move = (text: string, by: bigint): string =>
    text
      .replace(/0x[0-9a-f]{6,}/g, (one) => `0x${(BigInt(one) + by).toString(16)}`)
      .replace(/\b1[34]\d{13}\b/g, (one) => String(BigInt(one) + by));
  for (const event of COMPILED) {
    const moved = rewrite(event, (text) => move(text, 4096n));
    const aspects = aspectsOf(event, moved);
    assert.equal(
      aspects.filter((one) => one !== "addresses"),
      [],
      event.greenKey?.text ?? "bridge",
    );
  }
  const raw = COMPILED.find(({ operations }) => countRaw(operations) > 1)!;
  let count = 0;
  const once = rewrite(raw, (text) => (isRaw(text) && count++ === 0 ? move(text, 8n) : text));
  assert.ok(aspectsOf(raw, once).includes("operations"));
});

const isRaw = (text: string): boolean => /^1[34]\d{13}$/.test(text);
const countRaw = (operations: readonly OperationRecord[]): number =>
  operations.flatMap(({ args }) => args.filter(isRaw)).length;

test("operations that are taken out are gone, and guards find each other", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (which, where) => {
      const event = COMPILED[which % COMPILED.length]!;
      const out = where % event.operations.length;
      const shorter = {
        ...event,
        operations: event.operations.filter((_, index) => index !== out),
      };
      const { rows } = compareOperations(sideOf(event), sideOf(shorter));
      const alone = rows.filter(({ mark }) => mark === "gone" || mark === "new");
      assert.is(alone.length, 1);
      // Of equal neighbours any may be the one.
      const gone = event.operations[alone[0]!.a]!;
      assert.is(gone.name, event.operations[out]!.name);
      const guards = event.operations.filter(({ name }) => name.startsWith("guard_")).length;
      const isGuard = gone.name.startsWith("guard_");
      assert.is(alignGuards(sideOf(event), sideOf(shorter)).size, guards - (isGuard ? 1 : 0));
    }),
    { seed: 4, numRuns: 300 },
  );
});

test("long traces that have little in common cost little", () => {
  const event = COMPILED[0]!;
  const plain = { ...event.operations[0]!, descr: "", failArgs: null, mergePoint: null };
  const trace = (name: string): CompileEvent => ({
    ...event,
    operations: Array.from({ length: 10_000 }, (_, index) => ({
      ...plain,
      name: index % 50 === 0 ? `int_${index}` : `${name}_${index % 9}`,
      result: `i${index + 10}`,
      args: [`i${index + 9}`, "1"],
    })),
  });
  const { rows } = compareOperations(sideOf(trace("int_add")), sideOf(trace("int_sub")));
  assert.is(rows.filter(({ a, b }) => a >= 0 && b >= 0).length, 200);
});

test.run();
