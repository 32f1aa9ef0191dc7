/**
 * `jitreel review`, `accept`, `reject`, `show --diff`: what is shown, what is accepted, what is refused
 * without a file being touched; also as a person at a terminal.
 */

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { printGolden } from "../../fixtures/golden-text.ts";
import { describeUpdate } from "../../fixtures/review/change.ts";
import { findOpenChanges } from "../../fixtures/review/open-changes.ts";
import type { ReviewOutcome } from "../../fixtures/review/review-session.ts";
import { reviewChanges } from "../../fixtures/review/review-session.ts";
import type { Golden } from "../../fixtures/review/test-changes.ts";
import { edit, makeReel, readGolden } from "../../fixtures/review/test-changes.ts";
import { writePending } from "../../fixtures/store/pending.ts";
import { makeTestRoot, readFiles } from "../../fixtures/store/test-roots.ts";
import { PLAIN_STYLE } from "../replayer/style.ts";
import type { Outcome } from "./test-cli.ts";
import { checkRefused, jitreel } from "./test-cli.ts";

const changeTicks = (golden: Golden): Golden =>
  edit(golden, (event) => ({ ...event, ticks: event.ticks + 1 }));
const changeCosts = (golden: Golden): Golden =>
  edit(golden, (event) => (event.kind === "cost" ? { ...event, cycles: 5 } : event));
const loseBridges = (golden: Golden): Golden =>
  edit(golden, (event) => (event.kind === "compile" && event.type === "bridge" ? null : event));

/** Without CI in the environment, or with this value. */
async function withCi<T>(ci: string | undefined, act: () => Promise<T>): Promise<T> {
  const before = process.env.CI;
  if (ci === undefined) delete process.env.CI;
  else process.env.CI = ci;
  try {
    return await act();
  } finally {
    if (before === undefined) delete process.env.CI;
    else process.env.CI = before;
  }
}

/** A root with three fixtures; two have pending changes. */
function makeRoot(): string {
  const root = makeTestRoot(["bridge", "hooks", "int-loop"]);
  makePending(root, "bridge", changeTicks);
  makePending(root, "hooks", changeCosts);
  return root;
}

function makePending(root: string, name: string, change: (golden: Golden) => Golden): void {
  const golden = readGolden(name);
  const [before, after] = [makeReel(golden), makeReel(change(golden))];
  writePending(join(root, name), after, printGolden(after, name), describeUpdate(before, after));
}

function everything(root: string): Record<string, string> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  return readFiles(
    root,
    files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
  );
}

/** Calls it without CI. */
function call(...argv: string[]): Promise<Outcome> {
  return withCi(undefined, () => jitreel(...argv));
}

