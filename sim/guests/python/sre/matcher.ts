/**
 * The matcher: from a position in the code of a pattern and one in the text to a result, which can
 * be asked for the next one. What follows an instruction in the code is matched by a call from
 * within, so the depth of calls is that of the pattern, never that of the text: repetitions of
 * more than one character keep their iterations in a list.
 *
 * The order of attempts and what groups hold after going back are PyPy's. DIFFERS: a lazy
 * repetition with a limit keeps it when it is tried again inside of another one (PyPy 7.3.11
 * forgets it).
 *
 * Counterpart: rpython/rlib/rsre/rsre_core.py (sre_match, MatchResult).
 */

import { promote } from "../../../hints/hints.ts";
import { unitMatches, unitSize } from "./characters.ts";
import type { CompiledPattern } from "./compiled-pattern.ts";
import { repetitionEnd } from "./count-units.ts";
import { repeatedGroupEnd } from "./group-reference.ts";
import { hasGroup, Mark, type MatchContext, MatchTooLarge } from "./match-context.ts";
import { isAtPosition } from "./positions.ts";

/** The iterations that one repetition may keep. */
export const KEPT_LIMIT = 1 << 22;

/** One way to match; the context holds where it ends and its marks. */
export abstract class MatchResult {
  /** The result of what follows, which has ways of its own. */
  following: MatchResult | null = null;

  /** Goes on to the next way, in the context; false when there is none. */
  moveToNext(ctx: MatchContext, pattern: CompiledPattern): boolean {
    const following = this.following;
    if (following === null) return false;
    if (following.moveToNext(ctx, pattern)) return true;
    return this.findNext(ctx, pattern);
  }

  /** The next way once what follows has no more. */
  abstract findNext(ctx: MatchContext, pattern: CompiledPattern): boolean;
}

/** The only way. */
export class Matched extends MatchResult {
  override findNext(_ctx: MatchContext, _pattern: CompiledPattern): boolean {
    return false;
  }
}

export const MATCHED = new Matched();

/**
 * Matches the code from `start` on with the text from `from` on. The cases give the numbers of OP;
 * one dispatch loop, so longer than functions are. @unroll_safe
 */
export function matchAt(
  ctx: MatchContext,
  pattern: CompiledPattern,
  start: number,
  from: number,
  before: Mark | null,
): MatchResult | null {
  const code = pattern.code;
  let ppos = start;
  let ptr = from;
  let marks = before;
  for (;;) {
    switch (code[ppos] as number) {
      case 0: // FAILURE
        return null;
      case 1: // SUCCESS
        if (ppos === pattern.last) {
          if (ctx.isFull && ptr !== ctx.end) return null;
          if (ptr === ctx.refusedEnd) return null;
        }
        return matched(ctx, ptr, marks);
      case 19: // MAX_UNTIL
      case 20: // MIN_UNTIL
        return matched(ctx, ptr, marks);
      case 17: // LITERAL
        if (ptr >= ctx.end || (ctx.codes[ptr] as number) !== (code[ppos + 1] as number))
          return null;
        ptr++;
        ppos += 2;
        break;
      case 18: // MARK
        marks = new Mark(code[ppos + 1] as number, ptr, marks);
        ppos += 2;
        break;
      case 15: // INFO
        if (ctx.end - ptr < (code[ppos + 3] as number)) return null;
        ppos += (code[ppos + 1] as number) + 1;
        break;
      case 16: // JUMP
        ppos += (code[ppos + 1] as number) + 1;
        break;
      case 6: // AT
        if (!isAtPosition(ctx, code[ppos + 1] as number, ptr)) return null;
        ppos += 2;
        break;
      case 7: // BRANCH
        return new BranchResult(ppos + 1, ptr, marks).find(ctx, pattern);
      case 25: // REPEAT_ONE
        return matchRepeatOne(ctx, pattern, ppos, ptr, marks);
      case 27: // MIN_REPEAT_ONE
        return matchMinRepeatOne(ctx, pattern, ppos, ptr, marks);
      case 24: // REPEAT
        return matchRepeat(ctx, pattern, ppos + 1, ptr, marks);
      case 4: // ASSERT
        if (ptr < (code[ppos + 2] as number)) return null;
        if (matchAssertion(ctx, pattern, ppos, ptr, marks) === null) return null;
        marks = ctx.matchMarks;
        ppos += (code[ppos + 1] as number) + 1;
        break;
      case 5: // ASSERT_NOT
        if (ptr >= (code[ppos + 2] as number)) {
          if (matchAssertion(ctx, pattern, ppos, ptr, marks) !== null) return null;
        }
        ppos += (code[ppos + 1] as number) + 1;
        break;
      case 12: // GROUPREF
      case 28: // GROUPREF_IGNORE
      case 32: // GROUPREF_LOC_IGNORE
      case 36: // GROUPREF_UNI_IGNORE
        ptr = repeatedGroupEnd(ctx, marks, code[ppos] as number, code[ppos + 1] as number, ptr);
        if (ptr < 0) return null;
        ppos += 2;
        break;
      case 13: // GROUPREF_EXISTS
        if (hasGroup(marks, code[ppos + 1] as number)) ppos += 3;
        else ppos += (code[ppos + 2] as number) + 1;
        break;
      default: // one character
        if (ptr >= ctx.end || !unitMatches(code, ppos, ctx.codes[ptr] as number)) return null;
        ptr++;
        ppos += unitSize(code, ppos);
    }
  }
}

