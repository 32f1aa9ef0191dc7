"""Abstract base classes.

The bookkeeping (registries, caches, abstract names) is host code in _abc.
"""

from _abc import (get_cache_token, _abc_init, _abc_register, _abc_instancecheck,
                  _abc_subclasscheck, _get_dump, _reset_registry, _reset_caches)


def abstractmethod(funcobj):
    """Mark a method that concrete subclasses have to define."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractproperty(property):
    """A property that concrete subclasses have to define; deprecated."""

    __isabstractmethod__ = True


class abstractclassmethod(classmethod):
    """A class method that concrete subclasses have to define; deprecated."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        super().__init__(abstractmethod(callable))


class abstractstaticmethod(staticmethod):
    """A static method that concrete subclasses have to define; deprecated."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        super().__init__(abstractmethod(callable))


class ABCMeta(type):
    """The metaclass of abstract base classes."""

    def __new__(mcls, name, bases, namespace, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        _abc_init(cls)
        return cls

    def register(cls, subclass):
        """Make a class count as a subclass of this one; returns it."""
        return _abc_register(cls, subclass)

    def __instancecheck__(cls, instance):
        return _abc_instancecheck(cls, instance)

    def __subclasscheck__(cls, subclass):
        return _abc_subclasscheck(cls, subclass)

    def _dump_registry(cls, file=None):
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"Inv. counter: {get_cache_token()}", file=file)
        names = ("_abc_registry", "_abc_cache", "_abc_negative_cache",
                 "_abc_negative_cache_version")
        for name, value in zip(names, _get_dump(cls)):
            print(f"{name}: {value!r}", file=file)

    def _abc_registry_clear(cls):
        _reset_registry(cls)

    def _abc_caches_clear(cls):
        _reset_caches(cls)


class ABC(metaclass=ABCMeta):
    """A class to inherit from instead of naming the metaclass."""

    __slots__ = ()
