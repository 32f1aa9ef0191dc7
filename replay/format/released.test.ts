/**
 * The reels of all released versions open.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { printEventJson } from "./event-json.ts";
import { checkReel } from "./check.ts";
import { FORMAT_MAJOR, FORMAT_MINOR } from "./frame.ts";

const folder = join(import.meta.dirname, "released");
const names = readdirSync(folder).filter((name) => name.endsWith(".reel"));

test("the present format version has a fixture", () => {
  assert.ok(names.includes(`${FORMAT_MAJOR}.${FORMAT_MINOR}.reel`));
});

for (const name of names) {
  test(`the reel of version ${name.slice(0, -5)} opens, whole, with the events it has`, () => {
    const path = join(folder, name);
    const { problems, reader } = checkReel(readFileSync(path), path);
    assert.equal(problems, []);
    const lines: string[] = [];
    for (const { number, event } of reader.events()) {
      if (event !== null) lines.push(printEventJson(number, event));
    }
    const expected = readFileSync(path.replace(/\.reel$/, ".jsonl"), "utf8");
    assert.equal(lines, expected.trimEnd().split("\n"));
    assert.equal(reader.header.argv, ["a", "\ud800"]);
    assert.is(reader.header.limits.memoryBytes, 2 ** 40);
  });
}

test.run();
