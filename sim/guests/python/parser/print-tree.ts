/**
 * Syntax trees as text: one node a line, indented, with its line and column and its plain fields.
 */

import type { LiteralValue, Located, Module } from "./ast.ts";

type Field = readonly [name: string, value: unknown];

const POSITION_FIELDS = new Set(["kind", "line", "column", "endLine", "endColumn", "source"]);

/** The text of a whole tree. */
export function printTree(module: Module): string {
  const lines: string[] = [];
  printValue("", module, 0, lines);
  return `${lines.join("\n")}\n`;
}

function printValue(label: string, value: unknown, depth: number, lines: string[]): void {
  const indent = "  ".repeat(depth) + label;
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      const numbered = label === "" ? "" : label.replace(/: $/, `[${i}]: `);
      printValue(numbered, item, depth, lines);
    });
    return;
  }
  if (value === null || typeof value !== "object") {
    lines.push(`${indent}${String(value)}`);
    return;
  }
  const fields = Object.entries(value).filter(([name]) => !POSITION_FIELDS.has(name));
  const plain = fields.filter(isPlain).map(([name, field]) => `${name}=${printPlain(field)}`);
  const kind = "kind" in value ? String(value.kind) : "";
  const at = value as Partial<Located>;
  const where = at.line === undefined ? "" : `${at.line}:${at.column}`;
  lines.push(indent + [kind, where, ...plain].filter((part) => part !== "").join(" "));
  for (const [name, field] of fields) {
    if (!isPlain([name, field])) printValue(`${name}: `, field, depth + 1, lines);
  }
}

/** Names, numbers, constants and lists of names stand on the line of their node. */
function isPlain([name, value]: Field): boolean {
  if (value === null || typeof value !== "object") return true;
  if (Array.isArray(value)) return value.every((item) => typeof item === "string");
  return name === "value" && "kind" in value && LITERAL_KINDS.has(String(value.kind));
}

const LITERAL_KINDS: ReadonlySet<string> = new Set<LiteralValue["kind"]>([
  "none",
  "bool",
  "ellipsis",
  "int",
  "float",
  "complex",
  "str",
  "bytes",
  "tuple",
]);

function printPlain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(" ")}]`;
  if (value !== null && typeof value === "object") return printLiteral(value as LiteralValue);
  return String(value);
}

function printLiteral(value: LiteralValue): string {
  switch (value.kind) {
    case "none":
    case "ellipsis":
      return value.kind;
    case "str":
      return JSON.stringify(value.value);
    case "bytes":
      return `bytes[${value.value.join(" ")}]`;
    case "tuple":
      return `(${value.items.map(printLiteral).join(", ")})`;
    case "complex":
      return `${value.real}+${value.imag}j`;
    case "float":
      return `float ${Object.is(value.value, -0) ? "-0" : value.value}`;
    default:
      return String(value.value);
  }
}
