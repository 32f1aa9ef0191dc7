/**
 * Syntax trees as Python objects: what `compile(…, PyCF_ONLY_AST)` gives, and trees that programs
 * made as sources of `compile`.
 *
 * The parser's nodes have the kinds and fields of Python's classes (lib/_ast.py) in camel case, so
 * both directions go by the `_fields` of the classes. Parser columns count UTF-16 units from 1, those
 * of the objects bytes of UTF-8 from 0.
 *
 * Counterpart: pypy/interpreter/astcompiler/ast.py.
 */

import { compileTree } from "../compiler/compile.ts";
import type { CodeTemplate } from "../compiler/code.ts";
import { COMPILE_MODES, type CompileMode } from "../compiler/compile-mode.ts";
import { wrapConstant } from "../interp/pycode.ts";
import { setattr } from "../objects/attribute-changes.ts";
import { getattr, getattr_or_null } from "../objects/attributes.ts";
import { W_BytesObject } from "../objects/bytes-object.ts";
import { call_function } from "../objects/call.ts";
import { W_ComplexObject } from "../objects/complex-object.ts";
import { typeError, typeName } from "../objects/errors.ts";
import { W_FloatObject } from "../objects/float-object.ts";
import { builtinValue } from "../objects/instance-object.ts";
import { bigintOrNull, newint, W_BoolObject } from "../objects/int-object.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { newlist, W_ListObject } from "../objects/list-object.ts";
import { toHostInteger } from "../objects/slices.ts";
import { w_Ellipsis, w_None } from "../objects/singletons.ts";
import type { ObjSpace } from "../objects/space.ts";
import { readString } from "../objects/text.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import type { W_TypeObject } from "../objects/type-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import type { LiteralValue, Module } from "../parser/ast.ts";
import { makeSourceText } from "../parser/source-text.ts";
import { importModule } from "./reduce.ts";

/** Any node of the parser, by its fields. */
type AnyNode = Readonly<Record<string, unknown>>;

const PLACE = ["lineno", "col_offset", "end_lineno", "end_col_offset"] as const;
const CONVERSIONS = ["s", "r", "a"] as const;

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The names in a tuple of a class, such as `_fields`. */
function namesIn(space: ObjSpace, w_class: W_Root, attribute: string): string[] {
  const w_names = iterable_to_array(space, getattr(space, w_class, attribute), -1);
  return w_names.map((w_name) => (builtinValue(w_name) as W_UnicodeObject).value);
}

/** Makes the objects of one tree. */
class TreeMaker {
  private readonly space: ObjSpace;
  private readonly w_ast: W_Root;
  private readonly lines: readonly string[];
  private readonly fields = new Map<string, string[]>();

  constructor(space: ObjSpace, lines: readonly string[]) {
    this.space = space;
    this.w_ast = importModule(space, "_ast");
    this.lines = lines;
  }

  make(kind: string): W_Root {
    return call_function(this.space, getattr(this.space, this.w_ast, kind), []);
  }

  node(node: AnyNode): W_Root {
    const kind = (node.kind as string | undefined) ?? nameOfPart(node);
    const w_node = this.make(kind);
    for (const field of this.fieldsOf(kind)) {
      const w_value = this.field(kind, node, field);
      if (field !== "kind" || w_value !== w_None) this.set(w_node, field, w_value);
    }
    if (typeof node.line === "number" && kind !== "alias") this.setPlace(w_node, node);
    return w_node;
  }

  set(w_node: W_Root, name: string, w_value: W_Root): void {
    setattr(this.space, w_node, name, w_value);
  }

  private fieldsOf(kind: string): string[] {
    let names = this.fields.get(kind);
    if (names === undefined) {
      names = namesIn(this.space, getattr(this.space, this.w_ast, kind), "_fields");
      this.fields.set(kind, names);
    }
    return names;
  }

  private field(kind: string, node: AnyNode, field: string): W_Root {
    if (kind === "Constant") return this.constantField(node, field);
    if (field === "conversion") {
      const letter = node.conversion as string | null;
      return newint(letter === null ? -1 : letter.charCodeAt(0));
    }
    return this.value(node[camelCase(field)], field);
  }

  private constantField(node: AnyNode, field: string): W_Root {
    if (field === "value") return wrapConstant(this.space, node.value as LiteralValue);
    return node.isUnicodePrefixed === true ? newtext("u") : w_None;
  }

  private value(value: unknown, field: string): W_Root {
    if (value === null || value === undefined) return w_None;
    if (typeof value === "boolean") return newint(value ? 1 : 0);
    if (typeof value === "number") return newint(value);
    if (Array.isArray(value)) return newlist(value.map((one) => this.value(one, field)));
    if (typeof value !== "string") return this.node(value as AnyNode);
    return field === "op" || field === "ops" || field === "ctx" ? this.make(value) : newtext(value);
  }

