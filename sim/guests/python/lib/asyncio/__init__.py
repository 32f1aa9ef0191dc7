"""Tasks, futures and an event loop on virtual time; no networks, processes or threads."""

# Part of jitreel.

from .base_events import *
from .coroutines import *
from .events import *
from .exceptions import *
from .futures import *
from .locks import *
from .queues import *
from .runners import *
from .tasks import *

from . import (
    base_events,
    coroutines,
    events,
    exceptions,
    futures,
    locks,
    queues,
    runners,
    tasks,
)

__all__ = (
    base_events.__all__
    + coroutines.__all__
    + events.__all__
    + exceptions.__all__
    + futures.__all__
    + locks.__all__
    + queues.__all__
    + runners.__all__
    + tasks.__all__
    + ("to_thread", "SelectorEventLoop")
)

SelectorEventLoop = EventLoop


async def to_thread(func, /, *args, **kwargs):
    raise RuntimeError("can't start new thread: threads are not supported")
