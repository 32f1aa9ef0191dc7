/** `jitreel pack` as a user calls it. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

const PROGRAM = `import sys
total = 0
for i in range(3000):
    total += i  # as in /home/Ada/notes
print(total, sys.argv[1])
raise ValueError("by Ada")
`;

const REEL = join(folder, "S.reel");
const PACK = join(folder, "T.reel");

test.before(async () => {
  const program = makeFile(folder, "prog.py", PROGRAM);
  const { code } = await jitreel("record", "-o", REEL, program, "/home/Ada/in.txt");
  assert.is(code, 1);
});

test("without --redact a reel comes out as it is, onto itself, too", async () => {
  const reel = readFileSync(REEL);
  assert.is((await jitreel("pack", REEL, "-o", PACK)).code, 0);
  assert.ok(readFileSync(PACK).equals(reel));
  assert.is((await jitreel("pack", PACK, "-o", PACK)).code, 0);
  assert.ok(readFileSync(PACK).equals(reel));
  assert.equal(readdirSync(folder).sort(), ["S.reel", "T.reel", "prog.py"]);
});

test("a compressed reel is read as any other, and unpacked it is the same", async () => {
  const { code, err } = await jitreel("pack", REEL, "--compress", "-o", PACK);
  assert.is(code, 0, err);
  const reel = readFileSync(REEL);
  assert.ok(readFileSync(PACK).length < reel.length);
  assert.is((await jitreel("check", PACK)).code, 0);
  assert.is((await jitreel("verify", PACK)).code, 0);
  const plain = await jitreel("replay", REEL, "--json");
  assert.is((await jitreel("replay", PACK, "--json")).out, plain.out);
  const recorded = join(folder, "R.reel");
  const program = join(folder, "prog.py");
  await jitreel("record", "--compress", "-o", recorded, program, "/home/Ada/in.txt");
  assert.ok(readFileSync(recorded).equals(readFileSync(PACK)));
  rmSync(recorded);
  assert.is((await jitreel("pack", PACK, "-o", PACK)).code, 0);
  assert.ok(readFileSync(PACK).equals(reel));
});

test("what was removed and what is left is said", async () => {
  const { code, out, err } = await jitreel("pack", REEL, "--redact", "paths", "-o", PACK);
  assert.is(code, 1);
  assert.is(out, "");
  assert.match(
    err,
    /^removed paths: 3 paths, 27 bytes \(header programText 1, header argv 1, stdout 1\)$/m,
  );
  assert.match(err, /^ {2}\/home\/Ada: 3 times$/m);
  assert.match(err, /^still there: "Ada" \(header programText 1, stderr 2\)$/m);
  assert.not.ok(readFileSync(PACK).includes("/home/Ada"));
  const verified = await jitreel("verify", PACK);
  assert.is(verified.code, 0, verified.err);
  assert.match(verified.err, "home folders were replaced by ~");
  const info = await jitreel("info", PACK);
  assert.match(info.out, /^redacted +paths$/m);
});

test("a pack is a whole reel for every command that reads one", async () => {
  const packing = await jitreel("pack", REEL, "--redact", "all", "-o", PACK);
  assert.is(packing.code, 0, packing.err);
  assert.match(packing.err, "no home folder and no user's name is left in any byte");
  const bytes = readFileSync(PACK);
  for (const text of ["Ada", "total", "ValueError(", "in.txt"]) assert.not.ok(bytes.includes(text));
  assert.is((await jitreel("check", PACK)).code, 0);
  for (const command of ["replay", "info", "show", "heap"]) {
    assert.is((await jitreel(command, PACK)).code, 0, command);
  }
  assert.is((await jitreel("query", PACK, 'loop and line = 4 and file = "prog.py"')).code, 0);
  assert.is((await jitreel("query", PACK, "has source")).code, 1);
  assert.is((await jitreel("show", PACK, "--loop", "1", "--asm")).code, 0);
  assert.is((await jitreel("diff", PACK, PACK)).code, 0);
  checkRefused(
    await jitreel("verify", PACK),
    "parts of the reel were taken out (source, output, input)",
  );
});

test("--dry-run says the same and writes nothing", async () => {
  rmSync(PACK, { force: true });
  const dry = await jitreel("pack", REEL, "--redact", "all", "--dry-run", "--json");
  assert.equal(readdirSync(folder).sort(), ["S.reel", "prog.py"]);
  const real = await jitreel("pack", REEL, "--redact", "all", "-o", PACK, "--json");
  assert.match(dry.out, '"isDryRun":true');
  assert.is(dry.out.replace('"isDryRun":true', '"isDryRun":false'), real.out);
});

test("--from, --to and --where keep these events", async () => {
  const { err } = await jitreel("pack", REEL, "--where", "not heap", "--to", "9", "-o", PACK);
  assert.match(err, /^removed \d+ events; \d+ kept$/m);
  const kept = await jitreel("replay", PACK, "--json");
  const expected = await jitreel("replay", REEL, "--where", "not heap", "--to", "9", "--json");
  const withoutNumbers = (text: string): string => text.replace(/^\{"number":\d+,/gm, "{");
  assert.is(withoutNumbers(kept.out), withoutNumbers(expected.out));
  checkRefused(await jitreel("verify", PACK), "parts of the reel were taken out (events)");
});

test("wrong usage and damaged reels are refused, and nothing is written", async () => {
  rmSync(PACK, { force: true });
  const damaged = Buffer.from(readFileSync(REEL));
  damaged[damaged.length - 3000] = damaged.at(-3000)! ^ 1;
  const path = makeFile(folder, "damaged.reel", damaged);
  checkRefused(await jitreel("pack", path, "-o", PACK), "damaged");
  checkRefused(await jitreel("pack", REEL), "--output: say where to write");
  checkRefused(await jitreel("pack", REEL, "-o", "-"), "--output: say where to write");
  checkRefused(await jitreel("pack", REEL, "-o", PACK, "--dry-run"), "give only one of them");
  checkRefused(await jitreel("pack", REEL, "-o", PACK, "--redact", "secrets"), "there are paths,");
  checkRefused(await jitreel("pack", REEL, "-o", PACK, "--home", "Ada"), "an absolute path");
  checkRefused(await jitreel("pack", REEL, "-o", join(folder, "no", "T.reel")), "cannot write it");
  assert.equal(readdirSync(folder).sort(), ["S.reel", "damaged.reel", "prog.py"]);
});

test.run();
