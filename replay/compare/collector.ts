/**
 * What a comparison wants to know of each event inside of pypy3: names, green keys without their
 * files, and the printed operations.
 */

import { makeHookScript } from "../engine/hook-script.ts";

export const COLLECTOR = makeHookScript(`
        def key_text(key):
            if key is None:
                return ''
            if isinstance(key, tuple):
                return '%s+%d' % (key[0].co_name, key[1])
            return key

        def operation_text(op):
            if isinstance(op, pypyjit.DebugMergePoint):
                key = key_text(op.greenkey)
                return 'debug_merge_point(%d, %s)' % (op.call_depth, key)
            return repr(op)

        if isinstance(event, tuple):
            if event[0] not in ('abort', 'too_long'):
                return None
            kind, driver, key = event[:3]
            reason = event[3] if kind == 'abort' else ''
            return [kind, reason, driver, key_text(key), 0, -1, 0, []]
        bridge = event.bridge_no if event.greenkey is None else -1
        operations = [operation_text(op) for op in event.operations]
        return ['compile', event.type, event.jitdriver_name, key_text(event.greenkey),
                event.loop_no, bridge, event.asmlen, operations]
`);
