/**
 * The chain of passes, in PyPy's order: intbounds, rewrite, virtualize, string, pure, earlyforce,
 * heap; then the optimizer itself, which emits. `enable_opts` leaves passes out; simplify then
 * stands in for some.
 *
 * Counterpart: build_opt_chain in rpython/jit/metainterp/optimizeopt/__init__.py.
 */

import type { OptimizerContext } from "./context.ts";
import { EarlyForcePass } from "./earlyforce.ts";
import { HeapPass } from "./heap.ts";
import { IntBoundsPass } from "./intbounds.ts";
import { Optimizer } from "./optimizer.ts";
import type { Pass } from "./pass.ts";
import { PurePass } from "./pure.ts";
import { RewritePass } from "./rewrite.ts";
import { SimplifyPass } from "./simplify.ts";
import { StringPass } from "./string.ts";
import { VirtualizePass } from "./virtualize.ts";

/** Passes that remove operations which no backend knows; without one of them, simplify does. */
const SIMPLIFYING = ["rewrite", "virtualize", "heap", "pure"] as const;

/** A fresh optimizer with its passes. */
export function makeOptimizer(ctx: OptimizerContext): Optimizer {
  const optimizer = new Optimizer(ctx);
  const passes: Pass[] = [];
  const add = <P extends Pass>(name: string, make: () => P): P | null => {
    if (!ctx.enableOpts.has(name)) return null;
    const pass = make();
    passes.push(pass);
    return pass;
  };
  add("intbounds", () => new IntBoundsPass(optimizer));
  optimizer.loopInvariants = add("rewrite", () => new RewritePass(optimizer));
  add("virtualize", () => new VirtualizePass(optimizer));
  optimizer.strings = add("string", () => new StringPass(optimizer));
  optimizer.pure = add("pure", () => new PurePass(optimizer));
  const early = add("earlyforce", () => new EarlyForcePass(optimizer));
  optimizer.heap = add("heap", () => new HeapPass(optimizer));
  if (SIMPLIFYING.some((name) => !ctx.enableOpts.has(name)))
    passes.push(new SimplifyPass(optimizer));
  passes.forEach((pass, index) => {
    pass.next = passes[index + 1] ?? optimizer;
  });
  optimizer.passes = passes;
  optimizer.forceStage = early ?? optimizer;
  return optimizer;
}
