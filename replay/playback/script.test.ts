/**
 * Hook scripts: fed from the reel of a program that has imported them, they print what they printed
 * there, line by line; and they work on reels of programs that know nothing of them.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import type { Fixture } from "../../fixtures/store/fixture.ts";
import { listFixtures } from "../../fixtures/our-fixtures.ts";
import { makeFixtureSpec } from "../../fixtures/store/fixture.ts";
import { recordRun } from "../../fixtures/recording.ts";
import { hasPypy } from "../../properties/pypy.ts";
import type { InputSource, JitEvent, RunSpec } from "../../sim/index.ts";
import { makeRunSpec, NO_INPUTS } from "../../sim/index.ts";
import { anyEvent } from "../format/event-arbitrary.ts";
import { ReelState } from "../format/reel-state.ts";
import { checkRefused, jitreel } from "../cli/test-cli.ts";
import { ReelReader } from "../format/reader.ts";
import { sampleReel } from "../format/sample-reel.ts";
import { Reel } from "./reel.ts";
import { runScript } from "./run-script.ts";
import { upToDate } from "./session.ts";

const SCRIPTS = join(import.meta.dirname, "testdata");
const FOLDER = mkdtempSync(join(tmpdir(), "script-"));
process.on("exit", () => rmSync(FOLDER, { recursive: true }));

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** What a script prints that is fed from a reel. */
async function runOn(reel: Uint8Array, script: string, status = 0): Promise<Output> {
  const output = { stdout: "", stderr: "" };
  const source = new TextEncoder().encode(script);
  const spec = makeRunSpec({ programName: "tool.py", source });
  const ended = await runScript(new Reel(new ReelReader(reel, "s.reel")), spec, (stream, bytes) => {
    output[stream] += new TextDecoder().decode(bytes);
  });
  assert.is(ended, status, output.stderr);
  return output;
}

/** The program's text; hooks that it would set take the place of the script's, so it sets none. */
function withoutHooks(spec: RunSpec): string {
  const text = new TextDecoder().decode(spec.source);
  return text.replace(/pypyjit\.set_\w+_hook\(/g, "(lambda *given: None)(");
}

/** The fixture's run with the script as its first import. */
function withScript(fixture: Fixture, script: string): RunSpec {
  const spec = makeFixtureSpec(fixture);
  const tool = new TextEncoder().encode(script);
  const inputs: InputSource = {
    ...NO_INPUTS,
    stdin: () => spec.inputs.stdin(),
    readModule: (path) => (path === "tool.py" ? tool : spec.inputs.readModule(path)),
    readFile: (path) => (path === "tool.py" ? tool : spec.inputs.readFile(path)),
    readFolder: (path) => spec.inputs.readFolder(path),
  };
  const source = new TextEncoder().encode(`import tool\n${withoutHooks(spec)}`);
  return { ...spec, source, inputs };
}

/** The lines of the script among those of the program. */
function ownLines(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("T "));
}

function checkLines(fed: readonly string[], live: readonly string[]): void {
  assert.ok(fed.length > 0);
  for (const [i, line] of fed.entries()) assert.is(line, live[i], `line ${i}`);
  assert.is(fed.length, live.length);
}

/** Programs with bridges, other drivers, aborts with and without hooks, freed code. */
const PROGRAMS = [
  "abort-bad-loop",
  "abort-escape",
  "abort-force-quasi-immut",
  "abort-too-long",
  "bridge",
  "code-memory-full",
  "generator",
  "late-type-change",
  "traced-builtins",
  "traced-regex",
];

for (const name of ["everything", "statistics", "changing"]) {
  const script = readFileSync(join(SCRIPTS, `${name}.py`), "utf8");
  for (const fixture of listFixtures(PROGRAMS)) {
    test(`${name}.py prints the same in ${fixture.name} and from its reel`, async () => {
      const live = await recordRun(withScript(fixture, script));
      const fed = await runOn(live.reel, script);
      checkLines(ownLines(fed.stdout), ownLines(live.stdout));
      // A program that misses its own hooks ends with an exception of its own.
      const reported = live.stderr.slice(
        0,
        live.result.status === 0 ? undefined : fed.stderr.length,
      );
      assert.is(fed.stderr, reported);
    });
  }
}

test("whatever a reel holds, a script ends by itself", async () => {
  const names = ["everything", "statistics", "collected"];
  const texts = names.map((name) => readFileSync(join(SCRIPTS, `${name}.py`), "utf8"));
  const law = fc.asyncProperty(
    fc.array(anyEvent, { maxLength: 30 }),
    fc.constantFrom(...texts),
    async (events, script) => {
      // What a hook prints may be no UTF-8: that is reported, and goes no further.
      await runOn(sampleReel(events), script);
    },
  );
  await fc.assert(law, { seed: 9, numRuns: 40 });
});

const COUNT_EVENTS = `import pypyjit, atexit
seen = []
pypyjit.set_compile_hook(lambda info: seen.append((info.type, info.loop_no)))
pypyjit.set_abort_hook(lambda name, key, reason, ops: seen.append((reason, name, len(ops))))
pypyjit.set_trace_too_long_hook(lambda name, key: seen.append(("too long", name)))
atexit.register(lambda: print(seen))
`;

