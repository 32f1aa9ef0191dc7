"""Futures: results that are not there yet."""

# Part of jitreel.

__all__ = ("Future", "wrap_future", "isfuture")

import contextvars

from . import events, exceptions

_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"


def isfuture(obj):
    """Whether `obj` is a future of any kind."""
    return (
        hasattr(type(obj), "_asyncio_future_blocking") and obj._asyncio_future_blocking is not None
    )


class Future:
    """A result, an exception, or a cancellation that is still to come."""

    _state = _PENDING
    _result = None
    _exception = None
    _loop = None
    _cancel_message = None
    # The exception by which a task was cancelled, the context of the next one made here.
    _cancelled_by = None
    _asyncio_future_blocking = False

    def __init__(self, *, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._callbacks = []

    def _repr_info(self):
        info = [self._state.lower()]
        if self._state == _FINISHED:
            if self._exception is not None:
                info.append(f"exception={self._exception!r}")
            else:
                info.append(f"result={self._result!r}")
        if self._callbacks:
            names = [_callback_name(callback) for callback, _ in self._callbacks]
            if len(names) > 2:
                names[1:-1] = [f"<{len(names) - 2} more>"]
            info.append(f"cb=[{', '.join(names)}]")
        return info

    def __repr__(self):
        return f"<{type(self).__name__} {' '.join(self._repr_info())}>"

    def __class_getitem__(cls, item):
        return cls

    def get_loop(self):
        return self._loop

    def _make_cancelled_error(self):
        message = self._cancel_message
        made = exceptions.CancelledError(*(() if message is None else (message,)))
        made.__context__, self._cancelled_by = self._cancelled_by, None
        return made

    def cancel(self, msg=None):
        if self._state != _PENDING:
            return False
        self._state = _CANCELLED
        self._cancel_message = msg
        self._schedule_callbacks()
        return True

    def _schedule_callbacks(self):
        callbacks = self._callbacks
        self._callbacks = []
        for callback, context in callbacks:
            self._loop.call_soon(callback, self, context=context)

    def cancelled(self):
        return self._state == _CANCELLED

    def done(self):
        return self._state != _PENDING

    def result(self):
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        if self._state != _FINISHED:
            raise exceptions.InvalidStateError("Result is not ready.")
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        if self._state != _FINISHED:
            raise exceptions.InvalidStateError("Exception is not set.")
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        if self._state != _PENDING:
            self._loop.call_soon(fn, self, context=context)
            return
        if context is None:
            context = contextvars.copy_context()
        self._callbacks.append((fn, context))

    def remove_done_callback(self, fn):
        kept = [pair for pair in self._callbacks if pair[0] != fn]
        count = len(self._callbacks) - len(kept)
        self._callbacks[:] = kept
        return count

    def set_result(self, result):
        self._check_pending()
        self._result = result
        self._state = _FINISHED
        self._schedule_callbacks()

    def set_exception(self, exception):
        self._check_pending()
        if isinstance(exception, type):
            exception = exception()
        if type(exception) is StopIteration:
            raise TypeError(
                "StopIteration interacts badly with generators and cannot be raised into a Future"
            )
        self._exception = exception
        self._state = _FINISHED
        self._schedule_callbacks()

    def _check_pending(self):
        if self._state != _PENDING:
            raise exceptions.InvalidStateError(f"{self._state}: {self!r}")

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


def _callback_name(callback):
    name = getattr(callback, "__qualname__", None)
    return f"{name or repr(callback)}()"


def _set_result_unless_cancelled(future, result):
    if not future.cancelled():
        future.set_result(result)


def wrap_future(future, *, loop=None):
    if isfuture(future):
        return future
    raise TypeError("futures of other threads are not supported")
