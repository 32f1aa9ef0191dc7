"""Command line options, in the style that came before argparse."""

# Part of jitreel.

import os
import sys
import textwrap
from gettext import gettext as _, ngettext

__all__ = [
    "Option", "make_option", "SUPPRESS_HELP", "SUPPRESS_USAGE", "Values", "OptionContainer",
    "OptionGroup", "OptionParser", "HelpFormatter", "IndentedHelpFormatter",
    "TitledHelpFormatter", "OptParseError", "OptionError", "OptionConflictError",
    "OptionValueError", "BadOptionError", "check_choice",
]

NO_DEFAULT = ("NO", "DEFAULT")
SUPPRESS_HELP = "SUPPRESSHELP"
SUPPRESS_USAGE = "SUPPRESSUSAGE"


class OptParseError(Exception):
    def __init__(self, msg):
        self.msg = msg

    def __str__(self):
        return self.msg


class OptionError(OptParseError):
    """An option was declared wrongly."""

    def __init__(self, msg, option):
        self.msg = msg
        self.option_id = str(option)

    def __str__(self):
        return f"option {self.option_id}: {self.msg}" if self.option_id else self.msg


class OptionConflictError(OptionError):
    """Two options want the same name."""


class OptionValueError(OptParseError):
    """The user gave an option a bad value."""


class BadOptionError(OptParseError):
    """The user gave an option that does not exist."""

    def __init__(self, opt_str):
        self.opt_str = opt_str

    def __str__(self):
        return _("no such option: %s") % self.opt_str


class AmbiguousOptionError(BadOptionError):
    """The user gave the beginning of several options."""

    def __init__(self, opt_str, possibilities):
        super().__init__(opt_str)
        self.possibilities = possibilities

    def __str__(self):
        choices = ", ".join(self.possibilities)
        return _("ambiguous option: %s (%s?)") % (self.opt_str, choices)


class HelpFormatter:
    """Lays out help texts; subclasses say how headings and usage look."""

    NO_DEFAULT_VALUE = "none"
    default_tag = "%default"
    _short_opt_fmt = "%s %s"
    _long_opt_fmt = "%s=%s"
    current_indent = level = 0
    parser = help_width = None

    def __init__(self, indent_increment, max_help_position, width, short_first):
        if width is None:
            columns = os.environ.get("COLUMNS", "")
            width = (int(columns) if columns.isdigit() else 80) - 2
        narrow = max(width - 20, indent_increment * 2)
        self.width, self.indent_increment = width, indent_increment
        self.help_position = self.max_help_position = min(max_help_position, narrow)
        self.option_strings, self.short_first = {}, short_first

    def _subclass_matter(self, text):
        raise NotImplementedError("subclasses must implement")

    format_usage = format_heading = _subclass_matter

    def set_parser(self, parser):
        self.parser = parser

    def _delimited(self, delim, allowed, kind):
        if delim in allowed:
            return f"%s{delim}%s"
        raise ValueError(f"invalid metavar delimiter for {kind} options: {delim!r}")

    def set_long_opt_delimiter(self, delim):
        self._long_opt_fmt = self._delimited(delim, ("=", " "), "long")

    def set_short_opt_delimiter(self, delim):
        self._short_opt_fmt = self._delimited(delim, ("", " "), "short")

    def _move(self, levels):
        self.current_indent += levels * self.indent_increment
        self.level += levels
        assert self.current_indent >= 0, "Indent decreased below 0."

    def indent(self):
        self._move(1)

    def dedent(self):
        self._move(-1)

    def _format_text(self, text):
        margin = " " * self.current_indent
        width = max(self.width - self.current_indent, 11)
        return textwrap.fill(text, width, initial_indent=margin, subsequent_indent=margin)

    def format_description(self, description):
        return self._format_text(description) + "\n" if description else ""

    def format_epilog(self, epilog):
        return "\n" + self._format_text(epilog) + "\n" if epilog else ""

    def expand_default(self, option):
        if self.parser is None or not self.default_tag:
            return option.help
        value = self.parser.defaults.get(option.dest)
        if value is NO_DEFAULT or value is None:
            value = self.NO_DEFAULT_VALUE
        return option.help.replace(self.default_tag, str(value))

    def format_option(self, option):
        opts = self.option_strings[option]
        room = self.help_position - self.current_indent - 2
        margin = " " * self.current_indent
        fits = len(opts) <= room
        first = margin + (opts.ljust(room) + "  " if fits else opts + "\n")
        if not option.help:
            return first if first.endswith("\n") else first + "\n"
        lines = textwrap.wrap(self.expand_default(option), self.help_width)
        pad = " " * self.help_position
        texts = [pad + line + "\n" for line in lines]
        if fits and lines:
            texts[0] = lines[0] + "\n"
        result = first + "".join(texts)
        return result if result.endswith("\n") else result + "\n"

    def store_option_strings(self, parser):
        self.indent()
        longest = 0
        for container, depth in [(parser, 0)] + [(g, 1) for g in parser.option_groups]:
            if depth == 1 and container is parser.option_groups[0]:
                self.indent()
            for option in container.option_list:
                text = self.format_option_strings(option)
                self.option_strings[option] = text
                longest = max(longest, len(text) + self.current_indent)
        if parser.option_groups:
            self.dedent()
        self.dedent()
        self.help_position = min(longest + 2, self.max_help_position)
        self.help_width = max(self.width - self.help_position, 11)

    def format_option_strings(self, option):
        shorts, longs = list(option._short_opts), list(option._long_opts)
        if option.takes_value():
            metavar = option.metavar or option.dest.upper()
            shorts = [self._short_opt_fmt % (name, metavar) for name in shorts]
            longs = [self._long_opt_fmt % (name, metavar) for name in longs]
        return ", ".join(shorts + longs if self.short_first else longs + shorts)


