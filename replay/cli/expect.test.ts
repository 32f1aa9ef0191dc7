/** `jitreel expect` as a user calls it. */

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkRefused, jitreel } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

const REEL = join(folder, "int.reel");
copyFileSync("fixtures/runs/int-loop/golden.reel", REEL);

function patterns(text: string): string {
  const file = join(folder, "expect.jit");
  writeFileSync(file, text);
  return file;
}

test("what holds is said with its number, and the exit code is 0", async () => {
  const file = patterns("run: one loop, no abort\nloop main: no call, at most 6 guards\n");
  const { out, code } = await jitreel("expect", REEL, file);
  assert.is(out, "2 statements hold\n");
  assert.is(code, 0);
});

test("what does not is shown with a caret, and the exit code is 1", async () => {
  const file = patterns("loop main: no call, at most 5 guards\n");
  const { out, code } = await jitreel("expect", REEL, file);
  assert.is(code, 1);
  assert.ok(out.startsWith(`${file}:1:21: at most 5 guards: loop 1 (main) has 6\n`), out);
  assert.match(out, /\n {22}\^\n/);
  const { out: json } = await jitreel("expect", REEL, file, "--json");
  const { statements, failures } = JSON.parse(json) as { statements: number; failures: object[] };
  assert.is(statements, 1);
  assert.match(JSON.stringify(failures), /"line":1,"column":21/);
});

test("costs are compared with another reel", async () => {
  const file = patterns("run: cost within 1 %\n");
  assert.is((await jitreel("expect", REEL, file)).code, 1);
  assert.is((await jitreel("expect", REEL, file, "--against", REEL)).code, 0);
});

test("patterns in the recorded program are found", async () => {
  const program = join(folder, "p.py");
  const loop = "for i in range(3000):\n    pass\n";
  writeFileSync(program, `# jit: loop <module>: some call\n${loop}`);
  const reel = join(folder, "p.reel");
  assert.is((await jitreel("record", "-o", reel, program)).code, 0);
  const { out, code } = await jitreel("expect", reel);
  assert.is(code, 1);
  assert.match(out, /^p\.py:1:23: some call: loop 1 \(<module>\) has none\n/);
});

test("bad input is refused with its place", async () => {
  const file = patterns("run: one loop\nloop main: no cal\n");
  checkRefused(await jitreel("expect", REEL, file), `${file}:2:15: there is no operation cal`);
  checkRefused(await jitreel("expect", REEL), "has no `# jit:` comments");
  checkRefused(await jitreel("expect", REEL, join(folder, "none.jit")), "cannot read it");
});

test.run();
