/**
 * Expressions back to text, for the annotations of `from __future__ import annotations`.
 *
 * DIFFERS: `name := value` is printed; PyPy fails on it with a SystemError.
 *
 * Counterpart: pypy/interpreter/astcompiler/unparse.py.
 */

import { unreachable } from "../../../base/assert.ts";
import type {
  Arguments,
  BinaryOperator,
  CallNode,
  CompareOperator,
  Comprehension,
  DictNode,
  Expression,
  JoinedStrNode,
  LambdaNode,
  SliceNode,
  UnaryOperator,
} from "../parser/ast.ts";
import type { Constant } from "./code.ts";
import { reprConstant, reprStr } from "./constant-repr.ts";

/** How tightly an operator binds; an operand that binds less tightly needs parentheses. */
const LEVELS = {
  TUPLE: 0,
  TEST: 1,
  OR: 2,
  AND: 3,
  NOT: 4,
  COMPARE: 5,
  EXPRESSION: 7,
  BIT_XOR: 8,
  BIT_AND: 9,
  SHIFT: 10,
  ARITHMETIC: 11,
  TERM: 12,
  FACTOR: 13,
  POWER: 14,
  AWAIT: 15,
  ATOM: 16,
} as const;

const BINARY: Readonly<Record<BinaryOperator, readonly [string, number]>> = {
  Add: ["+", LEVELS.ARITHMETIC],
  Sub: ["-", LEVELS.ARITHMETIC],
  Mult: ["*", LEVELS.TERM],
  MatMult: ["@", LEVELS.TERM],
  Div: ["/", LEVELS.TERM],
  FloorDiv: ["//", LEVELS.TERM],
  Mod: ["%", LEVELS.TERM],
  LShift: ["<<", LEVELS.SHIFT],
  RShift: [">>", LEVELS.SHIFT],
  BitOr: ["|", LEVELS.EXPRESSION],
  BitXor: ["^", LEVELS.BIT_XOR],
  BitAnd: ["&", LEVELS.BIT_AND],
  Pow: ["**", LEVELS.POWER],
};

const UNARY: Readonly<Record<UnaryOperator, readonly [string, number]>> = {
  Invert: ["~", LEVELS.FACTOR],
  Not: ["not ", LEVELS.NOT],
  UAdd: ["+", LEVELS.FACTOR],
  USub: ["-", LEVELS.FACTOR],
};

const COMPARE: Readonly<Record<CompareOperator, string>> = {
  Eq: "==",
  NotEq: "!=",
  Lt: "<",
  LtE: "<=",
  Gt: ">",
  GtE: ">=",
  Is: "is",
  IsNot: "is not",
  In: "in",
  NotIn: "not in",
};

/** The text of an annotation. */
export function unparseExpression(e: Expression): string {
  return unparse(e, LEVELS.TEST);
}

/** `text`, which binds at `own`, where at least `level` is needed. */
function group(text: string, own: number, level: number): string {
  return level > own ? `(${text})` : text;
}

function unparse(e: Expression, level: number = LEVELS.TEST): string {
  switch (e.kind) {
    case "Constant":
      return reprAnnotation(e.value);
    case "Name":
      return e.id;
    case "UnaryOp": {
      const [token, own] = UNARY[e.op];
      return group(token + unparse(e.operand, own), own, level);
    }
    case "BinOp": {
      const [token, own] = BINARY[e.op];
      const isPower = e.op === "Pow";
      const left = unparse(e.left, isPower ? own + 1 : own);
      const right = unparse(e.right, isPower ? own : own + 1);
      return group(`${left} ${token} ${right}`, own, level);
    }
    case "BoolOp": {
      const own = e.op === "And" ? LEVELS.AND : LEVELS.OR;
      const parts = e.values.map((value) => unparse(value, own + 1));
      return group(parts.join(e.op === "And" ? " and " : " or "), own, level);
    }
    case "Compare": {
      const rest = e.comparators.map((operand, i) => {
        return ` ${COMPARE[e.ops[i]!]} ${unparse(operand, LEVELS.COMPARE + 1)}`;
      });
      const left = unparse(e.left, LEVELS.COMPARE + 1);
      return group(left + rest.join(""), LEVELS.COMPARE, level);
    }
    case "IfExp": {
      const body = unparse(e.body, LEVELS.TEST + 1);
      const test = unparse(e.test, LEVELS.TEST + 1);
      return group(`${body} if ${test} else ${unparse(e.orelse)}`, LEVELS.TEST, level);
    }
    case "Lambda":
      return group(unparseLambda(e), LEVELS.TEST, level);
    case "NamedExpr":
      return `(${e.target.id} := ${unparse(e.value)})`;
    case "Await":
      return group(`await ${unparse(e.value)}`, LEVELS.AWAIT, level);
    case "Tuple":
      return group(unparseTuple(e.elts), LEVELS.TUPLE, level);
    default:
      return unparseAtom(e);
  }
}

type Atom = Exclude<
  Expression,
  {
    kind:
      | "Constant"
      | "Name"
      | "UnaryOp"
      | "BinOp"
      | "BoolOp"
      | "Compare"
      | "IfExp"
      | "Lambda"
      | "NamedExpr"
      | "Await"
      | "Tuple";
  }
>;

