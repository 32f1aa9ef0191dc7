/**
 * Cases by number. Case `i` of a law under a campaign's seed has a seed of its own, a hash of these
 * three, so it is the same whichever worker makes it, after whatever else. What it generates is what
 * fast-check generates for `{ seed, path: "0" }`, and a path such as "0:3:1" (the fourth smaller
 * value, of that the second) means what it means there.
 */

import { createHash } from "node:crypto";
import * as fc from "fast-check";

/** The seed of one case, a 32-bit integer. */
export function caseSeed(campaignSeed: number, law: string, index: number): number {
  const text = `${campaignSeed} ${law} ${index}`;
  return createHash("sha256").update(text).digest().readInt32LE(0);
}

/** Generates the other's values together with their contexts, which shrinking needs. */
class WithContext<T> extends fc.Arbitrary<fc.Value<T>> {
  private readonly inner: fc.Arbitrary<T>;

  constructor(inner: fc.Arbitrary<T>) {
    super();
    this.inner = inner;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<fc.Value<T>> {
    return new fc.Value(this.inner.generate(random, biasFactor), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is fc.Value<T> {
    return false;
  }

  override shrink(): fc.Stream<fc.Value<fc.Value<T>>> {
    return fc.Stream.nil();
  }
}

/** The value of a seed, before shrinking. */
export function draw<T>(arbitrary: fc.Arbitrary<T>, seed: number): fc.Value<T> {
  const [value] = fc.sample(new WithContext(arbitrary), { seed, numRuns: 1 });
  if (value === undefined) throw new Error("an arbitrary that gives no value");
  return value;
}

/** Values that are a step smaller, the most promising first. */
export function smallerValues<T>(
  arbitrary: fc.Arbitrary<T>,
  value: fc.Value<T>,
): Iterator<fc.Value<T>> {
  return arbitrary.shrink(value.value_, value.context);
}

/** The value at `path`; undefined when the arbitrary has none there (it has changed since). */
export function drawAt<T>(
  arbitrary: fc.Arbitrary<T>,
  seed: number,
  path: string,
): fc.Value<T> | undefined {
  const [first, ...turns] = path.split(":").map(Number);
  if (first !== 0) return undefined;
  let value = draw(arbitrary, seed);
  for (const turn of turns) {
    const smaller = nth(smallerValues(arbitrary, value), turn);
    if (smaller === undefined) return undefined;
    value = smaller;
  }
  return value;
}

function nth<T>(values: Iterator<T>, index: number): T | undefined {
  for (let i = 0; i < index; i++) if (values.next().done === true) return undefined;
  const found = values.next();
  return found.done === true ? undefined : found.value;
}
