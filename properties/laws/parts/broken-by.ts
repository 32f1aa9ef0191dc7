/** Verdicts of laws that are checked by assertions. */

import { AssertionError } from "node:assert/strict";
import type { Totals } from "../../totals.ts";
import type { Verdict } from "../law.ts";
import { broken } from "../law.ts";

/** The law is broken as an assertion says; other errors are thrown on. */
export function brokenBy(name: string, error: unknown, totals: Totals = {}): Verdict {
  if (error instanceof AssertionError) return broken(name, error.message, totals);
  throw error;
}
