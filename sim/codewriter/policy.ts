/**
 * Which functions are looked inside, and what a call of the others can do.
 *
 * Counterpart: rpython/jit/codewriter/policy.py, effectinfo.py.
 */

import { EXTRA_EFFECT } from "../trace/descr.ts";
import { lineOf } from "./refuse.ts";
import type { HintTag, Tags } from "./tags.ts";
import { ts } from "./typescript.ts";

/** Hints that describe a call from outside, and so keep the tracer out. */
const RESIDUAL_TAGS: readonly HintTag[] = [
  "dont_look_inside",
  "elidable",
  "may_force",
  "cannot_raise",
  "no_side_effects",
  "writes",
  "conditional_call",
  "oopspec",
];

/** Why a function is not looked inside; null when it is. */
export function whyResidual(tags: Tags, body: ts.Node | undefined): string | null {
  if (body === undefined) return "it has no body";
  if (tags.has("look_inside") || tags.has("portal")) return null;
  const tag = RESIDUAL_TAGS.find((name) => tags.has(name));
  if (tag !== undefined) return `it is marked @${tag}`;
  if (tags.has("unroll_safe")) return null;
  const loop = findLoop(body);
  return loop === undefined ? null : `it has a loop (line ${lineOf(loop)}) and no @unroll_safe`;
}

function findLoop(node: ts.Node): ts.Node | undefined {
  if (ts.isIterationStatement(node, false)) return node;
  if (ts.isFunctionLike(node)) return undefined;
  return ts.forEachChild(node, findLoop);
}

export interface Effect {
  readonly extraEffect: number;
  readonly oopspec: string | null;
  /** Whether it writes nothing that traced code reads. */
  readonly writesNothing: boolean;
}

/** The effect of a residual call, from the function's hints. */
export function effectOf(tags: Tags): Effect {
  return {
    extraEffect: extraEffectOf(tags),
    oopspec: tags.get("oopspec") ?? null,
    writesNothing:
      tags.has("elidable") || tags.has("loop_invariant") || tags.has("no_side_effects"),
  };
}

function extraEffectOf(tags: Tags): number {
  const cannotRaise = tags.has("cannot_raise");
  if (tags.has("elidable")) {
    return cannotRaise ? EXTRA_EFFECT.elidableCannotRaise : EXTRA_EFFECT.elidableCanRaise;
  }
  if (tags.has("loop_invariant")) return EXTRA_EFFECT.loopInvariant;
  if (tags.has("may_force")) return EXTRA_EFFECT.forcesVirtual;
  return cannotRaise ? EXTRA_EFFECT.cannotRaise : EXTRA_EFFECT.canRaise;
}

/** Whether a call with this effect can throw a guest exception. */
export function canRaise(extraEffect: number): boolean {
  return (
    extraEffect !== EXTRA_EFFECT.elidableCannotRaise &&
    extraEffect !== EXTRA_EFFECT.loopInvariant &&
    extraEffect !== EXTRA_EFFECT.cannotRaise
  );
}
