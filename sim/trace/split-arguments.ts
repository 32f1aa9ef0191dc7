/**
 * Splits the text of an argument list at its top-level commas: those inside of parentheses, angle
 * brackets or quotes belong to an argument.
 */

/** The arguments, trimmed; none for an empty text. */
export function splitArguments(text: string): string[] {
  if (text.trim() === "") return [];
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (quote !== "" && character === "\\") i += 1;
    else if (character === quote) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    if (quote !== "") continue;
    if (character === "(" || character === "<") depth += 1;
    if (character === ")" || character === ">") depth -= 1;
    if (character !== "," || depth > 0) continue;
    parts.push(text.slice(start, i).trim());
    start = i + 1;
  }
  parts.push(text.slice(start).trim());
  return parts;
}
