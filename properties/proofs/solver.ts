/**
 * The one place that knows the prover: Z3, compiled to wasm, which runs in worker threads of Node.
 * A statement is proved by showing that its negation has no solution.
 */

import type { Arith, BitVec, Bool, Context } from "z3-solver";
import { init } from "z3-solver";

export type Z3 = Context<"proofs">;
export type Words = BitVec<number, "proofs">;
export type Reals = Arith<"proofs">;
export type Truth = Bool<"proofs">;

/** Premises and the claim that follows from them, for all values of their free names. */
export interface Statement {
  readonly premises: readonly Truth[];
  readonly claim: Truth;
}

export interface Verdict {
  readonly answer: "proved" | "disproved" | "unknown";
  readonly milliseconds: number;
  /** Values for which the premises hold and the claim does not. */
  readonly counterexample: string | null;
}

export interface Prover {
  readonly z3: Z3;
  /** Gives up after `limit` milliseconds. */
  prove(statement: Statement, limit: number): Promise<Verdict>;
  /** Ends the worker threads, which would keep the process alive. */
  close(): void;
}

const ANSWERS = { unsat: "proved", sat: "disproved", unknown: "unknown" } as const;

export async function openProver(): Promise<Prover> {
  const { Context: makeContext, em } = await init();
  const z3 = makeContext("proofs");
  const prove = async (statement: Statement, limit: number): Promise<Verdict> => {
    const solver = new z3.Solver();
    solver.set("timeout", limit);
    for (const premise of statement.premises) solver.add(premise);
    solver.add(z3.Not(statement.claim));
    const start = performance.now();
    const answer = ANSWERS[await solver.check()];
    const milliseconds = performance.now() - start;
    const counterexample = answer === "disproved" ? solver.model().sexpr() : null;
    return { answer, milliseconds, counterexample };
  };
  return { z3, prove, close: () => em.PThread.terminateAllThreads() };
}
