/**
 * Where nobody can review, no golden and no pending change is written.
 */

import { UserError } from "../../sim/base/errors.ts";

/** Throws a UserError when CI is set in the environment; an empty text is none, as elsewhere. */
export function refuseInCi(option: string): void {
  if ((process.env.CI ?? "") === "") return;
  const hint = "run it where somebody can review the change, and commit what was accepted";
  throw new UserError(`${option} writes nothing in CI (CI is set)`, undefined, hint);
}
