/**
 * Units of the recorded runs: their identities are unique in a run, and bridges are found at the
 * guards that they leave from.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { listGoldenNames } from "../../fixtures/our-fixtures.ts";
import type { JitEvent } from "../format/events.ts";
import { ReelReader } from "../format/reader.ts";
import type { UnitIdentity } from "./unit-identity.ts";
import { guardAddress, UnitIdentifier } from "./unit-identity.ts";

const RUNS = join(import.meta.dirname, "../../fixtures/runs");

function eventsOf(name: string): JitEvent[] {
  const path = join(RUNS, name, "golden.reel");
  const reader = new ReelReader(readFileSync(path), path);
  return [...reader.events()].flatMap(({ event }) => (event === null ? [] : [event]));
}

function unitsOf(events: readonly JitEvent[], guardCountMax?: number): UnitIdentity[] {
  const identifier = new UnitIdentifier(guardCountMax);
  return events.flatMap((event) =>
    event.kind === "compile" || event.kind === "tmp_callback" ? [identifier.add(event)] : [],
  );
}

test("keys are unique in every recorded run, and bridges know their guards", () => {
  let bridges = 0;
  for (const name of listGoldenNames()) {
    const events = eventsOf(name);
    const compiled = events.filter((one) => one.kind === "compile" || one.kind === "tmp_callback");
    const units = unitsOf(events);
    assert.is(new Set(units.map(({ key }) => key)).size, units.length, name);
    for (const unit of units.filter(({ type }) => type === "bridge")) {
      const owner = compiled[unit.owner]!;
      const event = compiled[unit.index]!;
      assert.ok(owner.kind === "compile" && event.kind === "compile", name);
      const guards = owner.operations.filter((one) => one.name.startsWith("guard_"));
      assert.is(guardAddress(guards[unit.guard]!.descr), event.bridgeNo, name);
      bridges++;
    }
  }
  assert.ok(bridges > 50, `${bridges} bridges`);
});

test("a bridge of a guard that was forgotten has no owner", () => {
  const units = unitsOf(eventsOf("bridge"), 1).filter(({ type }) => type === "bridge");
  assert.ok(units.length > 1);
  for (const { owner, guard } of units) assert.equal([owner, guard], [-1, -1]);
});

test("long keys are cut: bridges of bridges cost no more the deeper they are", () => {
  const loop = eventsOf("bridge").find((one) => one.kind === "compile")!;
  assert.ok(loop.kind === "compile");
  const identifier = new UnitIdentifier();
  let unit = identifier.add(loop);
  for (let depth = 0; depth < 1000; depth++) {
    const descr = `<Guard0x${(depth + 1).toString(16)}>`;
    const guard = loop.operations.find((one) => one.name.startsWith("guard_"))!;
    const operations = [{ ...guard, descr }];
    unit = identifier.add({ ...loop, type: "bridge", bridgeNo: depth, operations });
    assert.ok(unit.key.length < 350, unit.key);
  }
  assert.is(unit.owner, 999);
});

test.run();
