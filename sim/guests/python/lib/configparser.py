"""Configuration files: sections of options.

A parser is a mapping of section names to proxies; the options themselves stand in one dictionary
for each section. `_Reader` turns lines into options, an interpolation changes values on their way
in and out. Lines are taken apart without regular expressions; the patterns that programs may
replace (SECTCRE, OPTCRE) are used when they have been, and compiled when somebody asks for ours.

Counterpart: lib-python/3/configparser.py. Private names that programs in the wild use: _sections,
_defaults, _interpolation, _strict, _UNSET.
"""

from _collections_abc import MutableMapping
from _late import Late

__all__ = [
    "NoSectionError", "DuplicateOptionError", "DuplicateSectionError", "NoOptionError",
    "InterpolationError", "InterpolationDepthError", "InterpolationMissingOptionError",
    "InterpolationSyntaxError", "ParsingError", "MissingSectionHeaderError", "ConfigParser",
    "SafeConfigParser", "RawConfigParser", "Interpolation", "BasicInterpolation",
    "ExtendedInterpolation", "LegacyInterpolation", "SectionProxy", "ConverterMapping",
    "DEFAULTSECT", "MAX_INTERPOLATION_DEPTH",
]

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10

# Stands for an argument that was not given, where None is a value.
_UNSET = object()


# Errors


class Error(Exception):
    """Base of what goes wrong here; `message` is the text."""

    def __init__(self, msg=""):
        self.message = msg
        Exception.__init__(self, msg)

    def _say(self, message, **details):
        """The text, and the details as attributes and arguments."""
        self.message = message
        vars(self).update(details)
        self.args = tuple(details.values())

    def __repr__(self):
        return self.message

    __str__ = __repr__


class NoSectionError(Error):
    """There is no such section."""

    def __init__(self, section):
        self._say("No section: %r" % (section,), section=section)


class NoOptionError(Error):
    """There is no such option."""

    def __init__(self, option, section):
        self._say("No option %r in section: %r" % (option, section),
                  option=option, section=section)


def _twice(what, name, source, lineno):
    """That something is there already; the place where it stands again, if it was read."""
    if source is None:
        return "%s %s already exists" % (what.capitalize(), name)
    place = "" if lineno is None else " [line %2d]" % lineno
    return "While reading from %r%s: %s %s already exists" % (source, place, what, name)


class DuplicateSectionError(Error):
    """A section is there already."""

    def __init__(self, section, source=None, lineno=None):
        self._say(_twice("section", repr(section), source, lineno),
                  section=section, source=source, lineno=lineno)


class DuplicateOptionError(Error):
    """An option stands twice in what is read."""

    def __init__(self, section, option, source=None, lineno=None):
        self._say(_twice("option", "%r in section %r" % (option, section), source, lineno),
                  section=section, option=option, source=source, lineno=lineno)


class InterpolationError(Error):
    """A value refers to others in a way that does not work."""

    def __init__(self, option, section, msg):
        self._say(msg, option=option, section=section)
        self.args = option, section, msg


class InterpolationSyntaxError(InterpolationError):
    """A reference is not written as one."""


class InterpolationMissingOptionError(InterpolationError):
    """A value refers to an option that is not there."""

    def __init__(self, option, section, rawval, reference):
        self._say("Bad value substitution: option %r in section %r contains an interpolation key "
                  "%r which is not a valid option name. Raw value: %r" % (
                      option, section, reference, rawval), option=option, section=section)
        self.reference = reference
        self.args = option, section, rawval, reference


class InterpolationDepthError(InterpolationError):
    """References lead too far."""

    def __init__(self, option, section, rawval):
        self._say("Recursion limit exceeded in value substitution: option %r in section %r "
                  "contains an interpolation key which cannot be substituted in %s steps. "
                  "Raw value: %r" % (option, section, MAX_INTERPOLATION_DEPTH, rawval),
                  option=option, section=section)
        self.args = option, section, rawval


