"""Locks of the one thread there is; starting another is refused."""

# Part of jitreel.

TIMEOUT_MAX = 9223372036.0
error = RuntimeError


def get_ident():
    return 1


get_native_id = get_ident


def start_new_thread(function, args, kwargs={}):
    raise RuntimeError("can't start new thread: programs under jitreel have one thread")


start_new = start_new_thread


def stack_size(size=0):
    return 0


def _count():
    return 0


def exit():
    raise SystemExit


exit_thread = exit


def interrupt_main(signum=2):
    raise KeyboardInterrupt


class LockType:
    """A lock that nobody else can hold; waiting for it would last for ever."""

    def __init__(self):
        self._is_locked = False

    def acquire(self, blocking=True, timeout=-1):
        if timeout != -1 and not blocking:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be positive")
        if not self._is_locked:
            self._is_locked = True
            return True
        if blocking and timeout == -1:
            raise RuntimeError("deadlock: the only thread waits for itself")
        return False

    acquire_lock = acquire

    def release(self):
        if not self._is_locked:
            raise RuntimeError("cannot release un-acquired lock")
        self._is_locked = False

    release_lock = release

    def locked(self):
        return self._is_locked

    locked_lock = locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def _at_fork_reinit(self):
        self._is_locked = False

    def __repr__(self):
        state = "locked" if self._is_locked else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


lock = LockType


def allocate_lock():
    return LockType()


allocate = _set_sentinel = allocate_lock


class RLock:
    """A lock that its holder may take again."""

    def __init__(self):
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        self._count += 1
        return True

    def release(self):
        if self._count == 0:
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def _is_owned(self):
        return self._count > 0

    def _release_save(self):
        count, self._count = self._count, 0
        return count

    def _acquire_restore(self, count):
        self._count = count

    def _at_fork_reinit(self):
        self._count = 0

    def __repr__(self):
        state = "locked" if self._count else "unlocked"
        return f"<{state} _thread.RLock object count={self._count} at {id(self):#x}>"


class _local:
    """Attributes of one thread, that is: attributes."""

    def __init__(self, *args, **kwargs):
        pass
