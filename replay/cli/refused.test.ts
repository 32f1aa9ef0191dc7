/**
 * Python programs that do not compile, through the command line: exit code 2, and the place, the
 * source line, the caret and the message as pypy3 shows them (fixtures/programs/python/refused,
 * recorded by record.sh).
 */

import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { jitreel } from "./test-cli.ts";

const FOLDER = "fixtures/programs/python/refused";

/** What pypy3 shows of an error. */
interface Shown {
  readonly line: string;
  readonly source: readonly string[];
  readonly message: string;
}

function readRecorded(name: string): Shown {
  const lines = readFileSync(`${FOLDER}/${name}.out`, "utf8").trimEnd().split("\n");
  const line = /^ {2}File ".*", line (\d+)$/.exec(lines[1]!)?.[1];
  assert.is(lines[0], "=== status 1");
  assert.ok(line !== undefined, lines[1]);
  const source = lines.slice(2, -1).filter((text) => text.trim() !== "");
  return { line, source, message: lines.at(-1)! };
}

function parseShown(err: string): Shown {
  const [first, ...source] = err.trimEnd().split("\n");
  const parts = /^jitreel: [^:]*:(\d+):\d+: (.*)$/.exec(first!);
  assert.ok(parts !== null, err);
  return { line: parts[1]!, source, message: parts[2]! };
}

const programs = readdirSync(FOLDER).filter((name) => name.endsWith(".py"));

test("there are programs for every kind of syntax error", () => {
  assert.ok(programs.length >= 50, `${programs.length} programs`);
});

for (const program of programs) {
  test(`${program} is refused as pypy3 refuses it, with exit code 2`, async () => {
    const { code, out, err } = await jitreel("run", `${FOLDER}/${program}`);
    assert.equal({ code, out }, { code: 2, out: "" });
    assert.equal(parseShown(err), readRecorded(program.replace(/\.py$/, "")));
  });
}

test.run();
