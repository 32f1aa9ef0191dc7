/**
 * Loading, storing and deleting names, each where its scope says it lives.
 *
 * Counterpart: pypy/interpreter/astcompiler/codegen.py (name_op, check_forbidden_name).
 */

import type { Context, Located } from "../parser/ast.ts";
import type { NameTable } from "./code-builder.ts";
import type { OpcodeName } from "./opcodes.ts";
import { failAt, type Unit } from "./unit.ts";

type Operations = Readonly<Record<Context, OpcodeName>>;

const NAME: Operations = { Load: "LOAD_NAME", Store: "STORE_NAME", Del: "DELETE_NAME" };
const FAST: Operations = { Load: "LOAD_FAST", Store: "STORE_FAST", Del: "DELETE_FAST" };
const DEREF: Operations = { Load: "LOAD_DEREF", Store: "STORE_DEREF", Del: "DELETE_DEREF" };
const GLOBAL: Operations = { Load: "LOAD_GLOBAL", Store: "STORE_GLOBAL", Del: "DELETE_GLOBAL" };

/** Emits the operation on `name`; `at` is for the error when the name must not be bound. */
export function emitNameOperation(u: Unit, name: string, ctx: Context, at: Located): void {
  checkForbiddenName(u, name, ctx, at);
  const { builder } = u;
  const [op, table] = chooseOperation(u, name, ctx);
  builder.emitName(op, table, name);
}

function chooseOperation(u: Unit, name: string, ctx: Context): [OpcodeName, NameTable] {
  const { builder, scope } = u;
  switch (scope.lookup(name)) {
    case "local":
      return scope.isFunction ? [FAST[ctx], builder.varNames] : [NAME[ctx], builder.names];
    case "free": {
      const isClassLoad = ctx === "Load" && u.kind === "class";
      return [isClassLoad ? "LOAD_CLASSDEREF" : DEREF[ctx], builder.freeVars];
    }
    case "cell":
      return [DEREF[ctx], builder.cellVars];
    case "global_implicit":
      return [scope.isFunction ? GLOBAL[ctx] : NAME[ctx], builder.names];
    case "global_explicit":
      return [GLOBAL[ctx], builder.names];
    default:
      return [NAME[ctx], builder.names];
  }
}

/** `__debug__` can be neither bound nor deleted. */
export function checkForbiddenName(u: Unit, name: string, ctx: Context, at: Located): void {
  if (name !== "__debug__") return;
  if (ctx === "Store") failAt(u, at, "cannot assign to __debug__");
  if (ctx === "Del") failAt(u, at, "cannot delete __debug__");
}
