"""Mock objects: they accept any use and remember it.

What a mock knows of itself is in one `_State`, apart from the attributes that a test gives it. Each
mock has a class of its own, so that special methods can be set on single mocks. The special methods
of MagicMock are descriptors that make a child when they are first needed.

Counterpart: lib-python/3/unittest/mock.py.
"""

import functools
import sys

__all__ = (
    "Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec",
    "AsyncMock", "FILTER_DIR", "NonCallableMock", "NonCallableMagicMock", "mock_open",
    "PropertyMock", "seal",
)

# Whether dir() of a mock shows only what is useful in a test.
FILTER_DIR = True

_DELETED = object()
_NOTHING = object()


class InvalidSpecError(Exception):
    """A mock cannot be used as a spec."""


# Values with names


class _SentinelObject:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "sentinel.%s" % self.name

    def __reduce__(self):
        return "sentinel.%s" % self.name

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class _Sentinel:
    """Gives a value of its own for each name."""

    def __init__(self):
        self._sentinels = {}

    def __getattr__(self, name):
        if name == "__bases__":
            raise AttributeError
        return self._sentinels.setdefault(name, _SentinelObject(name))


sentinel = _Sentinel()
DEFAULT = sentinel.DEFAULT


class _ANY:
    """Is equal to everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _ANY()


# Calls


def _call_text(name, args, kwargs):
    shown = [repr(arg) for arg in args] + ["%s=%r" % item for item in kwargs.items()]
    return "%s(%s)" % (name, ", ".join(shown))


class _Call(tuple):
    """A call as a tuple of the name, the arguments and the keywords, or of the last two.

    `call`, from which programs make others, has no tuple's content of its own: `_mock_from_kall`
    is true of those that are made by calling it or its attributes.
    """

    def __new__(cls, value=(), name="", parent=None, two=False, from_kall=True):
        args, kwargs = (), {}
        if value:
            # Any part may be missing; their types tell which they are.
            for part in value:
                if isinstance(part, str):
                    name = part
                elif isinstance(part, tuple):
                    args = part
                else:
                    kwargs = part
        return tuple.__new__(cls, (args, kwargs) if two else (name, args, kwargs))

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    def _parts(self):
        return self if len(self) == 3 else ("", *self)

    @property
    def args(self):
        return self._parts()[1]

    @property
    def kwargs(self):
        return self._parts()[2]

    def __eq__(self, other):
        try:
            if len(other) > 3:
                return False
        except TypeError:
            return NotImplemented
        if isinstance(other, _Call):
            parents = self._mock_parent, other._mock_parent
            if None not in parents and parents[0] != parents[1]:
                return False
        elif not all([isinstance(part, (str, tuple, dict)) for part in other]):
            return False
        else:
            other = _Call(other)
        name, args, kwargs = self._parts()
        their_name, their_args, their_kwargs = other._parts()
        # The other's come first, for ANY is there.
        return (their_args, their_kwargs) == (args, kwargs) and name == their_name

    __ne__ = object.__ne__
    __hash__ = None

    def __call__(self, *args, **kwargs):
        if self._mock_name is None:
            return _Call(("", args, kwargs), name="()")
        return _Call((self._mock_name, args, kwargs), name=self._mock_name + "()", parent=self)

    def __getattr__(self, attr):
        name = attr if self._mock_name is None else "%s.%s" % (self._mock_name, attr)
        return _Call(name=name, parent=self, from_kall=False)

    def __getattribute__(self, attr):
        if attr in tuple.__dict__:
            # Not the methods of tuples: names that a mocked object may have.
            return self.__getattr__(attr)
        return tuple.__getattribute__(self, attr)

    def call_list(self):
        """The calls in a chain of calls."""
        calls, one = [], self
        while one is not None:
            if one._mock_from_kall:
                calls.append(one)
            one = one._mock_parent
        return _CallList(reversed(calls))

    def __repr__(self):
        if not self._mock_from_kall:
            name = self._mock_name or "call"
            return "call" + name if name.startswith("()") else name
        name, args, kwargs = self._parts()
        if not name:
            name = "call"
        elif name.startswith("()"):
            name = "call" + name
        else:
            name = "call." + name
        return _call_text(name, args, kwargs)


call = _Call(from_kall=False)


class _CallList(list):
    """A list of calls, which may contain a row of others."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        size = len(value)
        return any([self[start:start + size] == value
                    for start in range(len(self) - size + 1)])

    def __repr__(self):
        import pprint
        return pprint.pformat(list(self))


# Specs


def _is_instance_mock(obj):
    return issubclass(type(obj), NonCallableMock)


def _is_exception(obj):
    return isinstance(obj, BaseException) or (
        isinstance(obj, type) and issubclass(obj, BaseException))


def _is_async_function(obj):
    code = getattr(obj, "__code__", None)
    return code is not None and hasattr(code, "co_flags") and bool(code.co_flags & 0x80)


def _signature(spec, skip_first=False):
    """The signature of a callable, or None when it cannot be told."""
    import inspect
    if isinstance(spec, type):
        spec, skip_first = spec.__init__, True
    try:
        found = inspect.signature(spec)
    except (ValueError, TypeError):
        return None
    if skip_first:
        found = found.replace(parameters=list(found.parameters.values())[1:])
    return found


def _call_signature(spec, as_instance=False):
    """The signature of calls of a spec; of an instance of it if it is a class and shall be one."""
    if isinstance(spec, type) and as_instance:
        spec = getattr(spec, "__call__", None) if hasattr(spec, "__call__") else None
        return None if spec is None else _signature(spec, True)
    if not callable(spec):
        return None
    return _signature(spec)


