"""Containers beyond the built-in ones.

deque is host code; everything else is written here, over dict and tuple.
"""

__all__ = ["deque", "defaultdict", "namedtuple", "UserDict", "UserList", "UserString", "Counter",
           "OrderedDict", "ChainMap"]

import _collections_abc
import sys as _sys
from __pypy__ import dict_popitem_first, move_to_end as _move_to_end, reversed_dict
from _collections import deque
from heapq import nlargest as _nlargest
from keyword import iskeyword as _iskeyword
from operator import add as _add, itemgetter as _itemgetter, sub as _sub

_collections_abc.MutableSequence.register(deque)


def _recursive_repr(fillvalue="..."):
    """Decorates a `__repr__` that may come upon the same object again."""
    def decorate(show):
        shown = set()

        def wrapper(self):
            mark = id(self)
            if mark in shown:
                return fillvalue
            shown.add(mark)
            try:
                return show(self)
            finally:
                shown.remove(mark)

        wrapper.__name__, wrapper.__qualname__ = show.__name__, show.__qualname__
        return wrapper
    return decorate


# Dictionaries


class defaultdict(dict):
    # A dict that makes missing values with default_factory. It has no docstring on PyPy, either.

    __slots__ = ["default_factory"]

    def __init__(self, *args, **kwds):
        factory = args[0] if args else None
        if not (factory is None or callable(factory)):
            raise TypeError("first argument must be callable")
        self.default_factory = factory
        super().__init__(*args[1:], **kwds)

    def __missing__(self, key):
        make = self.default_factory
        if make is None:
            raise KeyError(key)
        self[key] = value = make()
        return value

    @_recursive_repr()
    def _factory_text(self):
        return repr(self.default_factory)

    def __repr__(self):
        return "%s(%s, %s)" % (type(self).__name__, self._factory_text(), dict.__repr__(self))

    def _with_factory(self, first, second=()):
        """A new one of the same kind, with the items of two mappings."""
        made = type(self)(self.default_factory, first)
        made.update(second)
        return made

    def copy(self):
        return type(self)(self.default_factory, self)

    __copy__ = copy

    def __or__(self, other):
        return self._with_factory(self, other) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other):
        return self._with_factory(other, self) if isinstance(other, dict) else NotImplemented

    def __reduce__(self):
        return type(self), (self.default_factory,), None, None, iter(self.items())


class _OrderedView:
    """What the views of an OrderedDict have besides: a representation, and a way back."""

    def __reversed__(self):
        mapping = self._mapping
        for key in reversed(mapping):
            yield self._shown(key, mapping)

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, list(self))


class _OrderedDictKeysView(_OrderedView, _collections_abc.KeysView):
    def __iter__(self):
        return iter(dict.keys(self._mapping))

    def _shown(self, key, mapping):
        return key


class _OrderedDictItemsView(_OrderedView, _collections_abc.ItemsView):
    def __iter__(self):
        return iter(dict.items(self._mapping))

    def _shown(self, key, mapping):
        return key, mapping[key]


class _OrderedDictValuesView(_OrderedView, _collections_abc.ValuesView):
    def __iter__(self):
        return iter(dict.values(self._mapping))

    def _shown(self, key, mapping):
        return mapping[key]


def _pairs(source):
    """The pairs that a mapping holds, or an iterable gives."""
    if hasattr(source, "keys"):
        return [(key, source[key]) for key in source.keys()]
    return source.items() if hasattr(source, "items") else source


