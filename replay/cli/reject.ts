/**
 * `jitreel reject PATH…`: pending recordings are dropped, goldens stay.
 */

import { findFixtures } from "../../fixtures/review/open-changes.ts";
import { rejectPending } from "../../fixtures/store/pending.ts";
import { checkMayWrite } from "../../fixtures/store/replace-file.ts";
import { printText } from "../replayer/print-value.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";

export const reject: CommandAction = async ({ operands, console }) => {
  checkMayWrite("reject");
  const folders = findFixtures(operands).map(({ folder }) => folder);
  const rejected = folders.filter(rejectPending);
  for (const folder of rejected) console.line(`rejected: ${printText(folder)}`);
  if (rejected.length === 0) console.line("nothing is pending");
  return EXIT.fine;
};
