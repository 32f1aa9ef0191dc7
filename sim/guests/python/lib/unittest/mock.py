"""Objects that record how they are used, and temporary replacements of attributes.

Counterpart: lib-python/3/unittest/mock.py. DIFFERS: no AsyncMock, mock_open, seal; autospec
checks names, not signatures.
"""

import functools
import sys

__all__ = [
    "Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec",
    "NonCallableMock", "NonCallableMagicMock", "PropertyMock",
]

__unittest = True


class _SentinelObject:
    """A unique, named object."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return "sentinel.%s" % self.name


class _Sentinel:
    """Access attributes to return a named object, usable as a sentinel."""

    def __init__(self):
        self._sentinels = {}

    def __getattr__(self, name):
        if name == "__bases__":
            raise AttributeError
        return self._sentinels.setdefault(name, _SentinelObject(name))


sentinel = _Sentinel()
DEFAULT = sentinel.DEFAULT
_missing = sentinel.MISSING
_deleted = sentinel.DELETED


class InvalidSpecError(Exception):
    """Indicates that an invalid value was used as a mock spec."""


class _ANY:
    "A helper object that compares equal to everything."

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _ANY()


def _format_call_signature(name, args, kwargs):
    shown = [repr(arg) for arg in args]
    shown += ["%s=%r" % item for item in kwargs.items()]
    return "%s(%s)" % (name, ", ".join(shown))


class _Call(tuple):
    """A call: (name, args, kwargs), where a comparison may leave out parts."""

    def __new__(cls, value=(), name="", parent=None, two=False, from_kall=True):
        args = ()
        kwargs = {}
        if len(value) == 3:
            name, args, kwargs = value
        elif len(value) == 2:
            first, second = value
            if isinstance(first, str):
                name = first
                if isinstance(second, tuple):
                    args = second
                else:
                    kwargs = second
            else:
                args, kwargs = first, second
        elif len(value) == 1:
            value, = value
            if isinstance(value, str):
                name = value
            elif isinstance(value, tuple):
                args = value
            else:
                kwargs = value
        if two:
            return tuple.__new__(cls, (args, kwargs))
        return tuple.__new__(cls, (name, args, kwargs))

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    def _parts(self):
        if len(self) == 2:
            return ("",) + tuple(self)
        return tuple(self)

    def __eq__(self, other):
        if not isinstance(other, tuple) or not 0 <= len(other) <= 3:
            return NotImplemented
        name, args, kwargs = self._parts()
        other = other if isinstance(other, _Call) else _Call(other)
        other_name, other_args, other_kwargs = other._parts()
        if name and other_name and name != other_name:
            return False
        if (self._mock_parent and getattr(other, "_mock_parent", None)
                and self._mock_parent != other._mock_parent):
            return False
        return (other_args, other_kwargs) == (args, kwargs)

    def __ne__(self, other):
        result = self.__eq__(other)
        return result if result is NotImplemented else not result

    __hash__ = None

    def __call__(self, *args, **kwargs):
        if self._mock_name is None:
            return _Call(("", args, kwargs), name="()")
        name = self._mock_name + "()"
        return _Call((self._mock_name, args, kwargs), name=name, parent=self)

    def __getattr__(self, attr):
        if attr.startswith("_mock_") or (attr.startswith("__") and attr.endswith("__")):
            raise AttributeError(attr)
        if self._mock_name is None:
            return _Call(name=attr, from_kall=False)
        return _Call(name="%s.%s" % (self._mock_name, attr), parent=self, from_kall=False)

    @property
    def args(self):
        return self._parts()[1]

    @property
    def kwargs(self):
        return self._parts()[2]

    def call_list(self):
        """The calls that led to this one, itself included."""
        calls = []
        thing = self
        while thing is not None:
            if thing._mock_from_kall:
                calls.append(thing)
            thing = thing._mock_parent
        return _CallList(reversed(calls))

    def __repr__(self):
        if not self._mock_from_kall:
            name = self._mock_name or "call"
            return name if name.startswith("call") else "call.%s" % name
        name, args, kwargs = self._parts()
        if not name:
            name = "call"
        elif not name.startswith("()"):
            name = "call.%s" % name
        else:
            name = "call%s" % name
        return _format_call_signature(name, args, kwargs)


call = _Call(from_kall=False)


class _CallList(list):
    """A list of calls that can find a sequence of calls in itself."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        size = len(value)
        for i in range(len(self) - size + 1):
            if self[i:i + size] == value:
                return True
        return False

    def __repr__(self):
        return list.__repr__(list(self))


