/**
 * What the preamble hands over to the peeled loop: the values at its end, their virtual state, what
 * is known of them, and what the short preamble could compute.
 *
 * Counterpart: ExportedState, export_state, import_state in
 * rpython/jit/metainterp/optimizeopt/unroll.py.
 */

import type { Int } from "../../base/int.ts";
import type { BoxInfo, Const, InputArg, ResOp, Trace, Value } from "../../trace/values.ts";
import { isBox } from "../../trace/values.ts";
import { forwardedInfo, replacementOf } from "../boxes.ts";
import {
  ArrayPtrInfo,
  asCarried,
  InstancePtrInfo,
  isPtrInfo,
  PreambleOp,
  PtrInfo,
} from "../info.ts";
import { RawPtrInfo } from "../virtuals/raw-info.ts";
import { IntBound, MAX, MIN } from "../ints/int-bound.ts";
import type { Optimizer } from "../optimizer.ts";
import { StringPtrInfo } from "../strings/string-info.ts";
import { forceAtLabel } from "./force-at-label.ts";
import { ShortBoxes } from "./short-boxes.ts";
import type { ProducedOp } from "./short-boxes.ts";
import type { ShortInfos } from "./short-preamble.ts";
import { VirtualState } from "./virtual-state.ts";

export interface PreambleState {
  readonly inputargs: readonly InputArg[];
  readonly ops: ResOp[];
  /** The jump's values, resolved. */
  readonly endArgs: readonly Value[];
  readonly virtualState: VirtualState;
  readonly labelArgs: readonly Value[];
  readonly shortInputargs: readonly InputArg[];
  readonly produced: readonly ProducedOp[];
  /** What is known of end arguments, of their contents, and of what can be produced. */
  readonly infos: ReadonlyMap<Value, BoxInfo | Const>;
}

/** Copies what is known, so that neither run changes the other's. */
function copyInfo(info: BoxInfo): BoxInfo {
  if (info instanceof IntBound) return info.clone();
  const virtual = asCarried(info);
  if (virtual !== null) return virtual.copyWith(virtual.contents().map(resolved));
  if (info instanceof InstancePtrInfo) return new InstancePtrInfo(info.layout, info.exactClass);
  if (info instanceof ArrayPtrInfo) return new ArrayPtrInfo(info.descr, info.length.clone());
  if (info instanceof StringPtrInfo) {
    return new StringPtrInfo(info.isUnicode, false, info.lengthBound.clone());
  }
  return new PtrInfo();
}

function resolved(value: Value | null): Value | null {
  return value === null ? null : replacementOf(value);
}

/** A box that became an integer constant has the bound of one. */
function infoOfConstant(constant: Const): BoxInfo | Const {
  const isInt = constant.kind === "i" && typeof constant.value !== "object";
  return isInt ? IntBound.constant(constant.value as Int) : constant;
}

class InfoCollector {
  readonly infos = new Map<Value, BoxInfo | Const>();

  collect(value: Value, source: Value = value): void {
    const box = replacementOf(source);
    if (value.isConst || this.infos.has(value)) return;
    if (box.isConst) {
      this.infos.set(value, infoOfConstant(box));
      return;
    }
    const info = forwardedInfo(box);
    if (info === null || info instanceof RawPtrInfo) return;
    this.infos.set(value, copyInfo(info));
    const virtual = asCarried(info);
    if (virtual === null) return;
    for (const content of virtual.contents()) {
      if (content !== null) this.collect(replacementOf(content));
    }
  }
}

/** The state at the end of a preamble whose jump has these arguments. */
export function exportState(
  optimizer: Optimizer,
  inputargs: readonly InputArg[],
  jumpArgs: readonly Value[],
): PreambleState {
  forceAtLabel(optimizer, jumpArgs);
  optimizer.flush();
  const endArgs = jumpArgs.map(replacementOf);
  const virtualState = new VirtualState(endArgs);
  const labelArgs = virtualState.makeInputArgs(endArgs, optimizer);
  const collector = new InfoCollector();
  for (const arg of [...endArgs, ...labelArgs]) collector.collect(arg);
  const boxes = new ShortBoxes([...labelArgs, ...virtualState.virtualsAmong(endArgs)]);
  for (const pass of optimizer.passes) pass.produceShortOps(boxes);
  const produced = boxes.produce();
  for (const { result, isInvented, source } of produced) {
    collector.collect(result, isInvented ? ((result as ResOp).args[0] as Value) : result);
    for (const arg of source.args) if (isBox(arg)) collector.collect(arg);
  }
  const { inputargs: shortInputargs } = boxes;
  const state = { inputargs, ops: optimizer.newOps, endArgs, virtualState, labelArgs };
  return { ...state, shortInputargs, produced, infos: collector.infos };
}

