"""Prints every attribute of everything that hooks are given."""
import pypyjit


def say(*values):
    print("T", *values)


def code_text(code):
    names = [name for name in dir(code) if name.startswith("co_")]
    return [(name, repr(getattr(code, name))) for name in names]


seen_codes = []


def key_text(key):
    if not isinstance(key, tuple):
        return repr(key)
    code, position, profiled = key
    if code not in seen_codes:
        seen_codes.append(code)
        say("code", repr(code), hash(code), code_text(code))
    return repr((seen_codes.index(code), position, profiled, type(key).__name__, repr(key)))


def say_operations(operations):
    if operations is None:
        say("no operations")
        return
    for op in operations:
        values = [type(op).__name__, op.name, op.offset, repr(op), str(op)]
        if isinstance(op, pypyjit.GuardOp):
            values.append(op.hash)
        if isinstance(op, pypyjit.DebugMergePoint):
            values += [op.jitdriver_name, op.call_depth, op.call_id, key_text(op.greenkey)]
            try:
                values += [op.pycode.co_name, op.bytecode_no]
            except AttributeError as error:
                values.append(error)
        say(*values)


def on_compile(info):
    say(repr(info), type(info).__name__, info.type, info.jitdriver_name, info.loop_no)
    say(info.asmaddr, info.asmlen, key_text(info.greenkey))
    try:
        say(info.bridge_no)
    except TypeError as error:
        say(error)
    say_operations(info.operations)


def on_abort(name, key, reason, operations):
    say("abort", name, key_text(key), reason)
    say_operations(operations)


def on_too_long(name, key):
    say("too long", name, key_text(key))


pypyjit.set_compile_hook(on_compile)
pypyjit.set_abort_hook(on_abort)
pypyjit.set_trace_too_long_hook(on_too_long)
