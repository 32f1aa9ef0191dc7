/**
 * Numbers that the objects, sets, tuples and closures of random programs hold: see
 * python-features.ts.
 */

import * as fc from "fast-check";

/** Numbers that these variables hold. */
export function featureNumbers(inner: fc.Arbitrary<string>): fc.Arbitrary<string>[] {
  return [
    fc.constantFrom("p.x", "q.y", "p.norm", "len(st)", "len(w)", "sum(t)", "peek()", "q(2)"),
    inner.map((text) => `risky(int(${text}))`),
    inner.map((text) => `spread(${text}, *t)`),
    fc.integer({ min: -3, max: 3 }).map((index) => `t[${index}]`),
    fc.integer({ min: -2, max: 2 }).map((index) => `p[${index}]`),
  ];
}
