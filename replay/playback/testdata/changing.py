"""Hooks that raise, that are not callable, that replace and remove each other."""
import pypyjit
import sys
import time


def say(*values):
    print("T", *values)


def first(info):
    say("first", info.type, len(info.operations), time.time())
    pypyjit.set_compile_hook(second, operations=False)
    raise ValueError("of the first")


def second(info):
    say("second", info.type, info.operations)
    pypyjit.set_compile_hook(third)
    {}[info.loop_no]


def third(info, more):
    say("never")


def on_abort(name, key, reason, operations):
    say("abort", reason, isinstance(key, tuple))
    pypyjit.set_compile_hook(fourth)
    sys.exit(7)


count = [0]


def fourth(info):
    count[0] += 1
    say("fourth", repr(info))
    if count[0] == 2:
        pypyjit.set_compile_hook(None)


pypyjit.set_compile_hook(first)
pypyjit.set_abort_hook(on_abort)
pypyjit.set_trace_too_long_hook(42)
try:
    pypyjit.set_param(threshhold=1)
except TypeError as error:
    say(error)
say(pypyjit.defaults["threshold"], sorted(pypyjit.PARAMETER_DOCS))
