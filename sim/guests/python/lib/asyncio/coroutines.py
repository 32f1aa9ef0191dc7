"""What counts as a coroutine."""

# Part of jitreel.

__all__ = ("coroutine", "iscoroutine", "iscoroutinefunction")

import types
from collections.abc import Awaitable, Coroutine

_is_coroutine = object()


def iscoroutinefunction(func):
    """Whether a call of `func` gives a coroutine."""
    code = getattr(getattr(func, "__func__", func), "__code__", None)
    if code is not None and code.co_flags & 0x80:
        return True
    return getattr(func, "_is_coroutine", None) is _is_coroutine


def iscoroutine(obj):
    """Whether `obj` is a coroutine, or a generator that takes the place of one."""
    return isinstance(obj, (types.CoroutineType, types.GeneratorType, Coroutine))


def coroutine(func):
    """Mark a generator function as a coroutine."""
    wrapper = types.coroutine(func)
    wrapper._is_coroutine = _is_coroutine
    return wrapper


def _format_coroutine(coro):
    name = getattr(coro, "__qualname__", None) or type(coro).__name__
    code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
    if code is None:
        return f"{name}()"
    frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None)
    running = getattr(coro, "cr_running", False) or getattr(coro, "gi_running", False)
    if frame is None:
        return f"{name}() done, defined at {code.co_filename}:{code.co_firstlineno}"
    state = "running, defined" if running and frame is None else "running"
    return f"{name}() {state} at {code.co_filename}:{frame.f_lineno}"
