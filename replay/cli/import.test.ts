/**
 * `jitreel import`, and the commands that take what comes of it.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const LOGS = "fixtures/logs";

async function inFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "jitreel-import-"));
  try {
    await act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function importTo(reel: string, log: string, ...options: string[]): Promise<void> {
  const outcome = await jitreel("import", `${LOGS}/${log}`, "-o", reel, ...options);
  assert.equal([outcome.code, outcome.err], [0, ""]);
}

test("importing a log twice gives the same bytes", async () => {
  await inFolder(async (folder) => {
    for (const log of ["branch.log.gz", "branch.jitlog.gz"]) {
      await importTo(join(folder, "a.reel"), log);
      await importTo(join(folder, "b.reel"), log);
      const [a, b] = ["a", "b"].map((name) => readFileSync(join(folder, `${name}.reel`)));
      assert.ok(a!.equals(b!));
    }
  });
});

test("every command that reads reels takes imported ones", async () => {
  await inFolder(async (folder) => {
    for (const log of ["branch.log.gz", "branch.jitlog.gz"]) {
      const reel = join(folder, "s.reel");
      await importTo(reel, log);
      const calls: (readonly [call: readonly string[], text: string | RegExp])[] = [
        [["check", reel], "whole"],
        [["info", reel], /engine +(?:pypy|jit)log/],
        [["replay", reel], /bridge +of loop 1/],
        [["show", reel, "--loop", "1", "--asm"], /int_add_ovf.*\badd\b/],
        [["disasm", reel, "--bridge", "1"], /stub of Guard0x/],
        [["heap", reel], "bridge of guard"],
        [["query", reel, 'bridge and op = "int_add_ovf"'], "bridge"],
        [["goto", reel, "6", "--state"], "event 6"],
        [["diff", reel, reel], "no difference"],
        [["export", reel, "--format", "pypylog", "-o", join(folder, "log")], ""],
      ];
      for (const [call, text] of calls) {
        const { code, out, err } = await jitreel(...call);
        assert.is(code, 0, `${call.join(" ")}: ${err}`);
        assert.match(out, text, call.join(" "));
      }
      checkRefused(await jitreel("verify", reel), /cannot be repeated here\n.*jitreel diff/);
    }
  });
});

test("what is exported comes back as the same units", async () => {
  await inFolder(async (folder) => {
    const [first, log, second] = ["a.reel", "log", "b.reel"].map((name) => join(folder, name));
    await importTo(first!, "too-long-nested.log.gz");
    assert.is((await jitreel("export", first!, "--format", "pypylog", "-o", log!)).code, 0);
    assert.is((await jitreel("import", log!, "-o", second!)).code, 0);
    // Time begins with the first event, and an abort without a trace has no place.
    const fails = ["--fail-on", "operations,new,gone"];
    const { code, out } = await jitreel("diff", first!, second!, ...fails);
    assert.is(code, 0);
    assert.match(out, /^counters +4 /m);
    assert.not.match(out, "too_long");
  });
});

test("a log that was cut is imported, and it is said what is missing", async () => {
  await inFolder(async (folder) => {
    const whole = gunzipSync(readFileSync(`${LOGS}/branch.log.gz`));
    const log = makeFile(folder, "cut.log", whole.subarray(0, whole.length - 12_000));
    const reel = join(folder, "s.reel");
    const { code, err } = await jitreel("import", log, "-o", reel);
    assert.is(code, 0);
    assert.match(err, "the last line has no end");
    assert.match(err, /the log ends inside of jit-/);
    assert.match(err, "no jit-summary");
    assert.match((await jitreel("replay", reel)).out, /loop +1 {2}main;/);
    const { out } = await jitreel("import", log, "-o", reel, "--json");
    assert.is(JSON.parse(out).kind, "pypylog");
  });
});

test("the program's text and its folder", async () => {
  await inFolder(async (folder) => {
    const source = makeFile(folder, "branch.py", "# the program\n");
    const text = gunzipSync(readFileSync(`${LOGS}/branch.log.gz`)).toString();
    const log = makeFile(folder, "p.log", text.replaceAll("/p/branch.py", source));
    const reel = join(folder, "s.reel");
    assert.is((await jitreel("import", log, "-o", reel, "--source", source)).code, 0);
    assert.match((await jitreel("replay", reel)).out, "main;branch.py:3-5");
    assert.match((await jitreel("info", reel)).out, /program +branch.py/);
  });
});

test("what is no log is refused, and nothing is written", async () => {
  await inFolder(async (folder) => {
    const reel = join(folder, "s.reel");
    const refused = async (content: string | Uint8Array, text: string): Promise<void> => {
      checkRefused(await jitreel("import", makeFile(folder, "x", content), "-o", reel), text);
    };
    await refused("", "the log is empty");
    await refused("hello\n", "has no section of a PyPy log");
    await refused(Buffer.from("89504e470d0a1a0a00", "hex"), "neither a PYPYLOG nor a jitlog");
    await refused(Buffer.from("1e0700", "hex"), "jitlog version 7 is not known");
    await refused(Buffer.from("1f8b0800", "hex"), "the log is empty");
    checkRefused(await jitreel("import", join(folder, "none"), "-o", reel), "no such file");
    checkRefused(await jitreel("import", folder, "-o", reel), "it is a folder");
    checkRefused(await jitreel("info", reel), "no such file");
    const log = makeFile(folder, "same.log", "[1] {jit-tracing\n[2] jit-tracing}\n");
    checkRefused(await jitreel("import", log, "-o", log), "would replace the log");
  });
});

test.run();
