"""Threads: there is one, and no other can be started."""

# Part of jitreel. Locks and events work as far as one thread can use them.

__all__ = [
    "get_ident",
    "active_count",
    "Condition",
    "current_thread",
    "enumerate",
    "main_thread",
    "TIMEOUT_MAX",
    "Event",
    "Lock",
    "RLock",
    "Semaphore",
    "BoundedSemaphore",
    "Thread",
    "Barrier",
    "BrokenBarrierError",
    "Timer",
    "ThreadError",
    "setprofile",
    "settrace",
    "local",
    "stack_size",
    "excepthook",
    "get_native_id",
]

from _thread import (
    TIMEOUT_MAX,
    RLock,
    _local as local,
    allocate_lock as Lock,
    error as ThreadError,
    get_ident,
    get_native_id,
    stack_size,
    start_new_thread as _start_new_thread,
)


class BrokenBarrierError(RuntimeError):
    """The barrier is broken."""


class Thread:
    """A thread that can be described, but not started."""

    _counter = 0

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError("group argument must be None for now")
        if name is None:
            Thread._counter += 1
            name = f"Thread-{Thread._counter}"
        self._target = target
        self._name = str(name)
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = bool(daemon)
        self._is_main = False

    def start(self):
        _start_new_thread(self.run, ())

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def join(self, timeout=None):
        raise RuntimeError("cannot join thread before it is started")

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    @property
    def ident(self):
        return get_ident() if self._is_main else None

    native_id = ident

    def is_alive(self):
        return self._is_main

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, value):
        self._daemonic = bool(value)

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, value):
        self.daemon = value

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name

    def __repr__(self):
        state = f"started {get_ident()}" if self._is_main else "initial"
        daemon = " daemon" if self._daemonic else ""
        return f"<{type(self).__name__}({self._name}, {state}{daemon})>"


class _MainThread(Thread):
    def __init__(self):
        super().__init__(name="MainThread")
        self._is_main = True


class Timer(Thread):
    """A call after some time, in another thread."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.finished = Event()

    def cancel(self):
        self.finished.set()


_main_thread = _MainThread()


def main_thread():
    return _main_thread


current_thread = currentThread = main_thread


def active_count():
    return 1


activeCount = active_count


def enumerate():
    return [_main_thread]


def settrace(func):
    if func is not None:
        raise NotImplementedError("trace functions are not supported")


setprofile = settrace


def excepthook(args, /):
    import sys

    sys.excepthook(args.exc_type, args.exc_value, args.exc_traceback)


def _shutdown():
    """Nothing has to be waited for."""


def _register_atexit(func, *args, **kwargs):
    import atexit

    atexit.register(func, *args, **kwargs)


def _deadlock():
    raise RuntimeError("deadlock: the only thread waits for another one")


class Event:
    """A flag."""

    def __init__(self):
        self._flag = False

    def is_set(self):
        return self._flag

    isSet = is_set

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        if not self._flag:
            if timeout is None:
                _deadlock()
            import time

            time.sleep(max(timeout, 0))
        return self._flag


class Condition:
    """A lock, and waiting, which for one thread only ends by a timeout."""

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def wait(self, timeout=None):
        if timeout is None:
            _deadlock()
        return False

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        if not result and timeout is None:
            _deadlock()
        return result

    def notify(self, n=1):
        """Nobody waits."""

    def notify_all(self):
        """Nobody waits."""

    notifyAll = notify_all


class Semaphore:
    """A count that must not fall below zero."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        if self._value == 0:
            if blocking and timeout is None:
                _deadlock()
            return False
        self._value -= 1
        return True

    __enter__ = acquire

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        self._value += n

    def __exit__(self, *args):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than it is acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def release(self, n=1):
        if self._value + n > self._initial_value:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class Barrier:
    """A point that several threads pass together."""

    def __init__(self, parties, action=None, timeout=None):
        self.parties = parties
        self.n_waiting = 0
        self.broken = False
        self._action = action

    def wait(self, timeout=None):
        if self.parties > 1:
            _deadlock()
        if self._action is not None:
            self._action()
        return 0

    def reset(self):
        self.broken = False

    def abort(self):
        self.broken = True
