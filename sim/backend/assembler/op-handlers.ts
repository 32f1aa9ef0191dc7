/**
 * The code of every operation: the groups joined into one exhaustive table. What no group takes is
 * refused with its reason.
 */

import type { OpName } from "../../trace/ops.ts";
import { OP_NAMES, OPS } from "../../trace/ops.ts";
import { CALL_HANDLERS } from "./call-ops.ts";
import { CODELESS_HANDLERS, CONTROL_HANDLERS } from "./control-ops.ts";
import { FLOAT_HANDLERS } from "./float-ops.ts";
import { GUARD_HANDLERS } from "./guard-ops.ts";
import { INT_HANDLERS } from "./int-ops.ts";
import { MEMORY_HANDLERS } from "./memory-ops.ts";
import type { HandlerTable, OpHandler } from "./op-handler.ts";
import { UnsupportedOperation } from "./op-handler.ts";
import { STRING_HANDLERS } from "./string-ops.ts";

const GROUPS: HandlerTable = {
  ...INT_HANDLERS,
  ...FLOAT_HANDLERS,
  ...MEMORY_HANDLERS,
  ...STRING_HANDLERS,
  ...CALL_HANDLERS,
  ...GUARD_HANDLERS,
  ...CONTROL_HANDLERS,
  ...CODELESS_HANDLERS,
};

function refuse(name: OpName): OpHandler {
  const reason = OPS[name].isReserved
    ? "it is reserved for stages that do not exist"
    : "traces that reach the backend do not hold it";
  return () => {
    throw new UnsupportedOperation(name, reason);
  };
}

/** The handler of every operation. */
export const OP_HANDLERS: Readonly<Record<OpName, OpHandler>> = Object.fromEntries(
  OP_NAMES.map((name) => [name, GROUPS[name] ?? refuse(name)]),
) as Record<OpName, OpHandler>;

/** Whether an operation may stand in a trace that is compiled. */
export function isAssembled(name: OpName): boolean {
  return GROUPS[name] !== undefined;
}

/** Whether an operation takes part in the code at all. */
export function hasCode(name: OpName): boolean {
  return CODELESS_HANDLERS[name] === undefined;
}