function unparseAtom(e: Atom): string {
  switch (e.kind) {
    case "List":
      return `[${unparseAll(e.elts)}]`;
    case "Set":
      return `{${unparseAll(e.elts)}}`;
    case "Dict":
      return unparseDict(e);
    case "ListComp":
      return `[${unparse(e.elt)}${unparseClauses(e.generators)}]`;
    case "SetComp":
      return `{${unparse(e.elt)}${unparseClauses(e.generators)}}`;
    case "GeneratorExp":
      return `(${unparse(e.elt)}${unparseClauses(e.generators)})`;
    case "DictComp":
      return `{${unparse(e.key)}: ${unparse(e.value)}${unparseClauses(e.generators)}}`;
    case "Yield":
      return e.value === null ? "(yield)" : `(yield ${unparse(e.value)})`;
    case "YieldFrom":
      return `(yield from ${unparse(e.value)})`;
    case "Call":
      return unparseCall(e);
    case "Attribute": {
      const isInt = e.value.kind === "Constant" && ["int", "bool"].includes(e.value.value.kind);
      return `${unparse(e.value, LEVELS.ATOM)}${isInt ? " ." : "."}${e.attr}`;
    }
    case "Subscript":
      return `${unparse(e.value, LEVELS.ATOM)}[${unparse(e.slice, LEVELS.TUPLE)}]`;
    case "Slice":
      return unparseSlice(e);
    case "Starred":
      return `*${unparse(e.value, LEVELS.EXPRESSION)}`;
    case "JoinedStr":
      return unparseJoinedStr(e);
    case "FormattedValue":
      return unparseJoinedStr({ ...e, kind: "JoinedStr", values: [e] });
    default:
      return unreachable(e);
  }
}

function reprAnnotation(value: Constant): string {
  if (value.kind === "ellipsis") return "...";
  return reprConstant(value, () => "<code>");
}

function unparseAll(elts: readonly Expression[]): string {
  return elts.map((elt) => unparse(elt)).join(", ");
}

function unparseTuple(elts: readonly Expression[]): string {
  return elts.length === 1 ? `${unparse(elts[0]!)},` : unparseAll(elts);
}

function unparseDict(e: DictNode): string {
  const items = e.keys.map((key, i) => {
    const value = unparse(e.values[i]!);
    return key === null ? `**${value}` : `${unparse(key)}: ${value}`;
  });
  return `{${items.join(", ")}}`;
}

function unparseClauses(clauses: readonly Comprehension[]): string {
  return clauses
    .map((clause) => {
      const word = clause.isAsync ? " async for " : " for ";
      const target = unparse(clause.target, LEVELS.TUPLE);
      const ifs = clause.ifs.map((test) => ` if ${unparse(test, LEVELS.TEST + 1)}`);
      return `${word}${target} in ${unparse(clause.iter, LEVELS.TEST + 1)}${ifs.join("")}`;
    })
    .join("");
}

function unparseCall(e: CallNode): string {
  const func = unparse(e.func, LEVELS.ATOM);
  const only = e.args.length === 1 && e.keywords.length === 0 ? e.args[0]! : null;
  if (only?.kind === "GeneratorExp") return func + unparse(only);
  const args = e.args.map((arg) => unparse(arg));
  const keywords = e.keywords.map((keyword) => {
    return (keyword.arg === null ? "**" : `${keyword.arg}=`) + unparse(keyword.value);
  });
  return `${func}(${[...args, ...keywords].join(", ")})`;
}

function unparseSlice(e: SliceNode): string {
  const part = (bound: Expression | null) => (bound === null ? "" : unparse(bound));
  return `${part(e.lower)}:${part(e.upper)}${e.step === null ? "" : `:${unparse(e.step)}`}`;
}

function unparseLambda(e: LambdaNode): string {
  const parameters = unparseParameters(e.args);
  return `lambda ${parameters === "" ? "" : parameters}: ${unparse(e.body)}`.replace(
    /^lambda : /,
    "lambda: ",
  );
}

/** Like PyPy's, this leaves positional-only parameters out. */
function unparseParameters(args: Arguments): string {
  const parts: string[] = [];
  args.args.forEach((argument, i) => {
    const value = args.defaults[i - (args.args.length - args.defaults.length)];
    parts.push(value === undefined ? argument.arg : `${argument.arg}=${unparse(value)}`);
  });
  if (args.vararg !== null) parts.push(`*${args.vararg.arg}`);
  else if (args.kwonlyargs.length > 0) parts.push("*");
  args.kwonlyargs.forEach((argument, i) => {
    const value = args.kwDefaults[i] ?? null;
    parts.push(value === null ? argument.arg : `${argument.arg}=${unparse(value)}`);
  });
  if (args.kwarg !== null) parts.push(`**${args.kwarg.arg}`);
  return parts.join(", ");
}

function unparseJoinedStr(e: JoinedStrNode): string {
  const isFormat = e.values.some((value) => value.kind !== "Constant");
  return (isFormat ? "f" : "") + reprStr(formatText(e));
}

/** The text between the quotes of an f-string. */
function formatText(e: Expression): string {
  if (e.kind === "JoinedStr") return e.values.map(formatText).join("");
  if (e.kind === "Constant") {
    const text = e.value.kind === "str" ? e.value.value : "";
    return text.replaceAll("{", "{{").replaceAll("}", "}}");
  }
  if (e.kind !== "FormattedValue") return "";
  const value = unparse(e.value, LEVELS.TEST + 1);
  const conversion = e.conversion === null ? "" : `!${e.conversion}`;
  const spec = e.formatSpec === null ? "" : `:${formatText(e.formatSpec)}`;
  return `${value.startsWith("{") ? "{ " : "{"}${value}${conversion}${spec}}`;
}
