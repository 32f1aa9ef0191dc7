"""Texts of exceptions and of stacks.

Counterpart: lib-python/3/traceback.py.
"""

import linecache
import sys

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list",
    "format_stack", "format_tb", "print_exc", "format_exc", "print_exception", "print_last",
    "print_stack", "print_tb", "clear_frames", "FrameSummary", "StackSummary",
    "TracebackException", "walk_stack", "walk_tb",
]

_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"

# Equal entries beyond this number are counted instead.
_RECURSIVE_CUTOFF = 3

# Names further away are no suggestions.
_MAX_DISTANCE = 3


def _print_all(lines, file):
    if file is None:
        file = sys.stderr
    for line in lines:
        print(line, file=file, end="")


def print_list(extracted_list, file=None):
    """Print a list of entries as a formatted stack trace."""
    _print_all(StackSummary.from_list(extracted_list).format(), file)


def format_list(extracted_list):
    """The strings that print_list() prints."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Print the entries of a traceback."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """The strings that print_tb() prints."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """The entries of a traceback, as a StackSummary."""
    return StackSummary.extract(walk_tb(tb), limit=limit)


def print_exception(etype, value, tb, limit=None, file=None, chain=True):
    """Print an exception: its traceback, then its type and value."""
    made = TracebackException(type(value), value, tb, limit=limit)
    _print_all(made.format(chain=chain), file)


def format_exception(etype, value, tb, limit=None, chain=True):
    """The strings that print_exception() prints."""
    return list(TracebackException(type(value), value, tb, limit=limit).format(chain=chain))


def format_exception_only(etype, value):
    """The strings that tell the type and the value of an exception."""
    return list(TracebackException(etype, value, None).format_exception_only())


def _some_str(value):
    try:
        return str(value)
    except BaseException:
        return "<unprintable %s object>" % type(value).__name__


def _format_final_exc_line(etype, value):
    text = _some_str(value)
    if value is None or not text:
        return "%s\n" % etype
    return "%s: %s\n" % (etype, text)


def _candidates(exc_value, tb):
    """The names that a wrong one may have been meant for."""
    if isinstance(exc_value, AttributeError):
        return dir(exc_value.obj)
    if tb is None:
        return []
    while tb.tb_next is not None:
        tb = tb.tb_next
    frame = tb.tb_frame
    import builtins
    return list(frame.f_locals) + list(frame.f_globals) + dir(builtins)


def _suggestion(exc_value, tb):
    """The name most like the one that was not found; None when no one is near."""
    wrong = exc_value.name
    best = None
    best_distance = len(wrong)
    for name in _candidates(exc_value, tb):
        distance = _edit_distance(wrong, name)
        if 0 < distance <= _MAX_DISTANCE and distance < best_distance:
            best = name
            best_distance = distance
    return best


def _edit_distance(a, b):
    """How many characters must be inserted, removed or replaced (Levenshtein)."""
    previous = list(range(len(b) + 1))
    for i, char in enumerate(a):
        current = [i + 1]
        for j, other in enumerate(b):
            replaced = previous[j] + (char != other)
            current.append(min(replaced, previous[j + 1] + 1, current[j] + 1))
        previous = current
    return previous[-1]


def print_exc(limit=None, file=None, chain=True):
    """Print the exception that is being handled."""
    print_exception(*sys.exc_info(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """The text that print_exc() prints."""
    return "".join(format_exception(*sys.exc_info(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Print the exception that ended the last interactive statement."""
    if not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)


def print_stack(f=None, limit=None, file=None):
    """Print the entries of the stack from a frame outwards."""
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """The strings that print_stack() prints."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """The entries of the stack from a frame outwards, the oldest first."""
    inner = sys._getframe().f_back if f is None else f
    found = StackSummary.extract(walk_stack(inner), limit=limit)
    found.reverse()
    return found


def clear_frames(tb):
    """Clear all references to local variables in the frames of a traceback."""
    for frame, _ in walk_tb(tb):
        try:
            frame.clear()
        except RuntimeError:
            # It is still being executed.
            continue


def walk_stack(f):
    """The frames of a stack with their line numbers, from the inside to the outside."""
    frame = sys._getframe().f_back.f_back if f is None else f
    while frame is not None:
        yield frame, frame.f_lineno
        frame = frame.f_back


def walk_tb(tb):
    """The frames of a traceback with their line numbers, from the outside to the inside."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


class FrameSummary:
    """One entry of a traceback."""

    __slots__ = ("filename", "lineno", "name", "_line", "locals")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None):
        self.filename, self.lineno, self.name = filename, lineno, name
        self._line = line
        if lookup_line:
            # Asking for it remembers it.
            self.line
        self.locals = {key: repr(locals[key]) for key in locals} if locals else None

    def _four(self):
        """What the entry is as a sequence."""
        return self.filename, self.lineno, self.name, self.line

    def __len__(self):
        return 4

    def __iter__(self):
        return iter([*self._four()])

    def __getitem__(self, pos):
        return self._four()[pos]

    def __eq__(self, other):
        if isinstance(other, tuple):
            return self._four() == other
        if not isinstance(other, FrameSummary):
            return NotImplemented
        return (self.filename == other.filename and self.lineno == other.lineno
                and self.name == other.name and self.locals == other.locals)

    def __repr__(self):
        return "<FrameSummary file %s, line %s in %s>" % (self.filename, self.lineno, self.name)

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()


def _limited(entries, limit):
    entries = list(entries)
    if limit is None:
        limit = getattr(sys, "tracebacklimit", None)
        if limit is not None and limit < 0:
            limit = 0
    if limit is None:
        return entries
    return entries[:limit] if limit >= 0 else entries[limit:]


