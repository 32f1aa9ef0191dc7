/**
 * The oracle backend: interprets optimized traces operation by operation. Slow and plain; the
 * reference that the host and machine backends are checked against.
 */

import { defined } from "../../base/assert.ts";
import type { LoopToken } from "../../trace/descr.ts";
import type { RtValue } from "../../trace/values.ts";
import type { AssembledCode, Executor, Exit, Unit } from "../backend.ts";
import type { CountedServices } from "../cost-ledger.ts";
import type { Machine } from "./activation.ts";
import { Activation, resultOfCall } from "./activation.ts";
import { CodeTable } from "./code-table.ts";
import { interpret } from "./interpreter.ts";

export class OracleExecutor implements Executor, Machine {
  readonly name = "oracle";
  readonly services: CountedServices;
  readonly table: CodeTable;

  constructor(services: CountedServices) {
    this.services = services;
    this.table = new CodeTable(services.ledger ?? null);
  }

  install(unit: Unit, code: AssembledCode): void {
    this.table.install(unit, code);
    if (unit.counted) this.services.countUnit(unit);
  }

  execute(token: LoopToken, args: readonly RtValue[]): Exit {
    const unit = this.table.entryOf(token);
    for (const account of this.table.redirectionsOf(token)) account.addRedirection();
    const run = new Activation(this, unit, null);
    run.enter(unit, args);
    return defined(interpret(run, false), "exit of a run");
  }

  callLoop(token: LoopToken, args: readonly RtValue[]): RtValue {
    return resultOfCall(this.services, this.execute(token, args), token);
  }

  redirect(from: LoopToken, to: LoopToken): void {
    this.table.redirect(from, to);
  }

  free(token: LoopToken): void {
    this.table.free(token);
  }
}
