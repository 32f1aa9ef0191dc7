/**
 * The guards that led to bridges are found through the state of the reel; here they are compared
 * with what `UnitIdentifier` finds, which follows all units from the first one on.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listGoldenNames } from "../../fixtures/our-fixtures.ts";
import { ReelReader } from "../format/reader.ts";
import { UnitIdentifier } from "./unit-identity.ts";
import { explainDecision } from "./why.ts";

const runs = join(import.meta.dirname, "../../fixtures/runs");

/** Checks the chains of a reel's bridges; gives the length of each. */
function checkChains(reader: ReelReader): number[] {
  const identifier = new UnitIdentifier();
  /** Units as both sides name them: numbers of events in the order of compilation. */
  const unitEvents: number[] = [];
  const owners: { readonly owner: number; readonly guard: number }[] = [];
  const lengths: number[] = [];
  for (const { number, event } of reader.events()) {
    if (event?.kind !== "compile" && event?.kind !== "tmp_callback") continue;
    owners.push(identifier.add(event));
    unitEvents.push(number);
    if (event.kind !== "compile" || event.type !== "bridge") continue;
    let at = owners.length - 1;
    const { guards } = explainDecision(reader, number, event);
    for (const { origin } of guards) {
      const { owner, guard } = owners[at]!;
      assert.is(origin?.unitEvent, unitEvents[owner], `event ${number}`);
      assert.is(origin?.index, guard, `event ${number}`);
      at = owner;
    }
    assert.is.not(guards.at(-1)?.origin?.unit.type, "bridge");
    lengths.push(guards.length);
  }
  return lengths;
}

test("every bridge leads back to a loop, guard by guard", () => {
  const lengths = listGoldenNames().flatMap((name) => {
    const path = join(runs, name, "golden.reel");
    return checkChains(new ReelReader(readFileSync(path), path));
  });
  assert.ok(lengths.length > 100);
  assert.ok(lengths.some((length) => length > 2));
});

test.run();
