/**
 * Alignments against the table of all common subsequences' lengths, both ways round, and their cost.
 */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { AlignedRow, AlignKey } from "./align-sequences.ts";
import { alignSequences } from "./align-sequences.ts";

function commonLength(a: readonly AlignKey[], b: readonly AlignKey[]): number {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const left of a) {
    const row = [0];
    for (const [j, right] of b.entries()) {
      const isEqual = left === right && left !== null;
      row.push(isEqual ? above[j]! + 1 : Math.max(above[j + 1]!, row[j]!));
    }
    above = row;
  }
  return above.at(-1)!;
}

function checkRows(a: readonly AlignKey[], b: readonly AlignKey[], rows: readonly AlignedRow[]) {
  const left = rows.flatMap(([i]) => (i === null ? [] : [i]));
  const right = rows.flatMap(([, j]) => (j === null ? [] : [j]));
  assert.equal(left, [...a.keys()]);
  assert.equal(right, [...b.keys()]);
  for (const [i, j] of rows) if (i !== null && j !== null) assert.is(a[i], b[j]);
}

const pairsOf = (rows: readonly AlignedRow[]): AlignedRow[] =>
  rows.filter(([i, j]) => i !== null && j !== null);

test("the alignment is a longest one, the same both ways round", () => {
  const key = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(null, "x"));
  const keys = fc.array(key, { maxLength: 40 });
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      const rows = alignSequences(a, b);
      checkRows(a, b, rows);
      assert.is(pairsOf(rows).length, commonLength(a, b));
      const turned = pairsOf(alignSequences(b, a)).map(([i, j]) => [j, i]);
      assert.equal(turned, pairsOf(rows));
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test("long sequences that differ everywhere cost little and keep what is unique", () => {
  const a = Array.from({ length: 30_000 }, (_, i) =>
    i % 100 === 0 ? `anchor ${i}` : `a ${i % 7}`,
  );
  const b = Array.from({ length: 30_000 }, (_, i) =>
    i % 100 === 0 ? `anchor ${i}` : `b ${i % 7}`,
  );
  const rows = alignSequences(a, b);
  checkRows(a, b, rows);
  assert.is(pairsOf(rows).length, 300);
});

test.run();
