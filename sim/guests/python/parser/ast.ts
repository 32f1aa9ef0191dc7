/**
 * The typed syntax tree: one closed union of plain readonly nodes, modelled on Python 3.9's `ast`
 * module (names of kinds and fields are Python's, in camel case).
 *
 * Lines and columns count from 1; a column counts UTF-16 units. Literals are decoded. A `Constant`
 * may hold a tuple only after constant folding.
 *
 * Longer than most files since the union is closed: all its members stand together.
 *
 * Counterpart: pypy/interpreter/astcompiler/ast.py.
 */

import type { SourceText } from "./source-text.ts";

/** Where a node starts and ends. */
export interface Located {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What happens to the thing an expression names. */
export type Context = "Load" | "Store" | "Del";

/** The value of a literal, decoded. `str` is UTF-16 and may hold lone surrogates. */
export type LiteralValue =
  | { readonly kind: "none" }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "ellipsis" }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "complex"; readonly real: number; readonly imag: number }
  | { readonly kind: "str"; readonly value: string }
  | { readonly kind: "bytes"; readonly value: Uint8Array }
  | { readonly kind: "tuple"; readonly items: readonly LiteralValue[] };

export type BoolOperator = "And" | "Or";
export type BinaryOperator =
  | "Add"
  | "Sub"
  | "Mult"
  | "MatMult"
  | "Div"
  | "Mod"
  | "Pow"
  | "LShift"
  | "RShift"
  | "BitOr"
  | "BitXor"
  | "BitAnd"
  | "FloorDiv";
export type UnaryOperator = "Invert" | "Not" | "UAdd" | "USub";
export type CompareOperator =
  | "Eq"
  | "NotEq"
  | "Lt"
  | "LtE"
  | "Gt"
  | "GtE"
  | "Is"
  | "IsNot"
  | "In"
  | "NotIn";

