/**
 * What begins with a parenthesis: groups, assertions, conditions, comments, inline flags.
 *
 * Counterpart: CPython's sre_parse.py (_parse, _parse_flags).
 */

import { decimalValue, isAlpha } from "../objects/unicode-database.ts";
import { isIdentifierContinue, isIdentifierStart } from "../objects/unicode-database.ts";
import { quoteText } from "../objects/text-quote.ts";
import { FLAG_LETTERS, GLOBAL_FLAGS, MAXGROUPS, TYPE_FLAGS, VERBOSE } from "./flags.ts";
import { type ParseState, RestartVerbose } from "./parse-state.ts";
import type { Item, Sequence } from "./parse-tree.ts";
import { codeLength, RegexError, type Tokenizer } from "./tokenizer.ts";

/** Parses what stands inside of a group: `parse.ts`, which calls this file. */
export interface BodyParsers {
  alternatives(source: Tokenizer, state: ParseState, verbose: boolean, nested: number): Sequence;
  sequence(source: Tokenizer, state: ParseState, verbose: boolean, nested: number): Sequence;
}

/** What is needed to read on inside of a group. */
interface Place {
  readonly parsers: BodyParsers;
  readonly source: Tokenizer;
  readonly state: ParseState;
  readonly verbose: boolean;
  readonly nested: number;
  /** The index of the opening parenthesis. */
  readonly start: number;
}

/** The item of a group whose `(` is read; null when it stands for nothing. */
export function parseGroup(
  parsers: BodyParsers,
  source: Tokenizer,
  state: ParseState,
  verbose: boolean,
  nested: number,
  isFirst: boolean,
): Item | null {
  const start = source.tell() - 1;
  const place: Place = { parsers, source, state, verbose, nested, start };
  if (!source.match("?")) return parseCapturing(place, null);
  const kind = getCharacter(source);
  switch (kind) {
    case "P":
      return parseNamed(place);
    case ":":
      return parseBody(place, null, 0, 0);
    case "#":
      skipComment(place);
      return null;
    case "=":
    case "!":
      return parseAssertion(place, kind, 1);
    case "<":
      return parseLookbehind(place);
    case "(":
      return parseCondition(place);
    default:
      break;
  }
  if (kind === "-" || FLAG_LETTERS.has(kind)) return parseFlagGroup(place, kind, isFirst);
  throw source.error(`unknown extension ?${kind}`, codeLength(kind) + 1);
}

function getCharacter(source: Tokenizer): string {
  const character = source.get();
  if (character === null) throw source.error("unexpected end of pattern");
  return character;
}

function checkClosed({ source, start }: Place): void {
  if (source.match(")")) return;
  throw source.error("missing ), unterminated subpattern", source.tell() - start);
}

function parseCapturing(place: Place, name: string | null): Item {
  const { source, state } = place;
  let group: number;
  try {
    group = state.openGroup(name);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw source.error(error.message, name === null ? 0 : codeLength(name) + 1);
  }
  return parseBody(place, group, 0, 0);
}

function parseBody(place: Place, group: number | null, addFlags: number, delFlags: number): Item {
  const { source, state, nested } = place;
  const isVerbose = (place.verbose || (addFlags & VERBOSE) !== 0) && (delFlags & VERBOSE) === 0;
  const body = place.parsers.alternatives(source, state, isVerbose, nested + 1);
  checkClosed(place);
  if (group !== null) state.closeGroup(group, body);
  return { op: "SUBPATTERN", group, addFlags, delFlags, body };
}

function checkName(source: Tokenizer, name: string): void {
  if (!isIdentifier(name)) throw badName(source, name);
}

function badName(source: Tokenizer, name: string): RegexError {
  const message = `bad character in group name ${quoteText(name)}`;
  return source.error(message, codeLength(name) + 1);
}

/** `str.isidentifier`. */
export function isIdentifier(name: string): boolean {
  const codes = Array.from(name, (character) => character.codePointAt(0)!);
  const [first] = codes;
  if (first === undefined || !(first === 0x5f || isIdentifierStart(first))) return false;
  return codes.every((code) => isIdentifierContinue(code));
}

/** What `int(text)` gives if it is no negative number, else null. */
export function parseGroupNumber(text: string): number | null {
  const digits = Array.from(text.trim(), (character) => {
    const value = decimalValue(character.codePointAt(0)!);
    return value < 0 ? character : String(value);
  }).join("");
  if (!/^[+-]?[0-9]+(?:_[0-9]+)*$/.test(digits)) return null;
  const value = Number(digits.replaceAll("_", ""));
  return value < 0 ? null : Math.abs(value);
}

function parseNamed(place: Place): Item {
  const { source } = place;
  if (source.match("<")) {
    const name = source.getUntil(">", "group name");
    checkName(source, name);
    return parseCapturing(place, name);
  }
  if (source.match("=")) return parseNamedReference(place);
  const character = getCharacter(source);
  throw source.error(`unknown extension ?P${character}`, codeLength(character) + 2);
}

function lookupName({ source, state }: Place, name: string): number {
  const group = state.groupIndex.get(name);
  if (group !== undefined) return group;
  throw source.error(`unknown group name ${quoteText(name)}`, codeLength(name) + 1);
}

function parseNamedReference(place: Place): Item {
  const { source, state } = place;
  const name = source.getUntil(")", "group name");
  checkName(source, name);
  const group = lookupName(place, name);
  if (!state.isClosed(group)) {
    throw source.error("cannot refer to an open group", codeLength(name) + 1);
  }
  state.checkLookbehindGroup(group, source);
  return { op: "GROUPREF", group, width: state.widthOf(group) };
}

