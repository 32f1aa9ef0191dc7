/**
 * What `re.DEBUG` prints: the tree of a pattern, then its code. Operations are printed by their
 * numbers, as on PyPy.
 *
 * DIFFERS: PyPy 7.3.11 stops at the first position or category with an AssertionError; here their
 * numbers are printed, too.
 *
 * Counterpart: CPython's sre_parse.py (SubPattern.dump), sre_compile.py (dis).
 */

import { quoteText } from "../objects/text-quote.ts";
import { MAXREPEAT } from "./flags.ts";
import { AT, CATEGORY, INFO, OP } from "./opcodes.ts";
import type { Category, Item, Position, Sequence, SetItem } from "./parse-tree.ts";

/** Operations that the tree has and the code has not. */
const MIN_REPEAT = 41;
const MAX_REPEAT = 42;
const SUBPATTERN = 26;

const CATEGORY_NUMBERS: Readonly<Record<Category, number>> = {
  CATEGORY_DIGIT: CATEGORY.DIGIT,
  CATEGORY_NOT_DIGIT: CATEGORY.DIGIT + 1,
  CATEGORY_SPACE: CATEGORY.SPACE,
  CATEGORY_NOT_SPACE: CATEGORY.SPACE + 1,
  CATEGORY_WORD: CATEGORY.WORD,
  CATEGORY_NOT_WORD: CATEGORY.WORD + 1,
};

const POSITION_NUMBERS: Readonly<Record<Position, number>> = {
  AT_BEGINNING: AT.BEGINNING,
  AT_BEGINNING_STRING: AT.BEGINNING_STRING,
  AT_BOUNDARY: AT.BOUNDARY,
  AT_NON_BOUNDARY: AT.NON_BOUNDARY,
  AT_END: AT.END,
  AT_END_STRING: AT.END_STRING,
};

/** The lines about a pattern, without the last newline. */
export function debugText(tree: Sequence, code: readonly number[]): string {
  return [...sequenceLines(tree, 0), "", ...new CodeLister(code).list()].join("\n");
}

function sequenceLines(sequence: Sequence, level: number): string[] {
  return sequence.items.flatMap((item) => itemLines(item, level));
}

function itemLines(item: Item, level: number): string[] {
  const line = (...words: readonly (string | number | null)[]): string => {
    return "  ".repeat(level) + words.map((word) => word ?? "None").join(" ");
  };
  const inner = (sequence: Sequence): string[] => sequenceLines(sequence, level + 1);
  switch (item.op) {
    case "LITERAL":
      return [line(OP.LITERAL, item.code)];
    case "NOT_LITERAL":
      return [line(OP.NOT_LITERAL, item.code)];
    case "ANY":
      return [line(OP.ANY, null)];
    case "IN":
      return [line(OP.IN), ...item.set.map((member) => `  ${line(setItemText(member))}`)];
    case "AT":
      return [line(OP.AT, POSITION_NUMBERS[item.at])];
    case "BRANCH":
      return [
        line(OP.BRANCH),
        ...item.items.flatMap((choice, i) => [...(i > 0 ? [line("OR")] : []), ...inner(choice)]),
      ];
    case "SUBPATTERN":
      return [line(SUBPATTERN, item.group, item.addFlags, item.delFlags), ...inner(item.body)];
    case "MAX_REPEAT":
    case "MIN_REPEAT": {
      const op = item.op === "MAX_REPEAT" ? MAX_REPEAT : MIN_REPEAT;
      return [line(op, item.min, item.max), ...inner(item.body)];
    }
    case "ASSERT":
    case "ASSERT_NOT":
      return [
        line(item.op === "ASSERT" ? OP.ASSERT : OP.ASSERT_NOT, item.direction),
        ...inner(item.body),
      ];
    case "GROUPREF":
      return [line(OP.GROUPREF, item.group)];
    case "GROUPREF_EXISTS": {
      const no = item.no === null ? [] : [line("ELSE"), ...inner(item.no)];
      return [line(OP.GROUPREF_EXISTS, item.group), ...inner(item.yes), ...no];
    }
  }
}

function setItemText(item: SetItem): string {
  switch (item.op) {
    case "NEGATE":
      return `${OP.NEGATE} None`;
    case "LITERAL":
      return `${OP.LITERAL} ${item.code}`;
    case "RANGE":
      return `${OP.RANGE} (${item.low}, ${item.high})`;
    case "CATEGORY":
      return `${OP.CATEGORY} ${CATEGORY_NUMBERS[item.category]}`;
  }
}

function hex(code: number): string {
  return `0x${code.toString(16)}`;
}

function characterText(code: number): string {
  return textOf([code]);
}

/** Lists code, one instruction a line; what is inside of another one is indented. */
class CodeLister {
  private readonly code: readonly number[];
  private readonly width: number;
  /** Where skips lead to. */
  private readonly labels = new Set<number>();
  private readonly lines: string[] = [];
  private level = 0;

  constructor(code: readonly number[]) {
    this.code = code;
    this.width = String(code.length - 1).length;
  }

  list(): string[] {
    this.listRange(0, this.code.length);
    return this.lines;
  }

  private print(at: number, words: readonly (string | number)[], target: number | null): void {
    if (target !== null) this.labels.add(target);
    const place = String(at).padStart(this.width) + (this.labels.has(at) ? ":" : ".");
    const tail = target === null ? [] : [`(to ${target})`];
    this.lines.push(`${place} ${"  ".repeat(this.level - 1)}${[...words, ...tail].join(" ")}`);
  }

