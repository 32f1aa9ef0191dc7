/**
 * Sets of characters: `[...]`.
 *
 * Counterpart: CPython's sre_parse.py (_parse).
 */

import { parseSetEscape } from "./parse-escape.ts";
import type { ParseState } from "./parse-state.ts";
import { type Item, type SetItem, uniqueSetItems } from "./parse-tree.ts";
import { codeLength, type RegexError, type Tokenizer } from "./tokenizer.ts";

const FUTURE_OPERATIONS: ReadonlyMap<string, string> = new Map([
  ["-", "difference"],
  ["&", "intersection"],
  ["~", "symmetric difference"],
  ["|", "union"],
]);

/** The item of a set; its `[` is read already. */
export function parseSet(source: Tokenizer, state: ParseState, nested: number): Item {
  const here = source.tell() - 1;
  if (source.next === "[") {
    state.warn("FutureWarning", `Possible nested set at position ${source.tell()}`, nested);
  }
  const isNegated = source.match("^");
  const set = uniqueSetItems(parseMembers(source, state, nested, here));
  const [first] = set;
  if (set.length === 1 && first?.op === "LITERAL") {
    return { op: isNegated ? "NOT_LITERAL" : "LITERAL", code: first.code };
  }
  return { op: "IN", set: isNegated ? [{ op: "NEGATE" }, ...set] : set };
}

function unterminated(source: Tokenizer, here: number): RegexError {
  return source.error("unterminated character set", source.tell() - here);
}

function parseMembers(
  source: Tokenizer,
  state: ParseState,
  nested: number,
  here: number,
): SetItem[] {
  const set: SetItem[] = [];
  for (;;) {
    const token = source.get();
    if (token === null) throw unterminated(source, here);
    if (token === "]" && set.length > 0) return set;
    const low = parseMember(source, state, nested, token, set.length > 0);
    if (!source.match("-")) {
      set.push(low);
      continue;
    }
    const end = source.get();
    if (end === null) throw unterminated(source, here);
    if (end === "]") {
      set.push(low, { op: "LITERAL", code: 0x2d });
      return set;
    }
    set.push(parseRange(source, state, nested, [token, end], low));
  }
}

function parseMember(
  source: Tokenizer,
  state: ParseState,
  nested: number,
  token: string,
  isLater: boolean,
): SetItem {
  if (token.startsWith("\\")) return parseSetEscape(source, token);
  const operation = FUTURE_OPERATIONS.get(token);
  if (isLater && operation !== undefined && source.next === token) {
    const message = `Possible set ${operation} at position ${source.tell() - 1}`;
    state.warn("FutureWarning", message, nested);
  }
  return { op: "LITERAL", code: token.codePointAt(0)! };
}

function parseRange(
  source: Tokenizer,
  state: ParseState,
  nested: number,
  [first, last]: readonly [string, string],
  low: SetItem,
): SetItem {
  let high: SetItem;
  if (last.startsWith("\\")) high = parseSetEscape(source, last);
  else {
    if (last === "-") {
      const message = `Possible set difference at position ${source.tell() - 2}`;
      state.warn("FutureWarning", message, nested);
    }
    high = { op: "LITERAL", code: last.codePointAt(0)! };
  }
  if (low.op === "LITERAL" && high.op === "LITERAL" && low.code <= high.code) {
    return { op: "RANGE", low: low.code, high: high.code };
  }
  const message = `bad character range ${first}-${last}`;
  throw source.error(message, codeLength(first) + 1 + codeLength(last));
}
