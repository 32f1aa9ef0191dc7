/**
 * Which address everything has that machine code can name, and what is at an address. Constants,
 * classes, functions, descrs, guards, tokens and counters have the addresses that the assembler gave
 * them; this book only looks them up and turns them around, since asking for one would give one.
 * Everything else is a handle. One thing has one address at any time.
 */

import { assert } from "../../base/assert.ts";
import type { AddressedKind, ObjectAddresses } from "../../memory/object-addresses.ts";
import { constantBytes, OBJECT_SIZES } from "../../memory/object-addresses.ts";
import { ClassLayout, HostFunction } from "../../trace/descr.ts";
import type { FinishDescr, GuardDescr } from "../../trace/descr.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import type { Unit } from "../backend.ts";
import type { Handled, Place } from "./handles.ts";
import { HandleTable } from "./handles.ts";

/** Whose run counter stands at an address. */
export interface CounterOwner {
  readonly kind: "e" | "l" | "b";
  readonly owner: object;
}

const CONSTANT_PAGE = OBJECT_SIZES.constant;

/** A thing that has got an address of its own, and the handle that it had. */
export interface Renamed {
  readonly handle: number;
  readonly address: number;
}

export class AddressBook {
  readonly handles = new HandleTable();
  private readonly addresses: ObjectAddresses;
  private readonly things = new Map<number, Handled>();
  /** Constants by the number of each page that they take. */
  private readonly constants = new Map<number, Place>();
  private readonly counters = new Map<number, CounterOwner>();

  constructor(addresses: ObjectAddresses) {
    this.addresses = addresses;
  }

  /** Notes everything that the code of a unit names; gives what has a new address by that. */
  learn(unit: Unit): Renamed[] {
    const renamed: Renamed[] = [];
    const note = (kind: AddressedKind, thing: Handled) => {
      const address = this.addresses.lookupAddress(kind, thing);
      if (address === undefined) return;
      if (this.things.has(address)) return;
      this.things.set(address, thing);
      if (kind === "constant") this.addConstant(thing, address);
      const handle = this.handles.lookup(thing);
      if (handle === undefined || kind === "guard") return;
      this.handles.forget(thing);
      renamed.push({ handle, address });
    };
    for (const op of unit.ops) {
      for (const value of op.args) if (value.isConst) noteConstant(value, note);
      noteDescr(op, note);
    }
    this.learnCounters(unit);
    return renamed;
  }

  private addConstant(thing: Handled, address: number): void {
    const size = constantBytes(thing);
    for (let offset = 0; offset < size; offset += CONSTANT_PAGE) {
      this.constants.set((address + offset) / CONSTANT_PAGE, { thing, offset });
    }
  }

  private learnCounters({ counted, guard, token, ops }: Unit): void {
    if (!counted) return;
    const note = (kind: CounterOwner["kind"], owner: object) => {
      const address = this.addresses.lookupAddress("counter", owner);
      if (address !== undefined) this.counters.set(address, { kind, owner });
    };
    if (guard === null) note("e", token);
    else note("b", guard);
    for (const { opname, descr } of ops) {
      if (opname === "label" && descr?.descrKind === "target") note("l", descr);
    }
  }

  /** The address of a reference; 0 is null. */
  addressOf(thing: Handled | null): number {
    if (thing === null || thing === undefined) return 0;
    return this.knownAddress("constant", thing) ?? this.handles.handleOf(thing);
  }

  /** An address that code has; what only code without room for it would have named, has none. */
  private knownAddress(kind: AddressedKind, thing: Handled): number | undefined {
    const address = this.addresses.lookupAddress(kind, thing);
    return address !== undefined && this.things.has(address) ? address : undefined;
  }

  /** The class word of objects of a class. */
  classAddress(layout: ClassLayout): number {
    return this.knownAddress("class", layout) ?? this.handles.handleOf(layout);
  }

  /** What begins at an address. */
  thingAt(address: number): Handled {
    const place = this.handles.isHandle(address) ? this.handles.placeOf(address) : undefined;
    const thing = place?.offset === 0 ? place.thing : this.things.get(address);
    assert(thing !== undefined, "nothing begins at the address", address);
    return thing;
  }

  /** What an address inside of a constant or of an object with a handle belongs to. */
  placeOf(address: number): Place | undefined {
    if (this.handles.isHandle(address)) return this.handles.placeOf(address);
    const page = this.constants.get(Math.floor(address / CONSTANT_PAGE));
    if (page === undefined) return undefined;
    return { thing: page.thing, offset: page.offset + (address % CONSTANT_PAGE) };
  }

  classAt(address: number): ClassLayout {
    const thing = this.thingAt(address);
    assert(thing instanceof ClassLayout, "a class");
    return thing;
  }

  functionAt(address: number): HostFunction {
    const thing = this.thingAt(address);
    assert(thing instanceof HostFunction, "a function");
    return thing;
  }

  /** By what a frame was left. */
  exitAt(address: number): GuardDescr | FinishDescr {
    const thing = this.thingAt(address) as GuardDescr | FinishDescr;
    assert(thing.descrKind === "guard" || thing.descrKind === "finish", "a guard or finish");
    return thing;
  }

  counterAt(address: number): CounterOwner | undefined {
    return this.counters.get(address);
  }
}

function noteConstant(value: Value, note: (kind: AddressedKind, thing: Handled) => void): void {
  if (!value.isConst) return;
  const thing = value.value;
  if (value.kind === "r") {
    if (thing !== null) note("constant", thing as Handled);
  } else if (typeof thing === "object" && thing !== null) {
    note(thing instanceof HostFunction ? "function" : "class", thing);
  }
}

function noteDescr({ descr }: ResOp, note: (kind: AddressedKind, thing: Handled) => void): void {
  switch (descr?.descrKind) {
    case "size":
      note("class", descr.layout);
      break;
    case "guard":
      note("guard", descr);
      break;
    case "array":
    case "finish":
      note("descr", descr);
      break;
    default:
  }
}
