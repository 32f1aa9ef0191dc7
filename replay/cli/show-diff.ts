/**
 * `jitreel show --diff FIXTURE`: the open change of a fixture, or of all in a folder, by meaning, with
 * the reasons of earlier changes. It asks nothing and needs no terminal.
 */

import { findFixtures, findOpenChange } from "../../fixtures/review/open-changes.ts";
import {
  describeFixture,
  printOpenChange,
  printReasons,
  printTitle,
} from "../../fixtures/review/print-review.ts";
import { printJson } from "../format/event-json.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";

export const showDiff: CommandAction = async ({ operands, options: given, console }) => {
  const { style } = console;
  const options = { style, isFull: false, diffLinesMax: Number.POSITIVE_INFINITY };
  for (const [index, fixture] of findFixtures(operands).entries()) {
    const open = findOpenChange(fixture);
    if (given.json === true) {
      console.line(printJson(describeFixture(fixture, open)));
      continue;
    }
    if (index > 0) console.line("");
    if (open !== null) for (const line of printOpenChange(open, options)) console.line(line);
    else {
      console.line(printTitle(fixture, style));
      for (const line of printReasons(fixture, style)) console.line(line);
      console.line("  nothing is pending");
    }
  }
  return EXIT.fine;
};
