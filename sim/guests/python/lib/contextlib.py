"""Helpers for the with statement.

Counterpart: lib-python/3/contextlib.py.
"""

import abc
import sys
from functools import wraps
from types import MethodType

from _pypy_generic_alias import GenericAlias as _GenericAlias

__all__ = [
    "asynccontextmanager", "contextmanager", "closing", "nullcontext",
    "AbstractContextManager", "AbstractAsyncContextManager", "AsyncExitStack",
    "ContextDecorator", "ExitStack", "redirect_stdout", "redirect_stderr", "suppress",
]


def _defines(cls, names):
    """Whether some class in the order of resolution defines each of `names`, not as None."""
    for name in names:
        for base in cls.__mro__:
            if name in base.__dict__:
                if base.__dict__[name] is None:
                    return False
                break
        else:
            return False
    return True


class AbstractContextManager(abc.ABC):
    """An abstract base class for context managers."""

    __class_getitem__ = classmethod(_GenericAlias)

    @abc.abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        """Leave the block; a true result ends the exception there."""
        return None

    def __enter__(self):
        """Enter the block: what `as` names is the manager itself."""
        return self

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is AbstractContextManager and _defines(subclass, ("__enter__", "__exit__")):
            return True
        return NotImplemented


class AbstractAsyncContextManager(abc.ABC):
    """An abstract base class for asynchronous context managers."""

    __class_getitem__ = classmethod(_GenericAlias)

    @abc.abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        """Leave the block; a true result ends the exception there."""
        return None

    async def __aenter__(self):
        """Enter the block: what `as` names is the manager itself."""
        return self

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is AbstractAsyncContextManager and _defines(subclass, ("__aenter__", "__aexit__")):
            return True
        return NotImplemented


class ContextDecorator:
    """Makes a context manager usable as a decorator, too."""

    def __call__(self, func):
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return wraps(func)(inner)

    def _recreate_cm(self):
        """The manager of one call."""
        return self


class _GeneratorManager:
    """What managers made from generator functions share."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func = func
        self.args = args
        self.kwds = kwds
        doc = getattr(func, "__doc__", None)
        if doc is None:
            doc = type(self).__doc__
        self.__doc__ = doc


def _was_passed_on(raised, value, stop_type):
    """Whether a RuntimeError only wraps the Stop(Async)Iteration that was thrown in."""
    return isinstance(value, stop_type) and raised.__cause__ is value


class _GeneratorContextManager(_GeneratorManager, AbstractContextManager, ContextDecorator):
    """Helper for @contextmanager decorator."""

    def _recreate_cm(self):
        # A generator runs once, so each call of a decorated function gets its own.
        return self.__class__(self.func, self.args, self.kwds)

    def __enter__(self):
        # What only _recreate_cm() needs is not kept alive by the block.
        del self.func, self.args, self.kwds
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind, value, traceback):
        if kind is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = kind()
        try:
            self.gen.throw(kind, value, traceback)
        except StopIteration as stop:
            return stop is not value
        except RuntimeError as raised:
            if raised is value or _was_passed_on(raised, value, StopIteration):
                return False
            raise
        except BaseException as raised:
            if raised is not value:
                raise
            return False
        raise RuntimeError("generator didn't stop after throw()")


class _AsyncGeneratorContextManager(_GeneratorManager, AbstractAsyncContextManager):
    """Helper for @asynccontextmanager."""

    async def __aenter__(self):
        try:
            return await self.gen.__anext__()
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, kind, value, traceback):
        if kind is None:
            try:
                await self.gen.__anext__()
            except StopAsyncIteration:
                return
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = kind()
        try:
            await self.gen.athrow(kind, value, traceback)
        except StopAsyncIteration as stop:
            return stop is not value
        except RuntimeError as raised:
            if raised is value:
                return False
            if _was_passed_on(raised, value, (StopIteration, StopAsyncIteration)):
                return False
            raise
        except BaseException as raised:
            if raised is not value:
                raise
            return False
        raise RuntimeError("generator didn't stop after athrow()")


def contextmanager(func):
    """Make a context manager from a generator function that yields once."""

    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return helper


def asynccontextmanager(func):
    """Make an asynchronous context manager from an async generator function."""

    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)

    return helper


class closing(AbstractContextManager):
    """Calls `close` of a thing at the end of the block."""

    def __init__(self, thing):
        self.thing = thing

    def __exit__(self, *_):
        self.thing.close()

    def __enter__(self):
        return self.thing


class _RedirectStream(AbstractContextManager):
    """What redirects the attribute `_stream` of sys."""

    _stream = None

    def __init__(self, new_target):
        self._target = new_target
        # A stack, so that one manager can be entered again.
        self._replaced = []

    def __enter__(self):
        name, target = self._stream, self._target
        self._replaced.append(getattr(sys, name))
        setattr(sys, name, target)
        return target

    def __exit__(self, kind, value, traceback):
        previous = self._replaced.pop()
        setattr(sys, self._stream, previous)


class redirect_stdout(_RedirectStream):
    """Redirects `sys.stdout` to another target."""

    _stream = "stdout"


class redirect_stderr(_RedirectStream):
    """Redirects `sys.stderr` to another target."""

    _stream = "stderr"


class suppress(AbstractContextManager):
    """Ends the block silently when one of the given exceptions is raised in it."""

    def __init__(self, *exceptions):
        self._ended = exceptions

    def __enter__(self):
        """There is nothing that `as` could name."""

    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, self._ended)


class nullcontext(AbstractContextManager):
    """A context manager that does nothing."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __exit__(self, *_):
        """There is nothing to leave."""

    def __enter__(self):
        return self.enter_result


