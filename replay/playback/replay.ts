/**
 * Feeds hook consumers from a reel: the objects that they would be given in the recorded run, in
 * the same order, without running anything.
 */

import type { JitEvent } from "../../sim/hooks/events.ts";
import type { JitHooks } from "../../sim/hooks/jit-hooks.ts";
import { tellHooks } from "../../sim/hooks/jit-hooks.ts";
import type { EventRange, Reel } from "./reel.ts";

export interface ReplayOptions extends EventRange {
  /**
   * Only what the recorded program's own hooks were called with: compilations, aborts and too long
   * traces that are not `delivered` are left out. By default consumers get what those of a
   * `Simulator` get, which is all of them.
   */
  readonly deliveredOnly?: boolean;
}

/**
 * Calls `hooks` for each event of the reel (or of a range of it) and gives the number of events.
 * What a hook throws ends the replay and is thrown on.
 */
export function replay(reel: Reel, hooks: JitHooks, options: ReplayOptions = {}): number {
  let count = 0;
  for (const { event } of reel.events(options)) {
    if (options.deliveredOnly === true && !isDelivered(event)) continue;
    tellHooks(hooks, event);
    count++;
  }
  return count;
}

function isDelivered(event: JitEvent): boolean {
  return !("delivered" in event) || event.delivered;
}