class ParsingError(Error):
    """Some lines are neither sections nor options: `errors` has their numbers and texts."""

    def __init__(self, source=None, filename=None):
        if filename and source:
            raise ValueError("Cannot specify both `filename' and `source'. Use `source'.")
        if not filename and not source:
            raise ValueError("Required argument `source' not given.")
        source = source or filename
        self._say("Source contains parsing errors: %r" % source, source=source)
        self.errors = []

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += "\n\t[line %2d]: %s" % (lineno, line)

    @property
    def filename(self):
        """An old name of `source`."""
        _deprecate("The 'filename' attribute will be removed in future versions.  "
                   "Use 'source' instead.")
        return self.source

    @filename.setter
    def filename(self, value):
        _deprecate("The 'filename' attribute will be removed in future versions.  "
                   "Use 'source' instead.")
        self.source = value


class MissingSectionHeaderError(ParsingError):
    """There is an option before the first section."""

    def __init__(self, filename, lineno, line):
        self._say("File contains no section headers.\nfile: %r, line: %d\n%r" % (
            filename, lineno, line), source=filename, lineno=lineno, line=line)


def _deprecate(message):
    import warnings
    warnings.warn(message, DeprecationWarning, stacklevel=3)


# Interpolation


class Interpolation:
    """What happens to values on their way in and out; nothing, in this class."""

    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value

    def before_read(self, parser, section, option, value):
        return value

    def before_write(self, parser, section, option, value):
        return value


class _References(Interpolation):
    """References to other options: a mark and a name in brackets. The mark doubled is itself.

    `_find` gives option, section and text of what a name refers to, and the values that this text
    may refer to in turn; `_canonical` the name for messages.
    """

    mark = opening = closing = None

    def before_get(self, parser, section, option, value, defaults):
        return self._expand(parser, option, section, value, defaults, 1)

    def before_set(self, parser, section, option, value):
        rest = value.replace(self.mark * 2, "")
        # What is left is refused if there is a mark in it that does not begin a reference.
        first, *parts = rest.split(self.mark + self.opening)
        for part in parts:
            name, closing, after = part.partition(self.closing)
            first += after if name and closing else self.mark + self.opening + part
        if self.mark in first:
            raise ValueError("invalid interpolation syntax in %r at position %d" % (
                value, first.find(self.mark)))
        return value

    def _expand(self, parser, option, section, rest, values, depth):
        raw = parser.get(section, option, raw=True, fallback=rest)
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        mark = self.mark
        pieces = []
        while rest:
            plain, found, after = rest.partition(mark)
            pieces.append(plain)
            rest = after
            if found and after.startswith(mark):
                pieces.append(mark)
                rest = after[1:]
            elif found:
                if not after.startswith(self.opening):
                    raise InterpolationSyntaxError(
                        option, section, "'%s' must be followed by '%s' or '%s', found: %r" % (
                            mark, mark, self.opening, mark + after))
                name, closing, rest = after[1:].partition(self.closing)
                if not name or not closing:
                    raise InterpolationSyntaxError(
                        option, section,
                        "bad interpolation variable reference %r" % (mark + after))
                try:
                    found = self._find(parser, option, section, name, values, rest)
                except (KeyError, NoSectionError, NoOptionError):
                    raise InterpolationMissingOptionError(
                        option, section, raw, self._canonical(parser, name)) from None
                if mark in found[2]:
                    pieces.append(self._expand(parser, *found, depth + 1))
                else:
                    pieces.append(found[2])
        return "".join(pieces)


class BasicInterpolation(_References):
    """%(name)s is the value of an option of the same section, or a default."""

    mark, opening, closing = "%", "(", ")s"

    def _canonical(self, parser, name):
        return parser.optionxform(name)

    def _find(self, parser, option, section, name, values, rest):
        return option, section, values[parser.optionxform(name)], values


class ExtendedInterpolation(_References):
    """${name} is the value of an option, ${section:name} that of another section's option."""

    mark, opening, closing = "$", "{", "}"

    def _canonical(self, parser, name):
        return name

    def _find(self, parser, option, section, name, values, rest):
        other, colon, its_name = name.rpartition(":")
        if ":" in other:
            raise InterpolationSyntaxError(
                option, section, "More than one ':' found: %r" % (rest,))
        its_name = parser.optionxform(its_name)
        if not colon:
            other, text = section, values[its_name]
        else:
            text = parser.get(other, its_name, raw=True)
        return its_name, other, text, dict(parser.items(other, raw=True))


