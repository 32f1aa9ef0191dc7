/**
 * `jitreel prop`: campaigns from the command line, kept failures, merged shards, a campaign that is
 * killed and goes on, and bad input, which touches no file.
 */

import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { keepFailure } from "../../properties/failures/kept-failure.ts";
import { checkRefused, jitreel } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-prop-"));
test.after(() => rmSync(folder, { recursive: true }));

const LAWS = ["--laws", "properties/campaign/test-laws.ts"];
const path = (name: string): string => join(folder, name);

function run(name: string, ...argv: string[]) {
  const failures = ["--failures", path(`${name}-failures`)];
  return jitreel("prop", "run", ...LAWS, ...failures, "-o", path(`${name}.json`), ...argv);
}

test("failures are told, kept, listed, checked once more, and dropped", async () => {
  delete process.env.CI; // In which nothing is promoted.
  const kept = ["--failures", path("a-failures")];
  const first = await run("a", "--law", "small-*,always-true", "--cases", "40", "--seed", "5");
  assert.is(first.code, 1);
  assert.match(first.out, /^small-numbers: 40 cases, \d+ failed$/m);
  assert.match(first.out, /^seed 5: 80 cases, 2 failures$/m);
  assert.match(
    first.out,
    "again: jitreel prop run --law always-true,small-numbers --cases 40 --seed 5",
  );
  const ids = readdirSync(path("a-failures"));
  assert.is(ids.length, 2);
  const [id = "", other = ""] = ids;
  assert.is((await jitreel("prop", "list", ...kept)).out.split("\n").length, 3);
  const again = await jitreel("prop", "replay", id, ...kept, ...LAWS);
  assert.is(again.code, 1);
  assert.match(again.out, /it fails as before\n(large: number 901|long: 6 numbers)/);
  const json = await jitreel("prop", "replay", path(`a-failures/${id}`), ...LAWS, "--json");
  assert.is((JSON.parse(json.out) as { passes: boolean }).passes, false);
  const second = await run("a", "--law", "small-*", "--cases", "1", "--seed", "5");
  assert.match(second.err, `kept ${id} still fails: small-numbers: `);
  assert.match(second.err, "kept failures: 2 checked, 2 of them fail");
  const promoted = await jitreel("prop", "promote", other, "a-regression", ...kept, ...LAWS);
  assert.is(promoted.code, 0, promoted.err);
  assert.match((await jitreel("prop", "list", ...kept)).out, "(regression a-regression)");
  assert.is((await jitreel("prop", "drop", id, ...kept)).code, 0);
  assert.equal(readdirSync(path("a-failures")), [other]);
});

test("a kept failure that passes now is said to, and does not fail the campaign", async () => {
  const root = path("b-failures");
  keepFailure(root, {
    id: "0123456789",
    law: "small-numbers",
    key: "large: number # at #",
    seed: 1,
    path: "0",
    campaign: null,
    version: "0.0.0",
    behaviourRevision: 1,
    text: "[1,2]",
    json: "[1,2]",
    problem: "large: number 1 at 0",
    reel: null,
    golden: null,
    again: "jitreel prop replay 0123456789",
  });
  const { code, out } = await jitreel("prop", "replay", "0123", "--failures", root, ...LAWS);
  assert.is(code, 0);
  assert.match(out, /it passes now\n {2}to keep it as a test: {2}jitreel prop promote 0123456789/);
  const all = await run("b", "--law", "always-true,small-numbers", "--cases", "1", "--seed", "2");
  assert.match(all.err, "kept failures: 1 checked, 0 of them fail");
});

test("a program that passes now becomes a fixture with the parameters of its run", async () => {
  delete process.env.CI; // In which nothing is promoted.
  const program = path("loop.py");
  writeFileSync(program, "n = 0\nwhile n < 60:\n    n += 1\nprint(n)\n");
  const settings = ["--jit", "threshold=7", "--heap", "64K", "--seed", "3"];
  await jitreel("record", ...settings, "-o", path("loop.reel"), program);
  const setup = { parameters: "", heapBytes: 65536, faults: [], seed: 3 };
  const source = readFileSync(program, "utf8");
  const json = JSON.stringify({ guest: "python", source, setup });
  const failure = {
    ...{ id: "00000000aa", law: "compiled-as-interpreted", key: "k", seed: 1, path: "0" },
    ...{ campaign: null, version: "0.0.0", behaviourRevision: 1, text: source, json },
    ...{ problem: "it was wrong", reel: readFileSync(path("loop.reel")), golden: null },
    again: "jitreel prop replay 00000000aa",
  };
  keepFailure(path("p-failures"), failure);
  const kept = ["--failures", path("p-failures")];
  const into = ["--into", path("fixtures")];
  const outcome = await jitreel("prop", "promote", "00000000aa", "small-loop", ...kept, ...into);
  assert.is(outcome.code, 0, outcome.err);
  assert.match(outcome.out, "small-loop: a new fixture, made of 00000000aa");
  const folderOfIt = path("fixtures/small-loop");
  const fixture: unknown = JSON.parse(readFileSync(join(folderOfIt, "fixture.json"), "utf8"));
  const about = "what compiled-as-interpreted failed for: k";
  assert.equal(fixture, { about, jit: "threshold=7", seed: 3, heapBytes: 65536 });
  assert.is(readFileSync(join(folderOfIt, "program.py"), "utf8"), source);
  assert.ok(existsSync(join(folderOfIt, "pending.reel")));
  assert.equal(readdirSync(path("p-failures")), []);
});

