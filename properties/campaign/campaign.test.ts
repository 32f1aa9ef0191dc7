/**
 * Campaigns: the same bytes for any number of workers, for shards that are merged, and after a kill;
 * cases that never end, or end their thread, are failures like others.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import * as fc from "fast-check";
import type { CampaignPlan } from "./campaign.ts";
import { Campaign } from "./campaign.ts";
import { caseSeed, draw, drawAt } from "./draw.ts";
import { mergeReports } from "./merge.ts";
import { newPlans, parseCases, parseShard } from "./plan.ts";
import type { CampaignReport } from "./report.ts";
import { currentVersions, printReportFile } from "./report-file.ts";
import { LAWS } from "./test-laws.ts";

const CASES = 40;
const QUICK: readonly string[] = ["always-true", "small-numbers"];

function makePlan(changes: Partial<CampaignPlan> & { names?: readonly string[] }): CampaignPlan {
  const { names, ...others } = changes;
  const laws = LAWS.filter(({ name }) => (names ?? QUICK).includes(name));
  const cases = parseCases(String(CASES), laws);
  return {
    laws: newPlans(laws, { cases, minutes: null }),
    lawModule: new URL("test-laws.ts", import.meta.url).href,
    ...currentVersions(),
    seed: 5,
    shard: null,
    shrinkSteps: 60,
    workers: 2,
    milliseconds: null,
    ...others,
  };
}

async function run(changes: Parameters<typeof makePlan>[0]): Promise<CampaignReport> {
  return (await new Campaign(makePlan(changes), () => {}).run()).report;
}

test("a case and its shrinking are those of fast-check for the same seed and path", async () => {
  const arbitrary = fc.array(fc.nat(1000));
  const seed = caseSeed(1, "a law", 17);
  const property = fc.property(arbitrary, (list) => list.every((number) => number < 500));
  const { counterexample, counterexamplePath, failed } = fc.check(property, { seed });
  assert.ok(failed);
  const [first = "", ...turns] = counterexamplePath?.split(":") ?? [];
  assert.equal(draw(arbitrary, seed).value, fc.sample(arbitrary, { seed, numRuns: 1 })[0]);
  if (first === "0") {
    const path = [first, ...turns].join(":");
    assert.equal(drawAt(arbitrary, seed, path)?.value, counterexample?.[0]);
  }
  assert.is(drawAt(arbitrary, seed, "0:99999"), undefined);
});

test("the report is the same bytes for 1, 2 and 4 workers, and for shards that are merged", async () => {
  const whole = await run({ workers: 1 });
  for (const workers of [2, 4]) {
    assert.is(printReportFile(await run({ workers })), printReportFile(whole));
  }
  const shards = [];
  for (const text of ["2/3", "3/3", "1/3"]) {
    shards.push({ file: text, report: await run({ shard: parseShard(text) }) });
  }
  assert.is(printReportFile(mergeReports(shards)), printReportFile(whole));
  const failing = whole.laws.map(({ failures }) => failures.map(({ key }) => key));
  assert.equal(failing, [[], ["large: number # at #", "long: # numbers"]]);
  assert.ok(whole.laws.every(({ cases, checked }) => cases === CASES && checked === CASES));
  const [large, long] = whole.laws[1]!.failures;
  assert.is(large?.shrunk?.subject, "[901]");
  assert.is(long?.shrunk?.subject, "[0,0,0,0,0,0]");
});

test("a case that does not end, or ends its thread, is a failure and is made smaller", async () => {
  const names = ["ends", "lives"];
  const one = await run({ ...partOf(names, 6), workers: 1 });
  const [ends, lives] = one.laws.map(({ failures }) => failures);
  assert.equal(
    ends?.map(({ key }) => key),
    ["it did not end within # s"],
  );
  assert.equal(
    lives?.map(({ key }) => key),
    ["its thread ended with status #"],
  );
  assert.is(ends?.[0]?.shrunk?.subject, "7");
  assert.is(lives?.[0]?.shrunk?.subject, "8");
  assert.is(printReportFile(await run({ ...partOf(names, 6), workers: 3 })), printReportFile(one));
});

test("a campaign for a time gives the report of one with as many cases", async () => {
  const laws = LAWS.filter(({ name }) => QUICK.includes(name));
  const runFor = (milliseconds: number): Promise<CampaignReport> =>
    run({ laws: newPlans(laws, { cases: null, minutes: 1 }), milliseconds });
  const hasCases = (report: CampaignReport): boolean => report.laws.every((law) => law.cases > 0);
  // How many cases that are is the machine's affair.
  let timed = await runFor(1000);
  for (let time = 4000; !hasCases(timed) && time < 100_000; time *= 4) timed = await runFor(time);
  assert.ok(hasCases(timed));
  const cases = Object.fromEntries(timed.laws.map((law) => [law.name, law.cases]));
  const counted = await run({ laws: newPlans(laws, { cases, minutes: null }) });
  assert.is(printReportFile(counted), printReportFile(timed));
});

test("a campaign goes on from any state to the same report", async () => {
  const whole = await run({});
  const before = await run(partOf(QUICK, 13));
  const unshrunk = before.laws.map((law) => ({
    ...law,
    failures: law.failures.map((failure) => ({ ...failure, shrunk: null })),
  }));
  const laws = makePlan({}).laws.map((part, k) => ({ ...part, before: unshrunk[k]! }));
  assert.is(printReportFile(await run({ laws })), printReportFile(whole));
});

function partOf(names: readonly string[], count: number): Pick<CampaignPlan, "laws"> {
  const laws = LAWS.filter(({ name }) => names.includes(name));
  return { laws: newPlans(laws, { cases: parseCases(String(count), laws), minutes: null }) };
}

test("shards of different campaigns, doubled and missing ones are not merged", async () => {
  const names = ["small-numbers"];
  const [a, b] = [
    await run({ names, shard: parseShard("1/2") }),
    await run({ names, shard: parseShard("2/2") }),
  ];
  const merge = (...reports: CampaignReport[]) =>
    mergeReports(reports.map((report, i) => ({ file: `${i}.json`, report })));
  assert.throws(() => merge(a), /missing shards: 2\/2/);
  assert.throws(() => merge(a, a, b), /it is shard 1\/2, as 0.json is/);
  assert.throws(() => merge(a, { ...b, seed: 6 }), /of another campaign: seed 6, but 5 in 0.json/);
  assert.throws(() => merge(a, { ...b, version: "9" }), /of another campaign: version 9/);
  assert.throws(() => merge(a, { ...b, behaviourRevision: 99 }), /behaviour revision 99/);
  assert.throws(() => merge(a, { ...b, shard: null }), /it is no shard's report/);
  assert.throws(() => merge(a, { ...b, isComplete: false }), /its campaign has not ended/);
  const laws = b.laws.map((law) => ({ ...law, cases: 41 }));
  assert.throws(() => merge(a, { ...b, laws }), /laws small-numbers=41/);
  assert.throws(() => parseShard("5/4"), /expected i\/n.*got "5\/4"; there are 1\/4 to 4\/4/);
  assert.throws(() => parseShard("0/4"), /expected i\/n/);
});

test.run();
