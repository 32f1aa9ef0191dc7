/** `jitreel query` and `--where` as a user calls them, and every example of QUERY.md. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findEvents, openReel } from "../index.ts";
import { printFields } from "../query/help.ts";
import { checkRefused, jitreel } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

const QUERY_MD = readFileSync("replay/query/QUERY.md", "utf8");
const REEL = join(folder, "prices.reel");

test.before(async () => {
  const program = join(folder, "prices.py");
  writeFileSync(program, /```python\n([\s\S]*?)```/.exec(QUERY_MD)![1]!);
  const [, jit] = /record -o prices\.reel --jit (\S+) prices\.py/.exec(QUERY_MD)!;
  const { code, err } = await jitreel("record", "-o", REEL, "--jit", jit!, program);
  assert.is(code, 0, err);
});

test("every example of QUERY.md finds as many events as it says", async () => {
  const rows = [...QUERY_MD.matchAll(/^\| .* \| `(.*)` \| (\d+) \|$/gm)];
  assert.ok(rows.length > 10);
  for (const [, query, count] of rows) {
    const { out, err, code } = await jitreel("query", REEL, query!, "--count");
    assert.is(out, `${count}\n`, `${query}\n${err}`);
    assert.is(code, 0);
    assert.is([...findEvents(openReel(REEL), query!)].length, Number(count));
  }
});

test("the fields in QUERY.md and in the help are those of the table", async () => {
  const stated = /<!-- fields: .* -->\n```\n([\s\S]*?)```\n<!-- end of fields -->/.exec(
    QUERY_MD,
  )![1];
  const fields = printFields().join("\n").trim();
  assert.is(stated?.trim(), fields);
  const { out } = await jitreel("query", "--help");
  assert.ok(out.includes(fields));
});

test("events are listed as replay lists them; the exit code says whether there are some", async () => {
  const listed = await jitreel("query", REEL, "bridge or loop");
  const replayed = await jitreel("replay", REEL, "--type", "bridge,loop");
  const filtered = await jitreel("replay", REEL, "--where", "bridge or loop");
  assert.is(listed.code, 0);
  assert.is(listed.out, replayed.out);
  assert.is(filtered.out, replayed.out);
  const none = await jitreel("query", REEL, "abort");
  assert.is(none.code, 1);
  assert.is(none.out.split("\n").length, 2);
  assert.equal((await jitreel("query", REEL, "abort", "--count")).out, "0\n");
});

test("where there are no run counts, it is said how to get them", async () => {
  const program = "fixtures/runs/bridge/program.py";
  const jit = "threshold=20,trace_eagerness=6";
  const [plain, counted] = [join(folder, "plain.reel"), join(folder, "counted.reel")];
  await jitreel("record", "-o", plain, "--jit", jit, program);
  await jitreel("record", "-o", counted, "--jit", jit, "--count-runs", program);
  const query = "bridge and runs > 50";
  const without = await jitreel("query", plain, query, "--count");
  assert.is(without.out, "0\n");
  assert.match(without.err, /no run counts in this reel: `jitreel record --count-runs`/);
  const { out, err } = await jitreel("query", counted, query, "--count");
  assert.is(out, "2\n");
  assert.is(err, "");
  assert.is((await jitreel("verify", counted)).code, 0);
});

test("a range of events is searched, with what stood before it", async () => {
  const lines = async (...argv: string[]): Promise<unknown[]> => {
    const { out } = await jitreel("query", REEL, "--json", ...argv);
    return out
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { number: unknown }).number);
  };
  const query = 'key.function = "search" and compile';
  const all = (await lines(query)) as number[];
  assert.is(all.length, 2);
  assert.equal(await lines(query, "--from", String(all[1])), all.slice(1));
  assert.equal(await lines(query, "--to", String(all[0])), all.slice(0, 1));
});

test("--ops shows the operations that made an event match", async () => {
  const query = 'loop and op = "int_add_ovf" and not (op = "jump")';
  assert.is((await jitreel("query", REEL, query)).code, 1);
  const shown = await jitreel("query", REEL, 'loop and op = "int_add_ovf"', "--ops");
  const found = shown.out.split("\n").filter((line) => line.startsWith(" ".repeat(20)));
  assert.ok(found.length > 0);
  for (const line of found) assert.match(line, /^ +\d+ {2}i\d+ = int_add_ovf\(/);
  const json = await jitreel("query", REEL, 'loop and op = "int_add_ovf"', "--ops", "--json");
  for (const line of json.out.trimEnd().split("\n")) {
    const event = JSON.parse(line) as { matched: number[]; operations: { name: string }[] };
    const names = event.operations.map(({ name }) => name);
    const expected = [...names.keys()].filter((i) => names[i] === "int_add_ovf");
    assert.equal(event.matched, expected);
  }
});

test("a wrong query is shown with a caret, before the reel is read", async () => {
  const outcome = await jitreel("query", join(folder, "missing.reel"), "bridge and rnus > 3");
  checkRefused(outcome, 'query:1:12: unknown field "rnus"; did you mean runs?');
  assert.match(outcome.err, "\n  bridge and rnus > 3\n             ^\n");
  for (const command of ["replay", "export"]) {
    const format = command === "export" ? ["--format", "jsonl"] : [];
    checkRefused(await jitreel(command, REEL, "--where", "(", ...format), "query:1:2: expected");
  }
  checkRefused(await jitreel("query", REEL), "missing required argument 'QUERY'");
});

test("of a damaged reel the rest is searched, and the damage is told", async () => {
  const bytes = readFileSync(REEL);
  const at = bytes.length >> 1;
  const damaged = Buffer.from(bytes);
  damaged[at] = bytes[at]! ^ 1;
  const path = join(folder, "damaged.reel");
  writeFileSync(path, damaged);
  const { code, out, err } = await jitreel("query", path, "bridge and guards > 0", "--count");
  assert.is(code, 2);
  assert.match(err, "damaged");
  assert.match(out, /^\d+\n$/);
});

test.run();
