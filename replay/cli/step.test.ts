/**
 * `jitreel step`: scripts over runs of fixtures give the transcripts, and as a process it reads
 * commands from a pipe.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import { UserError } from "../../sim/base/errors.ts";
import type { JitEvent } from "../../sim/hooks/events.ts";
import { anyEvent } from "../format/event-arbitrary.ts";
import { generateRun } from "../format/long-run.ts";
import { ReelReader } from "../format/reader.ts";
import { sampleReel } from "../format/sample-reel.ts";
import { PLAIN_STYLE } from "../replayer/style.ts";
import { playScript, STEP_SCRIPTS, transcriptPath } from "./step-scripts.ts";
import { StepSession } from "./step-session.ts";
import { checkRefused, jitreel, jitreelProcess, makeFile } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

for (const [name, commands] of Object.entries(STEP_SCRIPTS)) {
  test(`a walk through ${name} gives its transcript`, async () => {
    const expected = readFileSync(transcriptPath(name), "utf8");
    assert.is(await playScript(name, commands), expected);
  });
}

function makeSession(events: readonly JitEvent[]): { session: StepSession; lines: string[] } {
  const lines: string[] = [];
  const output = { style: PLAIN_STYLE, line: (text: string) => void lines.push(text) };
  const reader = new ReelReader(sampleReel(events, 20), "s.reel");
  return { session: new StepSession(reader, output, () => () => false), lines };
}

test("back finds what next has passed, over blocks and checkpoints", () => {
  const events = [...generateRun(6000)];
  const { session, lines } = makeSession(events);
  const numbers = (): number => Number(/^ *(\d+)/.exec(lines.at(-1)!)![1]);
  session.execute("to last");
  const expected = events.flatMap(({ kind }, i) => (kind === "free_loop" ? [i] : []));
  const found: number[] = [];
  for (let i = 0; i < 5; i++) {
    session.execute("back free_loop");
    found.push(numbers());
  }
  assert.equal(found, expected.slice(-5).reverse());
  session.execute("next free_loop");
  assert.is(numbers(), expected.at(-4));
  session.execute("to 3");
  session.execute("back free_loop");
  assert.is(lines.at(-1), "there is none before this");
});

test("what cannot be done is said, and one stays where one was", () => {
  const { session } = makeSession([...generateRun(30)]);
  for (const [line, message] of [
    ["go", /there is no command "go"/],
    ["to x", /expected the number of an event/],
    ["next foo", /there is no type "foo"/],
    ["next where (", /./],
    ["\u001b[31m", /\\x1b\[31m/],
  ] as const) {
    assert.throws(() => session.execute(line), message, line);
    assert.is(session.prompt, "(0/29) ");
  }
});

test("names and texts of a reel do not reach the terminal as they are", () => {
  const hostile = "\u001b]0;x\u0007\u202e\n";
  const events = [...generateRun(60)].map((event): JitEvent => {
    if (event.kind !== "compile" || event.greenKey === null) return event;
    const greenKey = { ...event.greenKey, text: hostile, codeName: hostile, fileName: hostile };
    const operations = event.operations.map((one) => ({
      ...one,
      descr: hostile,
      mergePoint: { jitdriverName: hostile, callDepth: 2 ** 52, callId: -1, greenKey },
    }));
    return { ...event, greenKey, operations, jitdriverName: hostile };
  });
  const { session, lines } = makeSession(events);
  for (const line of [
    "next loop",
    "why",
    "show",
    "source",
    "state",
    "event",
    "list",
    "next abort",
  ]) {
    session.execute(line);
  }
  for (const line of lines) assert.not.match(line, /[\p{Cc}\u202e]/u);
});

const EVERY_COMMAND = ["why", "show", "source", "state", "event", "list", "next compile", "why"];

test("whatever the events are, commands give lines or an error of one line", () => {
  const law = fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 30 }), (events) => {
    const { session, lines } = makeSession(events);
    for (const line of events.flatMap((_, i) => [`to ${i}`, ...EVERY_COMMAND])) {
      try {
        session.execute(line);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }
    for (const line of lines) assert.not.match(line, /[\p{Cc}]/u);
  });
  fc.assert(law, { seed: 23, numRuns: 25 });
});

test("commands come from a pipe; the end of input ends it; a refused one is exit code 2", async () => {
  const reel = makeFile(folder, "s.reel", sampleReel([...generateRun(50)]));
  const fine = await jitreelProcess(["step", reel], "next loop\nto last\n");
  assert.is(fine.code, 0, fine.err);
  assert.match(fine.out, /^\(0\/49\) next loop$/m);
  assert.match(fine.out, /^ +49 /m);
  const refused = await jitreelProcess(["step", reel], "nonsense\nquit\nto 5\n");
  assert.is(refused.code, 2);
  assert.match(refused.err, /there is no command "nonsense"/);
  assert.not.match(refused.out, /to 5/);
});

test("a reel without events is refused", async () => {
  checkRefused(await jitreel("step", makeFile(folder, "e.reel", sampleReel([]))), /no events/);
});

test.run();
