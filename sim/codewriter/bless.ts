/**
 * Rewrites the expected texts of the code writer's cases: `tsx sim/codewriter/bless.ts`. Review the
 * difference before it is committed.
 */

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./sources.ts";
import { CaseRunner, parseCases, printCases } from "./text-cases.ts";

const folder = path.join(ROOT, "sim/codewriter/testdata");
const runner = new CaseRunner();
for (const name of readdirSync(folder).sort()) {
  const file = path.join(folder, name);
  const cases = parseCases(readFileSync(file, "utf8"));
  writeFileSync(file, printCases(cases.map((one) => ({ ...one, expected: runner.run(one) }))));
}