class LegacyInterpolation(Interpolation):
    """As the oldest parsers did it: the % operator, again and again."""

    def before_get(self, parser, section, option, value, vars):
        raw = value
        for _ in range(MAX_INTERPOLATION_DEPTH):
            if not value or "%(" not in value:
                return value
            first, *parts = value.split("%(")
            for part in parts:
                name, closing, after = part.partition(")")
                name = parser.optionxform(name) if after.startswith("s") else name
                first += "%(" + name + closing + after
            try:
                value = first % vars
            except KeyError as error:
                raise InterpolationMissingOptionError(
                    option, section, raw, error.args[0]) from None
        if value and "%(" in value:
            raise InterpolationDepthError(option, section, raw)
        return value


# Patterns


def _late_pattern(text):
    def make():
        import re
        return re.compile(text, re.VERBOSE)

    return Late(make)


_OPTION = r"(?P<option>.*?) \s* (?:(?P<vi>{0})\s*(?P<value>.*))%s $"


def _replaced(parser, name):
    """The pattern that a program has put in the place of ours, else None."""
    if name in vars(parser):
        return vars(parser)[name]
    for cls in type(parser).__mro__:
        if name in vars(cls):
            found = vars(cls)[name]
            return None if isinstance(found, Late) else found


# Reading


class _Reader:
    """The state while lines are read into a parser."""

    def __init__(self, parser, source):
        self.parser = parser
        self.source = source
        self.error = None
        self.seen = set()
        self.section_name = self.options = self.option = None
        # How far the last option is indented: what stands further in continues it.
        self.indent = 0
        self.section_pattern = _replaced(parser, "SECTCRE")
        self.option_pattern = _replaced(
            parser, "OPTCRE_NV" if parser._allow_no_value else "OPTCRE")

    def read(self, lines):
        for lineno, line in enumerate(lines, 1):
            text, has_comment = self._without_comment(line)
            if text:
                indent = len(line) - len(line.lstrip())
                if self.option and indent > self.indent:
                    self.options[self.option].append(text)
                else:
                    self.indent = indent
                    self._read_head(text, lineno, line)
            elif not self.parser._empty_lines_in_values:
                # An empty line ends a value.
                self.indent = len(line)
                self.option = None
            elif not has_comment and self.option and self.options[self.option] is not None:
                self.options[self.option].append("")
        self._join_lines()
        if self.error:
            raise self.error

    def _without_comment(self, line):
        text = line.strip()
        for prefix in self.parser._comment_prefixes:
            if text.startswith(prefix):
                return "", True
        # The n-th places of all prefixes are looked at before the places after these.
        places = {prefix: line.find(prefix) for prefix in self.parser._inline_comment_prefixes}
        while max(places.values(), default=-1) >= 0:
            begins = [
                place for place in places.values()
                if place == 0 or place > 0 and line[place - 1].isspace()]
            if begins:
                return line[:min(begins)].strip(), True
            places = {
                prefix: line.find(prefix, place + 1)
                for prefix, place in places.items() if place >= 0}
        return text, False

    def _read_head(self, text, lineno, line):
        """The line of a section or the first one of an option."""
        name = self._section_in(text)
        if name is not None:
            self._begin_section(name, lineno)
        elif self.options is None:
            raise MissingSectionHeaderError(self.source, lineno, line)
        else:
            option, value = self._option_in(text)
            if not option:
                if self.error is None:
                    self.error = ParsingError(self.source)
                self.error.append(lineno, repr(line))
            if option is not None:
                self._begin_option(option, value, lineno)

    def _section_in(self, text):
        """The name of the section that begins here, else None."""
        if self.section_pattern is not None:
            found = self.section_pattern.match(text)
            return found and found.group("header")
        name, closing, _ = text[1:].partition("]")
        return name if text[0] == "[" and closing and name else None

    def _begin_section(self, name, lineno):
        parser = self.parser
        if name == parser.default_section:
            self.options = parser._defaults
        else:
            if name not in parser._sections:
                parser._sections[name] = parser._dict()
                parser._proxies[name] = SectionProxy(parser, name)
            elif parser._strict and name in self.seen:
                raise DuplicateSectionError(name, self.source, lineno)
            self.seen.add(name)
            self.options = parser._sections[name]
        self.section_name = name
        self.option = None

    def _option_in(self, text):
        """Name and value; a name None for what is no option, a value None for one without."""
        if self.option_pattern is not None:
            found = self.option_pattern.match(text)
            return (found.group("option").rstrip(), found.group("value")) if found else (None, None)
        places = [
            (text.find(delimiter), index)
            for index, delimiter in enumerate(self.parser._delimiters) if delimiter in text]
        if not places:
            return text if self.parser._allow_no_value else None, None
        start, index = min(places)
        end = start + len(self.parser._delimiters[index])
        return text[:start].rstrip(), text[end:]

    def _begin_option(self, option, value, lineno):
        self.option = option = self.parser.optionxform(option)
        if self.parser._strict and (self.section_name, option) in self.seen:
            raise DuplicateOptionError(self.section_name, option, self.source, lineno)
        self.seen.add((self.section_name, option))
        # Lists, as values may go on in the lines that follow.
        self.options[option] = None if value is None else [value.strip()]

    def _join_lines(self):
        parser = self.parser
        for section, options in [(parser.default_section, parser._defaults),
                                 *parser._sections.items()]:
            for name, value in options.items():
                if isinstance(value, list):
                    value = "\n".join(value).rstrip()
                options[name] = parser._interpolation.before_read(parser, section, name, value)


