/**
 * `jitreel opt --check FILES`: compares what comes out with what stands behind `==>`; for each file
 * that differs, the difference. Exit code 1 when one does.
 */

import { UserError } from "../../sim/base/errors.ts";
import { GiveUp } from "../../sim/optimizer/context.ts";
import type { OptimizedFile } from "../../sim/optimizer/run-trace-file.ts";
import { compareCounters, compareWithExpected } from "../../sim/optimizer/compare-trace-file.ts";
import { printPlural } from "../replayer/print-value.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { diffLines } from "./line-diff.ts";
import type { TraceSource } from "./trace-sources.ts";

export function checkExpectations(
  sources: readonly TraceSource[],
  run: (source: TraceSource) => OptimizedFile,
  console: Console,
): number {
  let failed = 0;
  for (const source of sources) {
    const differences = compareOne(source, run);
    const verdict =
      differences.length === 0 ? console.style.good("pass") : console.style.bad("FAIL");
    console.line(`${verdict} ${source.path}`);
    for (const line of differences) console.line(line);
    if (differences.length > 0) failed += 1;
  }
  const total = printPlural(sources.length, "file");
  console.line(`${total}, ${failed === 0 ? "all as expected" : `${failed} not as expected`}`);
  return failed === 0 ? EXIT.fine : EXIT.no;
}

/** What differs, as lines; none when the file is fine. */
function compareOne(source: TraceSource, run: (source: TraceSource) => OptimizedFile): string[] {
  if (source.load().expected.size === 0) {
    throw new UserError("nothing is expected: there is no ==>", { file: source.path });
  }
  let result: OptimizedFile;
  try {
    result = run(source);
  } catch (signal) {
    if (signal instanceof GiveUp) return [`GiveUp: ${signal.reason}`];
    throw signal;
  }
  const lines = compareWithExpected(result).flatMap(({ part, expected, actual }) => {
    if (expected === actual) return [];
    return [`  ${part}: - expected, + came out`, ...diffLines(expected, actual).map(indent)];
  });
  const counters = compareCounters(result);
  if (counters !== null && counters[0] !== counters[1]) {
    lines.push(`  counters: expected ${counters[0]}, are ${counters[1]}`);
  }
  return lines;
}

function indent(line: string): string {
  return `  ${line}`;
}
