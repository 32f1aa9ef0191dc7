/**
 * The code writer's command: `tsx sim/codewriter/main.ts [--residual] [GUEST…]` writes the jitcode
 * of the named guests, or of all, to `.build/jitcode/GUEST.json`. With `--residual` it says which
 * functions traces call without looking inside, and why. Exit code 2 when something is refused.
 */

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../base/errors.ts";
import { ROOT, listGuests } from "./sources.ts";
import { translate } from "./translate.ts";

/** Translates the named guests and writes their products; gives the exit code. */
function run(guests: readonly string[], showsResidual: boolean): number {
  let status = 0;
  for (const guest of guests.length > 0 ? guests : listGuests()) {
    const outcome = translate(guest);
    for (const error of outcome.errors) console.error(error.print());
    if (outcome.product === null) {
      console.error(`${guest}: ${outcome.errors.length} refused`);
      status = 2;
    } else {
      if (showsResidual) for (const line of [...outcome.residual].sort()) console.log(line);
      writeProductFile(guest, JSON.stringify(outcome.product));
      console.error(`${guest}: ${outcome.product.jitcodes.length} functions`);
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
  const args = process.argv.slice(2);
  const guests = args.filter((arg) => arg !== "--residual");
  process.exitCode = run(guests, guests.length < args.length);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.print());
  process.exitCode = 2;
}