async function inRoot(act: (root: string) => Promise<void>): Promise<void> {
  const root = makeRoot();
  try {
    await act(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

test("review without a terminal lists all pending changes, exit code 1", async () => {
  await inRoot(async (root) => {
    const { code, out } = await call("review", root);
    assert.is(code, 1);
    assert.match(out, /bridge {2}.*\n {2}counters +\d+ {2}only counters/);
    assert.match(out, /hooks {2}.*\n {2}cost +\d+ {2}instructions or cycles/);
    assert.match(out, /first divergence: counters \(virtual time\)/);
    assert.match(out, /2 changes to review/);
    assert.not.match(out, /int-loop/);
    const json = (await call("review", "--json", root)).out.trim().split("\n");
    const parsed = json.map((line) => JSON.parse(line) as { name: string; classes: object });
    assert.equal(
      parsed.map(({ name, classes }) => [name, Object.keys(classes)]),
      [
        ["bridge", ["counters"]],
        ["hooks", ["cost"]],
      ],
    );
  });
});

test("show --diff shows one, and says when nothing is pending", async () => {
  await inRoot(async (root) => {
    const one = await call("show", "--diff", join(root, "bridge"));
    assert.is(one.code, 0, one.err);
    assert.match(one.out, /counters +\d+ {2}only counters/);
    const none = await call("show", "--diff", join(root, "int-loop"));
    assert.is(none.code, 0);
    assert.match(none.out, /nothing is pending/);
    const both = (await call("show", "--diff", "--json", root)).out.trim().split("\n");
    const pending = both.map((line) => (JSON.parse(line) as { isPending: boolean }).isPending);
    assert.equal(pending, [true, true, false]);
    checkRefused(await call("show", "--diff", join(root, "int-lop")), /did you mean .*int-loop/);
  });
});

test("the reason is kept, and shown when the fixture changes again", async () => {
  await inRoot(async (root) => {
    const folder = join(root, "bridge");
    const accepted = await call("accept", folder, "--reason", "ticks count from one");
    assert.is(accepted.code, 0, accepted.err);
    assert.match(accepted.out, /^accepted: .*bridge \(counters \d+\)\n$/);
    const quiet = await call("show", "--diff", folder);
    assert.match(quiet.out, /accepted before: ticks count from one {2}\(counters \d+\)\n/);
    assert.match(quiet.out, /nothing is pending/);
    const [now, next] = [readFileSync(join(folder, "golden.reel")), makeReel(readGolden("bridge"))];
    writePending(folder, next, printGolden(next, "next"), describeUpdate(now, next));
    assert.match((await call("review", folder)).out, /accepted before: ticks count from one/);
    assert.is((await call("accept", folder, "--reason", "back again")).code, 0);
    assert.match(
      (await call("show", "--diff", folder)).out,
      /ticks count from one.*\n.*before: back again/,
    );
  });
});

test("what an update loses is said in review and in accept", async () => {
  await inRoot(async (root) => {
    makePending(root, "bridge", loseBridges);
    const lost = /fewer than the golden has: events in all -\d+, bridges -\d+/;
    assert.match((await call("review", root)).out, lost);
    const { out } = await call("accept", join(root, "bridge"), "--reason", "no bridge needed");
    assert.match(out, lost);
  });
});

test("accept --only takes those whose classes are all named, and lists the others", async () => {
  await inRoot(async (root) => {
    makePending(root, "int-loop", (golden) => changeCosts(changeTicks(golden)));
    const accept = (only: string) => call("accept", root, "--reason", "all", "--only", only);
    const first = await accept("addresses,counters");
    assert.is(first.code, 1);
    assert.match(first.out, /^accepted: .*bridge \(counters \d+\)$/m);
    assert.match(first.out, /^left: .*hooks \(cost \d+\); not named: cost$/m);
    assert.match(first.out, /^left: .*int-loop \(cost \d+, counters \d+\); not named: cost$/m);
    const second = await accept("cost");
    assert.is(second.code, 1);
    assert.match(second.out, /accepted: .*hooks/);
    assert.match(second.out, /left: .*int-loop .* not named: counters/);
    assert.is((await accept("cost,counters")).code, 0);
    const nothing = await accept("cost");
    assert.equal([nothing.code, nothing.out], [0, "nothing is pending\n"]);
    assert.is((await call("review", root)).code, 0);
  });
});

test("what is refused leaves all files as they are, exit code 2", async () => {
  await inRoot(async (root) => {
    const before = everything(root);
    const bridge = join(root, "bridge");
    const refusals: readonly [string[], RegExp][] = [
      [["accept", bridge], /with a reason only/],
      [["accept", bridge, "--reason", " "], /with a reason only/],
      [
        ["accept", root, "--reason", "all"],
        /name one, or classes with --only\n.*cost, counters|counters, cost/,
      ],
      [
        ["accept", bridge, join(root, "hooks"), "--reason", "x"],
        /name one, or classes with --only/,
      ],
      [["accept", root, "--reason", "x", "--only", "adresses"], /did you mean "addresses"\?\n/],
      [["accept", root, "--reason", "x", "--only", ""], /there is no class ""/],
      [["accept", join(root, "nowhere"), "--reason", "x"], /there is no such folder/],
      [["reject", join(root, "nowhere")], /there is no such folder/],
      [["review", join(root, "nowhere")], /there is no such folder/],
    ];
    for (const [argv, text] of refusals) {
      checkRefused(await call(...argv), text);
      assert.equal(everything(root), before, argv.join(" "));
    }
    for (const argv of [
      ["accept", bridge, "--reason", "x"],
      ["reject", bridge],
    ]) {
      const outcome = await withCi("true", () => jitreel(...argv));
      checkRefused(outcome, /writes nothing in CI/);
      assert.equal(everything(root), before, argv.join(" "));
    }
  });
});

test("one change that cannot be accepted: none of the others is", async () => {
  await inRoot(async (root) => {
    writeFileSync(join(root, "hooks", "golden.reel"), makeReel(readGolden("int-loop")));
    const before = everything(root);
    const argv = ["accept", root, "--reason", "x", "--only", "cost,counters"];
    checkRefused(await call(...argv), /hooks: the pending change was made against golden/);
    assert.equal(everything(root), before);
  });
});

test("reject drops pending recordings, whole or not", async () => {
  await inRoot(async (root) => {
    rmSync(join(root, "hooks", "pending.json"));
    const { code, out } = await call("reject", root);
    assert.is(code, 0);
    assert.match(out, /rejected: .*bridge\nrejected: .*hooks\n/);
    assert.equal((await call("reject", root)).out, "nothing is pending\n");
    assert.is((await call("review", root)).out, "nothing is pending\n");
  });
});

/** Reviews all changes of a root with these answers; gives what was shown, too. */
async function talkThrough(
  root: string,
  answers: readonly string[],
): Promise<ReviewOutcome & { shown: string }> {
  const lines: string[] = [];
  const left = [...answers];
  const ask = async (prompt: string): Promise<string | null> => {
    lines.push(prompt);
    return left.shift() ?? null;
  };
  const line = (text: string): void => void lines.push(text);
  const talk = { style: PLAIN_STYLE, line, ask };
  const outcome = await withCi(undefined, () => reviewChanges(findOpenChanges([root]), talk));
  return { ...outcome, shown: lines.join("\n") };
}

test("an interactive review: help, details, accepting with a reason, skipping", async () => {
  await inRoot(async (root) => {
    const answers = ["?", "d", "a", "", "a", "because", "s"];
    const { shown, ...counts } = await talkThrough(root, answers);
    assert.equal(counts, { accepted: 1, rejected: 0, left: 1 });
    assert.match(shown, /a {2}accept: .*\nr {2}reject: /);
    assert.match(shown, /not accepted: a change needs a reason/);
    assert.match(shown, /accepted: because \(counters \d+\)/);
    assert.match(shown, /\(1\/2\) accept this change \[a,r,s,d,q,\?\]\?/);
    assert.equal(findOpenChanges([root]).length, 1);
  });
});

test("an interactive review: rejecting, quitting, the end of input", async () => {
  await inRoot(async (root) => {
    const { shown: _, ...first } = await talkThrough(root, ["r", "q"]);
    assert.equal(first, { accepted: 0, rejected: 1, left: 1 });
    const { shown: __, ...second } = await talkThrough(root, ["a"]);
    assert.equal(second, { accepted: 0, rejected: 0, left: 1 });
    assert.is(findOpenChanges([root]).length, 1);
  });
});

/** Types answers at a pseudo terminal, each when the text before it has come out. */
const AT_TERMINAL = `
import os, pty, sys, select
steps = [step.split("=>") for step in sys.argv[1].split("|")]
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen = ""
while True:
    ready, _, _ = select.select([fd], [], [], 60)
    try:
        piece = os.read(fd, 4096) if ready else b""
    except OSError:
        piece = b""
    if not piece:
        break
    seen += piece.decode("utf8", "replace")
    sys.stdout.write(piece.decode("utf8", "replace"))
    if steps and steps[0][0] in seen:
        seen = ""
        os.write(fd, steps.pop(0)[1].encode() + b"\\n")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

function atTerminal(steps: string, ci: string | undefined, ...argv: string[]) {
  const main = join(import.meta.dirname, "main.ts");
  const program = [process.execPath, "--import", import.meta.resolve("tsx"), main, ...argv];
  const { CI: _, ...environment } = process.env;
  const env = { ...environment, TERM: "xterm", ...(ci === undefined ? {} : { CI: ci }) };
  const options = { encoding: "utf8", env } as const;
  const child = spawnSync("python3", ["-c", AT_TERMINAL, steps, ...program], options);
  return { code: child.status, out: child.stdout.replaceAll("\r\n", "\n") };
}

if (spawnSync("python3", ["-c", "import pty"]).status === 0) {
  test("at a terminal a change is accepted with a key and a reason", async () => {
    await inRoot(async (root) => {
      const steps = "(1/2) accept=>a|reason: =>seen at a terminal|(2/2) accept=>q";
      const { code, out } = atTerminal(steps, undefined, "review", root);
      assert.is(code, 1, out);
      assert.match(out, /accepted: seen at a terminal/);
      assert.match(out, /1 accepted, 0 rejected, 1 left/);
      const settings = readFileSync(join(root, "bridge", "fixture.json"), "utf8");
      assert.match(settings, /seen at a terminal/);
    });
  });

  test("at a terminal of CI nothing is accepted, exit code 2", async () => {
    await inRoot(async (root) => {
      const before = everything(root);
      const { code, out } = atTerminal("(1/2) accept=>a", "1", "review", root);
      assert.is(code, 2, out);
      assert.match(out, /accepting writes nothing in CI/);
      assert.equal(everything(root), before);
    });
  });
}

test("a program changes: test --update, review, accept with a reason, and test passes", async () => {
  const root = makeTestRoot(["bridge"]);
  const folder = join(root, "bridge");
  const program = join(folder, "program.py");
  writeFileSync(program, readFileSync(program, "utf8").replace("& 1", "% 2"));
  const updated = await call("test", "--workers", "1", "--update", root);
  assert.is(updated.code, 1);
  assert.match(updated.out, /a change waits for review: header \d, operations \d/);
  const shown = await call("show", "--diff", folder);
  assert.match(shown.out, /operations +\d+ {2}operations that are no guards/);
  assert.match(shown.out, /^ +\d+ +- debug_merge_point.*BINARY_AND/m);
  const accepted = await call("accept", folder, "--reason", "modulo for and");
  assert.is(accepted.code, 0, accepted.err);
  const passed = await call("test", "--workers", "1", root);
  assert.is(passed.code, 0, passed.out + passed.err);
  rmSync(root, { recursive: true });
});

test("a folder without fixtures is refused", async () => {
  await inRoot(async (root) => {
    mkdirSync(join(root, "empty"));
    checkRefused(await call("review", join(root, "empty")), /there is no fixture in it/);
  });
});

test.run();
