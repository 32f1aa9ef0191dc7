/**
 * The content of a frame: one msgpack map with a kind.
 */

import { decodeMsgpack } from "./codec.ts";
import { checkMap, SchemaError } from "./value-type.ts";

/** The content of a frame. */
export interface DecodedFrame {
  /** "" when it names none. */
  readonly kind: string;
  readonly map: Readonly<Record<string, unknown>>;
}

/** The map in a frame's payload; throws a SchemaError when there is none. */
export function decodeFrame(payload: Uint8Array): DecodedFrame {
  const map = checkMap(decodePayload(payload));
  return { kind: typeof map.frame === "string" ? map.frame : "", map };
}

function decodePayload(payload: Uint8Array): unknown {
  try {
    return decodeMsgpack(payload);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SchemaError(`not msgpack: ${reason}`);
  }
}
