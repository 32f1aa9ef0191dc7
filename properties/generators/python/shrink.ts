/**
 * Smaller versions of a program: statements left out, blocks in the place of the statements around
 * them, parts of expressions in the place of the whole, constants nearer to 0. What makes most of the
 * program vanish comes first.
 */

import type { Definition, ProgramTree } from "./program-tree.ts";
import { printProgram } from "./program-tree.ts";
import type { Block, Clause, Expression, Statement } from "./tree.ts";
import { printExpression } from "./tree.ts";

/** Blocks that may stand without what is around them. */
const HOISTED = /^(if|elif|else|for|while|try|finally|with)\b/;
const LOOP = /^(for|while)\b/;
const LEAVES = /^(break|continue)$/;
/** A class with bases. */
const CLASS = /^class (\w+)\(.*\):$/;
const INTEGER = /^-?\d+$/;

/** All programs that are a step smaller. */
export function* shrinkProgram(tree: ProgramTree): Generator<ProgramTree> {
  if (tree.catches) yield { ...tree, catches: false };
  for (const body of shrinkBlock(tree.body)) yield { ...tree, body };
  if (tree.prints) yield { ...tree, prints: false };
  for (const times of smallerTimes(tree.times)) yield { ...tree, times };
  yield* shrinkDefinitions(tree);
  if (tree.hasMain) yield { ...tree, hasMain: false };
}

function smallerTimes(times: number): number[] {
  return [2, 5, 8, 14, 25, times - 1].filter((n) => n < times && n > 0);
}

/** Only what is printed is worth shrinking. */
function* shrinkDefinitions(tree: ProgramTree): Generator<ProgramTree> {
  const text = printProgram(tree);
  const used = tree.definitions.filter(({ name }) => {
    return new RegExp(`^(async )?(def|class) ${name}\\b`, "m").test(text);
  });
  const without = { ...tree, definitions: used };
  if (used.length < tree.definitions.length) yield without;
  for (const [at, definition] of used.entries()) {
    for (const body of shrinkDefinition(definition)) {
      yield { ...tree, definitions: used.with(at, { ...definition, body }) };
    }
  }
}

function* shrinkDefinition({ body }: Definition): Generator<Block> {
  for (const [at, statement] of body.entries()) {
    for (const smaller of shrinkClauses(statement)) yield body.with(at, smaller);
  }
}

/** Runs of statements left out, the longest first; then each statement made smaller. */
export function* shrinkBlock(block: Block): Generator<Block> {
  for (let size = block.length; size > 0; size = Math.floor(size / 2)) {
    for (let at = 0; at < block.length; at += size) {
      const left = block.filter((one, k) => k < at || k >= at + size || one.isKept);
      if (left.length < block.length) yield left;
    }
  }
  for (const [at, statement] of block.entries()) {
    for (const inner of hoisted(statement)) {
      yield [...block.slice(0, at), ...inner, ...block.slice(at + 1)];
    }
    for (const smaller of shrinkClauses(statement)) yield block.with(at, smaller);
  }
}

/** The blocks of a statement, each in its place. */
function* hoisted({ clauses, isKept }: Statement): Generator<Block> {
  if (isKept) return;
  for (const { head, body } of clauses) {
    const text = printExpression(head);
    if (body === null || !HOISTED.test(text)) continue;
    yield LOOP.test(text) ? withoutLeaving(body) : body;
  }
}

/** Without what leaves the loop that is no more. */
function withoutLeaving(block: Block): Block {
  return block
    .filter(({ clauses }) => !clauses.some(({ head }) => LEAVES.test(printExpression(head))))
    .map((statement) => {
      const isLoop = statement.clauses.some(({ head }) => LOOP.test(printExpression(head)));
      if (isLoop) return statement;
      const clauses = statement.clauses.map((clause) => {
        return clause.body === null ? clause : { ...clause, body: withoutLeaving(clause.body) };
      });
      return { ...statement, clauses };
    });
}

function* shrinkClauses(statement: Statement): Generator<Statement> {
  const { clauses } = statement;
  for (const [at, clause] of clauses.entries()) {
    if (clause.isOptional) yield { ...statement, clauses: clauses.toSpliced(at, 1) };
  }
  for (const [at, clause] of clauses.entries()) {
    for (const smaller of shrinkClause(clause)) {
      yield { ...statement, clauses: clauses.with(at, smaller) };
    }
  }
}

function* shrinkClause(clause: Clause): Generator<Clause> {
  if (clause.body !== null) {
    for (const body of shrinkBlock(clause.body)) yield { ...clause, body };
  }
  const text = printExpression(clause.head);
  const alone = text.replace(CLASS, "class $1:");
  if (alone !== text) yield { ...clause, head: { sort: "fixed", parts: [alone] } };
  for (const head of shrinkExpression(clause.head)) yield { ...clause, head };
}

/** Parts of the same sort in its place, constants, or smaller parts. */
function* shrinkExpression(expression: Expression): Generator<Expression> {
  const { parts, sort } = expression;
  const inner = parts.filter((part) => typeof part !== "string");
  if (sort !== "fixed") {
    const isInner = inner.length > 0;
    const text = printExpression(expression);
    for (const constant of simpler(text, sort, isInner)) yield { sort, parts: [constant] };
    for (const part of inner) if (fits(part.sort, sort)) yield part;
  }
  for (const [at, part] of parts.entries()) {
    if (typeof part === "string") continue;
    for (const smaller of shrinkExpression(part)) {
      yield { sort, parts: parts.with(at, smaller) };
    }
  }
}

function fits(inner: Expression["sort"], outer: Expression["sort"]): boolean {
  return inner === outer || (inner === "integer" && outer === "number");
}

/** Constants that are simpler than a text. */
function simpler(text: string, sort: Expression["sort"], isInner: boolean): string[] {
  if (sort === "truth")
    return isInner || text !== "True" ? ["True"].filter((one) => one !== text) : [];
  if (text === "0") return [];
  if (text === "1") return ["0"];
  if (INTEGER.test(text) && !isInner) {
    const value = BigInt(text);
    const smaller = [0n, 1n, value / 2n, value < 0n ? -value : value - 1n];
    const size = (n: bigint): bigint => (n < 0n ? 1n - 2n * n : 2n * n);
    return [...new Set(smaller.filter((n) => size(n) < size(value)).map(String))];
  }
  return ["0", "1"];
}
