/**
 * Strings as Python literals.
 *
 * Counterpart: rpython/rlib/runicode.py (unicode_encode_utf8 repr), pypy unicodedb.isprintable.
 */

import { isPrintable } from "./unicode-database.ts";

/** `repr` of a string. */
export function quoteText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = quote;
  for (const character of text) result += escapeCharacter(character, quote, false);
  return result + quote;
}

/** `ascii` of a string: everything beyond ASCII is escaped. */
export function quoteAscii(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = quote;
  for (const character of text) result += escapeCharacter(character, quote, true);
  return result + quote;
}

function escapeCharacter(character: string, quote: string, asciiOnly: boolean): string {
  if (character === quote || character === "\\") return `\\${character}`;
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  const code = character.codePointAt(0)!;
  if (code < 32 || code === 127) return `\\x${hex(code, 2)}`;
  if (code < 127) return character;
  if (!asciiOnly && isPrintable(code)) return character;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, "0");
}