class _State:
    """What a mock knows of itself."""

    def __init__(self, spec, wraps, name, spec_set, parent, new_name, new_parent, unsafe):
        self.name = name
        self.new_name = new_name or ("" if name is None else name)
        self.parent = parent
        self.new_parent = parent if new_parent is None else new_parent
        self.wraps = wraps
        self.unsafe = unsafe
        self.sealed = False
        self.children = {}
        self.set_spec(spec_set if spec is None else spec, spec_set is not None)
        self.clear()

    def set_spec(self, spec, strict, as_instance=False, recorded=None):
        self.strict = strict and spec is not None
        self.names = None
        self.spec_class = None
        self.signature = None
        self.asyncs = ()
        if spec is None:
            return
        if _is_instance_mock(spec):
            raise InvalidSpecError("Cannot spec a Mock object. [object=%r]" % (spec,))
        if isinstance(spec, (list, tuple)):
            self.names = list(spec)
            return
        self.names = dir(spec)
        self.spec_class = spec if isinstance(spec, type) else type(spec)
        # Computed when the first call is compared.
        self.signature = lambda: _call_signature(spec, as_instance)
        self.asyncs = [name for name in self.names
                       if _is_async_function(getattr(spec, name, None))]

    def clear(self):
        self.called = False
        self.call_count = 0
        self.call_args = None
        self.call_args_list = _CallList()
        self.mock_calls = _CallList()
        self.method_calls = _CallList()

    def get_signature(self):
        if callable(self.signature):
            self.signature = self.signature()
        return self.signature


# Names that the state of a mock answers to; a mocked function has them as attributes of its own.
_STATISTICS = ("called", "call_count", "call_args", "call_args_list", "mock_calls")


def _statistic(name):
    def read(self):
        return getattr(self._mock_holder, name)

    def write(self, value):
        setattr(self._mock_holder, name, value)

    return property(read, write)


