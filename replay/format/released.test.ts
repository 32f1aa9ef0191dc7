/**
 * The reels of all released versions open.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { printEventJson } from "./event-json.ts";
import { checkReel } from "./check.ts";
import { EVENT_FIELDS } from "./event-schema.ts";
import type { JitEvent } from "./events.ts";
import { FORMAT_MAJOR, FORMAT_MINOR } from "./frame.ts";
import type { ValueType } from "./value-type.ts";

type AnyField = Pick<ValueType<unknown>, "since">;

const folder = join(import.meta.dirname, "released");
const names = readdirSync(folder).filter((name) => name.endsWith(".reel"));

test("the present format version has a fixture", () => {
  assert.ok(names.includes(`${FORMAT_MAJOR}.${FORMAT_MINOR}.reel`));
});

function isLater(version: string, other: string): boolean {
  const [major, minor] = version.split(".").map(Number) as [number, number];
  const [otherMajor, otherMinor] = other.split(".").map(Number) as [number, number];
  return major === otherMajor ? minor > otherMinor : major > otherMajor;
}

/** A line of a listing of `version`, with what later ones added: it has a stated value. */
function withAddedFields(line: string, version: string): string {
  const listed = JSON.parse(line) as Record<string, unknown> & Pick<JitEvent, "kind">;
  const fields: Readonly<Record<string, AnyField>> = EVENT_FIELDS[listed.kind];
  const later = Object.entries(fields).filter(([, { since }]) => {
    return since !== undefined && isLater(since.version, version);
  });
  if (later.length === 0) return line;
  const added = later.map(([key, type]) => [key, type.since!.before] as const);
  return JSON.stringify({ ...listed, ...Object.fromEntries(added) });
}

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
    const version = name.replace(/\.reel$/, "");
    const expectedLines = expected.trimEnd().split("\n");
    assert.equal(
      lines,
      expectedLines.map((line) => withAddedFields(line, version)),
    );
    assert.equal(reader.header.argv, ["a", "\ud800"]);
    assert.is(reader.header.limits.memoryBytes, 2 ** 40);
  });
}

test.run();
