/** All laws over parts of the simulator and the reel. */

import type { AnyLaw } from "../law.ts";
import { diffsApply } from "./diff-law.ts";
import { executorsAgree } from "./executors-law.ts";
import { codeHeapModel } from "./heap-law.ts";
import { instructionCodes } from "./instruction-law.ts";
import { intervalsHold } from "./intervals-law.ts";
import { jitcodeAsTypescript } from "./jitcode-law.ts";
import { optimizerKeepsMeaning } from "./optimizer-law.ts";
import { processorAsHardware } from "./processor-law.ts";
import { queriesFind, queriesParse } from "./query-laws.ts";
import { damagedReels, reelRoundTrip } from "./reel-laws.ts";
import { resumeRebuilds } from "./resume-law.ts";
import { wordOperations } from "./words-law.ts";

export const PART_LAWS: readonly AnyLaw[] = [
  wordOperations,
  jitcodeAsTypescript,
  intervalsHold,
  executorsAgree,
  optimizerKeepsMeaning,
  resumeRebuilds,
  codeHeapModel,
  instructionCodes,
  processorAsHardware,
  reelRoundTrip,
  damagedReels,
  queriesParse,
  queriesFind,
  diffsApply,
];