class OrderedDict(dict):
    """A dict that compares, prints and rearranges by order."""

    def __init__(self, /, *args, **kwds):
        if len(args) > 1:
            raise TypeError("expected at most 1 arguments, got %d" % len(args))
        self.__update(*args, **kwds)

    def update(self, /, *args, **kwds):
        if len(args) > 1:
            raise TypeError("update expected at most 1 arguments, got %d" % len(args))
        for source in (*args, kwds):
            for key, value in _pairs(source):
                self[key] = value

    __update = update

    def popitem(self, last=True):
        """Removes and gives the last pair, or the first one."""
        if last:
            return dict.popitem(self)
        if not self:
            raise KeyError("dictionary is empty")
        return dict_popitem_first(self)

    def move_to_end(self, key, last=True):
        """Moves an existing key to the end, or to the beginning."""
        return _move_to_end(self, key, last)

    def keys(self):
        return _OrderedDictKeysView(self)

    def items(self):
        return _OrderedDictItemsView(self)

    def values(self):
        return _OrderedDictValuesView(self)

    def __reversed__(self):
        return reversed_dict(self)

    @_recursive_repr()
    def __repr__(self):
        name = type(self).__name__
        return "%s(%r)" % (name, list(self.items())) if self else name + "()"

    def copy(self):
        return self.__class__(self)

    __copy__ = copy

    def __reduce__(self):
        attributes = dict(vars(self)) if hasattr(self, "__dict__") else None
        return self.__class__, (), attributes or None, None, iter(self.items())

    __hash__ = None

    def __eq__(self, other):
        same = dict.__eq__(self, other)
        if same is True and isinstance(other, OrderedDict):
            return list(self) == list(other)
        return same

    def __ne__(self, other):
        same = self.__eq__(other)
        return same if same is NotImplemented else not same

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        made = self.__class__(self)
        made.update(other)
        return made

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        made = self.__class__(other)
        made.update(self)
        return made

    def __ior__(self, other):
        self.update(other)
        return self


# Tuples with names


def _checked_names(typename, names, rename):
    """The names of the fields, if they and the type's can be used."""
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    checked = []
    for index, name in enumerate([str(name) for name in names]):
        if rename and (not name.isidentifier() or _iskeyword(name) or name[0] == "_"
                       or name in checked):
            name = "_%d" % index
        checked.append(name)
    for name in [typename, *checked]:
        if not name.isidentifier():
            raise ValueError(
                "Type names and field names must be valid identifiers: %r" % name)
        if _iskeyword(name):
            raise ValueError("Type names and field names cannot be a keyword: %r" % name)
    for index, name in enumerate(checked):
        if name[0] == "_" and not rename:
            raise ValueError("Field names cannot start with an underscore: %r" % name)
        if name in checked[:index]:
            raise ValueError("Encountered duplicate field name: %r" % name)
    return tuple(checked)


# These methods do for all types; each type gets its own functions of their code, with a `%s` in the
# docstring filled in.


def _make(cls, iterable):
    "Make a new %s object from a sequence or iterable"
    made = tuple.__new__(cls, iterable)
    if len(made) != len(cls._fields):
        raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
    return made


def _replace(self, /, **kwds):
    "Return a new %s object replacing specified fields with new values"
    made = self._make([kwds.pop(name, value) for name, value in zip(self._fields, self)])
    if kwds:
        raise ValueError(f"Got unexpected field names: {list(kwds)!r}")
    return made


def _asdict(self):
    "Return a new dict which maps field names to their values."
    return dict(zip(self._fields, self))


def __getnewargs__(self):
    "Return self as a plain tuple.  Used by copy and pickle."
    return tuple(self)


def _named_methods(typename, names, defaults):
    """The methods of a type, those that name the fields from a text of their own."""
    optional = len(names) - len(defaults)
    parameters = ["%s=given[%d]" % (name, index - optional) if index >= optional else name
                  for index, name in enumerate(names)]
    text = (
        "def __new__(_cls, %s): return new(_cls, (%s))\n"
        "def __repr__(self):\n"
        "    'Return a nicely formatted representation string'\n"
        "    return self.__class__.__name__ + '(%s)' %% self\n"
    ) % (", ".join(parameters), "".join([name + ", " for name in names]),
         ", ".join([name + "=%r" for name in names]))
    space = {"new": tuple.__new__, "given": defaults, "__name__": "namedtuple_" + typename}
    exec(text, space)
    methods = [space["__new__"]]
    for shared in (_make, _replace, space["__repr__"], _asdict, __getnewargs__):
        own = type(shared)(shared.__code__, shared.__globals__, shared.__name__)
        own.__doc__ = shared.__doc__.replace("%s", typename)
        methods.append(own)
    methods[0].__doc__ = "Create new instance of %s(%s)" % (typename, ", ".join(names))
    for method in methods:
        method.__qualname__ = "%s.%s" % (typename, method.__name__)
    return {method.__name__: method for method in methods}


