/**
 * Where two events differ, field by field. It works on plain data and knows no schema, so it
 * cannot forget a field.
 */

/** One leaf that differs. */
export interface FieldDifference {
  /** For example `operations[3].args[1]`; "" for the whole. */
  readonly path: string;
  /** Both sides, printed; `(missing)` where one side has no such field. */
  readonly recorded: string;
  readonly live: string;
}

/** All leaves in which `recorded` and `live` differ, in the order of the recorded fields. */
export function listDifferences(recorded: unknown, live: unknown): FieldDifference[] {
  const found: FieldDifference[] = [];
  compare("", recorded, live, found);
  return found;
}

function compare(path: string, recorded: unknown, live: unknown, found: FieldDifference[]): void {
  if (Object.is(recorded, live)) return;
  if (recorded instanceof Uint8Array && live instanceof Uint8Array) {
    compareBytes(path, recorded, live, found);
  } else if (Array.isArray(recorded) && Array.isArray(live)) {
    compareLists(path, recorded, live, found);
  } else if (isPlainObject(recorded) && isPlainObject(live)) {
    compareObjects(path, recorded, live, found);
  } else {
    found.push({ path, recorded: printValue(recorded), live: printValue(live) });
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  const isObject = typeof value === "object" && value !== null;
  return isObject && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function compareObjects(
  path: string,
  recorded: Readonly<Record<string, unknown>>,
  live: Readonly<Record<string, unknown>>,
  found: FieldDifference[],
): void {
  const keys = new Set([...Object.keys(recorded), ...Object.keys(live)]);
  for (const key of keys) {
    const inner = path === "" ? key : `${path}.${key}`;
    if (!Object.hasOwn(recorded, key)) {
      found.push({ path: inner, recorded: MISSING, live: printValue(live[key]) });
    } else if (!Object.hasOwn(live, key)) {
      found.push({ path: inner, recorded: printValue(recorded[key]), live: MISSING });
    } else {
      compare(inner, recorded[key], live[key], found);
    }
  }
}

const MISSING = "(missing)";

function compareLists(
  path: string,
  recorded: readonly unknown[],
  live: readonly unknown[],
  found: FieldDifference[],
): void {
  if (recorded.length !== live.length) {
    found.push({
      path: `${path}.length`,
      recorded: String(recorded.length),
      live: String(live.length),
    });
  }
  const shorter = Math.min(recorded.length, live.length);
  for (let i = 0; i < shorter; i++) compare(`${path}[${i}]`, recorded[i], live[i], found);
  for (let i = shorter; i < recorded.length; i++) {
    found.push({ path: `${path}[${i}]`, recorded: printValue(recorded[i]), live: MISSING });
  }
  for (let i = shorter; i < live.length; i++) {
    found.push({ path: `${path}[${i}]`, recorded: MISSING, live: printValue(live[i]) });
  }
}

/** One difference for the whole: where the first byte differs, and what stands there. */
function compareBytes(
  path: string,
  recorded: Uint8Array,
  live: Uint8Array,
  found: FieldDifference[],
): void {
  let at = 0;
  while (at < recorded.length && at < live.length && recorded[at] === live[at]) at++;
  if (at === recorded.length && at === live.length) return;
  found.push({
    path: `${path}[${at}]`,
    recorded: printBytesFrom(recorded, at),
    live: printBytesFrom(live, at),
  });
}

function printBytesFrom(bytes: Uint8Array, at: number): string {
  const shown = Buffer.from(bytes.subarray(at, at + 12)).toString("hex");
  const more = bytes.length > at + 12 ? "…" : "";
  return `${shown === "" ? "end" : shown}${more} (${bytes.length} bytes)`;
}

const SHOWN_LENGTH_MAX = 120;

function printValue(value: unknown): string {
  if (value instanceof Uint8Array) return printBytesFrom(value, 0);
  const text = typeof value === "object" ? JSON.stringify(value) : printScalar(value);
  return text.length <= SHOWN_LENGTH_MAX ? text : `${text.slice(0, SHOWN_LENGTH_MAX)}…`;
}

function printScalar(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return Object.is(value, -0) ? "-0" : String(value);
}