class NonCallableMock:
    """A mock that cannot be called."""

    def __new__(cls, *args, **kw):
        spec = args[0] if args else kw.get("spec_set") or kw.get("spec")
        bases = cls,
        if spec is not None and not issubclass(cls, AsyncMockMixin) and _is_async_function(spec):
            bases = AsyncMockMixin, cls
        body = {"__doc__": cls.__doc__, **cls._special_methods(cls, spec)}
        return object.__new__(type(cls.__name__, bases, body))

    def _special_methods(cls, spec):
        return {}

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None,
                 _spec_state=None, _new_name="", _new_parent=None, _spec_as_instance=False,
                 _eat_self=None, unsafe=False, **kwargs):
        state = _State(spec, wraps, name, spec_set, parent, _new_name, _new_parent, unsafe)
        attributes = self.__dict__
        attributes["_mock_state"] = attributes["_mock_holder"] = state
        state.return_value = DEFAULT
        state.side_effect = None
        if kwargs:
            self.configure_mock(**kwargs)

    called, call_count, call_args, call_args_list, mock_calls = map(_statistic, _STATISTICS)
    method_calls = property(lambda self: self._mock_state.method_calls,
                            lambda self, value: setattr(self._mock_state, "method_calls", value))

    @property
    def return_value(self):
        """What a call returns: another mock, until it is set."""
        holder = self._mock_holder
        if holder.return_value is DEFAULT:
            self.return_value = self._get_child_mock(_new_parent=self, _new_name="()")
        return holder.return_value

    @return_value.setter
    def return_value(self, value):
        self._mock_holder.return_value = value
        _adopt(self, value, None, "()")

    @property
    def side_effect(self):
        """An exception to raise, a function to call, or what calls return in turn."""
        holder = self._mock_holder
        effect = holder.side_effect
        if effect is not None and not callable(effect) and not _is_exception(effect):
            if not hasattr(effect, "__next__"):
                holder.side_effect = iter(effect)
        return holder.side_effect

    @side_effect.setter
    def side_effect(self, value):
        self._mock_holder.side_effect = value
        self.side_effect

    @property
    def __class__(self):
        return self._mock_state.spec_class or type(self)

    @__class__.setter
    def __class__(self, value):
        self._mock_state.spec_class = value

    def mock_add_spec(self, spec, spec_set=False):
        """Allows only the attributes of an object from now on."""
        self._mock_state.set_spec(spec, spec_set)

    def attach_mock(self, mock, attribute):
        """Makes a mock an attribute and a child of this one."""
        mock = _mock_of(mock)
        state = mock._mock_state
        state.parent = state.new_parent = state.name = None
        state.new_name = ""
        setattr(self, attribute, mock)

    def configure_mock(self, **kwargs):
        """Sets attributes, of children too by dotted names."""
        for name, value in sorted(kwargs.items(), key=lambda item: item[0].count(".")):
            *path, last = name.split(".")
            obj = self
            for part in path:
                obj = getattr(obj, part)
            setattr(obj, last, value)

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        """Forgets all calls, of the children too."""
        visited = [] if visited is None else visited
        if id(self) in visited:
            return
        visited.append(id(self))
        holder, state = self._mock_holder, self._mock_state
        state.clear()
        if holder is not state:
            for name in _STATISTICS:
                setattr(holder, name, getattr(state, name))
        if return_value:
            holder.return_value = DEFAULT
        if side_effect:
            holder.side_effect = None
        for child in [*state.children.values(), holder.return_value]:
            if child is not self and _is_instance_mock(child):
                child.reset_mock(visited, return_value=return_value, side_effect=side_effect)

    def _get_child_mock(self, **kw):
        """A mock for an attribute or the return value; subclasses may make another."""
        state = self._mock_state
        if state.sealed:
            name = ".%s" % kw["name"] if "name" in kw else "()"
            raise AttributeError(self._extract_mock_name() + name)
        return _class_of_child(type(self), state, kw.get("_new_name"))(**kw)

    # Attributes

    def __getattr__(self, name):
        if name in ("_mock_state", "_mock_holder"):
            raise AttributeError(name)
        state = self._mock_state
        if state.names is not None:
            if name not in state.names or name in _SPECIAL:
                raise AttributeError("Mock object has no attribute %r" % name)
        elif _is_special(name):
            raise AttributeError(name)
        if not state.unsafe and name.startswith(("assert", "assret")):
            raise AttributeError("Attributes cannot start with 'assert' or 'assret'")
        child = state.children.get(name, _NOTHING)
        if child is _DELETED:
            raise AttributeError(name)
        if isinstance(child, _LazySpec):
            child = state.children[name] = child.make()
        if child is _NOTHING:
            wraps = None if state.wraps is None else getattr(state.wraps, name)
            child = self._get_child_mock(
                parent=self, name=name, wraps=wraps, _new_name=name, _new_parent=self)
            state.children[name] = child
        return child

    def __setattr__(self, name, value):
        if isinstance(getattr(NonCallableMock, name, None), property):
            object.__setattr__(self, name, value)
            return
        state = self._mock_state
        known = state.names is None or name in state.names
        if state.strict and not known and name not in self.__dict__:
            raise AttributeError("Mock object has no attribute '%s'" % name)
        if name in _UNSUPPORTED:
            raise AttributeError("Attempting to set unsupported magic method %r." % name)
        if name in _SPECIAL:
            if not known:
                raise AttributeError("Mock object has no attribute '%s'" % name)
            self._set_special(name, value)
            return
        if _adopt(self, value, name, name):
            state.children[name] = value
        if state.sealed and not hasattr(self, name):
            raise AttributeError("Cannot set %s.%s" % (self._extract_mock_name(), name))
        object.__setattr__(self, name, value)

    def _set_special(self, name, value):
        """Sets a special method, which Python looks for in the class."""
        if _is_instance_mock(value):
            _adopt(self, value, None, name)
            setattr(type(self), name, value)
            self._mock_state.children[name] = value
            return

        def method(self, /, *args, **kw):
            return value(self, *args, **kw)

        method.__name__ = name
        setattr(type(self), name, method)
        self._mock_state.children[name] = lambda *args, **kw: value(self, *args, **kw)

    def __delattr__(self, name):
        children = self._mock_state.children
        if name in _SPECIAL and name in type(self).__dict__:
            delattr(type(self), name)
            if name not in self.__dict__:
                children.pop(name, None)
                return
        if name in self.__dict__:
            object.__delattr__(self, name)
        elif children.get(name) is _DELETED:
            raise AttributeError(name)
        children[name] = _DELETED

    def __dir__(self):
        state = self._mock_state
        own = list(self.__dict__)
        if not FILTER_DIR:
            return object.__dir__(self)
        names = set(state.names or ())
        names.update([name for name in dir(type(self)) if not name.startswith("_")])
        names.update([name for name in own if not name.startswith("_mock_")])
        names.update([name for name, child in state.children.items() if child is not _DELETED])
        return sorted([name for name in names if state.children.get(name) is not _DELETED])

    # Names

    def _extract_mock_name(self):
        """The path from the first mock to this one."""
        state = self._mock_state
        path = state.new_name
        one = state.new_parent
        while one is not None:
            above = one._mock_state
            dot = "" if path.startswith("()") else "."
            path = (above.new_name or above.name or "mock") + dot + path
            one = above.new_parent
        return path or state.name or "mock"

    def _shown_name(self):
        return self._mock_state.name or "mock"

    def __repr__(self):
        state = self._mock_state
        name = self._extract_mock_name()
        named = "" if name in ("mock", "mock.") else " name=%r" % name
        spec = ""
        if state.spec_class is not None:
            spec = " %s=%r" % ("spec_set" if state.strict else "spec", state.spec_class.__name__)
        return "<%s%s%s id='%s'>" % (type(self).__name__, named, spec, id(self))

    # Assertions

    def _normalized(self, one):
        """A call with its arguments sorted by the signature; the exception if they do not fit."""
        name, args, kwargs = one if len(one) == 3 else ("", *one)
        signature = self._mock_state.get_signature()
        if len(one) == 3 and name:
            signature = self._signature_of_child(name)
        if signature is None:
            return one
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            return error.with_traceback(None)
        return _Call((name, bound.args, bound.kwargs))

    def _signature_of_child(self, path):
        one = self
        for name in path.replace("()", "").split("."):
            one = one._mock_state.children.get(name) if one is not None and name else one
            if not _is_instance_mock(one):
                one = _mock_of(one) if hasattr(one, "mock") else None
                if not _is_instance_mock(one):
                    return None
        return one._mock_state.get_signature()

    def _complain(self, text, cause=None):
        raise AssertionError(text) from cause

    def _calls_text(self, title="Calls"):
        return "\n%s: %r." % (title, self.mock_calls) if self.mock_calls else ""

    def assert_not_called(self):
        """That there was no call."""
        if self.call_count:
            self._complain("Expected '%s' to not have been called. Called %s times.%s" % (
                self._shown_name(), self.call_count, self._calls_text()))

    def assert_called(self):
        """That there was a call."""
        if not self.call_count:
            self._complain("Expected '%s' to have been called." % self._shown_name())

    def assert_called_once(self):
        """That there was one call."""
        if self.call_count != 1:
            self._complain("Expected '%s' to have been called once. Called %s times.%s" % (
                self._shown_name(), self.call_count, self._calls_text()))

    def assert_called_with(self, /, *args, **kwargs):
        """That the last call had these arguments."""
        self._check_last(self.call_args, "call", args, kwargs)

    def _check_last(self, last, what, args, kwargs):
        wanted = _call_text(self._shown_name(), args, kwargs)
        if last is None:
            self._complain("expected %s not found.\nExpected: %s\nActual: not %sed." % (
                what, wanted, what))
        expected = self._normalized(_Call((args, kwargs), two=True))
        if self._normalized(last) != expected:
            actual = _call_text(self._shown_name(), last.args, last.kwargs)
            self._complain("expected %s not found.\nExpected: %s\nActual: %s" % (
                what, wanted, actual), expected if isinstance(expected, Exception) else None)

    def assert_called_once_with(self, /, *args, **kwargs):
        """That there was one call, with these arguments."""
        if self.call_count != 1:
            self._complain("Expected '%s' to be called once. Called %s times.%s" % (
                self._shown_name(), self.call_count, self._calls_text()))
        self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args, **kwargs):
        """That some call had these arguments."""
        self._check_any(self.call_args_list, "call", args, kwargs)

    def _check_any(self, calls, what, args, kwargs):
        expected = self._normalized(_Call((args, kwargs), two=True))
        if isinstance(expected, Exception) or not any(
                [self._normalized(one) == expected for one in calls]):
            self._complain("%s %s not found" % (
                _call_text(self._shown_name(), args, kwargs), what),
                expected if isinstance(expected, Exception) else None)

    def assert_has_calls(self, calls, any_order=False):
        """That there were these calls in a row, or in any order."""
        self._check_row(self.mock_calls, "Calls", calls, any_order)

    def _check_row(self, made, what, calls, any_order):
        expected = [self._normalized(one) for one in calls]
        errors = [one if isinstance(one, Exception) else None for one in expected]
        cause = next((error for error in errors if error), None)
        actual = [self._normalized(one) for one in made]
        if not any_order:
            if expected not in _CallList(actual):
                problem = "%s not found." % what
                if cause is not None:
                    problem = "Error processing expected %s.\nErrors: %s" % (what.lower(), errors)
                shown = "\nActual: %r" % (made,) if made else ""
                self._complain("%s\nExpected: %r%s" % (problem, _CallList(calls), shown), cause)
            return
        missing = []
        for one in expected:
            if one in actual:
                actual.remove(one)
            else:
                missing.append(one)
        if missing:
            self._complain("%r does not contain all of %r in its call list, found %r instead" % (
                self._shown_name(), tuple(missing), actual), cause)


