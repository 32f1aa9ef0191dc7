/**
 * The library: modules of the standard library that are written in Python, under `lib`. They are
 * part of the tool, so reading one is no input of a run. The build leaves prepared code beside each
 * (compiler/prepared-code.ts); running from the sources, they are compiled when imported.
 */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { getOrMake } from "../../../base/collections.ts";
import { APP_LEVEL_NAME, type CodeTemplate } from "../compiler/code.ts";
import { decodeCode } from "../compiler/prepared-code.ts";

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

/** Where the prepared code of a library file stands. */
export function preparedName(path: string): string {
  return path.replace(/\.py$/, ".code.json");
}

/** The library's code in this process; its files do not change while it runs. */
const codeByFile = new Map<string, CodeTemplate>();

/** The code of a file: prepared if it is the library's, else by `compile`. */
export function codeOfFile(filename: string, compile: () => CodeTemplate): CodeTemplate {
  if (!filename.startsWith(LIBRARY_NAME)) return compile();
  return getOrMake(codeByFile, filename, () => readPreparedCode(filename) ?? compile());
}

/** The code of a file of built-in functions. */
export function appLevelCode(
  path: string,
  compile: (source: string, filename: string) => CodeTemplate,
): CodeTemplate {
  const filename = APP_LEVEL_NAME + path.replace(/^_/, "");
  return getOrMake(codeByFile, filename, () => {
    const prepared = readLibraryFile(preparedName(path));
    if (prepared !== null) return decodeCode(new TextDecoder().decode(prepared), filename);
    return compile(new TextDecoder().decode(readLibraryFile(path) ?? undefined), filename);
  });
}

function readPreparedCode(filename: string): CodeTemplate | null {
  const bytes = readLibraryFile(preparedName(filename.slice(LIBRARY_NAME.length)));
  return bytes === null ? null : decodeCode(new TextDecoder().decode(bytes), filename);
}
