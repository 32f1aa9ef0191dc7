"""The exceptions of asyncio."""

# Part of jitreel.

__all__ = (
    "CancelledError",
    "InvalidStateError",
    "TimeoutError",
    "IncompleteReadError",
    "LimitOverrunError",
    "SendfileNotAvailableError",
)


class CancelledError(BaseException):
    """Raised where a task waits that is cancelled."""


class TimeoutError(Exception):
    """Something took longer than it was given time for."""


class InvalidStateError(Exception):
    """A future is done already, or not yet."""


class SendfileNotAvailableError(RuntimeError):
    """There is no sendfile."""


class IncompleteReadError(EOFError):
    """The stream ended too early."""

    def __init__(self, partial, expected):
        wanted = "undefined" if expected is None else repr(expected)
        super().__init__(f"{len(partial)} bytes read on a total of {wanted} expected bytes")
        self.partial = partial
        self.expected = expected


class LimitOverrunError(Exception):
    """The buffer was full before a separator was found."""

    def __init__(self, message, consumed):
        super().__init__(message)
        self.consumed = consumed
