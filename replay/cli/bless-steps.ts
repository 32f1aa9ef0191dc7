/**
 * Writes the transcripts of `jitreel step` again. Look at the difference before you commit it.
 */

import { writeFileSync } from "node:fs";
import { playScript, STEP_SCRIPTS, transcriptPath } from "./step-scripts.ts";

for (const [name, commands] of Object.entries(STEP_SCRIPTS)) {
  writeFileSync(transcriptPath(name), await playScript(name, commands));
}