class IndentedHelpFormatter(HelpFormatter):
    def __init__(self, indent_increment=2, max_help_position=24, width=None, short_first=1):
        super().__init__(indent_increment, max_help_position, width, short_first)

    def format_usage(self, usage):
        return _("Usage: %s\n") % usage

    def format_heading(self, heading):
        return "%*s%s:\n" % (self.current_indent, "", heading)


class TitledHelpFormatter(HelpFormatter):
    def __init__(self, indent_increment=0, max_help_position=24, width=None, short_first=0):
        super().__init__(indent_increment, max_help_position, width, short_first)

    def format_usage(self, usage):
        return "%s  %s\n" % (self.format_heading(_("Usage")), usage)

    def format_heading(self, heading):
        return "%s\n%s\n" % (heading, "=-"[self.level] * len(heading))


def _read_integer(text):
    """With the prefixes of Python 2: 0x, 0b, and 0 for octal."""
    head = text[:2].lower()
    if head == "0x":
        return int(text, 16)
    if head == "0b":
        return int(text[2:] or "0", 2)
    return int(text, 8 if text[:1] == "0" else 10)


_READERS = {
    "int": (_read_integer, "integer"),
    "long": (_read_integer, "integer"),
    "float": (float, "floating-point"),
    "complex": (complex, "complex"),
}


def check_builtin(option, opt, value):
    read, what = _READERS[option.type]
    try:
        return read(value)
    except ValueError:
        message = _("option %s: invalid %s value: %r") % (opt, _(what), value)
        raise OptionValueError(message)


def check_choice(option, opt, value):
    if value in option.choices:
        return value
    choices = ", ".join(map(repr, option.choices))
    message = _("option %s: invalid choice: %r (choose from %s)") % (opt, value, choices)
    raise OptionValueError(message)


