/**
 * From where to where each box of a unit is needed, in numbers of operations, and which registers
 * it should be in on the way: a call wants its arguments in certain registers, a shift its count in
 * rcx, a jump what its label has. Such wishes are hints: they choose among free registers, and
 * nothing depends on them.
 *
 * Counterpart: rpython/jit/backend/llsupport/regalloc.py (Lifetime, LifetimeManager,
 * compute_vars_longevity).
 */

import { assert, defined } from "../../base/assert.ts";
import type { Box, InputArg, ResOp } from "../../trace/values.ts";
import type { Register } from "./locations.ts";
import { locationNumber } from "./locations.ts";

/** What needs a register for one operation only, and is no value of the trace. */
export class TempBox {
  readonly isConst = false;
  readonly kind: "i" | "f";
  constructor(kind: "i" | "f" = "i") {
    this.kind = kind;
  }
}

/** What can be in a register. */
export type Holder = Box | TempBox;

interface FixedUse {
  readonly position: number;
  readonly register: Register;
}

/** The life of one box. */
export class LiveRange {
  readonly start: number;
  /** The last use of any sort, fail arguments and jumps included. */
  end: number;
  /** Uses as an argument of an operation that computes something. */
  readonly realUses: number[] = [];
  /** Uses of any sort, each as often as an operation has it. */
  useCount = 0;
  readonly fixedUses: FixedUse[] = [];
  /** A range that begins where this one ends and would like its register. */
  successor: LiveRange | undefined;
  /** Where the chain of ranges begins that would like one register. */
  chainStart: number;

  constructor(start: number) {
    this.start = start;
    this.end = start;
    this.chainStart = start;
  }

  /** The next use that computes something; -1 when there is none. */
  nextRealUse(position: number): number {
    return this.realUses.find((use) => use > position) ?? -1;
  }

  get chainEnd(): number {
    let last: LiveRange = this;
    while (last.successor !== undefined) last = last.successor;
    return last.end;
  }

  /** The register that the next use with a wish wants. */
  wishedRegister(position: number): Register | undefined {
    const wish = this.fixedUses.find((use) => position <= use.position);
    return wish?.register ?? this.successor?.wishedRegister(position);
  }
}

/** A position at which a register is wanted, and from where on it had better be free. */
interface Claim {
  readonly position: number;
  readonly from: number;
}

/** The boxes that an operation uses, each as often as it does. */
export function forEachUse(op: ResOp, visit: (box: Box, isReal: boolean) => void): void {
  const isReal = op.opname !== "jump" && op.opname !== "label";
  for (const value of op.args) if (!value.isConst) visit(value, isReal);
  if (op.failArgs === null) return;
  for (const value of op.failArgs) if (value !== null && !value.isConst) visit(value, false);
}

/** All ranges of a unit. */
export class LiveRanges {
  private readonly ranges = new Map<Holder, LiveRange>();
  private readonly claims = new Map<number, Claim[]>();

  /** Operations without code are left out: they keep nothing alive. */
  constructor(
    inputargs: readonly InputArg[],
    ops: readonly ResOp[],
    hasCode: (op: ResOp) => boolean,
  ) {
    for (const box of inputargs) this.ranges.set(box, new LiveRange(-1));
    for (const [index, op] of ops.entries()) {
      if (!hasCode(op)) continue;
      forEachUse(op, (box, isReal) => {
        const range = this.get(box);
        range.end = index;
        range.useCount++;
        if (isReal && range.realUses.at(-1) !== index) range.realUses.push(index);
      });
      if (op.kind !== "v") this.ranges.set(op, new LiveRange(index));
    }
  }

  get(holder: Holder): LiveRange {
    return defined(this.ranges.get(holder), "definition of a box");
  }

  useCount(box: Box): number {
    return this.get(box).useCount;
  }

  isUsed(box: Box): boolean {
    return this.get(box).useCount > 0;
  }

  /** Whether a box is needed after an operation. */
  outlives(holder: Holder, position: number): boolean {
    return !(holder instanceof TempBox) && this.get(holder).end > position;
  }

  /** Wishes a box into a register at a position; without a box, the register is overwritten. */
  claim(position: number, register: Register, box?: Box): void {
    let from = position;
    if (box !== undefined) {
      const range = this.get(box);
      const last = range.fixedUses.at(-1);
      // One operation may want a box in two registers; the first wish counts.
      if (last !== undefined && last.position >= position) return;
      from = last?.position ?? range.chainStart;
      range.fixedUses.push({ position, register });
    }
    const key = locationNumber(register);
    const known = this.claims.get(key) ?? [];
    this.claims.set(key, known);
    const before = known.findIndex((claim) => claim.position > position);
    known.splice(before < 0 ? known.length : before, 0, { position, from });
  }

  /** Wishes that a box that dies at an operation leaves its register to the result. */
  share(box: Box, result: ResOp): void {
    const [old, young] = [this.get(box), this.get(result)];
    assert(old.start < young.start, "the argument is older than the result");
    if (old.end !== young.start || old.successor !== undefined) return;
    old.successor = young;
    young.chainStart = old.chainStart;
  }

  /** The best of some free registers for a holder: the last ones are preferred. */
  pickFree(holder: Holder, position: number, free: readonly Register[]): Register | undefined {
    if (free.length === 0) return undefined;
    const range = holder instanceof TempBox ? new LiveRange(position) : this.get(holder);
    const wished = range.wishedRegister(position);
    if (wished !== undefined && free.includes(wished)) return wished;
    return this.pickWhole(range, position, free) ?? this.pickLongest(position, free);
  }

  /** Free for the whole life, and of those that are claimed later the one claimed first. */
  private pickWhole(
    range: LiveRange,
    position: number,
    free: readonly Register[],
  ): Register | undefined {
    const { chainEnd } = range;
    let best: Register | undefined;
    let bestUntil = Infinity;
    let unclaimed: Register | undefined;
    for (const register of free) {
      if (!this.claims.has(locationNumber(register))) {
        unclaimed = register;
        continue;
      }
      const until = this.freeUntil(register, position);
      if (until <= chainEnd || until >= bestUntil) continue;
      best = register;
      bestUntil = until;
    }
    return best ?? unclaimed;
  }

  private pickLongest(position: number, free: readonly Register[]): Register | undefined {
    let best = free.at(-1);
    let bestUntil = position;
    for (const register of [...free].reverse()) {
      const until = this.freeUntil(register, position);
      if (until <= bestUntil) continue;
      best = register;
      bestUntil = until;
    }
    return best;
  }

  private freeUntil(register: Register, position: number): number {
    const claims = this.claims.get(locationNumber(register)) ?? [];
    const next = claims.find((claim) => position <= claim.position);
    if (next === undefined) return Number.MAX_SAFE_INTEGER;
    return next.from >= position ? next.from : next.position;
  }
}
