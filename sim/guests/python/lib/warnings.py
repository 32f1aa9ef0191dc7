"""Warnings: what is told about, and how.

`warn` is the interpreter's, since it must know the line that calls it; it calls `_warn_at`. Each
warning that is to be shown goes as a WarningMessage to `_showwarnmsg_impl`, unless a program has
put a function of its own in the place of `showwarning` or `formatwarning`.

Counterpart: lib-python/3/warnings.py. Private names that test tools use: _filters_mutated,
_showwarnmsg_impl, _showwarning_orig, _add_filter.
"""

import sys
from _warnings import warn

__all__ = [
    "warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings", "simplefilter",
    "resetwarnings", "catch_warnings",
]

_THIS = sys.modules[__name__]

# Entries are (action, message pattern, category, module pattern, line); the first that fits counts.
filters = [
    ("default", None, DeprecationWarning, "__main__", 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]
defaultaction = "default"
onceregistry = {}

# What modules have noted of shown warnings is void after the filters have changed.
_filters_version = 1


def _filters_mutated():
    global _filters_version
    _filters_version += 1


# Showing


class WarningMessage:
    """A warning that is to be shown."""

    _WARNING_DETAILS = (
        "message", "category", "filename", "lineno", "file", "line", "source")

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        details = (message, category, filename, lineno, file, line, source)
        vars(self).update(zip(self._WARNING_DETAILS, details))
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return "{message : %r, category : %r, filename : %r, lineno : %s, line : %r}" % (
            self.message, self._category_name, self.filename, self.lineno, self.line)


def _text_of(msg):
    """The text of a warning, with its line of source if that is known."""
    line = msg.line
    if line is None:
        import linecache
        line = linecache.getline(msg.filename, msg.lineno)
    text = "%s:%s: %s: %s\n" % (msg.filename, msg.lineno, msg.category.__name__, msg.message)
    return text + "  %s\n" % line.strip() if line else text


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning; programs may put another function here."""
    return _text_of(WarningMessage(message, category, filename, lineno, None, line))


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to a file or to standard error; programs may put another function here."""
    _showwarnmsg_impl(WarningMessage(message, category, filename, lineno, file, line))


_formatwarning_orig = formatwarning
_showwarning_orig = showwarning


def _showwarnmsg_impl(msg):
    file = sys.stderr if msg.file is None else msg.file
    if file is None:
        return
    if formatwarning is _formatwarning_orig:
        text = _text_of(msg)
    else:
        text = formatwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.line)
    try:
        file.write(text)
    except OSError:
        # The warning is lost with the file.
        pass


def _showwarnmsg(msg):
    if showwarning is _showwarning_orig:
        _showwarnmsg_impl(msg)
    elif callable(showwarning):
        showwarning(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)
    else:
        raise TypeError("warnings.showwarning() must be set to a function or method")


# Filters


def _check_filter(action, lineno):
    assert action in ("error", "ignore", "always", "default", "module", "once"), (
        "invalid action: %r" % (action,))
    assert isinstance(lineno, int) and lineno >= 0, "lineno must be an int >= 0"


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Put a filter before all others, or after them; message and module are regular expressions."""
    assert isinstance(message, str), "message must be a string"
    assert isinstance(category, type), "category must be a class"
    assert issubclass(category, Warning), "category must be a Warning subclass"
    assert isinstance(module, str), "module must be a string"
    _check_filter(action, lineno)
    if message or module:
        import re
        message = re.compile(message, re.I) if message else None
        module = re.compile(module) if module else None
    _add_filter(action, message or None, category, module or None, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Put a filter for all messages and modules before all others, or after them."""
    _check_filter(action, lineno)
    _add_filter(action, None, category, None, lineno, append=append)


def _add_filter(*item, append):
    """A filter stands in the list once; put in front again, it moves there."""
    if append:
        if item not in filters:
            filters.append(item)
    else:
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    _filters_mutated()


def resetwarnings():
    """Remove all filters."""
    filters.clear()
    _filters_mutated()


def _fits(pattern, text):
    if pattern is None or isinstance(pattern, str):
        return pattern is None or pattern == text
    return bool(pattern.match(text))


def _action_for(text, category, module, lineno):
    for action, message, kind, modules, line in filters:
        if (_fits(message, text) and issubclass(category, kind) and _fits(modules, module)
                and line in (0, lineno)):
            break
    else:
        return defaultaction
    if action not in ("error", "ignore", "always", "default", "module", "once"):
        raise RuntimeError("Unrecognized action (%s) in warnings.filters:\n %s" % (
            action, (action, message, kind, modules, line)))
    return action


# Warning


def _warn_at(message, category, filename, lineno, module_globals, source):
    """A warning about a line of a module."""
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not '%s'" % type(category).__name__)
    registry = module_globals.setdefault("__warningregistry__", {})
    module = module_globals.get("__name__", "<string>")
    warn_explicit(message, category, filename, lineno, module, registry, module_globals, source)


def warn_explicit(message, category, filename, lineno, module=None, registry=None,
                  module_globals=None, source=None):
    """A warning about a given place; the registry notes what has been shown."""
    if not isinstance(lineno, int):
        raise TypeError("expected integer, got %s object" % type(lineno).__name__)
    if module is None:
        module = filename or "<unknown>"
        module = module[:-3] if module[-3:].lower() == ".py" else module
    is_nowhere = registry is None
    registry = {} if is_nowhere else registry
    if registry.get("version", 0) != _filters_version:
        registry.clear()
        registry["version"] = _filters_version
    text = str(message)
    if isinstance(message, Warning):
        category = message.__class__
    else:
        message = category(message)
    if registry.get((text, category, lineno)):
        return
    action = _action_for(text, category, module, lineno)
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action != "always":
        registry[text, category, lineno] = 1
    if action in ("module", "once"):
        seen = onceregistry if is_nowhere and action == "once" else registry
        if seen.get((text, category)):
            return
        seen[text, category] = 1
    _showwarnmsg(WarningMessage(message, category, filename, lineno, source=source))


class catch_warnings:
    """Puts filters and functions back at the end; with `record`, gives the list of warnings."""

    _RESTORED = ("filters", "showwarning", "_showwarnmsg_impl")

    def __init__(self, *, record=False, module=None):
        self._record = record
        self._module = _THIS if module is None else module
        self._before = None

    def __repr__(self):
        shown = ["record=True"] * bool(self._record)
        if self._module is not _THIS:
            shown.append("module=%r" % self._module)
        return "%s(%s)" % (type(self).__name__, ", ".join(shown))

    def __enter__(self):
        if self._before is not None:
            raise RuntimeError("Cannot enter %r twice" % self)
        module = self._module
        self._before = {name: getattr(module, name) for name in self._RESTORED}
        module.filters = module.filters[:]
        module._filters_mutated()
        if not self._record:
            return None
        log = []
        module._showwarnmsg_impl = log.append
        module.showwarning = module._showwarning_orig
        return log

    def __exit__(self, *exc_info):
        if self._before is None:
            raise RuntimeError("Cannot exit %r without entering first" % self)
        for name, value in self._before.items():
            setattr(self._module, name, value)
        self._module._filters_mutated()
