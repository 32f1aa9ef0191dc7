"""Context managers: from generators, several in one, and small ready-made ones.

What `with` and `async with` have in common is written once: the judgement on what a generator
raises, and the end of an exit stack, a coroutine that a plain ExitStack runs to its end at once.

Counterpart: lib-python/3/contextlib.py. Private names that programs in the wild use:
_GeneratorContextManager, _AsyncGeneratorContextManager, _RedirectStream, _exit_callbacks.
"""

import abc
import sys
from functools import wraps

from _pypy_generic_alias import GenericAlias

__all__ = [
    "asynccontextmanager", "contextmanager", "closing", "nullcontext", "AbstractContextManager",
    "AbstractAsyncContextManager", "AsyncExitStack", "ContextDecorator", "ExitStack",
    "redirect_stdout", "redirect_stderr", "suppress",
]


def _defines(cls, *names):
    """Whether a class has all these methods; NotImplemented rather than a no."""
    for name in names:
        values = [vars(base)[name] for base in cls.__mro__ if name in vars(base)]
        if not values or values[0] is None:
            return NotImplemented
    return True


class AbstractContextManager(abc.ABC):
    """What has `__enter__` and `__exit__`."""

    __class_getitem__ = classmethod(GenericAlias)

    def __enter__(self):
        return self

    @abc.abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, C):
        if cls is AbstractContextManager:
            return _defines(C, "__enter__", "__exit__")
        return NotImplemented


class AbstractAsyncContextManager(abc.ABC):
    """What has `__aenter__` and `__aexit__`."""

    __class_getitem__ = classmethod(GenericAlias)

    async def __aenter__(self):
        return self

    @abc.abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        return None

    @classmethod
    def __subclasshook__(cls, C):
        if cls is AbstractAsyncContextManager:
            return _defines(C, "__aenter__", "__aexit__")
        return NotImplemented


class ContextDecorator:
    """Lets a context manager decorate functions, whose calls then run in it."""

    def _recreate_cm(self):
        """The manager for one call: this one, unless it serves only once."""
        return self

    def __call__(self, func):
        def decorated(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return wraps(func)(decorated)


# Generators


class _GeneratorContextBase:
    """A generator whose part before `yield` enters and whose part after it exits."""

    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func, self.args, self.kwds = func, args, kwds
        doc = getattr(func, "__doc__", None)
        self.__doc__ = type(self).__doc__ if doc is None else doc

    def _entered(self):
        # What made the generator may be gone before the generator is.
        del self.args, self.kwds, self.func


def _swallows(raised, thrown, stop):
    """Judge what a generator raised after an exception was thrown into it.

    True: it took the exception; False: that one goes on; None: what it raised is another one.
    """
    if raised is thrown:
        return False
    if isinstance(raised, stop):
        return True
    # A generator cannot raise StopIteration: it comes out as the cause of a RuntimeError.
    changed = isinstance(raised, RuntimeError) and isinstance(
        thrown, (StopIteration, stop)) and raised.__cause__ is thrown
    return False if changed else None


class _GeneratorContextManager(_GeneratorContextBase, AbstractContextManager, ContextDecorator):
    """What contextmanager() makes."""

    def _recreate_cm(self):
        return type(self)(self.func, self.args, self.kwds)

    def __enter__(self):
        self._entered()
        try:
            entered = next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None
        return entered

    def __exit__(self, typ, value, traceback):
        if typ is None:
            for _ in self.gen:
                raise RuntimeError("generator didn't stop")
            return False
        if value is None:
            value = typ()
        try:
            self.gen.throw(typ, value, traceback)
        except BaseException as raised:
            swallows = _swallows(raised, value, StopIteration)
            if swallows is None:
                raise
            return swallows
        raise RuntimeError("generator didn't stop after throw()")


class _AsyncGeneratorContextManager(_GeneratorContextBase, AbstractAsyncContextManager):
    """What asynccontextmanager() makes."""

    async def __aenter__(self):
        try:
            entered = await self.gen.__anext__()
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None
        return entered

    async def __aexit__(self, typ, value, traceback):
        if typ is None:
            async for _ in self.gen:
                raise RuntimeError("generator didn't stop")
            return False
        if value is None:
            value = typ()
        try:
            await self.gen.athrow(typ, value, traceback)
        except BaseException as raised:
            swallows = _swallows(raised, value, StopAsyncIteration)
            if swallows is None:
                raise
            return swallows
        raise RuntimeError("generator didn't stop after athrow()")


def contextmanager(func):
    """Make context managers of the generators that a function gives."""

    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return helper


def asynccontextmanager(func):
    """Make asynchronous context managers of the generators that a function gives."""

    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)

    return helper


# Small managers


class closing(AbstractContextManager):
    """Closes a thing at the end."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class nullcontext(AbstractContextManager):
    """Does nothing; gives what it was made with."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass


class suppress(AbstractContextManager):
    """Takes exceptions of some classes for nothing."""

    def __init__(self, *exceptions):
        self._unwanted = exceptions

    def __enter__(self):
        return None

    def __exit__(self, kind, value, traceback):
        return False if kind is None else issubclass(kind, self._unwanted)


