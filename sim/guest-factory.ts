/** Makes the guest of a spec: the one place that knows all guests by name. */

import type { VirtualClock } from "./base/clock.ts";
import { loadTiny } from "./guests/tiny/guest.ts";
import type { JitControl } from "./hints/control.ts";
import type { Guest, GuestHost } from "./hints/guest.ts";
import type { RunSpec } from "./run-spec.ts";

/** Loads the program. Rejects with a UserError when it is refused. */
export async function makeGuest(
  spec: RunSpec,
  host: GuestHost,
  clock: VirtualClock,
  control: JitControl,
): Promise<Guest> {
  const text = new TextDecoder().decode(spec.source);
  void control;
  return loadTiny(text, spec.programName, host, clock);
}
