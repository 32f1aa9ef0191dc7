/**
 * `jitreel replay S.reel --script tool.py`: a Python hook script is fed from the reel; the recorded
 * program is not run.
 */

import { UserError } from "../../sim/base/errors.ts";
import { Reel } from "../playback/reel.ts";
import { runScript } from "../playback/run-script.ts";
import type { CommandAction } from "./command.ts";
import { openReel } from "./input-file.ts";
import { atPath } from "./locate-error.ts";
import type { OptionName } from "./options.ts";
import { textOption } from "./options.ts";
import { prepareRun, writeGuestOutput } from "./program-run.ts";
import { reportEnding } from "./reel-ending.ts";

/** Options of listings, which make no sense here: a script gets the whole session. */
const LISTING_OPTIONS: readonly OptionName[] = ["from", "to", "type", "where", "json"];

export const replayScript: CommandAction = async (call) => {
  const { operands, options, console } = call;
  const other = LISTING_OPTIONS.find((name) => options[name] !== undefined);
  if (other !== undefined) {
    throw new UserError(`--script gets the whole session: it cannot be used with --${other}`);
  }
  const script = textOption(options, "script") ?? "";
  const reader = openReel(operands[0]!);
  const { path, spec } = prepareRun({ ...call, operands: [script] });
  const reel = new Reel(reader);
  const status = await atPath(spec.programName, path, () =>
    runScript(reel, { ...spec, guest: "python" }, writeGuestOutput(console)),
  );
  reportEnding(reader, reel.ending, console);
  return status;
};
