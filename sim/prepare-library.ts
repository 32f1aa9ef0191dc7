/**
 * Part of the build: compiles the Python guest's library, each file to one of prepared code beside
 * it (`json/decoder.py` to `json/decoder.code.json`), in the folder that is named.
 *
 *     tsx sim/prepare-library.ts dist/sim/guests/python/lib
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { compileModule } from "./guests/python/compiler/compile.ts";
import { encodeCode } from "./guests/python/compiler/prepared-code.ts";
import { LIBRARY_NAME, preparedName } from "./guests/python/modules/library.ts";
import { initParser } from "./guests/python/parser/parse.ts";

async function prepareLibrary(folder: string): Promise<void> {
  await initParser();
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const name of names.filter((one) => one.endsWith(".py")).sort()) {
    const source = readFileSync(path.join(folder, name), "utf8");
    const template = compileModule(source, LIBRARY_NAME + name);
    writeFileSync(path.join(folder, preparedName(name)), encodeCode(template));
  }
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: prepare-library.ts FOLDER");
await prepareLibrary(folder);