function skipComment({ source, start }: Place): void {
  do {
    if (source.next === null) {
      throw source.error("missing ), unterminated comment", source.tell() - start);
    }
  } while (source.get() !== ")");
}

function parseLookbehind(place: Place): Item {
  const { source, state } = place;
  const kind = getCharacter(source);
  if (kind !== "=" && kind !== "!") {
    throw source.error(`unknown extension ?<${kind}`, codeLength(kind) + 2);
  }
  const outer = state.lookbehindGroups;
  state.lookbehindGroups ??= state.groups;
  return parseAssertion(place, kind, -1, () => {
    if (outer === null) state.lookbehindGroups = null;
  });
}

function parseAssertion(
  place: Place,
  kind: "=" | "!",
  direction: 1 | -1,
  finish: () => void = () => {},
): Item {
  const { source, state, verbose, nested } = place;
  const body = place.parsers.alternatives(source, state, verbose, nested + 1);
  finish();
  checkClosed(place);
  return { op: kind === "=" ? "ASSERT" : "ASSERT_NOT", direction, body };
}

function parseCondition(place: Place): Item {
  const { source, state, verbose, nested } = place;
  const name = source.getUntil(")", "group name");
  const group = isIdentifier(name) ? lookupName(place, name) : parseConditionNumber(place, name);
  state.checkLookbehindGroup(group, source);
  const yes = place.parsers.sequence(source, state, verbose, nested + 1);
  let no: Sequence | null = null;
  if (source.match("|")) {
    no = place.parsers.sequence(source, state, verbose, nested + 1);
    if (source.next === "|") {
      throw source.error("conditional backref with more than two branches");
    }
  }
  checkClosed(place);
  return { op: "GROUPREF_EXISTS", group, yes, no };
}

function parseConditionNumber({ source, state }: Place, name: string): number {
  const group = parseGroupNumber(name);
  if (group === null) throw badName(source, name);
  if (group === 0) throw source.error("bad group number", codeLength(name) + 1);
  if (group >= MAXGROUPS) {
    throw source.error(`invalid group reference ${group}`, codeLength(name) + 1);
  }
  const positions = state.conditionPositions;
  if (!positions.has(group)) positions.set(group, source.tell() - codeLength(name) - 1);
  return group;
}

function parseFlagGroup(place: Place, kind: string, isFirst: boolean): Item | null {
  const { source, state, verbose, nested, start } = place;
  const flags = parseFlags(source, state, kind);
  if (flags !== null) return parseBody(place, null, flags[0], flags[1]);
  if (!isFirst) {
    const truncated = source.length > 20 ? " (truncated)" : "";
    const text = `${quoteText(source.head(20))}${truncated} but at position ${start}`;
    const message = `Flags not at the start of the expression ${text}`;
    state.warn("DeprecationWarning", message, nested);
  }
  if ((state.flags & VERBOSE) !== 0 && !verbose) throw new RestartVerbose();
  return null;
}

/** The flags that a group adds and takes away; null for global flags, which are then set. */
function parseFlags(
  source: Tokenizer,
  state: ParseState,
  kind: string,
): readonly [number, number] | null {
  let addFlags = 0;
  let letter: string = kind;
  while (letter !== ")" && letter !== ":" && letter !== "-") {
    const flag = FLAG_LETTERS.get(letter)!;
    checkTypeLetter(source, letter);
    addFlags |= flag;
    if ((flag & TYPE_FLAGS) !== 0 && (addFlags & TYPE_FLAGS) !== flag) {
      throw source.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    }
    letter = getFlag(source, "missing -, : or )", ")-:");
  }
  if (letter === ")") {
    state.flags |= addFlags;
    return null;
  }
  if ((addFlags & GLOBAL_FLAGS) !== 0) {
    throw source.error("bad inline flags: cannot turn on global flag", 1);
  }
  const delFlags = letter === "-" ? parseRemovedFlags(source) : 0;
  if ((delFlags & GLOBAL_FLAGS) !== 0) {
    throw source.error("bad inline flags: cannot turn off global flag", 1);
  }
  if ((addFlags & delFlags) !== 0) {
    throw source.error("bad inline flags: flag turned on and off", 1);
  }
  return [addFlags, delFlags];
}

function checkTypeLetter(source: Tokenizer, letter: string): void {
  if (source.isText && letter === "L") {
    throw source.error("bad inline flags: cannot use 'L' flag with a str pattern");
  }
  if (!source.isText && letter === "u") {
    throw source.error("bad inline flags: cannot use 'u' flag with a bytes pattern");
  }
}

function parseRemovedFlags(source: Tokenizer): number {
  let delFlags = 0;
  let letter = getFlag(source, "missing flag", "");
  while (letter !== ":") {
    const flag = FLAG_LETTERS.get(letter)!;
    if ((flag & TYPE_FLAGS) !== 0) {
      throw source.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
    }
    delFlags |= flag;
    letter = getFlag(source, "missing :", ":");
  }
  return delFlags;
}

/** The next letter of a flag or one of `ends`. */
function getFlag(source: Tokenizer, missing: string, ends: string): string {
  const letter = source.get();
  if (letter === null) throw source.error(missing);
  if (FLAG_LETTERS.has(letter) || (letter.length === 1 && ends.includes(letter))) return letter;
  const isLetter = Array.from(letter).every((character) => isAlpha(character.codePointAt(0)!));
  throw source.error(isLetter ? "unknown flag" : missing, codeLength(letter));
}
