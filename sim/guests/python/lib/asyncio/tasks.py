"""Tasks: coroutines that a loop runs; and waiting for several of them."""

# Part of jitreel.

__all__ = (
    "Task",
    "create_task",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
    "ALL_COMPLETED",
    "wait",
    "wait_for",
    "as_completed",
    "sleep",
    "gather",
    "shield",
    "ensure_future",
    "run_coroutine_threadsafe",
    "current_task",
    "all_tasks",
    "_register_task",
    "_unregister_task",
    "_enter_task",
    "_leave_task",
)

import contextvars
import itertools
import types
from collections.abc import Awaitable

from . import coroutines, events, exceptions, futures
from .coroutines import _is_coroutine

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


# The tasks that are not finished, in the order of their making; and the current one of each loop.
_unfinished = {}
_current = {}
_names = itertools.count(1)


def current_task(loop=None):
    return _current.get(events.get_running_loop() if loop is None else loop)


def all_tasks(loop=None):
    """The unfinished tasks of a loop."""
    if loop is None:
        loop = events.get_running_loop()
    return {task for task in _unfinished if task.get_loop() is loop and not task.done()}


def _register_task(task):
    _unfinished[task] = True


def _unregister_task(task):
    _unfinished.pop(task, None)


def _enter_task(loop, task):
    other = _current.setdefault(loop, task)
    if other is not task:
        raise RuntimeError(
            f"Cannot enter into task {task!r} while another task {other!r} is being executed.")


def _leave_task(loop, task):
    if current_task(loop) is not task:
        raise RuntimeError(f"Leaving task {task!r} does not match the current task "
                           f"{current_task(loop)!r}.")
    del _current[loop]


class Task(futures.Future):
    """A coroutine that a loop runs."""

    def __init__(self, coro, *, loop=None, name=None):
        super().__init__(loop=loop)
        if not coroutines.iscoroutine(coro):
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        self._name = f"Task-{next(_names)}" if name is None else str(name)
        self._coro = coro
        self._must_cancel = False
        self._fut_waiter = None
        self._context = contextvars.copy_context()
        self._loop.call_soon(self._step, context=self._context)
        _register_task(self)

    def _repr_info(self):
        info = super()._repr_info()
        if self._must_cancel:
            info[0] = "cancelling"
        info.insert(1, f"name={self._name!r}")
        info.insert(2, f"coro=<{coroutines._format_coroutine(self._coro)}>")
        if self._fut_waiter is not None:
            info.insert(3, f"wait_for={self._fut_waiter!r}")
        return info

    def get_coro(self):
        return self._coro

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def get_stack(self, *, limit=None):
        frame = getattr(self._coro, "cr_frame", None)
        return [] if frame is None else [frame]

    def print_stack(self, *, limit=None, file=None):
        print(f"Stack for {self!r}", file=file)

    def cancel(self, msg=None):
        """Raise CancelledError in the coroutine, the next time that it runs."""
        if self.done():
            return False
        if self._fut_waiter is not None and self._fut_waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def _step(self, error=None):
        """Runs the coroutine, or throws the error into it, until it awaits something or ends."""
        if self.done():
            raise exceptions.InvalidStateError(f"_step(): already done: {self!r}, {error!r}")
        if self._must_cancel:
            self._must_cancel = False
            if not isinstance(error, exceptions.CancelledError):
                error = self._make_cancelled_error()
        self._fut_waiter = None
        _enter_task(self._loop, self)
        try:
            self._go_on_after(
                self._coro.send(None) if error is None else self._coro.throw(error))
        except StopIteration as stop:
            if self._must_cancel:
                # Cancelled by itself in its last step.
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(stop.value)
        except exceptions.CancelledError as raised:
            self._cancelled_by = raised
            super().cancel()
        except BaseException as raised:
            super().set_exception(raised)
            if isinstance(raised, (KeyboardInterrupt, SystemExit)):
                raise
        finally:
            _leave_task(self._loop, self)
            if self.done():
                _unregister_task(self)

    def _go_on_after(self, awaited):
        """The next step is when that is done which the coroutine gave when it stopped."""
        if awaited is None:
            self._loop.call_soon(self._step, context=self._context)
            return
        problem = self._problem_with(awaited)
        if problem is not None:
            self._loop.call_soon(self._step, RuntimeError(problem), context=self._context)
            return
        awaited._asyncio_future_blocking = False
        awaited.add_done_callback(self._wakeup, context=self._context)
        self._fut_waiter = awaited
        if self._must_cancel and awaited.cancel(msg=self._cancel_message):
            self._must_cancel = False

    def _problem_with(self, awaited):
        """Why a task cannot wait for that; None when it can."""
        blocking = getattr(awaited, "_asyncio_future_blocking", None)
        if isinstance(awaited, types.GeneratorType):
            return ("yield was used instead of yield from for "
                    f"generator in task {self!r} with {awaited!r}")
        if blocking is None:
            return f"Task got bad yield: {awaited!r}"
        if awaited.get_loop() is not self._loop:
            return f"Task {self!r} got Future {awaited!r} attached to a different loop"
        if not blocking:
            return f"yield was used instead of yield from in task {self!r} with {awaited!r}"
        return f"Task cannot await on itself: {self!r}" if awaited is self else None

    def _wakeup(self, future):
        error = None
        try:
            future.result()
        except BaseException as raised:
            error = raised
        self._step(error)


