/**
 * The matcher: runs a program over code points by backtracking, without recursion.
 *
 * Its stack holds entries of four numbers. An entry is either a choice (where to go on when what
 * follows fails) or an undo record (a mark or register to set back on the way there), so that a
 * failure always finds the state it had. An assertion leaves a barrier; when its body has matched,
 * the choices above the barrier are dropped while the undo records stay.
 *
 * The order of attempts and what captures hold after backtracking are PyPy's.
 *
 * DIFFERS: a lazy repetition with a limit inside of another repetition keeps its limit when it is
 * tried again (PyPy 7.3.11 forgets it), and a lazy repetition of what can be empty always ends.
 *
 * Counterpart: rpython/rlib/rsre/rsre_core.py. DIFFERS: one loop with an explicit stack instead of
 * result objects that can be resumed.
 */

import { asciiLower, unicodeLower } from "./case-rules.ts";
import type { CharSet } from "./charset.ts";
import { AT, OP, type Program, UNIT } from "./program.ts";

/** The stack would take more memory than one match may have. */
export class MatchTooLarge {}

const ENTRY = 4;
const STACK_LIMIT = 1 << 26;

/** Kinds of stack entries, in place of the code index that a plain choice has. */
const ENTRY_MARK = -1;
const ENTRY_REGISTER = -2;
const ENTRY_BARRIER = -3;
const ENTRY_NEGATIVE = -4;
const ENTRY_REPEAT = -5;
const ENTRY_LAZY_REPEAT = -6;
const ENTRY_LAZY_LOOP = -7;
const ENTRY_ITERATION = -8;

/** What a program is matched against. */
export interface Subject {
  /** Code points, or bytes. */
  readonly codes: Int32Array;
  /** Where the text ends for this match. */
  readonly end: number;
}

export class Machine {
  private readonly program: Program;
  private readonly code: Int32Array;
  private readonly sets: readonly CharSet[];
  private stack = new Int32Array(64 * ENTRY);
  private sp = 0;
  private readonly registers: Int32Array;
  private readonly barriers: Int32Array;
  /** Starts and ends of groups after a match; -1 for groups that are not part of it. */
  readonly marks: Int32Array;
  /** The mark set last, or -1. */
  lastMark = -1;
  matchStart = 0;
  matchEnd = 0;
  private codes: Int32Array = new Int32Array(0);
  private end = 0;

  constructor(program: Program) {
    this.program = program;
    this.code = program.code;
    this.sets = program.sets;
    this.registers = new Int32Array(program.registerCount);
    this.barriers = new Int32Array(program.assertionCount);
    this.marks = new Int32Array(2 * program.groupCount);
  }

  /** Matches at `start`; an empty match is refused when `mustAdvance`. */
  match(subject: Subject, start: number, isFull: boolean, mustAdvance = false): boolean {
    this.codes = subject.codes;
    this.end = subject.end;
    return this.attempt(start, isFull, mustAdvance ? start : -1);
  }

  /** The first match from `start` on. */
  search(subject: Subject, start: number, mustAdvance: boolean): boolean {
    this.codes = subject.codes;
    this.end = subject.end;
    const { first, minWidth } = this.program;
    const last = this.end - minWidth;
    let refused = mustAdvance ? start : -1;
    for (let at = start; at <= last; at++) {
      if (first !== null) {
        at = this.skipTo(first, at, last);
        if (at > last) return false;
      }
      if (this.attempt(at, false, at === start ? refused : -1)) return true;
      refused = -1;
    }
    return false;
  }

  private skipTo(first: CharSet, from: number, last: number): number {
    const { codes, end } = this;
    const { low } = first;
    let at = from;
    for (; at < end; at++) {
      const code = codes[at]!;
      if (code < 256 ? low[code] === 1 : first.hasHigh(code)) return at;
    }
    return last + 1;
  }

  private attempt(start: number, isFull: boolean, refusedEnd: number): boolean {
    this.sp = 0;
    this.marks.fill(-1);
    this.lastMark = -1;
    const end = this.run(start, isFull, refusedEnd);
    if (end < 0) return false;
    this.matchStart = start;
    this.matchEnd = end;
    return true;
  }

