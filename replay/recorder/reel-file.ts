/**
 * The file that a reel is recorded into: `S.reel.partial` while recording, renamed to `S.reel` at
 * the end. A good `S.reel` that was there before is replaced only by a complete one. A partial file
 * left by an earlier recording is overwritten.
 */

import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { ReelError } from "../format/reel-error.ts";
import { systemErrorCode, writingReason } from "../format/system-error.ts";

/** An open reel file. After a failed write it takes nothing more, and {@link complete} throws. */
export class ReelFile {
  readonly path: string;
  readonly partialPath: string;
  private descriptor: number;
  private failure: ReelError | null = null;

  /** Creates the partial file; throws a ReelError when the reel could not be written there. */
  constructor(path: string) {
    this.path = path;
    this.partialPath = `${path}.partial`;
    attempt(path, () => checkTarget(path));
    this.descriptor = attempt(this.partialPath, () => openSync(this.partialPath, "w"));
  }

  /** Appends; a failure is kept for {@link complete}, so that the run being recorded goes on. */
  write(bytes: Uint8Array): void {
    if (this.failure !== null) return;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.descriptor, bytes, at);
    } catch (error) {
      this.fail(writeError(this.partialPath, error));
    }
  }

  /** Nothing more can be written. What was written before stays as it is: a readable prefix. */
  fail(error: ReelError): void {
    this.failure ??= new ReelError(
      error.file,
      error.message,
      undefined,
      keptHint(this.partialPath),
    );
  }

  get hasFailed(): boolean {
    return this.failure !== null;
  }

  /** Closes the partial file and leaves it where it is. */
  close(): void {
    closeSync(this.descriptor);
    if (this.failure !== null) throw this.failure;
  }

  /** Closes the partial file and removes it: nothing worth keeping happened. */
  discard(): void {
    closeSync(this.descriptor);
    rmSync(this.partialPath, { force: true });
  }

  /** Closes the file and gives it its final name. */
  complete(): void {
    if (this.failure === null) attempt(this.partialPath, () => fsyncSync(this.descriptor));
    this.close();
    try {
      renameSync(this.partialPath, this.path);
    } catch (error) {
      const isThere = existsSync(this.partialPath);
      const hint = isThere ? `${this.partialPath} is the whole reel` : "the reel is lost";
      throw new ReelError(this.path, writeError(this.path, error).message, undefined, hint);
    }
  }
}

/** What is said about a partial file that cannot be continued. */
function keptHint(partialPath: string): string {
  return `what was recorded before can be read: \`jitreel check ${partialPath}\``;
}

/** The folder must exist; what stands at `path` must be a file or nothing. */
function checkTarget(path: string): void {
  const folder = statSync(dirname(path), { throwIfNoEntry: false });
  if (folder === undefined || !folder.isDirectory()) {
    throw new ReelError(path, "cannot write the reel: its folder does not exist");
  }
  const target = statSync(path, { throwIfNoEntry: false });
  if (target !== undefined && !target.isFile()) {
    const what = target.isDirectory() ? "a folder" : "not a regular file";
    throw new ReelError(path, `cannot write the reel: it is ${what}`);
  }
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof ReelError ? error : writeError(path, error);
  }
}

function writeError(path: string, error: unknown): ReelError {
  const isGone = systemErrorCode(error) === "ENOENT";
  const reason = isGone ? "its folder is not there any more" : writingReason(error);
  return new ReelError(path, `cannot write the reel: ${reason}`);
}
