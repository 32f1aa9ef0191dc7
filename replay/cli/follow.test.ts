/**
 * `replay --follow`: events are listed as they are recorded.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { generateRun } from "../format/long-run.ts";
import { SAMPLE_HEADER } from "../format/sample-reel.ts";
import { ReelRecorder } from "../recorder/recorder.ts";
import { runCli } from "./cli.ts";
import type { Outcome } from "./test-cli.ts";
import { checkRefused, jitreel, jitreelProcess } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-follow-"));
test.after(() => rmSync(folder, { recursive: true }));

const EVENTS = [...generateRun(60, 5)];

/** A follower that runs beside the test; `out` is what it has printed so far. */
class Following {
  readonly outcome: Promise<Outcome>;
  out = "";
  err = "";

  constructor(...argv: string[]) {
    const call = runCli(["replay", "--follow", "--json", ...argv], {
      writeOut: (bytes) => {
        this.out += Buffer.from(bytes).toString();
      },
      writeErr: (bytes) => {
        this.err += Buffer.from(bytes).toString();
      },
      isOutTerminal: false,
      isErrTerminal: false,
      isColoured: false,
    });
    this.outcome = call.then((code) => ({ code, out: this.out, err: this.err }));
  }

  get count(): number {
    return this.out.split("\n").length - 1;
  }

  async untilCount(count: number): Promise<void> {
    for (let i = 0; this.count < count && i < 200; i++) await wait(25);
    assert.is(this.count, count);
  }

  async untilSaid(text: string): Promise<void> {
    for (let i = 0; !this.err.includes(text) && i < 200; i++) await wait(25);
    assert.match(this.err, text);
  }
}

test("events come as they are flushed, from before the recording begins to its end", async () => {
  const path = join(folder, "s.reel");
  const following = new Following(path);
  await following.untilSaid("waiting for the recording to begin");
  const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
  let flushed = 0;
  for (const [i, event] of EVENTS.entries()) {
    recorder.onEvent(event);
    if (event.kind !== "compile") continue;
    flushed = i + 1;
    if (flushed > 40) break;
  }
  await following.untilCount(flushed);
  for (const event of EVENTS.slice(flushed)) recorder.onEvent(event);
  recorder.complete();
  const { code, out } = await following.outcome;
  assert.is(code, 0);
  const listed = await jitreel("replay", "--json", path);
  assert.is(out, listed.out);
  assert.is(following.count, EVENTS.length);
});

test("a complete reel is listed to its end, with the same selection", async () => {
  const path = join(folder, "s.reel");
  for (const options of [[], ["--from", "7", "--to", "20"], ["--type", "loop"]]) {
    const followed = await jitreel("replay", "--follow", ...options, path);
    assert.equal(followed, await jitreel("replay", ...options, path));
  }
});

test("Ctrl-C ends it, and the recording goes on", async () => {
  const path = join(folder, "stopped.reel");
  const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
  recorder.onEvent({ kind: "end", ticks: 1, status: 0, outcome: "finished", exception: "" });
  const following = new Following(path);
  await following.untilCount(1);
  process.emit("SIGINT");
  const { code, err } = await following.outcome;
  assert.is(code, 0);
  assert.match(err, "stopped; 1 event listed, and the reel is not complete");
  recorder.complete();
});

test("a recorder that says nothing more is waited for only as long as --idle says", async () => {
  const path = join(folder, "idle.reel");
  const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
  recorder.onEvent({ kind: "end", ticks: 1, status: 0, outcome: "finished", exception: "" });
  const { code, out, err } = await new Following("--idle", "1", path).outcome;
  assert.is(code, 1);
  assert.match(out, '"kind":"end"');
  assert.match(err, "nothing was written for 1 second; 1 event listed");
  recorder.complete();
  const missing = await new Following("--idle", "1", join(folder, "missing.reel")).outcome;
  assert.is(missing.code, 1);
});

test("a recording that is given up, or begins again, is noticed", async () => {
  const path = join(folder, "again.reel");
  const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
  for (const event of EVENTS) recorder.onEvent(event);
  const following = new Following(path);
  await wait(300);
  const again = new ReelRecorder(path, SAMPLE_HEADER, "1");
  await following.untilSaid("the recording has begun again");
  again.discard();
  assert.is((await following.outcome).code, 1);
  assert.match(following.err, "the recording was given up: its file is gone");
  recorder.discard();
});

test("what is no reel is refused at once", async () => {
  const path = join(folder, "other.reel");
  writeFileSync(path, "#!/usr/bin/env python\n");
  checkRefused(await jitreel("replay", "--follow", path), "not a reel");
  checkRefused(await jitreel("replay", "--follow", "--where", "abort", path), "--where can ask");
});

test("Ctrl-C of a process ends it by an exit code, not by the signal", async () => {
  const path = join(folder, "process.reel");
  const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
  recorder.onEvent({ kind: "end", ticks: 1, status: 0, outcome: "finished", exception: "" });
  const outcome = await jitreelProcess(["replay", "--follow", path], "", "end");
  assert.is(outcome.code, 0, outcome.err);
  assert.is(outcome.signal, null);
  recorder.discard();
});

test.run();
