/**
 * Guard pages: a page without access below and one above a region, mapped so that nothing else can
 * ever stand there. What runs off the end of a stack, or of the code, faults at once.
 */

import type { AddressSpace } from "./address-space.ts";
import { PAGE_SIZE } from "./address-space.ts";
import type { Region } from "./memory-layout.ts";
import { PROTECTION } from "./protection.ts";

/** The addresses of both guard pages of a region. */
export function guardPagesOf({ base, size }: Region): readonly [below: number, above: number] {
  return [base - PAGE_SIZE, base + size];
}

/** Maps both guard pages of a region; the region's own pages are not touched. */
export function mapGuardPages(space: AddressSpace, region: Region): void {
  for (const address of guardPagesOf(region)) space.map(address, PAGE_SIZE, PROTECTION.none);
}