/** Infos of the short preamble's boxes. */
export function shortInfosOf(state: PreambleState): ShortInfos {
  const infos: ShortInfos = new Map();
  state.labelArgs.forEach((arg, index) => {
    infos.set(state.shortInputargs[index] as Value, state.infos.get(arg) ?? null);
  });
  for (const { result, shortOp } of state.produced) {
    infos.set(shortOp, result.isConst ? (result as Const) : (state.infos.get(result) ?? null));
  }
  return infos;
}

/** Teaches `value` what the preamble knew, as far as that holds in every iteration. */
export function setInfoFromPreamble(
  optimizer: Optimizer,
  value: Value,
  info: BoxInfo | Const | null,
  infos: ReadonlyMap<Value, BoxInfo | Const>,
): void {
  const box = replacementOf(value);
  if (box.isConst || box.forwarded !== null || info === null) return;
  if ("isConst" in info) {
    optimizer.fired("constant_known_from_preamble");
    box.forwarded = info;
  } else if (info instanceof IntBound) importBound(optimizer, box, info);
  else if (isPtrInfo(info)) importPtrInfo(optimizer, box, info, infos);
}

/**
 * Far bounds were widened away in the virtual state, so they may not be relied upon. A box of one
 * possible value stays a box, which the label takes when an operation needs it.
 */
function importBound(optimizer: Optimizer, box: Value, info: IntBound): void {
  const known = info.widen();
  if (known.lower === MIN && known.upper === MAX) return;
  const rule = known.isConstant ? "constant_known_from_preamble" : "bounds_known_from_preamble";
  optimizer.fired(rule);
  optimizer.bound(box).intersect(known);
}

function importPtrInfo(
  optimizer: Optimizer,
  box: Value,
  info: PtrInfo,
  infos: ReadonlyMap<Value, BoxInfo | Const>,
): void {
  if (box.isConst) return;
  const copy = copyInfo(info);
  if (info.knownClass !== null) optimizer.fired("class_known_from_preamble");
  box.forwarded = copy;
  const virtual = asCarried(copy);
  if (virtual === null) return;
  for (const content of virtual.contents()) {
    if (content !== null) {
      setInfoFromPreamble(optimizer, content, infos.get(content) ?? null, infos);
    }
  }
}

/** Begins a peeled loop where the preamble ended; gives the label's arguments. */
export function importState(optimizer: Optimizer, trace: Trace, state: PreambleState): Value[] {
  const own = optimizer.openTrace(trace);
  own.forEach((arg, index) => {
    const target = state.endArgs[index] as Value;
    arg.forwarded = target;
    setInfoFromPreamble(optimizer, target, state.infos.get(target) ?? null, state.infos);
  });
  return state.virtualState.makeInputArgs(own, optimizer);
}

/** Makes known what the short preamble could compute. */
export function importProduced(optimizer: Optimizer, state: PreambleState): void {
  for (const { kind, result, source, shortOp, isInvented } of state.produced) {
    const known = new PreambleOp(result, shortOp, isInvented);
    if (kind === "heap") importLoad(optimizer, state, source, known);
    else if (kind === "pure") optimizer.pure?.importPure(known, source);
    else if (kind === "call_pure") optimizer.pure?.importCall(known, source);
    else if (kind === "loopinvariant") {
      optimizer.loopInvariants?.importCall(source.args[0] as Const, known);
    }
  }
}

function importLoad(
  optimizer: Optimizer,
  state: PreambleState,
  load: ResOp,
  known: PreambleOp,
): void {
  const [object, index] = load.args as [Value, Value | undefined];
  setInfoFromPreamble(optimizer, object, state.infos.get(object) ?? null, state.infos);
  const info = optimizer.ensureInfo(load);
  if (info instanceof ArrayPtrInfo) {
    const position = index?.isConst ? index.value : null;
    optimizer.heap?.putItem(object, info, Number(position), known);
  } else if (load.descr?.descrKind === "field") {
    optimizer.heap?.putField(object, info, load.descr, known);
  }
}
