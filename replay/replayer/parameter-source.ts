/**
 * What a parameter of the JIT was after some event, and who had set it: the run's options, or the
 * program while it ran.
 */

import type { ReelHeader } from "../format/header.ts";
import type { StateRecord } from "../format/state-schema.ts";

/** A parameter's value and where it comes from. */
export interface ParameterSource {
  readonly name: string;
  /** Null when it has its default, which a reel does not hold. */
  readonly value: string | null;
  /** The `set_param` event; -1: the run's options, or the default. */
  readonly event: number;
}

export function findParameter(
  header: Pick<ReelHeader, "jit">,
  state: Pick<StateRecord, "parameters">,
  name: string,
): ParameterSource {
  const set = state.parameters.findLast((one) => one.name === name);
  if (set !== undefined) return { name, value: set.value, event: set.event };
  const given = header.jit.split(",").map((part) => part.split("="));
  const value = given.findLast(([key]) => key?.trim() === name)?.[1]?.trim() ?? null;
  return { name, value, event: -1 };
}
