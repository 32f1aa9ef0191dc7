/**
 * A run's inputs from this computer: standard input, modules beside the program, the clock. What a
 * run gets from here is recorded, so nothing else of the run depends on the host.
 */

import { existsSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { systemErrorCode } from "../format/system-error.ts";
import { UserError } from "../../sim/base/errors.ts";
import type { InputSource } from "../../sim/index.ts";
import type { InterruptFlag } from "./interrupt-flag.ts";

const CHUNK_SIZE_BYTES = 65536;
const NEWLINE = 10;
/** How often Ctrl-C is looked for: every few milliseconds of a compiled loop. */
const INTERRUPT_LOOK_TICKS = 1 << 20;

export class HostInputs implements InputSource {
  /** The folder of the program; nothing outside of it can be read. */
  private readonly folder: string;
  /** Granted folders by name. */
  private readonly grants: ReadonlyMap<string, string>;
  private readonly interrupts: InterruptFlag | null;
  private buffered: Buffer = Buffer.alloc(0);
  private isAtEnd = false;

  constructor(
    folder: string,
    grants: ReadonlyMap<string, string> = new Map(),
    interrupts: InterruptFlag | null = null,
  ) {
    this.interrupts = interrupts;
    this.folder = realpathSync(folder);
    this.grants = grants;
  }

  stdin(): Uint8Array | null {
    let end = this.buffered.indexOf(NEWLINE);
    while (end < 0 && !this.isAtEnd) {
      this.readChunk();
      end = this.buffered.indexOf(NEWLINE);
    }
    const length = end < 0 ? this.buffered.length : end + 1;
    const line = new Uint8Array(this.buffered.subarray(0, length));
    this.buffered = this.buffered.subarray(length);
    return line.length === 0 ? null : line;
  }

  private readChunk(): void {
    const chunk = Buffer.alloc(CHUNK_SIZE_BYTES);
    const size = readInput(chunk);
    if (size === 0) this.isAtEnd = true;
    this.buffered = Buffer.concat([this.buffered, chunk.subarray(0, size)]);
  }

  readModule(path: string): Uint8Array | null {
    return this.readFile(path);
  }

  readFile(path: string): Uint8Array | null {
    const full = this.locate(path);
    if (full === null || !statSync(full).isFile()) return null;
    return new Uint8Array(readFileSync(full));
  }

  readFolder(path: string): string[] | null {
    const full = this.locate(path);
    if (full === null || !statSync(full).isDirectory()) return null;
    const entries = readdirSync(full, { withFileTypes: true });
    return entries.map((entry) => entry.name + (entry.isDirectory() ? "/" : "")).sort();
  }

  /** The real path of what may be read, or null. Links that lead out are not followed. */
  private locate(path: string): string | null {
    const [first, ...rest] = path.split("/");
    const granted = this.grants.get(first ?? "");
    const root = granted ?? this.folder;
    const full = join(root, granted === undefined ? path : rest.join("/"));
    if (!existsSync(full)) return null;
    const real = realpathSync(full);
    return real === root || real.startsWith(root + sep) ? real : null;
  }

  takeInterrupt(): boolean {
    return this.interrupts?.take() ?? false;
  }

  interruptRaised(): void {
    this.interrupts?.settle();
  }

  nextInterruptLook(ticks: number): number {
    return this.interrupts === null ? Number.POSITIVE_INFINITY : ticks + INTERRUPT_LOOK_TICKS;
  }

  nowNanoseconds(): bigint {
    return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
  }
}

/**
 * Names for granted folders: their last part, with a number where that is taken already or is the
 * name of something beside the program. Throws a UserError for what is no folder.
 */
export function nameGrants(
  folder: string,
  directories: readonly string[],
): ReadonlyMap<string, string> {
  const grants = new Map<string, string>();
  for (const directory of directories) {
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
      throw new UserError(`--path: no such folder: ${directory}`);
    }
    const real = realpathSync(directory);
    const wanted = basename(real) || "root";
    let name = wanted;
    for (let i = 2; grants.has(name) || existsSync(join(folder, name)); i++)
      name = `${wanted}-${i}`;
    grants.set(name, real);
  }
  return grants;
}

/** Blocks until there is input; 0 at its end. */
function readInput(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
