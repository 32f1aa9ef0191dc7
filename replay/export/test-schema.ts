/**
 * A validator for published JSON schemas, and the schema of speedscope's file format as its package
 * ships it. Both are loaded when they are used, so that only these tests need the packages.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);

/** Tells what is wrong with a value; "" when nothing is. */
export type Validate = (value: unknown) => string;

interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

/** Makes a validator of a JSON schema (draft 7). */
export function makeValidator(schema: unknown): Validate {
  const Ajv = load("ajv") as new (options: object) => { compile(schema: unknown): Validator };
  const validator = new Ajv({ strict: false }).compile(schema);
  return (value) => {
    if (validator(value)) return "";
    const errors = validator.errors ?? [];
    return errors.map(({ instancePath, message }) => `${instancePath} ${message}`).join("; ");
  };
}

export function speedscopeSchema(): unknown {
  const path = load.resolve("speedscope/package.json");
  const file = path.replace(/package\.json$/, "dist/release/file-format-schema.json");
  return JSON.parse(readFileSync(file, "utf8"));
}
