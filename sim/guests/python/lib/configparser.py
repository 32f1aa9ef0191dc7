"""Configuration files with sections of options.

Counterpart: lib-python/3/configparser.py.
"""

import io
import os
import sys
from collections import ChainMap as _ChainMap
from collections.abc import MutableMapping

__all__ = [
    "NoSectionError", "DuplicateOptionError", "DuplicateSectionError", "NoOptionError",
    "InterpolationError", "InterpolationDepthError", "InterpolationMissingOptionError",
    "InterpolationSyntaxError", "ParsingError", "MissingSectionHeaderError", "ConfigParser",
    "SafeConfigParser", "RawConfigParser", "Interpolation", "BasicInterpolation",
    "ExtendedInterpolation", "LegacyInterpolation", "SectionProxy", "ConverterMapping",
    "DEFAULTSECT", "MAX_INTERPOLATION_DEPTH",
]

_default_dict = dict
DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10
_UNSET = object()


class Error(Exception):
    """Base class for ConfigParser exceptions."""

    def __init__(self, msg=""):
        super().__init__(msg)
        self.message = msg

    def __str__(self):
        return self.message

    __repr__ = __str__

    def _keep(self, **values):
        """Keep what the message is about as attributes and, in this order, as arguments."""
        for name, value in values.items():
            setattr(self, name, value)
        self.args = tuple(values.values())


class NoSectionError(Error):
    """There is no section of the name asked for."""

    def __init__(self, section):
        Error.__init__(self, "No section: %r" % (section,))
        self._keep(section=section)


def _already_exists(kind, what, source, lineno):
    if source is None:
        return "%s %s already exists" % (kind.capitalize(), what)
    place = "" if lineno is None else " [line %2d]" % lineno
    return "While reading from %r%s: %s %s already exists" % (source, place, kind, what)


class DuplicateSectionError(Error):
    """Raised when a section is repeated in an input source."""

    def __init__(self, section, source=None, lineno=None):
        Error.__init__(self, _already_exists("section", repr(section), source, lineno))
        self._keep(section=section, source=source, lineno=lineno)


class DuplicateOptionError(Error):
    """Raised when an option is repeated in an input source."""

    def __init__(self, section, option, source=None, lineno=None):
        what = "%r in section %r" % (option, section)
        Error.__init__(self, _already_exists("option", what, source, lineno))
        self._keep(section=section, option=option, source=source, lineno=lineno)


class NoOptionError(Error):
    """A requested option was not found."""

    def __init__(self, option, section):
        Error.__init__(self, "No option %r in section: %r" % (option, section))
        self._keep(option=option, section=section)


class InterpolationError(Error):
    """What goes wrong when values refer to other values."""

    def __init__(self, option, section, msg):
        super().__init__(msg)
        self._keep(option=option, section=section)
        self.args += (msg,)


class InterpolationMissingOptionError(InterpolationError):
    """A value refers to an option that does not exist."""

    def __init__(self, option, section, rawval, reference):
        InterpolationError.__init__(
            self, option, section,
            "Bad value substitution: option %r in section %r contains an interpolation key %r "
            "which is not a valid option name. Raw value: %r" % (
                option, section, reference, rawval))
        self.reference = reference
        self.args = (option, section, rawval, reference)


class InterpolationSyntaxError(InterpolationError):
    """Raised when the source text contains invalid syntax."""


class InterpolationDepthError(InterpolationError):
    """Raised when substitutions are nested too deeply."""

    def __init__(self, option, section, rawval):
        InterpolationError.__init__(
            self, option, section,
            "Recursion limit exceeded in value substitution: option %r in section %r contains "
            "an interpolation key which cannot be substituted in %s steps. Raw value: %r" % (
                option, section, MAX_INTERPOLATION_DEPTH, rawval))
        self.args = (option, section, rawval)


def _warn_about_filename():
    import warnings
    warnings.warn(
        "The 'filename' attribute will be removed in future versions.  Use 'source' instead.",
        DeprecationWarning, stacklevel=2)


