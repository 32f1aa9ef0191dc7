/**
 * Calls: method calls, plain calls, keywords, and the general form with `*` and `**`. Arguments
 * beyond half of MAX_STACK_ITEMS are collected in a list or dictionary, to keep the stack small.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (CallCodeGenerator, _optimize_method_call).
 */

import type { CallNode, Expression, Keyword } from "../parser/ast.ts";
import { checkForbiddenName } from "./generate-names.ts";
import { failAt, type Unit, visit, visitAll } from "./unit.ts";

/** Displays and calls with more items are built piece by piece. */
export const MAX_STACK_ITEMS = 100;

/** A call expression. */
export function emitCallExpression(u: Unit, call: CallNode): void {
  if (call.func.kind === "Attribute" && hasNoStars(call)) {
    visit(u, call.func.value);
    u.builder.emitName("LOAD_METHOD", u.builder.names, call.func.attr);
    emitMethodCall(u, call);
    return;
  }
  visit(u, call.func);
  emitCall(u, 0, call.args, call.keywords);
}

function hasNoStars(call: CallNode): boolean {
  return (
    call.args.every((arg) => arg.kind !== "Starred") &&
    call.keywords.every((keyword) => keyword.arg !== null)
  );
}

function emitMethodCall(u: Unit, call: CallNode): void {
  visitAll(u, call.args);
  if (call.keywords.length === 0) {
    u.builder.emit("CALL_METHOD", call.args.length);
    return;
  }
  for (const keyword of call.keywords) visit(u, keyword.value);
  u.builder.loadNames(call.keywords.map((keyword) => keyword.arg!));
  u.builder.emit("CALL_METHOD_KW", call.args.length + call.keywords.length);
}

interface CallState {
  readonly u: Unit;
  readonly keywords: readonly Keyword[];
  /** Positional arguments on the stack. */
  pushed: number;
  /** The positional arguments are one tuple (or list, while it grows). */
  haveStarArgs: boolean;
  /** The keyword arguments are one dictionary. */
  haveKwargs: boolean;
  keywordNames: string[];
  readonly seen: Set<string>;
}

/** The rest of a call whose function and first `pushed` arguments are on the stack. */
export function emitCall(
  u: Unit,
  pushed: number,
  args: readonly Expression[],
  keywords: readonly Keyword[],
): void {
  const state: CallState = {
    u,
    keywords,
    pushed,
    haveStarArgs: false,
    haveKwargs: false,
    keywordNames: [],
    seen: new Set(),
  };
  pushPositional(state, args);
  if (keywords.length === 0) {
    if (!state.haveStarArgs) {
      u.builder.emit("CALL_FUNCTION", state.pushed);
      return;
    }
  } else {
    packPositionalIfNeeded(state);
    pushKeywords(state);
  }
  if (state.haveKwargs || state.haveStarArgs) {
    packKeywords(state);
    u.builder.emit("CALL_FUNCTION_EX", state.haveKwargs ? 1 : 0);
  } else {
    u.builder.loadNames(state.keywordNames);
    u.builder.emit("CALL_FUNCTION_KW", state.pushed + state.keywordNames.length);
  }
}

function pushPositional(state: CallState, args: readonly Expression[]): void {
  const { u } = state;
  const only = args.length === 1 && state.pushed === 0 ? args[0]! : null;
  if (only?.kind === "Starred") {
    visit(u, only.value);
    state.haveStarArgs = true;
    return;
  }
  for (const arg of args) pushPositionalArgument(state, arg);
  if (state.haveStarArgs) u.builder.emit("LIST_TO_TUPLE");
}

function pushPositionalArgument(state: CallState, arg: Expression): void {
  const { u } = state;
  if (arg.kind === "Starred") {
    startList(state);
    visit(u, arg.value);
    u.builder.emit("LIST_EXTEND", 1);
    return;
  }
  if (state.pushed >= MAX_STACK_ITEMS / 2) startList(state);
  visit(u, arg);
  if (state.haveStarArgs) u.builder.emit("LIST_APPEND", 1);
  else state.pushed++;
}

function startList(state: CallState): void {
  if (state.haveStarArgs) return;
  state.u.builder.emit("BUILD_LIST", state.pushed);
  state.haveStarArgs = true;
  state.pushed = 0;
}

/** With `**` or very many keywords the positional arguments must be a tuple. */
function packPositionalIfNeeded(state: CallState): void {
  if (state.haveStarArgs) return;
  const { u, keywords } = state;
  const hasStars = keywords.some((keyword) => keyword.arg === null);
  if (!hasStars && keywords.length <= MAX_STACK_ITEMS / 2) return;
  if (state.pushed === 0) u.builder.loadConst({ kind: "tuple", items: [] });
  else u.builder.emit("BUILD_TUPLE", state.pushed);
  state.haveStarArgs = true;
}

function pushKeywords(state: CallState): void {
  const { u, keywords } = state;
  const only = keywords.length === 1 ? keywords[0]! : null;
  if (only !== null && only.arg === null) {
    visit(u, only.value);
    state.haveKwargs = true;
    return;
  }
  for (const keyword of keywords) {
    if (keyword.arg === null) mergeDictionary(state, keyword.value);
    else pushKeyword(state, keyword, keyword.arg);
  }
}

function mergeDictionary(state: CallState, value: Expression): void {
  const { u } = state;
  packKeywords(state);
  if (!state.haveKwargs) u.builder.emit("BUILD_MAP", 0);
  visit(u, value);
  u.builder.emit("DICT_MERGE");
  state.haveKwargs = true;
}

function pushKeyword(state: CallState, keyword: Keyword, name: string): void {
  const { u } = state;
  checkForbiddenName(u, name, "Store", keyword);
  if (state.seen.has(name)) failAt(u, keyword, `keyword argument repeated: '${name}'`);
  state.seen.add(name);
  if (state.keywordNames.length > MAX_STACK_ITEMS / 2) packKeywords(state);
  state.keywordNames.push(name);
  visit(u, keyword.value);
}

/** Makes a dictionary of the keyword values on the stack. */
function packKeywords(state: CallState): void {
  const { builder } = state.u;
  const { keywordNames } = state;
  if (keywordNames.length === 0) return;
  builder.loadNames(keywordNames);
  builder.emit("BUILD_CONST_KEY_MAP", keywordNames.length);
  state.keywordNames = [];
  if (state.haveKwargs) builder.emit("DICT_MERGE");
  state.haveKwargs = true;
}
