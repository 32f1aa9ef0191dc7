"""Names for the interpreter's own types, and helpers for making classes.

Counterpart: lib-python/3/types.py.
"""

import sys
from _pypy_generic_alias import GenericAlias


def _some_function():
    pass


def _some_generator():
    yield None


def _some_cell():
    value = None

    def inner():
        return value

    return inner.__closure__[0]


async def _some_coroutine():
    pass


async def _some_async_generator():
    yield None


FunctionType = type(_some_function)
LambdaType = FunctionType
CodeType = type(_some_function.__code__)
MappingProxyType = type(type.__dict__)
CellType = type(_some_cell())
GeneratorType = type(_some_generator())
_unused = _some_coroutine()
CoroutineType = type(_unused)
_unused.close()
AsyncGeneratorType = type(_some_async_generator())
BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
MethodDescriptorType = type(str.join)
WrapperDescriptorType = type(object.__init__)
MethodWrapperType = type(object().__str__)
ClassMethodDescriptorType = type(dict.__dict__["fromkeys"])
ModuleType = type(sys)
GetSetDescriptorType = type(FunctionType.__dict__["__code__"])
del _unused


class _Method:
    __slots__ = ("slot",)

    def method(self):
        pass


MethodType = type(_Method().method)
MemberDescriptorType = type(_Method.__dict__["slot"])

try:
    raise TypeError
except TypeError as error:
    TracebackType = type(error.__traceback__)
    FrameType = type(error.__traceback__.tb_frame)

del _some_function, _some_generator, _some_cell, _some_coroutine, _some_async_generator, _Method


_shown_now = set()


class SimpleNamespace:
    """A simple attribute-based namespace.

SimpleNamespace(**kwargs)"""

    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        key = id(self)
        if key in _shown_now:
            return "namespace(...)"
        _shown_now.add(key)
        try:
            shown = ["%s=%r" % item for item in self.__dict__.items()]
            return "namespace(%s)" % ", ".join(shown)
        finally:
            _shown_now.discard(key)

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __ne__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ != other.__dict__
        return NotImplemented


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Make a class as a class statement does, with a function as its body."""
    resolved = resolve_bases(bases)
    metaclass, namespace, kwds = prepare_class(name, resolved, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    if metaclass is type and "__module__" not in namespace:
        # The module that calls `type`; another metaclass calls it from its own.
        namespace["__module__"] = __name__
    return metaclass(name, resolved, namespace, **kwds)


def resolve_bases(bases):
    """The bases with each object that has `__mro_entries__` replaced by what that gives."""
    resolved = []
    changed = False
    for base in bases:
        if isinstance(base, type) and not isinstance(base, GenericAlias):
            resolved.append(base)
            continue
        if not hasattr(base, "__mro_entries__"):
            resolved.append(base)
            continue
        entries = base.__mro_entries__(bases)
        changed = True
        if not isinstance(entries, tuple):
            raise TypeError("__mro_entries__ must return a tuple")
        resolved.extend(entries)
    return tuple(resolved) if changed else bases


def prepare_class(name, bases=(), kwds=None):
    """The metaclass, the namespace and the remaining keywords of a class to be made."""
    kwds = {} if kwds is None else dict(kwds)
    if "metaclass" in kwds:
        metaclass = kwds.pop("metaclass")
    elif bases:
        metaclass = type(bases[0])
    else:
        metaclass = type
    if isinstance(metaclass, type):
        metaclass = _calculate_meta(metaclass, bases)
    if hasattr(metaclass, "__prepare__"):
        namespace = metaclass.__prepare__(name, bases, **kwds)
    else:
        namespace = {}
    return metaclass, namespace, kwds


def _calculate_meta(metaclass, bases):
    winner = metaclass
    for base in bases:
        candidate = type(base)
        if issubclass(winner, candidate):
            continue
        if not issubclass(candidate, winner):
            raise TypeError(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                "subclass of the metaclasses of all its bases")
        winner = candidate
    return winner


class DynamicClassAttribute:
    """A property of instances whose name, looked up on the class, goes to `__getattr__`."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.__doc__ = doc or (None if fget is None else fget.__doc__)
        self.overwrite_doc = doc is None
        self.__isabstractmethod__ = bool(getattr(fget, "__isabstractmethod__", False))

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.__isabstractmethod__:
                return self
            raise AttributeError()
        read = self.fget
        if read is None:
            raise AttributeError("unreadable attribute")
        return read(instance)

    def __set__(self, instance, value):
        write = self.fset
        if write is None:
            raise AttributeError("can't set attribute")
        write(instance, value)

    def __delete__(self, instance):
        remove = self.fdel
        if remove is None:
            raise AttributeError("can't delete attribute")
        remove(instance)

    def getter(self, fget):
        doc = fget.__doc__ if self.overwrite_doc else None
        return self._like_this(fget, self.fset, self.fdel, doc or self.__doc__)

    def setter(self, fset):
        return self._like_this(self.fget, fset, self.fdel, self.__doc__)

    def deleter(self, fdel):
        return self._like_this(self.fget, self.fset, fdel, self.__doc__)

    def _like_this(self, *parts):
        """A property with other functions that treats its docstring as this one does."""
        made = type(self)(*parts)
        made.overwrite_doc = self.overwrite_doc
        return made