# Attributes of mocks that do not make children.
_OWN = frozenset((
    "return_value", "side_effect", "called", "call_count", "call_args", "call_args_list",
    "mock_calls", "method_calls",
))


class NonCallableMock:
    """A mock whose attributes are mocks, made when they are asked for."""

    def __new__(cls, *args, **kw):
        # A class of its own, so that special methods can be set on one instance.
        made = type(cls.__name__, (cls,), {"__doc__": cls.__doc__})
        return object.__new__(made)

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None,
                 _new_name="", _new_parent=None, **kwargs):
        own = self.__dict__
        own["_mock_parent"] = parent
        own["_mock_name"] = name
        own["_mock_new_name"] = _new_name
        own["_mock_new_parent"] = _new_parent if _new_parent is not None else parent
        own["_mock_sealed"] = False
        strict = spec_set is not None
        if strict:
            spec = spec_set
        own["_spec_class"] = None
        own["_mock_methods"] = None
        own["_spec_set"] = strict
        if spec is not None:
            self._mock_add_spec(spec, strict)
        own["_mock_children"] = {}
        own["_mock_wraps"] = wraps
        own["_mock_return_value"] = DEFAULT
        own["_mock_side_effect"] = None
        self.reset_mock()
        if kwargs:
            self.configure_mock(**kwargs)

    def _mock_add_spec(self, spec, spec_set):
        own = self.__dict__
        if isinstance(spec, (list, tuple)):
            own["_mock_methods"] = list(spec)
        else:
            own["_spec_class"] = spec if isinstance(spec, type) else type(spec)
            own["_mock_methods"] = dir(spec)
        own["_spec_set"] = spec_set

    def mock_add_spec(self, spec, spec_set=False):
        """Add a spec to a mock."""
        self._mock_add_spec(spec, spec_set)

    def attach_mock(self, mock, attribute):
        """Make a mock an attribute of this one, so that its calls are noted here."""
        mock.__dict__.update(
            _mock_parent=None, _mock_new_parent=None, _mock_name="", _mock_new_name=None)
        setattr(self, attribute, mock)

    def reset_mock(self, *, return_value=False, side_effect=False):
        "Restore the mock object to its initial state."
        own = self.__dict__
        own["called"] = False
        own["call_count"] = 0
        own["call_args"] = None
        own["call_args_list"] = _CallList()
        own["mock_calls"] = _CallList()
        own["method_calls"] = _CallList()
        if return_value:
            own["_mock_return_value"] = DEFAULT
        if side_effect:
            own["_mock_side_effect"] = None
        for child in own["_mock_children"].values():
            if isinstance(child, NonCallableMock):
                child.reset_mock(return_value=return_value, side_effect=side_effect)
        value = own["_mock_return_value"]
        if isinstance(value, NonCallableMock) and value is not self:
            value.reset_mock()

    def configure_mock(self, **kwargs):
        """Set attributes; a name may have dots."""
        for name, value in sorted(kwargs.items(), key=lambda item: item[0].count(".")):
            *path, last = name.split(".")
            target = self
            for part in path:
                target = getattr(target, part)
            setattr(target, last, value)

    def _get_child_mock(self, **kw):
        """A mock for an attribute or return value; of the same kind as this one."""
        kind = type(self).__mro__[1]
        if not issubclass(kind, CallableMixin):
            kind = MagicMock if issubclass(kind, MagicMixin) else Mock
        return kind(**kw)

    @property
    def return_value(self):
        value = self.__dict__["_mock_return_value"]
        if value is DEFAULT:
            value = self._get_child_mock(_new_parent=self, _new_name="()")
            self.__dict__["_mock_return_value"] = value
        return value

    @return_value.setter
    def return_value(self, value):
        self.__dict__["_mock_return_value"] = value
        _adopt(self, value, None, "()")

    @property
    def side_effect(self):
        return self.__dict__["_mock_side_effect"]

    @side_effect.setter
    def side_effect(self, value):
        if value is not None and not callable(value) and not _is_exception(value):
            try:
                value = iter(value)
            except TypeError:
                pass
        self.__dict__["_mock_side_effect"] = value

    @property
    def __class__(self):
        spec = self.__dict__.get("_spec_class")
        return type(self) if spec is None else spec

    def __getattr__(self, name):
        if name in ("_mock_methods", "_mock_children"):
            raise AttributeError(name)
        own = self.__dict__
        methods = own["_mock_methods"]
        is_special = name.startswith("__") and name.endswith("__")
        if methods is not None:
            if name not in methods or is_special:
                raise AttributeError("Mock object has no attribute %r" % name)
        elif is_special:
            raise AttributeError(name)
        if name.startswith(("assert", "assret")):
            raise AttributeError("Attributes cannot start with 'assert' or 'assret'")
        child = own["_mock_children"].get(name)
        if child is _deleted:
            raise AttributeError(name)
        if child is None:
            wraps = own["_mock_wraps"]
            child = self._get_child_mock(
                parent=self, name=name, wraps=None if wraps is None else getattr(wraps, name),
                _new_name=name, _new_parent=self)
            own["_mock_children"][name] = child
        return child

    def __setattr__(self, name, value):
        own = self.__dict__
        if name in ("return_value", "side_effect", "__class__") or name in _OWN:
            object.__setattr__(self, name, value)
            return
        if own["_spec_set"] and own["_mock_methods"] is not None:
            if name not in own["_mock_methods"]:
                raise AttributeError("Mock object has no attribute '%s'" % name)
        if name.startswith("__") and name.endswith("__"):
            if isinstance(value, NonCallableMock):
                _adopt(self, value, name, name)
                setattr(type(self), name, _MethodOfMock(value))
            else:
                setattr(type(self), name, value)
            own["_mock_children"][name] = value
            return
        if isinstance(value, NonCallableMock) and _adopt(self, value, name, name):
            own["_mock_children"][name] = value
            return
        own[name] = value

    def __delattr__(self, name):
        own = self.__dict__
        found = own["_mock_children"].get(name, _missing)
        if name in own:
            del own[name]
        elif found is _deleted:
            raise AttributeError(name)
        own["_mock_children"][name] = _deleted

    def __dir__(self):
        names = self.__dict__["_mock_methods"]
        if names is None:
            names = [name for name in dir(type(self)) if not name.startswith("_")]
        return sorted(set(list(names) + list(self.__dict__["_mock_children"])))

    def _extract_mock_name(self):
        parts = []
        thing = self
        while thing is not None:
            own = thing.__dict__
            name = own["_mock_new_name"]
            parent = own["_mock_new_parent"]
            if parent is None:
                parts.append(own["_mock_name"] or name or "mock")
                break
            parts.append(name)
            thing = parent
        parts.reverse()
        text = parts[0]
        for part in parts[1:]:
            text += part if part == "()" else "." + part
        return text

    def __repr__(self):
        name = self._extract_mock_name()
        shown = "" if name in ("mock", "mock.") else " name=%r" % name
        spec = self.__dict__["_spec_class"]
        text = "" if spec is None else " spec%s=%r" % (
            "_set" if self.__dict__["_spec_set"] else "", spec.__name__)
        return "<%s%s%s id='%s'>" % (type(self).__name__, shown, text, id(self))

    # Assertions

    def _calls_text(self, prefix="Calls"):
        return "\n%s: %r." % (prefix, self.mock_calls) if self.mock_calls else ""

    def _shown_name(self):
        return self.__dict__["_mock_name"] or "mock"

    def _call_text(self, args, kwargs):
        return _format_call_signature(self._shown_name(), args, kwargs)

    def assert_not_called(self):
        """assert that the mock was never called."""
        if self.call_count:
            raise AssertionError("Expected '%s' to not have been called. Called %s times.%s" % (
                self._shown_name(), self.call_count, self._calls_text()))

    def assert_called(self):
        """assert that the mock was called at least once"""
        if not self.call_count:
            raise AssertionError("Expected '%s' to have been called." % self._shown_name())

    def assert_called_once(self):
        """assert that the mock was called only once."""
        if self.call_count != 1:
            raise AssertionError("Expected '%s' to have been called once. Called %s times.%s" % (
                self._shown_name(), self.call_count, self._calls_text()))

    def assert_called_with(self, /, *args, **kwargs):
        """assert that the last call was made with the specified arguments."""
        expected = self._call_text(args, kwargs)
        if self.call_args is None:
            raise AssertionError(
                "expected call not found.\nExpected: %s\nActual: not called." % expected)
        if self.call_args != _Call((args, kwargs), two=True):
            raise AssertionError("expected call not found.\nExpected: %s\nActual: %s" % (
                expected, self._call_text(*self.call_args)))

    def assert_called_once_with(self, /, *args, **kwargs):
        """assert that the mock was called once, with the specified arguments."""
        if self.call_count != 1:
            raise AssertionError("Expected '%s' to be called once. Called %s times.%s" % (
                self._shown_name(), self.call_count, self._calls_text()))
        return self.assert_called_with(*args, **kwargs)

    def assert_has_calls(self, calls, any_order=False):
        """assert the mock has been called with the specified calls."""
        expected = [one if isinstance(one, _Call) else _Call(one) for one in calls]
        if not any_order:
            if expected not in self.mock_calls:
                raise AssertionError("Calls not found.\nExpected: %r%s" % (
                    _CallList(calls), self._calls_text("Actual").rstrip(".")))
            return
        left = list(self.mock_calls)
        missing = []
        for one in expected:
            try:
                left.remove(one)
            except ValueError:
                missing.append(one)
        if missing:
            raise AssertionError("%r does not contain all of %r in its call list, found %r instead" % (
                self._shown_name(), tuple(missing), left))

    def assert_any_call(self, /, *args, **kwargs):
        """assert the mock has been called with the specified arguments."""
        if _Call((args, kwargs), two=True) not in list(self.call_args_list):
            raise AssertionError("%s call not found" % self._call_text(args, kwargs))