class ParsingError(Error):
    """Raised when a configuration file does not follow legal syntax."""

    def __init__(self, source=None, filename=None):
        if filename and source:
            raise ValueError("Cannot specify both `filename' and `source'. Use `source'.")
        if not filename and not source:
            raise ValueError("Required argument `source' not given.")
        source = filename or source
        Error.__init__(self, "Source contains parsing errors: %r" % source)
        self.source = source
        self.errors = []
        self.args = (source,)

    @property
    def filename(self):
        """Deprecated, use `source'."""
        _warn_about_filename()
        return self.source

    @filename.setter
    def filename(self, value):
        _warn_about_filename()
        self.source = value

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += "\n\t[line %2d]: %s" % (lineno, line)


class MissingSectionHeaderError(ParsingError):
    """Raised when a key-value pair is found before any section header."""

    def __init__(self, filename, lineno, line):
        Error.__init__(self, "File contains no section headers.\nfile: %r, line: %d\n%r" % (
            filename, lineno, line))
        self.source = filename
        self.lineno = lineno
        self.line = line
        self.args = (filename, lineno, line)


# Interpolation


class Interpolation:
    """What happens to values on their way in and out; here nothing does."""

    def before_read(self, parser, section, option, value):
        return value

    # Setting, writing and getting are the same as long as no subclass says otherwise.
    def before_set(self, parser, section, option, value):
        return value

    def before_write(self, parser, section, option, value):
        return value

    def before_get(self, parser, section, option, value, defaults):
        return value


class _MarkedInterpolation(Interpolation):
    """References that begin with a mark and brackets; the mark doubled stands for itself."""

    def before_get(self, parser, section, option, value, defaults):
        pieces = []
        self._interpolate_some(parser, option, pieces, value, section, defaults, 1)
        return "".join(pieces)

    def before_set(self, parser, section, option, value):
        rest = self._without_references(value.replace(self._mark * 2, ""))
        if self._mark in rest:
            raise ValueError("invalid interpolation syntax in %r at position %d" % (
                value, rest.find(self._mark)))
        return value

    def _without_references(self, text):
        result = ""
        while True:
            start = text.find(self._opening)
            end = text.find(self._closing, start)
            if start < 0 or end <= start + len(self._opening):
                return result + text
            result += text[:start]
            text = text[end + len(self._closing):]

    def _interpolate_some(self, parser, option, pieces, rest, section, values, depth):
        raw = parser.get(section, option, raw=True, fallback=rest)
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        mark = self._mark
        while rest:
            start = rest.find(mark)
            if start < 0:
                pieces.append(rest)
                return
            pieces.append(rest[:start])
            rest = rest[start:]
            if rest[1:2] == mark:
                pieces.append(mark)
                rest = rest[2:]
                continue
            if rest[1:2] != self._opening[1]:
                raise InterpolationSyntaxError(
                    option, section, "'%s' must be followed by '%s' or '%s', found: %r" % (
                        self._shown_mark, self._shown_mark, self._opening[1], rest))
            end = rest.find(self._closing[0], 2)
            if end <= 2 or not rest.startswith(self._closing, end):
                raise InterpolationSyntaxError(
                    option, section, "bad interpolation variable reference %r" % rest)
            reference = rest[2:end]
            rest = rest[end + len(self._closing):]
            self._insert(parser, option, pieces, reference, rest, section, values, depth, raw)


class BasicInterpolation(_MarkedInterpolation):
    """Interpolation of %(name)s by options of the same section or of the default one."""

    _mark = "%"
    _shown_mark = "%"
    _opening = "%("
    _closing = ")s"

    def _insert(self, parser, option, pieces, reference, rest, section, values, depth, raw):
        name = parser.optionxform(reference)
        try:
            value = values[name]
        except KeyError:
            raise InterpolationMissingOptionError(option, section, raw, name) from None
        if "%" in value:
            self._interpolate_some(parser, option, pieces, value, section, values, depth + 1)
        else:
            pieces.append(value)


class ExtendedInterpolation(_MarkedInterpolation):
    """Interpolation of ${name} and ${section:name}."""

    _mark = "$"
    _shown_mark = "$"
    _opening = "${"
    _closing = "}"

    def _insert(self, parser, option, pieces, reference, rest, section, values, depth, raw):
        path = reference.split(":")
        other_section = section
        other_option = option
        try:
            if len(path) == 1:
                other_option = parser.optionxform(path[0])
                value = values[other_option]
            elif len(path) == 2:
                other_section = path[0]
                other_option = parser.optionxform(path[1])
                value = parser.get(other_section, other_option, raw=True)
            else:
                raise InterpolationSyntaxError(
                    option, section, "More than one ':' found: %r" % (rest,))
        except (KeyError, NoSectionError, NoOptionError):
            raise InterpolationMissingOptionError(
                option, section, raw, ":".join(path)) from None
        if "$" in value:
            self._interpolate_some(
                parser, other_option, pieces, value, other_section,
                dict(parser.items(other_section, raw=True)), depth + 1)
        else:
            pieces.append(value)


