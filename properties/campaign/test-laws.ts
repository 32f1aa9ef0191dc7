/**
 * Laws for the tests of campaigns: some are broken, by numbers, by cases that never end, and by cases
 * that end their thread.
 */

import * as fc from "fast-check";
import type { AnyLaw, Law, Verdict } from "../laws/law.ts";
import { broken, holds } from "../laws/law.ts";

const PLANTED = { file: "sim/index.ts", find: "", replace: "" };

function makeLaw<T>(
  name: string,
  arbitrary: fc.Arbitrary<T>,
  check: (subject: T) => Verdict,
  secondsMax = 60,
): AnyLaw {
  const law: Law<T> = {
    name,
    says: `what ${name} says`,
    subjects: "lists of numbers",
    arbitrary,
    check,
    describe: (subject) => JSON.stringify(subject),
    planted: PLANTED,
    secondsMax,
  };
  return law as AnyLaw;
}

const numbers = fc.array(fc.nat(1000));

export const LAWS: readonly AnyLaw[] = [
  makeLaw("always-true", numbers, (list) => holds({ lists: 1, numbers: list.length })),
  makeLaw("small-numbers", numbers, (list) => {
    const found = list.findIndex((number) => number > 900);
    if (found >= 0) return broken("large", `number ${list[found]} at ${found}`, { large: 1 });
    const isLong = list.length > 5;
    return isLong ? broken("long", `${list.length} numbers`) : holds({ small: 1 });
  }),
  makeLaw(
    "ends",
    fc.nat(9),
    (number) => {
      while (number >= 7);
      return holds({ ended: 1 });
    },
    1,
  ),
  makeLaw("lives", fc.nat(9), (number) => {
    if (number >= 8) process.exit(9);
    return holds({ lived: 1 });
  }),
  makeLaw("slow", numbers, (list) => {
    const end = performance.now() + 25;
    while (performance.now() < end);
    return list.includes(0) ? broken("zero", "a zero") : holds({ slow: 1 });
  }),
];
