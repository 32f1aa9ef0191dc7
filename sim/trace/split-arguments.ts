/**
 * Splits the text of an argument list at its top-level commas: those inside of parentheses, angle
 * or square brackets or quotes belong to an argument.
 */

/** A piece of a line, trimmed, and where it begins (from 0). */
export interface Word {
  readonly text: string;
  readonly at: number;
}

const OPENING = "(<[";
const CLOSING = ")>]";

/** The pieces between commas, as ranges of `text`: one more than there are commas. */
export function splitPieces(text: string): { start: number; end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (quote !== "") {
      if (character === "\\") i += 1;
      else if (character === quote) quote = "";
    } else if (character === "'" || character === '"') quote = character;
    else if (OPENING.includes(character)) depth += 1;
    else if (CLOSING.includes(character)) depth -= 1;
    else if (character === "," && depth <= 0) {
      pieces.push({ start, end: i });
      start = i + 1;
    }
  }
  pieces.push({ start, end: text.length });
  return pieces;
}

/** `text` from `start` to `end` without the blanks around it; `base` is where `text` begins. */
export function wordAt(text: string, start: number, end: number, base = 0): Word {
  const piece = text.slice(start, end);
  const blanks = piece.length - piece.trimStart().length;
  return { text: piece.trim(), at: base + start + blanks };
}

/** The pieces of `text`, trimmed, empty ones too; `base` is where it begins in its line. */
export function splitWords(text: string, base = 0): Word[] {
  return splitPieces(text).map(({ start, end }) => wordAt(text, start, end, base));
}

/** The arguments, trimmed; none for an empty text. */
export function splitArguments(text: string): string[] {
  return text.trim() === "" ? [] : splitWords(text).map((word) => word.text);
}
