/**
 * One function to jitcode: parameters become the first registers, the body instructions, and the
 * whole is assembled and checked.
 *
 * Counterpart: rpython/jit/codewriter/flatten.py.
 */

import { defined } from "../base/assert.ts";
import type { LiveSets } from "../jitcode/liveness.ts";
import { computeLiveness } from "../jitcode/liveness.ts";
import { assemble } from "./assemble.ts";
import { CodeBuilder } from "./code-builder.ts";
import { flattenCondition } from "./conditions.ts";
import { flattenValue } from "./expressions.ts";
import type { Flattener, World } from "./flattener.ts";
import type { CallableNode } from "./functions.ts";
import type { FunctionCode, FunctionModel } from "./model.ts";
import { lineOf, refuse } from "./refuse.ts";
import { flattenBlock, flattenStatement } from "./statements.ts";
import { registerKind } from "./type-kinds.ts";
import { ts } from "./typescript.ts";

/** Translates a function that is looked inside. */
export function flattenFunction(world: World, fn: FunctionModel): FunctionCode {
  const node = fn.node as CallableNode;
  const code = new CodeBuilder();
  const f: Flattener = {
    world,
    code,
    fn,
    breakables: [],
    at: node,
    mergePoint: null,
    value: (expression, dst) => flattenValue(f, expression, dst),
    condition: (expression, yes, no) => flattenCondition(f, expression, yes, no),
    statement: (statement) => flattenStatement(f, statement),
  };
  checkHead(node);
  declareParameters(f, node);
  const paramCount = code.registerKinds.length;
  flattenBlock(f, defined(node.body, "body").statements);
  if (fn.call.resultKind === "v") code.emit("return", -1, []);
  else code.emit("unreachable", -1, []);
  const instrs = assemble(code.items);
  const live = computeLiveness(instrs);
  checkMergePoint(
    f,
    instrs.findIndex((instr) => instr.op === "jit_merge_point"),
    live,
  );
  checkAssigned(f, live, paramCount);
  return {
    fn,
    registerKinds: code.registerKinds,
    paramCount,
    constants: code.constants,
    instrs,
    live,
  };
}

function checkHead(node: CallableNode): void {
  if (node.asteriskToken !== undefined) {
    refuse(node.name ?? node, "a generator in traced code", "mark it @dont_look_inside");
  }
  const async = node.modifiers?.find((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword);
  if (async !== undefined) refuse(async, "an async function in traced code");
}

function declareParameters(f: Flattener, node: CallableNode): void {
  f.code.line = lineOf(node);
  if (f.fn.convention === "method") f.code.newRegister("r");
  for (const param of node.parameters) {
    if (!ts.isIdentifier(param.name)) {
      refuse(param, "destructuring of a parameter", "read each field into its own const");
    }
    if (param.initializer !== undefined || param.questionToken !== undefined) {
      refuse(param, `optional parameter ${param.name.text} in traced code`, "always pass it");
    }
    const symbol = defined(f.world.checker.getSymbolAtLocation(param.name), "symbol");
    f.code.declare(symbol, registerKind(f.world.functions.parameterKind(param)));
  }
}

/** Guards can only bring back what the merge point names. */
function checkMergePoint(f: Flattener, pc: number, live: readonly LiveSets[]): void {
  const { mergePoint } = f;
  if (mergePoint === null) {
    if (f.fn.look === "portal") refuse(f.fn.node, "a @portal without jit_merge_point");
    return;
  }
  if (pc < 0) refuse(mergePoint.node, "a jit_merge_point that is never reached");
  const lost = defined(live[pc], "live sets").live.filter((reg) => !mergePoint.args.includes(reg));
  if (lost.length === 0) return;
  refuse(
    mergePoint.node,
    `live at jit_merge_point but neither green nor red: ${lost.map(mergePoint.nameOf).join(", ")}`,
    "name it among the greens or reds, or compute it again after the merge point",
  );
}

function checkAssigned(f: Flattener, live: readonly LiveSets[], paramCount: number): void {
  const early = live[0]?.live.filter((register) => register >= paramCount) ?? [];
  if (early.length === 0) return;
  refuse(f.fn.node, `${f.fn.name} uses a variable before it is assigned`, "initialize it");
}