  /** A line that belongs to the instruction above it. */
  private printMore(text: string): void {
    this.lines.push(" ".repeat(this.width + 2 * (this.level + 1)) + text);
  }

  private listRange(start: number, end: number): void {
    this.level++;
    let at = start;
    while (at < end) at = this.listOne(at);
    this.level--;
  }

  /** Lists the instruction at `at`; gives where the next one is. */
  private listOne(at: number): number {
    const { code } = this;
    const op = code[at]!;
    const word = code[at + 1]!;
    switch (op) {
      case OP.FAILURE:
      case OP.SUCCESS:
      case OP.ANY:
      case OP.ANY_ALL:
      case OP.MAX_UNTIL:
      case OP.MIN_UNTIL:
      case OP.NEGATE:
        this.print(at, [op], null);
        return at + 1;
      case OP.RANGE:
      case OP.RANGE_UNI_IGNORE: {
        const high = code[at + 2]!;
        const range = `(${characterText(word)}-${characterText(high)})`;
        this.print(at, [op, hex(word), hex(high), range], null);
        return at + 3;
      }
      case OP.CHARSET:
        this.print(at, [op, this.bitmap(at + 1)], null);
        return at + 9;
      case OP.BIGCHARSET:
        return this.listBigSet(at);
      case OP.MARK:
      case OP.AT:
      case OP.CATEGORY:
      case OP.GROUPREF:
      case OP.GROUPREF_IGNORE:
      case OP.GROUPREF_LOC_IGNORE:
      case OP.GROUPREF_UNI_IGNORE:
        this.print(at, [op, word], null);
        return at + 2;
      case OP.JUMP:
        this.print(at, [op, word], at + 1 + word);
        return at + 2;
      case OP.GROUPREF_EXISTS:
        this.print(at, [op, word, code[at + 2]!], at + 1 + code[at + 2]!);
        return at + 3;
      default:
        return this.listNested(at);
    }
  }

  /** An instruction with others inside, or one with a character. */
  private listNested(at: number): number {
    const { code } = this;
    const op = code[at]!;
    const word = code[at + 1]!;
    const end = at + 1 + word;
    switch (op) {
      case OP.IN:
      case OP.IN_IGNORE:
      case OP.IN_LOC_IGNORE:
      case OP.IN_UNI_IGNORE:
        this.print(at, [op, word], end);
        this.listRange(at + 2, end);
        return end;
      case OP.REPEAT:
      case OP.REPEAT_ONE:
      case OP.MIN_REPEAT_ONE:
        this.print(at, [op, word, code[at + 2]!, maxText(code[at + 3]!)], end);
        this.listRange(at + 4, end);
        return end;
      case OP.ASSERT:
      case OP.ASSERT_NOT:
        this.print(at, [op, word, code[at + 2]!], end);
        this.listRange(at + 3, end);
        return end;
      case OP.BRANCH:
        return this.listBranch(at);
      case OP.INFO:
        this.listInfo(at, end);
        return end;
      default:
        this.print(at, [op, hex(word), `(${characterText(word)})`], null);
        return at + 2;
    }
  }

  private listBranch(at: number): number {
    const { code } = this;
    let skipAt = at + 1;
    this.print(at, [OP.BRANCH, code[skipAt]!], skipAt + code[skipAt]!);
    for (;;) {
      const next = skipAt + code[skipAt]!;
      this.listRange(skipAt + 1, next);
      skipAt = next;
      const skip = code[skipAt]!;
      if (skip === 0) break;
      this.print(skipAt, ["branch", skip], skipAt + skip);
    }
    this.print(skipAt, [OP.FAILURE], null);
    return skipAt + 1;
  }

  private listInfo(at: number, end: number): void {
    const { code } = this;
    const mask = code[at + 2]!;
    const bits = `0b${mask.toString(2)}`;
    this.print(at, [OP.INFO, code[at + 1]!, bits, code[at + 3]!, maxText(code[at + 4]!)], end);
    if ((mask & INFO.PREFIX) !== 0) {
      const length = code[at + 5]!;
      const prefix = code.slice(at + 7, at + 7 + length);
      this.printMore(`prefix_skip ${code[at + 6]!}`);
      const characters = textOf(prefix);
      this.printMore(`prefix [${prefix.map(hex).join(", ")}] (${characters})`);
      this.printMore(`overlap [${code.slice(at + 7 + length, end).join(", ")}]`);
    }
    if ((mask & INFO.CHARSET) === 0) return;
    this.printMore("in");
    this.level++;
    this.listRange(at + 5, end);
    this.level--;
  }

  private listBigSet(at: number): number {
    const { code } = this;
    const count = code[at + 1]!;
    const blocks = code.slice(at + 2, at + 66).flatMap((word) => {
      return [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24];
    });
    this.print(at, [OP.BIGCHARSET, count, `[${blocks.join(", ")}]`], null);
    for (let i = 0; i < count; i++) this.printMore(this.bitmap(at + 66 + 8 * i));
    return at + 66 + 8 * count;
  }

  private bitmap(start: number): string {
    const words = this.code.slice(start, start + 8);
    return `[${words.map((word) => `0x${word.toString(16).padStart(8, "0")}`).join(", ")}]`;
  }
}

function textOf(codes: readonly number[]): string {
  return quoteText(String.fromCodePoint(...codes));
}

function maxText(max: number): string {
  return max === MAXREPEAT ? "MAXREPEAT" : String(max);
}
