/**
 * The query language: `parseQuery` reads a query, `makeMatcher` says which events of a reel it
 * finds. QUERY.md explains the language.
 */

import type { CompiledQuery } from "./condition.ts";
import { compileQuery } from "./condition.ts";
import type { MatchedOperation, QueriedReel } from "./matcher.ts";
import { Matcher } from "./matcher.ts";
import { parseExpression } from "./parser.ts";
import type { Expression } from "./syntax.ts";

export type { MatchedOperation, QueriedReel };

/** A query whose names and types are right. */
export interface Query {
  readonly text: string;
  readonly expression: Expression;
  readonly compiled: CompiledQuery;
}

export type EventMatcher = Pick<Matcher, "matches" | "matchedOperations" | "lacksRuns">;

/** Throws a UserError with line and column when `text` is no query. */
export function parseQuery(text: string): Query {
  const expression = parseExpression(text);
  return { text, expression, compiled: compileQuery(text, expression) };
}

/**
 * Asks the query of events of a reel. The reel is read once at this moment when the query asks for
 * what comes later in the reel than the event: run counts, costs, bridges of guards.
 */
export function makeMatcher(query: Query, reel: QueriedReel): EventMatcher {
  return new Matcher(query.compiled, reel);
}
