/**
 * At the end of the preamble: the values that a short preamble could compute again from the label's
 * arguments, and how. A value may be offered in several ways (as a field's content and as the
 * result of a pure operation); the first that can be produced is taken, the others get invented
 * names.
 *
 * Counterpart: ShortBoxes in rpython/jit/metainterp/optimizeopt/shortpreamble.py.
 */

import type { Const, ResOp, Value } from "../../trace/values.ts";
import { InputArg, ResOp as Operation } from "../../trace/values.ts";
import { opForKind } from "../../trace/ops.ts";
import type { OpName } from "../../trace/ops.ts";

/** How a value is known: an argument, a content of the heap, a pure result. */
export type ShortOpKind = "input" | "heap" | "pure" | "call_pure" | "loopinvariant";

/** A value that may be produced, with the operation of the preamble that gives it. */
interface Potential {
  readonly kind: ShortOpKind;
  readonly result: Value;
  readonly source: ResOp | null;
}

/** A value that can be produced. */
export interface ProducedOp {
  readonly kind: ShortOpKind;
  /** The preamble's box, an invented name for it, or a constant. */
  readonly result: Value;
  /** The load, the pure operation or the call, on the preamble's values. */
  readonly source: ResOp;
  /** The same on the short preamble's own boxes. */
  readonly shortOp: ResOp;
  readonly isInvented: boolean;
}

export class ShortBoxes {
  /** The short preamble's own input arguments, one for each argument of the label. */
  readonly inputargs: InputArg[] = [];
  private readonly potentials = new Map<Value, Potential[]>();
  private readonly constants: Potential[] = [];
  private readonly produced = new Map<Value, Value>();
  private readonly inProduction = new Set<Value>();
  private readonly result: ProducedOp[] = [];

  constructor(labelArgs: readonly Value[]) {
    for (const arg of labelArgs) {
      const own = new InputArg(arg.kind === "v" ? "i" : arg.kind);
      this.inputargs.push(own);
      if (!this.produced.has(arg)) this.produced.set(arg, own);
    }
  }

  /** `result` is what `load` reads. */
  addHeapOp(result: Value, load: ResOp): void {
    const potential: Potential = { kind: "heap", result, source: load };
    if (result.isConst) this.constants.push(potential);
    else this.offer(potential);
  }

  addPureOp(op: ResOp): void {
    this.offer({ kind: "pure", result: op, source: op });
  }

  addPureCall(op: ResOp): void {
    this.offer({ kind: "call_pure", result: op, source: op });
  }

  addLoopInvariant(op: ResOp): void {
    this.offer({ kind: "loopinvariant", result: op, source: op });
  }

  /** All values that can be produced, each after those it needs. */
  produce(): ProducedOp[] {
    for (const value of this.potentials.keys()) this.produceValue(value);
    for (const { kind, result, source } of this.constants) {
      const shortOp = source === null ? null : this.produceOp(kind, source);
      if (source !== null && shortOp !== null) {
        this.result.push({ kind, result, source, shortOp, isInvented: false });
      }
    }
    return this.result;
  }

  private offer(potential: Potential): void {
    const known = this.potentials.get(potential.result);
    if (known === undefined) this.potentials.set(potential.result, [potential]);
    else known.push(potential);
  }

  /** The short preamble's value for one of the preamble's, null when it cannot be had. */
  private produceValue(value: Value): Value | null {
    if (value.isConst) return value;
    const known = this.produced.get(value);
    const potentials = this.potentials.get(value);
    if (potentials === undefined || this.inProduction.has(value)) return known ?? null;
    this.potentials.delete(value);
    this.inProduction.add(value);
    this.produceAll(value, potentials, known !== undefined);
    this.inProduction.delete(value);
    return this.produced.get(value) ?? null;
  }

  private produceAll(value: Value, potentials: readonly Potential[], isInput: boolean): void {
    const made: { potential: Potential; source: ResOp; shortOp: ResOp }[] = [];
    for (const potential of potentials) {
      const { source, kind } = potential;
      const shortOp = source === null ? null : this.produceOp(kind, source);
      if (source !== null && shortOp !== null) made.push({ potential, source, shortOp });
    }
    const main = isInput ? -1 : pickMain(made.map(({ potential }) => potential.kind));
    made.forEach(({ potential: { kind }, source, shortOp }, index) => {
      const isInvented = index !== main;
      const result = isInvented ? inventName(value) : value;
      this.produced.set(result, shortOp);
      this.result.push({ kind, result, source, shortOp, isInvented });
    });
  }

  private produceOp(kind: ShortOpKind, source: ResOp): ResOp | null {
    const args: Value[] = [];
    for (const arg of source.args) {
      const own = this.produceValue(arg);
      if (own === null) return null;
      args.push(own);
    }
    return new Operation(shortName(kind, source), args, source.descr);
  }
}

/** A pure operation is preferred to a load. */
function pickMain(kinds: readonly ShortOpKind[]): number {
  return Math.max(
    kinds.findIndex((kind) => kind !== "heap"),
    0,
  );
}

function inventName(value: Value): ResOp {
  return new Operation(opForKind("same_as", value.kind as Const["kind"]), [value]);
}

/** Calls turn back into those that the passes can remove. */
function shortName(kind: ShortOpKind, source: ResOp): OpName {
  if (kind === "call_pure") return opForKind("call_pure", source.kind);
  if (kind === "loopinvariant") return opForKind("call_loopinvariant", source.kind);
  return source.opname;
}
