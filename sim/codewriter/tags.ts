/**
 * The JSDoc tags that are hints (listed in sim/hints/hints.ts).
 */

import { refuse } from "./refuse.ts";
import { ts } from "./typescript.ts";

const HINT_TAGS = [
  "portal",
  "dont_look_inside",
  "look_inside",
  "unroll_safe",
  "elidable",
  "loop_invariant",
  "cannot_raise",
  "no_side_effects",
  "writes",
  "conditional_call",
  "may_force",
  "oopspec",
  "op",
  "cast",
  "hint",
  "virtualizable",
  "raw",
  "immutable_identity_free",
  "quasi_immutable",
  "lazy_store",
] as const;

export type HintTag = (typeof HINT_TAGS)[number];

/** The hints of a declaration, with the text after each. */
export type Tags = ReadonlyMap<HintTag, string>;

const KNOWN: ReadonlySet<string> = new Set(HINT_TAGS);

/** Reads the hints of a declaration. An unknown tag that looks like a hint is refused. */
export function tagsOf(node: ts.Node): Tags {
  const tags = new Map<HintTag, string>();
  for (const tag of ts.getJSDocTags(node)) {
    const name = tag.tagName.text;
    if (KNOWN.has(name)) tags.set(name as HintTag, textOf(tag));
    else if (name.includes("_")) refuse(tag, `unknown hint @${name}`, "see sim/hints/hints.ts");
  }
  return tags;
}

function textOf(tag: ts.JSDocTag): string {
  return (ts.getTextOfJSDocComment(tag.comment) ?? "").trim();
}