test("a program without hooks of its own tells the same as one with them", async () => {
  for (const fixture of listFixtures(["bridge", "abort-too-long", "abort-bad-loop"])) {
    const own = makeFixtureSpec(fixture);
    const spec = { ...own, source: new TextEncoder().encode(withoutHooks(own)) };
    const alone = await runOn((await recordRun(spec)).reel, COUNT_EVENTS);
    const hooked = await recordRun(withScript(fixture, COUNT_EVENTS));
    assert.is(alone.stdout, hooked.stdout.slice(-alone.stdout.length), fixture.name);
    assert.ok(alone.stdout.length > 10);
  }
});

test("what the events say of the counters is what the run has counted", async () => {
  const names = ["bridge", "callee-too-long", "release-all", "recursion", "code-memory-full"];
  for (const fixture of listFixtures([...names, "abort-too-long", "abort-escape"])) {
    const state = new ReelState();
    let [number, checked]: [number, number] = [0, 0];
    const listen = (event: JitEvent): void => {
      if (event.kind === "stats") {
        const told = new Map(upToDate(state.read()));
        for (const [name, value] of event.counters) {
          if (!/^(TOTAL|ABORT)_/.test(name)) continue;
          assert.is(told.get(name), value, `${fixture.name}: ${name} at event ${number}`);
          checked++;
        }
      }
      state.add({ number: number++, event });
    };
    await recordRun(makeFixtureSpec(fixture), listen);
    assert.ok(checked > 0);
  }
});

/** What pypy3 prints for a program that imports the script; at its end, so addresses do not count. */
function runOnPypy(program: string, script: string): string {
  const folder = mkdtempSync(join(FOLDER, "pypy-"));
  writeFileSync(join(folder, "tool.py"), script);
  writeFileSync(join(folder, "plain.py"), `import tool\n${program}`);
  const env = { ...process.env, PYPY_GC_NURSERY: "4G", PYTHONHASHSEED: "0" };
  const { stdout, error } = spawnSync("pypy3", ["plain.py"], { cwd: folder, env, input: "" });
  assert.is(error, undefined);
  return stdout.toString();
}

if (hasPypy()) {
  const script = readFileSync(join(SCRIPTS, "collected.py"), "utf8");
  for (const name of ["branch", "call-nested", "force-quasi-immut", "recursion-fib"]) {
    test(`a script prints the same in ${name} on pypy3 and from pypy3's reel`, async () => {
      const program = readFileSync(`fixtures/compare/programs/${name}.py`, "utf8");
      const path = join(FOLDER, "plain.py");
      const reel = join(FOLDER, "real.reel");
      writeFileSync(path, `pass\n${program}`);
      const recorded = await jitreel("record", "--engine", "pypy3", path, "-o", reel);
      assert.is(recorded.code, 0, recorded.err);
      const fed = await runOn(readFileSync(reel), script);
      checkLines(ownLines(fed.stdout), ownLines(runOnPypy(program, script)));
    });
  }
}

function makeScript(text: string): string {
  const path = join(FOLDER, "script.py");
  writeFileSync(path, text);
  return path;
}

const GOLDEN = "fixtures/runs/bridge/golden.reel";

test("the command line feeds a script and gives its status", async () => {
  const script = makeScript(
    "import pypyjit, sys, atexit\npypyjit.set_compile_hook(lambda i: print(i.type, sys.argv))\n" +
      "atexit.register(print, 'end')\nprint('ready')\n",
  );
  const { code, out, err } = await jitreel("replay", GOLDEN, "--script", script);
  assert.is(code, 0, err);
  assert.is(out.split("\n")[0], "ready");
  assert.match(out, /^loop \['script.py'\]$/m);
  assert.match(out, /\nend\n$/);
});

test("a script that fails is not fed, and its status is passed on", async () => {
  const script = makeScript("import pypyjit\npypyjit.set_compile_hook(print)\n1 / 0\n");
  const failed = await jitreel("replay", GOLDEN, "--script", script);
  assert.is(failed.code, 1);
  assert.is(failed.out, "");
  assert.match(failed.err, /ZeroDivisionError/);
  const ended = await jitreel("replay", GOLDEN, "--script", makeScript("raise SystemExit(3)\n"));
  assert.is(ended.code, 3);
});

test("what cannot be done is refused in a line", async () => {
  const script = makeScript("def f(:\n");
  checkRefused(await jitreel("replay", GOLDEN, "--script", script), /script.py:1:6: SyntaxError/);
  const none = join(FOLDER, "none.py");
  checkRefused(await jitreel("replay", GOLDEN, "--script", none), /none.py: cannot read it/);
  const both = await jitreel("replay", GOLDEN, "--script", script, "--from", "3");
  checkRefused(both, /cannot be used with --from/);
});

test("scripts read what stands beside them, and change nothing there", async () => {
  writeFileSync(join(FOLDER, "beside.py"), "WORD = 'beside'\n");
  const script = makeScript(
    "import beside\nprint(beside.WORD)\nwith open('new.txt', 'w') as f: f.write('x')\nprint(open('new.txt').read())\n",
  );
  const { code, out, err } = await jitreel("replay", GOLDEN, "--script", script);
  assert.is(code, 0, err);
  assert.is(out, "beside\nx\n");
});

test.run();
