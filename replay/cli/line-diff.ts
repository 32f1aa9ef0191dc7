/**
 * The difference of two texts, line by line: lines of the first alone begin with `-`, of the second
 * alone with `+`, common ones with a blank.
 */

/** Lengths of the longest common subsequences of the lines from (i, j) on. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const lengths = a.map(() => new Array<number>(b.length + 1).fill(0));
  lengths.push(new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    const row = lengths[i] as number[];
    const below = lengths[i + 1] as number[];
    for (let j = b.length - 1; j >= 0; j--) {
      const longer = Math.max(below[j] as number, row[j + 1] as number);
      row[j] = a[i] === b[j] ? (below[j + 1] as number) + 1 : longer;
    }
  }
  return lengths;
}

/** All lines of both, marked. */
export function diffLines(first: string, second: string): string[] {
  const a = first.split("\n");
  const b = second.split("\n");
  const lengths = commonLengths(a, b);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i]}`);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && takesFirst(lengths, i, j))) {
      lines.push(`- ${a[i]}`);
      i += 1;
    } else {
      lines.push(`+ ${b[j]}`);
      j += 1;
    }
  }
  return lines;
}

function takesFirst(lengths: readonly number[][], i: number, j: number): boolean {
  return (lengths[i + 1]?.[j] as number) >= (lengths[i]?.[j + 1] as number);
}
