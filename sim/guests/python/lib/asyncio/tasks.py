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
import types
from collections.abc import Awaitable

from . import coroutines, events, exceptions, futures
from .coroutines import _is_coroutine

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


class _Registry:
    """All tasks that are not finished, and the current one of each loop."""

    count = 0
    tasks = {}
    current = {}


def current_task(loop=None):
    return _Registry.current.get(events.get_running_loop() if loop is None else loop)


def all_tasks(loop=None):
    """The unfinished tasks of a loop."""
    if loop is None:
        loop = events.get_running_loop()
    return {task for task in list(_Registry.tasks) if task._loop is loop and not task.done()}


def _register_task(task):
    _Registry.tasks[task] = None


def _unregister_task(task):
    _Registry.tasks.pop(task, None)


def _enter_task(loop, task):
    other = _Registry.current.get(loop)
    if other is not None:
        raise RuntimeError(
            f"Cannot enter into task {task!r} while another task {other!r} is being executed."
        )
    _Registry.current[loop] = task


def _leave_task(loop, task):
    if _Registry.current.get(loop) is not task:
        raise RuntimeError(f"Leaving task {task!r} does not match the current task")
    del _Registry.current[loop]


class Task(futures.Future):
    """A coroutine that a loop runs."""

    def __init__(self, coro, *, loop=None, name=None):
        super().__init__(loop=loop)
        if not coroutines.iscoroutine(coro):
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        if name is None:
            _Registry.count += 1
            name = f"Task-{_Registry.count}"
        self._name = str(name)
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
        if self.done():
            raise exceptions.InvalidStateError(f"_step(): already done: {self!r}, {error!r}")
        if self._must_cancel:
            if not isinstance(error, exceptions.CancelledError):
                error = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        loop = self._loop
        _enter_task(loop, self)
        try:
            awaited = self._coro.send(None) if error is None else self._coro.throw(error)
        except StopIteration as stop:
            if self._must_cancel:
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(stop.value)
        except exceptions.CancelledError:
            super().cancel(msg=self._cancel_message)
        except (KeyboardInterrupt, SystemExit) as fatal:
            super().set_exception(fatal)
            raise
        except BaseException as raised:
            super().set_exception(raised)
        else:
            self._wait_for(awaited)
        finally:
            _leave_task(loop, self)
            if self.done():
                _unregister_task(self)

    def _wait_for(self, awaited):
        """Go on when what the coroutine awaits is done."""
        problem = None
        blocking = getattr(awaited, "_asyncio_future_blocking", None)
        if awaited is None:
            self._loop.call_soon(self._step, context=self._context)
            return
        if blocking is None:
            if isinstance(awaited, types.GeneratorType):
                problem = (
                    "yield was used instead of yield from for "
                    f"generator in task {self!r} with {awaited!r}"
                )
            else:
                problem = f"Task got bad yield: {awaited!r}"
        elif awaited.get_loop() is not self._loop:
            problem = f"Task {self!r} got Future {awaited!r} attached to a different loop"
        elif not blocking:
            problem = f"yield was used instead of yield from in task {self!r} with {awaited!r}"
        elif awaited is self:
            problem = f"Task cannot await on itself: {self!r}"
        if problem is not None:
            self._loop.call_soon(self._step, RuntimeError(problem), context=self._context)
            return
        awaited._asyncio_future_blocking = False
        awaited.add_done_callback(self._wakeup, context=self._context)
        self._fut_waiter = awaited
        if self._must_cancel and awaited.cancel(msg=self._cancel_message):
            self._must_cancel = False

    def _wakeup(self, future):
        try:
            future.result()
        except BaseException as error:
            self._step(error)
        else:
            self._step()


def create_task(coro, *, name=None):
    """Run a coroutine as a task of the running loop."""
    return events.get_running_loop().create_task(coro, name=name)


async def _await_it(awaitable):
    return await awaitable


def ensure_future(coro_or_future, *, loop=None):
    """A future itself, or a task for a coroutine or another awaitable."""
    if coroutines.iscoroutine(coro_or_future):
        if loop is None:
            loop = events.get_event_loop()
        return loop.create_task(coro_or_future)
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError(
                "The future belongs to a different loop than the one specified as the loop argument"
            )
        return coro_or_future
    if isinstance(coro_or_future, Awaitable):
        return ensure_future(_await_it(coro_or_future), loop=loop)
    raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")


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


