/**
 * Where modules are: the entries of `sys.path` and of a package's `__path__`, all of them relative.
 *
 * "" and other names are folders of the program; `lib-python` is our library; the names of granted
 * folders (`--path`) are read by the host, too. Nothing else can be reached.
 *
 * Counterpart: lib-python/3/importlib/_bootstrap_external.py (PathFinder, FileFinder).
 */

import type { ObjSpace } from "../objects/space.ts";
import { FileNode, FileTree, FolderNode, hostName } from "./file-tree.ts";
import { LIBRARY_NAME, readLibraryFile } from "./library.ts";

/** The source of a module; `file` is its name in messages. */
export interface FoundSource {
  readonly bytes: Uint8Array;
  readonly file: string;
  /** The package's folder as an entry of its `__path__`; null for a module. */
  readonly packagePath: string | null;
}

const LIBRARY_ENTRY = LIBRARY_NAME.slice(0, -1);

/** Reads sources for one run. */
export class ModuleFinder {
  /** What the program sees, its own files included. */
  readonly tree: FileTree;
  private readonly space: ObjSpace;
  /** The program's folder as tracebacks print it: "" or with a slash at the end. */
  private readonly folder: string;

  constructor(space: ObjSpace, folder: string) {
    this.space = space;
    this.folder = folder;
    const source = {
      readFile: (path: string) => space.host.readFile(path),
      readFolder: (path: string) => space.host.readFolder(path),
    };
    this.tree = new FileTree(source, folder);
  }

  /** What `sys.path` starts as. */
  initialPath(grants: readonly string[]): string[] {
    return ["", LIBRARY_ENTRY, ...grants];
  }

  /** The module called `name` (its last part) in the first of the entries that has it. */
  find(name: string, entries: readonly string[]): FoundSource | null {
    for (const entry of entries) {
      const found = this.findIn(entry, name);
      if (found !== null) return found;
    }
    return null;
  }

  /** The folders called `name`: the portions of a namespace package. */
  findFolders(name: string, entries: readonly string[]): string[] {
    const own = entries.filter((entry) => !`${entry}/`.startsWith(LIBRARY_NAME));
    const folders = own.map((entry) => this.inside(entry, name));
    return folders.filter((folder) => {
      const path = this.tree.resolveModule(folder);
      return path !== null && this.tree.lookup(path) instanceof FolderNode;
    });
  }

  private inside(entry: string, name: string): string {
    return entry === "" ? `${this.folder}${name}` : `${entry}/${name}`;
  }

  private findIn(entry: string, name: string): FoundSource | null {
    const packagePath = this.inside(entry, name);
    const candidates = [
      [`${packagePath}/__init__.py`, packagePath],
      [`${packagePath}.py`, null],
    ] as const;
    for (const [file, path] of candidates) {
      const bytes = this.read(file);
      if (bytes !== null) return { bytes, file, packagePath: path };
    }
    return null;
  }

  /** The bytes of a file by its name in messages. */
  read(file: string): Uint8Array | null {
    if (file.startsWith(LIBRARY_NAME)) return readLibraryFile(file.slice(LIBRARY_NAME.length));
    const path = this.tree.resolveModule(file);
    if (path === null) return null;
    const written = this.tree.lookupWritten(path);
    if (written !== undefined) return written instanceof FileNode ? written.read(0, -1) : null;
    const name = hostName(path);
    return name === null ? null : this.space.host.readModule(name);
  }
}
