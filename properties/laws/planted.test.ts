/**
 * Laws fail when their bug is planted, a sample: `jitreel prop laws --planted all` does it for all.
 * And the table is one: names are unique, and what is planted stands in the sources.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { editTexts } from "../mutants/edited-build.ts";
import { LAWS } from "./index.ts";
import { statementsOf } from "./law.ts";
import { plantBug } from "./plant-bugs.ts";

const STATEMENTS = LAWS.flatMap((law) =>
  statementsOf(law).map((statement) => ({ law, statement })),
);

test("names of statements are unique", () => {
  const names = STATEMENTS.map(({ statement }) => statement.name);
  assert.is(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
});

test("every planted bug changes one place of a source file", () => {
  for (const { statement } of STATEMENTS) {
    const { planted, name } = statement;
    assert.match(planted.file, /^(sim|replay)\//, name);
    assert.is.not(planted.find, planted.replace, name);
    assert.ok(editTexts([planted]).size === 1, name);
  }
});

const SAMPLE = ["each-exit"];

for (const { law, statement } of STATEMENTS.filter((one) => SAMPLE.includes(one.statement.name))) {
  test(`${statement.name} fails with its bug`, async () => {
    const { caught, problem } = await plantBug(law, statement, { cases: 8, seed: 1 });
    assert.ok(caught !== null, problem ?? "not caught");
  });
}

test.run();