  /** The end of the match at `start`, or -1. One dispatch loop, so longer than functions are. */
  private run(start: number, isFull: boolean, refusedEnd: number): number {
    const { code, codes, end, sets } = this;
    let pc = 0;
    let at = start;
    for (;;) {
      let isFailure = false;
      switch (code[pc]!) {
        case OP.LITERAL:
          if (at < end && codes[at] === code[pc + 1]) {
            at++;
            pc += 2;
          } else isFailure = true;
          break;
        case OP.SET:
          if (at < end && hasCode(sets[code[pc + 1]!]!, codes[at]!)) {
            at++;
            pc += 2;
          } else isFailure = true;
          break;
        case OP.ANY:
          if (at < end) {
            at++;
            pc++;
          } else isFailure = true;
          break;
        case OP.AT:
          if (this.isAt(code[pc + 1]!, sets[code[pc + 2]!]!, at)) pc += 3;
          else isFailure = true;
          break;
        case OP.MARK:
          this.setMark(code[pc + 1]!, at);
          pc += 2;
          break;
        case OP.JUMP:
          pc = code[pc + 1]!;
          break;
        case OP.SPLIT:
          this.push(code[pc + 1]!, at, 0, 0);
          pc += 2;
          break;
        case OP.REPEAT_ONE: {
          const reached = this.repeatOne(pc, at);
          if (reached < 0) isFailure = true;
          else {
            at = reached;
            pc += 5;
          }
          break;
        }
        case OP.MIN_REPEAT_ONE: {
          const reached = this.minRepeatOne(pc, at);
          if (reached < 0) isFailure = true;
          else {
            at = reached;
            pc += 5;
          }
          break;
        }
        case OP.LOOP_START:
          this.setRegister(code[pc + 1]!, 0);
          this.setRegister(code[pc + 1]! + 1, -1);
          pc += 2;
          break;
        case OP.MAX_UNTIL:
          pc = this.maxUntil(pc, at);
          break;
        case OP.MIN_UNTIL:
          pc = this.minUntil(pc, at);
          isFailure = pc < 0;
          break;
        case OP.GROUPREF: {
          const reached = this.matchGroup(code[pc + 1]!, code[pc + 2]!, at);
          if (reached < 0) isFailure = true;
          else {
            at = reached;
            pc += 3;
          }
          break;
        }
        case OP.GROUPREF_EXISTS:
          pc = this.hasGroup(code[pc + 1]!) ? pc + 3 : code[pc + 2]!;
          break;
        case OP.ASSERT:
        case OP.ASSERT_NOT: {
          const isNegative = code[pc] === OP.ASSERT_NOT;
          if (at < code[pc + 3]!) {
            if (isNegative) pc = code[pc + 2]!;
            else isFailure = true;
            break;
          }
          this.barriers[code[pc + 1]!] = this.sp;
          this.push(isNegative ? ENTRY_NEGATIVE : ENTRY_BARRIER, code[pc + 2]!, at, 0);
          at -= code[pc + 3]!;
          pc += 4;
          break;
        }
        case OP.ASSERT_END:
          at = this.finishAssertion(code[pc + 1]!);
          pc += 2;
          break;
        case OP.ASSERT_NOT_END:
          this.unwindTo(this.barriers[code[pc + 1]!]!);
          isFailure = true;
          break;
        case OP.SUCCESS:
          if ((!isFull || at === end) && at !== refusedEnd) return at;
          isFailure = true;
          break;
        default:
          isFailure = true;
      }
      if (isFailure) {
        pc = this.backtrack();
        if (pc < 0) return -1;
        at = this.resumeAt;
      }
    }
  }

  /** Where `backtrack` goes on. */
  private resumeAt = 0;

  private push(kind: number, a: number, b: number, c: number): void {
    let { stack } = this;
    const { sp } = this;
    if (sp + ENTRY > stack.length) {
      if (stack.length >= STACK_LIMIT) throw new MatchTooLarge();
      const larger = new Int32Array(stack.length * 2);
      larger.set(stack);
      this.stack = larger;
      stack = larger;
    }
    stack[sp] = kind;
    stack[sp + 1] = a;
    stack[sp + 2] = b;
    stack[sp + 3] = c;
    this.sp = sp + ENTRY;
  }

  private setMark(mark: number, at: number): void {
    this.push(ENTRY_MARK, mark, this.marks[mark]!, this.lastMark);
    this.marks[mark] = at;
    this.lastMark = mark;
  }

  private setRegister(register: number, value: number): void {
    this.push(ENTRY_REGISTER, register, this.registers[register]!, 0);
    this.registers[register] = value;
  }

