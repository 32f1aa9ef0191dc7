/**
 * One function's code while it is written: registers, constants, labels, and instructions in order.
 *
 * A register holds one variable or one intermediate result. Scopes free the registers that were
 * taken inside of them, for others of the same kind: a frame of the tracer is an array of them.
 */

import { assert, defined } from "../base/assert.ts";
import { floatToBits } from "../base/float.ts";
import type { JitOp } from "../jitcode/instructions.ts";
import type { Kind } from "../trace/values.ts";
import type { CallModel, ConstantModel, Draft, Label } from "./model.ts";
import { canRaise } from "./policy.ts";
import type { ts } from "./typescript.ts";

/** What stands for the result of a call that has none. */
export const NO_VALUE = Number.MIN_SAFE_INTEGER;

/** What an instruction has besides its name, result and arguments. */
export type Extras = Partial<Omit<Draft, "op" | "dst" | "args" | "line" | "handler">>;

export type CodeItem = Draft | Label;

const NOTHING = {
  opname: null,
  target: null,
  table: null,
  field: null,
  mutateField: null,
  array: null,
  layout: null,
  fn: null,
  call: null,
  fallback: null,
  method: null,
} as const;

export class CodeBuilder {
  readonly registerKinds: Kind[] = [];
  readonly constants: ConstantModel[] = [];
  readonly items: CodeItem[] = [];
  /** The handler in force. */
  handler: Label | null = null;
  /** Line of the statement or expression that is being translated. */
  line = 0;
  private readonly constantIndex = new Map<string, number>();
  private readonly variables = new Map<ts.Symbol, number>();
  private readonly variableNames = new Map<number, string>();
  private readonly free: Record<Kind, number[]> = { i: [], r: [], f: [] };
  private taken: number[] = [];
  private labelCount = 0;

  /** A register for an intermediate result or a variable. */
  newRegister(kind: Kind): number {
    const reused = this.free[kind].shift();
    const register = reused ?? this.registerKinds.push(kind) - 1;
    this.taken.push(register);
    return register;
  }

  /** Frees the registers taken by `body` when it is done. */
  scope(body: () => unknown): void {
    const outer = this.taken;
    this.taken = [];
    body();
    for (const register of this.taken) {
      this.variableNames.delete(register);
      const list = this.free[defined(this.registerKinds[register], "kind")];
      list.push(register);
      list.sort((a, b) => a - b);
    }
    this.taken = outer;
  }

  /** A register for a variable. */
  declare(symbol: ts.Symbol, kind: Kind): number {
    const register = this.newRegister(kind);
    this.variables.set(symbol, register);
    this.variableNames.set(register, symbol.name);
    return register;
  }

  lookupVariable(symbol: ts.Symbol): number | undefined {
    return this.variables.get(symbol);
  }

  /** The variable that a register holds at this place; undefined for intermediate results. */
  variableName(register: number): string | undefined {
    return this.variableNames.get(register);
  }

  /** The operand for a constant: `~index`. */
  constant(constant: ConstantModel): number {
    const key = constantKey(constant);
    const known = this.constantIndex.get(key);
    if (known !== undefined) return ~known;
    const index = this.constants.push(constant) - 1;
    this.constantIndex.set(key, index);
    return ~index;
  }

  integer(value: number): number {
    return this.constant({ kind: "i", value });
  }

  /** The value of an operand that is a constant integer or boolean. */
  lookupInteger(operand: number): number | bigint | undefined {
    if (operand >= 0 || operand === NO_VALUE) return undefined;
    const constant = defined(this.constants[~operand], "constant");
    if (constant.kind === "b") return constant.value ? 1 : 0;
    return constant.kind === "i" ? constant.value : undefined;
  }

  kindOf(operand: number): Kind {
    assert(operand !== NO_VALUE, "the kind of nothing");
    if (operand >= 0) return defined(this.registerKinds[operand], "kind");
    const constant = defined(this.constants[~operand], "constant");
    if (constant.kind === "ref") return constant.typeKind === "b" ? "i" : constant.typeKind;
    if (constant.kind === "i" || constant.kind === "b") return "i";
    return constant.kind === "f" ? "f" : "r";
  }

  newLabel(): Label {
    return { id: this.labelCount++ };
  }

  bind(label: Label): void {
    this.items.push(label);
  }

  emit(op: JitOp, dst: number, args: readonly number[], extras: Extras = {}): number {
    assert(!args.includes(NO_VALUE), `an argument of ${op} without a value`);
    const call = extras.call ?? null;
    const handler = mayRaise(op, call) ? this.handler : null;
    this.items.push({ ...NOTHING, ...extras, op, dst, args, handler, line: this.line });
    return dst;
  }

  move(dst: number, value: number): number {
    if (dst !== value) this.emit("move", dst, [value]);
    return dst;
  }

  goto(target: Label): void {
    this.emit("goto", -1, [], { target });
  }
}

/** Whether an instruction can end with a guest exception. */
function mayRaise(op: JitOp, call: CallModel | null): boolean {
  if (op === "residual_call" || op === "cond_call")
    return call === null || canRaise(call.extraEffect);
  return op === "inline_call" || op === "call_method" || op === "recursive_call" || op === "raise";
}

function constantKey(constant: ConstantModel): string {
  switch (constant.kind) {
    case "ref":
      return `x${constant.typeKind} ${constant.ref.module} ${constant.ref.path}`;
    case "f":
      return `f${floatToBits(constant.value)}`;
    case "n":
      return "n";
    default:
      return `${constant.kind}${constant.value}`;
  }
}
