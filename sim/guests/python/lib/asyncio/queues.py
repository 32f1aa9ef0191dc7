"""Queues between tasks."""

# Part of jitreel.

__all__ = ("Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty")

import collections
import heapq

from .locks import Event, Line


class QueueEmpty(Exception):
    """There is nothing to get."""


class QueueFull(Exception):
    """There is no room to put."""


class Queue:
    """First in, first out. Subclasses keep the items otherwise by `_init`, `_put` and `_get`."""

    def __init__(self, maxsize=0, *, loop=None):
        self._maxsize = maxsize
        self._getters = Line(loop)
        self._putters = Line(loop)
        self._unfinished = 0
        self._finished = Event(loop=loop)
        self._finished.set()
        self._init(maxsize)

    def _init(self, maxsize):
        self._queue = collections.deque()

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.popleft()

    def __class_getitem__(cls, item):
        return cls

    def _shown(self):
        parts = ["maxsize=%r" % self._maxsize]
        if self._queue:
            parts.append("_queue=%r" % list(self._queue))
        for name in ("_getters", "_putters"):
            line = getattr(self, name)
            if line:
                parts.append("%s[%d]" % (name, len(line)))
        if self._unfinished:
            parts.append("tasks=%d" % self._unfinished)
        return " ".join(parts)

    def __repr__(self):
        return "<%s at %#x %s>" % (type(self).__name__, id(self), self._shown())

    def __str__(self):
        return "<%s %s>" % (type(self).__name__, self._shown())

    @property
    def maxsize(self):
        return self._maxsize

    def qsize(self):
        return len(self._queue)

    def empty(self):
        return not self._queue

    def full(self):
        return 0 < self._maxsize <= self.qsize()

    async def put(self, item):
        await self._wait_while(self.full, self._putters)
        self.put_nowait(item)

    async def get(self):
        await self._wait_while(self.empty, self._getters)
        return self.get_nowait()

    async def _wait_while(self, is_blocked, line):
        while is_blocked():
            try:
                await line.stand()
            except BaseException:
                # Whoever has been called in vain passes the call on.
                if not is_blocked():
                    line.send_next()
                raise

    def put_nowait(self, item):
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished += 1
        self._finished.clear()
        self._getters.send_next()

    def get_nowait(self):
        if self.empty():
            raise QueueEmpty
        item = self._get()
        self._putters.send_next()
        return item

    def task_done(self):
        if self._unfinished <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished -= 1
        if not self._unfinished:
            self._finished.set()

    async def join(self):
        """Waits until `task_done` has been called for every item."""
        if self._unfinished:
            await self._finished.wait()


class PriorityQueue(Queue):
    """The least first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heapq.heappush(self._queue, item)

    def _get(self):
        return heapq.heappop(self._queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self._queue = []

    def _get(self):
        return self._queue.pop()
