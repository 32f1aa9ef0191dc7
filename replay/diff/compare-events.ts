/**
 * In which aspects two events that stand beside each other differ, and for those with operations,
 * how their listings do.
 */

import type { EventOf } from "../format/event-schema.ts";
import type { CountingRecord, GreenKeyRecord, JitEvent } from "../format/events.ts";
import type { Aspect } from "./aspects.ts";
import type { OperationComparison } from "./compare-operations.ts";
import { compareOperations } from "./compare-operations.ts";
import type { DiffScope } from "./diff-scope.ts";
import { areEqual } from "./equal-values.ts";
import { fieldAspects, fieldOf } from "./field-aspects.ts";
import type { UnitNames } from "./unit-names.ts";

export interface EventComparison {
  readonly aspects: ReadonlySet<Aspect>;
  /** Of events with operations that are not equal. */
  readonly operations: OperationComparison | null;
}

export class EventComparer {
  private readonly scope: DiffScope;
  private readonly namesA: UnitNames;
  private readonly namesB: UnitNames;

  constructor(scope: DiffScope, namesA: UnitNames, namesB: UnitNames) {
    this.scope = scope;
    this.namesA = namesA;
    this.namesB = namesB;
  }

  /** Events of the same kind. */
  compare(a: JitEvent, b: JitEvent): EventComparison {
    const aspects = new Set<Aspect>();
    if (areEqual(a, b)) return { aspects, operations: null };
    if (a.ticks !== b.ticks) aspects.add("ticks");
    for (const [field, aspect] of fieldAspects(a)) {
      if (aspect === null) continue;
      if (!areEqual(fieldOf(a, field), fieldOf(b, field))) aspects.add(aspect);
    }
    const operations = this.compareSpecially(a, b, aspects);
    for (const aspect of this.scope.aspects) aspects.delete(aspect);
    return { aspects, operations };
  }

  private compareSpecially(
    a: JitEvent,
    b: JitEvent,
    aspects: Set<Aspect>,
  ): OperationComparison | null {
    if ("greenKey" in a && "greenKey" in b) addKeyAspects(a.greenKey, b.greenKey, aspects);
    if ("counting" in a && "counting" in b) addCountingAspects(a.counting, b.counting, aspects);
    if (a.kind === "heap_commit" && b.kind === "heap_commit") addByteAspects(a, b, aspects);
    if (a.kind === "heap_patch" && b.kind === "heap_patch") addByteAspects(a, b, aspects);
    if (a.kind === "stats" && b.kind === "stats") this.addRunAspects(a, b, aspects);
    if (a.kind === "compile" && b.kind === "compile") {
      return this.compareListings(a, b, a.inputArgs, b.inputArgs, aspects);
    }
    if (a.kind === "abort" && b.kind === "abort") {
      return this.compareListings(a, b, [], [], aspects);
    }
    return null;
  }

  private compareListings(
    a: EventOf<"compile"> | EventOf<"abort">,
    b: EventOf<"compile"> | EventOf<"abort">,
    inputsA: readonly string[],
    inputsB: readonly string[],
    aspects: Set<Aspect>,
  ): OperationComparison {
    const { isForeign } = this.scope;
    const found = compareOperations(
      { inputArgs: inputsA, operations: a.operations, scope: { resolver: this.namesA, isForeign } },
      { inputArgs: inputsB, operations: b.operations, scope: { resolver: this.namesB, isForeign } },
    );
    for (const aspect of found.aspects) aspects.add(aspect);
    return found;
  }

  /** The counts of each unit, by its name on both sides; numbers of units may be others. */
  private addRunAspects(a: EventOf<"stats">, b: EventOf<"stats">, aspects: Set<Aspect>): void {
    if (areEqual(a.loopRunTimes, b.loopRunTimes)) return;
    const isCounted = a.loopRunTimes.length > 0 && b.loopRunTimes.length > 0;
    if (!isCounted && this.scope.isForeign) return;
    const countsA = runCounts(a, this.namesA);
    const countsB = runCounts(b, this.namesB);
    aspects.add(areEqual(countsA, countsB) ? "addresses" : "runs");
  }
}

/** Reels of older versions do not tell how it was counted; that is no difference. */
function addCountingAspects(
  a: CountingRecord | null,
  b: CountingRecord | null,
  aspects: Set<Aspect>,
): void {
  if (a === null || b === null) return;
  if (a.guard !== b.guard) aspects.add("addresses");
  if (a.loopNo !== b.loopNo) aspects.add("numbers");
  if (!areEqual({ ...a, guard: 0, loopNo: 0 }, { ...b, guard: 0, loopNo: 0 })) aspects.add("cause");
}

function runCounts({ loopRunTimes }: EventOf<"stats">, names: UnitNames): string[] {
  const lines = loopRunTimes.map(([kind, id, count]) => {
    const unit = names.owner({ kind: kind === "b" ? "bridge" : "loop", number: id });
    return `${kind} ${kind === "l" ? "" : unit} ${count}`;
  });
  return lines.sort();
}

function addKeyAspects(
  a: GreenKeyRecord | null,
  b: GreenKeyRecord | null,
  aspects: Set<Aspect>,
): void {
  if (a === null || b === null) {
    if (a !== b) aspects.add("source");
    return;
  }
  if (a.codeNumber !== b.codeNumber) aspects.add("numbers");
  if (!areEqual({ ...a, codeNumber: 0 }, { ...b, codeNumber: 0 })) aspects.add("source");
}

/**
 * Code of the same length elsewhere: its bytes hold addresses, so they cannot but differ. At the
 * same place it is other code.
 */
function addByteAspects(
  a: EventOf<"heap_commit"> | EventOf<"heap_patch">,
  b: EventOf<"heap_commit"> | EventOf<"heap_patch">,
  aspects: Set<Aspect>,
): void {
  if (areEqual(a.bytes, b.bytes)) return;
  const isMoved = a.address !== b.address && a.bytes.length === b.bytes.length;
  aspects.add(isMoved ? "addresses" : "bytes");
}
