"""Collects what hooks are given and prints it at the end, so that nothing of it is traced."""
import atexit
import pypyjit

seen = []
aborts = []
pypyjit.set_compile_hook(seen.append)
pypyjit.set_abort_hook(lambda *given: aborts.append(given))


def key_text(key):
    if not isinstance(key, tuple):
        return key
    code, position, profiled = key
    return code.co_name, code.co_firstlineno, position, profiled, code.co_varnames, code.co_code


def show():
    pypyjit.set_compile_hook(None)
    pypyjit.set_abort_hook(None)
    pypyjit.set_param("off")
    for info in seen:
        print("T", info.type, info.jitdriver_name, info.loop_no, key_text(info.greenkey))
        for op in info.operations:
            values = [type(op).__name__, op.name]
            if isinstance(op, pypyjit.DebugMergePoint):
                values += [op.call_depth, op.call_id, op.bytecode_no, op.pycode.co_name]
            if isinstance(op, pypyjit.GuardOp):
                values.append(op.hash)
            print("T", *values)
    for name, key, reason, operations in aborts:
        print("T", name, key_text(key), reason, len(operations))


atexit.register(show)
