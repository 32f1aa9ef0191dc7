/**
 * Who a compiled unit is, told without addresses and numbers that change from run to run: a loop is
 * its jitdriver and green key, a bridge is the unit that its guard is in and the guard's place among
 * that unit's guards. Equal ones are counted. Events are to be given in their order.
 *
 * `match-units.ts` finds the units of one run in another one.
 */

import { createHash } from "node:crypto";
import type { EventOf } from "../format/event-schema.ts";
import type { GreenKeyRecord } from "../format/events.ts";
import { printGreenKey } from "./print-value.ts";

/** One unit. Indexes count `compile` and `tmp_callback` events of the run. */
export interface UnitIdentity {
  readonly index: number;
  readonly type: EventOf<"compile">["type"] | "callback";
  /** The same in another run in which nothing but addresses and numbers has changed. */
  readonly key: string;
  /** The key without the count of equal ones before it. */
  readonly stem: string;
  /** For example `loop 3`, `bridge of loop 3`. */
  readonly name: string;
  /** Its green key, or the merge point of the guard that a bridge leaves from; escaped. */
  readonly location: string;
  readonly jitdriverName: string;
  /** Code object and bytecode of that location; "" and -1 where there is none. */
  readonly codeName: string;
  readonly position: number;
  /** What counts its runs in `stats` events, e.g. `e 3`, `b 139639050470624`; null: nothing. */
  readonly counter: string | null;
  /** Bridges: index of the unit that the guard is in; -1 for others, and when it is unknown. */
  readonly owner: number;
  /** Bridges: the guard's place among the guards of its unit; -1 for others. */
  readonly guard: number;
}

/** Where a guard stands. */
export interface GuardPlace {
  /** Index and key of the unit that it is in. */
  readonly owner: number;
  readonly ownerKey: string;
  readonly guard: number;
  readonly location: string;
  readonly codeName: string;
  readonly position: number;
}

/** What is kept of a guard: there may be many, so no text of their own. */
interface KnownGuard extends Pick<GuardPlace, "owner" | "ownerKey" | "guard"> {
  /** The merge point before it; null where there is none. */
  readonly greenKey: GreenKeyRecord | null;
  /** Place of the unit, for guards before the first merge point. */
  readonly unit: Pick<GuardPlace, "location" | "codeName" | "position">;
}

/** Longer keys (bridges of bridges of …) are cut to their digest. */
const KEY_LENGTH_MAX = 300;

/** The address in a guard's descr, `<Guard0x7f0040000180>`; null in raw traces. */
export function guardAddress(descr: string): number | null {
  if (!descr.startsWith("<Guard0x")) return null;
  const address = Number(descr.slice("<Guard".length, -1));
  return Number.isSafeInteger(address) ? address : null;
}

/** Tells the units of one run apart. */
export class UnitIdentifier {
  private readonly guards = new Map<number, KnownGuard>();
  private readonly occurrences = new Map<string, number>();
  private readonly guardCountMax: number;
  private count = 0;

  /** Of guards and keys, the `guardCountMax` latest are remembered. */
  constructor(guardCountMax = Number.POSITIVE_INFINITY) {
    this.guardCountMax = guardCountMax;
  }

  add(event: EventOf<"compile"> | EventOf<"tmp_callback">): UnitIdentity {
    if (event.kind === "tmp_callback") return this.addCallback(event.greenKey);
    const unit = event.type === "bridge" ? this.addBridge(event) : this.addLoop(event);
    this.addGuards(event, unit);
    return unit;
  }

  /** The guard at an address, of a unit that was compiled before. */
  guardAt(address: number): GuardPlace | undefined {
    const known = this.guards.get(address);
    if (known === undefined) return undefined;
    const { owner, ownerKey, guard, greenKey, unit } = known;
    const { codeName, position } = greenKey ?? unit;
    const location = greenKey === null ? unit.location : printGreenKey(greenKey);
    return { owner, ownerKey, guard, location, codeName, position };
  }

  private addLoop(event: EventOf<"compile">): UnitIdentity {
    const { type, loopNo, greenKey, jitdriverName } = event;
    return {
      index: this.count++,
      type,
      ...this.makeKey(`${type} ${jitdriverName} ${greenKey?.text ?? ""}`),
      name: `${type} ${loopNo}`,
      location: printGreenKey(greenKey),
      jitdriverName,
      codeName: greenKey?.codeName ?? "",
      position: greenKey?.position ?? -1,
      counter: `e ${loopNo}`,
      owner: -1,
      guard: -1,
    };
  }

  private addBridge(event: EventOf<"compile">): UnitIdentity {
    const { loopNo, bridgeNo, jitdriverName } = event;
    const place = this.guardAt(bridgeNo);
    const from = place === undefined ? "" : `${shorten(place.ownerKey)} guard ${place.guard}`;
    return {
      index: this.count++,
      type: "bridge",
      ...this.makeKey(`bridge ${from}`),
      name: `bridge of loop ${loopNo}`,
      location: place?.location ?? "",
      jitdriverName,
      codeName: place?.codeName ?? "",
      position: place?.position ?? -1,
      counter: `b ${bridgeNo}`,
      owner: place?.owner ?? -1,
      guard: place?.guard ?? -1,
    };
  }

  private addCallback(greenKey: GreenKeyRecord): UnitIdentity {
    return {
      index: this.count++,
      type: "callback",
      ...this.makeKey(`callback ${greenKey.text}`),
      name: "callback",
      location: printGreenKey(greenKey),
      jitdriverName: "",
      codeName: greenKey.codeName,
      position: greenKey.position,
      counter: null,
      owner: -1,
      guard: -1,
    };
  }

  /** Bridges that come later are found by the addresses of these guards. */
  private addGuards({ operations }: EventOf<"compile">, unit: UnitIdentity): void {
    const { index: owner, key: ownerKey, location, codeName, position } = unit;
    const start = { location, codeName, position };
    let greenKey: GreenKeyRecord | null = null;
    let guard = 0;
    for (const { mergePoint, name, descr } of operations) {
      if (mergePoint !== null) greenKey = mergePoint.greenKey;
      if (!name.startsWith("guard_")) continue;
      const address = guardAddress(descr);
      if (address !== null) {
        this.guards.delete(address);
        this.guards.set(address, { owner, ownerKey, guard, greenKey, unit: start });
        forgetOldest(this.guards, this.guardCountMax);
      }
      guard++;
    }
  }

  private makeKey(stem: string): Pick<UnitIdentity, "key" | "stem"> {
    const count = (this.occurrences.get(stem) ?? 0) + 1;
    this.occurrences.delete(stem);
    this.occurrences.set(stem, count);
    forgetOldest(this.occurrences, this.guardCountMax);
    return { stem, key: count === 1 ? stem : `${stem} #${count}` };
  }
}

function forgetOldest<V>(map: Map<V, unknown>, countMax: number): void {
  if (map.size <= countMax) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}

function shorten(key: string): string {
  if (key.length <= KEY_LENGTH_MAX) return key;
  return `@${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
}
