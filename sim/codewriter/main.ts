/**
 * The code writer's command: `tsx sim/codewriter/main.ts [GUEST…]` writes the jitcode of the named
 * guests, or of all, to `.build/jitcode/GUEST.json`. Exit code 2 when something is refused.
 */

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../base/errors.ts";
import { ROOT, listGuests } from "./sources.ts";
import { translate } from "./translate.ts";

/** Translates the named guests and writes their products; gives the exit code. */
function run(guests: readonly string[]): number {
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