  private setPlace(w_node: W_Root, node: AnyNode): void {
    const { line, column, endLine, endColumn } = node as Readonly<Record<string, number>>;
    this.set(w_node, "lineno", newint(line!));
    this.set(w_node, "col_offset", newint(this.byteColumn(line!, column!)));
    this.set(w_node, "end_lineno", newint(endLine!));
    this.set(w_node, "end_col_offset", newint(this.byteColumn(endLine!, endColumn!)));
  }

  private byteColumn(line: number, column: number): number {
    const before = (this.lines[line - 1] ?? "").slice(0, column - 1);
    return new TextEncoder().encode(before).length + (column - 1 - before.length);
  }
}

/** The class of a node without a kind. */
function nameOfPart(node: AnyNode): string {
  if ("asname" in node) return "alias";
  if ("contextExpr" in node) return "withitem";
  if ("ifs" in node) return "comprehension";
  if ("posonlyargs" in node) return "arguments";
  if ("annotation" in node) return "arg";
  return "arg" in node ? "keyword" : "ExceptHandler";
}

/** The tree of a source as objects of the classes of `ast`. */
export function treeObject(space: ObjSpace, tree: Module, mode: CompileMode): W_Root {
  const maker = new TreeMaker(space, tree.source.lines);
  const statements = tree.body as unknown as readonly AnyNode[];
  if (mode === "eval") {
    const w_tree = maker.make("Expression");
    maker.set(w_tree, "body", maker.node(statements[0]!.value as AnyNode));
    return w_tree;
  }
  const w_tree = maker.make(mode === "exec" ? "Module" : "Interactive");
  maker.set(w_tree, "body", newlist(statements.map((one) => maker.node(one))));
  if (mode === "exec") maker.set(w_tree, "type_ignores", newlist([]));
  return w_tree;
}

/** Whether a value is a node of a syntax tree. */
export function isTree(space: ObjSpace, w_value: W_Root): boolean {
  return w_value.getclass(space).mro_w.some((w_class) => w_class.name === "AST");
}

const MODULE_KINDS: Readonly<Record<string, CompileMode>> = {
  Module: "exec",
  Expression: "eval",
  Interactive: "single",
};

/** Compiles a tree of objects. */
export function compileObject(
  space: ObjSpace,
  w_tree: W_Root,
  filename: string,
  mode: CompileMode,
  inheritedFlags: number,
): CodeTemplate {
  const reader = new TreeReader(space);
  const kind = reader.kindOf(w_tree);
  if (MODULE_KINDS[kind] === undefined) {
    throw typeError(space, `expected some sort of mod, got ${readString(space, w_tree)}`);
  }
  if (!COMPILE_MODES.includes(mode) || MODULE_KINDS[kind] !== mode) {
    throw typeError(space, "invalid node type");
  }
  const read = reader.node(w_tree);
  const body = kind === "Expression" ? [expressionStatement(read.body as AnyNode)] : read.body;
  const source = makeSourceText("", filename);
  return compileTree({ kind: "Module", body, source } as unknown as Module, mode, inheritedFlags);
}

function expressionStatement(value: AnyNode): AnyNode {
  const { line, column, endLine, endColumn } = value;
  return { kind: "Expr", value, line, column, endLine, endColumn };
}

/** Fields that hold plain values and no nodes. */
const PLAIN_FIELDS = new Set(
  "id name asname attr arg module level simple is_async conversion type_comment kind tag".split(
    " ",
  ),
);

/** Reads trees of objects. */
class TreeReader {
  private readonly space: ObjSpace;

  constructor(space: ObjSpace) {
    this.space = space;
  }

  /** The name of the class of `ast` that a node is of. */
  kindOf(w_node: W_Root): string {
    const isOwn = (w_class: W_TypeObject): boolean =>
      w_class.w_module instanceof W_UnicodeObject && w_class.w_module.value === "ast";
    return w_node.getclass(this.space).mro_w.find(isOwn)?.name ?? "";
  }

  node(w_node: W_Root): AnyNode {
    const { space } = this;
    const kind = this.kindOf(w_node);
    const result: Record<string, unknown> = { kind };
    const w_class = w_node.getclass(space);
    for (const field of namesIn(space, w_class, "_fields")) {
      result[camelCase(field)] = this.field(kind, field, this.attribute(w_node, kind, field));
    }
    if (kind === "Constant") result.isUnicodePrefixed = result.kind === "u";
    result.kind = kind;
    if (namesIn(space, w_class, "_attributes").length > 0) this.readPlace(w_node, kind, result);
    return result;
  }

