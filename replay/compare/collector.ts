/**
 * What is run inside of pypy3 before the program: a `sitecustomize` that sets the hooks and at the
 * end writes what they got, as JSON. The program itself runs unchanged, as its own file.
 *
 * The compile hook is a built-in method, so that nothing of it can be traced. The modules are made
 * without the import machinery, whose loops would bring the counters of `tuple.contains` near their
 * threshold. A program that sets hooks itself gets its own called after ours. Without a file to write
 * to, it only sees to it that printing an exception is no part of the run.
 */

/** Names of the environment's variables that the collector reads and removes. */
export const RESULT_VARIABLE = "JITREEL_COMPARE_RESULT";

export const COLLECTOR = `
import sys

class _Spec:
    pass

def _builtin(name):
    spec = _Spec()
    spec.name = name
    return sys.modules['_imp'].create_builtin(spec)

def _install():
    pypyjit = _builtin('pypyjit')
    environ = sys.modules['os'].environ
    path = environ.pop('${RESULT_VARIABLE}', None)
    environ.pop('PYTHONPATH', None)
    sys.path.remove(sys.modules[__name__].__file__.rpartition('/')[0])
    show_exception = sys.excepthook

    def program_ended(*exception):
        # What prints the traceback is Python as well.
        pypyjit.set_param('off')
        show_exception(*exception)

    sys.excepthook = program_ended
    if path is None:
        return
    events = []
    set_compile = pypyjit.set_compile_hook
    set_abort = pypyjit.set_abort_hook
    set_too_long = pypyjit.set_trace_too_long_hook

    def on_abort(driver, key, reason, operations):
        events.append(('abort', driver, key, reason))

    def on_too_long(driver, key):
        events.append(('too_long', driver, key, ''))

    def chain(set_hook, first):
        def set_both(hook, *operations):
            if hook is None:
                set_hook(first)
            else:
                set_hook(lambda *info: (first(*info), hook(*info)))
        return set_both

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

    def event_data(event):
        if isinstance(event, tuple):
            kind, driver, key, reason = event
            return [kind, reason, driver, key_text(key), 0, -1, 0, []]
        bridge = event.bridge_no if event.greenkey is None else -1
        operations = [operation_text(op) for op in event.operations]
        return ['compile', event.type, event.jitdriver_name, key_text(event.greenkey),
                event.loop_no, bridge, event.asmlen, operations]

    def tell():
        set_compile(None)
        set_abort(None)
        set_too_long(None)
        pypyjit.set_param('off')
        import json
        with open(path, 'w') as file:
            json.dump([event_data(event) for event in events], file)

    set_compile(events.append)
    set_abort(on_abort)
    set_too_long(on_too_long)
    pypyjit.set_compile_hook = chain(set_compile, events.append)
    pypyjit.set_abort_hook = chain(set_abort, on_abort)
    pypyjit.set_trace_too_long_hook = chain(set_too_long, on_too_long)
    _builtin('atexit').register(tell)

_install()
`;
