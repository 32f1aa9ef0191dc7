/**
 * The plug-in: what fails is kept, checked first the next time, and known to pass once it does; a
 * kept failure that no generator makes any more is said to be so.
 */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import * as fc from "fast-check";
import { checkWithFailures, withFailureDatabase } from "./check-with-failures.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-plug-in-"));
test.after(() => rmSync(folder, { recursive: true }));
test.before.each(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});

const options = { name: "sums are small", folder };

function sumsBelow(limit: number, seen: number[][] = []) {
  return fc.property(fc.array(fc.nat(1000)), (list) => {
    seen.push(list);
    const sum = list.reduce((a, b) => a + b, 0);
    if (sum >= limit) throw new Error(`the sum is ${sum}`);
  });
}

async function failureOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it passes");
}

test("a failure is kept, and is the first that is checked the next time", async () => {
  const first = await failureOf(checkWithFailures(sumsBelow(900), options, { seed: 3 }));
  const [id = ""] = readdirSync(folder);
  assert.match(first, /^sums are small: seed 3, path "[\d:]+", after \d+ runs\nvalues: \[\[\d+/);
  assert.match(first, `JITREEL_FAILURE=${id}`);
  const seen: number[][] = [];
  const second = await failureOf(checkWithFailures(sumsBelow(900, seen), options, { seed: 4 }));
  assert.match(second, `the kept failure ${id} still fails`);
  assert.is(seen.length, 1);
  const summary = await checkWithFailures(sumsBelow(1e6), options, { seed: 4, numRuns: 7 });
  assert.equal(summary, { runs: 7, passing: [id] });
  const report = readFileSync(join(folder, id, "report.txt"), "utf8");
  assert.match(report, /^the sum is 9\d\d\n\nlaw sums are small, seed 3, path/);
});

test("one kept failure is checked alone, exactly once", async () => {
  await failureOf(checkWithFailures(sumsBelow(900), options, { seed: 3 }));
  const [id = ""] = readdirSync(folder);
  process.env.JITREEL_FAILURE = id;
  try {
    const seen: number[][] = [];
    const summary = await checkWithFailures(sumsBelow(1e6, seen), options);
    assert.equal(summary, { runs: 0, passing: [id] });
    assert.is(seen.length, 1);
  } finally {
    delete process.env.JITREEL_FAILURE;
  }
});

test("a kept failure outlives changes of its generator when it is plain data", async () => {
  await failureOf(checkWithFailures(sumsBelow(900), options, { seed: 3 }));
  const changed = fc.property(fc.array(fc.nat(3)), (list) => list.every((n) => n < 900));
  assert.match(await failureOf(checkWithFailures(changed, options)), "still fails");
});

test("what is no plain data is made again, or said to be gone", async () => {
  class Box {
    readonly content: number;
    constructor(content: number) {
      this.content = content;
    }
  }
  const boxes = (max: number) => fc.nat(max).map((content) => new Box(content));
  const below = (max: number, limit: number) =>
    fc.property(boxes(max), ({ content }) => content < limit);
  await failureOf(checkWithFailures(below(5000, 50), options, { seed: 1 }));
  assert.match(await failureOf(checkWithFailures(below(5000, 50), options)), "still fails");
  assert.is((await checkWithFailures(below(5000, 9999), options)).passing.length, 1);
  const gone = await failureOf(checkWithFailures(below(7, 50), options));
  assert.match(gone, "cannot be checked: its arbitraries have changed");
});

test("asynchronous properties, and properties of equal folders, do not disturb each other", async () => {
  const check = withFailureDatabase(folder);
  const odd = fc.asyncProperty(fc.nat(), async (n) => n % 2 === 0);
  await failureOf(check("all are even", odd));
  assert.is(readdirSync(folder).length, 1);
  assert.equal(
    (
      await check(
        "others",
        fc.property(fc.nat(), () => true),
      )
    ).passing,
    [],
  );
});

test("a damaged folder is refused by name", async () => {
  await failureOf(checkWithFailures(sumsBelow(900), options, { seed: 3 }));
  const [id = ""] = readdirSync(folder);
  const refusal = () => failureOf(checkWithFailures(sumsBelow(900), options));
  writeFileSync(join(folder, id, "subject.json"), "[[1]]");
  assert.match(await refusal(), /it was changed since case.json was written/);
  rmSync(join(folder, id, "subject.json"));
  assert.match(await refusal(), /the kept failure is not complete: it is missing/);
  rmSync(join(folder, id, "case.json"));
  assert.match(await refusal(), /the kept failure is not complete: it is missing/);
  assert.ok(existsSync(join(folder, id, "report.txt")));
});

test.run();