class Option:
    """One option: its names, what it does with a value, and its help."""

    ATTRS = ["action", "type", "dest", "default", "nargs", "const", "choices", "callback",
             "callback_args", "callback_kwargs", "help", "metavar"]
    ACTIONS = ("store", "store_const", "store_true", "store_false", "append", "append_const",
               "count", "callback", "help", "version")
    STORE_ACTIONS = ("store", "store_const", "store_true", "store_false", "append",
                     "append_const", "count")
    TYPED_ACTIONS = ("store", "append", "callback")
    ALWAYS_TYPED_ACTIONS = ("store", "append")
    CONST_ACTIONS = ("store_const", "append_const")
    TYPES = ("string", "int", "long", "float", "complex", "choice")
    TYPE_CHECKER = {"int": check_builtin, "long": check_builtin, "float": check_builtin,
                    "complex": check_builtin, "choice": check_choice}
    CHECK_METHODS = None

    def __init__(self, *opts, **attrs):
        self._short_opts = []
        self._long_opts = []
        names = [name for name in opts if name]
        if not names:
            raise TypeError("at least one option string must be supplied")
        self._set_opt_strings(names)
        self._set_attrs(attrs)
        for check in self.CHECK_METHODS:
            check(self)

    def __str__(self):
        return "/".join(self._short_opts + self._long_opts)

    def __repr__(self):
        return "<%s at 0x%x: %s>" % (self.__class__.__name__, id(self), self)

    def _set_opt_strings(self, opts):
        for opt in opts:
            if len(opt) < 2:
                raise OptionError(
                    "invalid option string %r: must be at least two characters long" % opt, self)
            if len(opt) == 2:
                if opt[0] != "-" or opt[1] == "-":
                    raise OptionError(
                        "invalid short option string %r: "
                        "must be of the form -x, (x any non-dash char)" % opt, self)
                self._short_opts.append(opt)
            else:
                if opt[:2] != "--" or opt[2] == "-":
                    raise OptionError(
                        "invalid long option string %r: "
                        "must start with --, followed by non-dash" % opt, self)
                self._long_opts.append(opt)

    def _set_attrs(self, attrs):
        for name in self.ATTRS:
            missing = NO_DEFAULT if name == "default" else None
            setattr(self, name, attrs.pop(name, missing))
        if attrs:
            raise OptionError("invalid keyword arguments: %s" % ", ".join(sorted(attrs)), self)

    def _refuse(self, text):
        raise OptionError(text, self)

    def _check_action(self):
        self.action = self.action or "store"
        if self.action not in self.ACTIONS:
            self._refuse(f"invalid action: {self.action!r}")

    def _check_type(self):
        given = self.type.__name__ if isinstance(self.type, type) else self.type
        self.type = "string" if given == "str" else given
        if given is None:
            if self.action in self.ALWAYS_TYPED_ACTIONS:
                self.type = "choice" if self.choices is not None else "string"
        elif self.type not in self.TYPES:
            self._refuse(f"invalid option type: {self.type!r}")
        elif self.action not in self.TYPED_ACTIONS:
            self._refuse(f"must not supply a type for action {self.action!r}")

    def _check_choice(self):
        if self.type != "choice":
            if self.choices is not None:
                raise OptionError("must not supply choices for type %r" % self.type, self)
        elif self.choices is None:
            raise OptionError("must supply a list of choices for type 'choice'", self)
        elif not isinstance(self.choices, (tuple, list)):
            found = str(type(self.choices)).split("'")[1]
            raise OptionError("choices must be a list of strings ('%s' supplied)" % found, self)

    def _check_dest(self):
        needs_dest = self.action in self.STORE_ACTIONS or self.type is not None
        if self.dest is None and needs_dest:
            if self._long_opts:
                self.dest = self._long_opts[0][2:].replace("-", "_")
            else:
                self.dest = self._short_opts[0][1]

    def _check_const(self):
        if self.action not in self.CONST_ACTIONS and self.const is not None:
            raise OptionError("'const' must not be supplied for action %r" % self.action, self)

    def _check_nargs(self):
        if self.action in self.TYPED_ACTIONS:
            if self.nargs is None:
                self.nargs = 1
        elif self.nargs is not None:
            raise OptionError("'nargs' must not be supplied for action %r" % self.action, self)

    def _check_callback(self):
        if self.action != "callback":
            given = (self.callback, self.callback_args, self.callback_kwargs)
            names = ("callback", "callback_args", "callback_kwargs")
            for name, value in zip(names, given):
                if value is not None:
                    shown = repr(value) if name == "callback" else ""
                    what = "%s supplied (%s)" % (name, shown) if shown else "%s supplied" % name
                    raise OptionError(what + " for non-callback option", self)
            return
        if not callable(self.callback):
            raise OptionError("callback not callable: %r" % self.callback, self)
        if self.callback_args is not None and not isinstance(self.callback_args, tuple):
            raise OptionError(
                "callback_args, if supplied, must be a tuple: not %r" % self.callback_args, self)
        if self.callback_kwargs is not None and not isinstance(self.callback_kwargs, dict):
            raise OptionError(
                "callback_kwargs, if supplied, must be a dict: not %r" % self.callback_kwargs,
                self)

    CHECK_METHODS = [_check_action, _check_type, _check_choice, _check_dest, _check_const,
                     _check_nargs, _check_callback]

    def takes_value(self):
        return self.type is not None

    def get_opt_string(self):
        return (self._long_opts or self._short_opts)[0]

    def check_value(self, opt, value):
        checker = self.TYPE_CHECKER.get(self.type)
        return value if checker is None else checker(self, opt, value)

    def convert_value(self, opt, value):
        if value is None:
            return None
        if self.nargs == 1:
            return self.check_value(opt, value)
        return tuple(self.check_value(opt, one) for one in value)

    def process(self, opt, value, values, parser):
        value = self.convert_value(opt, value)
        return self.take_action(self.action, self.dest, opt, value, values, parser)

    def take_action(self, action, dest, opt, value, values, parser):
        """Does what an action says; subclasses add theirs."""
        if action in ("help", "version"):
            (parser.print_help if action == "help" else parser.print_version)()
            parser.exit()
        elif action == "callback":
            rest, named = self.callback_args or (), self.callback_kwargs or {}
            self.callback(self, opt, value, parser, *rest, **named)
        elif action in ("append", "append_const"):
            item = value if action == "append" else self.const
            values.ensure_value(dest, []).append(item)
        elif action == "count":
            setattr(values, dest, 1 + values.ensure_value(dest, 0))
        else:
            stored = {"store": value, "store_const": self.const,
                      "store_true": True, "store_false": False}
            if action not in stored:
                raise ValueError(f"unknown action {self.action!r}")
            setattr(values, dest, stored[action])
        return 1


