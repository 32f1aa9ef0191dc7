/**
 * Code of expressions.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (visit_* of expressions).
 */

import type {
  AttributeNode,
  AwaitNode,
  BinaryOperator,
  BinOpNode,
  BoolOpNode,
  CompareNode,
  CompareOperator,
  Expression,
  FormattedValueNode,
  IfExpNode,
  JoinedStrNode,
  NamedExprNode,
  SliceNode,
  StarredNode,
  SubscriptNode,
  UnaryOperator,
  UnaryOpNode,
  YieldFromNode,
  YieldNode,
} from "../parser/ast.ts";
import { newBlock } from "./block.ts";
import { uniqueConstants } from "./constant-values.ts";
import { emitCallExpression } from "./generate-calls.ts";
import { constantItems, emitDict, emitSequence, emitSet } from "./generate-displays.ts";
import { emitAwait, emitComprehension, emitLambda } from "./generate-functions.ts";
import { constantTruth, emitJumpIf } from "./generate-jumps.ts";
import { checkForbiddenName, emitNameOperation } from "./generate-names.ts";
import type { OpcodeName } from "./opcodes.ts";
import { failAt, type Unit, visit, visitAll } from "./unit.ts";

const UNARY: Readonly<Record<UnaryOperator, OpcodeName>> = {
  Invert: "UNARY_INVERT",
  Not: "UNARY_NOT",
  UAdd: "UNARY_POSITIVE",
  USub: "UNARY_NEGATIVE",
};

const BINARY: Readonly<Record<BinaryOperator, OpcodeName>> = {
  Add: "BINARY_ADD",
  Sub: "BINARY_SUBTRACT",
  Mult: "BINARY_MULTIPLY",
  MatMult: "BINARY_MATRIX_MULTIPLY",
  Div: "BINARY_TRUE_DIVIDE",
  Mod: "BINARY_MODULO",
  Pow: "BINARY_POWER",
  LShift: "BINARY_LSHIFT",
  RShift: "BINARY_RSHIFT",
  BitOr: "BINARY_OR",
  BitXor: "BINARY_XOR",
  BitAnd: "BINARY_AND",
  FloorDiv: "BINARY_FLOOR_DIVIDE",
};

const COMPARE: Readonly<Record<CompareOperator, readonly [OpcodeName, number]>> = {
  Lt: ["COMPARE_OP", 0],
  LtE: ["COMPARE_OP", 1],
  Eq: ["COMPARE_OP", 2],
  NotEq: ["COMPARE_OP", 3],
  Gt: ["COMPARE_OP", 4],
  GtE: ["COMPARE_OP", 5],
  Is: ["IS_OP", 0],
  IsNot: ["IS_OP", 1],
  In: ["CONTAINS_OP", 0],
  NotIn: ["CONTAINS_OP", 1],
};

type Emitters = {
  readonly [K in Expression["kind"]]: (u: Unit, e: Extract<Expression, { kind: K }>) => void;
};

const EMITTERS: Emitters = {
  Constant: (u, e) => u.builder.loadConst(e.value),
  Name: (u, e) => emitNameOperation(u, e.id, e.ctx, e),
  BoolOp: emitBoolOp,
  NamedExpr: emitNamedExpr,
  BinOp: emitBinOp,
  UnaryOp: emitUnaryOp,
  Lambda: emitLambda,
  IfExp: emitIfExp,
  Dict: emitDict,
  Set: emitSet,
  ListComp: emitComprehension,
  SetComp: emitComprehension,
  DictComp: emitComprehension,
  GeneratorExp: emitComprehension,
  Await: emitAwaitExpression,
  Yield: emitYield,
  YieldFrom: emitYieldFrom,
  Compare: emitCompare,
  Call: emitCallExpression,
  FormattedValue: emitFormattedValue,
  JoinedStr: emitJoinedStr,
  Attribute: emitAttribute,
  Subscript: emitSubscript,
  Starred: refuseStarred,
  List: emitSequence,
  Tuple: emitSequence,
  Slice: emitSlice,
};

/** Emits the code of `e`; the line is already set. */
export function emitExpression(u: Unit, e: Expression): void {
  emitKind(e.kind, u, e);
}

/** The emitter of a kind takes nodes of that kind, which `e` is. */
function emitKind<K extends Expression["kind"]>(kind: K, u: Unit, e: Expression): void {
  EMITTERS[kind](u, e as Extract<Expression, { kind: K }>);
}

function emitNamedExpr(u: Unit, e: NamedExprNode): void {
  visit(u, e.value);
  u.builder.emit("DUP_TOP");
  visit(u, e.target);
}

function emitBinOp(u: Unit, e: BinOpNode): void {
  visitAll(u, [e.left, e.right]);
  u.builder.emit(BINARY[e.op]);
}

function emitUnaryOp(u: Unit, e: UnaryOpNode): void {
  visit(u, e.operand);
  u.builder.emit(UNARY[e.op]);
}

function emitYield(u: Unit, e: YieldNode): void {
  if (e.value === null) u.builder.loadNone();
  else visit(u, e.value);
  u.builder.emit("YIELD_VALUE");
}

function emitYieldFrom(u: Unit, e: YieldFromNode): void {
  visit(u, e.value);
  u.builder.emit("GET_YIELD_FROM_ITER");
  u.builder.loadNone();
  u.builder.emit("YIELD_FROM");
}

