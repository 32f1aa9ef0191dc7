/**
 * Runs a program by plain interpretation, without a JIT: a tool for working on the guest.
 * `npx tsx sim/guests/python/run-plain.ts prog.py [args]`
 */

import { readFileSync, readSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { VirtualClock } from "../../base/clock.ts";
import { TIME_MODEL } from "../../base/clock.ts";
import type { GuestHost } from "../../hints/guest.ts";
import { initParser } from "./parser/parse.ts";
import { PythonGuest } from "./python-guest.ts";

/** A host over the process's own streams and the program's folder. */
export class PlainHost implements GuestHost {
  private readonly folder: string;
  private readonly clock: VirtualClock;

  constructor(folder: string, clock: VirtualClock) {
    this.folder = folder;
    this.clock = clock;
  }

  write(stream: "stdout" | "stderr", bytes: Uint8Array): void {
    writeSync(stream === "stdout" ? 1 : 2, bytes);
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

async function main(): Promise<void> {
  const [filename, ...args] = process.argv.slice(2);
  if (filename === undefined) throw new Error("usage: run-plain.ts PROG.py [ARGS]");
  await initParser();
  const clock = new VirtualClock();
  const guest = new PythonGuest({
    source: readFileSync(filename, "utf8"),
    filename,
    argv: [filename, ...args],
    host: new PlainHost(dirname(filename), clock),
    clock,
    control: null,
    maxRecursion: 1000,
  });
  process.exitCode = guest.run().status;
}

if (process.argv[1]?.endsWith("run-plain.ts")) await main();