# Parsers


def _to_boolean(parser, value):
    if value.lower() not in parser.BOOLEAN_STATES:
        raise ValueError("Not a boolean: %s" % value)
    return parser.BOOLEAN_STATES[value.lower()]


# The conversions that all parsers have: from the parser and a value.
_CONVERSIONS = {
    "int": lambda parser, value: int(value),
    "float": lambda parser, value: float(value),
    "boolean": lambda parser, value: parser._convert_to_boolean(value),
}


class RawConfigParser(MutableMapping):
    """Sections and options whose values are taken as they are."""

    SECTCRE = _late_pattern(r"\[ (?P<header>[^]]+) \]")
    OPTCRE = _late_pattern(_OPTION.format("=|:") % "")
    OPTCRE_NV = _late_pattern(_OPTION.format("=|:") % "?")
    NONSPACECRE = _late_pattern(r"\S")
    BOOLEAN_STATES = {
        "1": True, "yes": True, "true": True, "on": True,
        "0": False, "no": False, "false": False, "off": False,
    }
    _DEFAULT_INTERPOLATION = Interpolation()

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *,
                 delimiters=("=", ":"), comment_prefixes=("#", ";"),
                 inline_comment_prefixes=None, strict=True, empty_lines_in_values=True,
                 default_section=DEFAULTSECT, interpolation=_UNSET, converters=_UNSET):
        self._dict = dict_type
        self._sections = dict_type()
        self._defaults = dict_type()
        self._converters = ConverterMapping(self)
        self._proxies = dict_type()
        self._proxies[default_section] = SectionProxy(self, default_section)
        self._delimiters = tuple(delimiters)
        self._comment_prefixes = tuple(comment_prefixes or ())
        self._inline_comment_prefixes = tuple(inline_comment_prefixes or ())
        self._strict = strict
        self._allow_no_value = allow_no_value
        self._empty_lines_in_values = empty_lines_in_values
        self.default_section = default_section
        if interpolation is _UNSET:
            interpolation = self._DEFAULT_INTERPOLATION
        self._interpolation = Interpolation() if interpolation is None else interpolation
        if converters is not _UNSET:
            self._converters.update(converters)
        if defaults:
            self._read_defaults(defaults)

    # Reading and writing

    def read(self, filenames, encoding=None):
        """Read the files that can be opened; gives the list of their names."""
        if isinstance(filenames, (str, bytes)) or hasattr(filenames, "__fspath__"):
            filenames = [filenames]
        done = []
        for name in filenames:
            try:
                with open(name, encoding=encoding) as lines:
                    self._read(lines, name)
            except OSError:
                continue
            done.append(name.__fspath__() if hasattr(name, "__fspath__") else name)
        return done

    def read_file(self, f, source=None):
        """Read lines; the source is for messages."""
        if source is None:
            source = getattr(f, "name", "<???>")
        self._read(f, source)

    def read_string(self, string, source="<string>"):
        *lines, last = string.split("\n")
        lines = [line + "\n" for line in lines]
        self.read_file(lines + [last] if last else lines, source)

    def read_dict(self, dictionary, source="<dict>"):
        """Take sections from a dictionary of dictionaries."""
        seen = set()
        for section, options in dictionary.items():
            section = str(section)
            try:
                self.add_section(section)
            except (DuplicateSectionError, ValueError):
                if self._strict and section in seen:
                    raise
            seen.add(section)
            for option, value in options.items():
                option = self.optionxform(str(option))
                if self._strict and (section, option) in seen:
                    raise DuplicateOptionError(section, option, source)
                seen.add((section, option))
                self.set(section, option, None if value is None else str(value))

    def readfp(self, fp, filename=None):
        _deprecate("This method will be removed in future versions.  "
                   "Use 'parser.read_file()' instead.")
        self.read_file(fp, source=filename)

    def _read(self, fp, fpname):
        _Reader(self, fpname).read(fp)

    def _read_defaults(self, defaults):
        self.read_dict({self.default_section: defaults})

    def write(self, fp, space_around_delimiters=True):
        """Write all sections as they can be read again."""
        delimiter = self._delimiters[0]
        if space_around_delimiters:
            delimiter = " %s " % delimiter
        if self._defaults:
            self._write_section(fp, self.default_section, self._defaults.items(), delimiter)
        for section, options in self._sections.items():
            self._write_section(fp, section, options.items(), delimiter)

    def _write_section(self, fp, section_name, section_items, delimiter):
        fp.write("[%s]\n" % section_name)
        for option, value in section_items:
            value = self._interpolation.before_write(self, section_name, option, value)
            if value is not None or not self._allow_no_value:
                option += delimiter + str(value).replace("\n", "\n\t")
            fp.write(option + "\n")
        fp.write("\n")

    # Sections

    def defaults(self):
        return self._defaults

    def sections(self):
        """The names of the sections but the default one."""
        return list(self._sections)

    def has_section(self, section):
        return section in self._sections

    def add_section(self, section):
        if section == self.default_section:
            raise ValueError("Invalid section name: %r" % section)
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = self._dict()
        self._proxies[section] = SectionProxy(self, section)

    def remove_section(self, section):
        """Remove a section; whether it was there."""
        if section not in self._sections:
            return False
        del self._sections[section], self._proxies[section]
        return True

    def _options_of(self, section):
        """The dictionary of a section, of the default one if it has no name."""
        if not section or section == self.default_section:
            return self._defaults
        if section not in self._sections:
            raise NoSectionError(section)
        return self._sections[section]

    # Options

    def optionxform(self, optionstr):
        """The name under which an option is kept; programs may put another function here."""
        return optionstr.lower()

    def options(self, section):
        """The names of the options of a section, the defaults included."""
        if section not in self._sections:
            raise NoSectionError(section)
        return list({**self._sections[section], **self._defaults})

    def has_option(self, section, option):
        try:
            options = self._options_of(section)
        except NoSectionError:
            return False
        option = self.optionxform(option)
        return option in options or option in self._defaults

    def _values(self, section, vars):
        """All that an option of a section may refer to."""
        own = {}
        if section in self._sections:
            own = self._sections[section]
        elif section != self.default_section:
            raise NoSectionError(section)
        given = {
            self.optionxform(name): value if value is None else str(value)
            for name, value in (vars or {}).items()}
        return {**self._defaults, **own, **given}

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        """The value of an option; `vars` go before its section, which goes before the defaults."""
        try:
            values = self._values(section, vars)
            name = self.optionxform(option)
            if name not in values:
                raise NoOptionError(name, section)
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback
        value = values[name]
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, name, value, values)

    def _get_conv(self, section, option, conv, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        try:
            value = self.get(section, option, raw=raw, vars=vars, **kwargs)
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback
        return conv(value)

    def __getattr__(self, name):
        conversion = vars(self).get("_converters", {}).get(name[3:]) if name[:3] == "get" else None
        if conversion is None:
            raise AttributeError(
                "'%s' object has no attribute '%s'" % (type(self).__name__, name))

        def getter(section, option, **kwargs):
            return self._get_conv(section, option, conversion, **kwargs)

        return getter

    def _convert_to_boolean(self, value):
        return _to_boolean(self, value)

    def items(self, section=_UNSET, raw=False, vars=None):
        """The sections; or the options of one section, defaults included, with their values."""
        if section is _UNSET:
            return super().items()
        values = self._values(section, vars)
        names = {**self._defaults, **self._sections.get(section, {})}
        if raw:
            return [(name, values[name]) for name in names]
        expand = self._interpolation.before_get
        return [(name, expand(self, section, name, values[name], values)) for name in names]

    def set(self, section, option, value=None):
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        self._options_of(section)[self.optionxform(option)] = value

    def remove_option(self, section, option):
        """Remove an option; whether it was there."""
        options = self._options_of(section)
        option = self.optionxform(option)
        existed = option in options
        if existed:
            del options[option]
        return existed

    def _validate_value_types(self, *, section="", option="", value=""):
        if not isinstance(section, str):
            raise TypeError("section names must be strings")
        if not isinstance(option, str):
            raise TypeError("option keys must be strings")
        if not isinstance(value, str) and (value or not self._allow_no_value):
            raise TypeError("option values must be strings")

    @property
    def converters(self):
        return self._converters

    # The mapping

    def __getitem__(self, key):
        if key != self.default_section and key not in self._sections:
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        if key in self and self[key] is value:
            return
        if key in self:
            self._options_of(key).clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if not self.remove_section(key):
            raise KeyError(key)

    def __contains__(self, key):
        return key == self.default_section or key in self._sections

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        yield self.default_section
        yield from self._sections

    def popitem(self):
        """Take the first section out: its name and its proxy."""
        for key in self._sections:
            proxy = self[key]
            del self[key]
            return key, proxy
        raise KeyError


def _add_getter(kind, convert):
    def getter(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(
            section, option, lambda value: convert(self, value), raw=raw, vars=vars,
            fallback=fallback, **kwargs)

    getter.__name__ = "get" + kind
    getter.__qualname__ = "RawConfigParser.get" + kind
    setattr(RawConfigParser, getter.__name__, getter)


for _kind, _convert in _CONVERSIONS.items():
    _add_getter(_kind, _convert)
del _kind, _convert


class ConfigParser(RawConfigParser):
    """Sections and options whose values may refer to others; all of them are strings."""

    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        self._validate_value_types(option=option, value=value)
        super().set(section, option, value)

    def add_section(self, section):
        self._validate_value_types(section=section)
        super().add_section(section)

    def _read_defaults(self, defaults):
        # These are taken as they are.
        kept, self._interpolation = self._interpolation, Interpolation()
        try:
            super()._read_defaults(defaults)
        finally:
            self._interpolation = kept


class SafeConfigParser(ConfigParser):
    """An old name of ConfigParser."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _deprecate(
            "The SafeConfigParser class has been renamed to ConfigParser in Python 3.2. "
            "This alias will be removed in future versions. Use ConfigParser directly instead.")


class SectionProxy(MutableMapping):
    """One section of a parser as a mapping of its options, the defaults included."""

    def __init__(self, parser, name):
        self._parser = parser
        self._name = name

    @property
    def parser(self):
        return self._parser

    @property
    def name(self):
        return self._name

    def _options(self):
        if self._name == self._parser.default_section:
            return list(self._parser.defaults())
        return self._parser.options(self._name)

    def get(self, option, fallback=None, *, raw=False, vars=None, _impl=None, **kwargs):
        """The value of an option, or the fallback."""
        get = _impl or self._parser.get
        return get(self._name, option, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def __getattr__(self, name):
        parser = vars(self).get("_parser")
        if parser is None or name[:3] != "get" or name[3:] not in parser.converters:
            raise AttributeError("'SectionProxy' object has no attribute '%s'" % name)

        def getter(option, fallback=None, **kwargs):
            return self.get(option, fallback, _impl=getattr(parser, name), **kwargs)

        return getter

    def __getitem__(self, key):
        if key not in self:
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser._validate_value_types(option=key, value=value)
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if key not in self or not self._parser.remove_option(self._name, key):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    def __repr__(self):
        return "<Section: %s>" % self._name


class ConverterMapping(MutableMapping):
    """The conversions of a parser by name; None for those that are methods of its class."""

    def __init__(self, parser):
        self._parser = parser
        self._data = {
            name[3:]: None for name in dir(type(parser))
            if name[:3] == "get" and len(name) > 3 and callable(getattr(parser, name))}

    def __getitem__(self, key):
        return self._data[key]

    def __setitem__(self, key, value):
        if not isinstance(key, str):
            raise ValueError("Incompatible key: %s (type: %s)" % (key, type(key)))
        if not key:
            raise ValueError('Incompatible key: cannot use "" as a name')
        self._data[key] = value

    def __delitem__(self, key):
        del self._data[key]

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)