/** Constant operands that cannot decide the result are left out, as is all behind one that does. */
function emitBoolOp(u: Unit, e: BoolOpNode): void {
  const { builder } = u;
  const isAnd = e.op === "And";
  const jump = isAnd ? "JUMP_IF_FALSE_OR_POP" : "JUMP_IF_TRUE_OR_POP";
  const end = newBlock();
  let last = e.values.length - 1;
  for (let i = 0; i < last; i++) {
    const value = e.values[i]!;
    const truth = constantTruth(value);
    if (truth === undefined) {
      visit(u, value);
      builder.emitAbsoluteJump(jump, end);
    } else if (truth !== isAnd) {
      last = i;
      builder.inDeadCode(() => visitAll(u, e.values.slice(i + 1)));
    } else builder.inDeadCode(() => visit(u, value));
  }
  visit(u, e.values[last]!);
  builder.useNextBlock(end);
}

function emitIfExp(u: Unit, e: IfExpNode): void {
  const { builder } = u;
  const end = newBlock();
  const otherwise = newBlock();
  emitJumpIf(u, e.test, false, otherwise);
  visit(u, e.body);
  builder.emitJump("JUMP_FORWARD", end);
  builder.useNextBlock(otherwise);
  visit(u, e.orelse);
  builder.useNextBlock(end);
}

function emitAwaitExpression(u: Unit, e: AwaitNode): void {
  checkAsync(u, e, "'await' outside async function");
  visit(u, e.value);
  emitAwait(u);
}

/** Refuses what only asynchronous functions (and comprehensions) may hold. */
function checkAsync(u: Unit, at: Expression, message: string): void {
  const { kind } = u;
  const isAsync =
    kind === "async_function" || kind === "comprehension" || kind === "generator_expression";
  if (!isAsync) failAt(u, at, message);
}

function emitCompare(u: Unit, e: CompareNode): void {
  const { builder } = u;
  const last = e.ops.length - 1;
  const cleanup = newBlock();
  visit(u, e.left);
  if (last > 0) visit(u, e.comparators[0]!);
  for (let i = 1; i <= last; i++) {
    builder.emit("DUP_TOP");
    builder.emit("ROT_THREE");
    builder.emit(...COMPARE[e.ops[i - 1]!]);
    builder.emitAbsoluteJump("JUMP_IF_FALSE_OR_POP", cleanup);
    if (i < last) visit(u, e.comparators[i]!);
  }
  emitLastComparator(u, e.ops[last]!, e.comparators[last]!);
  builder.emit(...COMPARE[e.ops[last]!]);
  if (last === 0) return;
  const end = newBlock();
  builder.emitJump("JUMP_FORWARD", end);
  builder.useNextBlock(cleanup);
  builder.emit("ROT_TWO");
  builder.emit("POP_TOP");
  builder.useNextBlock(end);
}

/** `in [1, 2]` looks in a constant tuple, `in {1, 2}` in a constant frozenset. */
function emitLastComparator(u: Unit, op: CompareOperator, e: Expression): void {
  const isContainment = op === "In" || op === "NotIn";
  if (isContainment && (e.kind === "List" || e.kind === "Set")) {
    const items = constantItems(e.elts);
    if (items !== undefined) {
      if (e.kind === "List") {
        u.builder.loadConst({ kind: "tuple", items });
        return;
      }
      u.builder.loadConst({ kind: "frozenset", items: uniqueConstants(items) });
      return;
    }
  }
  visit(u, e);
}

const CONVERSIONS = { s: 1, r: 2, a: 3 } as const;
const HAVE_SPEC = 4;

function emitFormattedValue(u: Unit, e: FormattedValueNode): void {
  visit(u, e.value);
  let argument: number = e.conversion === null ? 0 : CONVERSIONS[e.conversion];
  if (e.formatSpec !== null) {
    argument |= HAVE_SPEC;
    visit(u, e.formatSpec);
  }
  u.builder.emit("FORMAT_VALUE", argument);
}

function emitJoinedStr(u: Unit, e: JoinedStrNode): void {
  visitAll(u, e.values);
  if (e.values.length !== 1) u.builder.emit("BUILD_STRING", e.values.length);
}

const ATTRIBUTE = { Load: "LOAD_ATTR", Store: "STORE_ATTR", Del: "DELETE_ATTR" } as const;

function emitAttribute(u: Unit, e: AttributeNode): void {
  visit(u, e.value);
  checkForbiddenName(u, e.attr, e.ctx, e);
  u.builder.emitName(ATTRIBUTE[e.ctx], u.builder.names, e.attr);
}

const SUBSCRIPT = { Load: "BINARY_SUBSCR", Store: "STORE_SUBSCR", Del: "DELETE_SUBSCR" } as const;

function emitSubscript(u: Unit, e: SubscriptNode): void {
  visitAll(u, [e.value, e.slice]);
  u.builder.emit(SUBSCRIPT[e.ctx]);
}

function emitSlice(u: Unit, e: SliceNode): void {
  for (const bound of [e.lower, e.upper]) {
    if (bound === null) u.builder.loadNone();
    else visit(u, bound);
  }
  if (e.step !== null) visit(u, e.step);
  u.builder.emit("BUILD_SLICE", e.step === null ? 2 : 3);
}

function refuseStarred(u: Unit, e: StarredNode): never {
  if (e.ctx !== "Store") failAt(u, e, "can't use starred expression here");
  return failAt(u, e, "starred assignment target must be in a list or tuple");
}
