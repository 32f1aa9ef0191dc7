/**
 * Runs programs by plain interpretation, without a JIT: a tool for working on the guest, and what
 * its tests run programs by. Only Node's own option gives the main thread a larger stack, so:
 * `node --stack-size=6000 --import tsx sim/guests/python/run-plain.ts prog.py [args]`
 *
 * With `--batch` each argument is a program; the output is one JSON object per program.
 */

import { readFileSync, readSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { VirtualClock } from "../../base/clock.ts";
import { TIME_MODEL } from "../../base/clock.ts";
import type { GuestHost } from "../../hints/guest.ts";
import { initParser } from "./parser/parse.ts";
import { PythonGuest } from "./python-guest.ts";

/** A host over the program's folder; output goes where it is told. */
export class PlainHost implements GuestHost {
  private readonly folder: string;
  private readonly clock: VirtualClock;
  private readonly output: (stream: "stdout" | "stderr", bytes: Uint8Array) => void;

  constructor(folder: string, clock: VirtualClock, output: PlainHost["output"]) {
    this.folder = folder;
    this.clock = clock;
    this.output = output;
  }

  write(stream: "stdout" | "stderr", bytes: Uint8Array): void {
    this.output(stream, bytes);
  }

  readLine(): Uint8Array | null {
    const bytes: number[] = [];
    const buffer = new Uint8Array(1);
    while (readSync(0, buffer, 0, 1, null) === 1) {
      bytes.push(buffer[0]!);
      if (buffer[0] === 10) break;
    }
    return bytes.length === 0 ? null : Uint8Array.from(bytes);
  }

  readModule(path: string): Uint8Array | null {
    try {
      return readFileSync(join(this.folder, path));
    } catch {
      return null;
    }
  }

  nowNanoseconds(): bigint {
    return BigInt(TIME_MODEL.epochSeconds) * 1000000000n + BigInt(this.clock.ticks);
  }

  randomWord(): bigint {
    return 0x9e3779b97f4a7c15n;
  }
}

function run(filename: string, args: readonly string[], output: PlainHost["output"]): number {
  const clock = new VirtualClock();
  const guest = new PythonGuest({
    source: readFileSync(filename, "utf8"),
    filename,
    argv: [filename, ...args],
    host: new PlainHost(dirname(filename), clock, output),
    clock,
    control: null,
    maxRecursion: 1000,
  });
  return guest.run().status;
}

/** Runs each program and prints what it wrote and its status. */
function runBatch(filenames: readonly string[]): void {
  for (const filename of filenames) {
    const texts = { stdout: "", stderr: "" };
    const decoder = new TextDecoder();
    let status: number | string;
    try {
      status = run(filename, [], (stream, bytes) => {
        texts[stream] += decoder.decode(bytes);
      });
    } catch (error) {
      status = String(error instanceof Error ? error.stack : error);
    }
    console.log(JSON.stringify({ filename, ...texts, status }));
  }
}

await initParser();
const [first, ...rest] = process.argv.slice(2);
if (first === undefined) throw new Error("usage: run-plain.ts PROG.py [ARGS]");
if (first === "--batch") runBatch(rest);
else {
  process.exitCode = run(first, rest, (stream, bytes) => {
    writeSync(stream === "stdout" ? 1 : 2, bytes);
  });
}
