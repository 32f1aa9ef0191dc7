/**
 * Applies what `patch.ts` makes. A patch may come from a file: one that does not fit, or is none,
 * throws a {@link PatchError}.
 */

import { UserError } from "../../sim/base/errors.ts";
import type { ListStep, Patch, PlainValue } from "./patch.ts";
import { fromPlain } from "./patch.ts";

export class PatchError extends UserError {
  override name = "PatchError";
}

const DEPTH_MAX = 100;

/** The value that `patch` makes of `value`. */
export function applyPatch(value: unknown, patch: Patch, depth = 0): unknown {
  if (depth > DEPTH_MAX) throw new PatchError("the diff is nested too deeply");
  if (!isRecord(patch)) throw new PatchError("the diff holds something that is no change");
  if ("=" in patch) return fromPlain(patch["="]);
  if ("{}" in patch) return applyToFields(value, patch["{}"], depth);
  if ("[]" in patch && Array.isArray(patch["[]"]) && Array.isArray(value)) {
    return [...applySteps(value, patch["[]"], depth)];
  }
  throw new PatchError("the diff does not fit the reel: a list was expected");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function applyToFields(
  value: unknown,
  fields: Readonly<Record<string, Patch>>,
  depth: number,
): unknown {
  if (!isRecord(value) || !isRecord(fields)) {
    throw new PatchError("the diff does not fit the reel: an object was expected");
  }
  const changed = Object.entries(fields).map(([key, patch]) => {
    if (!Object.hasOwn(value, key)) {
      throw new PatchError(
        `the diff does not fit the reel: there is no field "${key.slice(0, 40)}"`,
      );
    }
    return [key, applyPatch(value[key], patch, depth + 1)] as const;
  });
  return { ...value, ...Object.fromEntries(changed) };
}

/** The items that the steps make of `items`, one after the other. */
export function* applySteps(
  items: Iterable<unknown>,
  steps: readonly ListStep[],
  depth = 0,
): Generator<unknown, void> {
  const source = items[Symbol.iterator]();
  const next = (): unknown => {
    const { done, value } = source.next();
    if (done) throw new PatchError("the diff does not fit the reel: it goes on behind the end");
    return value;
  };
  for (const step of steps) {
    if (typeof step === "number") {
      for (let i = 0; i < checkCount(step); i++) yield next();
    } else if (!isRecord(step)) throw new PatchError("the diff holds a step that is none");
    else if ("-" in step) {
      for (let i = 0; i < checkCount(step["-"]); i++) next();
    } else if ("+" in step && Array.isArray(step["+"])) {
      for (const added of step["+"] as readonly PlainValue[]) yield fromPlain(added);
    } else if ("~" in step) yield applyPatch(next(), step["~"], depth + 1);
    else throw new PatchError("the diff holds a step that is none");
  }
  if (!source.next().done) {
    throw new PatchError("the diff does not fit the reel: it ends before the reel does");
  }
}

function checkCount(count: unknown): number {
  if (typeof count === "number" && Number.isSafeInteger(count) && count >= 0) return count;
  throw new PatchError("the diff holds a count that is none");
}
