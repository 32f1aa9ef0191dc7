/** One declaration while it is read; see declarations.ts. */

import type { UserError } from "../base/errors.ts";
import type { TraceContext } from "./trace-context.ts";

/** Host functions for declared calls, by name. */
export type HostFunctions = Readonly<Record<string, (...args: never[]) => unknown>>;

export interface DeclarationLine {
  readonly words: readonly string[];
  readonly text: string;
  readonly context: TraceContext;
  readonly functions: HostFunctions;
  /** The error to throw. */
  error(message: string): UserError;
}
