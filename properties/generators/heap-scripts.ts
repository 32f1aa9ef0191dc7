/** Scripts for the code heap: commands as data, with the faults that strike its reservations. */

import * as fc from "fast-check";
import { CHUNK_SIZE } from "../../sim/memory/code-heap.ts";

/** A command that cannot be carried out where it comes (no block, a reservation open) is passed over. */
export type HeapCommand =
  | { readonly kind: "reserve" | "put"; readonly size: number; readonly owner: number }
  | { readonly kind: "commit"; readonly permille: number }
  | { readonly kind: "abort" }
  | { readonly kind: "free"; readonly pick: number }
  | { readonly kind: "patch"; readonly pick: number; readonly byte: number };

export interface HeapScript {
  readonly commands: readonly HeapCommand[];
  /** The reservation that fails (counted from 1), and the first of those that all fail. */
  readonly failing: number;
  readonly full: number;
}

const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 300 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 300_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: CHUNK_SIZE - 20, max: CHUNK_SIZE + 20 }) },
);
const owner = fc.integer({ min: 1, max: 100 });

function kind<K extends string>(name: K): fc.Arbitrary<K> {
  return fc.constant(name);
}

/** Swarm: each script has commands in a proportion of its own, and some not at all. */
const weights = fc.record({
  put: fc.constantFrom(4, 1, 8),
  free: fc.constantFrom(3, 0, 8),
  reserve: fc.constantFrom(1, 0, 3),
  commit: fc.constantFrom(1, 3),
  abort: fc.constantFrom(1, 0, 3),
  patch: fc.constantFrom(1, 0),
});

function commands(weight: { readonly [K in HeapCommand["kind"]]: number }) {
  const command: fc.Arbitrary<HeapCommand> = fc.oneof(
    { weight: weight.put, arbitrary: fc.record({ kind: kind("put"), size: sizes, owner }) },
    { weight: weight.free, arbitrary: fc.record({ kind: kind("free"), pick: fc.nat(500) }) },
    { weight: weight.reserve, arbitrary: fc.record({ kind: kind("reserve"), size: sizes, owner }) },
    {
      weight: weight.commit,
      arbitrary: fc.record({ kind: kind("commit"), permille: fc.integer({ min: 0, max: 1000 }) }),
    },
    { weight: weight.abort, arbitrary: fc.record({ kind: kind("abort") }) },
    {
      weight: weight.patch,
      arbitrary: fc.record({ kind: kind("patch"), pick: fc.nat(500), byte: fc.nat(255) }),
    },
  );
  return fc.array(command, { maxLength: 150, size: "max" });
}

export const heapScripts: fc.Arbitrary<HeapScript> = fc.record({
  commands: weights.chain(commands),
  failing: fc.integer({ min: 1, max: 41 }),
  full: fc.integer({ min: 1, max: 201 }),
});

/** One command a line. */
export function printHeapScript({ commands: list, failing, full }: HeapScript): string {
  const lines = list.map(({ kind: name, ...rest }) => `${name} ${Object.values(rest).join(" ")}`);
  return [`alloc-fail@${failing} heap-full@${full}`, ...lines.map((line) => line.trimEnd())].join(
    "\n",
  );
}
