"""Asks for statistics in every hook, once or twice, and at the end without operations."""
import atexit
import pypyjit


def say(*values):
    print("T", *values)


def ask():
    snapshot = pypyjit.get_stats_snapshot()
    say(snapshot.counters, snapshot.counter_times, snapshot.loop_run_times)


def on_compile(info):
    ask()
    say(info.type, info.operations, pypyjit.get_stats_asmmemmgr())
    if info.loop_no % 2:
        ask()
    if info.greenkey is not None and isinstance(info.greenkey, tuple):
        code, position, profiled = info.greenkey
        say(pypyjit.get_jitcell_at_key(position, profiled, code))
        say(pypyjit.get_jitcell_at_key(position + 1000, profiled, code))


def on_abort(name, key, reason, operations):
    ask()
    say(name, reason, len(operations), pypyjit.get_stats_asmmemmgr())


pypyjit.enable_debug()
pypyjit.set_compile_hook(on_compile, operations=False)
pypyjit.set_abort_hook(on_abort)
atexit.register(lambda: say(pypyjit.get_stats_asmmemmgr()))
