/**
 * What the hooks of pypy3 tell about a recorded run and no log does: which guard counts where (the
 * hash), what traces that were given up consist of, and which hooks the program itself had set.
 */

import type { SetHookEvent } from "../format/events.ts";
import { makeHookScript } from "./hook-script.ts";

/** Name, file and first line of a code object, and a position in it; another driver's text; none. */
export type HookKey = readonly [string, string, number, number] | string | null;

/** One line of what the script writes. */
export type HookEvent =
  | {
      readonly kind: "compile";
      readonly type: string;
      readonly driver: string;
      readonly key: HookKey;
      readonly loopNo: number;
      /** -1 for what is no bridge. */
      readonly bridgeNo: number;
      /** The operations' names, one blank between. */
      readonly names: string;
      /** Hashes of the guards, in order. */
      readonly hashes: readonly number[];
    }
  | {
      readonly kind: "abort";
      readonly driver: string;
      readonly key: HookKey;
      readonly reason: string;
      /** Printed operations of the raw trace. */
      readonly operations: readonly string[];
    }
  | { readonly kind: "too_long"; readonly driver: string; readonly key: HookKey }
  | {
      readonly kind: "set_hook";
      readonly hook: SetHookEvent["hook"];
      readonly isSet: boolean;
      readonly operations: boolean;
    }
  | { readonly kind: "exception"; readonly name: string };

export const RECORD_SCRIPT = makeHookScript(`
        def key_data(key):
            if isinstance(key, tuple):
                code = key[0]
                return [code.co_name, code.co_filename, code.co_firstlineno, key[1]]
            return key

        if not isinstance(event, tuple):
            operations = event.operations
            return {
                'kind': 'compile', 'type': event.type, 'driver': event.jitdriver_name,
                'key': key_data(event.greenkey), 'loopNo': event.loop_no,
                'bridgeNo': event.bridge_no if event.greenkey is None else -1,
                'names': ' '.join([op.name for op in operations]),
                'hashes': [op.hash for op in operations if isinstance(op, pypyjit.GuardOp)],
            }
        kind = event[0]
        if kind == 'abort':
            operations = [repr(op) for op in event[4]]
            return {'kind': kind, 'driver': event[1], 'key': key_data(event[2]),
                    'reason': event[3], 'operations': operations}
        if kind == 'too_long':
            return {'kind': kind, 'driver': event[1], 'key': key_data(event[2])}
        if kind == 'set_hook':
            return {'kind': kind, 'hook': event[1], 'isSet': event[2], 'operations': event[3]}
        return {'kind': kind, 'name': event[1]}
`);

/** The events of the script's lines; a last line that breaks off is left out. */
export function parseHookEvents(text: string): HookEvent[] {
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as HookEvent);
}
