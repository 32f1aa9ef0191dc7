/**
 * THE table of laws. A law stands in a file of its own: over whole programs in `programs/`, over
 * parts of the simulator and the reel in `parts/`.
 */

import type { AnyLaw } from "./law.ts";
import { PART_LAWS } from "./parts/index.ts";
import { interpretedAsPypy } from "./programs/as-pypy-law.ts";
import { cutRunIsBeginning } from "./programs/cut-run-law.ts";
import { eachExit } from "./programs/each-exit-law.ts";
import { hooksChangeNothing } from "./programs/hooks-law.ts";
import { compilesAfterFaults } from "./programs/liveness-law.ts";
import { compiledAsInterpreted } from "./programs/program-runs-law.ts";
import { verifyRejectsChanges } from "./programs/reel-law.ts";
import { runCountsAsExecuted } from "./programs/run-counts-law.ts";

export const LAWS: readonly AnyLaw[] = [
  compiledAsInterpreted,
  interpretedAsPypy,
  eachExit,
  verifyRejectsChanges,
  cutRunIsBeginning,
  hooksChangeNothing,
  runCountsAsExecuted,
  compilesAfterFaults,
  ...PART_LAWS,
];
