/**
 * Recorded sessions as a library: a hook consumer fed from a reel is given what it is given by the
 * running simulator, and the example of README.md does what it says.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { listFixtures } from "../../fixtures/our-fixtures.ts";
import { makeFixtureSpec } from "../../fixtures/store/fixture.ts";
import { recordRun } from "../../fixtures/recording.ts";
import type { JitHooks, RunSpec } from "../../sim/index.ts";
import { makeRunSpec, Simulator } from "../../sim/index.ts";
import type { Reel } from "../index.ts";
import { diffReels, findEvents, openReel, ReelError, replay, UserError } from "../index.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "playback-"));
process.on("exit", () => rmSync(FOLDER, { recursive: true }));

/** Writes down all that it is told. */
class Diary implements JitHooks {
  readonly entries: (readonly [method: string, ...given: unknown[]])[] = [];

  private note(method: string, ...given: unknown[]): void {
    this.entries.push([method, ...given]);
  }

  onCompile = (event: unknown): void => this.note("onCompile", event);
  onAbort = (event: unknown): void => this.note("onAbort", event);
  onTooLong = (event: unknown): void => this.note("onTooLong", event);
  onEvent = (event: unknown): void => this.note("onEvent", event);
  onOutput = (stream: string, bytes: Uint8Array): void => this.note("onOutput", stream, bytes);
}

async function runLive(spec: RunSpec, hooks: JitHooks): Promise<void> {
  const simulator = new Simulator(spec);
  simulator.attach(hooks);
  await simulator.run();
}

async function recordReel(name: string, spec: RunSpec): Promise<Reel> {
  const path = join(FOLDER, `${name}.reel`);
  writeFileSync(path, (await recordRun(spec)).reel);
  return openReel(path);
}

/** Programs with bridges, all kinds of aborts, hooks of their own, freed code, another guest. */
const NAMES = [
  "abort-too-long",
  "bridge",
  "callee-too-long",
  "code-memory-full",
  "debug-counters",
  "hooks",
  "release-all",
  "tiny-collatz",
];

for (const fixture of listFixtures().filter(({ name }) => NAMES.includes(name))) {
  const { name } = fixture;
  test(`consumers are told the same by the run of ${name} and by its reel`, async () => {
    const live = new Diary();
    await runLive(makeFixtureSpec(fixture), live);
    using reel = await recordReel(name, makeFixtureSpec(fixture));
    const fed = new Diary();
    const count = replay(reel, fed);
    assert.is(count, reel.index.events);
    assert.is(live.entries.filter(([method]) => method === "onEvent").length, count);
    assert.equal(fed.entries, live.entries);
  });
}

test("a consumer of one hook gets the same objects from both", async () => {
  const fixture = listFixtures().find(({ name }) => name === "bridge");
  assert.ok(fixture);
  const live = new Diary();
  await runLive(makeFixtureSpec(fixture), { onCompile: live.onCompile });
  using reel = await recordReel("one", makeFixtureSpec(fixture));
  const fed = new Diary();
  replay(reel, { onCompile: fed.onCompile });
  assert.ok(live.entries.length >= 2);
  assert.equal(fed.entries, live.entries);
});

const HOOKED = `import pypyjit
def loop(n):
    i = 0
    while i < n: i += 1
loop(100)
pypyjit.set_compile_hook(lambda info: None)
def other(n):
    i = 0
    while i < n: i += 1
other(100)
`;

test("what the program's own hook was not called with can be left out", async () => {
  const source = new TextEncoder().encode(HOOKED);
  const spec = makeRunSpec({ programName: "hooked.py", source, jit: "threshold=20" });
  using reel = await recordReel("hooked", spec);
  const names: string[] = [];
  const onCompile: JitHooks["onCompile"] = (event) => names.push(event.greenKey?.codeName ?? "");
  replay(reel, { onCompile });
  assert.equal(names.splice(0), ["loop", "other"]);
  replay(reel, { onCompile }, { deliveredOnly: true });
  assert.equal(names, ["other"]);
});

