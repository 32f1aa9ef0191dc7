/**
 * What is said about a reel that is not whole: a truncated one is readable (a notice, exit code 0),
 * a damaged one is bad input.
 */

import type { ReelEnding, ReelReader } from "../format/reader.ts";
import { ReelError } from "../format/reel-error.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";

/** Prints the notices; `ending` is null when reading stopped before the end. */
export function reportEnding(
  reader: ReelReader,
  ending: ReelEnding | null,
  console: Console,
): number {
  for (const notice of reader.notices) console.errLine(`${reader.file}: ${notice}`);
  if (ending === null || ending.kind === "complete") return EXIT.fine;
  if (ending.kind === "damaged") {
    const hint = `\`jitreel check ${reader.file}\` says more`;
    throw new ReelError(reader.file, `damaged: ${ending.message}`, ending.offset, hint);
  }
  console.errLine(`${reader.file}: byte ${ending.offset}: incomplete: ${ending.message}`);
  return EXIT.fine;
}