class _MethodOfMock:
    """A special method of a class that calls a mock without the instance."""

    def __init__(self, mock):
        self.mock = mock

    def __get__(self, instance, owner=None):
        return self.mock


def _is_exception(value):
    return isinstance(value, BaseException) or (
        isinstance(value, type) and issubclass(value, BaseException))


def _adopt(parent, value, name, new_name):
    """Make a mock without a name or parent a child; whether that was possible."""
    if not isinstance(value, NonCallableMock):
        return False
    own = value.__dict__
    if own["_mock_name"] or own["_mock_new_name"] or own["_mock_parent"] is not None:
        return False
    if own["_mock_new_parent"] is not None:
        return False
    if name:
        own["_mock_parent"] = parent
        own["_mock_name"] = name
    own["_mock_new_parent"] = parent
    own["_mock_new_name"] = new_name
    return True


class CallableMixin:
    """What makes a mock callable."""

    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None,
                 spec_set=None, parent=None, _new_name="", _new_parent=None, **kwargs):
        super().__init__(
            spec=spec, wraps=wraps, name=name, spec_set=spec_set, parent=parent,
            _new_name=_new_name, _new_parent=_new_parent, **kwargs)
        if return_value is not DEFAULT:
            self.return_value = return_value
        self.side_effect = side_effect

    def __call__(self, *args, **kwargs):
        self._increment_mock_call(args, kwargs)
        return self._execute_mock_call(args, kwargs)

    def _increment_mock_call(self, args, kwargs):
        """Note a call here and in all parents."""
        own = self.__dict__
        own["called"] = True
        own["call_count"] += 1
        one = _Call((args, kwargs), two=True)
        own["call_args"] = one
        own["call_args_list"].append(one)
        own["mock_calls"].append(_Call(("", args, kwargs)))
        name = own["_mock_name"]
        method_name = own["_mock_name"]
        is_method = own["_mock_parent"] is not None
        call_name = own["_mock_new_name"]
        is_call = call_name == "()"
        parent = own["_mock_new_parent"]
        while parent is not None:
            parent_own = parent.__dict__
            if is_method:
                parent_own["method_calls"].append(_Call((method_name, args, kwargs)))
                is_method = parent_own["_mock_parent"] is not None
                if is_method:
                    method_name = "%s.%s" % (parent_own["_mock_name"], method_name)
            parent_own["mock_calls"].append(_Call((call_name, args, kwargs)))
            new_name = parent_own["_mock_new_name"]
            if new_name:
                dot = "" if is_call else "."
                is_call = new_name == "()"
                call_name = new_name + dot + call_name
            parent = parent_own["_mock_new_parent"]

    def _execute_mock_call(self, args, kwargs):
        own = self.__dict__
        effect = own["_mock_side_effect"]
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not callable(effect):
                result = next(effect)
                if _is_exception(result):
                    raise result
                return self.return_value if result is DEFAULT else result
            result = effect(*args, **kwargs)
            if result is not DEFAULT:
                return result
        if own["_mock_return_value"] is not DEFAULT:
            return self.return_value
        if own["_mock_wraps"] is not None:
            return own["_mock_wraps"](*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """A mock that can be called, and that records its calls."""


# Special methods of magic mocks, with what their mocks return at first.
_DEFAULTS = {
    "__lt__": NotImplemented, "__gt__": NotImplemented, "__le__": NotImplemented,
    "__ge__": NotImplemented, "__int__": 1, "__contains__": False, "__len__": 0,
    "__exit__": False, "__complex__": 1j, "__float__": 1.0, "__bool__": True, "__index__": 1,
}
_MAGIC_NAMES = (
    "__lt__ __gt__ __le__ __ge__ __int__ __contains__ __len__ __exit__ __complex__ __float__ "
    "__bool__ __index__ __enter__ __getitem__ __setitem__ __delitem__ __iter__ "
    "__add__ __sub__ __mul__ __matmul__ __truediv__ __floordiv__ __mod__ __divmod__ __pow__ "
    "__lshift__ __rshift__ __and__ __xor__ __or__ __iadd__ __isub__ __imul__ __itruediv__ "
    "__ifloordiv__ __imod__ __ipow__ __ilshift__ __irshift__ __iand__ __ixor__ __ior__ "
    "__neg__ __pos__ __abs__ __invert__ __round__ __trunc__ __floor__ __ceil__"
).split()


class _MagicProxy:
    """Makes the mock of a special method when it is looked up first."""

    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return instance._magic_method(self.name)


class MagicMixin:
    """What gives a mock its special methods."""

    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        methods = self.__dict__["_mock_methods"]
        if methods is not None:
            # Without a method in the spec there is none here.
            for name in _MAGIC_NAMES:
                if name not in methods:
                    setattr(type(self), name, _Absent(name))

    def _magic_method(self, name):
        children = self.__dict__["_mock_children"]
        child = children.get(name)
        if child is None:
            child = MagicMock(name=name, _new_name=name, _new_parent=self, parent=self)
            if name in _DEFAULTS:
                child.return_value = _DEFAULTS[name]
            elif name == "__iter__":
                child.side_effect = _iterate_return_value(child)
            children[name] = child
        return child


class _Absent:
    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner=None):
        raise AttributeError(self.name)


