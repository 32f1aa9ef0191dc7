"""What makes texts of log records: the three styles of formats, and formatters.

The classes say that they are of `logging`: its name is this module's too.

Counterpart: lib-python/3/logging/__init__.py.
"""

import time

__name__ = "logging"

BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"


class PercentStyle:
    """Formats as for the % operator; the other styles derive from this."""

    default_format = "%(message)s"
    asctime_format = "%(asctime)s"
    # A format shows the time if one of these stands in it.
    asctime_search = "%(asctime)"

    def __init__(self, fmt):
        self._fmt = fmt or self.default_format

    def usesTime(self):
        return self.asctime_search in self._fmt

    def validate(self):
        """A ValueError for a format without any field."""
        for part in self._fmt.split("%(")[1:]:
            name, _, rest = part.partition(")")
            kind = rest.lstrip("#0+ -").lstrip("*.0123456789")[:1].lower()
            if kind and kind in "diouxefgcrsa%" and name.replace("_", "a").isalnum():
                return
        raise ValueError(
            "Invalid format '%s' for '%s' style" % (self._fmt, self.default_format[0]))

    def _format(self, record):
        return self._fmt % vars(record)

    def format(self, record):
        try:
            return self._format(record)
        except KeyError as error:
            raise ValueError("Formatting field not found in record: %s" % error)


class StrFormatStyle(PercentStyle):
    """Formats as for str.format."""

    default_format = "{message}"
    asctime_format = "{asctime}"
    asctime_search = "{asctime"

    def _format(self, record):
        return self._fmt.format(**vars(record))

    def validate(self):
        import re
        from string import Formatter as Fields
        a_field = re.compile(r"(\d+|\w+)(\.\w+|\[[^]]+\])*$")
        a_spec = re.compile(
            r"(.?[<>=^])?[+ -]?#?0?(\d+|{\w+})?[,_]?(\.(\d+|{\w+}))?[bcdefgnosx%]?$", re.I)
        fields = 0
        try:
            for _, name, spec, conversion in Fields().parse(self._fmt):
                fields += bool(name)
                if name and not a_field.match(name):
                    raise ValueError("invalid field name/expression: %r" % name)
                if conversion and conversion not in "rsa":
                    raise ValueError("invalid conversion: %r" % conversion)
                if spec and not a_spec.match(spec):
                    raise ValueError("bad specifier: %r" % spec)
        except ValueError as error:
            raise ValueError("invalid format: %s" % error)
        if not fields:
            raise ValueError("invalid format: no fields")


class StringTemplateStyle(PercentStyle):
    """Formats as for string.Template."""

    default_format = "${message}"
    asctime_format = "${asctime}"
    asctime_search = "${asctime}"

    def __init__(self, fmt):
        from string import Template
        super().__init__(fmt)
        self._tpl = Template(self._fmt)

    def usesTime(self):
        return "$asctime" in self._fmt or super().usesTime()

    def _format(self, record):
        return self._tpl.substitute(vars(record))

    def validate(self):
        fields = 0
        for found in self._tpl.pattern.finditer(self._fmt):
            parts = found.groupdict()
            fields += bool(parts["named"] or parts["braced"])
            if parts["invalid"] is not None and found.group(0) == "$":
                raise ValueError("invalid format: bare '$' not allowed")
        if not fields:
            raise ValueError("invalid format: no fields")


# The class of a style, and the format that basicConfig takes when it is given none.
_STYLES = {
    "%": (PercentStyle, BASIC_FORMAT),
    "{": (StrFormatStyle, "{levelname}:{name}:{message}"),
    "$": (StringTemplateStyle, "${levelname}:${name}:${message}"),
}


def _known_style(style):
    if style not in _STYLES:
        raise ValueError("Style must be one of: %s" % ",".join(_STYLES))
    return _STYLES[style]


class Formatter:
    """Makes the text of a record: by its format, then its exception and its stack."""

    converter = time.localtime
    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = "%s,%03d"

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True):
        self._style = _known_style(style)[0](fmt)
        if validate:
            self._style.validate()
        self._fmt = self._style._fmt
        self.datefmt = datefmt

    def formatTime(self, record, datefmt=None):
        """The creation time; without a format, with milliseconds."""
        moment = self.converter(record.created)
        if datefmt:
            return time.strftime(datefmt, moment)
        text = time.strftime(self.default_time_format, moment)
        if self.default_msec_format:
            text = self.default_msec_format % (text, record.msecs)
        return text

    def formatException(self, ei):
        import traceback
        return "".join(traceback.format_exception(*ei)).removesuffix("\n")

    def formatStack(self, stack_info):
        return stack_info

    def usesTime(self):
        """Whether the format shows the creation time."""
        return self._style.usesTime()

    def formatMessage(self, record):
        return self._style.format(record)

    def format(self, record):
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            # Kept for the other handlers.
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            text = text.removesuffix("\n") + "\n" + record.exc_text
        if record.stack_info:
            text = text.removesuffix("\n") + "\n" + self.formatStack(record.stack_info)
        return text


_defaultFormatter = Formatter()


class BufferingFormatter:
    """Makes one text of several records."""

    def __init__(self, linefmt=None):
        self.linefmt = linefmt or _defaultFormatter

    def formatHeader(self, records):
        return ""

    def formatFooter(self, records):
        return ""

    def format(self, records):
        if not records:
            return ""
        lines = [self.linefmt.format(record) for record in records]
        return "".join([self.formatHeader(records), *lines, self.formatFooter(records)])
