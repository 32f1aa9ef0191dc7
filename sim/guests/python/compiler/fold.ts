/**
 * Constant folding on the tree: operators on constants, tuples of constants, `not` of a comparison,
 * `__debug__`. What fails at compile time is left to fail at run time.
 *
 * Counterpart: pypy/interpreter/astcompiler/optimize.py (OptimizingVisitor).
 */

import type {
  BinOpNode,
  CompareOperator,
  ConstantNode,
  Expression,
  ListNode,
  LiteralValue,
  Located,
  Module,
  StarredNode,
  SubscriptNode,
  TupleNode,
  UnaryOpNode,
} from "../parser/ast.ts";
import { mapExpression, mapStatements } from "../parser/ast-map.ts";
import { foldBinary, foldSubscript, foldUnary } from "./constant-arithmetic.ts";
import { constantLength } from "./constant-values.ts";

/** Longer results are left to run time. */
const FOLDED_LENGTH_MAX = 20;

/** The module with its constants folded. */
export function foldConstants(module: Module): Module {
  return { ...module, body: mapStatements(module.body, foldExpression) };
}

/** Folds from the leaves up. */
function foldExpression(e: Expression): Expression {
  return foldNode(mapExpression(e, foldExpression));
}

function foldNode(e: Expression): Expression {
  switch (e.kind) {
    case "BinOp":
      return foldBinOp(e);
    case "UnaryOp":
      return foldUnaryOp(e);
    case "Name":
      if (e.id !== "__debug__" || e.ctx !== "Load") return e;
      return makeConstant({ kind: "bool", value: true }, e);
    case "Tuple":
      return e.ctx === "Load" ? foldTuple(e) : e;
    case "List":
      return e.ctx === "Load" ? foldStarredItems(e) : e;
    case "Subscript":
      return e.ctx === "Load" ? foldSubscription(e) : e;
    default:
      return e;
  }
}

function makeConstant(value: LiteralValue, at: Located): ConstantNode {
  const { line, column, endLine, endColumn } = at;
  return { kind: "Constant", value, line, column, endLine, endColumn };
}

function foldBinOp(e: BinOpNode): Expression {
  if (e.left.kind !== "Constant" || e.right.kind !== "Constant") return e;
  const value = foldBinary(e.op, e.left.value, e.right.value);
  if (value === undefined || (constantLength(value) ?? 0) > FOLDED_LENGTH_MAX) return e;
  return makeConstant(value, e);
}

const OPPOSITES: Partial<Readonly<Record<CompareOperator, CompareOperator>>> = {
  Is: "IsNot",
  IsNot: "Is",
  In: "NotIn",
  NotIn: "In",
};

function foldUnaryOp(e: UnaryOpNode): Expression {
  const { operand } = e;
  if (operand.kind === "Constant") {
    const value = foldUnary(e.op, operand.value);
    return value === undefined ? e : makeConstant(value, e);
  }
  if (e.op !== "Not" || operand.kind !== "Compare" || operand.ops.length !== 1) return e;
  const opposite = OPPOSITES[operand.ops[0]!];
  return opposite === undefined ? e : { ...operand, ops: [opposite] };
}

function foldTuple(e: TupleNode): Expression {
  const items: LiteralValue[] = [];
  for (const elt of e.elts) {
    if (elt.kind !== "Constant") return foldStarredItems(e);
    items.push(elt.value);
  }
  return makeConstant({ kind: "tuple", items }, e);
}

/**
 * Next to starred items, a run of constants (the whole run up to the next star) becomes a starred
 * constant tuple: `[1, 2, *a]` is built as `[*(1, 2), *a]`.
 */
function foldStarredItems(e: TupleNode | ListNode): Expression {
  if (!e.elts.some((elt) => elt.kind === "Starred")) return e;
  const elts: Expression[] = [];
  let run: Expression[] = [];
  const flush = () => {
    if (run.length > 0 && run.every((elt) => elt.kind === "Constant")) elts.push(starredTuple(run));
    else elts.push(...run);
    run = [];
  };
  for (const elt of e.elts) {
    if (elt.kind === "Starred") {
      flush();
      elts.push(elt);
    } else run.push(elt);
  }
  flush();
  return { ...e, elts };
}

function starredTuple(run: readonly Expression[]): StarredNode {
  const items = run.flatMap((elt) => (elt.kind === "Constant" ? [elt.value] : []));
  const value = makeConstant({ kind: "tuple", items }, run[0]!);
  return { ...value, kind: "Starred", value, ctx: "Load" };
}

function foldSubscription(e: SubscriptNode): Expression {
  if (e.value.kind !== "Constant" || e.slice.kind !== "Constant") return e;
  const value = foldSubscript(e.value.value, e.slice.value);
  return value === undefined ? e : makeConstant(value, e);
}
