/**
 * Calls on the JitDriver, recognized by the receiver's type. The receiver itself is not translated:
 * to jitcode a driver is nothing.
 */

import { defined } from "../base/assert.ts";
import type { Flattener } from "./flattener.ts";
import { deliver, someValue, someValues, zeroOfKind } from "./flattener.ts";
import { refuse } from "./refuse.ts";
import { relativePath } from "./sources.ts";
import { registerKind } from "./type-kinds.ts";
import type { Kind } from "../trace/values.ts";
import type { ts } from "./typescript.ts";

const DRIVER_FILE = "sim/hints/jit-driver.ts";

/** Whether a type is the JitDriver. */
export function isJitDriver(type: ts.Type): boolean {
  const declaration = type.symbol?.valueDeclaration;
  if (type.symbol?.name !== "JitDriver" || declaration === undefined) return false;
  return relativePath(declaration.getSourceFile().fileName) === DRIVER_FILE;
}

/** Translates `driver.name(…)`. */
export function flattenDriverCall(
  f: Flattener,
  node: ts.CallExpression,
  name: string,
  dst: number | undefined,
): number {
  if (f.fn.look !== "portal") refuse(node, `${name} outside of a @portal function`);
  switch (name) {
    case "jit_merge_point":
      return flattenMergePoint(f, node);
    case "can_enter_jit":
      return flattenPosition(f, node, "loop_header", dst);
    case "portal_entry":
      return flattenPosition(f, node, "portal_entry", dst);
    case "take_result":
      // What follows is dead: jitcode never sees FRAME_FINISHED.
      f.code.emit("unreachable", -1, []);
      return dst ?? zeroOfKind(f.code, resultKindOf(f));
    case "reload":
      // Compiled code leaves jitcode's own registers as they are.
      return deliver(f, someValue(f, defined(node.arguments[1], "value to reload")), dst);
    default:
      return refuse(node, `JitDriver.${name} in traced code`);
  }
}

function flattenMergePoint(f: Flattener, node: ts.CallExpression): number {
  if (f.mergePoint !== null) refuse(node, "a second jit_merge_point");
  const args = driverArguments(f, node);
  const names = new Map(
    f.code.registerKinds.map((_, register) => [register, f.code.variableName(register)]),
  );
  f.mergePoint = { node, args, nameOf: (register) => names.get(register) ?? "a temporary value" };
  return f.code.emit("jit_merge_point", -1, args);
}

function flattenPosition(
  f: Flattener,
  node: ts.CallExpression,
  op: "loop_header" | "portal_entry",
  dst: number | undefined,
): number {
  const args = driverArguments(f, node);
  return f.code.emit(op, dst ?? f.code.newRegister("i"), args);
}

/** The kind of the portal's result; a reference when it has none. */
function resultKindOf(f: Flattener): Kind {
  const { resultKind } = f.fn.call;
  return resultKind === "v" ? "r" : registerKind(resultKind);
}

/** The greens and reds, which must be as the portal's parameters are. */
function driverArguments(f: Flattener, node: ts.CallExpression): number[] {
  const args = someValues(f, node.arguments);
  const kinds = args.map((arg) => f.code.kindOf(arg)).join("");
  const wanted = f.fn.call.argKinds.replaceAll("b", "i");
  if (kinds === wanted) return args;
  return refuse(
    node,
    `the arguments have kinds (${kinds}), the portal's parameters have (${wanted})`,
    "the driver is told the greens, then the reds, in the order of the portal's parameters",
  );
}
