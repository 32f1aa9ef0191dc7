"""Readers and writers of comma separated values.

Counterpart: lib_pypy/_csv.py (7.3.11: pypy/module/_csv).
"""

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)

_dialects = {}
_limit = 128 * 1024
_NOT_GIVEN = object()


class Error(Exception):
    pass


def _read_only(name):
    def get(self):
        return getattr(self, "_" + name)

    def refuse(self, value):
        raise AttributeError("readonly attribute '%s'" % name)

    return property(get, refuse)


class Dialect:
    """How fields are separated and quoted."""

    __slots__ = (
        "_delimiter", "_doublequote", "_escapechar", "_lineterminator", "_quotechar", "_quoting",
        "_skipinitialspace", "_strict",
    )

    def __new__(cls, dialect=None, delimiter=_NOT_GIVEN, doublequote=_NOT_GIVEN,
                escapechar=_NOT_GIVEN, lineterminator=_NOT_GIVEN, quotechar=_NOT_GIVEN,
                quoting=_NOT_GIVEN, skipinitialspace=_NOT_GIVEN, strict=_NOT_GIVEN):
        self = object.__new__(cls)
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)

        def option(name, value, default):
            if value is not _NOT_GIVEN:
                return value
            return getattr(dialect, name, default) if dialect is not None else default

        self._delimiter = _one_character(
            "delimiter", option("delimiter", delimiter, ","), False)
        self._doublequote = bool(option("doublequote", doublequote, True))
        self._escapechar = _one_character(
            "escapechar", option("escapechar", escapechar, None), True)
        self._lineterminator = option("lineterminator", lineterminator, "\r\n")
        if not isinstance(self._lineterminator, str):
            raise TypeError('"lineterminator" must be a string')
        quotechar = option("quotechar", quotechar, '"')
        quoting = option("quoting", quoting, _NOT_GIVEN)
        if quoting is _NOT_GIVEN:
            quoting = QUOTE_MINIMAL
        if not isinstance(quoting, int):
            raise TypeError('"quoting" must be an int')
        if not 0 <= quoting <= 3:
            raise TypeError('bad "quoting" value')
        self._quotechar = _one_character("quotechar", quotechar, True)
        if quoting != QUOTE_NONE and self._quotechar is None:
            raise TypeError("quotechar must be set if quoting enabled")
        self._quoting = quoting
        self._skipinitialspace = bool(option("skipinitialspace", skipinitialspace, False))
        self._strict = bool(option("strict", strict, False))
        return self

    delimiter = _read_only("delimiter")
    doublequote = _read_only("doublequote")
    escapechar = _read_only("escapechar")
    lineterminator = _read_only("lineterminator")
    quotechar = _read_only("quotechar")
    quoting = _read_only("quoting")
    skipinitialspace = _read_only("skipinitialspace")
    strict = _read_only("strict")


def _one_character(name, value, may_be_missing):
    if may_be_missing and (value is None or value == ""):
        return None
    if not isinstance(value, str):
        raise TypeError('"%s" must be string, not %s' % (name, type(value).__name__))
    if len(value) != 1:
        raise TypeError('"%s" must be a 1-character string' % name)
    return value


def _dialect_of(dialect, options):
    if dialect is None and not options:
        return Dialect()
    if isinstance(dialect, type):
        dialect = dialect()
    return Dialect(dialect, **options)


