/**
 * The simulator as the command line uses it: the one place of the command
 * line that runs programs.
 */

import type { RunResult, RunSpec, SimulatorListeners } from "../../sim/index.ts";
import { Simulator } from "../../sim/index.ts";

/** Runs a program to its end; rejects with a UserError when it cannot be started. */
export function runProgram(spec: RunSpec, listeners: SimulatorListeners): Promise<RunResult> {
  return new Simulator(spec, listeners).run();
}
