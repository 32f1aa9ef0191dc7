"""Handles of callbacks, and which loop is the current one."""

# Part of jitreel.

__all__ = (
    "AbstractEventLoop",
    "AbstractEventLoopPolicy",
    "DefaultEventLoopPolicy",
    "Handle",
    "TimerHandle",
    "get_event_loop",
    "get_event_loop_policy",
    "get_running_loop",
    "new_event_loop",
    "set_event_loop",
    "set_event_loop_policy",
    "_get_running_loop",
    "_set_running_loop",
)

import contextvars


class Handle:
    """A callback that a loop will call, unless it is cancelled."""

    def __init__(self, callback, args, loop, context=None):
        self._callback = callback
        self._args = args
        self._loop = loop
        self._context = contextvars.copy_context() if context is None else context
        self._cancelled = False

    def cancel(self):
        self._cancelled = True
        self._callback = self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            name = getattr(self._callback, "__qualname__", repr(self._callback))
            context = {
                "message": f"Exception in callback {name}()",
                "exception": error,
                "handle": self,
            }
            self._loop.call_exception_handler(context)

    def __repr__(self):
        kind = type(self).__name__
        if self._cancelled:
            return f"<{kind} cancelled>"
        return f"<{kind} {getattr(self._callback, '__qualname__', self._callback)}()>"


class TimerHandle(Handle):
    """A callback at a time; handles of the same time are in the order of their making."""

    def __init__(self, when, number, callback, args, loop, context=None):
        super().__init__(callback, args, loop, context)
        self._when = when
        self._number = number
        self._scheduled = False

    def when(self):
        return self._when

    def cancel(self):
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
        super().cancel()

    def __lt__(self, other):
        if isinstance(other, TimerHandle):
            return (self._when, self._number) < (other._when, other._number)
        return NotImplemented


class AbstractEventLoop:
    """What loops derive from."""


class AbstractEventLoopPolicy:
    """What policies derive from."""


class _Current:
    running = None
    loop = None
    is_set = False
    policy = None


_current = _Current()


class DefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """One loop, made at the first use."""

    def get_event_loop(self):
        if _current.loop is None and not _current.is_set:
            self.set_event_loop(self.new_event_loop())
        if _current.loop is None:
            raise RuntimeError("There is no current event loop in thread 'MainThread'.")
        return _current.loop

    def set_event_loop(self, loop):
        _current.is_set = True
        _current.loop = loop

    def new_event_loop(self):
        from .base_events import EventLoop

        return EventLoop()


def get_event_loop_policy():
    if _current.policy is None:
        _current.policy = DefaultEventLoopPolicy()
    return _current.policy


def set_event_loop_policy(policy):
    _current.policy = policy


def _get_running_loop():
    return _current.running


def _set_running_loop(loop):
    _current.running = loop


def get_running_loop():
    if _current.running is None:
        raise RuntimeError("no running event loop")
    return _current.running


def get_event_loop():
    if _current.running is not None:
        return _current.running
    return get_event_loop_policy().get_event_loop()


def set_event_loop(loop):
    get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    return get_event_loop_policy().new_event_loop()