def register_dialect(name, dialect=None, **fmtparams):
    """Make a dialect known by a name."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string or unicode")
    _dialects[name] = _dialect_of(dialect, fmtparams)


def unregister_dialect(name):
    """Forget a dialect."""
    try:
        del _dialects[name]
    except (KeyError, TypeError):
        raise Error("unknown dialect")


def get_dialect(name):
    """The dialect of a name."""
    try:
        return _dialects[name]
    except (KeyError, TypeError):
        raise Error("unknown dialect")


def list_dialects():
    """The names of all dialects."""
    return list(_dialects)


def field_size_limit(limit=_NOT_GIVEN):
    """The greatest length of a field; sets another one."""
    global _limit
    old = _limit
    if limit is not _NOT_GIVEN:
        if not isinstance(limit, int):
            raise TypeError("expected integer, got %s object" % type(limit).__name__)
        _limit = limit
    return old


(_START_RECORD, _START_FIELD, _ESCAPED, _IN_FIELD, _IN_QUOTED, _ESCAPED_IN_QUOTED,
 _QUOTE_IN_QUOTED, _EAT_NEWLINE, _AFTER_ESCAPED_NEWLINE) = range(9)


class _Reader:
    """Gives the records of an iterator of lines."""

    def __init__(self, lines, dialect):
        self._lines = iter(lines)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    def _fail(self, message):
        raise Error("line %d: %s" % (self.line_num, message))

    def _end_field(self):
        text = "".join(self._chars)
        self._chars = []
        if self._is_number:
            self._is_number = False
            text = float(text)
        self._fields.append(text)

    def _add(self, char):
        if len(self._chars) >= _limit:
            self._fail("field larger than field limit")
        self._chars.append(char)

    def __next__(self):
        self._fields = []
        self._chars = []
        self._is_number = False
        self._state = _START_RECORD
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if self._chars or self._state not in (_START_RECORD, _EAT_NEWLINE):
                    if self.dialect.strict:
                        self._fail("unexpected end of data")
                    self._end_field()
                    return self._fields
                raise
            self.line_num += 1
            if not isinstance(line, str):
                self._fail(
                    "iterator should return strings, not %s "
                    "(did you open the file in text mode?" % type(line).__name__)
            if "\0" in line:
                self._fail("line contains NULL byte")
            for char in line:
                self._take(char)
            self._take_end_of_line()
            if self._state == _START_RECORD:
                return self._fields

    def _take(self, char):
        state = self._state
        dialect = self.dialect
        if state == _IN_FIELD:
            if char == "\n" or char == "\r":
                self._end_field()
                self._state = _EAT_NEWLINE
            elif char == dialect._escapechar:
                self._state = _ESCAPED
            elif char == dialect._delimiter:
                self._end_field()
                self._state = _START_FIELD
            else:
                self._add(char)
        elif state == _IN_QUOTED:
            if char == dialect._escapechar:
                self._state = _ESCAPED_IN_QUOTED
            elif char == dialect._quotechar and dialect._quoting != QUOTE_NONE:
                self._state = _QUOTE_IN_QUOTED if dialect._doublequote else _IN_FIELD
            else:
                self._add(char)
        elif state == _QUOTE_IN_QUOTED:
            if dialect._quoting != QUOTE_NONE and char == dialect._quotechar:
                self._add(char)
                self._state = _IN_QUOTED
            elif char == dialect._delimiter:
                self._end_field()
                self._state = _START_FIELD
            elif char == "\n" or char == "\r":
                self._end_field()
                self._state = _EAT_NEWLINE
            elif not dialect._strict:
                self._add(char)
                self._state = _IN_FIELD
            else:
                self._fail("'%s' expected after '%s'" % (dialect._delimiter, dialect._quotechar))
        elif state == _START_RECORD or state == _START_FIELD:
            self._take_first(char, state)
        elif state == _ESCAPED:
            self._add(char)
            self._state = _AFTER_ESCAPED_NEWLINE if char in "\n\r" else _IN_FIELD
        elif state == _ESCAPED_IN_QUOTED:
            self._add(char)
            self._state = _IN_QUOTED
        elif state == _AFTER_ESCAPED_NEWLINE:
            self._state = _IN_FIELD
            self._take(char)
        elif char != "\n" and char != "\r":
            self._fail(
                "new-line character seen in unquoted field - do you need to open the file in "
                "universal-newline mode?")

    def _take_first(self, char, state):
        """The first character of a record or field."""
        dialect = self.dialect
        if char == "\n" or char == "\r":
            if state == _START_FIELD:
                self._end_field()
            self._state = _EAT_NEWLINE
        elif char == dialect._quotechar and dialect._quoting != QUOTE_NONE:
            self._state = _IN_QUOTED
        elif char == dialect._escapechar:
            self._state = _ESCAPED
        elif char == " " and dialect._skipinitialspace:
            self._state = _START_FIELD
        elif char == dialect._delimiter:
            if dialect._quoting == QUOTE_NONNUMERIC:
                self._is_number = True
            self._end_field()
            self._state = _START_FIELD
        else:
            if dialect._quoting == QUOTE_NONNUMERIC:
                self._is_number = True
            self._add(char)
            self._state = _IN_FIELD

    def _take_end_of_line(self):
        state = self._state
        if state == _IN_FIELD or state == _QUOTE_IN_QUOTED or state == _START_FIELD:
            self._end_field()
            self._state = _START_RECORD
        elif state == _EAT_NEWLINE:
            self._state = _START_RECORD
        elif state == _ESCAPED:
            self._add("\n")
            self._state = _IN_FIELD
        elif state == _ESCAPED_IN_QUOTED:
            self._add("\n")
            self._state = _IN_QUOTED


_Reader.__name__ = _Reader.__qualname__ = "reader"


def reader(iterator, dialect=None, **fmtparams):
    """A reader of the records of an iterator of lines."""
    return _Reader(iterator, _dialect_of(dialect, fmtparams))


class _Writer:
    """Writes records to a file."""

    def __init__(self, file, dialect):
        self._write = file.write
        self.dialect = dialect

    def _field_text(self, field):
        """The text of a field, and whether it must be quoted."""
        dialect = self.dialect
        quoting = dialect._quoting
        text = "" if field is None else field if isinstance(field, str) else str(field)
        quoted = quoting == QUOTE_ALL or (
            quoting == QUOTE_NONNUMERIC and not isinstance(field, (int, float)))
        special = (dialect._delimiter, dialect._escapechar, dialect._quotechar)
        pieces = []
        for char in text:
            if char in special or char in dialect._lineterminator:
                if quoting == QUOTE_NONE:
                    escaped = True
                else:
                    escaped = False
                    if char == dialect._quotechar:
                        if dialect._doublequote:
                            pieces.append(char)
                        else:
                            escaped = True
                    if not escaped:
                        quoted = True
                if escaped:
                    if dialect._escapechar is None:
                        raise Error("need to escape, but no escapechar set")
                    pieces.append(dialect._escapechar)
            pieces.append(char)
        return "".join(pieces), quoted

    def writerow(self, row):
        """Write one record."""
        dialect = self.dialect
        fields = []
        for field in row:
            text, quoted = self._field_text(field)
            if quoted:
                text = dialect._quotechar + text + dialect._quotechar
            fields.append(text)
        if len(fields) == 1 and fields[0] == "":
            if dialect._quoting == QUOTE_NONE:
                raise Error("single empty field record must be quoted")
            fields[0] = dialect._quotechar * 2
        return self._write(dialect._delimiter.join(fields) + dialect._lineterminator)

    def writerows(self, rows):
        """Write several records."""
        for row in rows:
            self.writerow(row)


_Writer.__name__ = _Writer.__qualname__ = "writer"


def writer(file, dialect=None, **fmtparams):
    """A writer of records to a file."""
    return _Writer(file, _dialect_of(dialect, fmtparams))
