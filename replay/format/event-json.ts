/**
 * One event as one line of JSON: `number`, `kind`, `ticks`, then the event's own fields. Bytes are
 * hexadecimal text; lone surrogates in texts are escaped, so a line is always valid UTF-8.
 */

import type { JitEvent } from "./events.ts";

/** The line, without a newline. */
export function printEventJson(number: number, event: JitEvent): string {
  return printJson({ number, ...event });
}

/** Plain data with bytes as hexadecimal text, and nothing in it that a terminal would obey. */
export function printJson(plain: object): string {
  const text = JSON.stringify(plain, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
  );
  return text.replace(OBEYED, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** What JSON leaves as it is: 8-bit controls, separators of lines, the direction of text. */
const OBEYED = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;
