/**
 * The limit of the guest's memory. Whoever knows the size of what it is about to make asks here
 * first, so that a huge size ends in Python's MemoryError and never in a crash of the host.
 *
 * Sizes are PyPy's: a byte per character or byte, a word per item. They are an estimate of single
 * large values; what a program holds in total is not counted here.
 *
 * Counterpart: rpython/memory/gc (max_heap_size).
 */

import { operationError } from "./errors.ts";
import type { OperationError } from "./operation-error.ts";
import type { ObjSpace } from "./space.ts";

/** The default of `SpaceOptions.memoryMaxBytes`. */
export const MEMORY_MAX_BYTES = 2 * 1024 ** 3;
/** Longer strings and larger integers the host refuses: code units, bits. */
const TEXT_LENGTH_MAX = 0x1fffffe8;
const INTEGER_BITS_MAX = 2 ** 29;
/** Of the host's arrays. */
const ITEMS_MAX = 2 ** 27;

/** Throws MemoryError when a value of this many bytes is more than the program may have. */
export function checkAllocation(space: ObjSpace, sizeBytes: number): void {
  if (sizeBytes > space.memoryMaxBytes) throw memoryError(space);
}

/** The same for a string of `length` code points. */
export function checkTextAllocation(space: ObjSpace, length: number): void {
  if (length > TEXT_LENGTH_MAX) throw memoryError(space);
  checkAllocation(space, length);
}

/** The same for a sequence of `count` items. */
export function checkItemsAllocation(space: ObjSpace, count: number): void {
  if (count > ITEMS_MAX) throw memoryError(space);
  checkAllocation(space, count * 8);
}

/** The same for an integer of `bits` binary digits. */
export function checkIntegerAllocation(space: ObjSpace, bits: number): void {
  if (bits > INTEGER_BITS_MAX) throw memoryError(space);
  checkAllocation(space, bits / 8);
}

/** @dont_look_inside @cannot_raise */
export function memoryError(space: ObjSpace): OperationError {
  return operationError(space.exceptionTypes.get("MemoryError")!, []);
}
