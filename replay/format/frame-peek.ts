/**
 * What a frame is, from the first bytes of its payload, without decoding all of it: its kind and,
 * for events, its place in the reel. FORMAT.md says that `frame` is the first key; where the others
 * stand elsewhere than a writer puts them, the whole payload is decoded.
 */

import { decodeMsgpack } from "./codec.ts";

/** A frame's kind, "" when it has none that can be read, and the place of events. */
export interface FramePeek {
  readonly kind: string;
  /** Null for other frames than events, and when they are not as stated. */
  readonly place: FramePlace | null;
}

/** Where the events of a frame belong. */
export interface FramePlace {
  readonly block: number;
  readonly first: number;
  /** How many events its block has before it, so 0 where a block begins; null before format 2.0. */
  readonly before: number | null;
}

/** The key `frame` as it stands behind a map's header. */
export const FRAME_KEY = Buffer.from("\xa5frame", "latin1");
const BLOCK_KEY = Buffer.from("\xa5block", "latin1");
const FIRST_KEY = Buffer.from("\xa5first", "latin1");
const BEFORE_KEY = Buffer.from("\xa6before", "latin1");

/** Looks at the beginning of a payload that is whole. */
export function peekFrame(payload: Buffer): FramePeek {
  const { kind, endOffset } = peekKind(payload);
  if (kind !== "events") return { kind, place: null };
  return { kind, place: peekPlace(payload, endOffset) ?? decodePlace(payload) };
}

/** The kind that a payload's first bytes name; of damaged ones, too. "" when they do not. */
export function peekKind(payload: Buffer): { readonly kind: string; readonly endOffset: number } {
  const at = mapHeaderSize(payload);
  const start = at + FRAME_KEY.length;
  const head = payload[start] ?? 0;
  const size = head >= 0xa0 && head < 0xc0 ? head & 31 : 0;
  const isThere = at > 0 && payload.subarray(at, start).equals(FRAME_KEY);
  const kind = isThere ? payload.toString("latin1", start + 1, start + 1 + size) : "";
  const isName = kind.length === size && /^[a-z_]+$/.test(kind);
  return isName ? { kind, endOffset: start + 1 + size } : { kind: "", endOffset: 0 };
}

function mapHeaderSize(payload: Buffer): number {
  const head = payload[0] ?? 0;
  if (head >= 0x81 && head <= 0x8f) return 1;
  return head === 0xde ? 3 : 0;
}

function peekPlace(payload: Buffer, offset: number): FramePlace | null {
  const block = peekNatural(payload, offset, BLOCK_KEY);
  const first = block && peekNatural(payload, block.endOffset, FIRST_KEY);
  const before = first && peekNatural(payload, first.endOffset, BEFORE_KEY);
  if (block === null || first === null || before === null) return null;
  return { block: block.value, first: first.value, before: before.value };
}

function peekNatural(
  payload: Buffer,
  offset: number,
  key: Buffer,
): { value: number; endOffset: number } | null {
  const at = offset + key.length;
  if (at + 9 > payload.length || !payload.subarray(offset, at).equals(key)) return null;
  const head = payload[at]!;
  if (head < 0x80) return { value: head, endOffset: at + 1 };
  if (head === 0xcc) return { value: payload[at + 1]!, endOffset: at + 2 };
  if (head === 0xcd) return { value: payload.readUInt16BE(at + 1), endOffset: at + 3 };
  if (head === 0xce) return { value: payload.readUInt32BE(at + 1), endOffset: at + 5 };
  return null;
}

function decodePlace(payload: Buffer): FramePlace | null {
  try {
    const map = decodeMsgpack(payload) as Readonly<Record<string, unknown>>;
    const [block, first] = [Number(map.block), Number(map.first)];
    const before = map.before === undefined ? null : Number(map.before);
    const areNatural = isNatural(block) && isNatural(first) && isNatural(before ?? 0);
    return areNatural ? { block, first, before } : null;
  } catch {
    return null;
  }
}

function isNatural(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
