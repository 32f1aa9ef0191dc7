/**
 * Feeds a Python hook script from a reel, without running the recorded program.
 */

import type { OutputListener, RunSpec } from "../../sim/index.ts";
import { HookScript } from "../../sim/index.ts";
import type { Reel } from "./reel.ts";
import { ScriptSession } from "./session.ts";

/**
 * Runs the script of `spec`, then calls the hooks that it has set with everything that is recorded,
 * then what it has registered with `atexit`. Gives its exit status. Rejects with a UserError when
 * the script is no Python, and with a ReelError where the reel is damaged.
 */
export async function runScript(
  reel: Reel,
  spec: RunSpec,
  onOutput: OutputListener,
): Promise<number> {
  const session = new ScriptSession(reel);
  const ownSpec = { ...spec, seed: reel.header.seed };
  const script = await HookScript.load(ownSpec, session, session.sourceOf, onOutput);
  const { status } = script.run(() => session.feed((event) => script.tell(event)));
  return status;
}
