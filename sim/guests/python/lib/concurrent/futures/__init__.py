"""Calls whose results are fetched later. There is one thread, so a call is made when submitted."""

# Part of jitreel. ProcessPoolExecutor does not exist.

import time

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

__all__ = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError",
           "TimeoutError", "InvalidStateError", "BrokenExecutor", "Future", "Executor", "wait",
           "as_completed", "ThreadPoolExecutor"]


class Error(Exception):
    """What this module raises."""


class CancelledError(Error):
    """The call was cancelled."""


class TimeoutError(Error):
    """The result did not come in time."""


class InvalidStateError(Error):
    """The future has a result already."""


class BrokenExecutor(RuntimeError):
    """The executor cannot make calls any more."""


class Future:
    """The result of a call, or its exception, when there is one."""

    def __init__(self):
        self._state = "PENDING"
        self._result = None
        self._exception = None
        self._callbacks = []

    def __repr__(self):
        text = f"<{type(self).__name__} at 0x{id(self):x} state={self._state.lower()}"
        if self._state != "FINISHED":
            return text + ">"
        if self._exception is not None:
            return f"{text} raised {type(self._exception).__name__}>"
        return f"{text} returned {type(self._result).__name__}>"

    def cancel(self):
        if self._state in ("RUNNING", "FINISHED"):
            return False
        self._state = "CANCELLED"
        self._tell()
        return True

    def cancelled(self):
        return self._state == "CANCELLED"

    def running(self):
        return self._state == "RUNNING"

    def done(self):
        return self._state in ("CANCELLED", "FINISHED")

    def add_done_callback(self, fn):
        if self.done():
            self._call(fn)
        else:
            self._callbacks.append(fn)

    def _tell(self):
        for callback in self._callbacks:
            self._call(callback)

    def _call(self, callback):
        try:
            callback(self)
        except Exception:
            import logging
            logging.getLogger("concurrent.futures").exception("exception calling callback for %r", self)

    def _check(self):
        if self._state == "CANCELLED":
            raise CancelledError()
        if self._state != "FINISHED":
            # Nobody else runs who could set it.
            raise TimeoutError()

    def result(self, timeout=None):
        self._check()
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self, timeout=None):
        self._check()
        return self._exception

    def set_running_or_notify_cancel(self):
        if self._state == "CANCELLED":
            return False
        self._state = "RUNNING"
        return True

    def _finish(self, result, exception):
        if self.done():
            raise InvalidStateError("{}: {!r}".format(self._state, self))
        self._result, self._exception, self._state = result, exception, "FINISHED"
        self._tell()

    def set_result(self, result):
        self._finish(result, None)

    def set_exception(self, exception):
        self._finish(None, exception)


class Executor:
    """Makes calls; a context manager that shuts down at its end."""

    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        return (future.result() for future in futures)

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.shutdown(wait=True)
        return False


class ThreadPoolExecutor(Executor):
    """Makes each call at once, in the only thread."""

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is None:
            max_workers = 5
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._initializer = initializer, initargs
        self._shutdown = False

    def submit(self, fn, /, *args, **kwargs):
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
        initializer, initargs = self._initializer
        if initializer is not None:
            self._initializer = None, ()
            initializer(*initargs)
        future = Future()
        future.set_running_or_notify_cancel()
        try:
            result = fn(*args, **kwargs)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._shutdown = True


class DoneAndNotDoneFutures(tuple):
    """What `wait` gives: two sets of futures."""

    __slots__ = ()
    done = property(lambda self: self[0])
    not_done = property(lambda self: self[1])

    def __repr__(self):
        return f"DoneAndNotDoneFutures(done={self[0]!r}, not_done={self[1]!r})"


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """The futures that are done and those that are not."""
    futures = list(fs)
    done = {future for future in futures if future.done()}
    if len(done) < len(futures) and timeout is not None:
        time.sleep(timeout)
    return DoneAndNotDoneFutures((done, {one for one in futures if one not in done}))


def as_completed(fs, timeout=None):
    """The futures as they are done."""
    for future in dict.fromkeys(fs):
        if not future.done():
            raise TimeoutError("a future is not done, and nobody works on it")
        yield future
