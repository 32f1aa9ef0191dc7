/**
 * The library: modules of the standard library that are written in Python, under `lib`. They are
 * part of the tool, so reading one is no input of a run.
 */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "../lib");

/** What tracebacks and green keys call the library's folder. */
export const LIBRARY_NAME = "lib-python/";

/** The source of a library file, by its path with slashes; null when there is none. */
export function readLibraryFile(path: string): Uint8Array | null {
  try {
    return readFileSync(join(FOLDER, path));
  } catch {
    return null;
  }
}

/** The names of the library's modules, sorted. */
export function libraryModuleNames(): string[] {
  const names = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return entry.name.startsWith("__") ? [] : [entry.name];
    return entry.name.endsWith(".py") ? [entry.name.slice(0, -3)] : [];
  });
  return names.sort();
}