  /** Goes back to the last choice; gives the code index there, or -1 when none is left. */
  private backtrack(): number {
    const { stack } = this;
    while (this.sp > 0) {
      const sp = this.sp - ENTRY;
      this.sp = sp;
      const kind = stack[sp]!;
      if (kind >= 0) {
        this.resumeAt = stack[sp + 1]!;
        return kind;
      }
      const pc = this.undo(kind, sp);
      if (pc >= 0) return pc;
    }
    return -1;
  }

  /** Treats the entry at `sp`, which is taken already; the code index to go on with, or -1. */
  private undo(kind: number, sp: number): number {
    const { stack } = this;
    const a = stack[sp + 1]!;
    const b = stack[sp + 2]!;
    switch (kind) {
      case ENTRY_MARK:
        this.marks[a] = b;
        this.lastMark = stack[sp + 3]!;
        return -1;
      case ENTRY_REGISTER:
        this.registers[a] = b;
        return -1;
      case ENTRY_NEGATIVE:
        this.resumeAt = b;
        return a;
      case ENTRY_REPEAT:
        return this.giveBack(a, b, stack[sp + 3]!);
      case ENTRY_LAZY_REPEAT:
        return this.takeOneMore(a, b, stack[sp + 3]!);
      case ENTRY_LAZY_LOOP: {
        const { code } = this;
        if (this.registers[code[a + 1]!]! >= code[a + 3]!) return -1;
        this.resumeAt = b;
        return this.enterLazyBody(a, b);
      }
      default:
        return -1;
    }
  }

  private isMember(kind: number, operand: number, character: number): boolean {
    if (kind === UNIT.LITERAL) return character === operand;
    return kind === UNIT.ALL || this.sets[operand]!.has(character);
  }

  /** How far single characters match from `at`, at most up to `limit`. */
  private countUnits(kind: number, operand: number, from: number, limit: number): number {
    const { codes } = this;
    if (kind === UNIT.ALL) return limit;
    let at = from;
    if (kind === UNIT.LITERAL) {
      while (at < limit && codes[at] === operand) at++;
      return at;
    }
    const set = this.sets[operand]!;
    const { low } = set;
    while (at < limit) {
      const code = codes[at]!;
      if (code < 256 ? low[code] === 0 : !set.hasHigh(code)) break;
      at++;
    }
    return at;
  }

  private repeatOne(pc: number, at: number): number {
    const { code, end } = this;
    const min = code[pc + 1]!;
    const max = code[pc + 2]!;
    const limit = end - at > max ? at + max : end;
    const reached = this.countUnits(code[pc + 3]!, code[pc + 4]!, at, limit);
    const least = at + min;
    if (reached < least) return -1;
    if (reached === least) return reached;
    const next = pc + 5;
    if (code[next] !== OP.LITERAL) {
      this.push(ENTRY_REPEAT, next, least, reached);
      return reached;
    }
    return this.giveBack(next, least, reached + 1) < 0 ? -1 : this.resumeAt;
  }

  /** One character less of a greedy repetition; what follows must be able to begin there. */
  private giveBack(next: number, least: number, reached: number): number {
    const { code, codes, end } = this;
    let at = reached - 1;
    if (code[next] === OP.LITERAL) {
      const literal = code[next + 1]!;
      if (at >= end) at = end - 1;
      while (at >= least && codes[at] !== literal) at--;
    }
    if (at < least) return -1;
    if (at > least) this.push(ENTRY_REPEAT, next, least, at);
    this.resumeAt = at;
    return next;
  }

  private minRepeatOne(pc: number, at: number): number {
    const { code, end } = this;
    const min = code[pc + 1]!;
    if (end - at < min) return -1;
    const reached = at + min;
    if (this.countUnits(code[pc + 3]!, code[pc + 4]!, at, reached) < reached) return -1;
    const left = code[pc + 2]! - min;
    if (left > 0) this.push(ENTRY_LAZY_REPEAT, pc, reached, left);
    return reached;
  }

  /** One character more of a lazy repetition. */
  private takeOneMore(pc: number, at: number, left: number): number {
    const { code, codes, end } = this;
    const next = pc + 5;
    const literal = code[next] === OP.LITERAL ? code[next + 1]! : -1;
    let reached = at;
    let rest = left;
    do {
      if (reached >= end || !this.isMember(code[pc + 3]!, code[pc + 4]!, codes[reached]!))
        return -1;
      reached++;
      rest--;
    } while (rest > 0 && literal >= 0 && reached < end && codes[reached] !== literal);
    if (rest > 0) this.push(ENTRY_LAZY_REPEAT, pc, reached, rest);
    this.resumeAt = reached;
    return next;
  }