  private attribute(w_node: W_Root, kind: string, name: string): W_Root {
    const w_value = getattr_or_null(this.space, w_node, name);
    if (w_value !== null) return w_value;
    throw typeError(this.space, `required field '${name}' missing from ${kind}`);
  }

  private readPlace(w_node: W_Root, kind: string, result: Record<string, unknown>): void {
    const [line, column, endLine, endColumn] = PLACE.map((name, i) => {
      const isOptional = i >= 2;
      const w_value = isOptional
        ? (getattr_or_null(this.space, w_node, name) ?? w_None)
        : this.attribute(w_node, kind, name);
      return w_value === w_None ? 0 : toHostInteger(this.space, w_value);
    });
    Object.assign(result, { line, column: column! + 1, endLine, endColumn: endColumn! + 1 });
  }

  private field(kind: string, field: string, w_value: W_Root): unknown {
    if (kind === "Constant" && field === "value") return this.literal(w_value);
    const isNames = field === "names" && (kind === "Global" || kind === "Nonlocal");
    if (PLAIN_FIELDS.has(field) || isNames) return this.plain(field, w_value);
    if (field === "op" || field === "ctx") return this.kindOf(w_value);
    if (w_value === w_None) return null;
    const what = this.categoryOf(kind, field);
    if (!isListField(kind, field)) return this.child(w_value, what);
    const items_w = iterable_to_array(this.space, w_value, -1);
    if (field === "ops") return items_w.map((w_item) => this.kindOf(w_item));
    return items_w.map((w_item) => (w_item === w_None ? null : this.child(w_item, what)));
  }

  private categoryOf(kind: string, field: string): "stmt" | "expr" {
    const isBody = field === "body" || field === "orelse" || field === "finalbody";
    const isExpression = kind === "Lambda" || kind === "IfExp" || kind === "Expression";
    return isBody && !isExpression ? "stmt" : "expr";
  }

  private child(w_value: W_Root, what: string): AnyNode {
    if (isTree(this.space, w_value)) return this.node(w_value);
    const text = readString(this.space, w_value);
    throw typeError(this.space, `expected some sort of ${what}, but got ${text}`);
  }

  private plain(field: string, w_given: W_Root): unknown {
    const w_value = builtinValue(w_given);
    if (w_value === w_None) return field === "level" ? 0 : null;
    if (w_value instanceof W_UnicodeObject) return w_value.value;
    if (w_value instanceof W_ListObject) {
      return w_value.getitems().map((w_item) => this.plain(field, w_item));
    }
    const value = toHostInteger(this.space, w_value);
    if (field === "conversion") {
      return CONVERSIONS.find((letter) => letter.charCodeAt(0) === value) ?? null;
    }
    return field === "simple" || field === "is_async" ? value !== 0 : value;
  }

  private literal(w_given: W_Root): LiteralValue {
    const w_value = builtinValue(w_given);
    if (w_value === w_None) return { kind: "none" };
    if (w_value === w_Ellipsis) return { kind: "ellipsis" };
    if (w_value instanceof W_BoolObject) return { kind: "bool", value: w_value.intval === 1 };
    const integer = bigintOrNull(w_value);
    if (integer !== null) return { kind: "int", value: integer };
    if (w_value instanceof W_FloatObject) return { kind: "float", value: w_value.floatval };
    if (w_value instanceof W_ComplexObject) {
      return { kind: "complex", real: w_value.real, imag: w_value.imag };
    }
    if (w_value instanceof W_UnicodeObject) return { kind: "str", value: w_value.value };
    if (w_value instanceof W_BytesObject) return { kind: "bytes", value: w_value.value };
    if (w_value instanceof W_TupleObject) {
      return { kind: "tuple", items: w_value.items.map((w_item) => this.literal(w_item)) };
    }
    const name = typeName(this.space, w_given);
    throw typeError(this.space, `got an invalid type in Constant: ${name}`);
  }
}

/** Fields that hold lists. */
const LIST_FIELDS = new Set(
  (
    "body orelse finalbody handlers items names targets values elts keys generators ifs ops " +
    "comparators args keywords decorator_list bases posonlyargs kwonlyargs kw_defaults defaults " +
    "type_ignores"
  ).split(" "),
);

/** Some names are those of a list in one class, of a node in another. */
function isListField(kind: string, field: string): boolean {
  if (kind === "Lambda" || kind === "IfExp" || kind === "Expression") return false;
  if (field === "args") return kind === "Call" || kind === "arguments";
  return LIST_FIELDS.has(field);
}
