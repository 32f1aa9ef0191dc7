/**
 * What is installed: which unit a loop token enters, where target tokens are, which bridge hangs on
 * a guard. Looked up by identity; nothing iterates over it except to free.
 */

import { assert, defined } from "../../base/assert.ts";
import type { BridgeRef, CompiledRef, GuardDescr, LoopToken } from "../../trace/descr.ts";
import type { TargetToken } from "../../trace/descr.ts";
import type { AssembledCode, Unit } from "../backend.ts";
import type { CostLedger, UnitAccount } from "../cost-ledger.ts";
import type { Place } from "./linked-unit.ts";
import { LinkedUnit } from "./linked-unit.ts";

/** A loop: the unit that is entered through its token, and all units that go with it. */
class CompiledLoop implements CompiledRef {
  readonly compiledKind = "linked";
  readonly units: LinkedUnit[] = [];
  entry: LinkedUnit | null = null;
  /** Calls go there instead. */
  redirectedTo: LoopToken | null = null;
}

/** Tells others that a guard has a bridge. */
const LINKED_BRIDGE: BridgeRef = { bridgeKind: "linked" };

export class CodeTable {
  private readonly ledger: CostLedger | null;
  private readonly loops = new Map<LoopToken, CompiledLoop>();
  private readonly places = new Map<TargetToken, Place>();
  private readonly bridges = new Map<GuardDescr, LinkedUnit>();

  constructor(ledger: CostLedger | null) {
    this.ledger = ledger;
  }

  /** Links a unit and makes it reachable through its token, its labels and its guard. */
  install(unit: Unit, code: AssembledCode): LinkedUnit {
    const linked = new LinkedUnit(unit, code, this.ledger?.open(unit, code) ?? null);
    const loop = this.loopOf(unit.token);
    loop.units.push(linked);
    for (const label of linked.labels) this.places.set(label.token, { unit: linked, label });
    if (unit.guard === null) loop.entry = linked;
    else {
      this.bridges.set(unit.guard, linked);
      unit.guard.bridge = LINKED_BRIDGE;
    }
    return linked;
  }

  /** The loop's record, made at the first request. */
  private loopOf(token: LoopToken): CompiledLoop {
    const known = this.loops.get(token);
    if (known !== undefined) return known;
    const loop = new CompiledLoop();
    this.loops.set(token, loop);
    token.compiled = loop;
    return loop;
  }

  /** The unit that a call of `token` enters. */
  entryOf(token: LoopToken): LinkedUnit {
    const entry = this.lookupEntry(token);
    assert(entry !== null, "a loop that is run is installed");
    return entry;
  }

  /** The same, or null when the loop is not installed or has been freed. */
  lookupEntry(token: LoopToken): LinkedUnit | null {
    let loop = this.loops.get(token);
    while (loop !== undefined && loop.redirectedTo !== null) {
      loop = this.loops.get(loop.redirectedTo);
    }
    return loop === undefined ? null : loop.entry;
  }

  /** The accounts of the entries on the way from `token` to where calls of it go. */
  redirectionsOf(token: LoopToken): UnitAccount[] {
    const accounts: UnitAccount[] = [];
    let loop = this.loops.get(token);
    while (loop !== undefined && loop.redirectedTo !== null) {
      const account = loop.entry?.account ?? null;
      if (account !== null) accounts.push(account);
      loop = this.loops.get(loop.redirectedTo);
    }
    return accounts;
  }

  placeOf(token: TargetToken): Place {
    return defined(this.places.get(token), "installed label of a jump");
  }

  bridgeOf(guard: GuardDescr): LinkedUnit | null {
    return this.bridges.get(guard) ?? null;
  }

  redirect(from: LoopToken, to: LoopToken): void {
    this.loopOf(from).redirectedTo = to;
  }

  /** Forgets the loop and its bridges; returns their units. */
  free(token: LoopToken): readonly LinkedUnit[] {
    const loop = this.loops.get(token);
    if (loop === undefined) return [];
    this.loops.delete(token);
    token.compiled = null;
    for (const unit of loop.units) {
      for (const label of unit.labels) this.places.delete(label.token);
      const { guard } = unit.unit;
      if (guard === null) continue;
      this.bridges.delete(guard);
      guard.bridge = null;
    }
    return loop.units;
  }
}
