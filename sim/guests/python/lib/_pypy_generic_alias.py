"""The class behind `list[int]`: a container type with its type arguments.

Counterpart: lib_pypy/_pypy_generic_alias.py.
"""

# Looked up on the alias itself, never on the class that it stands for.
_OWN_NAMES = frozenset((
    "__origin__", "__args__", "__parameters__", "__mro_entries__", "__reduce_ex__",
    "__reduce__", "__copy__", "__deepcopy__",
))


class GenericAlias:
    """A generic class together with the types that its subscript names."""

    __slots__ = ("__weakref__", "__origin__", "__args__", "__parameters__")

    @property
    def __class__(self):
        return self.__origin__.__class__

    def __new__(cls, origin, args):
        if not isinstance(args, tuple):
            args = (args,)
        self = object.__new__(cls)
        object.__setattr__(self, "__origin__", origin)
        object.__setattr__(self, "__args__", args)
        object.__setattr__(self, "__parameters__", _collect_parameters(args))
        return self

    def __call__(self, *args, **kwargs):
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except (AttributeError, TypeError):
            pass
        return result

    def __mro_entries__(self, orig_bases):
        return (self.__origin__,)

    def __getattribute__(self, name):
        if name in _OWN_NAMES:
            return object.__getattribute__(self, name)
        return getattr(object.__getattribute__(self, "__origin__"), name)

    def __setattr__(self, name, value):
        if name == "__origin__" or name == "__args__" or name == "__parameters__":
            raise AttributeError("can't set attribute")
        raise AttributeError(
            "'GenericAlias' object has no attribute '%s'" % name)

    def __eq__(self, other):
        if not isinstance(other, GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash(self.__origin__) ^ hash(self.__args__)

    def __repr__(self):
        shown = ", ".join([_argument_repr(arg) for arg in self.__args__])
        return "%s[%s]" % (_argument_repr(self.__origin__), shown or "()")

    def __getitem__(self, items):
        parameters = self.__parameters__
        if not parameters:
            raise TypeError
        if not isinstance(items, tuple):
            items = (items,)
        if len(items) != len(parameters):
            raise TypeError
        values = dict(zip(parameters, items))
        args = []
        for arg in self.__args__:
            if _is_type_variable(arg):
                args.append(values[arg])
            else:
                inner = getattr(arg, "__parameters__", ())
                if isinstance(inner, tuple) and inner:
                    args.append(arg[tuple([values[parameter] for parameter in inner])])
                else:
                    args.append(arg)
        return GenericAlias(self.__origin__, tuple(args))

    def __dir__(self):
        return sorted(set(dir(self.__origin__)) | _OWN_NAMES)

    def __instancecheck__(self, instance):
        raise TypeError("issubclass() argument 2 cannot be a parameterized generic")

    def __subclasscheck__(self, subclass):
        raise TypeError("issubclass() argument 2 cannot be a parameterized generic")

    def __reduce__(self):
        return GenericAlias, (self.__origin__, self.__args__)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _is_type_variable(value):
    kind = type(value)
    return kind.__name__ == "TypeVar" and kind.__module__ == "typing"


def _collect_parameters(args):
    """The type variables in `args`, each once, in the order of appearance."""
    found = []
    for arg in args:
        if _is_type_variable(arg):
            if arg not in found:
                found.append(arg)
            continue
        inner = getattr(arg, "__parameters__", ())
        if isinstance(inner, tuple):
            for parameter in inner:
                if parameter not in found:
                    found.append(parameter)
    return tuple(found)


def _argument_repr(value):
    if value is Ellipsis:
        return "..."
    if hasattr(value, "__origin__") and hasattr(value, "__args__"):
        return repr(value)
    name = getattr(value, "__qualname__", None)
    module = getattr(value, "__module__", None)
    if name is None or module is None:
        return repr(value)
    if module == "builtins":
        return name
    return "%s.%s" % (module, name)