export interface ConstantNode extends Located {
  readonly kind: "Constant";
  readonly value: LiteralValue;
  /** The literal had a `u` prefix (only the text of annotations shows it). */
  readonly isUnicodePrefixed?: boolean;
}
export interface NameNode extends Located {
  readonly kind: "Name";
  readonly id: string;
  readonly ctx: Context;
}
export interface BoolOpNode extends Located {
  readonly kind: "BoolOp";
  readonly op: BoolOperator;
  readonly values: readonly Expression[];
}
export interface NamedExprNode extends Located {
  readonly kind: "NamedExpr";
  readonly target: NameNode;
  readonly value: Expression;
}
export interface BinOpNode extends Located {
  readonly kind: "BinOp";
  readonly left: Expression;
  readonly op: BinaryOperator;
  readonly right: Expression;
}
export interface UnaryOpNode extends Located {
  readonly kind: "UnaryOp";
  readonly op: UnaryOperator;
  readonly operand: Expression;
}
export interface LambdaNode extends Located {
  readonly kind: "Lambda";
  readonly args: Arguments;
  readonly body: Expression;
}
export interface IfExpNode extends Located {
  readonly kind: "IfExp";
  readonly test: Expression;
  readonly body: Expression;
  readonly orelse: Expression;
}
export interface DictNode extends Located {
  readonly kind: "Dict";
  /** null stands for `**value`. */
  readonly keys: readonly (Expression | null)[];
  readonly values: readonly Expression[];
}
export interface SetNode extends Located {
  readonly kind: "Set";
  readonly elts: readonly Expression[];
}
export interface ListCompNode extends Located {
  readonly kind: "ListComp";
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface SetCompNode extends Located {
  readonly kind: "SetComp";
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface GeneratorExpNode extends Located {
  readonly kind: "GeneratorExp";
  readonly elt: Expression;
  readonly generators: readonly Comprehension[];
}
export interface DictCompNode extends Located {
  readonly kind: "DictComp";
  readonly key: Expression;
  readonly value: Expression;
  readonly generators: readonly Comprehension[];
}
export interface AwaitNode extends Located {
  readonly kind: "Await";
  readonly value: Expression;
}
export interface YieldNode extends Located {
  readonly kind: "Yield";
  readonly value: Expression | null;
}
export interface YieldFromNode extends Located {
  readonly kind: "YieldFrom";
  readonly value: Expression;
}
export interface CompareNode extends Located {
  readonly kind: "Compare";
  readonly left: Expression;
  readonly ops: readonly CompareOperator[];
  readonly comparators: readonly Expression[];
}
export interface CallNode extends Located {
  readonly kind: "Call";
  readonly func: Expression;
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
}
export interface FormattedValueNode extends Located {
  readonly kind: "FormattedValue";
  readonly value: Expression;
  readonly conversion: "s" | "r" | "a" | null;
  readonly formatSpec: Expression | null;
}
export interface JoinedStrNode extends Located {
  readonly kind: "JoinedStr";
  readonly values: readonly Expression[];
}
export interface AttributeNode extends Located {
  readonly kind: "Attribute";
  readonly value: Expression;
  readonly attr: string;
  readonly ctx: Context;
}
export interface SubscriptNode extends Located {
  readonly kind: "Subscript";
  readonly value: Expression;
  readonly slice: Expression;
  readonly ctx: Context;
}
export interface StarredNode extends Located {
  readonly kind: "Starred";
  readonly value: Expression;
  readonly ctx: Context;
}
export interface ListNode extends Located {
  readonly kind: "List";
  readonly elts: readonly Expression[];
  readonly ctx: Context;
}
export interface TupleNode extends Located {
  readonly kind: "Tuple";
  readonly elts: readonly Expression[];
  readonly ctx: Context;
}
export interface SliceNode extends Located {
  readonly kind: "Slice";
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}

/** Expressions. */
export type Expression =
  | ConstantNode
  | NameNode
  | BoolOpNode
  | NamedExprNode
  | BinOpNode
  | UnaryOpNode
  | LambdaNode
  | IfExpNode
  | DictNode
  | SetNode
  | ListCompNode
  | SetCompNode
  | GeneratorExpNode
  | DictCompNode
  | AwaitNode
  | YieldNode
  | YieldFromNode
  | CompareNode
  | CallNode
  | FormattedValueNode
  | JoinedStrNode
  | AttributeNode
  | SubscriptNode
  | StarredNode
  | ListNode
  | TupleNode
  | SliceNode;

/** The four comprehensions. */
export type ComprehensionNode = ListCompNode | SetCompNode | GeneratorExpNode | DictCompNode;

/** One `for … in … if …` of a comprehension. */
export interface Comprehension {
  readonly target: Expression;
  readonly iter: Expression;
  readonly ifs: readonly Expression[];
  readonly isAsync: boolean;
}

/** `arg=value` of a call, or `**value` when `arg` is null. */
export interface Keyword extends Located {
  readonly arg: string | null;
  readonly value: Expression;
}

/** One parameter. */
export interface Argument extends Located {
  readonly arg: string;
  readonly annotation: Expression | null;
}

/** The parameters of a function or lambda. */
export interface Arguments {
  readonly posonlyargs: readonly Argument[];
  readonly args: readonly Argument[];
  readonly vararg: Argument | null;
  readonly kwonlyargs: readonly Argument[];
  /** As long as `kwonlyargs`; null where there is no default. */
  readonly kwDefaults: readonly (Expression | null)[];
  readonly kwarg: Argument | null;
  /** Defaults of the last positional parameters. */
  readonly defaults: readonly Expression[];
}

export interface FunctionDefNode extends Located {
  readonly kind: "FunctionDef" | "AsyncFunctionDef";
  readonly name: string;
  readonly args: Arguments;
  readonly body: readonly Statement[];
  readonly decoratorList: readonly Expression[];
  readonly returns: Expression | null;
}
export interface ClassDefNode extends Located {
  readonly kind: "ClassDef";
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Statement[];
  readonly decoratorList: readonly Expression[];
}
export interface ReturnNode extends Located {
  readonly kind: "Return";
  readonly value: Expression | null;
}
export interface DeleteNode extends Located {
  readonly kind: "Delete";
  readonly targets: readonly Expression[];
}
export interface AssignNode extends Located {
  readonly kind: "Assign";
  readonly targets: readonly Expression[];
  readonly value: Expression;
}
export interface AugAssignNode extends Located {
  readonly kind: "AugAssign";
  readonly target: Expression;
  readonly op: BinaryOperator;
  readonly value: Expression;
}
export interface AnnAssignNode extends Located {
  readonly kind: "AnnAssign";
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | null;
  /** The target is a plain name without parentheses. */
  readonly simple: boolean;
}
export interface ForNode extends Located {
  readonly kind: "For" | "AsyncFor";
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}
export interface WhileNode extends Located {
  readonly kind: "While";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}
export interface IfNode extends Located {
  readonly kind: "If";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}
export interface WithItem {
  readonly contextExpr: Expression;
  readonly optionalVars: Expression | null;
}
export interface WithNode extends Located {
  readonly kind: "With" | "AsyncWith";
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
}
export interface RaiseNode extends Located {
  readonly kind: "Raise";
  readonly exc: Expression | null;
  readonly cause: Expression | null;
}
export interface ExceptHandler extends Located {
  readonly type: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
}
export interface TryNode extends Located {
  readonly kind: "Try";
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Statement[];
  readonly finalbody: readonly Statement[];
}
export interface AssertNode extends Located {
  readonly kind: "Assert";
  readonly test: Expression;
  readonly msg: Expression | null;
}
/** `name as asname`; `name` may be dotted, or `*`. */
export interface Alias extends Located {
  readonly name: string;
  readonly asname: string | null;
}
export interface ImportNode extends Located {
  readonly kind: "Import";
  readonly names: readonly Alias[];
}
export interface ImportFromNode extends Located {
  readonly kind: "ImportFrom";
  readonly module: string | null;
  readonly names: readonly Alias[];
  readonly level: number;
}
export interface GlobalNode extends Located {
  readonly kind: "Global" | "Nonlocal";
  readonly names: readonly string[];
}
export interface ExprNode extends Located {
  readonly kind: "Expr";
  readonly value: Expression;
}
export interface SimpleNode extends Located {
  readonly kind: "Pass" | "Break" | "Continue";
}

/** Statements. */
export type Statement =
  | FunctionDefNode
  | ClassDefNode
  | ReturnNode
  | DeleteNode
  | AssignNode
  | AugAssignNode
  | AnnAssignNode
  | ForNode
  | WhileNode
  | IfNode
  | WithNode
  | RaiseNode
  | TryNode
  | AssertNode
  | ImportNode
  | ImportFromNode
  | GlobalNode
  | ExprNode
  | SimpleNode;

/** A whole file. */
export interface Module {
  readonly kind: "Module";
  readonly body: readonly Statement[];
  readonly source: SourceText;
}
