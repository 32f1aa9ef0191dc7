/**
 * Runs programs by plain interpretation, without a JIT: a tool for working on the guest, and what
 * its tests run programs by. Only Node's own option gives the main thread a larger stack, so:
 * `node --stack-size=6000 --import tsx sim/guests/python/run-plain.ts prog.py [args]`
 *
 * `--path DIR` grants an import folder. With `--batch` each argument is a program; the output is one JSON object per program.
 */

import { existsSync, readdirSync, readFileSync, readSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { VirtualClock } from "../../base/clock.ts";
import { TIME_MODEL } from "../../base/clock.ts";
import type { GuestHost } from "../../hints/guest.ts";
import { initParser } from "./parser/parse.ts";
import { PythonGuest } from "./python-guest.ts";

/** A host over the program's folder; output goes where it is told. */
export class PlainHost implements GuestHost {
  private readonly folder: string;
  private readonly grants: ReadonlyMap<string, string>;
  private readonly clock: VirtualClock;
  /** Lines of standard input; null for that of this process. */
  private readonly input: Uint8Array[] | null;
  private readonly output: (stream: "stdout" | "stderr", bytes: Uint8Array) => void;

  constructor(
    folder: string,
    grants: ReadonlyMap<string, string>,
    clock: VirtualClock,
    output: PlainHost["output"],
    input: Uint8Array[] | null,
  ) {
    this.input = input;
    this.folder = folder;
    this.grants = grants;
    this.clock = clock;
    this.output = output;
  }

  write(stream: "stdout" | "stderr", bytes: Uint8Array): void {
    this.output(stream, bytes);
  }

  readLine(): Uint8Array | null {
    if (this.input !== null) return this.input.shift() ?? null;
    const bytes: number[] = [];
    const buffer = new Uint8Array(1);
    while (readSync(0, buffer, 0, 1, null) === 1) {
      bytes.push(buffer[0]!);
      if (buffer[0] === 10) break;
    }
    return bytes.length === 0 ? null : Uint8Array.from(bytes);
  }

  readModule(path: string): Uint8Array | null {
    return this.readFile(path);
  }

  readFile(path: string): Uint8Array | null {
    try {
      return readFileSync(this.locate(path));
    } catch {
      return null;
    }
  }

  readFolder(path: string): string[] | null {
    try {
      const entries = readdirSync(this.locate(path), { withFileTypes: true });
      return entries.map((entry) => entry.name + (entry.isDirectory() ? "/" : "")).sort();
    } catch {
      return null;
    }
  }

  private locate(path: string): string {
    const [first, ...rest] = path.split("/");
    const granted = this.grants.get(first!);
    return granted === undefined ? join(this.folder, path) : join(granted, ...rest);
  }

  nowNanoseconds(): bigint {
    return BigInt(TIME_MODEL.epochSeconds) * 1000000000n + BigInt(this.clock.ticks);
  }

  randomWord(): bigint {
    return 0x9e3779b97f4a7c15n;
  }
}

type Output = PlainHost["output"];
type Grants = ReadonlyMap<string, string>;

function run(
  filename: string,
  args: readonly string[],
  grants: Grants,
  output: Output,
  input: Uint8Array[] | null,
): number {
  const clock = new VirtualClock();
  const guest = new PythonGuest({
    source: readFileSync(filename, "utf8"),
    filename,
    argv: [filename, ...args],
    grants: [...grants.keys()],
    host: new PlainHost(dirname(filename), grants, clock, output, input),
    clock,
    control: null,
    maxRecursion: 5000,
    memoryMaxBytes: null,
  });
  return guest.run().status;
}

/** The lines of `PROG.in`, the standard input of a program in a batch. */
function inputLines(filename: string): Uint8Array[] {
  const file = filename.replace(/\.py$/, ".in");
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return lines.map((line) => new TextEncoder().encode(line));
}

/** Runs each program and prints what it wrote and its status. */
function runBatch(filenames: readonly string[], grants: Grants): void {
  for (const filename of filenames) {
    const texts = { stdout: "", stderr: "" };
    const decoder = new TextDecoder();
    let status: number | string;
    try {
      status = run(
        filename,
        [],
        grants,
        (stream, bytes) => {
          texts[stream] += decoder.decode(bytes);
        },
        inputLines(filename),
      );
    } catch (error) {
      status = String(error instanceof Error ? error.stack : error);
    }
    console.log(JSON.stringify({ filename, ...texts, status }));
  }
}

await initParser();
const words = process.argv.slice(2);
const grants = new Map<string, string>();
while (words[0] === "--path") {
  const [, folder] = words.splice(0, 2);
  grants.set(basename(folder!), folder!);
}
const [first, ...rest] = words;
if (first === undefined) throw new Error("usage: run-plain.ts [--path DIR] PROG.py [ARGS]");
if (first === "--batch") runBatch(rest, grants);
else {
  process.exitCode = run(
    first,
    rest,
    grants,
    (stream, bytes) => {
      writeSync(stream === "stdout" ? 1 : 2, bytes);
    },
    null,
  );
}
