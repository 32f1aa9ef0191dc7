/**
 * The line that says how far a long work is.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { Console } from "./console.ts";
import { ProgressLine } from "./progress-line.ts";

/** What is written while the work goes on for so many milliseconds per step. */
function watch(isErrTerminal: boolean, total: number, stepMilliseconds: number): string[] {
  const written: string[] = [];
  const console = new Console({
    writeOut: () => {},
    writeErr: (bytes) => void written.push(Buffer.from(bytes).toString()),
    isOutTerminal: false,
    isErrTerminal,
    isColoured: false,
  });
  const clock = { now: 0 };
  const progress = new ProgressLine(console, "verify", total, () => clock.now);
  for (let done = 1; done <= 10; done++) {
    clock.now += stepMilliseconds;
    progress.update(done);
  }
  progress.finish();
  return written;
}

test("long work is shown on a terminal, and the line removed at the end", () => {
  const written = watch(true, 10, 250);
  assert.is(written.length, 10);
  assert.is(written[0], `\r\x1b[Kverify ${"######".padEnd(30, ".")} 20%`);
  assert.is(written.at(-2), `\r\x1b[Kverify ${"#".repeat(30)} 100%`);
  assert.is(written.at(-1), "\r\x1b[K");
});

test("short work, work without a known end, and output to files show nothing", () => {
  assert.equal(watch(true, 10, 10), []);
  assert.equal(watch(true, 0, 250), []);
  assert.equal(watch(false, 10, 250), []);
});

test.run();
