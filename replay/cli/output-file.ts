/**
 * The file that a command writes. It is written beside its place, as FILE.PID.partial, and renamed
 * when it is complete: a good file is never replaced by half of a new one. What is no regular file
 * (a pipe, a device) is written directly; no name, or `-`, is standard output.
 */

import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { UserError } from "../../sim/base/errors.ts";
import { writingReason } from "../format/system-error.ts";
import type { Console } from "./console.ts";

/** Takes the output, piece by piece. */
type Write = (bytes: Uint8Array) => void;

const PENDING_SIZE_MAX = 65_536;

/** Has `produce` write the file; throws a UserError when that does not work. */
export function writeOutput(
  path: string | undefined,
  console: Console,
  produce: (write: Write) => void,
): void {
  if (path === undefined || path === "-") {
    produce((bytes) => console.out(bytes));
    return;
  }
  const target = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  if (target === undefined || target.isFile()) replaceFile(path, produce);
  else
    writeTo(
      path,
      attempt(path, () => openSync(path, "w")),
      produce,
    );
}

function replaceFile(path: string, produce: (write: Write) => void): void {
  const partial = `${path}.${process.pid}.partial`;
  const descriptor = attempt(path, () => openSync(partial, "w"));
  try {
    writeTo(path, descriptor, produce);
    attempt(path, () => renameSync(partial, path));
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Collects small pieces. */
function writeTo(path: string, descriptor: number, produce: (write: Write) => void): void {
  let pending: Uint8Array[] = [];
  let size = 0;
  const flush = (): void => {
    const bytes = Buffer.concat(pending);
    pending = [];
    size = 0;
    attempt(path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    });
  };
  try {
    produce((bytes) => {
      pending.push(bytes);
      size += bytes.length;
      if (size >= PENDING_SIZE_MAX) flush();
    });
    flush();
  } finally {
    closeSync(descriptor);
  }
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new UserError(`cannot write it: ${writingReason(error)}`, { file: path });
  }
}
