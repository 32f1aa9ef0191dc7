/**
 * Concrete to typed: names and literals, and how expressions inside f-strings are parsed.
 *
 * Counterpart: pypy/interpreter/astcompiler/fstring.py, parsestring.py.
 */

import { unreachable } from "../../../base/assert.ts";
import type { ConstantNode, Expression, LiteralValue, Located, NameNode } from "./ast.ts";
import type { Conversion } from "./convert-context.ts";
import { fail, failNode, innerConversion, locate, textOf } from "./convert-context.ts";
import { KEYWORDS } from "./disguise.ts";
import { type FormatPart, mergeParts, parseFormatString } from "./fstring.ts";
import {
  decodeBytesBody,
  decodeNumber,
  decodeStrBody,
  LiteralError,
  type StringLiteral,
  splitStringLiteral,
} from "./literals.ts";
import { findMistake } from "./recognize-statements.ts";
import { PythonSyntaxError } from "./source-text.ts";
import { type CstNode, parseConcrete } from "./tree-sitter.ts";

/** Converts the concrete tree of one parenthesized expression. */
export type ConvertParenthesized = (c: Conversion, module: CstNode) => Expression;

/** The text of an identifier in normal form; keywords are refused. */
export function readIdentifier(c: Conversion, node: CstNode): string {
  const text = textOf(c, node);
  if (node.isError || !/^(?:identifier|integer)$/.test(node.type)) failNode(c, node);
  if (/^[0-9]/.test(text)) failNode(c, node);
  if (KEYWORDS.has(text)) failNode(c, node);
  return /\P{ASCII}/u.test(text) ? text.normalize("NFKC") : text;
}

/** A constant node at `at`. */
export function makeConstant(value: LiteralValue, at: Located): ConstantNode {
  return { kind: "Constant", value, ...at };
}

/** An integer, float or imaginary literal, or a name that is disguised as one. */
export function convertNumber(c: Conversion, node: CstNode): ConstantNode | NameNode {
  const text = textOf(c, node);
  if (/^[A-Za-z_]/.test(text)) {
    return { kind: "Name", id: readIdentifier(c, node), ctx: "Load", ...locate(c, node) };
  }
  const digits = text.length > DIGITS_MAX ? text.replaceAll("_", "") : "";
  if (digits.length > DIGITS_MAX && /^[0-9]+$/.test(digits)) {
    failNode(c, node, tooManyDigits(digits.length));
  }
  const value = decodeNumber(text);
  if (value === undefined) failNode(c, node, numberMessage(text));
  return makeConstant(value, locate(c, node));
}

/** DIFFERS: the limit that `sys.set_int_max_str_digits` has set does not count here. */
const DIGITS_MAX = 4300;

function tooManyDigits(count: number): string {
  const limit = `Exceeds the limit (${DIGITS_MAX}) for integer string conversion`;
  const hint = "Consider hexadecimal for huge integer literals to avoid decimal conversion limits.";
  return `${limit}: value has ${count} digits - ${hint}`;
}

function numberMessage(text: string): string {
  if (/^0[0-9_]*[1-9]/.test(text)) {
    const hint = "use an 0o prefix for octal integers";
    return `leading zeros in decimal integer literals are not permitted; ${hint}`;
  }
  return "invalid syntax";
}

/** One string, or several in a row. */
export function convertStrings(
  c: Conversion,
  node: CstNode,
  convertInner: ConvertParenthesized,
): Expression {
  const at = locate(c, node);
  const nodes = node.type === "concatenated_string" ? node.children : [node];
  const literals = nodes.map((child) => {
    if (child.type !== "string") failNode(c, child);
    return splitStringLiteral(textOf(c, child)) ?? failNode(c, child);
  });
  const isBytes = literals[0]!.isBytes;
  if (literals.some((literal) => literal.isBytes !== isBytes)) {
    fail(c, at, "cannot mix bytes and nonbytes literals");
  }
  if (isBytes) return makeConstant(concatenateBytes(c, at, literals), at);
  const parts: FormatPart[] = [];
  literals.forEach((literal, index) => {
    parts.push(...convertStrPart(c, nodes[index]!, literal, convertInner));
  });
  const values = mergeParts(parts);
  if (literals.some((literal) => literal.isFormat)) return { kind: "JoinedStr", values, ...at };
  const value = parts.map((part) => (part.kind === "Text" ? part.text : "")).join("");
  const constant = makeConstant({ kind: "str", value }, at);
  return literals[0]!.isUnicodePrefixed ? { ...constant, isUnicodePrefixed: true } : constant;
}