def create_task(coro, *, name=None):
    """Run a coroutine as a task of the running loop."""
    return events.get_running_loop().create_task(coro, name=name)


async def _await_it(awaitable):
    return await awaitable


def ensure_future(coro_or_future, *, loop=None):
    """A future itself, or a task for a coroutine or another awaitable."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError("The future belongs to a different loop than the one specified as the "
                             "loop argument")
        return coro_or_future
    coroutine = coro_or_future
    if not coroutines.iscoroutine(coroutine):
        if not isinstance(coroutine, Awaitable):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
        coroutine = _await_it(coroutine)
    return (events.get_event_loop() if loop is None else loop).create_task(coroutine)


class _OneRound:
    """Lets everything that is ready run once."""

    def __await__(self):
        yield


async def sleep(delay, result=None, *, loop=None):
    """Let virtual time pass."""
    if delay <= 0:
        await _OneRound()
        return result
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, futures._set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


# Waiting for several


def _refuse_single(fs, wanted):
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect {wanted} of futures, not {type(fs).__name__}")


async def _until(waited, is_enough, timeout=None):
    """Waits until a future has come that is enough, all are done, or the time is over."""
    loop = events.get_running_loop()
    end = loop.create_future()
    timer = None
    if timeout is not None:
        timer = loop.call_later(timeout, futures._set_result_unless_cancelled, end, None)
    left = len(waited)

    def on_done(future):
        nonlocal left
        left -= 1
        if (left <= 0 or is_enough(future)) and not end.done():
            if timer is not None:
                timer.cancel()
            end.set_result(None)

    for future in waited:
        future.add_done_callback(on_done)
    try:
        await end
    finally:
        if timer is not None:
            timer.cancel()
        for future in waited:
            future.remove_done_callback(on_done)


_ENOUGH = {
    FIRST_COMPLETED: lambda future: True,
    FIRST_EXCEPTION: lambda future: not future.cancelled() and future.exception() is not None,
    ALL_COMPLETED: lambda future: False,
}


async def wait(fs, *, loop=None, timeout=None, return_when=ALL_COMPLETED):
    """Wait until the first, the first failing or all of several are done."""
    _refuse_single(fs, "a list")
    if not fs:
        raise ValueError("Set of coroutines/Futures is empty.")
    if return_when not in _ENOUGH:
        raise ValueError(f"Invalid return_when value: {return_when}")
    loop = events.get_running_loop()
    waited = {ensure_future(one, loop=loop) for one in dict.fromkeys(fs)}
    await _until(waited, _ENOUGH[return_when], timeout)
    done = {future for future in waited if future.done()}
    return done, waited - done


async def _cancel_and_wait(future):
    future.cancel()
    await _until([future], _ENOUGH[ALL_COMPLETED])


async def wait_for(fut, timeout, *, loop=None):
    """Wait for one, but not longer than `timeout` seconds; then it is cancelled."""
    if timeout is None:
        return await fut
    future = ensure_future(fut, loop=events.get_running_loop())
    if timeout > 0:
        try:
            await _until([future], _ENOUGH[ALL_COMPLETED], timeout)
        except exceptions.CancelledError:
            if not future.done():
                await _cancel_and_wait(future)
                raise
    if future.done():
        return future.result()
    await _cancel_and_wait(future)
    try:
        return future.result()
    except exceptions.CancelledError as error:
        raise exceptions.TimeoutError() from error


def as_completed(fs, *, loop=None, timeout=None):
    """Awaitables that give the results of several in the order in which they are done."""
    _refuse_single(fs, "an iterable")
    loop = events.get_event_loop()
    todo = {ensure_future(one, loop=loop) for one in dict.fromkeys(fs)}
    # For each place in the order, a future of the future that comes there, None if none does.
    places = [loop.create_future() for _ in todo]
    free = iter(places)
    timer = None

    def on_done(future):
        if future in todo:
            todo.remove(future)
            futures._set_result_unless_cancelled(next(free), future)
            if not todo and timer is not None:
                timer.cancel()

    def on_timeout():
        for future in todo:
            future.remove_done_callback(on_done)
        todo.clear()
        for place in free:
            futures._set_result_unless_cancelled(place, None)

    async def result_of(place):
        future = await place
        if future is None:
            raise exceptions.TimeoutError
        return future.result()

    for future in todo:
        future.add_done_callback(on_done)
    if todo and timeout is not None:
        timer = loop.call_later(timeout, on_timeout)
    for place in places:
        yield result_of(place)


class _GatheringFuture(futures.Future):
    """The list of all results of `gather`; cancelling it cancels the children."""

    def __init__(self, children, return_exceptions, *, loop):
        super().__init__(loop=loop)
        self._children = children
        self._return_exceptions = return_exceptions
        self._cancel_requested = False
        unique = dict.fromkeys(children)
        self._left = len(unique)
        for child in unique:
            child.add_done_callback(self._on_done)

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = [child for child in self._children if child.cancel(msg=msg)]
        self._cancel_requested = self._cancel_requested or bool(cancelled)
        return bool(cancelled)

    def _on_done(self, child):
        self._left -= 1
        error = None if child.cancelled() else child.exception()
        if self.done():
            return
        if child.cancelled() and not self._return_exceptions:
            error = child._make_cancelled_error()
        if error is not None and not self._return_exceptions:
            self.set_exception(error)
        elif not self._left:
            if self._cancel_requested:
                self.set_exception(child._make_cancelled_error())
            else:
                self.set_result([_result_or_exception(child) for child in self._children])


def _result_or_exception(future):
    if future.cancelled():
        return exceptions.CancelledError(future._cancel_message or "")
    error = future.exception()
    return future.result() if error is None else error


def gather(*coros_or_futures, loop=None, return_exceptions=False):
    """A future of the list of all results."""
    if not coros_or_futures:
        nothing = (events.get_event_loop() if loop is None else loop).create_future()
        nothing.set_result([])
        return nothing
    known = {}
    for one in coros_or_futures:
        if one not in known:
            known[one] = ensure_future(one, loop=loop)
            loop = known[one].get_loop()
    children = [known[one] for one in coros_or_futures]
    return _GatheringFuture(children, return_exceptions, loop=loop)


def shield(arg, *, loop=None):
    """Wait for something that is not cancelled when the wait is."""
    inner = ensure_future(arg, loop=loop)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def hand_over(inner):
        error = None if inner.cancelled() else inner.exception()
        if outer.cancelled():
            return
        if inner.cancelled():
            outer.cancel()
        elif error is not None:
            outer.set_exception(error)
        else:
            outer.set_result(inner.result())

    def forget(outer):
        if not inner.done():
            inner.remove_done_callback(hand_over)

    inner.add_done_callback(hand_over)
    outer.add_done_callback(forget)
    return outer


def run_coroutine_threadsafe(coro, loop):
    raise RuntimeError("threads are not supported")