class StackSummary(list):
    """A list of entries."""

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Make a summary from pairs of a frame and a line number."""
        result = cls()
        for frame, lineno in _limited(frame_gen, limit):
            code = frame.f_code
            result.append(FrameSummary(
                code.co_filename, lineno, code.co_name, lookup_line=lookup_lines,
                locals=frame.f_locals if capture_locals else None))
        return result

    @classmethod
    def from_list(cls, a_list):
        """Make a summary from entries or from tuples."""
        result = cls()
        for entry in a_list:
            if not isinstance(entry, FrameSummary):
                filename, lineno, name, line = entry
                entry = FrameSummary(filename, lineno, name, line=line)
            result.append(entry)
        return result

    def format(self):
        """The strings of all entries, equal ones in a row counted."""
        result = []
        last = None
        count = 0
        for entry in self:
            key = entry.filename, entry.lineno, entry.name
            if key != last:
                _append_repeated(result, count)
                last = key
                count = 0
            count += 1
            if count > _RECURSIVE_CUTOFF:
                continue
            text = '  File "%s", line %s, in %s\n' % key
            if entry.line:
                text += "    %s\n" % entry.line.strip()
            if entry.locals:
                for name, value in sorted(entry.locals.items()):
                    text += "    %s = %s\n" % (name, value)
            result.append(text)
        _append_repeated(result, count)
        return result


def _append_repeated(result, count):
    more = count - _RECURSIVE_CUTOFF
    if more > 0:
        result.append("  [Previous line repeated %s more time%s]\n" % (
            more, "s" if more > 1 else ""))


class TracebackException:
    """An exception ready for rendering."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, _seen=None):
        if _seen is None:
            _seen = set()
        _seen.add(id(exc_value))

        def chained(other):
            if other is None or id(other) in _seen:
                return None
            return TracebackException(
                type(other), other, other.__traceback__, limit=limit, lookup_lines=False,
                capture_locals=capture_locals, _seen=_seen)

        self._truncated = False
        self.__cause__ = None
        self.__context__ = None
        self.__suppress_context__ = False
        if exc_value is not None:
            try:
                cause = chained(exc_value.__cause__)
                context = chained(exc_value.__context__)
                self.__cause__ = cause
                self.__context__ = context
            except RecursionError:
                self._truncated = True
            self.__suppress_context__ = exc_value.__suppress_context__
        self.exc_type, self._str = exc_type, _some_str(exc_value)
        self.stack = StackSummary.extract(
            walk_tb(exc_traceback), limit=limit, capture_locals=capture_locals,
            lookup_lines=lookup_lines)
        if exc_type and issubclass(exc_type, SyntaxError):
            self.filename = exc_value.filename
            self.lineno = None if exc_value.lineno is None else str(exc_value.lineno)
            self.text = exc_value.text
            self.offset = exc_value.offset
            self.msg = exc_value.msg
        elif (exc_type and issubclass(exc_type, (NameError, AttributeError))
                and getattr(exc_value, "name", None) is not None):
            suggestion = _suggestion(exc_value, exc_traceback)
            if suggestion:
                self._str += ". Did you mean: %s?" % suggestion
        if lookup_lines:
            self._load_lines()

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """The same for an exception that brings its traceback with it."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def _load_lines(self):
        for entry in self.stack:
            entry.line
        for chained in (self.__cause__, self.__context__):
            if chained:
                chained._load_lines()

    def __str__(self):
        return self._str

    def __eq__(self, other):
        if not isinstance(other, TracebackException):
            return NotImplemented
        return vars(self) == vars(other)

    def format_exception_only(self):
        """The strings that tell the type and the value; several for a syntax error."""
        if self.exc_type is None:
            yield _format_final_exc_line(None, self._str)
            return
        name = self.exc_type.__qualname__
        module = self.exc_type.__module__
        if module not in ("__main__", "builtins"):
            if not isinstance(module, str):
                module = "<unknown>"
            name = "%s.%s" % (module, name)
        if issubclass(self.exc_type, SyntaxError):
            yield from self._format_syntax_error(name)
        else:
            yield _format_final_exc_line(name, self._str)

    def _format_syntax_error(self, name):
        suffix = ""
        if self.lineno is not None:
            yield '  File "%s", line %s\n' % (self.filename or "<string>", self.lineno)
        elif self.filename is not None:
            suffix = " (%s)" % self.filename
        if self.text is not None:
            line = self.text.rstrip("\n")
            shown = line.lstrip(" \n\f")
            yield "    %s\n" % shown
            caret = (self.offset or 0) - 1 - (len(line) - len(shown))
            if caret >= 0:
                # Tabs stay, so that the caret stands below its character.
                before = "".join([c if c.isspace() else " " for c in shown[:caret]])
                yield "    %s^\n" % before
        yield "%s: %s%s\n" % (name, self.msg or "<no detail available>", suffix)

    def format(self, *, chain=True):
        """The strings of the whole exception, its causes first."""
        if chain:
            if self.__cause__ is not None:
                yield from self.__cause__.format(chain=chain)
                yield _CAUSE
            elif self.__context__ is not None and not self.__suppress_context__:
                yield from self.__context__.format(chain=chain)
                yield _CONTEXT
            if self._truncated:
                yield (
                    "Chained exceptions have been truncated to avoid "
                    "stack overflow in traceback formatting:\n")
        if self.stack:
            yield "Traceback (most recent call last):\n"
            yield from self.stack.format()
        yield from self.format_exception_only()
