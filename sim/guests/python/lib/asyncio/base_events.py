"""The event loop, on virtual time: when nothing is ready, time passes at once."""

# Part of jitreel.

__all__ = ("BaseEventLoop", "EventLoop", "Server")

import collections
import heapq
import math
import sys
import time

from . import coroutines, events, futures, tasks

_RESOLUTION = 1e-9


class BaseEventLoop(events.AbstractEventLoop):
    """Callbacks that are ready, and callbacks at later times."""

    def __init__(self):
        self._ready = collections.deque()
        self._scheduled = []
        self._timers = 0
        self._cancelled_timers = 0
        self._closed = False
        self._stopping = False
        self._running = False
        self._debug = False
        self._task_factory = None
        self._exception_handler = None
        self._asyncgens = []

    def __repr__(self):
        name = type(self).__name__
        return f"<{name} running={self._running} closed={self._closed} debug={self._debug}>"

    def time(self):
        return time.monotonic()

    def create_future(self):
        return futures.Future(loop=self)

    def create_task(self, coro, *, name=None):
        self._check_closed()
        if self._task_factory is None:
            return tasks.Task(coro, loop=self, name=name)
        task = self._task_factory(self, coro)
        if name is not None:
            task.set_name(name)
        return task

    def set_task_factory(self, factory):
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    def _check_closed(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        handle = events.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        self._timers += 1
        timer = events.TimerHandle(when, self._timers, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def _timer_handle_cancelled(self, handle):
        if handle._scheduled:
            self._cancelled_timers += 1

    def run_in_executor(self, executor, func, *args):
        raise RuntimeError("can't start new thread: threads are not supported")

    def is_running(self):
        return self._running

    def is_closed(self):
        return self._closed

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled

    def stop(self):
        self._stopping = True

    def close(self):
        if self._running:
            raise RuntimeError("Cannot close a running event loop")
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()

    def _check_running(self):
        if self._running:
            raise RuntimeError("This event loop is already running")
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")

    def run_forever(self):
        self._check_closed()
        self._check_running()
        old_hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._asyncgens.append)
        self._running = True
        events._set_running_loop(self)
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            self._running = False
            events._set_running_loop(None)
            sys.set_asyncgen_hooks(*old_hooks)

    def run_until_complete(self, future):
        self._check_closed()
        self._check_running()
        is_new = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        future.add_done_callback(_stop_loop)
        try:
            self.run_forever()
        except BaseException:
            if is_new and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            future.remove_done_callback(_stop_loop)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def _run_once(self):
        """Let time pass if nothing is ready; then call what is ready now."""
        scheduled = self._scheduled
        while scheduled and scheduled[0]._cancelled:
            heapq.heappop(scheduled)._scheduled = False
            self._cancelled_timers -= 1
        if not self._ready and not self._stopping:
            if not scheduled:
                raise RuntimeError("deadlock: the event loop waits for nothing")
            # Whole milliseconds, as the operating system's wait has them: what is due within
            # the same one is called in the same round.
            time.sleep(max(0, math.ceil((scheduled[0]._when - self.time()) * 1000)) / 1000)
        end = self.time() + _RESOLUTION
        while scheduled and scheduled[0]._when < end:
            handle = heapq.heappop(scheduled)
            handle._scheduled = False
            if handle._cancelled:
                self._cancelled_timers -= 1
            self._ready.append(handle)
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                handle._run()

    async def shutdown_asyncgens(self):
        """Close the asynchronous generators that are not finished."""
        generators = [one for one in self._asyncgens if one.ag_frame is not None]
        self._asyncgens.clear()
        if not generators:
            return
        results = await tasks.gather(
            *[one.aclose() for one in generators], return_exceptions=True
        )
        for result, generator in zip(results, generators):
            if isinstance(result, Exception):
                message = "an error occurred during closing of asynchronous generator "
                self.call_exception_handler(
                    {"message": message + repr(generator), "exception": result}
                )

    async def shutdown_default_executor(self):
        """There are no threads."""

    def get_exception_handler(self):
        return self._exception_handler

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._exception_handler = handler

    def default_exception_handler(self, context):
        import logging

        message = context.get("message") or "Unhandled exception in event loop"
        error = context.get("exception")
        info = False if error is None else (type(error), error, error.__traceback__)
        lines = [message]
        for key in sorted(context):
            if key not in ("message", "exception"):
                lines.append(f"{key}: {context[key]!r}")
        logging.getLogger("asyncio").error("\n".join(lines), exc_info=info)

    def call_exception_handler(self, context):
        if self._exception_handler is None:
            self.default_exception_handler(context)
        else:
            self._exception_handler(self, context)


class EventLoop(BaseEventLoop):
    """The loop that programs get."""


class Server:
    """Networks are not supported."""


def _stop_loop(future):
    if not future.cancelled():
        error = future.exception()
        if isinstance(error, (SystemExit, KeyboardInterrupt)):
            return
    future.get_loop().stop()