class _GeneratorWrapper:
    """A generator-like object that can also be awaited."""

    def __init__(self, gen):
        self._wrapped = gen
        self._is_generator = type(gen) is GeneratorType
        self.__name__ = getattr(gen, "__name__", None)
        self.__qualname__ = getattr(gen, "__qualname__", None)

    def send(self, value):
        return self._wrapped.send(value)

    def throw(self, kind, *rest):
        return self._wrapped.throw(kind, *rest)

    def close(self):
        return self._wrapped.close()

    @property
    def gi_code(self):
        return self._wrapped.gi_code

    @property
    def gi_frame(self):
        return self._wrapped.gi_frame

    @property
    def gi_running(self):
        return self._wrapped.gi_running

    @property
    def gi_yieldfrom(self):
        return self._wrapped.gi_yieldfrom

    cr_code = gi_code
    cr_frame = gi_frame
    cr_running = gi_running
    cr_await = gi_yieldfrom

    def __next__(self):
        return next(self._wrapped)

    def __iter__(self):
        return self._wrapped if self._is_generator else self

    __await__ = __iter__


def coroutine(func):
    """Make the generators of a generator function awaitable."""
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    if type(func) is FunctionType and type(getattr(func, "__code__", None)) is CodeType:
        flags = func.__code__.co_flags
        if flags & 0x180:
            return func
        if flags & 0x20:
            func.__code__ = func.__code__.replace(co_flags=flags | 0x100)
            return func
    import functools

    @functools.wraps(func)
    def wrapped(*args, **kwargs):
        result = func(*args, **kwargs)
        if type(result) is CoroutineType:
            return result
        if type(result) is GeneratorType and result.gi_code.co_flags & 0x100:
            return result
        if hasattr(result, "send") and not hasattr(result, "__await__"):
            return _GeneratorWrapper(result)
        return result

    return wrapped


__all__ = [
    "FunctionType", "LambdaType", "CodeType", "MappingProxyType", "SimpleNamespace", "CellType",
    "GeneratorType", "CoroutineType", "AsyncGeneratorType", "MethodType", "BuiltinFunctionType",
    "BuiltinMethodType", "WrapperDescriptorType", "MethodWrapperType", "MethodDescriptorType",
    "ClassMethodDescriptorType", "ModuleType", "TracebackType", "FrameType",
    "GetSetDescriptorType", "MemberDescriptorType", "new_class", "resolve_bases", "prepare_class",
    "DynamicClassAttribute", "coroutine", "GenericAlias",
]
