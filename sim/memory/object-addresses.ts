/**
 * Simulated addresses of things that are not code, in the order in which they are first asked for.
 * Two kinds that never mix: addresses of constants, classes, descrs, guards and tokens, each kind
 * in its own region (`<Guard0x…>`, `TargetToken(…)`, `bridge_no` show them); and identities, what
 * `id()` gives, from their own counter. Only assembling code asks for the first kind and only the
 * guest for the second, so neither depends on who is listening.
 */

import { assert } from "../base/assert.ts";
import type { MemoryLayout, Region } from "./memory-layout.ts";

/** The kinds of things with an address, and the bytes one of them takes. */
export const OBJECT_SIZES = {
  class: 256,
  descr: 64,
  constant: 32,
  guard: 96,
  token: 96,
  counter: 32,
} as const;

export type AddressedKind = keyof typeof OBJECT_SIZES;

/** Bytes between two identities: the size of PyPy's smallest objects. */
const IDENTITY_STRIDE = 16;

/** Hands out the addresses of one run. */
export class ObjectAddresses {
  private readonly layout: MemoryLayout;
  private readonly next: Record<AddressedKind | "identity", number>;
  private readonly addresses = new WeakMap<object, number>();
  private readonly identities = new WeakMap<object, number>();

  constructor(layout: MemoryLayout) {
    this.layout = layout;
    const start = (region: Region) => region.base;
    this.next = {
      class: start(layout.class),
      descr: start(layout.descr),
      constant: start(layout.constant),
      guard: start(layout.guard),
      token: start(layout.token),
      counter: start(layout.counter),
      identity: start(layout.identity),
    };
  }

  /** The address of `object`, given at the first request; it then keeps kind and address. */
  addressOf(kind: AddressedKind, object: object): number {
    const known = this.addresses.get(object);
    if (known !== undefined) {
      const { base, size } = this.layout[kind];
      assert(base <= known && known < base + size, `this object is not a ${kind}`);
      return known;
    }
    const address = this.take(kind, OBJECT_SIZES[kind]);
    this.addresses.set(object, address);
    return address;
  }

  /** The address of `object` if it has one; asking gives none. */
  lookupAddress(object: object): number | undefined {
    return this.addresses.get(object);
  }

  /** The next address of a kind, for things that are no objects. */
  allocate(kind: AddressedKind): number {
    return this.take(kind, OBJECT_SIZES[kind]);
  }

  /** The value of `id(object)`, given at the first request. */
  identityOf(object: object): number {
    const known = this.identities.get(object);
    if (known !== undefined) return known;
    const identity = this.take("identity", IDENTITY_STRIDE);
    this.identities.set(object, identity);
    return identity;
  }

  private take(kind: AddressedKind | "identity", size: number): number {
    const address = this.next[kind];
    const region = this.layout[kind];
    assert(address + size <= region.base + region.size, `the ${kind} region is full`);
    this.next[kind] = address + size;
    return address;
  }
}
