/**
 * Code of import statements, and the checks of `from __future__` imports.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (visit_Import, visit_ImportFrom),
 * pypy/interpreter/pyparser/future.py.
 */

import type {
  Alias,
  ImportFromNode,
  ImportNode,
  Located,
  LiteralValue,
  Module,
} from "../parser/ast.ts";
import { emitNameOperation } from "./generate-names.ts";
import { failAt, type Unit } from "./unit.ts";

/** Features by name with the bit of `co_flags` each sets. */
const FUTURE_FEATURES: ReadonlyMap<string, number> = new Map([
  ["nested_scopes", 0],
  ["generators", 0],
  ["division", 0],
  ["absolute_import", 0],
  ["with_statement", 0],
  ["print_function", 0],
  ["unicode_literals", 0],
  ["barry_as_FLUFL", 0x400000],
  ["generator_stop", 0],
  ["annotations", 0x1000000],
]);

/** The bit of `from __future__ import annotations`. */
export const FUTURE_ANNOTATIONS = 0x1000000;

/** `import a.b as c`. */
export function emitImport(u: Unit, node: ImportNode): void {
  const { builder } = u;
  for (const alias of node.names) {
    builder.loadConst({ kind: "int", value: 0n });
    builder.loadNone();
    builder.emitName("IMPORT_NAME", builder.names, alias.name);
    if (alias.asname === null) emitNameOperation(u, alias.name.split(".")[0]!, "Store", node);
    else emitImportAs(u, alias, alias.asname, node);
  }
}

/** The module named last is bound: walk to it from the first, which IMPORT_NAME left. */
function emitImportAs(u: Unit, alias: Alias, asname: string, node: Located): void {
  const { builder } = u;
  const rest = alias.name.split(".").slice(1);
  rest.forEach((name, i) => {
    if (i > 0) {
      builder.emit("ROT_TWO");
      builder.emit("POP_TOP");
    }
    builder.emitName("IMPORT_FROM", builder.names, name);
  });
  emitNameOperation(u, asname, "Store", node);
  if (rest.length > 0) builder.emit("POP_TOP");
}

/** `from a import b as c`. */
export function emitImportFrom(u: Unit, node: ImportFromNode): void {
  const { builder } = u;
  checkFuture(u, node);
  builder.loadConst({ kind: "int", value: BigInt(node.level) });
  const items = node.names.map((alias): LiteralValue => ({ kind: "str", value: alias.name }));
  builder.loadConst({ kind: "tuple", items });
  builder.emitName("IMPORT_NAME", builder.names, node.module ?? "");
  if (node.names[0]!.name === "*") {
    builder.emit("IMPORT_STAR");
    return;
  }
  for (const alias of node.names) {
    builder.emitName("IMPORT_FROM", builder.names, alias.name);
    emitNameOperation(u, alias.asname ?? alias.name, "Store", node);
  }
  builder.emit("POP_TOP");
}

function checkFuture(u: Unit, node: ImportFromNode): void {
  if (node.module !== "__future__" || node.level > 0) return;
  const last = u.context.lastFutureImport;
  const isLate =
    last === null ||
    node.line > last.line ||
    (node.line === last.line && node.column > last.column);
  if (isLate) failAt(u, node, "__future__ statements must appear at beginning of file");
  for (const alias of node.names) {
    if (FUTURE_FEATURES.has(alias.name)) continue;
    if (alias.name === "braces") failAt(u, node, "not a chance");
    failAt(u, node, `future feature ${alias.name} is not defined`);
  }
}

/** What the `from __future__` imports at the head of a file switch on. */
export interface FutureImports {
  readonly flags: number;
  readonly last: Located | null;
}

/** Reads the `from __future__` imports; a docstring may stand before them. */
export function findFutureImports(module: Module): FutureImports {
  let flags = 0;
  let last: Located | null = null;
  for (const [index, statement] of module.body.entries()) {
    if (index === 0 && statement.kind === "Expr" && isDocstring(statement.value)) continue;
    if (statement.kind !== "ImportFrom" || statement.module !== "__future__") break;
    if (statement.level > 0) break;
    last = statement;
    for (const alias of statement.names) flags |= FUTURE_FEATURES.get(alias.name) ?? 0;
  }
  return { flags, last };
}

function isDocstring(e: { readonly kind: string; readonly value?: unknown }): boolean {
  if (e.kind !== "Constant") return false;
  return (e.value as LiteralValue).kind === "str";
}
