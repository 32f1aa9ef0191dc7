/**
 * Recording where writing fails: at every byte of a reel, on a device that is really full, with a
 * limit on the size of files, in folders that vanish or become something else.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { spawnSync } from "node:child_process";
import fs, { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkReel } from "../format/check.ts";
import { PAYLOAD_SIZE_MAX_BYTES } from "../format/frame.ts";
import { generateRun } from "../format/long-run.ts";
import { ReelReader } from "../format/reader.ts";
import { ReelError } from "../format/reel-error.ts";
import { SAMPLE_HEADER } from "../format/sample-reel.ts";
import { ReelRecorder } from "./recorder.ts";

const folder = mkdtempSync(join(tmpdir(), "reel-full-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const EVENTS = [...generateRun(60, 5)];
const PATH = join(folder, "s.reel");

function record(path: string, onEvent: (count: number) => void = () => {}): string {
  const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
  EVENTS.forEach((event, i) => {
    onEvent(i);
    recorder.onEvent(event);
  });
  return recorder.complete();
}

/** The message of the ReelError that recording ends with. */
function failure(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ReelError) return error.print();
    throw error;
  }
  throw new Error("it did not fail");
}

/** Lets writes into files fail after so many bytes, as a full disk does: with a part written. */
function withFullDisk(room: number, act: () => void): void {
  const writeSync = fs.writeSync as (file: number, bytes: Uint8Array, ...rest: number[]) => number;
  let left = room;
  const write = (file: number, bytes: Uint8Array, offset = 0): number => {
    if (left === 0) throw Object.assign(new Error("full"), { code: "ENOSPC" });
    const size = Math.min(left, bytes.length - offset);
    left -= size;
    return writeSync(file, bytes, offset, size);
  };
  fs.writeSync = write as typeof fs.writeSync;
  syncBuiltinESMExports();
  try {
    act();
  } finally {
    fs.writeSync = writeSync as typeof fs.writeSync;
    syncBuiltinESMExports();
  }
}

test("a disk that is full at any byte leaves what was written, with a clear message", () => {
  record(PATH);
  const whole = readFileSync(PATH);
  const { bodyOffset } = new ReelReader(whole, "whole");
  const path = join(folder, "full.reel");
  for (let room = 0; room < whole.length; room += room < 40 ? 1 : 13) {
    withFullDisk(room, () => {
      const message = failure(() => record(path));
      assert.match(
        message,
        "full.reel.partial: cannot write the reel: no space left on the device",
      );
      assert.match(message, "what was recorded before can be read");
    });
    assert.not(existsSync(path));
    const left = readFileSync(`${path}.partial`);
    assert.ok(left.equals(whole.subarray(0, room)));
    if (room < bodyOffset) continue;
    const { problems, eventCount } = checkReel(left, "left");
    assert.equal(
      problems.map(({ kind }) => kind),
      ["truncated"],
    );
    const read = [...new ReelReader(left, "left").events()].map((one) => one.event);
    assert.equal(read, EVENTS.slice(0, eventCount));
  }
});

test("an earlier reel survives a full disk", () => {
  const before = readFileSync(PATH);
  withFullDisk(900, () => void failure(() => record(PATH)));
  assert.equal(readFileSync(PATH), before);
});

test("a folder that vanishes while recording is told", () => {
  const gone = join(folder, "gone");
  mkdirSync(gone);
  const message = failure(() =>
    record(join(gone, "s.reel"), (count) => {
      if (count === 20) rmSync(gone, { recursive: true });
    }),
  );
  assert.match(message, "cannot write the reel: its folder is not there any more");
  assert.match(message, "the reel is lost");
});

test("a reel whose name becomes a folder keeps the name of the partial file", () => {
  const path = join(folder, "taken.reel");
  const message = failure(() =>
    record(path, (count) => {
      if (count === 20) mkdirSync(path);
    }),
  );
  assert.match(message, "taken.reel: cannot write the reel: it is a folder");
  assert.match(message, "taken.reel.partial is the whole reel");
  assert.equal(checkReel(readFileSync(`${path}.partial`), path).problems, []);
});

test("what no frame can hold ends the recording, and the run goes on", () => {
  const path = join(folder, "large.reel");
  const recorder = new ReelRecorder(path, SAMPLE_HEADER, "1");
  recorder.onEvent(EVENTS[0]!);
  recorder.onEvent({ kind: "end", ticks: 2, status: 0, outcome: "finished", exception: "" });
  const bytes = new Uint8Array(PAYLOAD_SIZE_MAX_BYTES);
  recorder.onEvent({ kind: "output", ticks: 3, stream: "stdout", bytes });
  for (const event of EVENTS) recorder.onEvent(event);
  assert.match(
    failure(() => recorder.complete()),
    /bytes in one frame; a reel can have 67108864/,
  );
  assert.is(checkReel(readFileSync(`${path}.partial`), path).eventCount, 2);
  const programText = new Uint8Array(PAYLOAD_SIZE_MAX_BYTES);
  const header = { ...SAMPLE_HEADER, programText };
  assert.match(
    failure(() => new ReelRecorder(path, header, "1")),
    "bytes in one frame",
  );
});

const MAIN = join(import.meta.dirname, "../cli/main.ts");
const PROGRAM = join(import.meta.dirname, "../../fixtures/runs/warehouse/program.py");
const COMMAND = `"${process.execPath}" --import tsx "${MAIN}" record --jit threshold=50`;

/** Runs the shell command; the recording must fail by exit code 2 and one message. */
function checkCommand(command: string, path: string, reason: RegExp): void {
  const { status, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  assert.is(status, 2, stderr);
  assert.match(stderr, reason);
  assert.not.match(stderr, /^ +at /m);
  const left = readFileSync(`${path}.partial`);
  const { problems, eventCount } = checkReel(left, "left");
  assert.equal(
    problems.map(({ kind }) => kind),
    ["truncated"],
  );
  assert.ok(eventCount > 0);
}

test("a limit on the size of files: exit code 2, and what fits can be read", () => {
  const path = join(folder, "limited.reel");
  const command = `ulimit -f 44; ${COMMAND} -o "${path}" "${PROGRAM}" | cat > /dev/null`;
  checkCommand(
    `set -o pipefail; ${command}`,
    path,
    /cannot write the reel: the file would be larger/,
  );
});

test("a device that is really full: exit code 2, and what fits can be read", () => {
  const device = join(folder, "device");
  mkdirSync(device);
  const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=44k", "none", device]);
  if (mount.status !== 0) return;
  try {
    const path = join(device, "s.reel");
    const command = `${COMMAND} -o "${path}" "${PROGRAM}" > /dev/null`;
    checkCommand(command, path, /cannot write the reel: no space left on the device/);
  } finally {
    spawnSync("umount", [device]);
  }
});

test.run();
