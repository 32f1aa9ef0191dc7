/**
 * Python programs as trees of statements and expressions: what random programs are made of, and what
 * shrinking takes apart. A tree holds text; nothing here knows Python's grammar beyond what may stand
 * in whose place.
 */

/** What an expression gives. Only what is `fixed` cannot be replaced by something smaller. */
export type Sort = "number" | "integer" | "truth" | "fixed";

export interface Expression {
  readonly sort: Sort;
  readonly parts: readonly (string | Expression)[];
}

/** A line, and what is indented below it. */
export interface Clause {
  readonly head: Expression;
  readonly body: Block | null;
  /** Whether the statement is one without it, too (`else`, `finally`, a decorator). */
  readonly isOptional: boolean;
  /** A function that gets the variables it uses at its beginning. */
  readonly hasVariables: boolean;
}

export interface Statement {
  readonly clauses: readonly Clause[];
  /** Whether it must stay (what ends a loop). */
  readonly isKept: boolean;
}

export type Block = readonly Statement[];

export function printExpression({ parts }: Expression): string {
  return parts.map((part) => (typeof part === "string" ? part : printExpression(part))).join("");
}

const INDENT = "    ";

/** The lines of a block; `variables` gives what a function begins with. */
export function printBlock(
  block: Block,
  variables: (clause: Clause) => readonly string[],
): string[] {
  return block.flatMap(({ clauses }) =>
    clauses.flatMap((clause) => {
      const head = withoutOuterBrackets(printExpression(clause.head));
      if (clause.body === null) return [head];
      const first = clause.hasVariables ? variables(clause) : [];
      const lines = [...first, ...printBlock(clause.body, variables)];
      return [head, ...(lines.length === 0 ? ["pass"] : lines).map((line) => INDENT + line)];
    }),
  );
}

/** `a = (b + c)` without brackets. */
function withoutOuterBrackets(line: string): string {
  const match = /^(.* [-+^|&]?= |return |if |elif |while )\((.+)\)(:?)$/.exec(line);
  if (match === null) return line;
  const [, before, inner, after] = match as unknown as [string, string, string, string];
  let depth = 0;
  for (const char of inner) {
    if (char === "(") depth++;
    if (char === ")" && --depth < 0) return line;
  }
  return /,|:=/.test(inner) ? line : before + inner + after;
}

/** Number of statements, those inside of others too. */
export function countStatements(block: Block): number {
  return block.reduce((sum, { clauses }) => {
    return (
      sum + clauses.reduce((n, { body }) => n + (body === null ? 0 : countStatements(body)), 1)
    );
  }, 0);
}
