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
export type ShortOpKind = "heap" | "pure" | "call_pure" | "loopinvariant";

/** A way to have a value: the operation of the preamble that gives it, or a label's argument. */
type Potential =
  | { readonly kind: "input"; readonly result: Value; readonly input: InputArg }
  | { readonly kind: ShortOpKind; readonly result: Value; readonly source: ResOp };

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

/** A potential that can be had, with its value in the short preamble. */
interface Made {
  readonly potential: Potential;
  readonly own: InputArg | ResOp;
}

export class ShortBoxes {
  /** The short preamble's own input arguments, one for each argument of the label. */
  readonly inputargs: InputArg[] = [];
  /** In the order in which values were first offered; the latest offer of a value first. */
  private readonly potentials = new Map<Value, Potential[]>();
  private readonly constants: { kind: ShortOpKind; result: Value; source: ResOp }[] = [];
  private readonly produced = new Map<Value, Value>();
  private readonly inProduction = new Set<Value>();
  private readonly result: ProducedOp[] = [];

  constructor(labelArgs: readonly Value[]) {
    for (const arg of labelArgs) {
      const input = new InputArg(arg.kind === "v" ? "i" : arg.kind);
      this.inputargs.push(input);
      // The last of equal arguments counts.
      this.potentials.set(arg, [{ kind: "input", result: arg, input }]);
    }
  }

  /** `result` is what `load` reads. */
  addHeapOp(result: Value, load: ResOp): void {
    if (result.isConst) this.constants.push({ kind: "heap", result, source: load });
    else this.offer({ kind: "heap", result, source: load });
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
      const shortOp = this.produceOp(kind, source);
      if (shortOp !== null) this.result.push({ kind, result, source, shortOp, isInvented: false });
    }
    return this.result;
  }

  private offer(potential: Potential): void {
    const known = this.potentials.get(potential.result);
    if (known === undefined) this.potentials.set(potential.result, [potential]);
    else known.unshift(potential);
  }

  /** The short preamble's value for one of the preamble's, null when it cannot be had. */
  private produceValue(value: Value): Value | null {
    if (value.isConst) return value;
    const known = this.produced.get(value);
    if (known !== undefined) return known;
    const potentials = this.potentials.get(value);
    if (potentials === undefined || this.inProduction.has(value)) return null;
    this.inProduction.add(value);
    this.produceAll(value, potentials);
    this.inProduction.delete(value);
    return this.produced.get(value) ?? null;
  }

  private produceAll(value: Value, potentials: readonly Potential[]): void {
    const made: Made[] = [];
    for (const potential of potentials) {
      const own =
        potential.kind === "input"
          ? potential.input
          : this.produceOp(potential.kind, potential.source);
      if (own !== null) made.push({ potential, own });
    }
    const main = pickMain(made);
    made.forEach((one, index) => {
      if (index !== main) this.take(inventName(value), one, true);
    });
    const first = made[main];
    if (first !== undefined) this.take(value, first, false);
  }

  private take(result: Value, { potential, own }: Made, isInvented: boolean): void {
    this.produced.set(result, own);
    if (potential.kind === "input" || own instanceof InputArg) return;
    const { kind, source } = potential;
    this.result.push({ kind, result, source, shortOp: own, isInvented });
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

/** A pure operation is preferred to a load, an argument to several pure operations. */
function pickMain(made: readonly Made[]): number {
  const kinds = made.map(({ potential }) => potential.kind);
  const isGood = (kind: Potential["kind"]) => kind !== "heap";
  const index = kinds.filter(isGood).length > 1 ? kinds.indexOf("input") : kinds.findIndex(isGood);
  return Math.max(index, 0);
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
