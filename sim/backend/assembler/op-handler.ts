/**
 * What the files with the operations' code share: the type of a handler, and the few shapes that
 * occur everywhere.
 */

import { assert } from "../../base/assert.ts";
import type { OpName } from "../../trace/ops.ts";
import type { ResOp, Value } from "../../trace/values.ts";
import type { UnitWriter } from "./unit-writer.ts";

/** Appends the code of operation number `index`. */
export type OpHandler = (writer: UnitWriter, op: ResOp, index: number) => void;

/** Handlers of a group of operations. */
export type HandlerTable = Readonly<Partial<Record<OpName, OpHandler>>>;

/** An operation that this assembler does not take: a bug in what comes before it. */
export class UnsupportedOperation extends Error {
  override name = "UnsupportedOperation";
  readonly opname: OpName;

  constructor(opname: OpName, reason: string) {
    super(`no machine code for ${opname}: ${reason}`);
    this.opname = opname;
  }
}

/** Argument number `k` of an operation. */
export function argument(op: ResOp, k: number): Value {
  const value = op.args[k];
  assert(value !== undefined, op.opname, k);
  return value;
}
