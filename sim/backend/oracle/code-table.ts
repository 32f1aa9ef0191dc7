/**
 * What is installed: which unit a loop token enters, where target tokens are, which bridge hangs on
 * a guard. Looked up by identity; nothing iterates over it except to free.
 */

import { assert, defined } from "../../base/assert.ts";
import type { BridgeRef, CompiledRef, GuardDescr, LoopToken } from "../../trace/descr.ts";
import type { TargetToken } from "../../trace/descr.ts";
import type { AssembledCode, Unit } from "../backend.ts";
import type { Place } from "./linked-unit.ts";
import { LinkedUnit } from "./linked-unit.ts";

/** What a loop token holds: the unit entered through it, and all units that go with it. */
export class CompiledLoop implements CompiledRef {
  readonly compiledKind = "linked";
  readonly units: LinkedUnit[] = [];
  entry: LinkedUnit | null = null;
  /** Calls go there instead. */
  redirectedTo: LoopToken | null = null;
}

/** What a guard holds. */
export class AttachedBridge implements BridgeRef {
  readonly bridgeKind = "linked";
  readonly unit: LinkedUnit;
  constructor(unit: LinkedUnit) {
    this.unit = unit;
  }
}

export class CodeTable {
  private readonly places = new Map<TargetToken, Place>();

  /** Links a unit and makes it reachable through its token, its labels and its guard. */
  install(unit: Unit, code: AssembledCode): LinkedUnit {
    const linked = new LinkedUnit(unit, code);
    const loop = this.loopOf(unit.token);
    loop.units.push(linked);
    for (const label of linked.labels) this.places.set(label.token, { unit: linked, label });
    if (unit.guard !== null) unit.guard.bridge = new AttachedBridge(linked);
    else loop.entry = linked;
    return linked;
  }

  /** The loop's record, made at the first request. */
  loopOf(token: LoopToken): CompiledLoop {
    const known = token.compiled;
    if (known instanceof CompiledLoop) return known;
    const loop = new CompiledLoop();
    token.compiled = loop;
    return loop;
  }

  /** The unit that a call of `token` enters. */
  entryOf(token: LoopToken): LinkedUnit {
    let at = token;
    for (;;) {
      const loop = at.compiled;
      assert(loop instanceof CompiledLoop, "a loop that is run is installed");
      if (loop.redirectedTo === null) return defined(loop.entry, "entry of a loop");
      at = loop.redirectedTo;
    }
  }

  placeOf(token: TargetToken): Place {
    return defined(this.places.get(token), "installed label of a jump");
  }

  bridgeOf(guard: GuardDescr): LinkedUnit | null {
    return guard.bridge instanceof AttachedBridge ? guard.bridge.unit : null;
  }

  redirect(from: LoopToken, to: LoopToken): void {
    this.loopOf(from).redirectedTo = to;
  }

  /** Forgets the loop and its bridges; returns their units. */
  free(token: LoopToken): readonly LinkedUnit[] {
    const loop = token.compiled;
    if (!(loop instanceof CompiledLoop)) return [];
    token.compiled = null;
    for (const unit of loop.units) {
      for (const label of unit.labels) this.places.delete(label.token);
      if (unit.unit.guard !== null) unit.unit.guard.bridge = null;
    }
    return loop.units;
  }
}
