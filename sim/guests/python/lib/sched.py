"""A scheduler of events over any clock.

Counterpart: lib-python/3/sched.py. DIFFERS: no locks, since there is one thread.
"""

import heapq
import time
from collections import namedtuple

__all__ = ["scheduler"]

_no_kwargs = object()


class Event(namedtuple("Event", "time, priority, action, argument, kwargs")):
    """An event: ordered by its time, then by its priority."""

    __slots__ = []

    def __eq__(self, other):
        return (self.time, self.priority) == (other.time, other.priority)

    def __lt__(self, other):
        return (self.time, self.priority) < (other.time, other.priority)

    def __le__(self, other):
        return (self.time, self.priority) <= (other.time, other.priority)

    def __gt__(self, other):
        return (self.time, self.priority) > (other.time, other.priority)

    def __ge__(self, other):
        return (self.time, self.priority) >= (other.time, other.priority)


class scheduler:
    def __init__(self, timefunc=time.monotonic, delayfunc=time.sleep):
        """Initialize a new instance, passing the time and delay functions"""
        self._queue = []
        self.timefunc = timefunc
        self.delayfunc = delayfunc

    def enterabs(self, time, priority, action, argument=(), kwargs=_no_kwargs):
        """Enter a new event in the queue at an absolute time."""
        if kwargs is _no_kwargs:
            kwargs = {}
        event = Event(time, priority, action, argument, kwargs)
        heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_no_kwargs):
        """Enter a new event that is due after a delay."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Remove an event from the queue."""
        self._queue.remove(event)
        heapq.heapify(self._queue)

    def empty(self):
        """Check whether the queue is empty."""
        return not self._queue

    def run(self, blocking=True):
        """Execute events until the queue is empty."""
        queue = self._queue
        while queue:
            due, priority, action, argument, kwargs = queue[0]
            now = self.timefunc()
            if due > now:
                if not blocking:
                    return due - now
                self.delayfunc(due - now)
                continue
            heapq.heappop(queue)
            action(*argument, **kwargs)
            self.delayfunc(0)

    @property
    def queue(self):
        """An ordered list of upcoming events."""
        return [heapq.heappop(events) for events in [self._queue[:]] for _ in self._queue]
