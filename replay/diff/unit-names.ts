/**
 * Names that units have on both sides: `u3` for a match, the unit's key for one of one side alone.
 * With them events of two runs can be recognized whatever numbers and addresses they hold. They do
 * not depend on which side is the first one.
 */

import type { OwnerRecord } from "../format/events.ts";
import type { UnitMatch } from "../replayer/match-units.ts";
import type { NameResolver } from "./operation-template.ts";
import type { Survey } from "./survey.ts";

/** Matches in an order that is the same both ways round. */
export function orderMatches(a: Survey, b: Survey, matches: readonly UnitMatch[]): UnitMatch[] {
  const keyOf = (match: UnitMatch): string =>
    [a.units[match.a]?.key, b.units[match.b]?.key].sort().join("\n");
  const keyed = matches.map((match) => ({ match, key: keyOf(match) }));
  keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  return keyed.map(({ match }) => match);
}

export class UnitNames implements NameResolver {
  private readonly survey: Survey;
  private readonly names = new Map<number, string>();

  /** `matches` as {@link orderMatches} gives them. */
  constructor(survey: Survey, side: "a" | "b", matches: readonly UnitMatch[]) {
    this.survey = survey;
    for (const [index, match] of matches.entries()) this.names.set(match[side], `u${index}`);
  }

  /** Null for a unit of one side alone. */
  matched(index: number): string | null {
    return this.names.get(index) ?? null;
  }

  readonly loop = (loopNo: number): string | null => this.nameOf(this.survey.loops.get(loopNo));

  readonly token = (token: string): string | null => this.nameOf(this.survey.tokens.get(token));

  /** Whose a block or a cost is; numbers of what is not known are kept. */
  owner({ kind, number }: OwnerRecord): string {
    const known =
      kind === "loop" || kind === "bridge" ? this.survey.unitOf(kind, number) : undefined;
    if (known !== undefined) return `${kind} ${this.matched(known) ?? "alone"}`;
    return kind === "bridge" ? kind : `${kind} ${number}`;
  }

  private nameOf(index: number | undefined): string | null {
    if (index === undefined) return null;
    return this.matched(index) ?? `alone ${this.survey.units[index]?.key}`;
  }
}

/** Before units are matched: nothing is known. */
export const NO_NAMES: NameResolver = { loop: () => null, token: () => null };
