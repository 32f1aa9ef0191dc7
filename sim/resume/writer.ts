/**
 * Writes resume data: numbers every value of a snapshot, collects the fail arguments, and
 * describes virtuals, their fields and the fields' virtuals.
 *
 * Fail arguments come in the order of first appearance: the virtualizable's boxes first, then
 * frames from the outermost, then what virtuals and pending stores need.
 *
 * Counterpart: rpython/jit/metainterp/resume.py (ResumeDataVirtualAdder, ResumeDataLoopMemo).
 */

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

const SMALL_INT_LIMIT = 2 ** 28;

/** The numbering of one guard's state while it is written. */
class StateWriter {
  readonly failArgs: Box[] = [];
  readonly consts: Const[] = [];
  /** In order of numbering; their contents are written afterwards. */
  readonly virtualSources: VirtualDescription[] = [];
  private readonly boxTags = new Map<Box, Tagged>();
  private readonly view: VirtualView;

  constructor(view: VirtualView) {
    this.view = view;
  }

  tag(value: Value): Tagged {
    const resolved = this.view.resolve(value);
    if (resolved.isConst) return this.tagConst(resolved);
    const known = this.boxTags.get(resolved);
    if (known !== undefined) return known;
    const tagged = this.tagBox(resolved);
    this.boxTags.set(resolved, tagged);
    return tagged;
  }

  tagOrHole(value: Value | null): Tagged {
    return value === null ? UNINITIALIZED : this.tag(value);
  }

  private tagBox(box: Box): Tagged {
    const virtual = this.view.virtualOf(box);
    if (virtual === null) return ((this.failArgs.push(box) - 1) << 2) | TAG_BOX;
    return ((this.virtualSources.push(virtual) - 1) << 2) | TAG_VIRTUAL;
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
): EncodedState {
  const writer = new StateWriter(view);
  const vable = snapshot.vable.map((value) => writer.tag(value));
  const frames: ResumeFrame[] = snapshot.frames.map((frame) => ({
    jitcode: frame.jitcode,
    pc: frame.pc,
    values: frame.values.map((value) => writer.tag(value)),
  }));
  const pending = pendingStores.map((store) => writePending(writer, store));
  const virtuals: VirtualRecord[] = [];
  for (let i = 0; i < writer.virtualSources.length; i++) {
    virtuals.push(writeVirtual(writer, writer.virtualSources[i] as VirtualDescription));
  }
  return {
    data: {
      resumeKind: "full",
      frames,
      vable,
      deliver: snapshot.deliver,
      consts: writer.consts,
      virtuals,
      pending,
      failKinds: writer.failArgs.map((box) => box.kind as Kind),
    },
    failArgs: writer.failArgs,
    virtualCount: virtuals.length,
  };
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
  const values = source.values.map((value) => writer.tagOrHole(value));
  if (source.kind === "array") return { kind: "array", descr: source.descr, values };
  return { kind: "instance", layout: source.layout, fields: source.fields, values };
}
