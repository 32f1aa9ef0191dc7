/** `jitreel prop coverage` refuses what it cannot use before anything is run. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import { checkRefused, jitreel } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-coverage-"));
test.after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const LAW = { name: "no-such-law", cases: 1, checked: 1, totals: {}, failures: [] };
const REPORT = {
  schema: 1,
  version: "0.1.0",
  behaviourRevision: 3,
  seed: 1,
  shrinkSteps: 0,
  shard: null,
  isComplete: true,
  laws: [LAW],
};

test("an unknown group, a file that is no report, one of other laws, two reports", async () => {
  checkRefused(
    await jitreel("prop", "coverage", "--group", "rules"),
    "--group: there is no group rules; the closest: rule",
  );
  checkRefused(
    await jitreel("prop", "coverage", "--group", "rule", "--update-floor"),
    "--update-floor is about all groups: leave out --group",
  );
  const other = file("other.json", JSON.stringify(REPORT));
  checkRefused(await jitreel("prop", "coverage", other, other), "too many arguments");
  checkRefused(
    await jitreel("prop", "coverage", other),
    "there is no law no-such-law: it was made by another version",
  );
  checkRefused(await jitreel("prop", "coverage", file("half.json", '{ "schema": 1,')), "half.json");
  checkRefused(await jitreel("prop", "coverage", join(folder, "none.json")), "none.json");
});

test.run();
