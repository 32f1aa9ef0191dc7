/**
 * Simulated addresses of things that are not code, in the order in which they are first asked for.
 * Two kinds that never mix: addresses of constants, classes, descrs, guards and tokens, each kind
 * in its own region (`<Guard0x…>`, `TargetToken(…)`, `bridge_no` show them); and identities, what
 * `id()` gives, from their own counter. Only assembling code asks for the first kind and only the
 * guest for the second, so neither depends on who is listening.
 */

import { assert } from "../base/assert.ts";
import type { MemoryLayout, RegionName } from "./memory-layout.ts";

/** The kinds of things with an address, and the bytes one of them takes. */
export const OBJECT_SIZES = {
  function: 64,
  class: 256,
  descr: 64,
  constant: 4096,
  guard: 96,
  token: 96,
  counter: 32,
  identity: 16,
} as const satisfies Partial<Record<RegionName, number>>;

type Kind = keyof typeof OBJECT_SIZES;

/** Whether a thing is one of the host's arrays, typed ones included. */
export function isArray(thing: unknown): thing is ArrayLike<unknown> {
  return Array.isArray(thing) || (ArrayBuffer.isView(thing) && "length" in thing);
}

/**
 * Bytes of a constant: whole pages, so that an address inside tells which one it is; of an array,
 * room for twice its items.
 */
export function constantBytes(thing: object | string): number {
  const unit = OBJECT_SIZES.constant;
  const items = isArray(thing) ? thing.length : 0;
  return unit * (1 + Math.floor((16 * items + 16) / unit));
}

/** The kinds that assembling code asks for. */
export type AddressedKind = Exclude<Kind, "identity">;

/** The addresses of one kind: objects by identity, strings by value. */
interface Table {
  readonly objects: WeakMap<object, number>;
  readonly strings: Map<string, number>;
  next: number;
}

/** Hands out the addresses of one run. */
export class ObjectAddresses {
  private readonly layout: MemoryLayout;
  private readonly tables: Readonly<Record<Kind, Table>>;

  constructor(layout: MemoryLayout) {
    this.layout = layout;
    const makeTable = (kind: Kind): [Kind, Table] => [
      kind,
      { objects: new WeakMap(), strings: new Map(), next: layout[kind].base },
    ];
    const tables = (Object.keys(OBJECT_SIZES) as Kind[]).map(makeTable);
    this.tables = Object.fromEntries(tables) as Record<Kind, Table>;
  }

  /** The address of a thing, given at the first request. One thing has one address per kind. */
  addressOf(kind: AddressedKind, thing: object | string): number {
    return this.take(kind, thing);
  }

  /** The address of a thing if it has one; asking gives none. */
  lookupAddress(kind: AddressedKind, thing: object | string): number | undefined {
    const { objects, strings } = this.tables[kind];
    return typeof thing === "string" ? strings.get(thing) : objects.get(thing);
  }

  /** The value of `id(object)`, given at the first request. */
  identityOf(object: object): number {
    return this.take("identity", object);
  }

  private take(kind: Kind, thing: object | string): number {
    const table = this.tables[kind];
    const known = typeof thing === "string" ? table.strings.get(thing) : table.objects.get(thing);
    if (known !== undefined) return known;
    const address = table.next;
    const { base, size } = this.layout[kind];
    const bytes = kind === "constant" ? constantBytes(thing) : OBJECT_SIZES[kind];
    assert(address + bytes <= base + size, "a full region:", kind);
    table.next = address + bytes;
    if (typeof thing === "string") table.strings.set(thing, address);
    else table.objects.set(thing, address);
    return address;
  }
}
