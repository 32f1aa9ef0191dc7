/**
 * Faults injected into the code heap: reservations that fail although there is room. They are
 * counted from 1, whatever they are for. A fault is a text (`alloc-fail@3`) wherever it is kept, so
 * that the header of a reel needs no knowledge of the kinds there are.
 */

import { UserError } from "../base/errors.ts";

/** What each kind does to the reservation with number `count`, if it was asked for with `at`. */
const FAULT_KINDS: Readonly<Record<string, (count: number, at: number) => boolean>> = {
  /** One reservation fails. */
  "alloc-fail": (count, at) => count === at,
  /** That one and all later ones fail. */
  "heap-full": (count, at) => count >= at,
};

interface CodeFault {
  readonly text: string;
  strikes(count: number): boolean;
}

function parseFault(text: string): CodeFault {
  const match = /^([a-z-]+)@([1-9]\d{0,14})$/.exec(text);
  const strikes = match === null ? undefined : FAULT_KINDS[match[1] as string];
  if (match === null || strikes === undefined) {
    const there = Object.keys(FAULT_KINDS).map((kind) => `${kind}@N`);
    throw new UserError(`unknown fault "${text}"; there are ${there.join(" and ")}, N from 1`);
  }
  const at = Number(match[2]);
  return { text, strikes: (count) => strikes(count, at) };
}

/** Throws a UserError unless every text is a fault. */
export function checkFaults(texts: readonly string[]): void {
  for (const text of texts) parseFault(text);
}

/** The faults of one run, and the reservations so far. */
export class CodeFaults {
  private readonly faults: readonly CodeFault[];
  private count = 0;

  /** Throws a UserError for a text that is no fault. */
  constructor(texts: readonly string[]) {
    this.faults = texts.map(parseFault);
  }

  /** Counts a reservation; gives the fault that strikes it, or null. */
  countReservation(): string | null {
    this.count++;
    return this.faults.find((fault) => fault.strikes(this.count))?.text ?? null;
  }
}
