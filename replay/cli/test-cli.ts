/**
 * The command line as tests call it: in this process, or as a process of
 * its own.
 */

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { runCli } from "./cli.ts";

export interface Outcome {
  readonly code: number | null;
  readonly signal?: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `jitreel` with these arguments in this process. */
export async function jitreel(...argv: string[]): Promise<Outcome> {
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const code = await runCli(argv, {
    writeOut: (bytes) => void out.push(new Uint8Array(bytes)),
    writeErr: (bytes) => void err.push(new Uint8Array(bytes)),
    isOutTerminal: false,
    isErrTerminal: false,
    isColoured: false,
  });
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

/** Runs it as a process; `interruptAfter` sends Ctrl-C once that text has come out. */
export function jitreelProcess(
  argv: readonly string[],
  input = "",
  interruptAfter: string | null = null,
): Promise<Outcome> {
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, ["--import", "tsx", main, ...argv]);
  let out = "";
  let err = "";
  let waitsFor = interruptAfter;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (waitsFor === null || !out.includes(waitsFor)) return;
    waitsFor = null;
    child.kill("SIGINT");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, out, err }));
  });
}

/** Bad usage or bad input: exit code 2, one message that says `text`, no stack. */
export function checkRefused(outcome: Outcome, text: string | RegExp): void {
  assert.is(outcome.code, 2, outcome.err);
  assert.match(outcome.err, text);
  assert.match(outcome.err, /^jitreel: /);
  assert.not.match(outcome.err, /^ +at /m);
  assert.ok(outcome.err.trimEnd().split("\n").length <= 3, outcome.err);
}

/** Writes a file into `folder`; gives its path. */
export function makeFile(folder: string, name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
