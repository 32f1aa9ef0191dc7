/**
 * `jitreel accept PATH… --reason "…" [--only CLASSES]`: pending recordings become goldens. One change
 * is accepted by its name; several only by their classes. Exit code 1 when some are left.
 */

import { acceptChange, checkReason } from "../../fixtures/review/accept.ts";
import { printLost } from "../../fixtures/review/change.ts";
import type { ChangeClass } from "../../fixtures/review/change-class-names.ts";
import { parseChangeClasses, printCounts } from "../../fixtures/review/change-classes.ts";
import type { OpenChange } from "../../fixtures/review/open-changes.ts";
import { findFixtures, findOpenChange } from "../../fixtures/review/open-changes.ts";
import { checkMayWrite } from "../../fixtures/store/replace-file.ts";
import { UserError } from "../../sim/base/errors.ts";
import { printPlural, printText } from "../replayer/print-value.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { textOption } from "./options.ts";

export const accept: CommandAction = async ({ operands, options, console }) => {
  const text = textOption(options, "only");
  const only = text === undefined ? null : parseChangeClasses(text);
  checkMayWrite("accept");
  const fixtures = findFixtures(operands);
  const changes = fixtures.map(findOpenChange).filter((open) => open !== null);
  if (changes.length === 0) {
    console.line("nothing is pending");
    return EXIT.fine;
  }
  const reason = (textOption(options, "reason") ?? "").trim();
  if (changes.some(({ pending }) => pending?.accepted === undefined)) checkReason(reason);
  if (only === null && fixtures.length > 1) throw needsClasses(changes);
  let left = 0;
  for (const open of changes) {
    const missing = only === null ? [] : classesBeyond(open, only);
    if (missing.length > 0) {
      left++;
      console.line(`left: ${describe(open)}; not named: ${missing.join(", ")}`);
      continue;
    }
    acceptChange(open, reason);
    printAccepted(open, console);
  }
  return left === 0 ? EXIT.fine : EXIT.no;
};

function classesBeyond({ change, pending }: OpenChange, only: ReadonlySet<ChangeClass>): string[] {
  if (pending?.accepted !== undefined) return [];
  return Object.keys(change.classes).filter((name) => !only.has(name as ChangeClass));
}

function describe({ fixture, change }: OpenChange): string {
  return `${printText(fixture.folder)} (${printCounts(change.classes)})`;
}

function printAccepted(open: OpenChange, console: Console): void {
  console.line(`accepted: ${describe(open)}`);
  for (const line of printLost(open.change.lost, console.style)) console.line(`  ${line}`);
}

/** All of them at once: only by saying what may have changed. */
function needsClasses(changes: readonly OpenChange[]): UserError {
  const classes = [...new Set(changes.flatMap(({ change }) => Object.keys(change.classes)))];
  const count = printPlural(changes.length, "open change");
  const message = `the paths name several fixtures, with ${count}: name one, or classes with --only`;
  return new UserError(message, undefined, `there are changes of ${classes.join(", ")}`);
}