make_option = Option


class Values:
    """What the options of one command line are."""

    def __init__(self, defaults=None):
        vars(self).update(defaults or {})

    def __str__(self):
        return str(self.__dict__)

    def __repr__(self):
        return "<%s at 0x%x: %s>" % (self.__class__.__name__, id(self), self)

    def __eq__(self, other):
        if isinstance(other, Values):
            return vars(self) == vars(other)
        if isinstance(other, dict):
            return vars(self) == other
        return NotImplemented

    def ensure_value(self, attr, value):
        if getattr(self, attr, None) is None:
            setattr(self, attr, value)
        return getattr(self, attr)


class OptionContainer:
    """Options and their names: what a parser and a group have in common."""

    def __init__(self, option_class, conflict_handler, description):
        self.option_class, self.description = option_class, description
        self.set_conflict_handler(conflict_handler)
        self._create_option_list()

    def set_conflict_handler(self, handler):
        if handler in ("error", "resolve"):
            self.conflict_handler = handler
        else:
            raise ValueError(f"invalid conflict_resolution value {handler!r}")

    def get_description(self):
        return self.description

    def set_description(self, description):
        self.description = description

    def _check_conflict(self, option):
        known = [(name, self._short_opt) for name in option._short_opts]
        known += [(name, self._long_opt) for name in option._long_opts]
        taken = [(name, names[name]) for name, names in known if name in names]
        if not taken:
            return
        if self.conflict_handler == "error":
            text = ", ".join(name for name, other in taken)
            raise OptionConflictError("conflicting option string(s): %s" % text, option)
        for name, other in taken:
            is_long = name.startswith("--")
            (other._long_opts if is_long else other._short_opts).remove(name)
            del (self._long_opt if is_long else self._short_opt)[name]
            if not (other._short_opts or other._long_opts):
                other.container.option_list.remove(other)

    def _made(self, args, kwargs, kind, make):
        """An option or group: given as it is, or what it is to be made of."""
        if isinstance(args[0], str):
            return make(*args, **kwargs)
        if len(args) != 1 or kwargs:
            raise TypeError("invalid arguments")
        if isinstance(args[0], kind):
            return args[0]
        raise TypeError(f"not an {kind.__name__} instance: {args[0]!r}")

    def add_option(self, *args, **kwargs):
        option = self._made(args, kwargs, Option, self.option_class)
        self._check_conflict(option)
        self.option_list.append(option)
        option.container = self
        self._short_opt.update(dict.fromkeys(option._short_opts, option))
        self._long_opt.update(dict.fromkeys(option._long_opts, option))
        if option.dest is not None:
            if option.default is not NO_DEFAULT:
                self.defaults[option.dest] = option.default
            else:
                self.defaults.setdefault(option.dest)
        return option

    def add_options(self, option_list):
        for option in option_list:
            self.add_option(option)

    def get_option(self, opt_str):
        return self._short_opt.get(opt_str) or self._long_opt.get(opt_str)

    def has_option(self, opt_str):
        return opt_str in self._short_opt or opt_str in self._long_opt

    def remove_option(self, opt_str):
        option = self.get_option(opt_str)
        if option is None:
            raise ValueError("no such option %r" % opt_str)
        for name in option._short_opts:
            del self._short_opt[name]
        for name in option._long_opts:
            del self._long_opt[name]
        option.container.option_list.remove(option)

    def format_option_help(self, formatter):
        shown = [option for option in self.option_list if option.help is not SUPPRESS_HELP]
        return "".join(formatter.format_option(option) for option in shown)

    def format_description(self, formatter):
        return formatter.format_description(self.get_description())

    def format_help(self, formatter):
        parts = [self.format_option_help(formatter)]
        if self.description:
            parts.insert(0, self.format_description(formatter))
        return "\n".join(parts)