async def wait(fs, *, loop=None, timeout=None, return_when=ALL_COMPLETED):
    """Wait until the first, the first failing or all of several are done."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of coroutines/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    loop = events.get_running_loop()
    waited = {ensure_future(one, loop=loop) for one in dict.fromkeys(fs)}
    return await _wait(waited, timeout, return_when, loop)


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _wait(waited, timeout, return_when, loop):
    waiter = loop.create_future()
    timer = None
    if timeout is not None:
        timer = loop.call_later(timeout, _release_waiter, waiter)
    left = len(waited)

    def on_done(future):
        nonlocal left
        left -= 1
        failed = (
            return_when == FIRST_EXCEPTION
            and not future.cancelled()
            and future.exception() is not None
        )
        if left <= 0 or return_when == FIRST_COMPLETED or failed:
            if timer is not None:
                timer.cancel()
            _release_waiter(waiter)

    for future in waited:
        future.add_done_callback(on_done)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in waited:
            future.remove_done_callback(on_done)
    done = {future for future in waited if future.done()}
    return done, waited - done


async def _cancel_and_wait(future, loop):
    waiter = loop.create_future()

    def on_done(_):
        _release_waiter(waiter)

    future.add_done_callback(on_done)
    try:
        future.cancel()
        await waiter
    finally:
        future.remove_done_callback(on_done)


async def wait_for(fut, timeout, *, loop=None):
    """Wait for one, but not longer than `timeout` seconds; then it is cancelled."""
    loop = events.get_running_loop()
    if timeout is None:
        return await fut
    if timeout <= 0:
        future = ensure_future(fut, loop=loop)
        if future.done():
            return future.result()
        await _cancel_and_wait(future, loop)
        try:
            return future.result()
        except exceptions.CancelledError as error:
            raise exceptions.TimeoutError() from error
    waiter = loop.create_future()
    timer = loop.call_later(timeout, _release_waiter, waiter)

    def on_done(_):
        _release_waiter(waiter)

    future = ensure_future(fut, loop=loop)
    future.add_done_callback(on_done)
    try:
        try:
            await waiter
        except exceptions.CancelledError:
            if future.done():
                return future.result()
            future.remove_done_callback(on_done)
            await _cancel_and_wait(future, loop)
            raise
        if future.done():
            return future.result()
        future.remove_done_callback(on_done)
        await _cancel_and_wait(future, loop)
        try:
            return future.result()
        except exceptions.CancelledError as error:
            raise exceptions.TimeoutError() from error
    finally:
        timer.cancel()


def as_completed(fs, *, loop=None, timeout=None):
    """Awaitables that give the results of several in the order in which they are done."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
    from .queues import Queue

    done = Queue()
    loop = events.get_event_loop()
    todo = {ensure_future(one, loop=loop) for one in dict.fromkeys(fs)}
    timer = None

    def on_timeout():
        for future in todo:
            future.remove_done_callback(on_done)
            done.put_nowait(None)
        todo.clear()

    def on_done(future):
        if not todo:
            return
        todo.remove(future)
        done.put_nowait(future)
        if not todo and timer is not None:
            timer.cancel()

    async def wait_for_one():
        future = await done.get()
        if future is None:
            raise exceptions.TimeoutError
        return future.result()

    for future in todo:
        future.add_done_callback(on_done)
    if todo and timeout is not None:
        timer = loop.call_later(timeout, on_timeout)
    for _ in range(len(todo)):
        yield wait_for_one()


class _GatheringFuture(futures.Future):
    """The future of `gather`: cancelling it cancels the children."""

    def __init__(self, children, *, loop=None):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = [child for child in self._children if child.cancel(msg=msg)]
        if cancelled:
            self._cancel_requested = True
        return bool(cancelled)


def gather(*coros_or_futures, loop=None, return_exceptions=False):
    """A future of the list of all results."""
    if not coros_or_futures:
        loop = events.get_event_loop() if loop is None else loop
        outer = loop.create_future()
        outer.set_result([])
        return outer
    known = {}
    children = []
    finished = 0
    outer = None

    def on_done(future):
        nonlocal finished
        finished += 1
        if outer is None or outer.done():
            if not future.cancelled():
                future.exception()
            return
        if not return_exceptions:
            if future.cancelled():
                outer.set_exception(future._make_cancelled_error())
                return
            error = future.exception()
            if error is not None:
                outer.set_exception(error)
                return
        if finished == len(known):
            finish()

    def finish():
        results = []
        for child in children:
            if child.cancelled():
                results.append(child._make_cancelled_error())
            else:
                error = child.exception()
                results.append(child.result() if error is None else error)
        if outer._cancel_requested:
            outer.set_exception(children[-1]._make_cancelled_error())
        else:
            outer.set_result(results)

    for one in coros_or_futures:
        if one not in known:
            future = ensure_future(one, loop=loop)
            if loop is None:
                loop = future.get_loop()
            known[one] = future
            future.add_done_callback(on_done)
        children.append(known[one])
    outer = _GatheringFuture(children, loop=loop)
    return outer


def shield(arg, *, loop=None):
    """Wait for something that is not cancelled when the wait is."""
    inner = ensure_future(arg, loop=loop)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def on_inner(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
            return
        if inner.cancelled():
            outer.cancel()
        elif inner.exception() is not None:
            outer.set_exception(inner.exception())
        else:
            outer.set_result(inner.result())

    def on_outer(outer):
        if not inner.done():
            inner.remove_done_callback(on_inner)

    inner.add_done_callback(on_inner)
    outer.add_done_callback(on_outer)
    return outer


def run_coroutine_threadsafe(coro, loop):
    raise RuntimeError("threads are not supported")
