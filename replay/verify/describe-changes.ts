/**
 * What is otherwise in a run than in the recorded one, in words.
 */

import type { ReelHeader } from "../format/header.ts";
import type { MissingInput } from "../recorder/recorded-inputs.ts";
import { printCount, printText } from "../replayer/print-value.ts";
import type { RunChanges } from "./verify-reel.ts";

/** One line per change, `what: recorded → now`; changes to what it was are none. */
export function describeChanges(
  header: ReelHeader,
  changes: RunChanges,
  programPath = "another program",
): string[] {
  const lines: string[] = [];
  const add = (what: string, was: string, is: string): void => {
    if (was !== is) lines.push(`${what}: ${was} → ${is}`);
  };
  const { source, jit, seed, limits, faults } = changes;
  if (source !== undefined && !Buffer.from(source).equals(header.programText)) {
    lines.push(`program: ${printText(header.programName)} → ${printText(programPath)}`);
  }
  if (jit !== undefined) add("parameters", printJit(header.jit), printJit(jit));
  if (seed !== undefined) add("seed", String(header.seed), String(seed));
  if (limits !== undefined) {
    add("steps", printLimit(header.limits.maxSteps), printLimit(limits.maxSteps));
    add("code memory", printLimit(header.limits.heapBytes), printLimit(limits.heapBytes));
  }
  if (faults !== undefined) add("faults", printFaults(header.faults), printFaults(faults));
  return lines;
}

function printJit(jit: string): string {
  return jit === "" ? "defaults" : printText(jit);
}

function printLimit(limit: number | null): string {
  return limit === null ? "no limit" : printCount(limit);
}

function printFaults(faults: readonly string[]): string {
  return faults.length === 0 ? "none" : faults.map(printText).join(", ");
}

const MISSING_NOUNS: Readonly<Record<MissingInput["source"], string>> = {
  stdin: "more standard input",
  clock: "more clock readings",
  module: "module",
  file: "file",
};

/** How many inputs are named. */
const SHOWN_MAX = 6;

/**
 * What a changed run asked for that the recorded one has not read, as a sentence; "" when that is
 * nothing. Modules called `known` are part of the tool: looking beside the program first is usual.
 */
export function describeMissing(
  missing: readonly MissingInput[],
  known: ReadonlySet<string>,
): string {
  const modules = new Set(missing.filter(isModule).map(({ name }) => moduleName(name)));
  const isUsual = (input: MissingInput): boolean =>
    isModule(input) ? known.has(moduleName(input.name)) : modules.has(moduleName(input.name));
  const unusual = missing.filter((input) => !isUsual(input));
  if (unusual.length === 0) return "";
  const names = new Set(
    unusual.map(({ source, name }) => {
      const noun = MISSING_NOUNS[source];
      return name === "" ? noun : `${noun} ${printText(name.replace("/__init__.py", ".py"))}`;
    }),
  );
  const shown = [...names].slice(0, SHOWN_MAX).join(", ");
  const more = names.size > SHOWN_MAX ? ` and ${names.size - SHOWN_MAX} more` : "";
  return `it asked for what is not recorded and was told that there is none: ${shown}${more}`;
}

function isModule({ source }: MissingInput): boolean {
  return source === "module";
}

/** Also that of the folder that a package would be. */
function moduleName(path: string): string {
  return (path.split("/")[0] ?? "").replace(/\.py$/, "");
}