class _BaseExitStack:
    """A stack of callbacks, each with whether it is a plain (not asynchronous) one."""

    def __init__(self):
        self._exit_callbacks = []

    def pop_all(self):
        """Move all callbacks to a new stack, and return that."""
        new_stack = type(self)()
        new_stack._exit_callbacks = self._exit_callbacks
        self._exit_callbacks = []
        return new_stack

    def push(self, exit):
        """Register an `__exit__` method, or a function with its signature."""
        method = getattr(type(exit), "__exit__", None)
        if method is None:
            self._exit_callbacks.append((True, exit))
        else:
            self._exit_callbacks.append((True, MethodType(method, exit)))
        return exit

    def enter_context(self, cm):
        """Enter a context manager and leave it at the end of the stack."""
        kind = type(cm)
        leave = kind.__exit__
        result = kind.__enter__(cm)
        self._exit_callbacks.append((True, MethodType(leave, cm)))
        return result

    def callback(self, callback, /, *args, **kwds):
        """Register a function that does not see the exception."""

        def wrapper(exc_type, exc, traceback):
            callback(*args, **kwds)

        wrapper.__wrapped__ = callback
        self._exit_callbacks.append((True, wrapper))
        return callback


class _ContextFixer:
    """Gives an exception of a callback the context it would have in nested with statements."""

    def __init__(self):
        self.outer = sys.exc_info()[1]

    def fix(self, new_exc, old_exc):
        while True:
            context = new_exc.__context__
            if context is old_exc:
                return
            if context is None or context is self.outer:
                break
            new_exc = context
        new_exc.__context__ = old_exc


def _raise_with_own_context(exc):
    context = exc.__context__
    try:
        raise exc
    except BaseException:
        exc.__context__ = context
        raise


class ExitStack(_BaseExitStack, AbstractContextManager):
    """A context manager that leaves others in the reverse order of entering."""

    def __enter__(self):
        return self

    def __exit__(self, *exc_details):
        received = exc_details[0] is not None
        fixer = _ContextFixer()
        suppressed = False
        pending = False
        while self._exit_callbacks:
            _, callback = self._exit_callbacks.pop()
            try:
                if callback(*exc_details):
                    suppressed = True
                    pending = False
                    exc_details = (None, None, None)
            except BaseException:
                raised = sys.exc_info()
                fixer.fix(raised[1], exc_details[1])
                pending = True
                exc_details = raised
        if pending:
            _raise_with_own_context(exc_details[1])
        return received and suppressed

    def close(self):
        """Unwind the stack at once."""
        self.__exit__(None, None, None)


class AsyncExitStack(_BaseExitStack, AbstractAsyncContextManager):
    """An exit stack whose managers and callbacks may be asynchronous."""

    async def enter_async_context(self, cm):
        """Enter an asynchronous context manager and leave it at the end of the stack."""
        kind = type(cm)
        leave = kind.__aexit__
        result = await kind.__aenter__(cm)
        self._exit_callbacks.append((False, MethodType(leave, cm)))
        return result

    def push_async_exit(self, exit):
        """Register an `__aexit__` method, or a coroutine function with its signature."""
        method = getattr(type(exit), "__aexit__", None)
        if method is None:
            self._exit_callbacks.append((False, exit))
        else:
            self._exit_callbacks.append((False, MethodType(method, exit)))
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        """Register a coroutine function that does not see the exception."""

        async def wrapper(exc_type, exc, traceback):
            await callback(*args, **kwds)

        wrapper.__wrapped__ = callback
        self._exit_callbacks.append((False, wrapper))
        return callback

    async def aclose(self):
        """Unwind the stack at once."""
        await self.__aexit__(None, None, None)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_details):
        received = exc_details[0] is not None
        fixer = _ContextFixer()
        suppressed = False
        pending = False
        while self._exit_callbacks:
            is_plain, callback = self._exit_callbacks.pop()
            try:
                result = callback(*exc_details)
                if not is_plain:
                    result = await result
                if result:
                    suppressed = True
                    pending = False
                    exc_details = (None, None, None)
            except BaseException:
                raised = sys.exc_info()
                fixer.fix(raised[1], exc_details[1])
                pending = True
                exc_details = raised
        if pending:
            _raise_with_own_context(exc_details[1])
        return received and suppressed
