/**
 * Tests of `jitreel cost`: figures of programs and reels, changes, exit codes, refusals; and of the
 * costs that `--stats` prints.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const test = suite("cost");
const folder = mkdtempSync(join(tmpdir(), "jitreel-cost-"));
test.after(() => rmSync(folder, { recursive: true }));

const loop = (step: string): string => `
def f(n):
    s = 0
    for i in range(n):
        if i % 3 == 0:
            s += i
        else:
            ${step}
    return s
print(f(9000))
`;

interface Costs {
  readonly units: readonly {
    readonly key: string;
    readonly name: string;
    readonly location: string;
    readonly instructions: number;
    readonly cycles: number;
  }[];
  readonly total: { readonly instructions: number; readonly cycles: number };
}

async function costsOf(...argv: string[]): Promise<Costs> {
  const { out, code, err } = await jitreel("cost", ...argv, "--json");
  assert.is(code, 0, err);
  return JSON.parse(out) as Costs;
}

test("a program and its reel have the same costs, which add up", async () => {
  const program = makeFile(folder, "a.py", loop("s ^= i"));
  const reel = join(folder, "a.reel");
  await jitreel("record", program, "-o", reel);
  const costs = await costsOf(program);
  assert.equal(await costsOf(reel), costs);
  assert.equal(await costsOf(program, "--backend", "oracle"), costs);
  assert.ok(costs.units.length >= 2);
  assert.equal(new Set(costs.units.map(({ key }) => key)).size, costs.units.length);
  for (const field of ["instructions", "cycles"] as const) {
    const sum = costs.units.reduce((all, unit) => all + unit[field], 0);
    assert.is(sum, costs.total[field]);
    assert.ok(sum > 9000, `${sum} ${field} for 9000 iterations`);
  }
});

test("the table shows every unit with its place, then the total; no output of the program", async () => {
  const program = makeFile(folder, "a.py", loop("s ^= i"));
  const { out, code } = await jitreel("cost", program);
  assert.is(code, 0);
  const lines = out.trimEnd().split("\n");
  assert.match(lines[0]!, /^unit +instructions +cycles +where$/);
  assert.match(lines[1]!, /^loop 1 +[\d,]+ +[\d,]+ +f;a\.py/);
  assert.match(lines[2]!, /^bridge of loop 1 +[\d,]+ +[\d,]+ +f;a\.py/);
  assert.match(lines.at(-1)!, /^in all +[\d,]+ +[\d,]+$/);
});

test("what got slower is found by its place, and --fail-above says how much is fine", async () => {
  const program = makeFile(folder, "a.py", loop("s ^= i"));
  const reel = join(folder, "before.reel");
  await jitreel("record", program, "-o", reel);
  const same = await jitreel("cost", program, "--against", reel);
  assert.is(same.code, 0, same.out);
  assert.match(same.out, /^in all .* 0 .* 0 +0\.00%$/m);
  assert.match(same.out, /^\d+ units as before$/m);
  makeFile(folder, "a.py", loop("s ^= i * i"));
  const slower = await jitreel("cost", program, "--against", reel);
  assert.is(slower.code, 1, slower.out);
  assert.match(slower.out, /^in all +[\d,]+ +\+[\d,]+ +[\d,]+ +\+[\d,]+ +\+\d+\.\d\d%$/m);
  const fine = await jitreel("cost", program, "--against", reel, "--fail-above", "1000");
  assert.is(fine.code, 0, fine.out);
  const faster = join(folder, "after.reel");
  await jitreel("record", program, "-o", faster);
  const back = await jitreel("cost", reel, "--against", faster);
  assert.is(back.code, 0, back.out);
  assert.match(back.out, /^in all .* -[\d,]+ .* -[\d,]+ +-\d/m);
});

test("bad input is refused", async () => {
  const program = makeFile(folder, "a.py", loop("s ^= i"));
  checkRefused(await jitreel("cost", join(folder, "none.py")), /no such file/);
  checkRefused(await jitreel("cost", join(folder, "none.reel")), /no such file/);
  checkRefused(await jitreel("cost", program, "--against", program), /a\.py/);
  checkRefused(await jitreel("cost", program, "--fail-above", "1"), /--against/);
  const reel = join(folder, "b.reel");
  await jitreel("record", program, "-o", reel);
  const bad = await jitreel("cost", program, "--against", reel, "--fail-above", "lots");
  checkRefused(bad, /expected a percentage such as 0\.5, got "lots"/);
  checkRefused(await jitreel("cost", reel, "argument"), /takes no arguments/);
  const old = join(import.meta.dirname, "../../fixtures/runs");
  checkRefused(await jitreel("cost", old), /folder/);
});

test("--stats prints costs, a run that is ended by a limit has them, too", async () => {
  const program = makeFile(folder, "a.py", loop("s ^= i"));
  const { err } = await jitreel("run", program, "--stats");
  assert.match(err, /^ {2}unit +instructions +cycles +where$/m);
  assert.match(err, /^ {2}in all +[\d,]+ +[\d,]+$/m);
  const limited = [program, "--max-steps", "100000"];
  const host = await jitreel("cost", ...limited, "--json");
  const oracle = await jitreel("cost", ...limited, "--json", "--backend", "oracle");
  assert.match(host.err, /ended by --max-steps/);
  assert.is(host.out, oracle.out);
  assert.ok((JSON.parse(host.out) as Costs).total.instructions > 0);
});

test.run();
