/**
 * All mutants of a campaign in one build: each is a branch that is taken when the environment names
 * its number, so that a mutant costs no build of its own.
 *
 * Mutants nest as their nodes do: what is switched off inside of a mutant's original are the others.
 */

import type { Mutant } from "./mutant.ts";

/** Names the number of the mutant that is on; numbers count from 1. */
export const MUTANT_VARIABLE = "JITREEL_MUTANT";

/** JavaScript that must run before any switch. */
export const SWITCH_PROLOGUE = `const $active = Number(process.env.${MUTANT_VARIABLE} ?? 0);
const $m = (number) => number === $active;`;

export interface NumberedMutant {
  readonly number: number;
  readonly mutant: Mutant;
}

/** The text of a file with switches for its mutants. */
export function insertSwitches(text: string, mutants: readonly NumberedMutant[]): string {
  const outerFirst = [...mutants].sort(
    (a, b) => a.mutant.start - b.mutant.start || b.mutant.end - a.mutant.end,
  );
  return emitRange(text, 0, text.length, outerFirst);
}

/** A range of the text with the mutants inside of it. */
function emitRange(
  text: string,
  from: number,
  to: number,
  mutants: readonly NumberedMutant[],
): string {
  let result = "";
  let done = from;
  for (let i = 0; i < mutants.length; ) {
    const [outer, inner] = takeNested(mutants, i);
    result += text.slice(done, outer.mutant.start) + emitMutant(text, outer, inner);
    done = outer.mutant.end;
    i += 1 + inner.length;
  }
  return result + text.slice(done, to);
}

/** A mutant and those that lie inside of it. */
function takeNested(
  mutants: readonly NumberedMutant[],
  index: number,
): [NumberedMutant, NumberedMutant[]] {
  const [outer, ...rest] = mutants.slice(index) as [NumberedMutant, ...NumberedMutant[]];
  const count = rest.findIndex(({ mutant }) => mutant.start >= outer.mutant.end);
  return [outer, count < 0 ? rest : rest.slice(0, count)];
}

function emitMutant(
  text: string,
  { number, mutant }: NumberedMutant,
  inner: readonly NumberedMutant[],
): string {
  const { kind, start, end, replacement } = mutant;
  const isOn = `$m(${number})`;
  switch (kind) {
    case "expression":
      return `(${isOn} ? (${replacement}) : (${emitRange(text, start, end, inner)}))`;
    case "statement":
      return `{ if (!${isOn}) ${emitRange(text, start, end, inner)} }`;
    case "body":
      return `{ if (${isOn}) return; ${emitRange(text, start + 1, end, inner)}`;
    case "case": {
      // The replacement is the clause up to its first statement.
      const middle = start + replacement.length;
      const [head, rest] = [
        inner.filter((one) => one.mutant.start < middle),
        inner.filter((one) => one.mutant.start >= middle),
      ];
      const before = emitRange(text, start, middle, head);
      return `${before} if (!${isOn}) { ${emitRange(text, middle, end, rest)} }`;
    }
  }
}
