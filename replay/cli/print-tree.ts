/**
 * A syntax tree as text: one line per node, its plain fields beside its kind, its children indented
 * under it. Works on any tree of plain objects with a `kind`.
 */

import { printText } from "../replayer/print-value.ts";

/** Fields that say where a node is; shown as `@line:column`. */
const POSITION_FIELDS: ReadonlySet<string> = new Set([
  "line",
  "column",
  "endLine",
  "endColumn",
  "source",
]);

type Node = Readonly<Record<string, unknown>>;

/** The lines of the tree. */
export function printTree(root: object): string[] {
  const lines: string[] = [];
  printNode("", root as Node, 0, lines);
  return lines;
}

function printNode(label: string, node: Node, depth: number, lines: string[]): void {
  const fields = Object.entries(node).filter(
    ([key]) => key !== "kind" && !POSITION_FIELDS.has(key),
  );
  const plain: string[] = [];
  const inner: [string, unknown][] = [];
  for (const [key, value] of fields) {
    const text = printPlain(value);
    if (text === null) inner.push([key, value]);
    else if (text !== "") plain.push(`${key}=${text}`);
  }
  const where = typeof node.line === "number" ? ` @${node.line}:${String(node.column)}` : "";
  const head = [`${String(node.kind ?? "")}${where}`.trimStart(), ...plain].join(" ");
  lines.push(`${"  ".repeat(depth)}${label}${printText(head)}`);
  for (const [key, value] of inner) printChild(key, value, depth + 1, lines);
}

function printChild(key: string, value: unknown, depth: number, lines: string[]): void {
  if (!Array.isArray(value)) {
    printNode(`${key}: `, value as Node, depth, lines);
    return;
  }
  value.forEach((item: unknown, i) => {
    const text = printPlain(item);
    if (text === null) printChild(`${key}[${i}]`, item, depth, lines);
    else lines.push(`${"  ".repeat(depth)}${key}[${i}]: ${printText(text)}`);
  });
}

/** A value that fits beside its node's kind; "" for nothing; null for a child of its own. */
function printPlain(value: unknown): string | null {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object") return Object.is(value, -0) ? "-0.0" : String(value);
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return printPlainList(value);
  return printLiteral(value as Node);
}

function printPlainList(items: readonly unknown[]): string | null {
  if (items.length === 0) return "";
  const isWords = items.every((item) => typeof item === "string");
  return isWords ? `[${items.join(", ")}]` : null;
}

/** A literal: an object without a position whose fields are all plain. */
function printLiteral(node: Node): string | null {
  if (typeof node.kind !== "string" || "line" in node) return null;
  const parts = Object.entries(node).map(([key, value]) =>
    key === "kind" ? String(value) : printPlain(value),
  );
  return parts.includes(null) ? null : parts.filter((part) => part !== "").join(" ");
}
