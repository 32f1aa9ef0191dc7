/**
 * Writes resume data: numbers every value of a snapshot, collects the fail arguments, and
 * describes virtuals, their fields and the fields' virtuals.
 *
 * Fail arguments come in the order of first appearance: the virtualizable's boxes first, then
 * virtual references, then frames from the outermost. What only virtuals and pending stores need follows, by the numbers of
 * the run's memo, the latest numbered first, with holes for numbered boxes that are not needed.
 *
 * Counterpart: rpython/jit/metainterp/resume.py (ResumeDataVirtualAdder, ResumeDataLoopMemo).
 */

import { defined } from "../base/assert.ts";
import type { Snapshot } from "../trace/snapshot.ts";
import type { Box, Const, Kind, Value } from "../trace/values.ts";
import { sameConst } from "../trace/values.ts";
import type {
  EncodedState,
  PendingStore,
  PendingStoreSource,
  ResumeFrame,
  Tagged,
  VirtualDescription,
  VirtualRecord,
  VirtualView,
} from "./resume-data.ts";
import { TAG_BOX, TAG_CONST, TAG_INT, TAG_VIRTUAL, UNINITIALIZED } from "./resume-data.ts";
import { ResumeMemo } from "./resume-memo.ts";

const SMALL_INT_LIMIT = 2 ** 28;

/** The numbering of one guard's state while it is written: first collected, then tagged. */
class StateWriter {
  readonly consts: Const[] = [];
  readonly failArgs: (Box | null)[] = [];
  /** All virtuals, those of the frames first. */
  readonly virtuals = new Map<Box, VirtualDescription>();
  private readonly boxTags = new Map<Box, Tagged>();
  /** Boxes that only virtuals and pending stores need, with their numbers in the memo. */
  private readonly extraBoxes = new Map<Box, number>();
  private readonly extraVirtuals = new Set<Box>();
  private readonly view: VirtualView;
  private readonly memo: ResumeMemo;

  constructor(view: VirtualView, memo: ResumeMemo) {
    this.view = view;
    this.memo = memo;
  }

  /** A value of a frame or of the virtualizable. */
  collect(value: Value): void {
    const box = this.view.resolve(value);
    if (box.isConst || this.boxTags.has(box) || this.virtuals.has(box)) return;
    const virtual = this.view.virtualOf(box);
    if (virtual !== null) this.virtuals.set(box, virtual);
    else this.boxTags.set(box, ((this.failArgs.push(box) - 1) << 2) | TAG_BOX);
  }

  /** Everything that the virtuals collected so far consist of. */
  collectContents(): void {
    const seen = new Set<Box>();
    for (const box of [...this.virtuals.keys()]) this.walk(box, seen);
  }

  /** First all contents of a virtual, then the contents of those that are virtuals. */
  private walk(virtual: Box, seen: Set<Box>): void {
    if (seen.has(virtual)) return;
    seen.add(virtual);
    const { values } = defined(this.virtuals.get(virtual), "description of a virtual");
    const inner = values.map((value) => (value === null ? null : this.collectExtra(value)));
    for (const box of inner) if (box !== null) this.walk(box, seen);
  }

  /** A value inside of a virtual or of a pending store; gives it when it is virtual. */
  collectExtra(value: Value): Box | null {
    const box = this.view.resolve(value);
    if (box.isConst || this.boxTags.has(box) || this.extraBoxes.has(box)) return null;
    if (this.virtuals.has(box)) return box;
    const virtual = this.view.virtualOf(box);
    if (virtual === null) {
      this.extraBoxes.set(box, this.memo.boxNumber(box));
      return null;
    }
    this.memo.virtualNumber(box);
    this.extraVirtuals.add(box);
    this.virtuals.set(box, virtual);
    return box;
  }

  collectPending({ target, index, value }: PendingStoreSource): void {
    this.collectExtra(target);
    if (index !== null) this.collectExtra(index);
    const virtual = this.collectExtra(value);
    if (virtual !== null) this.walk(virtual, new Set());
  }

