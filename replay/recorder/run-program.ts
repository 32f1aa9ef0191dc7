/**
 * A function that runs programs: the simulator, as those who record and verify runs use it.
 */

import type { RunResult, RunSpec, SimulatorListeners } from "../../sim/index.ts";

/** Runs a program to its end. Rejects with a UserError when it cannot be started. */
export type RunProgram = (
  spec: RunSpec,
  listeners: SimulatorListeners,
) => Promise<Pick<RunResult, "status" | "outcome">>;
