/**
 * The code writer's command: `tsx sim/codewriter/main.ts [GUEST…]` writes the jitcode of the named
 * guests, or of all, to `.build/jitcode/GUEST.json`. Exit code 2 when something is refused.
 */

import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { defined } from "../base/assert.ts";
import { UserError } from "../base/errors.ts";
import { hashSources } from "../jitcode/product-hash.ts";
import type { Outcome } from "./codewriter.ts";
import { translateGuest } from "./codewriter.ts";
import {
  ROOT,
  createProgram,
  isProjectFile,
  listGuestFiles,
  listGuests,
  relativePath,
} from "./sources.ts";

/** Translates one guest of the repository. */
export function translate(guest: string): Outcome {
  const files = listGuestFiles(guest);
  const program = createProgram(files);
  const contributing = program.getSourceFiles().filter(isProjectFile);
  const sources = [
    ...new Set([...contributing.map((file) => relativePath(file.fileName)), ...ownSources()]),
  ].sort();
  const hash = defined(hashSources(ROOT, sources), "a source file");
  return translateGuest({ guest, program, files, hash, sources });
}

/** The code writer itself, and what fixes the compiler's version and options. */
function ownSources(): string[] {
  const folders = ["sim/codewriter", "sim/jitcode"];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder))
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => `${folder}/${name}`),
  );
  return [...files, "package.json", "tsconfig.json"];
}

/** Translates the named guests and writes their products; gives the exit code. */
export function run(guests: readonly string[]): number {
  let status = 0;
  for (const guest of guests.length > 0 ? guests : listGuests()) {
    const { product, errors } = translate(guest);
    for (const error of errors) console.error(error.print());
    if (product === null) {
      console.error(`${guest}: ${errors.length} refused`);
      status = 2;
    } else {
      writeProductFile(guest, JSON.stringify(product));
      console.error(`${guest}: ${product.jitcodes.length} functions`);
    }
  }
  return status;
}

/** Another process may read it at the same time, so it appears whole. */
function writeProductFile(guest: string, text: string): void {
  const folder = path.join(ROOT, ".build/jitcode");
  mkdirSync(folder, { recursive: true });
  const partial = path.join(folder, `${guest}.json.${process.pid}.partial`);
  writeFileSync(partial, text);
  renameSync(partial, path.join(folder, `${guest}.json`));
}

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.print());
  process.exitCode = 2;
}
