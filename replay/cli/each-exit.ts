/**
 * `jitreel run --each-exit PROG`: runs a program under the JIT, then plainly with the same inputs,
 * and compares the state wherever compiled code was left or entered with the plain interpreter's at
 * the same bytecode. Exit code 1 when one differs, else the program's own status.
 */

import type { JitEvent } from "../../sim/index.ts";
import { UserError } from "../../sim/base/errors.ts";
import { RecordedInputs } from "../recorder/recorded-inputs.ts";
import {
  describeStateDifference,
  ExitStates,
  OutputCount,
  PlainStates,
} from "../verify/state-comparison.ts";
import type { CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import { textOption } from "./options.ts";
import type { PreparedRun } from "./program-run.ts";
import { reportOutcome, writeGuestOutput } from "./program-run.ts";
import { atPath } from "./locate-error.ts";
import { runProgram } from "./simulator.ts";

const DIFFERENCES_SHOWN_MAX = 3;

export async function runEachExit(run: PreparedRun, call: CommandCall): Promise<number> {
  const { console, options } = call;
  const backend = textOption(options, "backend");
  if (backend !== undefined && backend !== "oracle") {
    throw new UserError("--each-exit needs --backend oracle, which tells where compiled code is");
  }
  const spec = { ...run.spec, backend: "oracle" as const };
  const output = new OutputCount();
  const exits = new ExitStates(output);
  const events: JitEvent[] = [];
  let hasHooks = false;
  const write = writeGuestOutput(console);
  const result = await atPath(spec.programName, run.path, () =>
    runProgram(spec, {
      states: exits,
      onOutput: (stream, bytes) => {
        output.listen(stream, bytes);
        write(stream, bytes);
      },
      onEvent: (event) => {
        if (event.kind === "input" || event.kind === "end") events.push(event);
        hasHooks ||= "delivered" in event && event.delivered;
      },
    }),
  );
  reportOutcome(result, run, console);
  if (hasHooks) {
    throw new UserError("--each-exit: the program's own hooks run under the JIT only", {
      file: run.path,
    });
  }
  const plain = await runPlainly(spec, events, exits);
  console.errLine(
    `${exits.count} exits and entries, ${exits.states.length} states compared, ` +
      `${plain.differences.length} differ from the plain interpreter's`,
  );
  for (const difference of plain.differences.slice(0, DIFFERENCES_SHOWN_MAX)) {
    console.errLine(describeStateDifference(difference));
  }
  return plain.differences.length > 0 ? EXIT.no : result.status;
}

async function runPlainly(
  spec: PreparedRun["spec"],
  events: readonly JitEvent[],
  exits: ExitStates,
): Promise<PlainStates> {
  const output = new OutputCount();
  const plain = new PlainStates(exits.states, output);
  const inputs = new RecordedInputs(events.values());
  await runProgram({ ...spec, jit: "off", inputs }, { states: plain, onOutput: output.listen });
  plain.finish();
  return plain;
}
