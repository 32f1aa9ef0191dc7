/**
 * Python programs on the command line: inputs, modules, arguments, status, errors, recursion; and
 * that their reels verify on every backend.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InputEvent } from "../../sim/hooks/events.ts";
import { ReelReader } from "../format/reader.ts";
import { checkRefused, jitreel, jitreelProcess, makeFile } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

makeFile(folder, "helper.py", "def double(x):\n    return 2 * x\n");

/** Uses everything that comes from outside, and is hot. */
const ALL = makeFile(
  folder,
  "all.py",
  `import sys, time
import helper
print(sys.argv, helper.double(21), input(), time.time() > 0)
total = 0
for i in range(400):
    if i % 3:
        total += i
print(total)
sys.exit(7)
`,
);

/** Deeper than the host's usual stack. */
const DEEP = makeFile(
  folder,
  "deep.py",
  `import sys
sys.setrecursionlimit(20000)
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
print(depth(19000))
`,
);

const HOT = ["--jit", "threshold=20,trace_eagerness=5"];

function inputsOf(path: string): InputEvent[] {
  const events = [...new ReelReader(readFileSync(path), path).events()].map((one) => one.event);
  return events.filter((event): event is InputEvent => event?.kind === "input");
}

test("a program's arguments, inputs and status pass through, and are recorded", async () => {
  const path = join(folder, "all.reel");
  const argv = ["record", "-o", path, ...HOT, ALL, "a", "--b"];
  const { code, out, err } = await jitreelProcess(argv, "hello\nmore\n");
  assert.is(err, "");
  assert.is(code, 7);
  assert.is(out, "['all.py', 'a', '--b'] 42 hello True\n53067\n");
  const inputs = inputsOf(path).map((one) => `${one.source} ${one.name}`);
  assert.equal(inputs, ["module helper.py", "stdin "]);
  for (const backend of ["host", "oracle", "machine"]) {
    const verified = await jitreel("verify", path, "--backend", backend);
    assert.is(verified.code, 0, verified.out);
  }
  const compiled = await jitreel("replay", path, "--type", "compile", "--json");
  const types = compiled.out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  assert.ok(types.length >= 2, compiled.out);
});

test("with --real-time the clock's readings are inputs, and the reel verifies", async () => {
  const program = makeFile(folder, "clock.py", "import time\nprint(time.time() > 1.7e9)\n");
  const path = join(folder, "clock.reel");
  const { out } = await jitreel("record", "-o", path, "--real-time", program);
  assert.is(out, "True\n");
  const sources = new Set(inputsOf(path).map((one) => one.source));
  assert.equal([...sources], ["clock"]);
  assert.is((await jitreel("verify", path)).code, 0);
  assert.is((await jitreel("run", program)).out, "False\n");
});

test("what Python refuses before it runs is bad input, an uncaught exception is status 1", async () => {
  const run = (name: string, text: string): ReturnType<typeof jitreel> =>
    jitreel("run", makeFile(folder, name, text));
  checkRefused(await run("old.py", "print 1\n"), "old.py:1:1: SyntaxError: Missing parentheses");
  checkRefused(await run("open.py", "x = (\n"), "SyntaxError: ");
  checkRefused(await run("indent.py", "if 1:\nx\n"), "IndentationError: ");
  const raised = await run("raise.py", "def f():\n    raise ValueError('no')\nf()\n");
  assert.is(raised.code, 1);
  assert.match(
    raised.err,
    /^Traceback[\s\S]*File "raise\.py", line 2, in f[\s\S]*ValueError: no\n$/,
  );
});

test("recursion goes as deep as the program has asked for", async () => {
  const { code, out, err } = await jitreelProcess(["run", DEEP]);
  assert.equal({ code, out, err }, { code: 0, out: "19000\n", err: "" });
});

/** Sets a hook, prints what it is told, removes it. */
const HOOKED = makeFile(
  folder,
  "hooked.py",
  `import pypyjit
def hook(info):
    print(info.type, info.loop_no, info.asmlen, info.asmaddr)
pypyjit.set_compile_hook(hook, operations=False)
i = 0
while i < 100: i += 1
pypyjit.set_compile_hook(None)
`,
);

test("a guest's hook is told what the reel says, and setting it is recorded", async () => {
  const path = join(folder, "hooked.reel");
  const { out } = await jitreel("record", "-o", path, ...HOT, HOOKED);
  const events = [...new ReelReader(readFileSync(path), path).events()].map((one) => one.event);
  const told = events.flatMap((event) =>
    event?.kind === "compile" && event.delivered
      ? [`${event.type} ${event.loopNo} ${event.asmlen} ${event.asmaddr}\n`]
      : [],
  );
  assert.ok(told.length >= 1);
  assert.is(out, told.join(""));
  const sets = events.filter((event) => event?.kind === "set_hook");
  assert.equal(
    sets.map(({ hook, isSet, operations }) => ({ hook, isSet, operations })),
    [
      { hook: "compile", isSet: true, operations: false },
      { hook: "compile", isSet: false, operations: true },
    ],
  );
  assert.is((await jitreel("verify", path, "--backend", "oracle")).code, 0);
});

test("explain and show relate operations to the program's lines", async () => {
  const program = makeFile(folder, "sum.py", "t = 0\nfor i in range(90):\n    t += i\nprint(t)\n");
  const { out } = await jitreel("explain", ...HOT, program);
  for (const part of [
    "\n  body[1]: For @2:1\n",
    "FOR_ITER",
    "== recorded trace ==",
    "== loop 1 ==",
    "\n<module> in sum.py",
    "\n   3  t += i",
    "\n      #20 INPLACE_ADD             i",
    "machine code, from 0x",
  ]) {
    assert.ok(out.includes(part), part);
  }
  const path = join(folder, "sum.reel");
  assert.is((await jitreel("record", "-o", path, ...HOT, program)).code, 0);
  const shown = (await jitreel("show", path, "--loop", "1")).out;
  assert.ok(shown.includes("\nsum.py:3 in <module>  t += i\n"));
});

/** Hears Ctrl-C in a compiled loop, goes on, and ends by itself. */
const INTERRUPTED = makeFile(
  folder,
  "interrupted.py",
  `def count():
    n = 0
    while True:
        n += 1
        if n == 3000:
            print("ready", flush=True)

try:
    count()
except KeyboardInterrupt as error:
    print("caught", error.__traceback__.tb_next.tb_frame.f_locals["n"] > 3000)
`,
);

test("Ctrl-C raises KeyboardInterrupt, and a recorded one again at the same place", async () => {
  const path = join(folder, "interrupted.reel");
  const { code, out } = await jitreelProcess(["record", INTERRUPTED, "-o", path], "", "ready\n");
  assert.equal({ code, out }, { code: 0, out: "ready\ncaught True\n" });
  const signals = [...new ReelReader(readFileSync(path), path).events()].filter(
    ({ event }) => event?.kind === "input" && event.source === "signal",
  );
  assert.is(signals.length, 1);
  for (const backend of ["host", "oracle", "machine"]) {
    assert.is((await jitreel("verify", path, "--backend", backend)).code, 0);
  }
});

test("a program that KeyboardInterrupt ends is ended by the signal", async () => {
  const program = makeFile(folder, "forever.py", "print('ready', flush=True)\nwhile True: pass\n");
  const { code, signal, err } = await jitreelProcess(["run", program], "", "ready\n");
  assert.equal({ code, signal }, { code: null, signal: "SIGINT" });
  assert.match(err, /^Traceback \(most recent call last\):\n.*\nKeyboardInterrupt\n$/s);
});

test.run();
