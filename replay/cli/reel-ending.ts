/**
 * What is said about a reel that is not whole: a truncated one is readable (a notice, exit code 0),
 * a damaged one is bad input.
 */

import type { ReelDamage, ReelEnding, ReelReader } from "../format/reader.ts";
import { ReelError } from "../format/reel-error.ts";
import { printDamage } from "../replayer/print-damage.ts";
import { printText } from "../replayer/print-value.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";

/** Damages that are told one by one. */
const TOLD_MAX = 20;

/** Says what cannot be read, while reading goes on behind it. */
export class DamageReport {
  private readonly reader: ReelReader;
  private readonly console: Console;
  private count = 0;

  constructor(reader: ReelReader, console: Console) {
    this.reader = reader;
    this.console = console;
  }

  readonly add = (damage: ReelDamage): void => {
    if (this.count++ >= TOLD_MAX) return;
    this.console.errLine(`jitreel: ${printText(this.reader.file)}: ${printDamage(damage)}`);
  };

  /** Says the rest about how the reel ended; gives the exit code. */
  end(ending: ReelEnding | null): number {
    if (this.count === 0) return reportEnding(this.reader, ending, this.console);
    const isTruncated = ending?.kind === "truncated";
    reportEnding(this.reader, isTruncated ? ending : null, this.console);
    const more = this.count > TOLD_MAX ? `${this.count - TOLD_MAX} more; ` : "";
    const file = printText(this.reader.file);
    this.console.errLine(`jitreel: ${file}: ${more}\`jitreel check\` says what is left of it`);
    return EXIT.bad;
  }
}

/** Prints the notices; `ending` is null when reading stopped before the end. */
export function reportEnding(
  reader: ReelReader,
  ending: ReelEnding | null,
  console: Console,
): number {
  const file = printText(reader.file);
  for (const notice of reader.notices) console.errLine(`${file}: ${printText(notice)}`);
  if (ending === null || ending.kind === "complete") return EXIT.fine;
  if (ending.kind === "damaged") {
    const hint = `\`jitreel check ${reader.file}\` says more`;
    throw new ReelError(reader.file, `damaged: ${ending.message}`, ending.offset, hint);
  }
  console.errLine(`${file}: byte ${ending.offset}: incomplete: ${ending.message}`);
  return EXIT.fine;
}
