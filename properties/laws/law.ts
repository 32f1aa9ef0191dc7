/**
 * What a law is: a sentence that is true of all subjects of a kind, an arbitrary that makes such
 * subjects, a check, and a bug that the check finds when it is planted. A law that cannot fail
 * proves nothing, so none is listed without its planted bug.
 *
 * One check may hold several statements, because they look at the same runs; each has its own name,
 * sentence and planted bug (`statements`), and a problem begins with the name of its statement.
 */

import type { Arbitrary } from "fast-check";
import type { Totals } from "../totals.ts";

/** An edit of one source file that makes a law false. `find` stands in the file exactly once. */
export interface PlantedBug {
  /** Path from the project's folder, in `sim/` or `replay/`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface Statement {
  /** Unique, kebab-case. */
  readonly name: string;
  /** One sentence. */
  readonly says: string;
  readonly planted: PlantedBug;
}

export interface Verdict {
  /** What is wrong, for a person; null when the law holds. */
  readonly problem: string | null;
  /** What two failures of one cause have in common: they are reported once. */
  readonly firstDifference?: string;
  /** The recording that shows the problem, if there is one. */
  readonly reel?: Uint8Array;
  /** The recording that it should be equal to, if there is one. */
  readonly golden?: Uint8Array;
  /** What was exercised: name to count. */
  readonly totals: Totals;
}

/** A statement about all T. */
export interface Law<T> extends Statement {
  /** What T is: "Python programs with parameters", "heap scripts". */
  readonly subjects: string;
  readonly arbitrary: Arbitrary<T>;
  /** What else the check holds; none: the law itself only. */
  readonly statements?: readonly Statement[];
  /** Whether the law holds for one subject. A crash counts as a failure: see `checkLaw`. */
  check(subject: T): Verdict | Promise<Verdict>;
  /** The subject for a person: the program, the script. */
  describe(subject: T): string;
  /** A check that takes longer has failed: it did not end. */
  readonly secondsMax: number;
}

/** A law whatever its subjects are. */
export type AnyLaw = Law<unknown>;

export function holds(totals: Totals = {}): Verdict {
  return { problem: null, totals };
}

interface BrokenDetails extends Pick<Verdict, "reel" | "golden"> {
  readonly difference?: string;
}

/** `statement: problem`; failures of one statement with equal `difference` are one. */
export function broken(
  statement: string,
  problem: string,
  totals: Totals = {},
  { difference = problem, ...reels }: BrokenDetails = {},
): Verdict {
  const firstDifference = `${statement}: ${difference.split("\n")[0] ?? ""}`;
  const text = `${statement}: ${problem}`;
  return { problem: text, firstDifference, totals, ...reels };
}

/** Checks one subject; what is thrown is a failure of the law like any other. */
export async function checkLaw<T>(law: Law<T>, subject: T): Promise<Verdict> {
  try {
    return await law.check(subject);
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const message = error instanceof Error ? error.message : stack;
    return broken("crash", stack, {}, { difference: `${message} ${innermostPlace(stack)}` });
  }
}

/** `file.ts` of the innermost frame: numbers of lines change, and are no part of a failure's key. */
function innermostPlace(stack: string): string {
  return /([\w-]+\.[mc]?[jt]s):\d+/.exec(stack)?.[1] ?? "";
}

/** All that a law says: itself, then what else its check holds. */
export function statementsOf(law: AnyLaw): readonly Statement[] {
  return [law, ...(law.statements ?? [])];
}
