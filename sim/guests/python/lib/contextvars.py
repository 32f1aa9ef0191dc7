"""Variables whose values belong to a context: a task, or a call of `Context.run`."""

# Part of jitreel.

__all__ = ("Context", "ContextVar", "Token", "copy_context")

from collections.abc import Mapping as _Mapping

_MISSING = object()


class Context(_Mapping):
    """Values of context variables."""

    def __init__(self):
        self._values = {}
        self._outer = None
        self._is_entered = False

    def run(self, callable, *args, **kwargs):
        """Call something with this as the current context."""
        if self._is_entered:
            raise RuntimeError(f"cannot enter context: {self} is already entered")
        self._is_entered = True
        self._outer = _state.current
        _state.current = self
        try:
            return callable(*args, **kwargs)
        finally:
            _state.current = self._outer
            self._outer = None
            self._is_entered = False

    def copy(self):
        new = Context()
        new._values = dict(self._values)
        return new

    def __getitem__(self, var):
        if not isinstance(var, ContextVar):
            raise TypeError(f"ContextVar key was expected, got {var!r}")
        return self._values[var]

    def __contains__(self, var):
        if not isinstance(var, ContextVar):
            raise TypeError(f"ContextVar key was expected, got {var!r}")
        return var in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)


class _State:
    current = Context()


_state = _State()


def copy_context():
    """A copy of the current context."""
    return _state.current.copy()


class ContextVar:
    """A variable with a value in each context."""

    def __init__(self, name, *, default=_MISSING):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self._name = name
        self._default = default

    @property
    def name(self):
        return self._name

    def get(self, default=_MISSING):
        values = _state.current._values
        if self in values:
            return values[self]
        for fallback in (default, self._default):
            if fallback is not _MISSING:
                return fallback
        raise LookupError(self)

    def set(self, value):
        context = _state.current
        token = Token(context, self, context._values.get(self, Token.MISSING))
        context._values[self] = value
        return token

    def reset(self, token):
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token._var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        if token._context is not _state.current:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        if token._old_value is Token.MISSING:
            token._context._values.pop(self, None)
        else:
            token._context._values[self] = token._old_value

    def __class_getitem__(cls, key):
        return cls

    def __repr__(self):
        default = "" if self._default is _MISSING else f" default={self._default!r}"
        return f"<ContextVar name={self._name!r}{default} at {id(self):#x}>"


class _Missing:
    def __repr__(self):
        return "<Token.MISSING>"


class Token:
    """What `ContextVar.set` gives: the way back."""

    MISSING = _Missing()

    def __init__(self, context, var, old_value):
        self._context = context
        self._var = var
        self._old_value = old_value
        self._used = False

    @property
    def var(self):
        return self._var

    @property
    def old_value(self):
        return self._old_value

    def __repr__(self):
        used = " used" if self._used else ""
        return f"<Token{used} var={self._var!r} at {id(self):#x}>"
