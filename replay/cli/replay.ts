/**
 * `jitreel replay S.reel`: the events of a reel, one line each; nothing
 * is executed again.
 */

import { select } from "../replayer/selection.ts";
import type { CommandAction } from "./command.ts";
import { EventListing } from "./event-listing.ts";
import { openReel } from "./input-file.ts";
import { DamageReport } from "./reel-ending.ts";

export const replay: CommandAction = async (call) => {
  const listing = new EventListing(call);
  const reader = openReel(call.operands[0]!);
  const selection = listing.selectionOf(reader);
  const damage = new DamageReport(reader, call.console);
  const events = select(reader.events(selection.from, damage.add), selection);
  for (;;) {
    const step = events.next();
    if (step.done) return damage.end(step.value);
    listing.print(step.value);
  }
};
