/**
 * The delta of two reels: how each event of the second one is made from the first. It is complete
 * whatever the diff leaves out, and dropped when it becomes too large to be held.
 */

import { createHash } from "node:crypto";
import type { JitEvent } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";
import type { EventStep } from "./align-events.ts";
import { applyPatch, applySteps, PatchError } from "./apply-patch.ts";
import type { Patch, PlainValue } from "./patch.ts";
import { makePatch, StepWriter, toPlain } from "./patch.ts";
import type { Delta } from "./reel-diff.ts";
import type { DiffSource } from "./diff-source.ts";

/** Of its JSON text. */
const DELTA_LENGTH_MAX = 24 * 1024 * 1024;

/** The digest of a run: of its events as JSON with sorted keys, each behind a line feed. */
class RunDigest {
  private readonly hash = createHash("sha256");

  add(plain: PlainValue): void {
    this.hash.update("\n");
    this.hash.update(JSON.stringify(plain, sortKeys), "utf8");
  }

  finish(): string {
    return this.hash.digest("hex");
  }
}

/** Whoever decodes an event decides in which order its fields stand. */
function sortKeys(_: string, value: PlainValue): PlainValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export class DeltaBuilder {
  private readonly header: Patch | null;
  private writer: StepWriter | null = new StepWriter();
  private length = 0;
  private readonly digestA = new RunDigest();
  private readonly digestB = new RunDigest();

  constructor(a: ReelHeader, b: ReelHeader) {
    this.header = makePatch(a, b);
  }

  get isTooLarge(): boolean {
    return this.writer === null;
  }

  add({ a, b }: EventStep): void {
    const { writer } = this;
    if (writer === null) return;
    if (a !== null) this.digestA.add(toPlain(a.event));
    const value = b === null ? null : toPlain(b.event);
    if (b !== null) this.digestB.add(value);
    if (b === null) writer.drop();
    else if (a === null) {
      this.measure(value);
      writer.add(value);
    } else {
      const patch = makePatch(a.event, b.event);
      if (patch !== null) this.measure(patch);
      writer.pair(patch);
    }
  }

  finish(): Delta | null {
    if (this.writer === null) return null;
    return {
      digestA: this.digestA.finish(),
      digestB: this.digestB.finish(),
      header: this.header,
      events: this.writer.steps,
    };
  }

  private measure(value: unknown): void {
    this.length += JSON.stringify(value).length;
    if (this.length > DELTA_LENGTH_MAX) this.writer = null;
  }
}

export function applyHeader(a: ReelHeader, { header }: Delta): ReelHeader {
  return header === null ? a : (applyPatch(a, header) as ReelHeader);
}

/**
 * The events of the reel that the delta was made for, one after the other; throws a PatchError when
 * it does not fit, at the latest at the end. Values are not checked against the schema here: writing
 * a reel does that.
 */
export function* applyEvents(
  a: DiffSource,
  { digestA, digestB, events }: Delta,
): Generator<JitEvent, void> {
  const before = new RunDigest();
  const after = new RunDigest();
  for (const event of applySteps(plainEvents(a, before), events)) {
    after.add(toPlain(event));
    yield event as JitEvent;
  }
  if (before.finish() !== digestA) throw new PatchError("the diff was made for another first reel");
  if (after.finish() !== digestB)
    throw new PatchError("the diff is damaged: it makes another reel");
}

function* plainEvents(source: DiffSource, digest: RunDigest): Generator<JitEvent | null, void> {
  for (const { event } of source.events()) {
    digest.add(toPlain(event));
    yield event;
  }
}
