/**
 * The table of laws that the sub-commands of `jitreel prop` work with: the usual one, or that of a
 * module of the user's.
 */

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { existsSync } from "node:fs";
import { UserError } from "../../sim/base/errors.ts";
import { LAWS } from "../../properties/laws/index.ts";
import type { AnyLaw } from "../../properties/laws/law.ts";

export interface LawTable {
  readonly table: readonly AnyLaw[];
  /** For threads, which load it themselves; null: the usual one. */
  readonly lawModule: string | null;
}

/** Loads the laws; throws a UserError when the module has none. */
export async function loadLaws(file: string | undefined): Promise<LawTable> {
  if (file === undefined) return { table: LAWS, lawModule: null };
  const path = resolve(file);
  if (!existsSync(path)) throw new UserError("cannot read it: no such file", { file });
  const lawModule = pathToFileURL(path).href;
  const { LAWS: table } = await importModule(lawModule, file);
  if (Array.isArray(table) && table.length > 0 && table.every(isLaw)) return { table, lawModule };
  throw new UserError("it must export LAWS, a list of laws (see jitreel/properties)", { file });
}

async function importModule(url: string, file: string): Promise<{ LAWS?: unknown }> {
  try {
    return (await import(url)) as { LAWS?: unknown };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError(`cannot load it: ${message}`, { file });
  }
}

function isLaw(value: unknown): value is AnyLaw {
  const { name, arbitrary, check, describe, secondsMax } = value as Partial<AnyLaw>;
  return (
    typeof name === "string" &&
    typeof arbitrary === "object" &&
    typeof check === "function" &&
    typeof describe === "function" &&
    typeof secondsMax === "number"
  );
}
