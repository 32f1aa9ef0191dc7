/**
 * Open files by number. Numbers 0 to 2 are the standard streams; a new file gets the lowest number
 * that is free, as on every Unix.
 */

import type { FileNode } from "./file-tree.ts";

const FIRST_FREE = 3;

/** The flags of `open` as Linux numbers them. */
export const OPEN_FLAGS = {
  writeOnly: 0o1,
  readWrite: 0o2,
  create: 0o100,
  exclusive: 0o200,
  truncate: 0o1000,
  append: 0o2000,
  directory: 0o200000,
} as const;

/** One opening of a file, with its position; duplicated numbers share it. */
export class OpenFile {
  readonly node: FileNode;
  readonly path: string;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  private readonly isAppending: boolean;
  position = 0;

  constructor(node: FileNode, path: string, flags: number) {
    const access = flags & 3;
    this.node = node;
    this.path = path;
    this.canRead = access !== OPEN_FLAGS.writeOnly;
    this.canWrite = access !== 0;
    this.isAppending = (flags & OPEN_FLAGS.append) !== 0;
  }

  read(count: number): Uint8Array {
    const bytes = this.node.read(this.position, count);
    this.position += bytes.length;
    return bytes;
  }

  write(bytes: Uint8Array): void {
    if (this.isAppending) this.position = this.node.sizeBytes;
    this.node.write(this.position, bytes);
    this.position += bytes.length;
  }

  /** The new position; null when it would be negative. */
  seek(offset: number, whence: number): number | null {
    const bases = [0, this.position, this.node.sizeBytes];
    const position = bases[whence]! + offset;
    if (position < 0) return null;
    this.position = position;
    return position;
  }
}

export class FileDescriptors {
  private readonly open = new Map<number, OpenFile>();

  add(file: OpenFile): number {
    let number = FIRST_FREE;
    while (this.open.has(number)) number++;
    this.open.set(number, file);
    return number;
  }

  get(number: number): OpenFile | undefined {
    return this.open.get(number);
  }

  /** Whether the number was open. */
  close(number: number): boolean {
    return this.open.delete(number) || (number >= 0 && number < FIRST_FREE);
  }

  set(number: number, file: OpenFile): void {
    this.open.set(number, file);
  }
}