export function matched(ctx: MatchContext, ptr: number, marks: Mark | null): MatchResult {
  ctx.matchEnd = ptr;
  ctx.matchMarks = marks;
  return MATCHED;
}

export function matchAssertion(
  ctx: MatchContext,
  pattern: CompiledPattern,
  ppos: number,
  ptr: number,
  marks: Mark | null,
): MatchResult | null {
  return matchAt(ctx, pattern, ppos + 3, ptr - (pattern.code[ppos + 2] as number), marks);
}

export class BranchResult extends MatchResult {
  /** The word with the skip of the next choice. */
  private ppos: number;
  private readonly ptr: number;
  private readonly marks: Mark | null;

  constructor(ppos: number, ptr: number, marks: Mark | null) {
    super();
    this.ppos = ppos;
    this.ptr = ptr;
    this.marks = marks;
  }

  /** @unroll_safe */
  find(ctx: MatchContext, pattern: CompiledPattern): MatchResult | null {
    const code = pattern.code;
    let ppos = promote(this.ppos);
    while ((code[ppos] as number) !== 0) {
      const following = matchAt(ctx, pattern, ppos + 1, this.ptr, this.marks);
      ppos += code[ppos] as number;
      if (following !== null) {
        this.following = following;
        this.ppos = ppos;
        return this;
      }
    }
    this.ppos = ppos;
    return null;
  }

  override findNext(ctx: MatchContext, pattern: CompiledPattern): boolean {
    return this.find(ctx, pattern) !== null;
  }
}

/** REPEAT_ONE at `ppos`. */
export function matchRepeatOne(
  ctx: MatchContext,
  pattern: CompiledPattern,
  ppos: number,
  ptr: number,
  marks: Mark | null,
): MatchResult | null {
  const code = pattern.code;
  const min = code[ppos + 2] as number;
  if (min < 0 || min > ctx.end - ptr) return null;
  const end = repetitionEnd(ctx, pattern, ppos + 4, ptr, code[ppos + 3] as number);
  const next = ppos + 1 + (code[ppos + 1] as number);
  if (end < ptr + min) return null;
  const result = new RepeatOneResult(next, ptr + min, end, marks);
  return findRepeatOne(next, pattern, end, result, ctx);
}

export class RepeatOneResult extends MatchResult {
  /** The code that follows. */
  readonly next: number;
  readonly leastEnd: number;
  /** Where the next way ends the repetition. */
  ptr: number;
  readonly marks: Mark | null;

  constructor(next: number, leastEnd: number, ptr: number, marks: Mark | null) {
    super();
    this.next = next;
    this.leastEnd = leastEnd;
    this.ptr = ptr;
    this.marks = marks;
  }

  override findNext(ctx: MatchContext, pattern: CompiledPattern): boolean {
    if (this.ptr < this.leastEnd) return false;
    return findRepeatOne(promote(this.next), pattern, this.ptr, this, ctx) !== null;
  }
}

/** Gives characters back, one by one, until what follows matches. @portal REPEAT_ONE */
export function findRepeatOne(
  next: number,
  pattern: CompiledPattern,
  ptr: number,
  result: RepeatOneResult,
  ctx: MatchContext,
): MatchResult | null {
  const driver = ctx.drivers.repeatOne;
  let ppos = driver.portal_entry(next, pattern, ptr, result, ctx);
  while (ppos >= 0) {
    ptr = driver.reload(2, ptr);
    driver.jit_merge_point(ppos, pattern, ptr, result, ctx);
    const following = matchAt(ctx, pattern, ppos, ptr, result.marks);
    ptr--;
    if (following !== null) {
      result.following = following;
      result.ptr = ptr;
      return result;
    }
    if (ptr < result.leastEnd) return null;
    ppos = driver.can_enter_jit(ppos, pattern, ptr, result, ctx);
  }
  return driver.take_result() as MatchResult | null;
}

