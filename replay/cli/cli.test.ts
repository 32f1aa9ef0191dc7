/**
 * The commands that only read files, and what is said about wrong usage and
 * bad input.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { EVENT_KINDS } from "../../sim/hooks/events.ts";
import { checkReel } from "../format/check.ts";
import { EVENT_ARBITRARIES } from "../format/event-arbitrary.ts";
import { encodeFrame, encodeHead } from "../format/frame.ts";
import { sampleReel } from "../format/sample-reel.ts";
import { splitName } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { checkRefused, jitreel, makeFile as makeFileIn } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

function makeFile(name: string, content: Uint8Array | string): string {
  return makeFileIn(folder, name, content);
}

const EVENTS: readonly JitEvent[] = EVENT_KINDS.map(
  (kind) =>
    fc.sample(EVENT_ARBITRARIES[kind] as fc.Arbitrary<JitEvent>, { seed: 71, numRuns: 2 })[1]!,
);

const WHOLE = sampleReel(EVENTS, 4);

test("the help names every command, the exit codes, and goes to standard output", async () => {
  const { code, out, err } = await jitreel("--help");
  assert.is(code, 0);
  assert.is(err, "");
  assert.match(out, "Exit codes");
  for (const { name, summary } of COMMANDS) {
    const { group, word } = splitName(name);
    const path = group === null ? [] : [group];
    const listing = group === null ? out : (await jitreel(group, "--help")).out;
    assert.match(listing, ` ${word} `);
    assert.match(listing, summary.slice(0, 30));
    assert.match((await jitreel(...path, word, "--help")).out, `jitreel ${name} `);
    assert.match((await jitreel(...path, "help", word)).out, `jitreel ${name} `);
  }
});

test("--version prints the package's version", async () => {
  assert.match((await jitreel("--version")).out, /^\d+\.\d+\.\d+\n$/);
});

test("--jit help prints the table of parameters", async () => {
  for (const argv of [["--jit", "help"], ["--jit=help"]]) {
    const { code, out } = await jitreel(...argv);
    assert.is(code, 0);
    assert.match(out, /^threshold +1039 +number of times a loop has to run/m);
    assert.is(out.trimEnd().split("\n").length, 3 + 17);
  }
});

test("wrong usage is refused with a message", async () => {
  checkRefused(await jitreel(), "no command given");
  checkRefused(await jitreel("zigzag"), "unknown command 'zigzag'");
  checkRefused(await jitreel("replya", "x"), "Did you mean replay");
  checkRefused(await jitreel("replay"), "missing required argument 'REEL'");
  checkRefused(await jitreel("replay", "a", "b"), "too many arguments");
  checkRefused(await jitreel("replay", "--zigzag", "a"), "unknown option '--zigzag'");
  checkRefused(await jitreel("replay", "--from"), "argument missing");
  const reel = makeFile("whole.reel", WHOLE);
  checkRefused(await jitreel("replay", reel, "--from", "x"), "--from: expected a number");
  checkRefused(await jitreel("replay", reel, "--type", "zigzag"), 'there is no type "zigzag"');
  checkRefused(await jitreel("show", reel, "--loop", "1", "--bridge", "1"), "only one of them");
});

test("a file that is no reel is refused, whichever command reads it", async () => {
  mkdirSync(join(folder, "dir"));
  const foreign = makeFile("foreign.reel", "print(1)\n");
  const empty = makeFile("empty.reel", "");
  const headless = makeFile("headless.reel", encodeHead());
  const wrong = Buffer.concat([encodeHead(), encodeFrame(Uint8Array.of(0x81, 1, 2))]);
  const noHeader = makeFile("wrong.reel", wrong);
  const newer = Buffer.from(WHOLE);
  newer.writeUInt16BE(9, 8);
  const newerPath = makeFile("newer.reel", newer);
  for (const command of ["replay", "info", "check", "show"]) {
    checkRefused(await jitreel(command, join(folder, "missing.reel")), "no such file");
    checkRefused(await jitreel(command, join(folder, "dir")), "it is a folder");
    checkRefused(await jitreel(command, foreign), `${foreign}: byte 0: not a reel`);
    checkRefused(await jitreel(command, empty), "it is empty");
    checkRefused(await jitreel(command, headless), "byte 12: the reel's header cannot be read");
    checkRefused(await jitreel(command, noHeader), "the reel's header cannot be read");
    checkRefused(await jitreel(command, newerPath), "reel format 9.0 is not known");
  }
});

test("replay lists every event, by number and type when asked", async () => {
  const reel = makeFile("whole.reel", WHOLE);
  const all = await jitreel("replay", reel);
  assert.is(all.code, 0);
  assert.is(all.out.trimEnd().split("\n").length, 1 + EVENTS.length);
  const json = await jitreel("replay", "--json", reel);
  const kinds = json.out
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as JitEvent).kind);
  assert.equal(kinds, [...EVENT_KINDS]);
  const some = await jitreel(
    "replay",
    "--json",
    "--from",
    "2",
    "--to",
    "0x10",
    "--type=heap",
    reel,
  );
  const lines = some.out.trimEnd().split("\n");
  assert.equal(
    lines.map((line) => (JSON.parse(line) as { number: number }).number),
    [11, 12, 13, 14, 15],
  );
});

test("a truncated reel is shown with a notice, check says no", async () => {
  const reel = makeFile("short.reel", WHOLE.subarray(0, WHOLE.length - 30));
  for (const command of ["replay", "info", "show", "disasm"]) {
    const { code, out, err } = await jitreel(command, reel);
    assert.is(code, 0);
    assert.ok(out.length > 0);
    assert.match(err, /short\.reel: byte \d+: incomplete: /);
  }
  const checked = await jitreel("check", reel);
  assert.is(checked.code, 1);
  assert.match(checked.out, /byte \d+: frame \d+: truncated: /);
});

test("a damaged reel is read up to the damage, check names it", async () => {
  const bytes = new Uint8Array(WHOLE);
  const at = WHOLE.length - 400;
  bytes[at]! ^= 1;
  const reel = makeFile("damaged.reel", bytes);
  const replayed = await jitreel("replay", reel);
  assert.ok(replayed.out.split("\n").length > 5);
  checkRefused(replayed, "damaged: the frame's checksum does not match");
  checkRefused(await jitreel("info", reel), "damaged");
  const checked = await jitreel("check", reel);
  assert.is(checked.code, 1);
  const { frames } = checkReel(WHOLE, "whole.reel");
  const frame = frames.findLast(({ offset }) => offset <= at)!;
  const { first, count } = frame.events!;
  const where = `byte ${frame.offset}: frame ${frame.number} (events): damaged`;
  const lost = `events ${first} to ${first + count - 1} are lost`;
  assert.match(checked.out, where);
  assert.match(checked.out, lost);
  assert.match(replayed.err, where);
  assert.match(checked.out, `${count} events are lost\n`);
});

test("check of a whole reel is fine and can list its frames", async () => {
  const reel = makeFile("whole.reel", WHOLE);
  const { code, out } = await jitreel("check", reel);
  assert.is(code, 0);
  assert.match(out, /whole\.reel: whole: \d+ frames, 22 events readable\n$/);
  const frames = await jitreel("check", "--frames", reel);
  assert.match(frames.out, /^ +2 +\d+ +\d+ bytes {2}events {2}events 0–3$/m);
  const json = JSON.parse((await jitreel("check", "--json", reel)).out) as { problems: unknown };
  assert.equal(json.problems, []);
});

test("info gives the header as JSON", async () => {
  const reel = makeFile("whole.reel", WHOLE);
  const { out } = await jitreel("info", "--json", reel);
  const info = JSON.parse(out) as Record<string, unknown>;
  assert.is(info.programName, "prog.py");
  assert.is(info.events, 22);
  assert.is(info.isWhole, true);
});

test("show lists compiled code, shows one unit, and says what there is", async () => {
  const reel = makeFile("whole.reel", WHOLE);
  assert.is((await jitreel("show", reel)).out.trimEnd().split("\n").length, 2);
  checkRefused(
    await jitreel("show", reel, "--loop", "123456"),
    "the reel has no loop 123456; it has",
  );
  const none = makeFile("none.reel", sampleReel([]));
  checkRefused(await jitreel("show", none, "--bridge", "1"), "no bridge 1; it has none");
});

test("dis prints bytecode, and refuses what is no Python 3.9", async () => {
  const good = makeFile("good.py", "x = 1\nprint(x)\n");
  const { code, out } = await jitreel("dis", good);
  assert.is(code, 0);
  assert.match(out, / {2}1 +0 LOAD_CONST +0 \(1\)\n/);
  const old = makeFile("old.py", "x = 1\nprint x\n");
  checkRefused(await jitreel("dis", old), `${old}:2:1: SyntaxError: Missing parentheses`);
  checkRefused(await jitreel("dis", makeFile("s.py", "def f(:\n")), "s.py:1");
  checkRefused(await jitreel("dis", join(folder, "missing.py")), "no such file");
  checkRefused(await jitreel("dis", makeFile("reel.py", WHOLE)), "reel.py");
});

test.run();
