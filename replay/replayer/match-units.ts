/**
 * Finds the units of one run in another: of another program version, other parameters, another
 * version of the JIT. Each stage takes what the ones before have left:
 *
 *     exact     the same identity
 *     position  the same code object's name and bytecode position: only lines have moved
 *     order     as many units of a code object on both sides: the first is the first
 *     similar   the most similar operations
 *
 * Bridges are matched below the units that their guards are in: by the guard that stands for theirs
 * on the other side, then by the bytecode that fails. The result is the same both ways round.
 */

import type { OperationRecord } from "../format/events.ts";
import type { UnitIdentity } from "./unit-identity.ts";

/** A unit and what its operations look like. */
export interface UnitPrint extends UnitIdentity {
  /** Equal for units with the same operations in the same order; names apart. */
  readonly shape: number;
  /** The smallest hashes of its pairs of neighbours: what two units share of them is alike. */
  readonly sketch: Uint32Array;
}

/** How a unit was found. */
export type MatchStage = "exact" | "position" | "order" | "similar" | "guard" | "bytecode";

/** Indexes of two units that are one. */
export interface UnitMatch {
  readonly a: number;
  readonly b: number;
  readonly stage: MatchStage;
}

/** Which guard of unit `b` stands for a guard of unit `a`, by places among guards. */
export type AlignGuards = (a: UnitPrint, b: UnitPrint) => ReadonlyMap<number, number>;

const SKETCH_SIZE = 24;

/** More units than this of one code object are not compared by their operations. */
const SIMILAR_COUNT_MAX = 500;

/** What two units of one code object, and of different ones, must share at least. */
const SIMILAR_IN_CODE = 0.2;
const SIMILAR_ANYWHERE = 0.5;