/** MIN_REPEAT_ONE at `ppos`. */
export function matchMinRepeatOne(
  ctx: MatchContext,
  pattern: CompiledPattern,
  ppos: number,
  ptr: number,
  marks: Mark | null,
): MatchResult | null {
  const code = pattern.code;
  const min = code[ppos + 2] as number;
  const max = code[ppos + 3] as number;
  let end = ptr;
  if (min !== 0) {
    if (min < 0 || min > ctx.end - ptr) return null;
    end = repetitionEnd(ctx, pattern, ppos + 4, ptr, min);
    if (end < ptr + min) return null;
  }
  const next = ppos + 1 + (code[ppos + 1] as number);
  const left = max < 0 ? ctx.end - end : max - min;
  const result = new MinRepeatOneResult(next, ppos + 4, marks);
  return findMinRepeatOne(next, ppos + 4, pattern, end, left, result, ctx);
}

export class MinRepeatOneResult extends MatchResult {
  /** The code that follows. */
  readonly next: number;
  /** The instruction that is repeated. */
  readonly unit: number;
  /** Where the last way has ended the repetition, and how many characters more it may take. */
  ptr = 0;
  left = 0;
  readonly marks: Mark | null;

  constructor(next: number, unit: number, marks: Mark | null) {
    super();
    this.next = next;
    this.unit = unit;
    this.marks = marks;
  }

  override findNext(ctx: MatchContext, pattern: CompiledPattern): boolean {
    const ptr = this.ptr;
    const left = this.left;
    const unit = promote(this.unit);
    if (left === 0 || !canTake(ctx, pattern, unit, ptr)) return false;
    const next = promote(this.next);
    return findMinRepeatOne(next, unit, pattern, ptr + 1, left - 1, this, ctx) !== null;
  }
}

export function canTake(
  ctx: MatchContext,
  pattern: CompiledPattern,
  unit: number,
  ptr: number,
): boolean {
  return ptr < ctx.end && unitMatches(pattern.code, unit, ctx.codes[ptr] as number);
}

/** Takes characters, one by one, until what follows matches. @portal MIN_REPEAT_ONE */
export function findMinRepeatOne(
  next: number,
  unit: number,
  pattern: CompiledPattern,
  ptr: number,
  left: number,
  result: MinRepeatOneResult,
  ctx: MatchContext,
): MatchResult | null {
  const driver = ctx.drivers.minRepeatOne;
  let ppos = driver.portal_entry(next, unit, pattern, ptr, left, result, ctx);
  while (ppos >= 0) {
    ptr = driver.reload(3, ptr);
    left = driver.reload(4, left);
    driver.jit_merge_point(ppos, unit, pattern, ptr, left, result, ctx);
    const following = matchAt(ctx, pattern, ppos, ptr, result.marks);
    if (following !== null) {
      result.following = following;
      result.ptr = ptr;
      result.left = left;
      return result;
    }
    if (left === 0 || !canTake(ctx, pattern, unit, ptr)) return null;
    ptr++;
    left--;
    ppos = driver.can_enter_jit(ppos, unit, pattern, ptr, left, result, ctx);
  }
  return driver.take_result() as MatchResult | null;
}

/** An iteration that has matched; kept to be tried again. */
export class Iteration {
  readonly ptr: number;
  readonly marks: Mark | null;
  readonly result: MatchResult;
  readonly previous: Iteration | null;

  constructor(ptr: number, marks: Mark | null, result: MatchResult, previous: Iteration | null) {
    this.ptr = ptr;
    this.marks = marks;
    this.result = result;
    this.previous = previous;
  }
}

/** A repetition of more than one character. Its code: skip, min, max, body … UNTIL. */
export abstract class UntilResult extends MatchResult {
  /** The word with the skip. */
  readonly ppos: number;
  /** The iterations so far. */
  count = 0;
  last: Iteration | null = null;

  constructor(ppos: number) {
    super();
    this.ppos = ppos;
  }

  /** Whether there must be one iteration more; a negative `min` is more than can be. */
  lacks(min: number): boolean {
    return min < 0 || this.count < min;
  }

  /** Whether there may be one iteration more. */
  hasRoom(max: number): boolean {
    return max < 0 || this.count < max;
  }

  keep(ptr: number, marks: Mark | null, result: MatchResult): void {
    this.last = new Iteration(ptr, marks, result, this.last);
    this.count++;
    if (this.count > KEPT_LIMIT) throw new MatchTooLarge();
  }

  /** Takes the last iteration back. */
  drop(last: Iteration): void {
    this.last = last.previous;
    this.count--;
  }
}

/** REPEAT, whose skip is at `ppos`. */
export function matchRepeat(
  ctx: MatchContext,
  pattern: CompiledPattern,
  ppos: number,
  ptr: number,
  marks: Mark | null,
): MatchResult | null {
  const until = ppos + (pattern.code[ppos] as number);
  if ((pattern.code[until] as number) === 19 /* MAX_UNTIL */) {
    return findMaxUntil(ppos, 1, pattern, ptr, marks, new MaxUntilResult(ppos), ctx);
  }
  return new MinUntilResult(ppos).find(ctx, pattern, ptr, marks, false);
}

