/**
 * What generated functions and the executor hand to each other. One state serves all nested runs:
 * between the store and the read of a field no other code runs.
 */

import type { VirtualClock } from "../../base/clock.ts";
import type { ClassLayout } from "../../trace/descr.ts";
import type { RtValue } from "../../trace/values.ts";
import type { ActivationToken } from "../activation-token.ts";
import type { BackendServices } from "../backend.ts";
import type { UnitAccount } from "../cost-ledger.ts";
import { checkTickLimit } from "../oracle/activation.ts";

export class HostState {
  readonly services: BackendServices;
  readonly clock: VirtualClock;
  /** Arguments of the function to enter, or values of the exit that was taken. */
  values: readonly RtValue[] = [];
  /** Result of a finish. */
  result: RtValue = null;
  /** The guest exception in flight across an entry or exit. */
  exception: object | null = null;
  /** The token of the activation that goes on elsewhere; null for a new activation. */
  token: ActivationToken | null = null;
  /** What an exit by guard_not_forced passes on. */
  saved: object | null = null;
  /** The clock's limit, copied from the services. */
  limit = Number.POSITIVE_INFINITY;

  constructor(services: BackendServices) {
    this.services = services;
    this.clock = services.clock;
  }

  refreshLimit(): void {
    this.limit = this.services.tickLimit ?? Number.POSITIVE_INFINITY;
  }

  /** Tells the simulator that the clock has reached its limit. */
  readonly checkLimit = (): void => {
    checkTickLimit(this.services);
    this.refreshLimit();
  };

  /** The exception of a call that traced code may catch; throws everything else on. */
  readonly caught = (error: unknown): object => {
    if (!this.services.isGuestException(error)) throw error;
    return error;
  };

  readonly layoutOf = (value: RtValue): ClassLayout | undefined =>
    typeof value === "object" && value !== null ? this.services.layoutOf(value) : undefined;

  readonly isOfSubclass = (value: RtValue, layout: ClassLayout): boolean =>
    this.layoutOf(value)?.isSubclassOf(layout) ?? false;

  /** A call passes entries that are redirected. */
  countRedirections(accounts: readonly UnitAccount[]): void {
    for (const account of accounts) account.addRedirection();
  }

  takeSaved(): object | null {
    const { saved } = this;
    this.saved = null;
    return saved;
  }

  takeException(): object | null {
    const { exception } = this;
    this.exception = null;
    return exception;
  }
}
