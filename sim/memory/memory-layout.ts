/**
 * Where things stand in the simulated address space: one table of regions. They look like a PIE
 * program's on x86-64 Linux: static data near 0x55…, everything mapped later near 0x7f…. Seed 0
 * gives the table's own addresses; any other seed slides the two areas by whole pages, as address
 * randomization does. Regions never overlap, under no seed.
 */

import { assert } from "../base/assert.ts";
import { Prng } from "../base/prng.ts";

interface RegionSpec {
  readonly area: "program" | "mapped";
  /** Bytes from the base of the area. */
  readonly offset: number;
  readonly size: number;
}

const AREA_BASE = { program: 0x5555_5555_4000, mapped: 0x7f00_0000_0000 } as const;

/** Slides are this many pages at most, so an area stays within 2^39 bytes of its base. */
const SLIDE_PAGES = 2 ** 25;

/** Every region: what stands there, and how much of it there can be. */
export const REGIONS = {
  /** Entry points of the helpers that compiled code calls. */
  helper: { area: "program", offset: 0x0000_0000, size: 0x0010_0000 },
  /** Host functions that traces call. */
  function: { area: "program", offset: 0x0100_0000, size: 0x0f00_0000 },
  /** Class words (vtables). */
  class: { area: "program", offset: 0x1000_0000, size: 0x1000_0000 },
  /** Descrs of the program, among them those of `finish`. */
  descr: { area: "program", offset: 0x2000_0000, size: 0x1000_0000 },
  /** Objects that traces hold as constants. */
  constant: { area: "mapped", offset: 0x0000_0000, size: 0x4000_0000 },
  /** Guard descrs; a bridge's number is its guard's address. */
  guard: { area: "mapped", offset: 0x4000_0000, size: 0x4000_0000 },
  /** Loop tokens and target tokens. */
  token: { area: "mapped", offset: 0x8000_0000, size: 0x4000_0000 },
  /** Run counters of entries, labels and bridges. */
  counter: { area: "mapped", offset: 0xc000_0000, size: 0x1000_0000 },
  /** The thread-local words that compiled code reads: pending exception, status. */
  state: { area: "mapped", offset: 0xd000_0000, size: 0x0010_0000 },
  /** Values of `id()` and identity hashes. */
  identity: { area: "mapped", offset: 0x1_0000_0000, size: 0x10_0000_0000 },
  /** Data of code that runs on a real processor; the machine backend's handles are elsewhere. */
  handle: { area: "mapped", offset: 0x20_0000_0000, size: 0x10_0000_0000 },
  /** Frames of compiled code and the processor's stack. */
  stack: { area: "mapped", offset: 0x30_0000_0000, size: 0x1000_0000 },
  /** The code heap; a signed 32-bit distance reaches all of it. */
  code: { area: "mapped", offset: 0x32_0000_0000, size: 0x4000_0000 },
} as const satisfies Record<string, RegionSpec>;

export type RegionName = keyof typeof REGIONS;

/** A piece of the address space. */
export interface Region {
  readonly base: number;
  readonly size: number;
}

/** Where each region stands in one run. */
export type MemoryLayout = Readonly<Record<RegionName, Region>>;

/** The layout that a seed gives; seed 0 gives the constants. */
export function makeMemoryLayout(seed: number | bigint): MemoryLayout {
  const prng = new Prng(seed);
  const isFixed = BigInt(seed) === 0n;
  const slide = () => (isFixed ? 0 : prng.nextBelow(SLIDE_PAGES) * 4096);
  const bases = { program: AREA_BASE.program + slide(), mapped: AREA_BASE.mapped + slide() };
  const entries = Object.entries(REGIONS).map(([name, spec]) => {
    const base = bases[spec.area] + spec.offset;
    assert(base + spec.size < 2 ** 47, "user addresses are below 2^47");
    return [name, { base, size: spec.size }] as const;
  });
  return Object.fromEntries(entries) as Record<RegionName, Region>;
}
