/**
 * `jitreel textconv FILE`: a reel as text for `git diff`. Git gives up on a converter that fails, so
 * what is damaged, or no reel at all, is named in the text, and the exit code is 0.
 */

import { printEventWithCode } from "../../fixtures/golden-text.ts";
import { ReelReader } from "../format/reader.ts";
import { ReelError } from "../format/reel-error.ts";
import { printDamage } from "../replayer/print-damage.ts";
import { printEventTitles } from "../replayer/print-event.ts";
import { PLAIN_STYLE } from "../replayer/style.ts";
import { describeRun } from "../replayer/reel-info.ts";
import { printText } from "../replayer/print-value.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { openInputFile } from "./input-file.ts";

export const textconv: CommandAction = async ({ operands, console }) => {
  const source = openInputFile(operands[0]!);
  try {
    printReel(new ReelReader(source, "reel"), console);
  } catch (error) {
    if (!(error instanceof ReelError)) throw error;
    console.line(`not readable: ${printText(error.message)}`);
  }
  return EXIT.fine;
};

function printReel(reader: ReelReader, console: Console): void {
  for (const [name, value] of describeRun(reader.header)) {
    console.line(`${name.padEnd(16)}${value}`);
  }
  console.line(printEventTitles(PLAIN_STYLE));
  const events = reader.events(0, (damage) => console.line(printDamage(damage)));
  for (;;) {
    const step = events.next();
    if (step.done) {
      if (step.value.kind === "truncated") console.line(`incomplete: ${step.value.message}`);
      break;
    }
    const { number, event } = step.value;
    if (event === null) console.line(`${number}  an event of an unknown kind`);
    else for (const line of printEventWithCode(number, event)) console.line(line);
  }
  for (const notice of reader.notices) console.line(printText(notice));
}