def _mock_of(value):
    """The mock behind a mocked function; other values as they are."""
    try:
        return value.mock if isinstance(value, _Function) else value
    except Exception:
        return value


_Function = type(_mock_of)


def _adopt(parent, value, name, new_name):
    """Makes a mock without parent and name a child of another; says whether it did."""
    value = _mock_of(value)
    if not _is_instance_mock(value):
        return False
    state = value._mock_state
    if state.name or state.new_name or state.parent is not None or state.new_parent is not None:
        return False
    one = parent
    while one is not None:
        if one is value:
            return False
        one = one._mock_state.new_parent
    if new_name:
        state.new_parent, state.new_name = parent, new_name
    if name:
        state.parent, state.name = parent, name
    return True


def _class_of_child(cls, state, new_name):
    if new_name in state.asyncs:
        return AsyncMock
    if issubclass(cls, MagicMock) and new_name in _ASYNC_SPECIAL:
        return AsyncMock
    if issubclass(cls, AsyncMockMixin):
        plain = new_name in _SPECIAL or state.names is not None and new_name in state.names
        return MagicMock if plain else AsyncMock
    if not issubclass(cls, CallableMixin):
        return MagicMock if issubclass(cls, NonCallableMagicMock) else Mock
    return cls.__mro__[1]


# Calls of mocks


