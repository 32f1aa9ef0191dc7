/**
 * The source program as the checker sees it: every module of a guest and what they import, under
 * the repository's own compiler options.
 *
 * All of a guest's modules belong to it, not only those that the portal imports: which methods are
 * overridden is a question about the whole guest.
 */

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../base/errors.ts";
import { ts } from "./typescript.ts";

/** The repository's root; sources are named relative to it. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Path of a file relative to the repository's root, with slashes. */
export function relativePath(fileName: string): string {
  return path.relative(ROOT, fileName).split(path.sep).join("/");
}

/** The path that names a source file's module: no extension. */
export function modulePath(file: ts.SourceFile): string {
  return relativePath(file.fileName).replace(/\.ts$/, "");
}

/** Whether a file belongs to the project, as opposed to a library. */
export function isProjectFile(file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !relativePath(file.fileName).startsWith("..");
}

/** Names of all guests: the folders of sim/guests that declare a driver, in alphabetical order. */
export function listGuests(): string[] {
  const folders = readdirSync(path.join(ROOT, "sim/guests"), { withFileTypes: true });
  return folders
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => listGuestFiles(name).some(declaresDriver))
    .sort();
}

function declaresDriver(fileName: string): boolean {
  return /: JitDriverSpec =/.test(readFileSync(fileName, "utf8"));
}

/** The source files of a guest, tests excluded, in alphabetical order. */
export function listGuestFiles(guest: string): string[] {
  const folder = path.join(ROOT, "sim/guests", guest);
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    throw new UserError(`no guest ${guest}`, { file: `sim/guests/${guest}` });
  }
  return names
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort()
    .map((name) => path.join(folder, name));
}

function compilerOptions(): ts.CompilerOptions {
  const config = ts.readConfigFile(path.join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const options = ts.convertCompilerOptionsFromJson(config.config.compilerOptions, ROOT).options;
  return { ...options, types: [], noEmit: true };
}

/** What a program may be made of besides the files on disk. */
export interface ProgramInput {
  /** Texts of files that do not exist, or are to be seen otherwise; by absolute name. */
  readonly texts?: ReadonlyMap<string, string> | undefined;
  /** Parsed files, kept from one program to the next. */
  readonly parsed?: Map<string, ts.SourceFile>;
}

/** Parses the given files and all that they import. */
export function createProgram(
  fileNames: readonly string[],
  { texts = new Map(), parsed = new Map() }: ProgramInput = {},
): ts.Program {
  const options = compilerOptions();
  const host = ts.createCompilerHost(options, true);
  const readFile = host.readFile;
  const fileExists = host.fileExists;
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  const getSourceFile = host.getSourceFile;
  host.getSourceFile = (name, target, ...rest) => {
    const text = texts.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, target, true);
    const file = parsed.get(name) ?? getSourceFile(name, target, ...rest);
    if (file !== undefined) parsed.set(name, file);
    return file;
  };
  return ts.createProgram(fileNames, options, host);
}
