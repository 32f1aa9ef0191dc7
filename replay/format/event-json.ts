/**
 * One event as one line of JSON: `number`, `kind`, `ticks`, then the event's own fields. Bytes are
 * hexadecimal text; lone surrogates in texts are escaped, so a line is always valid UTF-8.
 */

import type { JitEvent } from "./events.ts";

/** The line, without a newline. */
export function printEventJson(number: number, event: JitEvent): string {
  return printJson({ number, ...event });
}

/** Plain data with bytes as hexadecimal text. */
export function printJson(plain: object): string {
  return JSON.stringify(plain, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
  );
}
