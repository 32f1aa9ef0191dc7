/**
 * What declared functions of some special meanings do when no body is given: raw memory is
 * allocated and freed, items of arrays are copied. Their meaning leaves nothing to choose.
 *
 * Counterpart: ll_arraycopy and ll_arraymove in rpython/rlib/rgc.py, raw_malloc and raw_free.
 */

import { assert } from "../base/assert.ts";
import type { RawMemory } from "./raw-memory.ts";

type Body = (...args: never[]) => unknown;

/** The body of a function with this meaning, or null. */
export function oopspecBody(oopspec: string | null, memory: RawMemory): Body | null {
  switch (oopspec) {
    case "raw_malloc_varsize_char":
      return (size: number) => memory.allocate(size);
    case "raw_free":
      return (address: number) => memory.free(address);
    case "list.ll_arraycopy":
      return copyItems;
    case "list.ll_arraymove":
      return (array: unknown[], from: number, to: number, length: number) =>
        copyItems(array, array, from, to, length);
    default:
      return null;
  }
}

function copyItems(
  source: unknown[],
  target: unknown[],
  from: number,
  to: number,
  length: number,
): void {
  assert(from + length <= source.length && to + length <= target.length, "a copy within arrays");
  const items = source.slice(from, from + length);
  for (let index = 0; index < length; index++) target[to + index] = items[index];
}
