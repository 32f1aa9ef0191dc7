/**
 * The paths that one host function counts while it is written: each path that is static, from
 * where the count was last brought up to date to a jump, call, exit or finish, has one run count.
 * What a run of it costs stands beside the function, in the ledger.
 */

import type { PathPart } from "../cost-ledger.ts";

export class PathCounters {
  readonly paths: (readonly PathPart[])[] = [];

  /** Text of the run count of a path. */
  counterOf(parts: readonly PathPart[]): string {
    return `N[${this.paths.push(parts) - 1}]`;
  }
}
