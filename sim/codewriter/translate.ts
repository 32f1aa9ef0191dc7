/**
 * One guest of the repository: its files, its hash, its product.
 */

import { readdirSync } from "node:fs";
import path from "node:path";
import { defined } from "../base/assert.ts";
import { hashSources } from "../jitcode/product-hash.ts";
import type { Outcome } from "./codewriter.ts";
import { translateGuest } from "./codewriter.ts";
import { ROOT, createProgram, isProjectFile, listGuestFiles, relativePath } from "./sources.ts";

/**
 * Translates one guest of the repository; `texts` stand for those of the files on disk, by absolute
 * name. The product's hash is that of the files on disk.
 */
export function translate(guest: string, texts?: ReadonlyMap<string, string>): Outcome {
  const files = listGuestFiles(guest);
  const program = createProgram(files, { texts });
  const contributing = program.getSourceFiles().filter(isProjectFile);
  const sources = [
    ...new Set([...contributing.map((file) => relativePath(file.fileName)), ...ownSources()]),
  ].sort();
  const hash = defined(hashSources(ROOT, sources), "a source file");
  return translateGuest({ guest, program, files, hash, sources });
}

/** The code writer itself, and what says the compiler's version and options. */
function ownSources(): string[] {
  const folders = ["sim/codewriter", "sim/jitcode"];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder))
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => `${folder}/${name}`),
  );
  return [...files, "tsconfig.json", "node_modules/typescript/package.json"];
}