test("merged shards are the report of the whole", async () => {
  const common = ["--law", "small-numbers", "--cases", "30", "--seed", "5"];
  await run("whole", ...common);
  for (const shard of ["1/2", "2/2"]) await run(`part${shard[0]}`, ...common, "--shard", shard);
  const parts = [path("part2.json"), path("part1.json")];
  const merged = await jitreel("prop", "merge", ...parts, "-o", path("merged.json"));
  assert.is(merged.code, 1);
  assert.is(read("merged.json"), read("whole.json"));
  const missing = await jitreel("prop", "merge", parts[0]!, "-o", path("none.json"));
  checkRefused(missing, /missing shards: 1\/2/);
  await run("seed", "--law", "small-numbers", "--cases", "30", "--seed", "6", "--shard", "1/2");
  const mixed = await jitreel(
    "prop",
    "merge",
    parts[0]!,
    path("seed.json"),
    "-o",
    path("none.json"),
  );
  checkRefused(mixed, /seed.json: it is of another campaign: seed 6, but 5 in .*part2.json/);
  assert.not.ok(existsSync(path("none.json")));
});

function read(name: string): string {
  return readFileSync(path(name), "utf8");
}

test("a campaign that is killed goes on to the report of one that is not", async () => {
  const common = ["--law", "slow,small-numbers", "--cases", "150", "--workers", "2", "--seed", "9"];
  const output = path("killed.json");
  const argv = ["prop", "run", ...LAWS, "--failures", path("k-failures"), "-o", output, ...common];
  const child = spawn(process.execPath, ["--import", "tsx", "replay/cli/main.ts", ...argv], {
    stdio: "ignore",
  });
  const closed = new Promise((resolve) => child.on("close", (_, signal) => resolve(signal)));
  while (child.exitCode === null && !hasBegun(`${output}.partial`)) await wait(20);
  child.kill("SIGKILL");
  assert.is(await closed, "SIGKILL");
  assert.not.ok(existsSync(output));
  const resumed = await jitreel(
    ...["prop", "run", ...LAWS, "--failures", path("k-failures"), "--resume", output],
  );
  assert.is(resumed.code, 1, resumed.err);
  await run("unkilled", ...common);
  assert.is(read("killed.json"), read("unkilled.json"));
  assert.not.ok(existsSync(`${output}.partial`));
});

/** Whether the state has some of the slow law's cases. */
function hasBegun(file: string): boolean {
  if (!existsSync(file)) return false;
  const state = JSON.parse(readFileSync(file, "utf8")) as {
    report: { laws: { name: string; checked: number }[] };
  };
  return state.report.laws.some(({ name, checked }) => name === "slow" && checked > 0);
}

test("bad input is refused, and no file is touched", async () => {
  const before = readdirSync(folder).sort();
  const bad: readonly (readonly [argv: string[], message: RegExp])[] = [
    [["--shard", "5/4"], /--shard: expected i\/n with i from 1 to n, got "5\/4"/],
    [["--shard", "1/2", "--minutes", "1"], /--shard needs --cases/],
    [["--cases", "0"], /--cases: expected a number from 1 on/],
    [["--cases", "5", "--minutes", "1"], /only one of them/],
    [["--cases", "nothing=5"], /--cases: nothing is no law that is chosen/],
    [["--minutes", "soon"], /--minutes: expected a number such as 10 or 0.5/],
    [["--law", "smal-numbers"], /--law: there is no law smal-numbers; the closest: small-numbers/],
    [["--kind", "birds"], /--kind: no law chosen is about birds/],
    [["--workers", "0"], /--workers: expected a number from 1 to 256/],
    [["extra"], /too many arguments/],
  ];
  for (const [argv, message] of bad) checkRefused(await run("bad", ...argv), message);
  const none = path("no.json");
  checkRefused(await jitreel("prop", "run", "--resume", none), /no campaign to go on with/);
  checkRefused(await jitreel("prop", "run", "--resume", none, "--seed", "1"), /leave out --seed/);
  checkRefused(await jitreel("prop", "run", "--laws", none), /no such file/);
  checkRefused(
    await jitreel("prop", "replay", "77", "--failures", folder),
    /there is no failure 77/,
  );
  checkRefused(await jitreel("prop", "merge", none), /no.json: cannot read it: no such file/);
  checkRefused(await jitreel("prop", "merge", "package.json"), /"name" is no key of the file/);
  assert.equal(readdirSync(folder).sort(), before);
});

test("an incomplete or changed failure folder is refused by name", async () => {
  const root = path("b-failures");
  const [id = ""] = readdirSync(root);
  for (const name of readdirSync(join(root, id))) {
    const damaged = path("damaged");
    cpSync(root, damaged, { recursive: true });
    rmSync(join(damaged, id, name));
    const argv = ["--failures", damaged, ...LAWS];
    const missing = await jitreel("prop", "replay", id, ...argv);
    checkRefused(
      missing,
      new RegExp(`${id}/${name}: the kept failure is not complete: it is missing`),
    );
    writeFileSync(join(damaged, id, name), "{");
    const changed = await jitreel("prop", "run", "--law", "always-true", "--cases", "1", ...argv);
    checkRefused(changed, new RegExp(`${id}/${name}(:1:2)?: (it was changed|this is no JSON)`));
    rmSync(damaged, { recursive: true });
  }
});

test.run();
