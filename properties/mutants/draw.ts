/**
 * Draws mutants from all sources: every place that can be mutated has the same chance, and of its
 * mutants one is taken that the type checker accepts.
 *
 * A place's rank is a hash of the seed, its file and its text, so that a draw stays nearly the same
 * when other places change.
 */

import type { Mutant } from "./mutant.ts";
import { hashTexts, listPlaces, mutate } from "./mutant.ts";
import type { Source } from "./syntax.ts";
import type { TypeChecker } from "./type-check.ts";

/** A place, and its mutants in the order in which they are tried. */
interface Candidate {
  readonly rank: string;
  readonly source: Source;
  readonly mutants: Mutant[];
}

/** All places of the sources, in the order in which a seed draws them. */
function rankPlaces(sources: readonly Source[], seed: number): Candidate[] {
  const byRank = <T extends { readonly rank: string }>(items: T[]): T[] =>
    items.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const candidates = sources.flatMap((source) =>
    listPlaces(source).map(({ key, mutants }): Candidate => {
      const ranked = mutants.map((mutant) => ({ mutant, rank: hashTexts(`${seed}`, mutant.id) }));
      const rank = hashTexts(`${seed}`, key);
      return { rank, source, mutants: byRank(ranked).map(({ mutant }) => mutant) };
    }),
  );
  return byRank(candidates);
}

/** The number of places and of all mutants. */
export function countPlaces(sources: readonly Source[]): { places: number; mutants: number } {
  const all = sources.flatMap(listPlaces);
  return {
    places: all.length,
    mutants: all.reduce((sum, { mutants }) => sum + mutants.length, 0),
  };
}

export interface Draw {
  /** By file and offset. */
  readonly mutants: readonly Mutant[];
  /** How many were drawn and did not type-check. */
  readonly refused: number;
}

/** Draws `count` mutants, or all there are. */
export function drawMutants(
  sources: readonly Source[],
  { seed, count }: { seed: number; count: number },
  checker: Pick<TypeChecker, "checkAll">,
): Draw {
  const ranked = rankPlaces(sources, seed);
  const accepted: Mutant[] = [];
  let refused = 0;
  let next = 0;
  while (accepted.length < count && next < ranked.length) {
    const batch = ranked.slice(next, next + count - accepted.length);
    next += batch.length;
    let pending = batch;
    while (pending.length > 0) {
      const { round, rest } = takeRound(pending);
      const isRight = checker.checkAll(
        round.map(({ source, mutants }) => {
          const [mutant] = mutants;
          return { file: source.file, text: mutant ? mutate(source.text, mutant) : source.text };
        }),
      );
      const again: Candidate[] = [];
      for (const [index, candidate] of round.entries()) {
        const mutant = candidate.mutants.shift();
        if (mutant === undefined) continue;
        if (isRight[index]) accepted.push(mutant);
        else {
          refused++;
          if (candidate.mutants.length > 0) again.push(candidate);
        }
      }
      pending = [...again, ...rest];
    }
  }
  accepted.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start));
  return { mutants: accepted, refused };
}

/** Candidates of different files can be checked at once. */
function takeRound(pending: readonly Candidate[]): { round: Candidate[]; rest: Candidate[] } {
  const files = new Set<string>();
  const round: Candidate[] = [];
  const rest: Candidate[] = [];
  for (const candidate of pending) {
    if (files.has(candidate.source.file)) rest.push(candidate);
    else round.push(candidate);
    files.add(candidate.source.file);
  }
  return { round, rest };
}
