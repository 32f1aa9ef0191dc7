/**
 * What can differ, and how much that matters: THE tables of classes and aspects. An aspect is one
 * kind of difference; each belongs to one class. Of several differences the last class in the order
 * of the table counts.
 */

/** Classes in the order of their weight, with what they mean. */
export const DIFF_CLASSES = {
  same: "no difference",
  addresses: "only addresses, numbers, places in the source",
  counters: "only counters, costs, virtual times",
  code: "only the length or place of machine code",
  operations: "operations, or what a unit is entered with",
  gone: "a unit of the first reel alone",
  new: "a unit of the second reel alone",
  events: "other events: aborts, hooks, parameters, input, output, the end",
  header: "what the runs were started with",
} as const satisfies Record<string, string>;

export type DiffClass = keyof typeof DIFF_CLASSES;

export const CLASS_NAMES = Object.keys(DIFF_CLASSES) as readonly DiffClass[];

/** Each aspect with its class and its name in listings. */
export const ASPECTS = {
  names: ["same", "boxes have other names"],
  addresses: ["addresses", "addresses"],
  numbers: ["addresses", "numbers of loops and calls"],
  source: ["addresses", "places in the source"],
  ticks: ["counters", "virtual time"],
  cause: ["counters", "why it was compiled"],
  delivered: ["counters", "whether a hook was called"],
  runs: ["counters", "run counts"],
  cost: ["counters", "costs"],
  stats: ["counters", "counters"],
  order: ["counters", "order of compilation"],
  code: ["code", "code length"],
  offsets: ["code", "code offsets"],
  bytes: ["code", "code bytes"],
  operations: ["operations", "operations"],
  entry: ["operations", "driver or input arguments"],
  content: ["events", "content"],
} as const satisfies Record<string, readonly [DiffClass, string]>;

export type Aspect = keyof typeof ASPECTS;

export const ASPECT_NAMES = Object.keys(ASPECTS) as readonly Aspect[];

/** The class of a thing that differs in these aspects. */
export function classOf(aspects: Iterable<Aspect>): DiffClass {
  let found: DiffClass = "same";
  for (const aspect of aspects) {
    const [one] = ASPECTS[aspect];
    if (CLASS_NAMES.indexOf(one) > CLASS_NAMES.indexOf(found)) found = one;
  }
  return found;
}

/** In the order of the table. */
export function sortAspects(aspects: Iterable<Aspect>): Aspect[] {
  const found = new Set(aspects);
  return ASPECT_NAMES.filter((aspect) => found.has(aspect));
}

export type ClassCounts = Record<DiffClass, number>;

export function noCounts(): ClassCounts {
  return Object.fromEntries(CLASS_NAMES.map((name) => [name, 0])) as ClassCounts;
}
