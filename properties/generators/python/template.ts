/**
 * Templates of Python text: lines in which `$x` stands for something random of the kind that the
 * letter names. A line that begins with `?` starts a clause that may be missing, one that begins
 * with `!` must stay when programs are made smaller, and `def @` starts a function whose variables
 * are set at its beginning.
 */

import type { Block, Clause, Expression, Statement } from "./tree.ts";

/** Gives what stands in a template's place: an expression, or text. */
export type FillHole = (letter: string) => string | Expression;

/** Gives the statements that stand where a template has a line `$B`. */
export type FillBlock = () => Block;

interface Line {
  readonly depth: number;
  readonly text: string;
}

/** Clauses that continue the statement before them. */
const CONTINUES = /^\?*(elif|else|except|finally)\b/;
const DECORATOR = /^@/;

/** An expression of what a template says. */
export function fillExpression(
  template: string,
  sort: Expression["sort"],
  hole: FillHole,
): Expression {
  const parts = template
    .split(/\$([a-zA-Z])/)
    .map((piece, k) => (k % 2 === 0 ? piece : hole(piece)));
  return { sort, parts: parts.filter((part) => part !== "") };
}

/** The statements of a template, with all holes filled; optional clauses as `isThere` says. */
export function fillTemplate(
  template: string,
  hole: FillHole,
  fillBlock: FillBlock,
  isThere: () => boolean,
): Block {
  const lines = template
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line): Line => {
      const text = line.trimStart();
      return { depth: (line.length - text.length) / 4, text };
    });
  const parse = (from: number, to: number): Block => {
    const statements: Statement[] = [];
    let decorators: Clause[] = [];
    for (let at = from; at < to; ) {
      const { depth, text } = lines[at] as Line;
      let end = at + 1;
      while (end < to && (lines[end] as Line).depth > depth) end++;
      const [start, stop] = [at + 1, end];
      at = end;
      if (text === "$B") statements.push(...fillBlock());
      else if (text.startsWith("?") && !isThere()) continue;
      else {
        const clause = makeClause(text, start < stop ? parse(start, stop) : null, hole);
        const last = statements.at(-1);
        if (CONTINUES.test(text) && last !== undefined) {
          statements[statements.length - 1] = { ...last, clauses: [...last.clauses, clause] };
        } else if (DECORATOR.test(text)) decorators.push({ ...clause, isOptional: true });
        else {
          statements.push({ clauses: [...decorators, clause], isKept: text.startsWith("!") });
          decorators = [];
        }
      }
    }
    return statements;
  };
  return parse(0, lines.length);
}

function makeClause(text: string, body: Block | null, hole: FillHole): Clause {
  const plain = text.replace(/^[?!]/, "");
  const hasVariables = plain.startsWith("def @");
  return {
    head: fillExpression(plain.replace("def @", "def "), "fixed", hole),
    body,
    isOptional: text.startsWith("?"),
    hasVariables,
  };
}
