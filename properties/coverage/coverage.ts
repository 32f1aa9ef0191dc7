/**
 * Behaviour coverage: which of all behaviours were reached, by which source. What no program can
 * reach has its reason in unreachable.ts, and is not hidden: it is listed, counted when something
 * else reaches it, and a program that does reach it makes the reason wrong.
 */

import type { AnyLaw } from "../laws/law.ts";
import type { Totals } from "../totals.ts";
import type { BehaviourGroup } from "./behaviours.ts";
import { BEHAVIOUR_GROUPS } from "./behaviours.ts";
import { UNREACHABLE } from "./unreachable.ts";

/** Where runs come from, in the order of columns. */
export const SOURCES = {
  programs: "random programs (laws over programs)",
  parts: "random subjects of laws over parts: traces, scripts, events",
  fixtures: "the fixtures, under the host backend",
  traces: "the trace files",
} as const;

export type SourceName = keyof typeof SOURCES;
export const SOURCE_NAMES = Object.keys(SOURCES) as readonly SourceName[];

/** Whether a law's subjects are whole programs; else they are parts of the simulator. */
export function isAboutPrograms({ subjects }: AnyLaw): boolean {
  return /\bprograms\b/.test(subjects);
}

/** Sources of which whole programs are run. */
const RUNNING: readonly SourceName[] = ["programs", "fixtures"];

export type TotalsBySource = Readonly<Record<SourceName, Totals>>;

export function noTotals(): Record<SourceName, Totals> {
  return { programs: {}, parts: {}, fixtures: {}, traces: {} };
}

/** What is known of one behaviour. */
export interface BehaviourState {
  readonly name: string;
  /** How often each source reached it; those that did not are left out. */
  readonly reachedBy: Readonly<Partial<Record<SourceName, number>>>;
  /** Why no program reaches it; null where programs may. */
  readonly why: string | null;
}

export interface GroupCoverage {
  readonly name: string;
  readonly says: string;
  readonly total: number;
  readonly reached: number;
  /** By source. */
  readonly by: Readonly<Record<SourceName, number>>;
  /** Not reached by anything, with and without a reason. */
  readonly explained: number;
  readonly unexplained: number;
  readonly behaviours: readonly BehaviourState[];
}

export interface Coverage {
  readonly groups: readonly GroupCoverage[];
  readonly total: number;
  readonly reached: number;
  /** Lines of unreachable.ts that are wrong. */
  readonly problems: readonly string[];
}

/** The coverage of what the sources have reached. */
export function measureCoverage(totals: TotalsBySource): Coverage {
  const reasons = reasonsByName();
  const groups = BEHAVIOUR_GROUPS.map((group) => measureGroup(group, totals, reasons));
  const sum = (count: (group: GroupCoverage) => number): number =>
    groups.reduce((all, group) => all + count(group), 0);
  return {
    groups,
    total: sum(({ total }) => total),
    reached: sum(({ reached }) => reached),
    problems: [...badReasons(reasons), ...groups.flatMap(({ behaviours }) => refuted(behaviours))],
  };
}

function reasonsByName(): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const { why, behaviours } of UNREACHABLE) {
    for (const name of behaviours) reasons.set(name, why);
  }
  return reasons;
}

function measureGroup(
  { name, says, behaviours: names }: BehaviourGroup,
  totals: TotalsBySource,
  reasons: ReadonlyMap<string, string>,
): GroupCoverage {
  const behaviours = names.map((behaviour): BehaviourState => {
    const reachedBy: Partial<Record<SourceName, number>> = {};
    for (const source of SOURCE_NAMES) {
      const count = totals[source][behaviour] ?? 0;
      if (count > 0) reachedBy[source] = count;
    }
    return { name: behaviour, reachedBy, why: reasons.get(behaviour) ?? null };
  });
  const missed = behaviours.filter((one) => !isReached(one));
  const explained = missed.filter(({ why }) => why !== null).length;
  const countBy = (source: SourceName): number =>
    behaviours.filter(({ reachedBy }) => reachedBy[source] !== undefined).length;
  return {
    name,
    says,
    total: names.length,
    reached: names.length - missed.length,
    by: {
      programs: countBy("programs"),
      parts: countBy("parts"),
      fixtures: countBy("fixtures"),
      traces: countBy("traces"),
    },
    explained,
    unexplained: missed.length - explained,
    behaviours,
  };
}

export function isReached({ reachedBy }: BehaviourState): boolean {
  return Object.keys(reachedBy).length > 0;
}

/** Reasons for what is no behaviour, or given twice. */
function badReasons(reasons: ReadonlyMap<string, string>): string[] {
  const known = new Set(BEHAVIOUR_GROUPS.flatMap(({ behaviours }) => behaviours));
  const unknown = [...reasons.keys()].filter((name) => !known.has(name));
  const all = UNREACHABLE.flatMap(({ behaviours }) => behaviours);
  const twice = all.filter((name, index) => all.indexOf(name) < index);
  return [
    ...unknown.map((name) => `'${name}' is no behaviour: remove it from unreachable.ts`),
    ...twice.map((name) => `'${name}' stands twice in unreachable.ts`),
  ];
}

/** Behaviours that are said to be unreachable from programs, and were reached by one. */
function refuted(behaviours: readonly BehaviourState[]): string[] {
  return behaviours.flatMap(({ name, why, reachedBy }) => {
    const source = RUNNING.find((one) => reachedBy[one] !== undefined);
    if (why === null || source === undefined) return [];
    return [`'${name}' is reached by ${source}: remove its reason from unreachable.ts (${why})`];
  });
}
