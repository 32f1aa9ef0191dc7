/**
 * What became of one case. Nothing of it depends on the machine: stack traces lose their folders,
 * and failures that differ only in numbers have one key.
 */

import type { Verdict } from "../laws/law.ts";

/** A case that failed. */
export interface CaseFailure {
  readonly problem: string;
  /** Failures of one law with equal keys are one failure, found several times. */
  readonly key: string;
}

const KEY_LENGTH_MAX = 160;

/** `null` when the law holds. */
export function failureOf({ problem, firstDifference }: Verdict): CaseFailure | null {
  if (problem === null) return null;
  const text = withoutFolders(problem);
  return { problem: text, key: makeKey(firstDifference ?? text) };
}

/** Numbers and addresses are no part of it: they change from case to case. */
export function makeKey(text: string): string {
  const [line = ""] = withoutFolders(text).split("\n");
  return line.replace(/0x[0-9a-f]+|\d+/gi, "#").slice(0, KEY_LENGTH_MAX);
}

/** `(file:///a/b/c.ts:1:2)` becomes `(c.ts)`: places differ between sources and build. */
function withoutFolders(text: string): string {
  return text.replace(/(?:file:\/\/)?(?:\/[^\s/():]+)*\/([\w.-]+?)\.[mc]?[jt]s(?::\d+)+/g, "$1");
}

/** A failure that only the thread that watches can tell: the case did not end, or its worker did. */
export function deathOf(how: string): CaseFailure {
  return { problem: how, key: makeKey(how) };
}
