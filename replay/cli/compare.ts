/**
 * `jitreel compare PROG.py [ARGS]`: runs a program here and under the real pypy3 (or takes a
 * recorded real side) and prints where what the JIT did agrees.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../../sim/base/errors.ts";
import type { InputSource } from "../../sim/index.ts";
import type { Comparison } from "../compare/comparison.ts";
import { compareSides } from "../compare/comparison.ts";
import { comparisonData, printComparison } from "../compare/print-comparison.ts";
import type { RecordedSide } from "../compare/recorded-side.ts";
import { checkSettings, decodeRecorded, encodeRecorded } from "../compare/recorded-side.ts";
import { runHere } from "../compare/run-here.ts";
import { digestProgram, runReal } from "../compare/run-real.ts";
import { printJson } from "../format/event-json.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import { readInputFile } from "./input-file.ts";
import { atPath } from "./locate-error.ts";
import { naturalOption, textOption } from "./options.ts";
import type { PreparedRun } from "./program-run.ts";
import { prepareRun } from "./program-run.ts";

export const compare: CommandAction = async (call) => {
  const run = prepareRun(call);
  if (run.spec.guest !== "python") {
    throw new UserError("only Python programs can be compared with PyPy", { file: run.path });
  }
  const unit = naturalOption(call.options, "unit");
  const recorded = realSide(call, run);
  const spec = { ...run.spec, inputs: withoutStdin(run.spec.inputs) };
  const here = await atPath(spec.programName, run.path, () => runHere(spec, { measured: true }));
  const comparison = compareSides(recorded.side, here);
  if (unit !== null) checkUnit(comparison, unit);
  if (call.options.json === true) {
    call.console.line(printJson(comparisonData(comparison)));
  } else {
    const options = { ops: call.options.ops === true, unit };
    const lines = printComparison(comparison, options, call.console.style);
    for (const line of lines) call.console.line(line);
  }
  const { events, runCounts } = comparison.scores;
  return events && runCounts && comparison.sameOutput ? EXIT.fine : EXIT.no;
};

/** Standard input is empty on both sides. */
function withoutStdin(inputs: InputSource): InputSource {
  return {
    stdin: () => null,
    readModule: (path) => inputs.readModule(path),
    readFile: (path) => inputs.readFile(path),
    readFolder: (path) => inputs.readFolder(path),
    nowNanoseconds: () => inputs.nowNanoseconds(),
  };
}

function checkUnit({ units }: Comparison, unit: number): void {
  if (unit >= 1 && unit <= units.length) return;
  const there = units.length === 0 ? "there are none" : `there are 1 to ${units.length}`;
  throw new UserError(`--unit: no unit ${unit}; ${there}`);
}

/** The recorded side that is named, or what pypy3 does now, recorded if that is wanted. */
function realSide({ options }: CommandCall, { path, spec }: PreparedRun): RecordedSide {
  const file = textOption(options, "real");
  const { jit, argv } = spec;
  if (file !== undefined) {
    const recorded = decodeRecorded(readInputFile(file), file);
    const program = digestProgram(spec.source);
    checkSettings(recorded.settings, { ...recorded.settings, jit, argv, program }, file);
    return recorded;
  }
  const recorded = runReal({ path, argv, jit });
  const folder = textOption(options, "record");
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    const name = `${basename(path).replace(/\.py$/, "")}.real.json.gz`;
    writeFileSync(join(folder, name), encodeRecorded(recorded));
  }
  return recorded;
}
