/**
 * For tests only: builds a C program once per version of its sources and runs it on words. A missing
 * compiler makes its tests skip (see hasTool).
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** 64-bit little-endian words, wrapped. */
export function wordsOf(values: readonly (bigint | number)[]): Buffer {
  const buffer = Buffer.alloc(8 * values.length);
  for (const [k, value] of values.entries()) {
    buffer.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), 8 * k);
  }
  return buffer;
}

/** Collects the input of a program. */
export class WordWriter {
  private readonly parts: Uint8Array[] = [];

  words(values: readonly (bigint | number)[]): void {
    this.parts.push(wordsOf(values));
  }

  bytes(bytes: Uint8Array): void {
    this.parts.push(bytes);
  }

  take(): Buffer {
    return Buffer.concat(this.parts);
  }
}

/** What all programs include. */
const INPUT = new URL("input.h", import.meta.url);

function buildProgram(source: URL): string {
  const path = fileURLToPath(source);
  const hash = createHash("sha256");
  for (const file of [path, fileURLToPath(INPUT)]) hash.update(readFileSync(file));
  const version = hash.digest("hex").slice(0, 16);
  const program = join(tmpdir(), `jitreel-${basename(path, ".c")}-${version}`);
  if (existsSync(program)) return program;
  const fresh = `${program}-${process.pid}`;
  const build = spawnSync("gcc", ["-O1", "-Wall", "-o", fresh, path], { encoding: "utf8" });
  if (build.status !== 0) throw new Error(`gcc: ${build.stderr}`);
  renameSync(fresh, program);
  return program;
}

/** What the program whose source this is writes when it reads `input`. */
export function runCProgram(source: URL, input: Buffer): Buffer {
  const run = spawnSync(buildProgram(source), [], { input, maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`processor: ${run.signal ?? run.stderr.toString()}`);
  return run.stdout;
}