class _RedirectStream(AbstractContextManager):
    """Puts another stream in the place of one of `sys`."""

    _stream = None

    def __init__(self, new_target):
        # First the new one, then what it replaced: it may be entered again before it is left.
        self._streams = [new_target]

    def __enter__(self):
        name, new_target = self._stream, self._streams[0]
        self._streams.append(getattr(sys, name))
        setattr(sys, name, new_target)
        return new_target

    def __exit__(self, *raised):
        setattr(sys, self._stream, self._streams.pop())


class redirect_stdout(_RedirectStream):
    """Lets what is printed go to another stream."""

    _stream = "stdout"


class redirect_stderr(_RedirectStream):
    """Lets standard error be another stream."""

    _stream = "stderr"


# Exit stacks


class _BaseExitStack:
    """Functions that are called at the end, the last one first.

    Each stands in `_exit_callbacks` with whether it is an ordinary function, and takes the three
    parts of the exception that is on its way.
    """

    def __init__(self):
        self._exit_callbacks = []

    def pop_all(self):
        """A new stack with the functions of this one, which has none any more."""
        other = type(self)()
        other._exit_callbacks, self._exit_callbacks = self._exit_callbacks, []
        return other

    def _push_method(self, is_sync, cm, method):
        self._exit_callbacks.append((is_sync, lambda *details: method(cm, *details)))

    def enter_context(self, cm):
        """Enter a context manager now and leave it at the end."""
        kind = type(cm)
        leave = kind.__exit__
        result = kind.__enter__(cm)
        self._push_method(True, cm, leave)
        return result

    def push(self, exit):
        """Leave a context manager at the end, or call a function like an `__exit__`."""
        leave = getattr(type(exit), "__exit__", None)
        if leave is None:
            self._exit_callbacks.append((True, exit))
        else:
            self._push_method(True, exit, leave)
        return exit

    def callback(self, callback, /, *args, **kwds):
        """Call a function at the end; it has no say about exceptions."""

        def at_exit(*details):
            callback(*args, **kwds)

        at_exit.__wrapped__ = callback
        self._exit_callbacks.append((True, at_exit))
        return callback

    async def _call_all(self, error, around):
        """Call the functions; gives the exception that is left, and whether one of them raised it.

        `around` is the exception that was being handled when the stack was left.
        """
        is_new = False
        while self._exit_callbacks:
            is_sync, callback = self._exit_callbacks.pop()
            details = (None, None, None)
            if error is not None:
                details = type(error), error, error.__traceback__
            try:
                result = callback(*details)
                if not is_sync:
                    result = await result
            except BaseException as raised:
                _set_context(raised, error, around)
                error, is_new = raised, True
            else:
                if result:
                    error, is_new = None, False
        return error, is_new


def _set_context(raised, error, around):
    """In the chain of contexts of `raised`, `error` takes the place of `around`."""
    while raised.__context__ is not None and raised.__context__ is not error:
        if raised.__context__ is around:
            raised.__context__ = error
        else:
            raised = raised.__context__


def _outcome(received, error, is_new):
    """What leaving a stack gives: whether it took the exception; another one is raised."""
    if not is_new:
        return received is not None and error is None
    context = error.__context__
    try:
        raise error
    except BaseException:
        error.__context__ = context
        raise


class ExitStack(_BaseExitStack, AbstractContextManager):
    """Context managers and functions that end together, the last one first."""

    def __enter__(self):
        return self

    def __exit__(self, *exc_details):
        calls = self._call_all(exc_details[1], sys.exc_info()[1])
        try:
            # Nothing in it is awaited, so it comes to its end.
            calls.send(None)
        except StopIteration as done:
            result = done.value
        return _outcome(exc_details[1], *result)

    def close(self):
        """Call the functions now."""
        self.__exit__(None, None, None)


class AsyncExitStack(_BaseExitStack, AbstractAsyncContextManager):
    """As ExitStack, for asynchronous ones too."""

    async def enter_async_context(self, cm):
        """Enter an asynchronous context manager now and leave it at the end."""
        kind = type(cm)
        leave = kind.__aexit__
        result = await kind.__aenter__(cm)
        self._push_method(False, cm, leave)
        return result

    def push_async_exit(self, exit):
        """Leave an asynchronous context manager at the end, or call a coroutine function."""
        leave = getattr(type(exit), "__aexit__", None)
        if leave is None:
            self._exit_callbacks.append((False, exit))
        else:
            self._push_method(False, exit, leave)
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        """Call a coroutine function at the end; it has no say about exceptions."""

        async def at_exit(*details):
            await callback(*args, **kwds)

        at_exit.__wrapped__ = callback
        self._exit_callbacks.append((False, at_exit))
        return callback

    async def aclose(self):
        """Call the functions now."""
        await self.__aexit__(None, None, None)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_details):
        result = await self._call_all(exc_details[1], sys.exc_info()[1])
        return _outcome(exc_details[1], *result)
