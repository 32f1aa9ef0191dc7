/**
 * What is run inside of pypy3 before the program: a `sitecustomize` that sets the hooks and at the
 * end writes what they got, one JSON value a line. The program itself runs unchanged, as its own
 * file.
 *
 * The compile hook is a built-in method, so that nothing of it can be traced. The modules are made
 * without the import machinery, whose loops would bring the counters of `tuple.contains` near their
 * threshold. A program that sets hooks itself gets its own called after ours. Without a file to write
 * to, the script only sees to it that printing an exception is no part of the run.
 */

/** Names of the environment's variables that the script reads and removes. */
export const RESULT_VARIABLE = "JITREEL_HOOK_EVENTS";
/** What PYTHONPATH was before the script's folder was put in front of it. */
export const PATH_VARIABLE = "JITREEL_PYTHONPATH";

/**
 * The script. `describe` is the body of Python's `describe(event)`, indented by eight
 * blanks: it makes the value that is written of a JitLoopInfo or of one of the tuples
 * ('abort', driver, key, reason, operations), ('too_long', driver, key),
 * ('set_hook', name, is_set, operations), ('exception', class name); None is not written.
 */
export function makeHookScript(describe: string): string {
  return `
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
    python_path = environ.pop('${PATH_VARIABLE}', '')
    environ.pop('PYTHONPATH', None)
    if python_path:
        environ['PYTHONPATH'] = python_path
    sys.path.remove(sys.modules[__name__].__file__.rpartition('/')[0])
    show_exception = sys.excepthook
    events = []

    def program_ended(*exception):
        # What prints the traceback is Python as well.
        pypyjit.set_param('off')
        events.append(('exception', exception[0].__name__))
        show_exception(*exception)

    sys.excepthook = program_ended
    if path is None:
        return
    set_compile = pypyjit.set_compile_hook
    set_abort = pypyjit.set_abort_hook
    set_too_long = pypyjit.set_trace_too_long_hook

    def on_abort(driver, key, reason, operations):
        events.append(('abort', driver, key, reason, operations))

    def on_too_long(driver, key):
        events.append(('too_long', driver, key))

    def chain(name, set_hook, first):
        def set_both(hook, operations=True):
            events.append(('set_hook', name, hook is not None, bool(operations)))
            if hook is None:
                set_hook(first)
            else:
                set_hook(lambda *info: (first(*info), hook(*info)))
        return set_both

    def describe(event):
${describe.replace(/^\n/, "").trimEnd()}

    os = sys.modules['os']
    process = os.getpid()

    def tell():
        if os.getpid() != process:
            return
        set_compile(None)
        set_abort(None)
        set_too_long(None)
        pypyjit.set_param('off')
        import json
        with open(path, 'w') as file:
            for event in events:
                value = describe(event)
                if value is not None:
                    json.dump(value, file)
                    file.write('\\n')

    set_compile(events.append)
    set_abort(on_abort)
    set_too_long(on_too_long)
    pypyjit.set_compile_hook = chain('compile', set_compile, events.append)
    pypyjit.set_abort_hook = chain('abort', set_abort, on_abort)
    pypyjit.set_trace_too_long_hook = chain('too_long', set_too_long, on_too_long)
    _builtin('atexit').register(tell)

_install()
`;
}