export class MaxUntilResult extends UntilResult {
  override findNext(ctx: MatchContext, pattern: CompiledPattern): boolean {
    return findMaxUntil(promote(this.ppos), 0, pattern, 0, null, this, ctx) !== null;
  }
}

/**
 * As many iterations as there can be (`growing` is 1), then what follows; when that fails, the next
 * way of the last iteration (`growing` is 0). @portal MAX_UNTIL
 */
export function findMaxUntil(
  ppos: number,
  growing: number,
  pattern: CompiledPattern,
  ptr: number,
  marks: Mark | null,
  result: MaxUntilResult,
  ctx: MatchContext,
): MatchResult | null {
  const driver = ctx.drivers.maxUntil;
  let at = driver.portal_entry(ppos, growing, pattern, ptr, marks, result, ctx);
  while (at >= 0) {
    growing = driver.reload(1, growing);
    ptr = driver.reload(3, ptr);
    marks = driver.reload(4, marks);
    driver.jit_merge_point(at, growing, pattern, ptr, marks, result, ctx);
    const code = pattern.code;
    let iteration: MatchResult | null = null;
    if (growing !== 0) {
      if (result.hasRoom(code[at + 2] as number)) {
        iteration = matchAt(ctx, pattern, at + 3, ptr, marks);
      }
    } else {
      const last = result.last;
      if (last === null) return null;
      result.drop(last);
      ptr = last.ptr;
      marks = last.marks;
      if (last.result.moveToNext(ctx, pattern)) iteration = last.result;
    }
    growing = 0;
    if (iteration !== null) {
      const from = ptr;
      result.keep(ptr, marks, iteration);
      ptr = ctx.matchEnd;
      marks = ctx.matchMarks;
      // After an empty iteration there is no other one, unless more are needed.
      if (ptr !== from || result.lacks(code[at + 1] as number)) growing = 1;
    }
    if (growing === 0 && !result.lacks(code[at + 1] as number)) {
      const following = matchAt(ctx, pattern, at + (code[at] as number) + 1, ptr, marks);
      if (following !== null) {
        result.following = following;
        return result;
      }
    }
    at = driver.can_enter_jit(at, growing, pattern, ptr, marks, result, ctx);
  }
  return driver.take_result() as MatchResult | null;
}

/** As few iterations as there can be. PyPy 7.3.11 has no driver for it. */
export class MinUntilResult extends UntilResult {
  /** Where the last way has ended the repetition. */
  private ptr = 0;
  private marks: Mark | null = null;

  override findNext(ctx: MatchContext, pattern: CompiledPattern): boolean {
    return this.find(ctx, pattern, this.ptr, this.marks, true) !== null;
  }

  /** @dont_look_inside */
  find(
    ctx: MatchContext,
    pattern: CompiledPattern,
    ptr: number,
    marks: Mark | null,
    isAgain: boolean,
  ): MatchResult | null {
    const ppos = this.ppos;
    const code = pattern.code;
    const min = code[ppos + 1] as number;
    const next = ppos + (code[ppos] as number) + 1;
    let at = ptr;
    let before = marks;
    let mayEnd = !isAgain;
    const clock = ctx.drivers.match.clock;
    for (;;) {
      // No merge point counts here, but the run must be able to end.
      clock.ticks++;
      if (clock.ticks >= clock.limit) clock.checkLimit();
      if (mayEnd && !this.lacks(min)) {
        const following = matchAt(ctx, pattern, next, at, before);
        if (following !== null) {
          this.following = following;
          this.ptr = at;
          this.marks = before;
          return this;
        }
      }
      mayEnd = true;
      let iteration = this.grow(ctx, pattern, at, before);
      while (iteration === null) {
        const { last } = this;
        if (last === null) return null;
        this.drop(last);
        at = last.ptr;
        before = last.marks;
        if (last.result.moveToNext(ctx, pattern)) iteration = last.result;
      }
      this.keep(at, before, iteration);
      at = ctx.matchEnd;
      before = ctx.matchMarks;
    }
  }

  /** One iteration more; not an empty one when there are enough. */
  private grow(
    ctx: MatchContext,
    pattern: CompiledPattern,
    ptr: number,
    marks: Mark | null,
  ): MatchResult | null {
    const code = pattern.code;
    const { ppos } = this;
    if (!this.hasRoom(code[ppos + 2] as number)) return null;
    const iteration = matchAt(ctx, pattern, ppos + 3, ptr, marks);
    if (iteration === null || this.lacks(code[ppos + 1] as number)) return iteration;
    while (ctx.matchEnd === ptr) {
      if (!iteration.moveToNext(ctx, pattern)) return null;
    }
    return iteration;
  }
}
