/** Makes the guest of a spec: the one place that knows all guests by name. */

import { unreachable } from "./base/assert.ts";
import type { VirtualClock } from "./base/clock.ts";
import { decodeSource } from "./guests/python/parser/decode-source.ts";
import { initParser } from "./guests/python/parser/parse.ts";
import { PythonGuest } from "./guests/python/python-guest.ts";
import { loadTiny } from "./guests/tiny/guest.ts";
import type { JitControl } from "./hints/control.ts";
import type { Guest, GuestHost } from "./hints/guest.ts";
import type { RunSpec } from "./run-spec.ts";

/** The largest recursion limit that a thread with a large stack can hold. */
export const MAX_RECURSION = 20_000;

/** Loads the program. Rejects with the guest's own error when it is refused. */
export async function makeGuest(
  spec: RunSpec,
  host: GuestHost,
  clock: VirtualClock,
  control: JitControl,
): Promise<Guest> {
  const { programName, source } = spec;
  switch (spec.guest) {
    case "tiny":
      return loadTiny(new TextDecoder().decode(source), programName, host, clock);
    case "python":
      await initParser();
      return new PythonGuest({
        source: decodeSource(source, programName),
        filename: programName,
        argv: [programName, ...spec.argv],
        grants: spec.grants,
        host,
        clock,
        control,
        maxRecursion: MAX_RECURSION,
        memoryMaxBytes: spec.limits.memoryBytes,
      });
    default:
      return unreachable(spec.guest);
  }
}
