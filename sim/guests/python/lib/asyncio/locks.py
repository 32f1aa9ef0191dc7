"""Locks between tasks."""

# Part of jitreel.

__all__ = ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore")

import collections

from . import events, exceptions


class _ContextManager:
    """`async with` for everything with acquire and release."""

    async def __aenter__(self):
        await self.acquire()
        return None

    async def __aexit__(self, *args):
        self.release()


class _Waiters:
    """Tasks that wait, in order."""

    def __init__(self, loop=None):
        self._waiters = collections.deque()
        self._loop = events.get_event_loop() if loop is None else loop

    def _shown(self, state):
        if self._waiters:
            state = f"{state}, waiters:{len(self._waiters)}"
        return f"{object.__repr__(self)[:-1]} [{state}]>"

    def _wake_first(self):
        for future in self._waiters:
            if not future.done():
                future.set_result(True)
                return


class Lock(_ContextManager, _Waiters):
    """One task at a time."""

    def __init__(self, *, loop=None):
        _Waiters.__init__(self, loop)
        self._locked = False

    def __repr__(self):
        return self._shown("locked" if self._locked else "unlocked")

    def locked(self):
        return self._locked

    async def acquire(self):
        if not self._locked and all(one.cancelled() for one in self._waiters):
            self._locked = True
            return True
        future = self._loop.create_future()
        self._waiters.append(future)
        try:
            try:
                await future
            finally:
                self._waiters.remove(future)
        except exceptions.CancelledError:
            if not self._locked:
                self._wake_first()
            raise
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        if self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(True)


class Event(_Waiters):
    """A flag that tasks wait for."""

    def __init__(self, *, loop=None):
        _Waiters.__init__(self, loop)
        self._value = False

    def __repr__(self):
        return self._shown("set" if self._value else "unset")

    def is_set(self):
        return self._value

    def set(self):
        if not self._value:
            self._value = True
            for future in self._waiters:
                if not future.done():
                    future.set_result(True)

    def clear(self):
        self._value = False

    async def wait(self):
        if self._value:
            return True
        future = self._loop.create_future()
        self._waiters.append(future)
        try:
            await future
            return True
        finally:
            self._waiters.remove(future)


class Condition(_ContextManager, _Waiters):
    """A lock, and waiting until somebody notifies."""

    def __init__(self, lock=None, *, loop=None):
        _Waiters.__init__(self, loop)
        self._lock = Lock() if lock is None else lock
        self.locked = self._lock.locked
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __repr__(self):
        return self._shown("locked" if self.locked() else "unlocked")

    async def wait(self):
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        self.release()
        try:
            future = self._loop.create_future()
            self._waiters.append(future)
            try:
                await future
                return True
            finally:
                self._waiters.remove(future)
        finally:
            cancelled = False
            while True:
                try:
                    await self.acquire()
                    break
                except exceptions.CancelledError:
                    cancelled = True
            if cancelled:
                raise exceptions.CancelledError

    async def wait_for(self, predicate):
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        count = 0
        for future in self._waiters:
            if count >= n:
                break
            if not future.done():
                count += 1
                future.set_result(False)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_ContextManager, _Waiters):
    """So many tasks at a time."""

    def __init__(self, value=1, *, loop=None):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        _Waiters.__init__(self, loop)
        self._value = value

    def __repr__(self):
        return self._shown("locked" if self.locked() else f"unlocked, value:{self._value}")

    def locked(self):
        return self._value == 0

    def _wake_next(self):
        while self._waiters:
            future = self._waiters.popleft()
            if not future.done():
                future.set_result(None)
                return

    async def acquire(self):
        while self._value <= 0:
            future = self._loop.create_future()
            self._waiters.append(future)
            try:
                await future
            except BaseException:
                future.cancel()
                if self._value > 0 and not future.cancelled():
                    self._wake_next()
                raise
        self._value -= 1
        return True

    def release(self):
        self._value += 1
        self._wake_next()


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than it is acquired."""

    def __init__(self, value=1, *, loop=None):
        self._bound_value = value
        super().__init__(value, loop=loop)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()
