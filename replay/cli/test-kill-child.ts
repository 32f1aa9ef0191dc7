/**
 * The command line in a process that kills itself, as `kill -9` does, once it has written so many
 * bytes into files: `node --import tsx test-kill-child.ts BYTES ARGUMENTS…`. Nothing of the recorder
 * is replaced but the system call beneath it.
 */

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [point, ...argv] = process.argv.slice(2);
const state = { left: Number(point) };

const writeSync = fs.writeSync as (
  descriptor: number,
  bytes: Uint8Array,
  offset?: number,
  length?: number,
) => number;

function writeAndDie(descriptor: number, bytes: Uint8Array, offset = 0): number {
  if (descriptor <= 2) return writeSync(descriptor, bytes, offset);
  const size = bytes.length - offset;
  if (size >= state.left) {
    if (state.left > 0) writeSync(descriptor, bytes, offset, state.left);
    process.kill(process.pid, "SIGKILL");
  }
  state.left -= size;
  return writeSync(descriptor, bytes, offset);
}

fs.writeSync = writeAndDie as typeof fs.writeSync;
syncBuiltinESMExports();
const { runCli } = await import("./cli.ts");
const { processStreams } = await import("./console.ts");
process.exitCode = await runCli(argv, processStreams());