  /** Another iteration if there may be one, with what follows as the choice after it. */
  private maxUntil(pc: number, at: number): number {
    const { code, registers } = this;
    const register = code[pc + 1]!;
    const count = registers[register]!;
    const exit = code[pc + 4]!;
    if (count >= code[pc + 2]!) {
      const wasEmpty = count > 0 && registers[register + 1] === at;
      if (wasEmpty || count >= code[pc + 3]!) return exit;
      this.push(exit, at, 0, 0);
    }
    this.setRegister(register, count + 1);
    this.setRegister(register + 1, at);
    return pc + 5;
  }

  /**
   * What follows first, another iteration as the choice after it. An iteration that has matched
   * nothing is refused, unless it has matched something before.
   */
  private minUntil(pc: number, at: number): number {
    const { code, registers, stack } = this;
    const register = code[pc + 1]!;
    const count = registers[register]!;
    const min = code[pc + 2]!;
    if (count > 0) {
      const entry = registers[register + 2]!;
      const isEmpty = registers[register + 1] === at;
      if (isEmpty && count > min && stack[entry + 1] === 0) return -1;
      stack[entry + 1] = 1;
    }
    if (count < min) return this.enterLazyBody(pc, at);
    this.push(ENTRY_LAZY_LOOP, pc, at, 0);
    return code[pc + 4]!;
  }

  private enterLazyBody(pc: number, at: number): number {
    const register = this.code[pc + 1]!;
    this.setRegister(register, this.registers[register]! + 1);
    this.setRegister(register + 1, at);
    this.setRegister(register + 2, this.sp + ENTRY);
    this.push(ENTRY_ITERATION, 0, 0, 0);
    return pc + 5;
  }

  private hasGroup(group: number): boolean {
    const start = this.marks[2 * group];
    const stop = this.marks[2 * group + 1];
    return start !== undefined && stop !== undefined && start >= 0 && stop >= start;
  }

  /** The end of a repetition of what a group has matched, or -1. */
  private matchGroup(group: number, caseKind: number, at: number): number {
    if (!this.hasGroup(group)) return -1;
    const { codes, marks } = this;
    const start = marks[2 * group]!;
    const length = marks[2 * group + 1]! - start;
    if (length > this.end - at) return -1;
    const lower = caseKind === 2 ? unicodeLower : asciiLower;
    for (let i = 0; i < length; i++) {
      const a = codes[start + i]!;
      const b = codes[at + i]!;
      if (a !== b && (caseKind === 0 || lower(a) !== lower(b))) return -1;
    }
    return at + length;
  }

  /** Drops the choices since an assertion began; gives the position where it stands. */
  private finishAssertion(assertion: number): number {
    const { stack } = this;
    const barrier = this.barriers[assertion]!;
    const at = stack[barrier + 2]!;
    let kept = barrier;
    for (let entry = barrier + ENTRY; entry < this.sp; entry += ENTRY) {
      const kind = stack[entry]!;
      if (kind !== ENTRY_MARK && kind !== ENTRY_REGISTER) continue;
      stack.copyWithin(kept, entry, entry + ENTRY);
      kept += ENTRY;
    }
    this.sp = kept;
    return at;
  }

  /** Sets everything back to how it was when the stack ended at `bottom`. */
  private unwindTo(bottom: number): void {
    const { stack } = this;
    while (this.sp > bottom) {
      const sp = this.sp - ENTRY;
      this.sp = sp;
      const kind = stack[sp]!;
      if (kind === ENTRY_MARK || kind === ENTRY_REGISTER) this.undo(kind, sp);
    }
  }

  private isAt(kind: number, words: CharSet, at: number): boolean {
    const { codes, end } = this;
    switch (kind) {
      case AT.BEGINNING:
        return at === 0;
      case AT.BEGINNING_LINE:
        return at === 0 || codes[at - 1] === 10;
      case AT.END:
        return at === end || (at === end - 1 && codes[at] === 10);
      case AT.END_LINE:
        return at === end || codes[at] === 10;
      case AT.END_STRING:
        return at === end;
      default: {
        if (end === 0) return false;
        const isBefore = at > 0 && words.has(codes[at - 1]!);
        const isAfter = at < end && words.has(codes[at]!);
        return (isBefore !== isAfter) === (kind === AT.BOUNDARY);
      }
    }
  }
}

function hasCode(set: CharSet, code: number): boolean {
  return code < 256 ? set.low[code] === 1 : set.hasHigh(code);
}