class OptionGroup(OptionContainer):
    """Options that stand together in the help."""

    def __init__(self, parser, title, description=None):
        self.parser = parser
        super().__init__(parser.option_class, parser.conflict_handler, description)
        self.title = title

    def _create_option_list(self):
        self.option_list, owner = [], self.parser
        self.defaults = owner.defaults
        self._long_opt, self._short_opt = owner._long_opt, owner._short_opt

    def set_title(self, title):
        self.title = title

    def format_help(self, formatter):
        heading = formatter.format_heading(self.title)
        formatter.indent()
        heading += super().format_help(formatter)
        formatter.dedent()
        return heading


class OptionParser(OptionContainer):
    """Reads a command line."""

    standard_option_list = []

    def __init__(self, usage=None, option_list=None, option_class=Option, version=None,
                 conflict_handler="error", description=None, formatter=None,
                 add_help_option=True, prog=None, epilog=None):
        super().__init__(option_class, conflict_handler, description)
        self.set_usage(usage)
        self.prog = prog
        self.version = version
        self.allow_interspersed_args = True
        self.process_default_values = True
        self.formatter = IndentedHelpFormatter() if formatter is None else formatter
        self.formatter.set_parser(self)
        self.epilog = epilog
        self.add_options(self.standard_option_list)
        self.add_options(option_list or [])
        if self.version:
            text = _("show program's version number and exit")
            self.add_option("--version", action="version", help=text)
        if add_help_option:
            self.add_option("-h", "--help", action="help", help=_("show this help message and exit"))
        self.rargs = None
        self.largs = None
        self.values = None

    def _create_option_list(self):
        self.option_list, self.option_groups = [], []
        self._short_opt, self._long_opt, self.defaults = {}, {}, {}

    def set_usage(self, usage):
        if usage is SUPPRESS_USAGE:
            usage = None
        elif usage is None:
            usage = _("%prog [options]")
        elif usage[:7].lower() == "usage: ":
            usage = usage[7:]
        self.usage = usage

    def disable_interspersed_args(self):
        self.allow_interspersed_args = False

    def enable_interspersed_args(self):
        self.allow_interspersed_args = True

    def set_defaults(self, **kwargs):
        self.defaults.update(kwargs)

    def set_default(self, dest, value):
        self.defaults[dest] = value

    def set_process_default_values(self, process):
        self.process_default_values = process

    def _get_all_options(self):
        groups = [self, *self.option_groups]
        return [option for group in groups for option in group.option_list]

    def get_default_values(self):
        values = dict(self.defaults)
        for option in self._get_all_options() if self.process_default_values else ():
            given = values.get(option.dest)
            if isinstance(given, str):
                values[option.dest] = option.check_value(option.get_opt_string(), given)
        return Values(values)

    def add_option_group(self, *args, **kwargs):
        make = lambda *parts, **named: OptionGroup(self, *parts, **named)
        group = self._made(args, kwargs, OptionGroup, make)
        if group.parser is not self:
            raise ValueError("invalid OptionGroup (wrong parser)")
        self.option_groups.append(group)
        return group

    def get_option_group(self, opt_str):
        option = self.get_option(opt_str)
        return option.container if option and option.container is not self else None

    def parse_args(self, args=None, values=None):
        self.rargs = sys.argv[1:] if args is None else args[:]
        self.largs = []
        self.values = self.get_default_values() if values is None else values
        try:
            self._process_args(self.largs, self.rargs, self.values)
        except (BadOptionError, OptionValueError) as error:
            self.error(str(error))
        return self.check_values(self.values, self.largs + self.rargs)

    def check_values(self, values, args):
        return values, args

    def _process_args(self, largs, rargs, values):
        while rargs:
            first = rargs[0]
            if first == "--":
                del rargs[0]
                return
            if first.startswith("--"):
                self._process_long_opt(rargs, values)
            elif first.startswith("-") and len(first) > 1:
                self._process_short_opts(rargs, values)
            elif self.allow_interspersed_args:
                largs.append(rargs.pop(0))
            else:
                return

    def _match_long_opt(self, opt):
        if opt in self._long_opt:
            return opt
        found = [name for name in self._long_opt if name.startswith(opt)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise BadOptionError(opt)
        raise AmbiguousOptionError(opt, sorted(found))

    def _take_value(self, option, opt, rargs):
        """The value of an option from the arguments that follow it."""
        if len(rargs) < option.nargs:
            message = ngettext(
                "%(option)s option requires %(number)d argument",
                "%(option)s option requires %(number)d arguments",
                option.nargs,
            )
            self.error(message % {"option": opt, "number": option.nargs})
        if option.nargs == 1:
            return rargs.pop(0)
        value = tuple(rargs[:option.nargs])
        del rargs[:option.nargs]
        return value

    def _process_long_opt(self, rargs, values):
        name, equals, value = rargs.pop(0).partition("=")
        if equals:
            rargs.insert(0, value)
        name = self._match_long_opt(name)
        option = self._long_opt[name]
        if option.takes_value():
            value = self._take_value(option, name, rargs)
        elif equals:
            self.error(_("%s option does not take a value") % name)
        else:
            value = None
        option.process(name, value, values, self)

    def _process_short_opts(self, rargs, values):
        letters = rargs.pop(0)[1:]
        while letters:
            name, letters = "-" + letters[0], letters[1:]
            option = self._short_opt.get(name)
            if option is None:
                raise BadOptionError(name)
            value = None
            if option.takes_value():
                if letters:
                    rargs.insert(0, letters)
                    letters = ""
                value = self._take_value(option, name, rargs)
            option.process(name, value, values, self)

    def get_prog_name(self):
        return os.path.basename(sys.argv[0]) if self.prog is None else self.prog

    def expand_prog_name(self, text):
        return text.replace("%prog", self.get_prog_name())

    def get_description(self):
        return self.expand_prog_name(self.description) if self.description else self.description

    def exit(self, status=0, msg=None):
        if msg:
            sys.stderr.write(msg)
        sys.exit(status)

    def error(self, msg):
        self.print_usage(sys.stderr)
        self.exit(2, "%s: error: %s\n" % (self.get_prog_name(), msg))

    def get_usage(self):
        if not self.usage:
            return ""
        return self.formatter.format_usage(self.expand_prog_name(self.usage))

    def print_usage(self, file=None):
        if self.usage:
            print(self.get_usage(), file=file)

    def get_version(self):
        return self.expand_prog_name(self.version) if self.version else ""

    def print_version(self, file=None):
        if self.version:
            print(self.get_version(), file=file)

    def format_option_help(self, formatter=None):
        formatter = formatter or self.formatter
        formatter.store_option_strings(self)
        parts = [formatter.format_heading(_("Options"))]
        formatter.indent()
        if self.option_list:
            parts += [super().format_option_help(formatter), "\n"]
        for group in self.option_groups:
            parts += [group.format_help(formatter), "\n"]
        formatter.dedent()
        return "".join(parts[:-1])

    def format_epilog(self, formatter):
        return formatter.format_epilog(self.epilog)

    def format_help(self, formatter=None):
        formatter = formatter or self.formatter
        parts = [self.get_usage() + "\n"] if self.usage else []
        if self.description:
            parts.append(self.format_description(formatter) + "\n")
        parts += [self.format_option_help(formatter), self.format_epilog(formatter)]
        return "".join(parts)

    def print_help(self, file=None):
        (sys.stdout if file is None else file).write(self.format_help())
