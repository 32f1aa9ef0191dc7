"""`collections.abc.Callable[[int], str]`, imported at the first use."""

from _pypy_generic_alias import GenericAlias, _argument_repr

__name__ = "collections.abc"


class _CallableGenericAlias(GenericAlias):
    """An alias whose arguments are those of the function and then its result."""

    __slots__ = ()

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and args[0] is Ellipsis:
            return super().__repr__()
        shown = ", ".join([_argument_repr(arg) for arg in args[:-1]])
        return f"collections.abc.Callable[[{shown}], {_argument_repr(args[-1])}]"


def callable_alias(cls, params):
    if not isinstance(params, tuple) or len(params) != 2:
        return GenericAlias(cls, params)
    args, result = params
    flat = (*args, result) if isinstance(args, list) else params
    return _CallableGenericAlias(cls, flat)
