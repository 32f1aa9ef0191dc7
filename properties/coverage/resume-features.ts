/**
 * What resume data can hold, by name: what a guard's exit had to rebuild.
 */

import { TAG_BOX, TAG_CONST, TAG_INT, TAG_VIRTUAL } from "../../sim/resume/resume-data.ts";
import type { ResumeData, VirtualRecord } from "../../sim/resume/resume-data.ts";

/** Each kind of virtual; a new one does not compile without its row. */
const VIRTUAL_KINDS: Readonly<Record<VirtualRecord["kind"], string>> = {
  instance: "an object",
  array: "an array",
  structs: "an array of structs",
  "raw buffer": "raw memory",
  "raw slice": "an address inside of raw memory",
  string: "a string of known characters",
  slice: "a part of a string",
  concat: "two strings joined",
};

/** Everything that is told apart, and what it is. */
export const RESUME_FEATURES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(VIRTUAL_KINDS).map(([kind, text]) => [`virtual ${kind}`, `${text}, rebuilt`]),
  ),
  "virtual in virtual": "a virtual that holds another one",
  "cleared array": "a virtual array whose items are zero where none is known",
  "pending field": "a store into a field that was put off beyond the guard",
  "pending item": "a store into an array that was put off beyond the guard",
  virtualizable: "the values of a virtualizable",
  "virtual reference": "virtual references in use",
  "one frame": "a state of one frame",
  "several frames": "a state of two or three frames: inlined calls",
  "many frames": "a state of four frames or more",
  "after call": "the innermost frame goes on behind a call",
  constant: "a value that is a constant",
  "small integer": "a value that is a small integer",
  "fail argument": "a value that the guard passes on",
  hole: "a place among the fail arguments that nobody needs",
};

/** The features of one guard's resume data. */
export function resumeFeatures(data: ResumeData): Set<string> {
  const found = new Set<string>();
  const note = (name: string, isThere: boolean): void => {
    if (isThere) found.add(name);
  };
  for (const virtual of data.virtuals) {
    // A place that this guard does not use.
    if (virtual === undefined) continue;
    found.add(`virtual ${virtual.kind}`);
    note("cleared array", virtual.kind === "array" && virtual.isClear);
    note("virtual in virtual", virtual.values.some(isTagged(TAG_VIRTUAL)));
  }
  for (const { field } of data.pending)
    found.add(field === null ? "pending item" : "pending field");
  note("virtualizable", data.vable.length > 0);
  note("virtual reference", data.vrefs.length > 0);
  const { length } = data.frames;
  found.add(length === 1 ? "one frame" : length < 4 ? "several frames" : "many frames");
  note("after call", data.deliver);
  const values = [...data.frames.flatMap((frame) => frame.values), ...data.vable, ...data.vrefs];
  note("constant", values.some(isTagged(TAG_CONST)));
  note("small integer", values.some(isTagged(TAG_INT)));
  note("fail argument", values.some(isTagged(TAG_BOX)));
  note("hole", data.failKinds.includes(null));
  return found;
}

function isTagged(tag: number): (tagged: number) => boolean {
  return (tagged) => (tagged & 3) === tag;
}