class CallableMixin:
    """What makes mocks callable."""

    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None,
                 spec_set=None, parent=None, _spec_state=None, _new_name="", _new_parent=None,
                 **kwargs):
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state, _new_name, _new_parent,
                         **kwargs)
        if return_value is not DEFAULT:
            self.return_value = return_value
        if side_effect is not None:
            self.side_effect = side_effect

    def __call__(self, /, *args, **kwargs):
        check = self.__dict__.get("_mock_check")
        if check is not None:
            check(*args, **kwargs)
        self._note_call(args, kwargs)
        return self._result_of_call(args, kwargs)

    def _note_call(self, args, kwargs):
        """Notes a call here, and by its path in all mocks above."""
        self.called = True
        self.call_count += 1
        self.call_args = one = _Call((args, kwargs), two=True)
        self.call_args_list.append(one)
        self.mock_calls.append(_Call(("", args, kwargs)))
        state = self._mock_state
        path, method_path = state.new_name, state.name
        is_method = state.parent is not None
        while state.new_parent is not None:
            above = state.new_parent
            state = above._mock_state
            if is_method:
                above.method_calls.append(_Call((method_path, args, kwargs)))
                is_method = state.parent is not None
                if is_method:
                    method_path = "%s.%s" % (state.name, method_path)
            above.mock_calls.append(_Call((path, args, kwargs)))
            if state.new_name:
                path = state.new_name + ("" if path.startswith("()") else ".") + path

    def _result_of_call(self, args, kwargs):
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if callable(effect):
                result = effect(*args, **kwargs)
            else:
                result = next(effect)
                if _is_exception(result):
                    raise result
            if result is not DEFAULT:
                return result
        if self._mock_holder.return_value is DEFAULT and self._mock_state.wraps is not None:
            return self._mock_state.wraps(*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """A mock: each attribute and each result of a call is another one, until it is set.

    spec: an object or a list of names; only its attributes exist. spec_set: the same, and only they
    may be set. side_effect, return_value: see there. wraps: an object that calls are passed on to.
    name: for the representation. Other keywords set attributes.
    """


# Special methods

_OPERATORS = "add sub mul matmul truediv floordiv mod lshift rshift and xor or pow".split()
_MAGIC = {"__%s__" % name for name in [
    *_OPERATORS, *["r" + name for name in _OPERATORS], *["i" + name for name in _OPERATORS],
    *("lt gt le ge eq ne getitem setitem delitem len contains str sizeof hash enter exit divmod "
      "rdivmod neg pos abs invert complex int float index round trunc floor ceil bool next fspath "
      "iter").split()]}
_ASYNC_SPECIAL = {"__aenter__", "__aexit__", "__anext__"}
# Those that are supported, but not there by themselves.
_OPTIONAL = {"__%s__" % name for name in (
    "get set delete reversed missing reduce reduce_ex getinitargs getnewargs getstate setstate "
    "getformat setformat repr dir subclasses format getnewargs_ex").split()}
_SPECIAL = _MAGIC | _ASYNC_SPECIAL | _OPTIONAL | {"__aiter__"}
_UNSUPPORTED = {"__%s__" % name for name in (
    "getattr setattr init new prepare instancecheck subclasscheck del").split()}

_RESULTS = {
    "__lt__": NotImplemented, "__gt__": NotImplemented, "__le__": NotImplemented,
    "__ge__": NotImplemented, "__int__": 1, "__contains__": False, "__len__": 0, "__exit__": False,
    "__complex__": 1j, "__float__": 1.0, "__bool__": True, "__index__": 1, "__aexit__": False,
}
_COMPUTED_RESULTS = {
    "__hash__": object.__hash__,
    "__str__": object.__str__,
    "__sizeof__": lambda mock: object.__sizeof__(mock),
    "__fspath__": lambda mock: "%s/%s/%s" % (
        type(mock).__name__, mock._extract_mock_name(), id(mock)),
}


def _is_special(name):
    return name[:2] == "__" == name[-2:]


def _equality(mock, name, if_same):
    def compare(other):
        given = getattr(mock, name)._mock_holder.return_value
        if given is not DEFAULT:
            return given
        return if_same if other is mock else NotImplemented
    return compare


def _iteration(mock):
    def iterate():
        given = mock.__iter__._mock_holder.return_value
        return iter([] if given is DEFAULT else given)
    return iterate


def _async_iteration(mock):
    def iterate():
        given = mock.__aiter__._mock_holder.return_value
        return _AsyncIterator(iter([] if given is DEFAULT else given))
    return iterate


class _AsyncIterator:
    def __init__(self, iterator):
        self.iterator = iterator

    async def __anext__(self):
        try:
            return next(self.iterator)
        except StopIteration:
            raise StopAsyncIteration


_EFFECTS = {
    "__eq__": lambda mock: _equality(mock, "__eq__", True),
    "__ne__": lambda mock: _equality(mock, "__ne__", False),
    "__iter__": _iteration,
    "__aiter__": _async_iteration,
}


class _SpecialMethod:
    """A special method of the class of a mock: a child of the mock, made at the first use."""

    def __init__(self, name):
        self.name = name

    def __get__(self, mock, owner=None):
        name = self.name
        children = mock._mock_state.children
        child = children.get(name)
        if child is None:
            make = MagicMock if name == "__aiter__" else mock._get_child_mock
            child = make(name=name, _new_name=name, _new_parent=mock)
            children[name] = child
            if name in _RESULTS:
                child.return_value = _RESULTS[name]
            elif name in _COMPUTED_RESULTS:
                child.return_value = _COMPUTED_RESULTS[name](mock)
            elif name in _EFFECTS:
                child.side_effect = _EFFECTS[name](mock)
        return child


_SPECIAL_METHODS = {name: _SpecialMethod(name)
                    for name in (*_MAGIC, *_ASYNC_SPECIAL, "__aiter__")}


class MagicMixin:
    """What gives mocks the special methods."""

    def _special_methods(cls, spec):
        if spec is None:
            return _SPECIAL_METHODS
        names = spec if isinstance(spec, (list, tuple)) else dir(spec)
        return {name: method for name, method in _SPECIAL_METHODS.items() if name in names}

    def mock_add_spec(self, spec, spec_set=False):
        super().mock_add_spec(spec, spec_set)
        for name in _SPECIAL_METHODS:
            if name not in self._mock_state.names and name in type(self).__dict__:
                delattr(type(self), name)


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A mock that has the special methods, but not calls."""


class MagicMock(MagicMixin, Mock):
    """A mock that has the special methods, with results that make sense."""


class PropertyMock(Mock):
    """A mock for the class of another: reading and setting the attribute calls it."""

    def _get_child_mock(self, **kwargs):
        return MagicMock(**kwargs)

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, val):
        self(val)


class AsyncMockMixin:
    """What makes calls of a mock coroutines."""

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__["_is_coroutine"] = _coroutine_mark()
        self.__dict__["_mock_awaits"] = []

    async def __call__(self, /, *args, **kwargs):
        check = self.__dict__.get("_mock_check")
        if check is not None:
            check(*args, **kwargs)
        self._note_call(args, kwargs)
        effect = self.side_effect
        result = DEFAULT
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not callable(effect):
                result = next(effect, StopAsyncIteration)
                if _is_exception(result):
                    raise result
            else:
                result = effect(*args, **kwargs)
                if hasattr(result, "__await__"):
                    result = await result
        if result is DEFAULT:
            wraps = self._mock_state.wraps
            if self._mock_holder.return_value is DEFAULT and wraps is not None:
                result = wraps(*args, **kwargs)
                if hasattr(result, "__await__"):
                    result = await result
            else:
                result = self.return_value
        self._mock_awaits.append(_Call((args, kwargs), two=True))
        return result

    await_count = property(lambda self: len(self._mock_awaits))
    await_args = property(lambda self: self._mock_awaits[-1] if self._mock_awaits else None)
    await_args_list = property(lambda self: _CallList(self._mock_awaits))

    def reset_mock(self, /, *args, **kwargs):
        super().reset_mock(*args, **kwargs)
        del self._mock_awaits[:]

    def assert_awaited(self):
        """That a call was awaited."""
        if not self.await_count:
            self._complain("Expected %s to have been awaited." % self._shown_name())

    def assert_awaited_once(self):
        """That one call was awaited."""
        if self.await_count != 1:
            self._complain("Expected %s to have been awaited once. Awaited %s times." % (
                self._shown_name(), self.await_count))

    def assert_awaited_with(self, /, *args, **kwargs):
        """That the call awaited last had these arguments."""
        if self.await_args is None:
            self._complain("Expected await: %s\nNot awaited" % _call_text(
                self._shown_name(), args, kwargs))
        self._check_last(self.await_args, "await", args, kwargs)

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """That one call was awaited, with these arguments."""
        self.assert_awaited_once()
        self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        """That some call awaited had these arguments."""
        self._check_any(self._mock_awaits, "await", args, kwargs)

    def assert_has_awaits(self, calls, any_order=False):
        """That these calls were awaited in a row, or in any order."""
        self._check_row(self.await_args_list, "Awaits", calls, any_order)

    def assert_not_awaited(self):
        """That no call was awaited."""
        if self.await_count:
            self._complain("Expected %s to not have been awaited. Awaited %s times." % (
                self._shown_name(), self.await_count))


def _coroutine_mark():
    from asyncio.coroutines import _is_coroutine
    return _is_coroutine


class AsyncMock(AsyncMockMixin, MagicMixin, Mock):
    """A mock whose calls are coroutines."""


# Mocks after a spec


class _LazySpec:
    """The spec of an attribute that has not been asked for."""

    def __init__(self, spec, **settings):
        self.spec = spec
        self.settings = settings

    def make(self):
        return create_autospec(self.spec, **self.settings)


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *,
                    _skip_first=False, **kwargs):
    """A mock like an object: with its attributes, and with its signatures for calls."""
    if isinstance(spec, (list, tuple)):
        spec = type(spec)
    if _is_instance_mock(spec):
        raise InvalidSpecError("Cannot autospec a Mock object. [object=%r]" % (spec,))
    is_class = isinstance(spec, type)
    settings = {"spec_set" if spec_set else "spec": spec}
    if spec is None:
        settings = {}
    is_function = isinstance(spec, _Function)
    cls = MagicMock
    if is_function and _is_async_function(spec):
        cls = AsyncMock
    elif not callable(spec) or is_class and instance and not hasattr(spec, "__call__"):
        cls = NonCallableMagicMock
    elif is_class and instance and "__call__" not in _names_in_classes(spec):
        cls = NonCallableMagicMock
    settings.update(kwargs)
    name = settings.pop("name", _name)
    mock = cls(parent=_parent, _new_parent=_parent, _new_name=_name or "", name=name, **settings)
    state = mock._mock_state
    signature = None
    if is_class and instance:
        call = spec.__dict__.get("__call__") or getattr(spec, "__call__", None)
        signature = _signature(call, True) if isinstance(call, _Function) else None
    elif callable(spec):
        signature = _signature(spec, _skip_first)
    state.signature = signature
    if signature is not None:
        def check(*args, **kwargs):
            signature.bind(*args, **kwargs)

        mock.__dict__["_mock_check"] = check
    if is_function and _parent is None:
        return _mocked_function(mock, spec, signature)
    if is_class and not instance and "return_value" not in kwargs:
        mock.return_value = create_autospec(
            spec, spec_set, instance=True, _name="()", _parent=mock)
    _prepare_attributes(mock, spec, is_class, spec_set)
    return mock


def _names_in_classes(cls):
    return {name for base in cls.__mro__ if base is not object for name in base.__dict__}


def _prepare_attributes(mock, spec, is_class, spec_set):
    children = mock._mock_state.children
    for name in dir(spec):
        if _is_special(name):
            continue
        try:
            original = getattr(spec, name)
        except AttributeError:
            continue
        skip_first = False
        if isinstance(original, _Function):
            owner = spec if is_class else type(spec)
            found = next((base.__dict__[name] for base in owner.__mro__ if name in base.__dict__),
                         None)
            # A function of a class is called as if it were of an instance.
            skip_first = is_class and isinstance(found, _Function)
        if callable(original):
            children[name] = _LazySpec(original, spec_set=spec_set, _parent=mock, _name=name,
                                       _skip_first=skip_first)
        else:
            made = NonCallableMagicMock(
                parent=mock, name=name, _new_name=name, _new_parent=mock,
                **{"spec_set" if spec_set else "spec": original})
            children[name] = made


def _mocked_function(mock, spec, signature):
    """A function with the signature and the attributes of a spec, which calls the mock."""
    if isinstance(mock, AsyncMockMixin):
        async def mocked(*args, **kwargs):
            return await mock(*args, **kwargs)
    else:
        def mocked(*args, **kwargs):
            return mock(*args, **kwargs)
    for name in ("__module__", "__name__", "__qualname__"):
        setattr(mocked, name, getattr(spec, name))
    if signature is not None:
        mocked.__signature__ = signature
    state = mock._mock_state
    mocked.mock = mock
    for name in (*_STATISTICS, "return_value", "side_effect"):
        setattr(mocked, name, getattr(state, name))
    mocked.method_calls = state.method_calls
    mock.__dict__["_mock_holder"] = mocked
    if mocked.return_value is DEFAULT:
        mocked.return_value = mock.return_value
    for name in dir(type(mock)):
        if name.startswith("assert_") or name in ("attach_mock", "configure_mock", "reset_mock"):
            setattr(mocked, name, getattr(mock, name))
    return mocked


def seal(mock):
    """Forbids a mock and its children to make more of them."""
    state = mock._mock_state
    state.sealed = True
    for name, child in list(state.children.items()):
        if _is_instance_mock(child) and child._mock_state.new_parent is mock:
            seal(child)


# Patches


def _imported(path):
    """The object of a dotted name."""
    first, *rest = path.split(".")
    found = __import__(first)
    for part in rest:
        first += "." + part
        try:
            found = getattr(found, part)
        except AttributeError:
            __import__(first)
            found = getattr(found, part)
    return found


class _Replacement:
    """Something that is changed for the time of a block, a function or the tests of a class."""

    def start(self):
        """Begins the change."""
        result = self.__enter__()
        _active.append(self)
        return result

    def stop(self):
        """Ends the change."""
        if self not in _active:
            return None
        _active.remove(self)
        return self.__exit__(None, None, None)

    def _decorate_class(self, cls):
        for name in dir(cls):
            value = getattr(cls, name)
            if name.startswith(patch.TEST_PREFIX) and hasattr(value, "__call__"):
                setattr(cls, name, self.copy()(value))
        return cls


_active = []


class _patch(_Replacement):
    """An attribute of an object, replaced."""

    # Those that patch.multiple made one of.
    attribute_name = None

    def __init__(self, getter, attribute, new, spec, create, spec_set, autospec, new_callable,
                 kwargs):
        if new_callable is not None:
            if new is not DEFAULT:
                raise ValueError("Cannot use 'new' and 'new_callable' together")
            if autospec is not None:
                raise ValueError("Cannot use 'autospec' and 'new_callable' together")
        self.getter = getter
        self.attribute = attribute
        self.new = new
        self.spec = spec
        self.create = create
        self.spec_set = spec_set
        self.autospec = autospec
        self.new_callable = new_callable
        self.kwargs = kwargs
        self.additional_patchers = []

    def copy(self):
        made = _patch(self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set,
                      self.autospec, self.new_callable, self.kwargs)
        made.attribute_name = self.attribute_name
        made.additional_patchers = [one.copy() for one in self.additional_patchers]
        return made

    def __call__(self, func):
        if isinstance(func, type):
            return self._decorate_class(func)
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func
        patchings = [self]
        if _is_async_function(func):
            @functools.wraps(func)
            async def patched(*args, **kwargs):
                with _Together(patchings, args, kwargs) as (args, kwargs):
                    return await func(*args, **kwargs)
        else:
            @functools.wraps(func)
            def patched(*args, **kwargs):
                with _Together(patchings, args, kwargs) as (args, kwargs):
                    return func(*args, **kwargs)
        patched.patchings = patchings
        return patched

    def __enter__(self):
        if self.attribute_name is None and hasattr(self, "undo"):
            raise RuntimeError("Patch is already started")
        self.target = self.getter()
        original, is_local = self._original()
        new = self.new
        if new is DEFAULT and self.autospec is None:
            new = self._new_mock(original)
        elif self.autospec is not None:
            new = self._new_autospec(original)
        elif self.kwargs:
            raise TypeError("Can't pass kwargs to a mock we aren't creating")
        self.undo = original, is_local
        entered = []
        try:
            setattr(self.target, self.attribute, new)
            if self.attribute_name is None:
                return new
            given = {self.attribute_name: new} if self.new is DEFAULT else {}
            for one in self.additional_patchers:
                made = one.__enter__()
                entered.append(one)
                if one.new is DEFAULT:
                    given.update(made)
            return given
        except BaseException:
            for one in reversed(entered):
                one.__exit__(*sys.exc_info())
            self._put_back()
            raise

    def __exit__(self, *exc_info):
        for one in reversed(self.additional_patchers):
            one.__exit__(*exc_info)
        self._put_back()

    def _put_back(self):
        original, is_local = self.undo
        del self.undo
        if is_local:
            setattr(self.target, self.attribute, original)
            return
        delattr(self.target, self.attribute)
        if not self.create and not hasattr(self.target, self.attribute):
            # It was there in a way that deletion removed.
            setattr(self.target, self.attribute, original)

    def _original(self):
        """What the attribute is now, and whether it is the object's own."""
        target, name = self.target, self.attribute
        space = getattr(target, "__dict__", {})
        if name in space:
            return space[name], True
        create = self.create
        if name in vars(sys.modules["builtins"]) and isinstance(target, type(sys)):
            create = True
        original = getattr(target, name, DEFAULT)
        if original is DEFAULT and not create:
            raise AttributeError("%s does not have the attribute %r" % (target, name))
        return original, False

    def _new_mock(self, original):
        spec, spec_set = self.spec, self.spec_set
        if spec is not None and spec_set is not None:
            raise TypeError("Can't provide explicit spec_set *and* spec or autospec")
        if spec is True:
            spec = original
            if spec_set is True:
                spec, spec_set = None, original
        elif spec_set is True:
            spec_set = original
        model = spec_set if spec is None else spec
        settings = {}
        if spec is not None:
            settings["spec"] = spec
        if spec_set is not None:
            settings["spec_set"] = spec_set
        cls = self.new_callable
        if cls is None:
            cls = AsyncMock if _is_async_function(original if model is None else model) else (
                MagicMock)
            if model is not None and not isinstance(model, (list, tuple)) and not callable(model):
                cls = NonCallableMagicMock
        if isinstance(cls, type) and issubclass(cls, NonCallableMock) and self.attribute:
            settings["name"] = self.attribute
        settings.update(self.kwargs)
        made = cls(**settings)
        if isinstance(model, type) and _is_instance_mock(made) and "return_value" not in settings:
            keyword = "spec" if spec is not None else "spec_set"
            cls = type(made).__mro__[1]
            if "__call__" not in _names_in_classes(model):
                cls = NonCallableMagicMock
            made.return_value = cls(_new_parent=made, _new_name="()", **{keyword: model})
        return made

    def _new_autospec(self, original):
        if self.new is not DEFAULT:
            raise TypeError("autospec creates the mock for you. Can't specify autospec and new.")
        if self.spec is not None or self.spec_set not in (True, False, None):
            raise TypeError("Can't provide explicit spec_set *and* spec or autospec"
                            if self.spec_set is not None else
                            "Can't specify spec and autospec")
        if original is DEFAULT:
            raise TypeError("Can't use 'autospec' with create=True")
        model = original if self.autospec is True else self.autospec
        if _is_instance_mock(_mock_of(model)):
            raise InvalidSpecError("Cannot autospec attr %r as the patch target has already been "
                                   "mocked out. [target=%r, attr=%r]" % (
                                       self.attribute, self.target, model))
        return create_autospec(
            model, spec_set=bool(self.spec_set), _name=self.attribute, **self.kwargs)


class _Together:
    """The block of a decorated function: all its patches, and its arguments with the mocks."""

    def __init__(self, patchings, args, kwargs):
        self.patchings = patchings
        self.args = args
        self.kwargs = kwargs

    def __enter__(self):
        from contextlib import ExitStack
        with ExitStack() as stack:
            args, kwargs = list(self.args), dict(self.kwargs)
            for one in self.patchings:
                made = stack.enter_context(one)
                if one.attribute_name is not None:
                    kwargs.update(made)
                elif one.new is DEFAULT:
                    args.append(made)
            self.stack = stack.pop_all()
        return args, kwargs

    def __exit__(self, *exc_info):
        return self.stack.__exit__(*exc_info)


def _getter_of(target):
    return (lambda: _imported(target)) if isinstance(target, str) else (lambda: target)


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None,
          new_callable=None, **kwargs):
    """Replaces the object of a dotted name, with a MagicMock if nothing else is given."""
    try:
        owner, attribute = target.rsplit(".", 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError("Need a valid target to patch. You supplied: %r" % (target,))
    return _patch(_getter_of(owner), attribute, new, spec, create, spec_set, autospec,
                  new_callable, kwargs)


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None,
                  autospec=None, new_callable=None, **kwargs):
    """Replaces an attribute of an object."""
    if isinstance(target, str):
        raise TypeError("%r must be the actual object to be patched, not a str" % target)
    return _patch(lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable,
                  kwargs)


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None,
                    new_callable=None, **kwargs):
    """Replaces several attributes; those given as DEFAULT with mocks, which are handed over."""
    if not kwargs:
        raise ValueError("Must supply at least one keyword argument with patch.multiple")
    made = []
    for name, new in kwargs.items():
        one = _patch(_getter_of(target), name, new, spec, create, spec_set, autospec, new_callable,
                     {})
        one.attribute_name = name
        made.append(one)
    made[0].additional_patchers = made[1:]
    return made[0]