test("events are reached by number, by range, and by iterating", async () => {
  const source = new TextEncoder().encode(HOOKED);
  const spec = makeRunSpec({ programName: "hooked.py", source, jit: "threshold=20" });
  using reel = await recordReel("ranges", spec);
  const all = [...reel];
  assert.is(all.length, reel.index.events);
  assert.equal(reel.ending, { kind: "complete" });
  assert.equal([...reel.events({ from: 3, to: 5 })], all.slice(3, 6));
  assert.equal(reel.at(4), all[4]?.event);
  assert.throws(
    () => reel.at(all.length),
    (error: unknown) => error instanceof UserError,
  );
  assert.is(reel.header.programName, "hooked.py");
  assert.equal(reel.notices, []);
});

test("states, queries and differences are reached from a reel", async () => {
  const fixture = listFixtures(["bridge"])[0]!;
  using reel = await recordReel("a", makeFixtureSpec(fixture));
  using other = await recordReel("b", { ...makeFixtureSpec(fixture), seed: 5 });
  const compiled = [...findEvents(reel, "bridge")].map(({ number }) => number);
  assert.ok(compiled.length > 1);
  for (const [i, number] of compiled.entries()) {
    assert.is(reel.at(number).kind, "compile");
    assert.is(reel.stateAt(number).totals.bridges, i + 1);
  }
  assert.throws(() => reel.stateAt(reel.index.events), /has no event/);
  assert.throws(() => findEvents(reel, "bridge and"), /query/);
  assert.is(diffReels(reel, reel).first, null);
  assert.is.not(diffReels(reel, other).first, null);
});

test("a reel without its end is read as far as it goes, a damaged one throws there", async () => {
  const source = new TextEncoder().encode(HOOKED);
  const spec = makeRunSpec({ programName: "hooked.py", source, jit: "threshold=20" });
  using whole = await recordReel("whole", spec);
  const all = [...whole];
  const bytes = readFileSync(whole.file);
  const path = join(FOLDER, "part.reel");
  writeFileSync(path, bytes.subarray(0, (bytes.length * 3) >> 2));
  using part = openReel(path);
  const read = [...part];
  assert.is(part.ending?.kind, "truncated");
  assert.ok(read.length > 0 && read.length < all.length);
  assert.equal(read, all.slice(0, read.length));
  assert.is(part.index.events, read.length);
  bytes[(bytes.length * 3) >> 2]! ^= 1;
  writeFileSync(path, bytes);
  using damaged = openReel(path);
  assert.throws(
    () => [...damaged],
    (error: unknown) => error instanceof ReelError,
  );
});

test("what is no reel is refused", () => {
  const path = join(FOLDER, "no.reel");
  assert.throws(
    () => openReel(path),
    (error: unknown) => error instanceof UserError && /no such file/.test(error.message),
  );
  writeFileSync(path, "hello");
  assert.throws(
    () => openReel(path),
    (error: unknown) => error instanceof ReelError,
  );
});

/** The first TypeScript block of README.md that imports from jitreel/replay. */
function readExample(): string {
  const readme = readFileSync("README.md", "utf8");
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? "");
  return blocks.find((block) => block.includes('"jitreel/replay"')) ?? "";
}

test("the package's entries are what the example imports", () => {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
    exports: Record<string, { types: string; default: string }>;
  };
  for (const [entry, source] of [
    [".", "sim/index"],
    ["./replay", "replay/index"],
    ["./fixtures", "fixtures/index"],
  ] as const) {
    assert.equal(manifest.exports[entry], {
      types: `./dist/${source}.d.ts`,
      default: `./dist/${source}.js`,
    });
  }
});

test("the example of README.md prints what it says, live and from the reel", async () => {
  const example = readExample();
  const root = pathToFileURL(`${process.cwd()}/`).href;
  const code = example
    .replaceAll('"jitreel/replay"', `"${root}replay/index.ts"`)
    .replaceAll('"jitreel"', `"${root}sim/index.ts"`)
    .replaceAll('"loop.reel"', JSON.stringify(join(FOLDER, "loop.reel")));
  const program = readFileSync("fixtures/runs/int-loop/program.py");
  const spec = makeRunSpec({ programName: "program.py", source: program });
  (await recordReel("loop", spec)).close();
  const file = join(FOLDER, "example.mts");
  writeFileSync(file, `${code}\nexport { live, recorded };\n`);
  const said = (await import(pathToFileURL(file).href)) as Record<"live" | "recorded", unknown>;
  const stated = /\/\/ (\[.*\])/.exec(example)?.[1] ?? "";
  assert.equal(said.recorded, JSON.parse(stated));
  assert.equal(said.live, said.recorded);
});

test.run();
