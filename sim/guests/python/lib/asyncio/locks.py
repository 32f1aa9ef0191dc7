"""Locks between tasks. All of them keep those that wait in a `Line`, and so do queues."""

# Part of jitreel.

__all__ = ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore")

import collections

from . import events, exceptions


class Line:
    """Tasks that wait for their turn, in order."""

    def __init__(self, loop=None):
        self.loop = events.get_event_loop() if loop is None else loop
        self.places = collections.deque()

    def __len__(self):
        return len(self.places)

    def is_free(self):
        """Whether nobody is here who still waits, or has been called and is about to come."""
        return all([place.cancelled() for place in self.places])

    async def stand(self):
        """Waits to be called."""
        place = self.loop.create_future()
        self.places.append(place)
        try:
            await place
        finally:
            if place in self.places:
                self.places.remove(place)

    def call(self, count):
        """Calls so many of those that have not been called."""
        for place in self.places:
            if count <= 0:
                break
            if not place.done():
                place.set_result(None)
                count -= 1

    def call_next(self):
        """Calls the first unless somebody has been called and is about to come."""
        for place in self.places:
            if not place.cancelled():
                if not place.done():
                    place.set_result(None)
                break

    def send_next(self):
        """Calls the next, who is out of the line at once; says whether there was one."""
        while self.places:
            place = self.places.popleft()
            if not place.done():
                place.set_result(None)
                return True
        return False


class _Waited:
    """Something that tasks wait for."""

    def __init__(self, loop):
        self._line = Line(loop)

    def _state(self):
        return "locked" if self.locked() else "unlocked"

    def __repr__(self):
        state = self._state()
        if self._line:
            state += ", waiters:%d" % len(self._line)
        return "%s [%s]>" % (object.__repr__(self)[:-1], state)


class _Held(_Waited):
    """Something that is held in the block of an `async with`."""

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *args):
        self.release()


class Lock(_Held):
    """One task at a time."""

    def __init__(self, *, loop=None):
        super().__init__(loop)
        self._locked = False

    def locked(self):
        return self._locked

    async def acquire(self):
        if self._locked or not self._line.is_free():
            try:
                await self._line.stand()
            except exceptions.CancelledError:
                if not self._locked:
                    self._line.call(1)
                raise
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._line.call_next()


class Event(_Waited):
    """A flag that tasks wait for."""

    def __init__(self, *, loop=None):
        super().__init__(loop)
        self._value = False

    def _state(self):
        return "set" if self._value else "unset"

    def is_set(self):
        return self._value

    def set(self):
        if not self._value:
            self._value = True
            self._line.call(len(self._line))

    def clear(self):
        self._value = False

    async def wait(self):
        if not self._value:
            await self._line.stand()
        return True


class Condition(_Held):
    """A lock, and waiting until somebody notifies."""

    def __init__(self, lock=None, *, loop=None):
        super().__init__(loop)
        self._lock = Lock(loop=loop) if lock is None else lock
        for name in ("locked", "acquire", "release"):
            setattr(self, name, getattr(self._lock, name))

    async def wait(self):
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        self.release()
        try:
            await self._line.stand()
        finally:
            # The lock is held again in any case; a cancellation meanwhile is raised then.
            cancelled = None
            while not await self._acquired():
                cancelled = exceptions.CancelledError
            if cancelled:
                raise cancelled
        return True

    async def _acquired(self):
        try:
            return await self.acquire()
        except exceptions.CancelledError:
            return False

    async def wait_for(self, predicate):
        while True:
            result = predicate()
            if result:
                return result
            await self.wait()

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._line.call(n)

    def notify_all(self):
        self.notify(len(self._line))


class Semaphore(_Held):
    """So many tasks at a time."""

    def __init__(self, value=1, *, loop=None):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        super().__init__(loop)
        self._value = value
        # Whether somebody has been called who has not come yet: until then nobody else goes on.
        self._is_called = False

    def _state(self):
        return "locked" if self.locked() else "unlocked, value:%d" % self._value

    def locked(self):
        return self._value == 0

    async def acquire(self):
        while self._is_called or self._value <= 0:
            try:
                await self._line.stand()
            except exceptions.CancelledError:
                self._call()
                raise
            self._is_called = False
        self._value -= 1
        return True

    def _call(self):
        self._is_called = self._line.send_next() or self._is_called

    def release(self):
        self._value += 1
        self._call()


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than it is acquired."""

    def __init__(self, value=1, *, loop=None):
        super().__init__(value, loop=loop)
        self._most = value

    def release(self):
        if self._value >= self._most:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()
