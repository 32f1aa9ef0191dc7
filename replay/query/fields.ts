/**
 * The fields of a query by their names: those of the table, a flag for each type of event, and the
 * counters.
 */

import { closestNames } from "../../sim/base/closest-names.ts";
import { COUNTER_WORDS } from "../format/event-schema.ts";
import { typeTest } from "../replayer/selection.ts";
import type { FieldSpec, OwnFieldName } from "./field-table.ts";
import { FIELD_TABLE, GROUP_FLAGS, KIND_WORDS } from "./field-table.ts";
import type { FieldReader } from "./field-values.ts";
import { FIELD_READERS } from "./field-values.ts";
import { KEYWORDS } from "./parser.ts";

export interface KnownField extends FieldSpec {
  readonly read: FieldReader;
}

/** The field, or null. */
export function lookupField(name: string): KnownField | null {
  if (isOwnField(name)) return { ...FIELD_TABLE[name], read: FIELD_READERS[name] };
  const isType = typeTest(name);
  if (isType !== null) {
    return { of: "event", type: "flag", about: "", read: ({ event }) => isType(event) };
  }
  return lookupCounter(name);
}

function isOwnField(name: string): name is OwnFieldName {
  return Object.hasOwn(FIELD_TABLE, name);
}

function lookupCounter(name: string): KnownField | null {
  const isEnd = name.startsWith(END);
  const counter = isEnd ? name.slice(END.length) : name;
  if (!COUNTER_WORDS.some((word) => word === counter)) return null;
  const field = { of: "event", type: "number", about: "" } as const;
  return isEnd
    ? { ...field, needs: ["end counters"], read: ({ future }) => future.lookupCounter(counter) }
    : { ...field, needs: ["past"], read: ({ past }) => past.lookupCounter(counter) };
}

const END = "end.";

/** Every name that {@link lookupField} knows. */
export function allFieldNames(): string[] {
  return [
    ...Object.keys(FIELD_TABLE),
    ...Object.keys(GROUP_FLAGS),
    ...KIND_WORDS,
    ...COUNTER_WORDS,
    ...COUNTER_WORDS.map((name) => `${END}${name}`),
  ];
}

/** What was probably meant by a name that is no field. */
export function suggestField(name: string): string {
  const [closest] = closestNames(name.slice(0, 60), [...allFieldNames(), ...KEYWORDS]);
  return `did you mean ${closest}? (a text stands in quotes)`;
}
