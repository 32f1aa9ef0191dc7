/**
 * `jitreel test --watch` as a process: what is changed is run again, new fixtures are found, Ctrl-C
 * ends it cleanly.
 */

import { spawn } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { makeTestRoot } from "../../fixtures/store/test-roots.ts";

const test = suite("jitreel test --watch");

const SECONDS_MAX = 120;

test("runs what is changed until Ctrl-C", async () => {
  const root = makeTestRoot(["range-loop"]);
  const main = join(import.meta.dirname, "main.ts");
  const argv = ["--import", "tsx", main, "test", root, "--watch", "--workers", "1"];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] });
  const output = { text: "", told: 0 };
  const collect = (chunk: Buffer): void => {
    output.text += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  /** All output since the last call, once the next run is over. */
  const nextRun = async (): Promise<string> => {
    const endAt = Date.now() + SECONDS_MAX * 1000;
    for (;;) {
      const at = output.text.indexOf("watching", output.told);
      const end = output.text.indexOf("\n", at);
      if (at >= 0 && end >= 0) {
        const text = output.text.slice(output.told, end);
        output.told = end + 1;
        return text;
      }
      assert.ok(Date.now() < endAt && child.exitCode === null, output.text);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  try {
    assert.match(await nextRun(), /1 fixture: 1 passed.*\nwatching 1 fixture \(Ctrl-C ends it\)/);
    const expected = join(root, "range-loop/expected.out");
    const text = readFileSync(expected, "utf8");
    writeFileSync(expected, "something else\n");
    assert.match(await nextRun(), "FAILED  range-loop");
    writeFileSync(expected, text);
    assert.match(await nextRun(), "1 fixture: 1 passed");
    cpSync(join(root, "range-loop"), join(root, "second"), { recursive: true });
    const found = await nextRun();
    assert.match(found, "FAILED  second");
    assert.match(found, "the manifest has no line for it");
    assert.match(found, "1 fixture: 0 passed, 1 failed");
    const closed = new Promise((resolve) => child.on("close", (code) => resolve(code)));
    child.kill("SIGINT");
    assert.is(await closed, 0, output.text);
    assert.not.match(output.text, /^ +at /m);
  } finally {
    child.kill("SIGKILL");
    rmSync(root, { recursive: true, force: true });
  }
});

test.run();
