/**
 * `jitreel review [PATH…]`: the open changes of fixtures one by one; on a terminal they are accepted
 * or rejected there. Exit code 1 when some are left.
 */

import { createInterface } from "node:readline";
import type { OpenChange } from "../../fixtures/review/open-changes.ts";
import { findOpenChanges } from "../../fixtures/review/open-changes.ts";
import { describeFixture, printOpenChange } from "../../fixtures/review/print-review.ts";
import type { ReviewTalk } from "../../fixtures/review/review-session.ts";
import { reviewChanges } from "../../fixtures/review/review-session.ts";
import { printJson } from "../format/event-json.ts";
import { printPlural } from "../replayer/print-value.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";

export const review: CommandAction = async ({ operands, options, console }) => {
  const changes = findOpenChanges(operands);
  if (options.json === true) {
    for (const open of changes) console.line(printJson(describeFixture(open.fixture, open)));
    return changes.length === 0 ? EXIT.fine : EXIT.no;
  }
  if (changes.length === 0) {
    console.line("nothing is pending");
    return EXIT.fine;
  }
  const isTerminal = process.stdin.isTTY === true && console.isOutTerminal;
  if (isTerminal) return converse(changes, console);
  listChanges(changes, console);
  return EXIT.no;
};

/** Without a terminal: all there is, and how to go on. */
function listChanges(changes: readonly OpenChange[], console: Console): void {
  const options = { style: console.style, isFull: false, diffLinesMax: Number.POSITIVE_INFINITY };
  for (const open of changes) {
    for (const line of printOpenChange(open, options)) console.line(line);
    console.line("");
  }
  const count = printPlural(changes.length, "change");
  console.line(
    `${count} to review: \`jitreel accept FIXTURE --reason "…"\`, or \`jitreel reject\``,
  );
}

async function converse(changes: readonly OpenChange[], console: Console): Promise<number> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  lines.on("SIGINT", () => lines.close());
  const answers = lines[Symbol.asyncIterator]();
  const talk: ReviewTalk = {
    style: console.style,
    line: (text) => console.line(text),
    ask: async (prompt) => {
      console.flush();
      lines.setPrompt(prompt);
      lines.prompt();
      const answer = await answers.next();
      return answer.done === true ? null : answer.value;
    },
  };
  try {
    const { accepted, rejected, left } = await reviewChanges(changes, talk);
    console.line(`${accepted} accepted, ${rejected} rejected, ${left} left`);
    return left === 0 ? EXIT.fine : EXIT.no;
  } finally {
    lines.close();
  }
}