def _caller_module():
    """The name of the module that calls the caller of this."""
    try:
        return _sys._getframe(2).f_globals.get("__name__", "__main__")
    except ValueError:
        return None


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """A subclass of tuple whose items have names."""
    typename = str(typename)
    names = _checked_names(typename, field_names, rename)
    defaults = tuple(defaults or ())
    if len(defaults) > len(names):
        raise TypeError("Got more default values than field names")
    space = {
        "__doc__": "%s(%s)" % (typename, ", ".join(names)),
        "__slots__": (),
        "_fields": names,
        "_field_defaults": dict(zip(names[len(names) - len(defaults):], defaults)),
        **_named_methods(typename, names, defaults),
    }
    space["_make"] = classmethod(space["_make"])
    for index, name in enumerate(names):
        space[name] = property(_itemgetter(index), doc="Alias for field number %d" % index)
    if module is None:
        module = _caller_module()
    if module is not None:
        space["__module__"] = module
    return type(typename, (tuple,), space)


# Counts


def _count_elements(mapping, iterable):
    """Counts the elements of an iterable in a mapping."""
    get = mapping.get
    for elem in iterable:
        mapping[elem] = get(elem, 0) + 1


def _larger(mine, theirs):
    return theirs if mine < theirs else mine


def _smaller(mine, theirs):
    return mine if mine < theirs else theirs