/** FNV-1a over the code units of a text. */
function hashText(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

const HASH_SEED = 0x811c9dc5;

/** `operations` are [] for temporary callbacks. */
export function printOfUnit(unit: UnitIdentity, operations: readonly OperationRecord[]): UnitPrint {
  let shape = HASH_SEED;
  let before = 0;
  const hashes = new Set<number>();
  for (const { name, descr } of operations) {
    if (name === "debug_merge_point") continue;
    const hash = hashText(descr.replace(/0x[0-9a-f]+|\d+/g, "0"), hashText(name, HASH_SEED));
    shape = Math.imul(shape ^ hash, 0x01000193) >>> 0;
    hashes.add(Math.imul(before ^ (hash >>> 3), 0x9e3779b1) >>> 0);
    before = hash;
  }
  const sketch = Uint32Array.from(hashes).sort().slice(0, SKETCH_SIZE);
  return { ...unit, shape, sketch };
}

/** An estimate of how much of their pairs of neighbours two units share, from 0 to 1. */
export function similarityOf(a: UnitPrint, b: UnitPrint): number {
  const inA = new Set(a.sketch);
  const inB = new Set(b.sketch);
  const union = [...new Set([...a.sketch, ...b.sketch])].sort((x, y) => x - y);
  const smallest = union.slice(0, SKETCH_SIZE);
  if (smallest.length === 0) return 1;
  return smallest.filter((hash) => inA.has(hash) && inB.has(hash)).length / smallest.length;
}

/** All matches, in the order of `a`. */
export function matchUnits(
  a: readonly UnitPrint[],
  b: readonly UnitPrint[],
  alignGuards: AlignGuards,
): UnitMatch[] {
  const matcher = new UnitMatcher(alignGuards);
  matcher.matchRoots(a.filter(isRoot), b.filter(isRoot));
  matcher.matchBridges(a, b);
  return matcher.matches.sort((one, other) => one.a - other.a);
}

/** Bridges whose guard is not known are found like loops. */
function isRoot(unit: UnitPrint): boolean {
  return unit.owner < 0;
}

const kindOf = ({ type, jitdriverName }: UnitPrint): string => `${type} ${jitdriverName}`;
const keyOf = (unit: UnitPrint): string => `${unit.jitdriverName} ${unit.key}`;
const codeOf = (unit: UnitPrint): string | null =>
  unit.codeName === "" ? null : `${kindOf(unit)} ${unit.codeName}`;
const placeOf = (unit: UnitPrint): string | null =>
  unit.codeName === "" ? null : `${codeOf(unit)} ${unit.position}`;

/** Units of both sides that a stage may match with each other. */
interface Group {
  readonly a: UnitPrint[];
  readonly b: UnitPrint[];
}

class UnitMatcher {
  readonly matches: UnitMatch[] = [];
  private readonly alignGuards: AlignGuards;
  private readonly takenA = new Set<number>();
  private readonly takenB = new Set<number>();

  constructor(alignGuards: AlignGuards) {
    this.alignGuards = alignGuards;
  }

  matchRoots(a: readonly UnitPrint[], b: readonly UnitPrint[]): void {
    this.matchInOrder(a, b, keyOf, "exact");
    this.matchInOrder(a, b, placeOf, "position");
    for (const group of this.groups(a, b, codeOf)) {
      if (group.a.length === group.b.length) this.pairOff(sortByPlace(group), "order");
      else this.matchSimilar(group, SIMILAR_IN_CODE);
    }
    for (const group of this.groups(a, b, kindOf)) this.matchSimilar(group, SIMILAR_ANYWHERE);
  }

  /** Those below each match, until no new match appears. */
  matchBridges(a: readonly UnitPrint[], b: readonly UnitPrint[]): void {
    const belowA = groupBy(a, (unit) => (isRoot(unit) ? null : unit.owner));
    const belowB = groupBy(b, (unit) => (isRoot(unit) ? null : unit.owner));
    const byIndexA = new Map(a.map((unit) => [unit.index, unit]));
    const byIndexB = new Map(b.map((unit) => [unit.index, unit]));
    for (let at = 0; at < this.matches.length; at++) {
      const match = this.matches[at]!;
      const below = { a: belowA.get(match.a) ?? [], b: belowB.get(match.b) ?? [] };
      if (below.a.length === 0 || below.b.length === 0) continue;
      this.matchBelow(byIndexA.get(match.a)!, byIndexB.get(match.b)!, below);
    }
  }

  private matchBelow(ownerA: UnitPrint, ownerB: UnitPrint, { a, b }: Group): void {
    const guards = ownerA.shape === ownerB.shape ? null : this.alignGuards(ownerA, ownerB);
    const back = new Map([...(guards ?? [])].map(([from, to]) => [to, from]));
    const inA = (guard: number): number | null =>
      guards === null ? guard : (back.get(guard) ?? null);
    const ofA = new Set(a);
    const guardOf = (unit: UnitPrint): number | null =>
      ofA.has(unit) ? unit.guard : inA(unit.guard);
    this.matchInOrder(a, b, guardOf, "guard");
    this.matchInOrder(a, b, placeOf, "bytecode");
    for (const group of this.groups(a, b, kindOf)) this.matchSimilar(group, SIMILAR_ANYWHERE);
  }

  /** Pairs units with equal keys off, in the order of compilation. */
  private matchInOrder(
    a: readonly UnitPrint[],
    b: readonly UnitPrint[],
    keyOf: (unit: UnitPrint) => string | number | null,
    stage: MatchStage,
  ): void {
    for (const group of this.groups(a, b, keyOf)) this.pairOff(group, stage);
  }

  private pairOff({ a, b }: Group, stage: MatchStage): void {
    const count = Math.min(a.length, b.length);
    for (let i = 0; i < count; i++) this.take(a[i]!, b[i]!, stage);
  }

  /** The most similar pair first. Pairs that are equally similar and exclude each other differ in
   * the sum of their places, so that order does not depend on which side is first. */
  private matchSimilar({ a, b }: Group, similarityMin: number): void {
    if (a.length > SIMILAR_COUNT_MAX || b.length > SIMILAR_COUNT_MAX) return;
    const pairs = a.flatMap((left, i) =>
      b.map((right, j) => ({ left, right, sum: i + j, similarity: similarityOf(left, right) })),
    );
    const usable = pairs.filter(({ similarity }) => similarity >= similarityMin);
    usable.sort((one, other) => other.similarity - one.similarity || one.sum - other.sum);
    for (const { left, right } of usable) {
      if (this.takenA.has(left.index) || this.takenB.has(right.index)) continue;
      this.take(left, right, "similar");
    }
  }

  private take(a: UnitPrint, b: UnitPrint, stage: MatchStage): void {
    this.takenA.add(a.index);
    this.takenB.add(b.index);
    this.matches.push({ a: a.index, b: b.index, stage });
  }

  /** Free units with the same key, of keys that both sides have. */
  private groups(
    a: readonly UnitPrint[],
    b: readonly UnitPrint[],
    keyOf: (unit: UnitPrint) => string | number | null,
  ): Group[] {
    const freeB = b.filter(({ index }) => !this.takenB.has(index));
    const inB = groupBy(freeB, keyOf);
    const freeA = a.filter(({ index }) => !this.takenA.has(index));
    return [...groupBy(freeA, keyOf)].flatMap(([key, units]) => {
      const others = inB.get(key);
      return others === undefined ? [] : [{ a: units, b: others }];
    });
  }
}

function sortByPlace({ a, b }: Group): Group {
  const sort = (units: readonly UnitPrint[]): UnitPrint[] =>
    [...units].sort((one, other) => one.position - other.position || one.index - other.index);
  return { a: sort(a), b: sort(b) };
}

function groupBy<K>(
  units: readonly UnitPrint[],
  keyOf: (unit: UnitPrint) => K | null,
): Map<K, UnitPrint[]> {
  const groups = new Map<K, UnitPrint[]>();
  for (const unit of units) {
    const key = keyOf(unit);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [unit]);
    else group.push(unit);
  }
  return groups;
}
