/**
 * The files that a program sees: those of its own folder, of granted folders and of the library,
 * below what it has written itself. What is read from the host is a recorded input; what the
 * program writes, removes or renames stays in memory, so that the host's disk is never touched
 * and a recording needs no event for it.
 *
 * Paths are absolute here, without `.` and `..`. The program's folder is {@link PROGRAM_ROOT};
 * `/tmp` is there and empty. Everything else is outside and cannot be reached.
 */

import { LIBRARY_NAME, readLibraryFile } from "./library.ts";

/** What `os.getcwd()` says at the start. */
export const PROGRAM_ROOT = "/program";
const MEMORY_FOLDERS: readonly string[] = ["/", "/tmp", "/dev", PROGRAM_ROOT];
const NULL_DEVICE = "/dev/null";
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;

/** A folder that the program has made, or one that was there. */
export class FolderNode {
  mode = FOLDER_MODE;
  timeNanoseconds = 0n;
}

/** A file's content, shared by all that have it open. */
export class FileNode {
  mode = FILE_MODE;
  timeNanoseconds = 0n;
  /** The last bytes may be room for more. */
  private data: Uint8Array;
  private size: number;
  readonly isDevice: boolean;

  constructor(data: Uint8Array = new Uint8Array(), isDevice = false) {
    this.data = data;
    this.size = data.length;
    this.isDevice = isDevice;
  }

  get sizeBytes(): number {
    return this.size;
  }

  /** A copy of the bytes from `start`, at most `count`; all for a negative one. */
  read(start: number, count: number): Uint8Array {
    const end = count < 0 ? this.size : Math.min(this.size, start + count);
    return this.data.slice(start, Math.max(start, end));
  }

  write(start: number, bytes: Uint8Array): void {
    if (this.isDevice) return;
    const end = start + bytes.length;
    if (end > this.size) this.resize(end);
    this.data.set(bytes, start);
  }

  /** What is new is zeros. */
  resize(size: number): void {
    if (this.isDevice) return;
    if (size > this.data.length) {
      const data = new Uint8Array(Math.max(size, this.size * 2));
      data.set(this.data.subarray(0, this.size));
      this.data = data;
    } else if (size < this.size) {
      this.data = this.data.slice(0, size);
    }
    this.size = size;
  }

  copy(): FileNode {
    return new FileNode(this.data.slice(0, this.size));
  }
}

export type Node = FileNode | FolderNode;

/** What a tree asks the host for, by paths relative to the program's folder. */
export interface FileSource {
  readFile(path: string): Uint8Array | null;
  readFolder(path: string): readonly string[] | null;
}

export class FileTree {
  /** The program's folder as tracebacks print it: "" or with a slash at the end. */
  private readonly folder: string;
  private readonly source: FileSource;
  /** What the program has made, and null for what it has removed. */
  private readonly written = new Map<string, Node | null>();
  private readonly numbers = new Map<string, number>();
  workingFolder = PROGRAM_ROOT;

  constructor(source: FileSource, folder: string) {
    this.source = source;
    this.folder = folder;
  }

  /** The path that a name means; null when it leads outside. */
  resolve(name: string): string | null {
    const isOwn = this.folder !== "" && `${name}/`.startsWith(this.folder);
    if (isOwn && (name.startsWith("/") || this.workingFolder === PROGRAM_ROOT)) {
      return inReach(absolutePath(PROGRAM_ROOT, name.slice(this.folder.length)));
    }
    return inReach(absolutePath(this.workingFolder, name));
  }

  /** As {@link resolve}, for the names of modules, which a change of the folder leaves alone. */
  resolveModule(name: string): string | null {
    const isOwn = this.folder !== "" && name.startsWith(this.folder);
    return inReach(absolutePath(PROGRAM_ROOT, isOwn ? name.slice(this.folder.length) : name));
  }

  lookup(path: string): Node | null {
    const written = this.written.get(path);
    if (written !== undefined) return written;
    if (MEMORY_FOLDERS.includes(path)) return new FolderNode();
    if (path === NULL_DEVICE) return new FileNode(undefined, true);
    const name = hostName(path);
    if (name === null) return null;
    const isLibrary = name.startsWith(LIBRARY_NAME);
    const bytes = isLibrary
      ? readLibraryFile(name.slice(LIBRARY_NAME.length))
      : this.source.readFile(name);
    if (bytes !== null) return new FileNode(bytes);
    return isLibrary || this.source.readFolder(name) === null ? null : new FolderNode();
  }

  /** What the program itself has made of a path; undefined when it has not touched it. */
  lookupWritten(path: string): Node | null | undefined {
    return this.written.get(path);
  }

  put(path: string, node: Node): void {
    this.written.set(path, node);
  }

  remove(path: string): void {
    this.written.set(path, null);
    this.numbers.delete(path);
  }

  /** The sorted names in a folder; folders end with a slash. */
  list(path: string): string[] {
    const name = path === PROGRAM_ROOT ? "" : hostName(path);
    const isOurs = this.written.get(path) instanceof FolderNode;
    const names = new Map<string, string>();
    const found = name === null || isOurs ? null : this.source.readFolder(name);
    for (const entry of found ?? []) names.set(entry.replace(/\/$/, ""), entry);
    const start = path === "/" ? "/" : `${path}/`;
    const inMemory = MEMORY_FOLDERS.map((folder) => [folder, new FolderNode()] as const);
    for (const [each, node] of [...inMemory, ...this.written]) {
      const entry = each.slice(start.length);
      if (!each.startsWith(start) || entry === "" || entry.includes("/")) continue;
      if (node === null) names.delete(entry);
      else names.set(entry, node instanceof FolderNode ? `${entry}/` : entry);
    }
    return [...names.values()].sort();
  }

  /** Moves a file, or a folder with all that is in it. */
  move(from: string, to: string, node: Node): void {
    if (node instanceof FolderNode) {
      for (const entry of this.list(from)) {
        const name = entry.replace(/\/$/, "");
        const child = this.lookup(`${from}/${name}`);
        if (child !== null) this.move(`${from}/${name}`, `${to}/${name}`, child);
      }
    }
    this.remove(from);
    this.put(to, node);
  }

  /** A number that stands for a path: what `st_ino` says. */
  numberOf(path: string): number {
    const known = this.numbers.get(path);
    if (known !== undefined) return known;
    const number = this.numbers.size + 1;
    this.numbers.set(path, number);
    return number;
  }
}

/** A path without `.` and `..`, seen from `folder`. */
function absolutePath(folder: string, name: string): string {
  const parts: string[] = [];
  for (const part of (name.startsWith("/") ? name : `${folder}/${name}`).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function inReach(path: string): string | null {
  if (MEMORY_FOLDERS.includes(path) || path === NULL_DEVICE) return path;
  return path.startsWith(`${PROGRAM_ROOT}/`) || path.startsWith("/tmp/") ? path : null;
}

/** How the host calls a path; null for what can only be in memory. */
export function hostName(path: string): string | null {
  return path.startsWith(`${PROGRAM_ROOT}/`) ? path.slice(PROGRAM_ROOT.length + 1) : null;
}