def _iterate_return_value(child):
    def iterate():
        value = child.__dict__["_mock_return_value"]
        return iter([]) if value is DEFAULT else iter(value)

    return iterate


for _name in _MAGIC_NAMES:
    setattr(MagicMixin, _name, _MagicProxy(_name))


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A magic mock that cannot be called."""


class MagicMock(MagicMixin, Mock):
    """A mock with special methods."""


class PropertyMock(Mock):
    """A mock to be used as a property of a class."""

    def _get_child_mock(self, **kwargs):
        return MagicMock(**kwargs)

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, value):
        self(value)


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, **kwargs):
    """A mock with the attributes of another object."""
    kind = MagicMock if callable(spec) and not instance else NonCallableMagicMock
    options = {"spec_set": spec} if spec_set else {"spec": spec}
    return kind(name=_name, parent=_parent, **options, **kwargs)


# Patching


def _importer(target):
    parts = target.split(".")
    thing = __import__(parts[0])
    path = parts[0]
    for part in parts[1:]:
        path += "." + part
        try:
            thing = getattr(thing, part)
        except AttributeError:
            __import__(path)
            thing = getattr(thing, part)
    return thing


class _patch:
    """Replaces an attribute for a while: as a decorator, a context manager, or by start/stop."""

    attribute_name = None
    _active_patches = []

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
        self.new_callable = new_callable
        self.spec = spec
        self.create = create
        self.spec_set = spec_set
        self.autospec = autospec
        self.kwargs = kwargs
        self.additional_patchers = []

    def copy(self):
        made = _patch(
            self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set,
            self.autospec, self.new_callable, self.kwargs)
        made.attribute_name = self.attribute_name
        made.additional_patchers = [one.copy() for one in self.additional_patchers]
        return made

    def __call__(self, func):
        if isinstance(func, type):
            return self.decorate_class(func)
        return self.decorate_callable(func)

    def decorate_class(self, klass):
        for attr in dir(klass):
            if attr.startswith(patch.TEST_PREFIX):
                value = getattr(klass, attr)
                if hasattr(value, "__call__"):
                    setattr(klass, attr, self.copy()(value))
        return klass

    def decorate_callable(self, func):
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func

        @functools.wraps(func)
        def patched(*args, **keywargs):
            return _call_patched(patched.patchings, func, args, keywargs)

        patched.patchings = [self]
        return patched

    def get_original(self):
        target = self.target
        name = self.attribute
        local = False
        original = DEFAULT
        try:
            original = target.__dict__[name]
            local = True
        except (AttributeError, KeyError):
            original = getattr(target, name, DEFAULT)
        import builtins
        if not self.create and original is DEFAULT:
            if name in builtins.__dict__ and type(target) is type(builtins):
                self.create = True
            else:
                raise AttributeError("%s does not have the attribute %r" % (target, name))
        return original, local

    def _make_new(self, original):
        if self.autospec:
            spec = original if self.autospec is True else self.autospec
            return create_autospec(
                spec, spec_set=bool(self.spec_set), _name=self.attribute, **self.kwargs)
        options = dict(self.kwargs)
        spec = original if self.spec is True else self.spec
        spec_set = original if self.spec_set is True else self.spec_set
        if spec is not None:
            options["spec"] = spec
        if spec_set is not None:
            options["spec_set"] = spec_set
        kind = self.new_callable or MagicMock
        if isinstance(kind, type) and issubclass(kind, NonCallableMock):
            options.setdefault("name", self.attribute)
        return kind(**options)

    def __enter__(self):
        self.target = self.getter()
        original, local = self.get_original()
        new = self.new
        if new is DEFAULT:
            new = self._make_new(original)
        elif self.kwargs:
            raise TypeError("Can't pass kwargs to a mock we aren't creating")
        self.temp_original = original
        self.is_local = local
        setattr(self.target, self.attribute, new)
        if self.attribute_name is None:
            return new
        extra = {}
        if self.new is DEFAULT:
            extra[self.attribute_name] = new
        for one in self.additional_patchers:
            value = one.__enter__()
            if one.new is DEFAULT:
                extra.update(value)
        return extra

    def __exit__(self, *exc_info):
        for one in reversed(self.additional_patchers):
            if hasattr(one, "target"):
                one.__exit__(*exc_info)
        if self.is_local and self.temp_original is not DEFAULT:
            setattr(self.target, self.attribute, self.temp_original)
        else:
            delattr(self.target, self.attribute)
        del self.temp_original, self.is_local, self.target
        return False

    def start(self):
        """Put the patch in place until stop(); the mock that was made."""
        made = self.__enter__()
        self._active_patches.append(self)
        return made

    def stop(self):
        """Stop an active patch."""
        if self not in self._active_patches:
            return None
        self._active_patches.remove(self)
        return self.__exit__(None, None, None)


def _call_patched(patchings, func, args, kwargs):
    """Call a function within some patches, which give it their mocks as arguments."""
    entered = []
    exc_info = (None, None, None)
    args = list(args)
    kwargs = dict(kwargs)
    try:
        for patching in patchings:
            value = patching.__enter__()
            entered.append(patching)
            if patching.attribute_name is not None:
                kwargs.update(value)
            elif patching.new is DEFAULT:
                args.append(value)
        return func(*args, **kwargs)
    except BaseException:
        exc_info = sys.exc_info()
        raise
    finally:
        for patching in reversed(entered):
            patching.__exit__(*exc_info)


def _target_and_attribute(target):
    module, dot, attribute = target.rpartition(".")
    if not dot:
        raise TypeError("Need a valid target to patch. You supplied: %r" % (target,))
    return functools.partial(_importer, module), attribute


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None,
          new_callable=None, **kwargs):
    """Replace what a dotted name means, for the duration of a function or block."""
    getter, attribute = _target_and_attribute(target)
    return _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs)


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None,
                  autospec=None, new_callable=None, **kwargs):
    """Replace an attribute of an object."""
    if isinstance(target, str):
        raise TypeError("%r must be the actual object to be patched, not a str" % target)
    return _patch(
        lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs)


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None,
                    new_callable=None, **kwargs):
    """Replace several attributes of one object."""
    getter = functools.partial(_importer, target) if isinstance(target, str) else lambda: target
    if not kwargs:
        raise ValueError("Must supply at least one keyword argument with patch.multiple")
    patchers = []
    for attribute, new in kwargs.items():
        one = _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, {})
        one.attribute_name = attribute
        patchers.append(one)
    patchers[0].additional_patchers = patchers[1:]
    return patchers[0]


class _patch_dict:
    """Changes a dictionary for a while."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict, self.clear = in_dict, clear
        self.values = {**dict(values), **kwargs}
        self._original = None

    def __call__(self, f):
        if isinstance(f, type):
            for attr in dir(f):
                value = getattr(f, attr)
                if attr.startswith(patch.TEST_PREFIX) and hasattr(value, "__call__"):
                    setattr(f, attr, _patch_dict(self.in_dict, self.values, self.clear)(value))
            return f

        @functools.wraps(f)
        def inner(*args, **kw):
            with self:
                return f(*args, **kw)

        return inner

    def __enter__(self):
        if isinstance(self.in_dict, str):
            self.in_dict = _importer(self.in_dict)
        self._original = dict(self.in_dict)
        if self.clear:
            self.in_dict.clear()
        self.in_dict.update(self.values)
        return self.in_dict

    def __exit__(self, *args):
        self.in_dict.clear()
        self.in_dict.update(self._original)
        return False

    def start(self):
        result = self.__enter__()
        _patch._active_patches.append(self)
        return result

    def stop(self):
        if self not in _patch._active_patches:
            return None
        _patch._active_patches.remove(self)
        return self.__exit__(None, None, None)


def _stop_all():
    """Stop all active patches, the latest first."""
    for one in reversed(list(_patch._active_patches)):
        one.stop()


patch.object = _patch_object
patch.dict = _patch_dict
patch.multiple = _patch_multiple
patch.stopall = _stop_all
patch.TEST_PREFIX = "test"
