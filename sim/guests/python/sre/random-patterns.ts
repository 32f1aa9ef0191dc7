/**
 * Random patterns and texts for tests. Lazy repetitions are of single characters only and have no
 * limit: for others PyPy 7.3.11 does not always end, or forgets the limit.
 */

import type { Prng } from "../../../base/prng.ts";

const LITERALS = ["a", "b", "c", "é", "k", "K", "ß", "Σ", "1", "_", "-"];
const UNITS = [".", "\\w", "\\d", "\\s", "\\W", "[^a]", "[a-cé]", "[\\W1]", "[ackß]", "[А-яё]"];
const POSITIONS = ["^", "$", "\\b", "\\B", "\\A", "\\Z"];
const COUNTS = ["*", "+", "?", "{2}", "{1,3}", "{2,}"];
const GROUPS = ["(%)", "(?:%)", "(?=%)", "(?!%)", "(?i:%)", "(?a:%)", "(?s:%)", "(?P<n>%)"];

function pick<T>(random: Prng, items: readonly T[]): T {
  return items[random.nextBelow(items.length)]!;
}

/** A pattern, whose groups stand in each other up to `depth`; it may be one that is refused. */
export function randomPattern(random: Prng, depth = 3): string {
  const count = 1 + random.nextBelow(3);
  return Array.from({ length: count }, () => randomItem(random, depth)).join("");
}

function randomItem(random: Prng, depth: number): string {
  const kind = random.nextBelow(100);
  if (depth > 0 && kind < 35) {
    const group = pick(random, GROUPS).replace("%", () => randomPattern(random, depth - 1));
    const isAssertion = group.startsWith("(?=") || group.startsWith("(?!");
    return random.nextBelow(3) === 0 && !isAssertion ? group + pick(random, COUNTS) : group;
  }
  if (depth > 0 && kind < 50) {
    const choices = Array.from({ length: 2 }, () => randomPattern(random, depth - 1));
    return `(?:${choices.join("|")})${pick(random, ["", "*", "+"])}`;
  }
  if (kind < 55) return pick(random, ["\\1", "(?(1)a|b)", "(?<=a)", "(?<!é)"]);
  if (kind < 60) return pick(random, POSITIONS);
  const unit = pick(random, kind < 80 ? LITERALS : UNITS);
  if (random.nextBelow(5) < 3) return unit;
  return unit + pick(random, [...COUNTS, "*?", "+?", "??"]);
}

/** A short text of the characters that random patterns are about. */
export function randomText(random: Prng): string {
  const isAscii = random.nextBelow(2) === 0;
  const letters = isAscii ? LITERALS.filter((letter) => letter < "\x80") : LITERALS;
  const some = Array.from({ length: 3 }, () => pick(random, letters));
  return Array.from({ length: 1 + random.nextBelow(10) }, () => pick(random, some)).join("");
}