class Counter(dict):
    """A dict from elements to how many of them there are."""

    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def __delitem__(self, elem):
        if elem in self:
            super().__delitem__(elem)

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError(
            "Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def update(self, iterable=None, /, **kwds):
        """Adds the counts of a mapping, or the elements of an iterable."""
        if isinstance(iterable, _collections_abc.Mapping):
            if self:
                get = self.get
                for elem, count in iterable.items():
                    self[elem] = count + get(elem, 0)
            else:
                super().update(iterable)
        elif iterable is not None:
            _count_elements(self, iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        """As update, but takes away; counts may become negative."""
        get = self.get
        if isinstance(iterable, _collections_abc.Mapping):
            for elem, count in iterable.items():
                self[elem] = get(elem, 0) - count
        elif iterable is not None:
            for elem in iterable:
                self[elem] = get(elem, 0) - 1
        if kwds:
            self.subtract(kwds)

    def most_common(self, n=None):
        """Elements with counts, the largest first: all, or n of them."""
        if n is None:
            return sorted(self.items(), key=_itemgetter(1), reverse=True)
        return _nlargest(n, self.items(), key=_itemgetter(1))

    def elements(self):
        """Each element as often as it counts."""
        from itertools import chain, repeat, starmap
        return chain.from_iterable(starmap(repeat, self.items()))

    def copy(self):
        return self.__class__(self)

    def __reduce__(self):
        return self.__class__, (dict(self),)

    def __repr__(self):
        if not self:
            return self.__class__.__name__ + "()"
        try:
            items = self.most_common()
        except TypeError:
            # The counts have no order.
            items = self.items()
        return "%s(%r)" % (self.__class__.__name__, dict(items))

    # Two counters: of what an operation gives for each element, that which is positive stays.

    def _combined(self, other, operation):
        if not isinstance(other, Counter):
            return NotImplemented
        made = Counter()
        theirs = other.get
        for elem, count in self.items():
            count = operation(count, theirs(elem, 0))
            if count > 0:
                made[elem] = count
        if operation is not _smaller:
            for elem, count in other.items():
                if elem not in self:
                    count = operation(0, count)
                    if count > 0:
                        made[elem] = count
        return made

    def __add__(self, other):
        return self._combined(other, _add)

    def __sub__(self, other):
        return self._combined(other, _sub)

    def __or__(self, other):
        return self._combined(other, _larger)

    def __and__(self, other):
        return self._combined(other, _smaller)

    def __pos__(self):
        return Counter({elem: count for elem, count in self.items() if count > 0})

    def __neg__(self):
        return Counter({elem: 0 - count for elem, count in self.items() if count < 0})

    def _combine(self, items, operation):
        """The same in place, for the elements of the items."""
        for elem, theirs in items:
            self[elem] = operation(self[elem], theirs)
        for elem in [elem for elem, count in self.items() if not count > 0]:
            del self[elem]
        return self

    def __iadd__(self, other):
        return self._combine(other.items(), _add)

    def __isub__(self, other):
        return self._combine(other.items(), _sub)

    def __ior__(self, other):
        return self._combine(other.items(), _larger)

    def __iand__(self, other):
        return self._combine([(elem, other[elem]) for elem in self], _smaller)


# Mappings in a row


class ChainMap(_collections_abc.MutableMapping):
    """Several mappings seen as one; changes go to the first."""

    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    # Reading

    def __getitem__(self, key):
        for mapping in self.maps:
            try:
                return mapping[key]
            except KeyError:
                pass
        return self.__missing__(key)

    def __missing__(self, key):
        raise KeyError(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __contains__(self, key):
        return any([key in mapping for mapping in self.maps])

    def __bool__(self):
        return any(self.maps)

    def __iter__(self):
        # The last mapping's keys come first.
        return iter(dict.fromkeys([key for mapping in reversed(self.maps) for key in mapping]))

    def __len__(self):
        return len({key for mapping in self.maps for key in mapping})

    @_recursive_repr()
    def __repr__(self):
        return "%s(%s)" % (type(self).__name__, ", ".join(map(repr, self.maps)))

    # Writing

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        try:
            del self.maps[0][key]
        except KeyError:
            raise KeyError("Key not found in the first mapping: %r" % (key,))

    def pop(self, key, *args):
        try:
            return self.maps[0].pop(key, *args)
        except KeyError:
            raise KeyError("Key not found in the first mapping: %r" % (key,))

    def popitem(self):
        try:
            return self.maps[0].popitem()
        except KeyError:
            raise KeyError("No keys found in the first mapping.")

    def clear(self):
        self.maps[0].clear()

    def __ior__(self, other):
        self.maps[0].update(other)
        return self

    # Other chains

    @classmethod
    def fromkeys(cls, iterable, *args):
        return cls(dict.fromkeys(iterable, *args))

    def new_child(self, m=None):
        """A chain with one more mapping in front."""
        return type(self)({} if m is None else m, *self.maps)

    @property
    def parents(self):
        """A chain without the first mapping."""
        return type(self)(*self.maps[1:])

    def copy(self):
        """A chain with a copy of the first mapping and the same others."""
        return type(self)(self.maps[0].copy(), *self.maps[1:])

    __copy__ = copy

    def __or__(self, other):
        if not isinstance(other, _collections_abc.Mapping):
            return NotImplemented
        made = self.copy()
        made.maps[0].update(other)
        return made

    def __ror__(self, other):
        if not isinstance(other, _collections_abc.Mapping):
            return NotImplemented
        made = dict(other)
        for mapping in reversed(self.maps):
            made.update(mapping)
        return type(self)(made)


# Classes to inherit from that hold a plain value in `data`.
from _collections_user import UserDict, UserList, UserString


def __getattr__(name):
    """The abstract classes, which older programs look for here."""
    if name not in _collections_abc.__all__:
        raise AttributeError("module %r has no attribute %r" % (__name__, name))
    import warnings
    warnings.warn("Using or importing the ABCs from 'collections' instead of from "
                  "'collections.abc' is deprecated since Python 3.3, and in 3.10 it will stop "
                  "working", DeprecationWarning, 2)
    found = globals()[name] = getattr(_collections_abc, name)
    return found