  /** After everything is collected: gives all boxes and virtuals their tags. */
  settle(): void {
    const { failArgs } = this;
    const own = failArgs.length;
    const extra = this.memo.boxCount;
    for (let hole = 0; hole < extra; hole++) failArgs.push(null);
    for (const [box, number] of this.extraBoxes) {
      const index = own + extra - 1 - number;
      failArgs[index] = box;
      this.boxTags.set(box, (index << 2) | TAG_BOX);
    }
    let index = 0;
    for (const box of this.virtuals.keys()) this.boxTags.set(box, (index++ << 2) | TAG_VIRTUAL);
  }

  tag(value: Value): Tagged {
    const box = this.view.resolve(value);
    return box.isConst ? this.tagConst(box) : defined(this.boxTags.get(box), "tag of a box");
  }

  tagOrHole(value: Value | null): Tagged {
    return value === null ? UNINITIALIZED : this.tag(value);
  }

  /** What a virtual looks like, in numbers that stay the same from guard to guard. */
  shapeOf({ values }: VirtualDescription): string {
    return values.map((value) => (value === null ? "-" : this.stableName(value))).join(" ");
  }

  private stableName(value: Value): string {
    const box = this.view.resolve(value);
    if (box.isConst) return String(this.tagConst(box));
    if (this.extraVirtuals.has(box)) return `v${this.memo.virtualNumber(box)}`;
    const number = this.extraBoxes.get(box);
    return number === undefined ? String(this.tag(box)) : `b${number}`;
  }

  private tagConst(value: Const): Tagged {
    const plain = value.value;
    const isSmall = value.kind === "i" && typeof plain === "number";
    if (isSmall && plain >= -SMALL_INT_LIMIT && plain < SMALL_INT_LIMIT) {
      return (plain << 2) | TAG_INT;
    }
    const known = this.consts.findIndex((other) => sameConst(other, value));
    const index = known >= 0 ? known : this.consts.push(value) - 1;
    return (index << 2) | TAG_CONST;
  }
}

/** Encodes `snapshot` and the pending stores as seen through `view`. */
export function encodeState(
  snapshot: Snapshot,
  pendingStores: readonly PendingStoreSource[],
  view: VirtualView,
  memo: ResumeMemo = new ResumeMemo(),
): EncodedState {
  const writer = new StateWriter(view, memo);
  for (const value of snapshot.vable) writer.collect(value);
  for (const value of snapshot.vrefs) writer.collect(value);
  for (const frame of snapshot.frames) for (const value of frame.values) writer.collect(value);
  const ownVirtuals = writer.virtuals.size;
  writer.collectContents();
  for (const store of pendingStores) writer.collectPending(store);
  const ownCount = writer.failArgs.length;
  writer.settle();
  const { failArgs, consts } = writer;
  const vable = snapshot.vable.map((value) => writer.tag(value));
  const vrefs = snapshot.vrefs.map((value) => writer.tag(value));
  const frames = writeFrames(writer, snapshot);
  const pending = pendingStores.map((store) => writePending(writer, store));
  const sources = [...writer.virtuals];
  const virtuals = sources.map(([, source]) => writeVirtual(writer, source));
  const slots = virtuals.length === 0 ? 0 : ownVirtuals + memo.virtualCount;
  const reused = sources.filter(([box, source]) => memo.isReused(box, writer.shapeOf(source)));
  const failKinds = failArgs.map((box) => (box === null ? null : (box.kind as Kind)));
  const { deliver } = snapshot;
  return {
    data: {
      resumeKind: "full",
      frames,
      vable,
      vrefs,
      deliver,
      consts,
      virtuals,
      pending,
      failKinds,
    },
    failArgs,
    ownCount,
    virtualCount: slots,
    holeCount: slots - virtuals.length,
    reusedCount: reused.length,
  };
}

function writeFrames(writer: StateWriter, { frames }: Snapshot): ResumeFrame[] {
  return frames.map((frame) => ({
    jitcode: frame.jitcode,
    pc: frame.pc,
    values: frame.values.map((value) => writer.tag(value)),
  }));
}

function writePending(writer: StateWriter, store: PendingStoreSource): PendingStore {
  return {
    target: writer.tag(store.target),
    field: store.field,
    array: store.array,
    index: writer.tagOrHole(store.index),
    value: writer.tag(store.value),
  };
}

function writeVirtual(writer: StateWriter, source: VirtualDescription): VirtualRecord {
  return { ...source, values: source.values.map((value) => writer.tagOrHole(value)) };
}
