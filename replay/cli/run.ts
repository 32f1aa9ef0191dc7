/**
 * `jitreel run PROG [ARGS]`: runs a program under the JIT; gives the
 * program's own status.
 */

import type { CommandAction } from "./command.ts";
import { runEachExit } from "./each-exit.ts";
import { executeRun, prepareRun } from "./program-run.ts";

export const run: CommandAction = async (call) => {
  if (call.options.eachExit === true) return runEachExit(prepareRun(call), call);
  const result = await executeRun(prepareRun(call), call, null);
  return result.status;
};
