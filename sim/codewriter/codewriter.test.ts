/**
 * The code writer's cases as text (testdata/*.txt), and what holds of every guest's product.
 */

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ROOT } from "./sources.ts";
import { CaseRunner, parseCases } from "./text-cases.ts";

const folder = path.join(ROOT, "sim/codewriter/testdata");
const runner = new CaseRunner();

for (const name of readdirSync(folder).sort()) {
  for (const one of parseCases(readFileSync(path.join(folder, name), "utf8"))) {
    test(`${name}: ${one.title}`, () => {
      assert.is(runner.run(one), one.expected);
    });
  }
}

test.run();
