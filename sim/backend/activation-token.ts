/**
 * The token of one activation of compiled code, made when something asks for it: before a call that
 * may force, the activation leaves with its token what the guard_not_forced behind the call would
 * pass on. It lives as long as the activation, across jumps and bridges, and after a finish for as
 * long as its frame refers to it.
 *
 * Counterpart: the JITFRAME of rpython/jit/backend/llsupport/jitframe.py (jf_force_descr,
 * jf_savedata).
 */

import { assert } from "../base/assert.ts";
import type { ForceToken } from "../base/virtual-ref.ts";
import type { GuardDescr } from "../trace/descr.ts";
import type { RtValue } from "../trace/values.ts";
import type { BackendServices } from "./backend.ts";

export class ActivationToken implements ForceToken {
  private readonly services: BackendServices;
  /** The guard behind the call in progress, and its fail arguments. */
  guard: GuardDescr | null = null;
  values: readonly RtValue[] = [];
  /** What forcing gave; the guard fails then. */
  saved: object | null = null;

  constructor(services: BackendServices) {
    this.services = services;
  }

  force(): void {
    const { guard } = this;
    assert(guard !== null, "compiled code is forced inside of a call that may force");
    assert(this.saved === null, "compiled code is forced once in a call");
    this.saved = this.services.forceActivation(guard, this.values);
  }

  /** What the failing guard passes on. */
  takeSaved(): object | null {
    const { saved } = this;
    this.saved = null;
    return saved;
  }
}