class LegacyInterpolation(Interpolation):
    """Deprecated interpolation used in old versions of ConfigParser."""

    def before_get(self, parser, section, option, value, vars):
        raw = value
        for _ in range(MAX_INTERPOLATION_DEPTH):
            if not value or "%(" not in value:
                return value
            value = self._with_transformed_names(parser, value)
            try:
                value = value % vars
            except KeyError as e:
                raise InterpolationMissingOptionError(
                    option, section, raw, e.args[0]) from None
        if value and "%(" in value:
            raise InterpolationDepthError(option, section, raw)
        return value

    def _with_transformed_names(self, parser, text):
        result = ""
        while True:
            start = text.find("%(")
            end = text.find(")s", start)
            if start < 0 or end < 0:
                return result + text
            result += text[:start] + "%%(%s)s" % parser.optionxform(text[start + 2:end])
            text = text[end + 2:]


# Parsers


class RawConfigParser(MutableMapping):
    """ConfigParser that does not do interpolation."""

    _DEFAULT_INTERPOLATION = Interpolation()
    BOOLEAN_STATES = {
        "1": True, "yes": True, "true": True, "on": True,
        "0": False, "no": False, "false": False, "off": False,
    }

    def __init__(self, defaults=None, dict_type=_default_dict, allow_no_value=False, *,
                 delimiters=("=", ":"), comment_prefixes=("#", ";"),
                 inline_comment_prefixes=None, strict=True, empty_lines_in_values=True,
                 default_section=DEFAULTSECT, interpolation=_UNSET, converters=_UNSET):
        self._dict = dict_type
        self._sections, self._defaults, self._proxies = dict_type(), dict_type(), dict_type()
        self._converters = ConverterMapping(self)
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
        self._converters.update(() if converters is _UNSET else converters)
        if defaults:
            self._read_defaults(defaults)

    def sections(self):
        """The names of all sections but the default one."""
        return [*self._sections]

    def defaults(self):
        return self._defaults

    def add_section(self, section):
        """Create a new section in the configuration."""
        if section == self.default_section:
            raise ValueError("Invalid section name: %r" % section)
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = self._dict()
        self._proxies[section] = SectionProxy(self, section)

    def has_section(self, section):
        """Indicate whether the named section is present in the configuration."""
        return section in self._sections

    def options(self, section):
        """Return a list of option names for the given section name."""
        try:
            options = self._sections[section].copy()
        except KeyError:
            raise NoSectionError(section) from None
        options.update(self._defaults)
        return list(options.keys())

    def read(self, filenames, encoding=None):
        """Read the files that can be opened; returns the list of their names."""
        if isinstance(filenames, (str, bytes, os.PathLike)):
            filenames = [filenames]
        read = []
        for filename in filenames:
            try:
                with open(filename, encoding=encoding) as lines:
                    self._read(lines, filename)
                read.append(os.fspath(filename) if hasattr(filename, "__fspath__") else filename)
            except OSError:
                # Files that cannot be opened are passed over.
                pass
        return read

    def read_file(self, f, source=None):
        """Read from an iterable of lines."""
        if source is None:
            source = getattr(f, "name", "<???>")
        self._read(f, source)

    def read_string(self, string, source="<string>"):
        """Read configuration from a given string."""
        self.read_file(io.StringIO(string), source)

    def read_dict(self, dictionary, source="<dict>"):
        """Read configuration from a dictionary of dictionaries."""
        added = set()
        for section, keys in dictionary.items():
            section = str(section)
            try:
                self.add_section(section)
            except (DuplicateSectionError, ValueError):
                if self._strict and section in added:
                    raise
            added.add(section)
            for key, value in keys.items():
                key = self.optionxform(str(key))
                if value is not None:
                    value = str(value)
                if self._strict and (section, key) in added:
                    raise DuplicateOptionError(section, key, source)
                added.add((section, key))
                self.set(section, key, value)

    def readfp(self, fp, filename=None):
        """Deprecated, use read_file instead."""
        import warnings
        warnings.warn(
            "This method will be removed in future versions.  Use 'parser.read_file()' instead.",
            DeprecationWarning, stacklevel=2)
        self.read_file(fp, source=filename)

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        """Get an option value for a given section."""
        try:
            values = self._unify_values(section, vars)
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        option = self.optionxform(option)
        try:
            value = values[option]
        except KeyError:
            if fallback is _UNSET:
                raise NoOptionError(option, section)
            return fallback
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, values)

    def _get(self, section, conv, option, **kwargs):
        return conv(self.get(section, option, **kwargs))

    def _get_conv(self, section, option, conv, *, raw=False, vars=None, fallback=_UNSET,
                  **kwargs):
        try:
            return self._get(section, conv, option, raw=raw, vars=vars, **kwargs)
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback

    def getint(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(
            section, option, int, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def getfloat(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(
            section, option, float, raw=raw, vars=vars, fallback=fallback, **kwargs)

    def getboolean(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(
            section, option, self._convert_to_boolean, raw=raw, vars=vars, fallback=fallback,
            **kwargs)

    def items(self, section=_UNSET, raw=False, vars=None):
        """The sections, or the options of one section with their values."""
        if section is _UNSET:
            return super().items()
        values = self._defaults.copy()
        try:
            values.update(self._sections[section])
        except KeyError:
            if section != self.default_section:
                raise NoSectionError(section)
        options = list(values.keys())
        if vars:
            for key, value in vars.items():
                values[self.optionxform(key)] = value
        if raw:
            return [(option, values[option]) for option in options]
        before_get = self._interpolation.before_get
        return [
            (option, before_get(self, section, option, values[option], values))
            for option in options]

    def popitem(self):
        """Take the first section out: its name and its proxy."""
        names = self.sections()
        if not names:
            raise KeyError
        proxy = self[names[0]]
        del self[names[0]]
        return names[0], proxy

    def optionxform(self, optionstr):
        return optionstr.lower()

    def has_option(self, section, option):
        """Check for the existence of a given option in a given section."""
        option = self.optionxform(option)
        if not section or section == self.default_section:
            return option in self._defaults
        if section not in self._sections:
            return False
        return option in self._sections[section] or option in self._defaults

    def _section_dict(self, section):
        if not section or section == self.default_section:
            return self._defaults
        try:
            return self._sections[section]
        except KeyError:
            raise NoSectionError(section) from None

    def set(self, section, option, value=None):
        """Set an option."""
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        self._section_dict(section)[self.optionxform(option)] = value

    def write(self, fp, space_around_delimiters=True):
        """Write an .ini-format representation of the configuration state."""
        delimiter = self._delimiters[0]
        if space_around_delimiters:
            delimiter = " %s " % delimiter
        if self._defaults:
            self._write_section(fp, self.default_section, self._defaults.items(), delimiter)
        for section in self._sections:
            self._write_section(fp, section, self._sections[section].items(), delimiter)

    def _write_section(self, fp, section_name, section_items, delimiter):
        fp.write("[%s]\n" % section_name)
        for key, value in section_items:
            value = self._interpolation.before_write(self, section_name, key, value)
            if value is not None or not self._allow_no_value:
                value = delimiter + str(value).replace("\n", "\n\t")
            else:
                value = ""
            fp.write("%s%s\n" % (key, value))
        fp.write("\n")

    def remove_option(self, section, option):
        """Remove an option; whether it was there."""
        options = self._section_dict(section)
        option = self.optionxform(option)
        existed = option in options
        if existed:
            del options[option]
        return existed

    def remove_section(self, section):
        """Remove a file section; whether it was there."""
        if section not in self._sections:
            return False
        for table in (self._sections, self._proxies):
            del table[section]
        return True

    def __contains__(self, key):
        return self.has_section(key) or key == self.default_section

    def __getitem__(self, key):
        if key in self:
            return self._proxies[key]
        raise KeyError(key)

    def __setitem__(self, key, value):
        if key in self:
            if self[key] is value:
                return
            is_default = key == self.default_section
            (self._defaults if is_default else self._sections[key]).clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if not self.has_section(key):
            raise KeyError(key)
        self.remove_section(key)

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        yield self.default_section
        yield from self._sections.keys()

    def _read(self, fp, fpname):
        _Reading(self, fpname).run(fp)

    def _read_defaults(self, defaults):
        for key, value in defaults.items():
            self._defaults[self.optionxform(key)] = value

    def _unify_values(self, section, vars):
        """The values of a section, those in `vars` before them and the default ones after."""
        values = {}
        try:
            values = self._sections[section]
        except KeyError:
            if section != self.default_section:
                raise NoSectionError(section) from None
        first = {}
        if vars:
            for key, value in vars.items():
                if value is not None:
                    value = str(value)
                first[self.optionxform(key)] = value
        return _ChainMap(first, values, self._defaults)

    def _convert_to_boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError("Not a boolean: %s" % value)
        return self.BOOLEAN_STATES[value.lower()]

    def _validate_value_types(self, *, section="", option="", value=""):
        if not isinstance(section, str):
            raise TypeError("section names must be strings")
        if not isinstance(option, str):
            raise TypeError("option keys must be strings")
        if (not self._allow_no_value or value) and not isinstance(value, str):
            raise TypeError("option values must be strings")

    @property
    def converters(self):
        return self._converters


class _Reading:
    """The state while lines are read into a parser."""

    def __init__(self, parser, source):
        self.parser = parser
        self.source = source
        self.added = set()
        self.section = None
        self.section_name = None
        self.option = None
        self.indent = 0
        self.error = None

    def run(self, lines):
        parser = self.parser
        for lineno, line in enumerate(lines, start=1):
            value, is_comment = self.without_comment(line)
            if value:
                self.take(value, line, lineno)
            elif not parser._empty_lines_in_values:
                # An empty line ends a value.
                self.indent = sys.maxsize
            elif not is_comment and self.section is not None and self.option:
                if self.section[self.option] is not None:
                    self.section[self.option].append("")
        self.join_values()
        if self.error:
            raise self.error

    def without_comment(self, line):
        """The stripped text of a line, and whether it had a comment."""
        parser = self.parser
        end = None
        for prefix in parser._inline_comment_prefixes:
            index = line.find(prefix)
            while index >= 0:
                if index == 0 or line[index - 1].isspace():
                    end = index if end is None else min(end, index)
                    break
                index = line.find(prefix, index + 1)
        stripped = line.strip()
        for prefix in parser._comment_prefixes:
            if stripped.startswith(prefix):
                end = 0
                break
        return line[:end].strip(), end is not None

    def take(self, value, line, lineno):
        indent = len(line) - len(line.lstrip())
        if self.section is not None and self.option and indent > self.indent:
            self.section[self.option].append(value)
            return
        self.indent = indent
        end = value.find("]") if value[0] == "[" else -1
        if end > 1:
            self.begin_section(value[1:end], lineno)
        elif self.section is None:
            raise MissingSectionHeaderError(self.source, lineno, line)
        else:
            self.take_option(value, line, lineno)

    def begin_section(self, name, lineno):
        parser = self.parser
        self.section_name = name
        if name in parser._sections:
            if parser._strict and name in self.added:
                raise DuplicateSectionError(name, self.source, lineno)
            self.section = parser._sections[name]
            self.added.add(name)
        elif name == parser.default_section:
            self.section = parser._defaults
        else:
            self.section = parser._dict()
            parser._sections[name] = self.section
            parser._proxies[name] = SectionProxy(parser, name)
            self.added.add(name)
        # A section cannot start with a continuation line.
        self.option = None

    def take_option(self, value, line, lineno):
        parser = self.parser
        found = _first_delimiter(value, parser._delimiters)
        if found is None:
            if not parser._allow_no_value:
                self.note_error(line, lineno)
                return
            option, text = value, None
        else:
            start, end = found
            option, text = value[:start].rstrip(), value[end:].strip()
        if not option:
            self.note_error(line, lineno)
        option = self.option = parser.optionxform(option.rstrip())
        if parser._strict and (self.section_name, option) in self.added:
            raise DuplicateOptionError(self.section_name, option, self.source, lineno)
        self.added.add((self.section_name, option))
        self.section[option] = None if text is None else [text]

    def note_error(self, line, lineno):
        if not self.error:
            self.error = ParsingError(self.source)
        self.error.append(lineno, repr(line))

    def join_values(self):
        parser = self.parser
        everything = [(parser.default_section, parser._defaults)]
        everything += parser._sections.items()
        for section, options in everything:
            for name, value in options.items():
                if isinstance(value, list):
                    value = "\n".join(value).rstrip()
                options[name] = parser._interpolation.before_read(parser, section, name, value)


def _first_delimiter(text, delimiters):
    """Where the first delimiter begins and ends; None when there is none."""
    best = None
    for delimiter in delimiters:
        start = text.find(delimiter)
        if start >= 0 and (best is None or start < best[0]):
            best = start, start + len(delimiter)
    return best


class ConfigParser(RawConfigParser):
    """ConfigParser implementing interpolation."""

    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        """Set an option, whose value must be a string."""
        self._validate_value_types(option=option, value=value)
        super().set(section, option, value)

    def add_section(self, section):
        """Create a new section, whose name must be a string."""
        self._validate_value_types(section=section)
        super().add_section(section)

    def _read_defaults(self, defaults):
        """Read the defaults as a section, without interpolating them yet."""
        try:
            hold = self._interpolation
            self._interpolation = Interpolation()
            self.read_dict({self.default_section: defaults})
        finally:
            self._interpolation = hold


class SafeConfigParser(ConfigParser):
    """ConfigParser alias for backwards compatibility purposes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        import warnings
        warnings.warn(
            "The SafeConfigParser class has been renamed to ConfigParser in Python 3.2. This "
            "alias will be removed in future versions. Use ConfigParser directly instead.",
            DeprecationWarning, stacklevel=2)


class SectionProxy(MutableMapping):
    """A proxy for a single section from a parser."""

    def __init__(self, parser, name):
        self._parser = parser
        self._name = name
        for conv in parser.converters:
            key = "get" + conv
            setattr(self, key, _bound_getter(self.get, getattr(parser, key)))

    def __repr__(self):
        return "<Section: %s>" % self._name

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def __getitem__(self, key):
        if key in self:
            return self._parser.get(self._name, key)
        raise KeyError(key)

    def __setitem__(self, key, value):
        self._parser._validate_value_types(option=key, value=value)
        return self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not (self._parser.has_option(self._name, key)
                and self._parser.remove_option(self._name, key)):
            raise KeyError(key)

    def _options(self):
        parser = self._parser
        is_default = self._name == parser.default_section
        return parser.defaults() if is_default else parser.options(self._name)

    def __iter__(self):
        return iter(self._options())

    def __len__(self):
        return len(self._options())

    @property
    def name(self):
        return self._name

    @property
    def parser(self):
        return self._parser

    def get(self, option, fallback=None, *, raw=False, vars=None, _impl=None, **kwargs):
        """Get an option value; None or another fallback when there is none."""
        if not _impl:
            _impl = self._parser.get
        return _impl(self._name, option, raw=raw, vars=vars, fallback=fallback, **kwargs)


def _bound_getter(function, implementation):
    def get(*args, **kwargs):
        return function(*args, _impl=implementation, **kwargs)

    return get


class ConverterMapping(MutableMapping):
    """The converters of a parser: for each name `x` the parser and its sections have `getx`."""

    def __init__(self, parser):
        self._parser = parser
        self._data = {}
        for getter in dir(parser):
            if getter.startswith("get") and len(getter) > 3 and callable(
                    getattr(parser, getter)):
                self._data[getter[3:]] = None

    def __getitem__(self, key):
        return self._data[key]

    def __setitem__(self, key, value):
        if not isinstance(key, str):
            raise ValueError("Incompatible key: %s (type: %s)" % (key, type(key)))
        if key == "":
            raise ValueError('Incompatible key: cannot use "" as a name')
        self._data[key] = value
        parser = self._parser

        def get(section, option, **kwargs):
            return parser._get_conv(section, option, conv=value, **kwargs)

        get.converter = value
        setattr(parser, "get" + key, get)
        for proxy in parser.values():
            setattr(proxy, "get" + key, _bound_getter(proxy.get, get))

    def __delitem__(self, key):
        name = "get" + (key or None)
        del self._data[key]
        for holder in [self._parser] + list(self._parser.values()):
            try:
                delattr(holder, name)
            except AttributeError:
                # A getter of the class stays.
                continue

    def __len__(self):
        return len(self._data)

    def __iter__(self):
        return iter(self._data)
