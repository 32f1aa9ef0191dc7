/**
 * What the items of a pattern for one character mean, as tests: for the host's regular expressions,
 * whose classes are written out from them.
 */

import { isAlnum, isDecimal, isSpace } from "../objects/unicode-database.ts";
import { ASCII_CASE, asciiUpper, type CaseRules, UNICODE_CASE } from "./case-rules.ts";
import { unicodeUpper } from "./case-rules.ts";
import { IGNORECASE, LOCALE, UNICODE } from "./flags.ts";
import type { Category, SetItem, UnitItem } from "./parse-tree.ts";

type Test = (code: number) => boolean;

const BMP_SIZE = 0x10000;

/** The rules of case for these flags; null when case counts, or is the locale's affair. */
export function caseRules(flags: number): CaseRules | null {
  if ((flags & IGNORECASE) === 0 || (flags & LOCALE) !== 0) return null;
  return (flags & UNICODE) !== 0 ? UNICODE_CASE : ASCII_CASE;
}

function isAsciiSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isAsciiDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isAsciiWord(code: number): boolean {
  if (code >= 128) return false;
  return isAsciiDigit(code) || code === 0x5f || ((code | 32) - 0x61) >>> 0 < 26;
}

/** `\w` for these flags. */
function wordTest(flags: number): Test {
  if ((flags & UNICODE) === 0) return isAsciiWord;
  return (code) => (code < 128 ? isAsciiWord(code) : isAlnum(code));
}

function categoryTest(category: Category, flags: number): Test {
  const isUnicode = (flags & UNICODE) !== 0;
  switch (category) {
    case "CATEGORY_DIGIT":
      return isUnicode ? isDecimal : isAsciiDigit;
    case "CATEGORY_SPACE":
      return isUnicode ? isSpace : isAsciiSpace;
    case "CATEGORY_WORD":
      return wordTest(flags);
    case "CATEGORY_NOT_DIGIT":
      return not(categoryTest("CATEGORY_DIGIT", flags));
    case "CATEGORY_NOT_SPACE":
      return not(categoryTest("CATEGORY_SPACE", flags));
    case "CATEGORY_NOT_WORD":
      return not(wordTest(flags));
  }
}

function not(test: Test): Test {
  return (code) => !test(code);
}

/** The test of an item that matches one character; null for the plain literal `code`. */
export function unitTest(item: UnitItem, flags: number): Test | null {
  switch (item.op) {
    case "LITERAL":
      return literalTest(item.code, flags);
    case "NOT_LITERAL":
      return not(literalTest(item.code, flags) ?? ((code) => code === item.code));
    case "IN":
      return setTest(item.set, flags);
    case "ANY":
      return (code) => code !== 10;
  }
}

function literalTest(literal: number, flags: number): Test | null {
  const rules = caseRules(flags);
  if (rules === null) {
    if ((flags & IGNORECASE) === 0) return null;
    return localeTest((code) => code === literal);
  }
  if (!rules.isCased(literal)) return null;
  const lower = rules.lower(literal);
  const equals = [lower, ...rules.partners(lower)];
  return (code) => equals.includes(rules.lower(code));
}

/** With IGNORECASE and LOCALE either case may be the member. */
function localeTest(test: Test): Test {
  return (code) => test(ASCII_CASE.lower(code)) || test(asciiUpper(code));
}

function setTest(set: readonly SetItem[], flags: number): Test {
  const isNegated = set[0]?.op === "NEGATE";
  const items = isNegated ? set.slice(1) : set;
  const rules = caseRules(flags);
  const isCased = rules !== null && items.some((item) => isCasedItem(item, rules));
  const tests = items.map((item) => {
    return isCased ? foldedTest(item, flags, rules) : plainTest(item, flags);
  });
  const any: Test = (code) => tests.some((test) => test(code));
  const signed = isNegated ? not(any) : any;
  if (isCased) return (code) => signed(rules.lower(code));
  return (flags & IGNORECASE) !== 0 && rules === null ? localeTest(signed) : signed;
}

/** Characters beyond the BMP always count as cased. */
function isCasedItem(item: SetItem, rules: CaseRules): boolean {
  if (item.op === "LITERAL") return item.code >= BMP_SIZE || rules.isCased(item.code);
  if (item.op !== "RANGE") return false;
  if (item.high >= BMP_SIZE) return true;
  for (let code = item.low; code <= item.high; code++) if (rules.isCased(code)) return true;
  return false;
}

function plainTest(item: SetItem, flags: number): Test {
  switch (item.op) {
    case "LITERAL":
      return (code) => code === item.code;
    case "RANGE":
      return (code) => code >= item.low && code <= item.high;
    case "CATEGORY":
      return categoryTest(item.category, flags);
    default:
      return () => false;
  }
}

/** The test of an item for a character in lower case. */
function foldedTest(item: SetItem, flags: number, rules: CaseRules): Test {
  if (item.op === "LITERAL" && item.code < BMP_SIZE) {
    const lower = rules.lower(item.code);
    const equals = [lower, ...rules.partners(lower)];
    return (code) => equals.includes(code);
  }
  if (item.op !== "RANGE") return plainTest(item, flags);
  const members = new Uint8Array(BMP_SIZE);
  for (let code = item.low; code <= Math.min(item.high, BMP_SIZE - 1); code++) {
    const lower = rules.lower(code);
    members[lower] = 1;
    for (const partner of rules.partners(lower)) members[partner] = 1;
  }
  if (item.high < BMP_SIZE) return (code) => members[code] === 1;
  const inRange = (code: number): boolean => code >= item.low && code <= item.high;
  return (code) => members[code] === 1 || inRange(code) || inRange(unicodeUpper(code));
}
