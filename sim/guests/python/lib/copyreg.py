"""How objects are taken apart and made again, for copy (and pickle).

dispatch_table maps classes to functions that reduce their instances; the
functions that begin with an underscore serve object.__reduce_ex__.
"""

__all__ = ["pickle", "constructor", "add_extension", "remove_extension", "clear_extension_cache"]

dispatch_table = {}
_extension_registry = {}
_inverted_registry = {}
_extension_cache = {}

_HEAPTYPE = 1 << 9


def pickle(ob_type, pickle_function, constructor_ob=None):
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    if not callable(object):
        raise TypeError("constructors must be callable")


def pickle_complex(c):
    return type(c), (c.real, c.imag)


pickle(type(1j), pickle_complex)


def _reconstructor(cls, base, state):
    if base is object:
        return object.__new__(cls)
    made = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(made, state)
    return made


def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _cannot_pickle(cls, proto):
    return TypeError(
        f"cannot pickle '{cls.__name__}' object: a class that defines __slots__ without "
        f"defining __getstate__ cannot be pickled with protocol {proto}"
    )


def _reduce_ex(self, proto):
    cls = self.__class__
    for base in cls.__mro__:
        if not base.__flags__ & _HEAPTYPE:
            break
    else:
        base = object
    if base is object:
        state = None
    elif base is cls:
        raise TypeError(f"cannot pickle '{cls.__name__}' object")
    else:
        state = base(self)
    args = (cls, base, state)
    if hasattr(self, "__getstate__"):
        members = self.__getstate__()
    else:
        if getattr(self, "__slots__", None):
            raise _cannot_pickle(cls, proto)
        members = getattr(self, "__dict__", None)
    if members:
        return _reconstructor, args, members
    return _reconstructor, args


def _slotnames(cls):
    names = cls.__dict__.get("__slotnames__")
    if names is not None:
        return names
    names = []
    for base in cls.__mro__:
        slots = base.__dict__.get("__slots__", ())
        if isinstance(slots, str):
            slots = (slots,)
        for name in slots:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                stripped = base.__name__.lstrip("_")
                name = f"_{stripped}{name}" if stripped else name
            names.append(name)
    try:
        cls.__slotnames__ = names
    except Exception:
        pass
    return names


def _state_of(self, cls):
    getstate = getattr(self, "__getstate__", None)
    if getstate is not None:
        return getstate()
    state = getattr(self, "__dict__", None) or None
    slots = {}
    for name in _slotnames(cls):
        try:
            slots[name] = getattr(self, name)
        except AttributeError:
            pass
    return (state, slots) if slots else state


def _reduce_2(self, proto):
    cls = self.__class__
    state = _state_of(self, cls)
    listitems = iter(self) if isinstance(self, list) else None
    dictitems = iter(self.items()) if isinstance(self, dict) else None
    if hasattr(cls, "__getnewargs_ex__"):
        args, kwargs = self.__getnewargs_ex__()
        return __newobj_ex__, (cls, args, kwargs), state, listitems, dictitems
    args = ()
    if hasattr(cls, "__getnewargs__"):
        args = self.__getnewargs__()
        if not isinstance(args, tuple):
            raise TypeError(
                f"__getnewargs__ should return a tuple, not '{type(args).__name__}'"
            )
    return __newobj__, (cls, *args), state, listitems, dictitems


def add_extension(module, name, code):
    code = int(code)
    if not 1 <= code <= 0x7FFFFFFF:
        raise ValueError("code out of range")
    key = (module, name)
    if _extension_registry.get(key) == code and _inverted_registry.get(code) == key:
        return
    if key in _extension_registry:
        raise ValueError(f"key {key} is already registered with code {_extension_registry[key]}")
    if code in _inverted_registry:
        raise ValueError(f"code {code} is already in use for key {_inverted_registry[code]}")
    _extension_registry[key] = code
    _inverted_registry[code] = key


def remove_extension(module, name, code):
    key = (module, name)
    if _extension_registry.get(key) != code or _inverted_registry.get(code) != key:
        raise ValueError(f"key {key} is not registered with code {code}")
    del _extension_registry[key]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    _extension_cache.clear()