function convertStrPart(
  c: Conversion,
  node: CstNode,
  literal: StringLiteral,
  convertInner: ConvertParenthesized,
): FormatPart[] {
  const at = locate(c, node);
  if (!literal.isFormat) {
    const text = literal.isRaw
      ? literal.body
      : decodeOrFail(c, at, () => decodeStrBody(literal.body));
    return [{ kind: "Text", text, at }];
  }
  const parseInner = (text: string, offset: number) =>
    parseField(c, at, text, offset, convertInner);
  const bodyOffset = node.start + literal.bodyStart;
  return parseFormatString(c, at, literal.body, bodyOffset, literal.isRaw, parseInner);
}

/** Throws the error in the f-string literal `text` at `offset`, if there is one. */
export function checkFormatString(
  c: Conversion,
  at: Located,
  text: string,
  offset: number,
  convertInner: ConvertParenthesized,
): void {
  const literal = splitStringLiteral(text);
  if (literal === undefined) return;
  const parse = (part: string, start: number) => parseField(c, at, part, start, convertInner);
  parseFormatString(c, at, literal.body, offset + literal.bodyStart, literal.isRaw, parse);
}

/** Parses the expression of a replacement field. */
function parseField(
  c: Conversion,
  at: Located,
  text: string,
  offset: number,
  convertInner: ConvertParenthesized,
): Expression {
  if (/^\s*[=!:]/.test(text)) fail(c, at, "f-string: invalid syntax");
  const inner = innerConversion(c, text, offset, "f-string: ");
  try {
    return convertInner(inner, parseConcrete(inner.text, inner.shown));
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    throw placeFieldError(inner, text, error);
  }
}

/** An error in a replacement field, at its token. */
function placeFieldError(
  inner: Conversion,
  text: string,
  error: PythonSyntaxError,
): PythonSyntaxError {
  const shown = text.trimStart();
  if (error.message !== "f-string: invalid syntax" || text.includes("\n")) return error;
  const mistake = findMistake(`${shown}\n`);
  if (mistake === null) return error;
  const column = inner.columnShift + 1 + text.length - shown.length + mistake.column;
  const message = `f-string: ${mistake.message}`;
  return new PythonSyntaxError(inner.source, message, inner.rowShift + 1, column);
}

function concatenateBytes(
  c: Conversion,
  at: Located,
  literals: readonly StringLiteral[],
): LiteralValue {
  const bytes: number[] = [];
  for (const literal of literals) {
    const bad = literal.body.search(/\P{ASCII}/u);
    if (bad >= 0) {
      const column = at.column + "b'".length + bad;
      const where = literals.length === 1 ? { ...at, column } : at;
      fail(c, where, "bytes can only contain ASCII literal characters.");
    }
    bytes.push(...decodeOrFail(c, at, () => decodeBytesBody(literal.body, literal.isRaw)));
  }
  return { kind: "bytes", value: Uint8Array.from(bytes) };
}

function decodeOrFail<T>(c: Conversion, at: Located, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof LiteralError) fail(c, at, error.message);
    throw error;
  }
}

/** `None`, `True`, `False` and `...`. */
export function convertNamedConstant(c: Conversion, node: CstNode): ConstantNode {
  const at = locate(c, node);
  const type = node.type as "none" | "true" | "false" | "ellipsis";
  switch (type) {
    case "none":
      return makeConstant({ kind: "none" }, at);
    case "true":
      return makeConstant({ kind: "bool", value: true }, at);
    case "false":
      return makeConstant({ kind: "bool", value: false }, at);
    case "ellipsis":
      return makeConstant({ kind: "ellipsis" }, at);
    default:
      return unreachable(type);
  }
}
