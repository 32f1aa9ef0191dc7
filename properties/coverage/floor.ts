/**
 * The floor: how many behaviours of each group must be reached by the campaign that
 * `jitreel prop coverage` runs. A ratchet, kept as data in floor.json: it is only ever raised.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { UserError } from "../../sim/base/errors.ts";
import type { Coverage } from "./coverage.ts";

/** Path from the repository's folder. */
export const FLOOR_FILE = "properties/coverage/floor.json";

export interface Floor {
  readonly total: number;
  readonly groups: Readonly<Record<string, number>>;
}

/** Reads the floor; throws a UserError for anything else. */
export function readFloor(path: string): Floor {
  const bad = (message: string) => new UserError(message, { file: path });
  const text = readFileSync(path, "utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw bad(`no JSON: ${(error as Error).message}`);
  }
  const { total, groups } = (value ?? {}) as { total?: unknown; groups?: unknown };
  if (typeof total !== "number" || typeof groups !== "object" || groups === null) {
    throw bad("expected { total: NUMBER, groups: { NAME: NUMBER, … } }");
  }
  for (const [name, floor] of Object.entries(groups)) {
    if (typeof floor !== "number") throw bad(`the floor of ${name} is no number`);
  }
  return { total, groups: groups as Record<string, number> };
}

/** What is below the floor, one line each. */
export function belowFloor({ groups, total, reached }: Coverage, floor: Floor): string[] {
  const names = new Set(groups.map(({ name }) => name));
  const gone = Object.keys(floor.groups).filter((name) => !names.has(name));
  return [
    ...gone.map((name) => `${FLOOR_FILE} has a floor for ${name}, which is no group`),
    ...groups.flatMap(({ name, ...group }) => {
      const wanted = floor.groups[name] ?? 0;
      if (group.reached >= wanted) return [];
      return [`${name}: ${group.reached} of ${group.total} reached, the floor is ${wanted}`];
    }),
    ...(reached < floor.total
      ? [`all: ${reached} of ${total} reached, the floor is ${floor.total}`]
      : []),
  ];
}

/** The floor that this coverage allows; never lower than the present one. */
export function raisedFloor({ groups, reached }: Coverage, floor: Floor): Floor {
  const raised = groups.map(({ name, reached: found }): [string, number] => [
    name,
    Math.max(found, floor.groups[name] ?? 0),
  ]);
  return { total: Math.max(reached, floor.total), groups: Object.fromEntries(raised) };
}

export function sameFloor(a: Floor, b: Floor): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function writeFloor(path: string, floor: Floor): void {
  writeFileSync(path, `${JSON.stringify(floor, null, 2)}\n`);
}
