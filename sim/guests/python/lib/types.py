"""Names for the interpreter's own types, and helpers for making classes.

Counterpart: lib-python/3/types.py.
"""

from _pypy_generic_alias import GenericAlias

__all__ = [
    "FunctionType", "LambdaType", "CodeType", "MappingProxyType", "SimpleNamespace", "CellType",
    "GeneratorType", "CoroutineType", "AsyncGeneratorType", "MethodType", "BuiltinFunctionType",
    "BuiltinMethodType", "WrapperDescriptorType", "MethodWrapperType", "MethodDescriptorType",
    "ClassMethodDescriptorType", "ModuleType", "TracebackType", "FrameType",
    "GetSetDescriptorType", "MemberDescriptorType", "new_class", "resolve_bases", "prepare_class",
    "DynamicClassAttribute", "coroutine", "GenericAlias",
]


def _name_types():
    """Give the types their names, from one object of each."""
    value = None

    class Slotted:
        __slots__ = ("slot",)

        def method(self):
            return value

    def generator():
        yield

    async def coroutine():
        pass

    async def async_generator():
        yield

    try:
        raise ValueError
    except ValueError as error:
        traceback = error.__traceback__
    started = coroutine()
    named = {
        "FunctionType": generator, "LambdaType": generator, "CodeType": generator.__code__,
        "MappingProxyType": type.__dict__, "CellType": Slotted.method.__closure__[0],
        "GeneratorType": generator(), "CoroutineType": started,
        "AsyncGeneratorType": async_generator(), "MethodType": Slotted().method,
        "BuiltinFunctionType": len, "BuiltinMethodType": [].append,
        "WrapperDescriptorType": object.__init__, "MethodWrapperType": object().__str__,
        "MethodDescriptorType": str.join,
        "ClassMethodDescriptorType": dict.__dict__["fromkeys"],
        "ModuleType": __builtins__, "TracebackType": traceback, "FrameType": traceback.tb_frame,
        "GetSetDescriptorType": type(generator).__dict__["__code__"],
        "MemberDescriptorType": Slotted.__dict__["slot"],
    }
    globals().update({name: type(value) for name, value in named.items()})
    started.close()


_name_types()
del _name_types


class SimpleNamespace:
    """An object whose attributes are given by keywords."""

    def __init__(self, **kwargs):
        vars(self).update(kwargs)

    def __repr__(self):
        if id(self) in _being_shown:
            return "namespace(...)"
        _being_shown.add(id(self))
        try:
            return "namespace(%s)" % ", ".join(["%s=%r" % item for item in sorted(vars(self).items())])
        finally:
            _being_shown.remove(id(self))

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return vars(self) == vars(other)
        return NotImplemented

    __hash__ = None


# The namespaces whose texts are being made, for those that contain themselves.
_being_shown = set()


# Making classes


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Make a class as a class statement does; `exec_body` fills its namespace."""
    real_bases = resolve_bases(bases)
    metaclass, namespace, kwds = prepare_class(name, real_bases, kwds)
    if exec_body:
        exec_body(namespace)
    if real_bases is not bases:
        namespace["__orig_bases__"] = bases
    if getattr(metaclass, "__new__", None) is type.__new__:
        # Otherwise it is called from a module of the metaclass's own.
        namespace.setdefault("__module__", __name__)
    return metaclass(name, real_bases, namespace, **kwds)


def resolve_bases(bases):
    """The bases, with what `__mro_entries__` gives in the place of those that have it."""
    resolved = []
    for base in bases:
        entries = (base,)
        if not isinstance(base, type) or isinstance(base, GenericAlias):
            if hasattr(base, "__mro_entries__"):
                entries = base.__mro_entries__(bases)
                if not isinstance(entries, tuple):
                    raise TypeError("__mro_entries__ must return a tuple")
        resolved.extend(entries)
    is_same = len(resolved) == len(bases) and all([a is b for a, b in zip(resolved, bases)])
    return bases if is_same else tuple(resolved)


def prepare_class(name, bases=(), kwds=None):
    """The metaclass of a class to be made, its namespace, and the keywords that are left."""
    kwds = dict(kwds or {})
    metaclass = kwds.pop("metaclass", None) or (type(bases[0]) if bases else type)
    if isinstance(metaclass, type):
        for candidate in map(type, bases):
            if issubclass(candidate, metaclass):
                metaclass = candidate
            elif not issubclass(metaclass, candidate):
                raise TypeError(
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                    "subclass of the metaclasses of all its bases")
    prepare = getattr(metaclass, "__prepare__", None)
    return metaclass, prepare(name, bases, **kwds) if prepare else {}, kwds


class DynamicClassAttribute(property):
    """A property of the instances; on the class the name is left to `__getattr__`."""

    def __get__(self, instance, ownerclass=None):
        if instance is not None:
            read = self.fget
            if read is None:
                raise AttributeError("unreadable attribute")
            return read(instance)
        if self.__isabstractmethod__:
            return self
        raise AttributeError


# Generators that can be awaited


class _GeneratorWrapper:
    """What behaves as a generator, with the names of a coroutine besides."""

    def __init__(self, gen):
        self._wrapped = gen
        self.__name__ = getattr(gen, "__name__", None)
        self.__qualname__ = getattr(gen, "__qualname__", None)

    def __getattr__(self, name):
        kind, what = name[:3], name[3:]
        if kind == "cr_" and what == "await":
            what = "yieldfrom"
        if kind in ("cr_", "gi_") and what in ("code", "frame", "running", "yieldfrom"):
            return getattr(self._wrapped, "gi_" + what)
        raise AttributeError("'_GeneratorWrapper' object has no attribute %r" % name)

    def send(self, value):
        return self._wrapped.send(value)

    def throw(self, kind, *rest):
        return self._wrapped.throw(kind, *rest)

    def close(self):
        return self._wrapped.close()

    def __next__(self):
        return next(self._wrapped)

    def __iter__(self):
        return self._wrapped if type(self._wrapped) is GeneratorType else self

    __await__ = __iter__


def coroutine(func):
    """Let `await` take what a generator function gives."""
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    code = getattr(func, "__code__", None)
    if type(func) is FunctionType and type(code) is CodeType:
        # An `async def`, or a function that was here before.
        if code.co_flags & 0x180:
            return func
        if code.co_flags & 0x20:
            func.__code__ = code.replace(co_flags=code.co_flags | 0x100)
            return func
    import functools

    @functools.wraps(func)
    def wrapped(*args, **kwargs):
        result = func(*args, **kwargs)
        is_marked = type(result) is GeneratorType and result.gi_code.co_flags & 0x100
        if is_marked or hasattr(result, "__await__") or not hasattr(result, "send"):
            return result
        return _GeneratorWrapper(result)

    return wrapped