class _patch_dict(_Replacement):
    """The content of a mapping, changed."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict = in_dict
        self.values = {**dict(values), **kwargs}
        self.clear = clear
        self._original = None

    def copy(self):
        return _patch_dict(self.in_dict, self.values, self.clear)

    def __call__(self, f):
        if isinstance(f, type):
            return self._decorate_class(f)
        if _is_async_function(f):
            @functools.wraps(f)
            async def changed(*args, **kwargs):
                with self:
                    return await f(*args, **kwargs)
        else:
            @functools.wraps(f)
            def changed(*args, **kwargs):
                with self:
                    return f(*args, **kwargs)
        return changed

    def __enter__(self):
        if isinstance(self.in_dict, str):
            self.in_dict = _imported(self.in_dict)
        mapping = self.in_dict
        self._original = mapping.copy() if hasattr(mapping, "copy") else {
            key: mapping[key] for key in mapping}
        if self.clear:
            _clear(mapping)
        for key, value in self.values.items():
            mapping[key] = value
        return mapping

    def __exit__(self, *args):
        _clear(self.in_dict)
        for key in self._original:
            self.in_dict[key] = self._original[key]
        self._original = None
        return False


def _clear(mapping):
    if hasattr(mapping, "clear"):
        mapping.clear()
    else:
        for key in list(mapping):
            del mapping[key]


def _stop_all():
    """Ends all patches begun by start(), the last one first."""
    for one in reversed(_active[:]):
        one.stop()


patch.object = _patch_object
patch.multiple = _patch_multiple
patch.dict = _patch_dict
patch.stopall = _stop_all
patch.TEST_PREFIX = "test"


# Files


def mock_open(mock=None, read_data=""):
    """A mock of `open`, whose files give the data."""
    import io
    methods = [name for name in dir(io.TextIOWrapper) if name in dir(io.BytesIO)]
    names = sorted({*methods, *dir(io.TextIOWrapper), *dir(io.BytesIO)})
    if mock is None:
        mock = MagicMock(name="open", spec=open)
    handle = MagicMock(spec=names)
    content = []

    def rewind():
        content[:] = [io.BytesIO(read_data) if isinstance(read_data, bytes)
                      else io.StringIO(read_data)]

    def reading(name):
        def read(*args, **kwargs):
            given = getattr(handle, name).return_value
            if given is not defaults[name]:
                return given
            return getattr(content[0], name)(*args, **kwargs)
        return read

    defaults = {}
    rewind()
    for name in ("read", "readline", "readlines"):
        child = getattr(handle, name)
        child.return_value = None
        defaults[name] = None
        child.side_effect = reading(name)
    handle.write.return_value = None
    handle.__enter__.return_value = handle
    handle.__iter__.side_effect = lambda: iter(content[0].readline, type(read_data)())
    handle.__next__.side_effect = lambda: next(content[0])

    def opened(*args, **kwargs):
        rewind()
        return DEFAULT

    mock.side_effect = opened
    mock.return_value = handle
    return mock
