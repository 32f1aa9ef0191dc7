/**
 * The tables in FORMAT.md, made from the schema: fields and known texts. A test compares them with
 * the file; read_reel.py reads them from it.
 */

import { EVENT_FIELDS } from "./event-schema.ts";
import { HEADER_FIELDS } from "./header.ts";
import { KNOWN_TEXTS } from "./known-texts.ts";
import { INDEX_FIELDS } from "./reel-index.ts";
import { STATE_FIELDS } from "./state-schema.ts";
import type { RecordNote, ValueType } from "./value-type.ts";

type AnyFields = Readonly<Record<string, Pick<ValueType<unknown>, "name" | "uses">>>;

/** The fields of header, index, state, each kind of event and each record; the known texts. */
export function printFieldTables(): string {
  const records = new Map<string, RecordNote>();
  const parts = ["### Header frame", printTable(HEADER_FIELDS as AnyFields, records)];
  parts.push("### Index frame", printTable(INDEX_FIELDS as AnyFields, records));
  parts.push("### State", printTable(STATE_FIELDS as AnyFields, records));
  parts.push("### Events");
  for (const [kind, fields] of Object.entries(EVENT_FIELDS)) {
    parts.push(`\`${kind}\``, printTable(fields, records));
  }
  parts.push("### Records");
  for (const note of records.values()) parts.push(`${note.name}`, printRows(note.items));
  parts.push("### Known texts", KNOWN_TEXTS.map((text) => `- \`${text}\``).join("\n"));
  return `${parts.join("\n\n")}\n`;
}

function printTable(fields: AnyFields, records: Map<string, RecordNote>): string {
  for (const type of Object.values(fields)) collect(type.uses ?? [], records);
  return printRows(Object.entries(fields).map(([key, type]) => [key, type.name] as const));
}

/** Inner records come before those that use them. */
function collect(notes: readonly RecordNote[], records: Map<string, RecordNote>): void {
  for (const note of notes) {
    collect(note.uses, records);
    records.set(note.name, note);
  }
}

function printRows(rows: readonly (readonly [string, string])[]): string {
  return rows.map(([key, name]) => `- \`${key}\`: ${name}`).join("\n");
}
