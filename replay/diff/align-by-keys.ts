/**
 * Alignment in steps: by the first keys, then what is between those pairs by the second ones, and
 * so on.
 */

import type { AlignedRow, AlignKey } from "../replayer/align-sequences.ts";
import { alignSequences } from "../replayer/align-sequences.ts";

/** The keys of both sides for one step; keys that are null are left to later steps. */
export type KeyStep = readonly [a: readonly AlignKey[], b: readonly AlignKey[]];

/** Rows in order; where both sides have items without partners, those of `a` come first. */
export function alignByKeys(steps: readonly KeyStep[]): AlignedRow[] {
  const [first] = steps;
  const a = [...(first?.[0] ?? []).keys()];
  const b = [...(first?.[1] ?? []).keys()];
  return alignGap(a, b, steps, 0);
}

function alignGap(
  a: readonly number[],
  b: readonly number[],
  steps: readonly KeyStep[],
  level: number,
): AlignedRow[] {
  const step = steps[level];
  if (step === undefined || a.length === 0 || b.length === 0) {
    return [...a.map((i) => [i, null] as const), ...b.map((j) => [null, j] as const)];
  }
  const rows: AlignedRow[] = [];
  let gapA: number[] = [];
  let gapB: number[] = [];
  const keysA = a.map((i) => step[0][i] ?? null);
  const keysB = b.map((j) => step[1][j] ?? null);
  for (const [i, j] of alignSequences(keysA, keysB)) {
    if (i !== null && j !== null) {
      rows.push(...alignGap(gapA, gapB, steps, level + 1), [a[i]!, b[j]!]);
      gapA = [];
      gapB = [];
    } else if (i !== null) gapA.push(a[i]!);
    else gapB.push(b[j!]!);
  }
  rows.push(...alignGap(gapA, gapB, steps, level + 1));
  return rows;
}
