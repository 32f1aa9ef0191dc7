/**
 * `jitreel textconv` as a driver of `git diff`, in a repository of its own, with good reels and with
 * damaged ones.
 */

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { RUNS_FOLDER } from "../../fixtures/our-fixtures.ts";
import { edit, makeReel, readGolden } from "../../fixtures/review/test-changes.ts";
import { checkRefused, jitreel } from "./test-cli.ts";

const ATTRIBUTES = join(import.meta.dirname, "../../.gitattributes");
const MAIN = join(import.meta.dirname, "main.ts");
const TEXTCONV = `"${process.execPath}" --import "${import.meta.resolve("tsx")}" "${MAIN}" textconv`;

const OLD = readGolden("bridge");
const NEW = edit(OLD, (event) =>
  event.kind === "compile" && event.type === "bridge"
    ? { ...event, operations: event.operations.slice(1) }
    : event,
);

/** A repository whose last commit has `before` as a.reel; gives the diff to `after`. */
function gitDiff(before: Uint8Array, after: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "jitreel-git-"));
  try {
    const { GIT_DIR: _, GIT_WORK_TREE: __, ...rest } = process.env;
    const env = { ...rest, HOME: folder, GIT_CONFIG_NOSYSTEM: "1", GIT_PAGER: "cat" };
    const git = (...argv: string[]): string =>
      execFileSync("git", ["-C", folder, ...argv], { encoding: "utf8", env });
    git("init", "-q");
    git("config", "user.name", "a");
    git("config", "user.email", "a@example.org");
    git("config", "diff.reel.textconv", TEXTCONV);
    copyFileSync(ATTRIBUTES, join(folder, ".gitattributes"));
    writeFileSync(join(folder, "a.reel"), before);
    git("add", ".");
    git("commit", "-qm", "before");
    writeFileSync(join(folder, "a.reel"), after);
    git("commit", "-qam", "after");
    return git("diff", "HEAD~1", "HEAD");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function changedLines(diff: string): string[] {
  return diff.split("\n").filter((line) => /^[-+](?![-+])/.test(line));
}

test("git diff shows events and operations of reels", () => {
  const lines = changedLines(gitDiff(makeReel(OLD), makeReel(NEW)));
  const bridge = NEW.events.find((event) => event.kind === "compile" && event.type === "bridge");
  assert.ok(bridge?.kind === "compile");
  const count = bridge.operations.length;
  assert.ok(lines.some((line) => line.startsWith("-") && line.includes(`${count + 1} ops`)));
  assert.ok(lines.some((line) => line.startsWith("+") && line.includes(`${count} ops`)));
  // Two lines of each bridge: the event's own and the operation that is gone.
  const bridges = OLD.events.filter((one) => one.kind === "compile" && one.type === "bridge");
  const gone = lines.filter((line) => line.startsWith("-"));
  assert.is(gone.length, 2 * bridges.length, lines.join("\n"));
});

test("git diff shows what is left of a reel that was cut off, and that it was", () => {
  const whole = makeReel(OLD);
  const lines = changedLines(gitDiff(whole, whole.subarray(0, whole.length - 200)));
  assert.ok(
    lines.some((line) => line.startsWith("+incomplete: ")),
    lines.join("\n"),
  );
  const diff = gitDiff(Buffer.from("<<<<<<< HEAD\n"), whole);
  assert.match(diff, /^-not readable: /m);
  assert.match(diff, /^\+.* bridge .* ops/m);
});

test("the text of a golden is in it, and its program, parameters, seed", async () => {
  const folder = join(RUNS_FOLDER, "parameters");
  const { code, out } = await jitreel("textconv", join(folder, "golden.reel"));
  assert.is(code, 0);
  assert.ok(out.endsWith(readFileSync(join(folder, "golden.txt"), "utf8")));
  assert.match(out, /^program +program.py/m);
  assert.match(out, /^parameters +/m);
});

test("damage in the middle is named, what can be read is there, exit code 0", async () => {
  const folder = mkdtempSync(join(tmpdir(), "jitreel-text-"));
  const file = join(folder, "a.reel");
  const bytes = Buffer.from(makeReel(OLD));
  bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 0x55;
  writeFileSync(file, bytes);
  const { code, out } = await jitreel("textconv", file);
  assert.is(code, 0);
  assert.match(out, /^byte \d+: .*damaged: /m);
  assert.match(out, /^ +10 .* loop .* ops/m);
  writeFileSync(file, "");
  assert.match((await jitreel("textconv", file)).out, /^not readable: /);
  rmSync(folder, { recursive: true });
  checkRefused(await jitreel("textconv", file), /no such file/);
});

test.run();
