/**
 * Recording under the real pypy3, where there is one: the same reel every time, the same units as
 * in logs of other runs, the program's own output, status and hooks.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkRefused, jitreel, jitreelProcess, makeFile } from "../cli/test-cli.ts";
import type { JitEvent } from "../format/events.ts";
import { ReelReader } from "../format/reader.ts";
import { summarizeRuns, summarizeUnits } from "../import/test-agreement.ts";
import { importFile, ofKind } from "../import/testing.ts";
import { makePypyCommand, readPypyVersion } from "./pypy-process.ts";

const real = readPypyVersion() === null ? test.skip : test;
const PROGRAMS = "fixtures/compare/programs";

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "jitreel-engine-"));
  try {
    await act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readEvents(path: string): JitEvent[] {
  const reader = new ReelReader(readFileSync(path), path);
  return [...reader.events()].map(({ event }) => event).filter((event) => event !== null);
}

real("two recordings are the same bytes, and say what ran", async () => {
  await inFolder(async (folder) => {
    const paths = [join(folder, "a.reel"), join(folder, "b.reel")];
    for (const path of paths) {
      const program = `${PROGRAMS}/branch.py`;
      const { code, err } = await jitreel("record", "--engine", "pypy3", "-o", path, program);
      assert.is(code, 0, err);
    }
    const [a, b] = paths.map((path) => readFileSync(path));
    assert.ok(a!.equals(b!));
    const { header } = new ReelReader(a!, "a");
    assert.match(header.engine, /^pypy3 \d/);
    assert.is(header.programName, "branch.py");
    assert.equal(Buffer.from(header.programText), readFileSync(`${PROGRAMS}/branch.py`));
    const [loop] = ofKind(readEvents(paths[0]!), "compile");
    assert.is(loop?.greenKey?.fileName, "branch.py");
    const guards = loop!.operations.filter(({ name }) => name.startsWith("guard_"));
    assert.ok(guards.length > 0 && guards.every(({ hash }) => /^\d+$/.test(hash)));
  });
});

real("reels agree with fresh logs of both kinds", async () => {
  for (const name of ["branch", "call-nested", "exception-class", "recursion-linear"]) {
    await inFolder(async (folder) => {
      const program = `${PROGRAMS}/${name}.py`;
      const reel = join(folder, "s.reel");
      const nursery = { PYPY_GC_NURSERY: "4M" };
      for (const variable of [`PYPYLOG=jit:${folder}/log`, `JITLOG=${folder}/jitlog`]) {
        const [key = "", value = ""] = variable.split("=");
        const { file, args, env } = makePypyCommand([program], "", { ...nursery, [key]: value });
        assert.is(spawnSync(file, args, { env }).status, 0);
      }
      assert.is((await jitreel("record", "--engine", "pypy3", "-o", reel, program)).code, 0);
      const recorded = readEvents(reel);
      const text = (await importFile(join(folder, "log"))).events;
      const binary = (await importFile(join(folder, "jitlog"))).events;
      for (const events of [text, binary]) {
        assert.equal(
          summarizeUnits(events).map((unit) => [unit.name, unit.operations]),
          summarizeUnits(recorded).map((unit) => [unit.name, unit.operations]),
          name,
        );
        assert.equal(summarizeRuns(events), summarizeRuns(recorded), name);
      }
    });
  }
});

real("output, exit status and exception are the program's", async () => {
  await inFolder(async (folder) => {
    const path = makeFile(
      folder,
      "p.py",
      "import sys\nprint('hello', sys.argv[1])\nprint('no', file=sys.stderr)\nsys.exit(7)\n",
    );
    const reel = join(folder, "p.reel");
    const { code, out, err } = await jitreel(
      "record",
      "--engine",
      "pypy3",
      "-o",
      reel,
      path,
      "you",
    );
    assert.equal([code, out, err], [7, "hello you\n", "no\n"]);
    const events = readEvents(reel);
    assert.equal(
      ofKind(events, "output").map(({ stream, bytes }) => [stream, Buffer.from(bytes).toString()]),
      [
        ["stdout", "hello you\n"],
        ["stderr", "no\n"],
      ],
    );
    const end = events.at(-1);
    assert.ok(end?.kind === "end" && end.status === 7 && end.outcome === "finished");
    const raising = makeFile(folder, "q.py", "raise ValueError('x')\n");
    const failed = await jitreel("record", "--engine", "pypy3", "-o", reel, raising);
    assert.is(failed.code, 1);
    assert.match(failed.err, /Traceback .*\nValueError: x\n$/s);
    const last = readEvents(reel).at(-1);
    assert.ok(last?.kind === "end" && last.exception === "ValueError");
  });
});

real("a process that the program forks keeps its log to itself", async () => {
  await inFolder(async (folder) => {
    const path = makeFile(
      folder,
      "p.py",
      `import os
def main():
    n = 0
    for i in range(3000):
        n += i
    return n
if os.fork() == 0:
    os._exit(main() % 2)
os.wait()
print(main())
`,
    );
    const reel = join(folder, "p.reel");
    const { out, err } = await jitreel("record", "--engine", "pypy3", "-o", reel, path);
    assert.equal([out, err], ["4498500\n", ""]);
    assert.is(ofKind(readEvents(reel), "compile").length, 1);
  });
});

real("hooks that the program sets itself are called and told", async () => {
  await inFolder(async (folder) => {
    const path = makeFile(
      folder,
      "p.py",
      `import pypyjit
def main():
    n = 0
    for i in range(3000):
        n += i
    return n
told = []
pypyjit.set_compile_hook(told.append)
main()
pypyjit.set_compile_hook(None)
print(len(told))
`,
    );
    const reel = join(folder, "p.reel");
    const { out } = await jitreel("record", "--engine", "pypy3", "-o", reel, path);
    assert.is(out, "1\n");
    const events = readEvents(reel);
    assert.equal(
      ofKind(events, "set_hook").map(({ hook, isSet }) => [hook, isSet]),
      [
        ["compile", true],
        ["compile", false],
      ],
    );
    assert.equal(
      ofKind(events, "compile").map(({ delivered }) => delivered),
      [true],
    );
  });
});

real("aborts have the raw trace and the reason that hooks told", async () => {
  await inFolder(async (folder) => {
    const reel = join(folder, "p.reel");
    const program = `${PROGRAMS}/force-quasi-immut.py`;
    await jitreel("record", "--engine", "pypy3", "-o", reel, program);
    const [abort] = ofKind(readEvents(reel), "abort");
    assert.is(abort?.reason, "ABORT_FORCE_QUASIIMMUT");
    assert.ok(abort!.operations.length > 10);
    assert.is(abort!.greenKey?.fileName, "force-quasi-immut.py");
  });
});

real("Ctrl-C ends the program and leaves a partial reel", async () => {
  await inFolder(async (folder) => {
    const path = makeFile(
      folder,
      "p.py",
      "print('ready', flush=True)\nn = 0\nwhile True:\n    n = (n + 1) % 1000\n",
    );
    const reel = join(folder, "p.reel");
    const call = ["record", "--engine", "pypy3", "-o", reel, path];
    const { signal, err } = await jitreelProcess(call, "", "ready");
    assert.is(signal, "SIGINT");
    assert.match(err, /KeyboardInterrupt\n.*what was recorded so far/s);
    const events = readEvents(`${reel}.partial`);
    const end = events.at(-1);
    assert.ok(end?.kind === "end" && end.outcome === "interrupted");
    assert.ok(ofKind(events, "compile").length > 0);
  });
});

test("options of simulated runs are refused", async () => {
  const program = `${PROGRAMS}/branch.py`;
  const outcome = await jitreel("record", "--engine", "pypy3", "--seed", "3", program);
  checkRefused(outcome, "--seed is for simulated runs");
  checkRefused(await jitreel("record", "--engine", "cpython", program), "expected jitreel, pypy3");
});

test("without a pypy3 it is said what to do", async () => {
  await inFolder(async (folder) => {
    const path = makeFile(folder, "p.py", "print(1)\n");
    const before = process.env.PATH;
    process.env.PATH = folder;
    try {
      const outcome = await jitreel("record", "--engine", "pypy3", "-o", `${folder}/s.reel`, path);
      checkRefused(outcome, /there is no pypy3 to run the program; install it/);
    } finally {
      process.env.PATH = before;
    }
  });
});

test.run();
