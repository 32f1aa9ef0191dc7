"""Copies of objects: shallow ones, and deep ones that copy what objects refer to.

Classes say how with `__copy__` and `__deepcopy__`, else with copyreg and `__reduce_ex__`. Programs
in the wild add to _deepcopy_dispatch, which maps types to functions of an object and a memo.

Counterpart: lib-python/3/copy.py.
"""

import types
import weakref
from copyreg import dispatch_table

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    """There is no way to copy an object."""


error = Error

# Values of these types are their own copies.
_CONSTANT = frozenset((
    type(None), int, float, bool, complex, bytes, str, type, type(Ellipsis), type(NotImplemented),
    types.FunctionType, types.BuiltinFunctionType, weakref.ref, property, types.CodeType,
    types.ModuleType))
_copy_dispatch = {kind: kind.copy for kind in (list, dict, set)}
_MISSING = object()


def copy(x):
    """A new object with the same contents."""
    kind = type(x)
    copier = _copy_dispatch.get(kind)
    if copier is not None:
        return copier(x)
    if kind in _CONSTANT or kind in (tuple, range, slice, frozenset) or issubclass(kind, type):
        return x
    copier = getattr(kind, "__copy__", None)
    if copier is not None:
        return copier(x)
    return _remade(x, _parts_of(x, kind), _itself, None)


def deepcopy(x, memo=None):
    """A copy of an object and of all that it refers to; memo maps ids to copies already made."""
    if memo is None:
        memo = {}
    made = memo.get(id(x), _MISSING)
    if made is not _MISSING:
        return made
    kind = type(x)
    copier = _deepcopy_dispatch.get(kind)
    if copier is not None:
        made = copier(x, memo)
    elif kind in _CONSTANT or issubclass(kind, type):
        return x
    else:
        copier = getattr(x, "__deepcopy__", None)
        if copier is not None:
            made = copier(memo)
        else:
            made = _remade(x, _parts_of(x, kind), lambda part: deepcopy(part, memo), memo)
    if made is not x:
        memo[id(x)] = made
        # As long as there is the memo, no other object may get this id.
        memo.setdefault(id(memo), []).append(x)
    return made


def _itself(x):
    return x


def _parts_of(x, kind):
    """What copyreg or the object itself says about making it again."""
    reduce = dispatch_table.get(kind)
    if reduce is not None:
        return reduce(x)
    reduce = getattr(x, "__reduce_ex__", None)
    if reduce is not None:
        return reduce(4)
    reduce = getattr(x, "__reduce__", None)
    if reduce is None:
        raise Error("un(deep)copyable object of type %s" % kind)
    return reduce()


def _remade(x, parts, change, memo):
    """An object made from parts that went through `change`; what is named stays as it is."""
    if isinstance(parts, str):
        return x
    make, args, *rest = parts
    state, items, pairs = (rest + [None, None, None])[:3]
    made = make(*map(change, args))
    if memo is not None:
        memo[id(x)] = made
    if state is not None:
        _set_state(made, change(state))
    if items is not None:
        for item in items:
            made.append(change(item))
    if pairs is not None:
        for key, value in pairs:
            made[change(key)] = change(value)
    return made


def _set_state(made, state):
    """Attributes, and a dictionary of slots beside them if there are any."""
    if hasattr(made, "__setstate__"):
        made.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        made.__dict__.update(state)
    if slots is not None:
        for name, value in slots.items():
            setattr(made, name, value)


# Deep copies of built-in types


def _deep_list(x, memo):
    made = memo[id(x)] = []
    for item in x:
        made.append(deepcopy(item, memo))
    return made


def _deep_dict(x, memo):
    made = memo[id(x)] = {}
    for key, value in x.items():
        made[deepcopy(key, memo)] = deepcopy(value, memo)
    return made


def _deep_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    # A tuple that contains itself, through something else, is there by now.
    made = memo.get(id(x))
    if made is not None:
        return made
    for old, new in zip(x, items):
        if old is not new:
            return tuple(items)
    return x


def _deep_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


def _deep_slice(x, memo):
    return slice(deepcopy(x.start, memo), deepcopy(x.stop, memo), deepcopy(x.step, memo))


def _deep_set(x, memo):
    return type(x)([deepcopy(item, memo) for item in x])


def _deep_range(x, memo):
    return range(x.start, x.stop, x.step)


_deepcopy_dispatch = {
    list: _deep_list, dict: _deep_dict, tuple: _deep_tuple, types.MethodType: _deep_method,
    slice: _deep_slice, set: _deep_set, frozenset: _deep_set, range: _deep_range,
}
