/**
 * The difference of two texts, line by line: lines of the first alone begin with `-`, of the second
 * alone with `+`, common ones with a blank.
 */

import { alignSequences } from "../replayer/align-sequences.ts";

/** All lines of both, marked. */
export function diffLines(first: string, second: string): string[] {
  const a = first.split("\n");
  const b = second.split("\n");
  return alignSequences(a, b).map(([i, j]) => {
    if (i === null) return `+ ${b[j!]}`;
    return j === null ? `- ${a[i]}` : `  ${a[i]}`;
  });
}
