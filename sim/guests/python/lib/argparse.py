"""Parsing of command lines.

A parser keeps a list of actions, one for each option or positional argument. A parse (`_Parse`)
first tells every argument's kind: an option, plain, or the "--" that ends the options; then it
walks through them once. How many arguments an action may take is two numbers (`_limits`), so the
plain arguments in a row can be shared out among the positionals by counting.

Private names that known programs use, and which stay therefore: the action and group classes, the
lists `_actions`, `_action_groups`, `_group_actions`, `_optionals`, `_positionals`, `_subparsers`,
`_option_string_actions`, `_defaults`, `_choices_actions`, `_name_parser_map`, the parser's
`_check_value`, `_get_value(s)`, `_get_formatter`, `_print_message`, `_add_action`,
`_get_..._actions`, and of the formatters what subclasses override (from `_fill_text` on).
"""

import sys as _sys

__all__ = [
    "ArgumentParser", "ArgumentError", "ArgumentTypeError", "BooleanOptionalAction", "FileType",
    "HelpFormatter", "ArgumentDefaultsHelpFormatter", "RawDescriptionHelpFormatter",
    "RawTextHelpFormatter", "MetavarTypeHelpFormatter", "Namespace", "Action", "ONE_OR_MORE",
    "OPTIONAL", "PARSER", "REMAINDER", "SUPPRESS", "ZERO_OR_MORE",
]

SUPPRESS = "==SUPPRESS=="
OPTIONAL = "?"
ZERO_OR_MORE = "*"
ONE_OR_MORE = "+"
PARSER = "A..."
REMAINDER = "..."

# Where a subcommand leaves the arguments it did not know, for the parser above it.
_UNRECOGNIZED_ARGS_ATTR = "_unrecognized_args"

_NO_LIMIT = 1 << 60
# nargs: least, most, what is missing when there are fewer.
_LIMITS = {
    None: (1, 1, "expected one argument"),
    OPTIONAL: (0, 1, "expected at most one argument"),
    ZERO_OR_MORE: (0, _NO_LIMIT, ""),
    ONE_OR_MORE: (1, _NO_LIMIT, "expected at least one argument"),
    PARSER: (1, _NO_LIMIT, "expected A... arguments"),
    REMAINDER: (0, _NO_LIMIT, ""),
    SUPPRESS: (0, 0, ""),
}
_TAKES_OPTIONS_TOO = (PARSER, REMAINDER)


def _limits(action):
    nargs = action.nargs
    if nargs in _LIMITS:
        return _LIMITS[nargs]
    return nargs, nargs, "expected %s argument%s" % (nargs, "" if nargs == 1 else "s")


class _AttributeHolder:
    """Shows its attributes in its representation."""

    def __repr__(self):
        odd = {}
        shown = [repr(value) for value in self._get_args()]
        for name, value in self._get_kwargs():
            if name.isidentifier():
                shown.append("%s=%r" % (name, value))
            else:
                odd[name] = value
        if odd:
            shown.append("**%r" % odd)
        return "%s(%s)" % (type(self).__name__, ", ".join(shown))

    def _get_kwargs(self):
        return list(self.__dict__.items())

    def _get_args(self):
        return []


# Help texts


def _usage_chunks(parts):
    """The pieces between which a usage may be broken: words, and what is in brackets."""
    chunks = []
    for part in parts:
        chunk, closing = [], None
        for word in part.split():
            chunk.append(word)
            if closing is None:
                closing = {"[": "]", "(": ")"}.get(word[0])
            if closing is None or word.endswith(closing):
                chunks.append(" ".join(chunk))
                chunk, closing = [], None
        chunks += chunk
    return chunks


class HelpFormatter:
    """Collects what a help text consists of, and sets it when all is known.

    An open section is a pair: its heading and the functions that give its parts. Only when all the
    arguments are there is the column known at which the help of each begins.
    """

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            import os
            columns = os.environ.get("COLUMNS", "")
            width = (int(columns) if columns.isdecimal() and int(columns) else 80) - 2
        self._prog = prog
        self._width = width
        self._indent_increment = indent_increment
        self._max_help_position = min(
            max_help_position, max(width - 20, indent_increment * 2))
        self._current_indent = 0
        self._action_max_length = 0
        self._open_sections = [(None, [])]

    def _indent(self):
        self._current_indent += self._indent_increment

    def _dedent(self):
        self._current_indent -= self._indent_increment

    def start_section(self, heading):
        self._indent()
        self._open_sections.append((heading, []))

    def end_section(self):
        heading, parts = self._open_sections.pop()
        self._dedent()
        self._add_item(self._section_text, [heading, parts])

    def _add_item(self, func, args):
        self._open_sections[-1][1].append((func, args))

    def add_text(self, text):
        if text is not SUPPRESS and text is not None:
            self._add_item(self._paragraph, [text])

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._add_item(self._format_usage, [usage, actions, groups, prefix])

    def add_argument(self, action):
        if action.help is SUPPRESS:
            return
        widest = len(self._format_action_invocation(action))
        for subaction in self._iter_indented_subactions(action):
            widest = max(widest, len(self._format_action_invocation(subaction)))
        self._action_max_length = max(self._action_max_length, widest + self._current_indent)
        self._add_item(self._format_action, [action])

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        text = self._joined(self._open_sections[0][1])
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        text = text.strip("\n")
        return text + "\n" if text else text

    def _joined(self, parts):
        texts = [func(*args) for func, args in parts]
        return "".join([text for text in texts if text and text is not SUPPRESS])

    def _section_text(self, heading, parts):
        indent = " " * self._current_indent
        self._indent()
        body = self._joined(parts)
        self._dedent()
        if not body:
            return ""
        title = "" if heading is None or heading is SUPPRESS else "%s%s:\n" % (indent, heading)
        return "\n%s%s\n" % (title, body)

    def _paragraph(self, text):
        if "%(prog)" in text:
            text = text % {"prog": self._prog}
        width = max(self._width - self._current_indent, 11)
        return self._fill_text(text, width, " " * self._current_indent) + "\n\n"

    # Usage

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = "usage: "
        if usage is not None:
            usage = usage % {"prog": self._prog}
        else:
            usage = self._usage_of(actions, groups, len(prefix))
        return "%s%s\n\n" % (prefix, usage)

    def _usage_of(self, actions, groups, prefix_width):
        options = [action for action in actions if action.option_strings]
        positionals = [action for action in actions if not action.option_strings]
        prog = "%s" % self._prog
        whole = " ".join(self._usage_parts(options + positionals, groups)).strip()
        whole = "%s %s" % (prog, whole) if whole else prog
        width = self._width - self._current_indent
        if prefix_width + len(whole) <= width:
            return whole
        blocks = [_usage_chunks(self._usage_parts(some, groups)) for some in (options, positionals)]
        blocks = [block for block in blocks if block]
        if prefix_width + len(prog) <= 0.75 * width:
            # The name stands before the first block, all the rest to the right of it.
            indent = prefix_width + len(prog) + 1
            blocks[:1] = [[prog] + (blocks[0] if blocks else [])]
            lines = self._usage_lines(blocks[0], indent, width, prefix_width)
            blocks = blocks[1:]
        else:
            indent = prefix_width
            lines = [prog]
            on_one = self._usage_lines(sum(blocks, []), indent, width)
            if len(on_one) <= 1:
                lines += on_one
                blocks = []
        for block in blocks:
            lines += self._usage_lines(block, indent, width)
        return "\n".join(lines)

    def _usage_lines(self, chunks, indent, width, before=None):
        """Lines of chunks; in the first, `before` columns are taken instead of the indent."""
        lines, line = [], []
        column = (indent if before is None else before) - 1
        for chunk in chunks:
            if line and column + 1 + len(chunk) > width:
                lines.append(line)
                line, column = [], indent - 1
            line.append(chunk)
            column += len(chunk) + 1
        if line:
            lines.append(line)
        lines = [" " * indent + " ".join(line) for line in lines]
        if before is not None:
            lines[0] = lines[0][indent:]
        return lines

    def _usage_parts(self, actions, groups, inside=None):
        """A text for each shown action, and one for each group whose members stand side by side."""
        parts = []
        index = 0
        while index < len(actions):
            group = self._group_at(actions, index, groups, inside)
            if group is None:
                if actions[index].help is not SUPPRESS:
                    parts.append(self._usage_part(actions[index], inside is not None))
                index += 1
                continue
            members = group._group_actions
            index += len(members)
            shown = self._usage_parts(members, groups[groups.index(group) + 1:], group)
            text = " | ".join(shown)
            if not group.required:
                text = "[%s]" % text
            elif len(shown) > 1:
                text = "(%s)" % text
            if shown:
                parts.append(text)
        return parts

    def _group_at(self, actions, index, groups, inside):
        for group in groups:
            members = group._group_actions
            if not members:
                raise ValueError("empty group %s" % group)
            if group is not inside and actions[index:index + len(members)] == members:
                return group
        return None

    def _usage_part(self, action, in_group):
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            part = self._format_args(action, default)
            if in_group and part[:1] == "[" and part[-1:] == "]":
                part = part[1:-1]
            return part
        if action.nargs == 0:
            part = action.format_usage()
        else:
            default = self._get_default_metavar_for_optional(action)
            arguments = self._format_args(action, default)
            part = ("%s %s" % (action.option_strings[0], arguments)).rstrip()
        return part if action.required or in_group else "[%s]" % part

    # Arguments

    def _format_action(self, action):
        """The invocation of an action, its help beside it or below, then its subcommands."""
        help_column = min(self._action_max_length + 2, self._max_help_position)
        invocation = " " * self._current_indent + self._format_action_invocation(action)
        lines = []
        if action.help and action.help.strip():
            text = self._expand_help(action)
            if text:
                lines = self._split_lines(text, max(self._width - help_column, 11))
        lines = [" " * help_column + line for line in lines]
        if action.help and len(invocation) <= help_column - 2:
            invocation = invocation.ljust(help_column)
            if lines:
                invocation += lines.pop(0)[help_column:]
        parts = ["%s\n" % line for line in [invocation, *lines]]
        for subaction in self._iter_indented_subactions(action):
            parts.append(self._format_action(subaction))
        return "".join(parts)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            metavar, = self._metavar_formatter(action, default)(1)
            return metavar
        if action.nargs == 0:
            return ", ".join(action.option_strings)
        default = self._get_default_metavar_for_optional(action)
        arguments = self._format_args(action, default)
        return ", ".join(["%s %s" % (name, arguments) for name in action.option_strings])

    def _metavar_formatter(self, action, default_metavar):
        """A function of a count that gives so many names for the action's arguments."""
        names = action.metavar
        if names is None:
            names = default_metavar
            if action.choices is not None:
                names = "{%s}" % ",".join([str(choice) for choice in action.choices])
        return lambda count: names if isinstance(names, tuple) else (names,) * count

    def _format_args(self, action, default_metavar):
        names = self._metavar_formatter(action, default_metavar)
        nargs = action.nargs
        if nargs is None:
            return "%s" % names(1)
        if nargs == OPTIONAL:
            return "[%s]" % names(1)
        if nargs == ZERO_OR_MORE:
            given = names(1)
            return ("[%s [%s ...]]" if len(given) == 2 else "[%s ...]") % given
        if nargs == ONE_OR_MORE:
            return "%s [%s ...]" % names(2)
        if nargs == PARSER:
            return "%s ..." % names(1)
        if nargs == REMAINDER:
            return "..."
        if nargs == SUPPRESS:
            return ""
        if not hasattr(nargs, "__index__"):
            raise ValueError("invalid nargs value")
        return " ".join(["%s"] * nargs) % names(nargs)

    def _expand_help(self, action):
        values = {"prog": self._prog}
        for name, value in vars(action).items():
            if value is not SUPPRESS:
                values[name] = getattr(value, "__name__", value)
        if values.get("choices") is not None:
            values["choices"] = ", ".join([str(choice) for choice in values["choices"]])
        return self._get_help_string(action) % values

    def _iter_indented_subactions(self, action):
        subactions = getattr(action, "_get_subactions", None)
        if subactions is not None:
            self._indent()
            yield from subactions()
            self._dedent()

    def _split_lines(self, text, width):
        import textwrap
        return textwrap.wrap(" ".join(text.split()), width)

    def _fill_text(self, text, width, indent):
        import textwrap
        text = " ".join(text.split())
        return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_positional(self, action):
        return action.dest

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves the lines of descriptions as they are."""

    def _fill_text(self, text, width, indent):
        return "".join([indent + line for line in text.splitlines(True)])


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves the lines of all texts as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Says the defaults in the help of arguments."""

    def _get_help_string(self, action):
        text = action.help
        may_be_absent = action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE)
        if may_be_absent and action.default is not SUPPRESS and "%(default)" not in text:
            text += " (default: %(default)s)"
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Names the arguments after their types."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    _get_default_metavar_for_positional = _get_default_metavar_for_optional


# Errors


def _argument_name(action):
    """What an error calls the action; None when nothing names it."""
    if action.option_strings:
        return "/".join(action.option_strings)
    for name in (action.metavar, action.dest):
        if name not in (None, SUPPRESS):
            return name
    return "{%s}" % ",".join(action.choices) if action.choices else None


class ArgumentError(Exception):
    """Something wrong about an argument; the text begins with its name, when there is one."""

    def __init__(self, argument, message):
        self.argument_name = None if argument is None else _argument_name(argument)
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return str(self.message)
        return "argument %s: %s" % (self.argument_name, self.message)


class ArgumentTypeError(Exception):
    """A conversion of an argument that is not possible, with the text to say."""


# Actions


class Action(_AttributeHolder):
    """What one option or positional argument takes, and what is done with it."""

    _settings = ("option_strings", "dest", "nargs", "const", "default", "type", "choices",
                 "required", "help", "metavar")

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None,
                 choices=None, required=False, help=None, metavar=None):
        given = (option_strings, dest, nargs, const, default, type, choices, required, help,
                 metavar)
        for name, value in zip(self._settings, given):
            setattr(self, name, value)

    def _get_kwargs(self):
        return [(name, getattr(self, name)) for name in self._settings]

    def format_usage(self):
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


class BooleanOptionalAction(Action):
    """An option `--name` with its opposite `--no-name`."""

    def __init__(self, option_strings, dest, default=None, type=None, choices=None, required=False,
                 help=None, metavar=None):
        names = []
        for name in option_strings:
            names.append(name)
            if name[:2] == "--":
                names.append("--no-" + name[2:])
        if help is not None and default is not None and default is not SUPPRESS:
            help += " (default: %(default)s)"
        super().__init__(names, dest, 0, None, default, type, choices, required, help, metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string in self.option_strings:
            setattr(namespace, self.dest, not option_string.startswith("--no-"))

    def format_usage(self):
        return " | ".join(self.option_strings)


class _ValueAction(Action):
    """Takes at least one argument."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None,
                 choices=None, required=False, help=None, metavar=None):
        if nargs == 0:
            raise ValueError(self._refusal_of_none)
        if const is not None and nargs != OPTIONAL:
            raise ValueError("nargs must be %r to supply const" % OPTIONAL)
        super().__init__(
            option_strings, dest, nargs, const, default, type, choices, required, help, metavar)


class _StoreAction(_ValueAction):
    _refusal_of_none = (
        "nargs for store actions must be != 0; if you have nothing to store, actions such as store "
        "true or store const may be more appropriate")

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


def _collected(action, namespace):
    """A copy of the list an action has gathered so far: the list itself may be its default."""
    items = getattr(namespace, action.dest, None)
    if items is None or type(items) is list:
        items = list(items or ())
    else:
        import copy
        items = copy.copy(items)
    setattr(namespace, action.dest, items)
    return items


class _AppendAction(_ValueAction):
    _refusal_of_none = (
        "nargs for append actions must be != 0; if arg strings are not supplying the value to "
        "append, the append const action may be more appropriate")

    def __call__(self, parser, namespace, values, option_string=None):
        _collected(self, namespace).append(values)


class _ExtendAction(_AppendAction):
    def __call__(self, parser, namespace, values, option_string=None):
        _collected(self, namespace).extend(values)


class _BareAction(Action):
    """Takes no argument. A subclass says which keywords it has, with their defaults."""

    _keywords = {"default": None, "required": False, "help": None}
    _constant = None

    def __init__(self, option_strings, dest=SUPPRESS, **given):
        for name in given:
            if name not in self._keywords:
                raise TypeError("__init__() got an unexpected keyword argument %r" % name)
        settings = {"const": self._constant, **self._keywords, **given}
        if settings["const"] is ...:
            raise TypeError("__init__() missing 1 required positional argument: 'const'")
        super().__init__(option_strings, dest, 0, **settings)


class _StoreConstAction(_BareAction):
    _keywords = {"const": ..., "default": None, "required": False, "help": None, "metavar": None}

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    _keywords = {"default": False, "required": False, "help": None}
    _constant = True


class _StoreFalseAction(_StoreConstAction):
    _keywords = {"default": True, "required": False, "help": None}
    _constant = False


class _AppendConstAction(_BareAction):
    _keywords = _StoreConstAction._keywords

    def __call__(self, parser, namespace, values, option_string=None):
        _collected(self, namespace).append(self.const)


class _CountAction(_BareAction):
    def __call__(self, parser, namespace, values, option_string=None):
        count = getattr(namespace, self.dest, None)
        setattr(namespace, self.dest, 1 if count is None else count + 1)


class _HelpAction(_BareAction):
    _keywords = {"default": SUPPRESS, "help": None}

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(_BareAction):
    _keywords = {"default": SUPPRESS, "help": "show program's version number and exit"}

    def __init__(self, option_strings, version=None, dest=SUPPRESS, **given):
        super().__init__(option_strings, dest, **given)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        version = parser.version if self.version is None else self.version
        formatter = parser._get_formatter()
        formatter.add_text(version)
        parser._print_message(formatter.format_help(), _sys.stdout)
        parser.exit()


class _SubParsersAction(Action):
    """Chooses a parser by name for the rest of the command line."""

    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False,
                 help=None, metavar=None):
        self._prog_prefix = prog
        self._parser_class = parser_class
        self._name_parser_map = {}
        self._choices_actions = []
        super().__init__(option_strings, dest, PARSER, choices=self._name_parser_map,
                         required=required, help=help, metavar=metavar)

    def add_parser(self, name, **kwargs):
        if kwargs.get("prog") is None:
            kwargs["prog"] = "%s %s" % (self._prog_prefix, name)
        aliases = kwargs.pop("aliases", ())
        if "help" in kwargs:
            shown = "%s (%s)" % (name, ", ".join(aliases)) if aliases else name
            entry = Action([], name, help=kwargs.pop("help"), metavar=shown)
            self._choices_actions.append(entry)
        parser = self._parser_class(**kwargs)
        for key in (name, *aliases):
            self._name_parser_map[key] = parser
        return parser

    def _get_subactions(self):
        return self._choices_actions

    def __call__(self, parser, namespace, values, option_string=None):
        name, *rest = values
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        chosen = self._name_parser_map.get(name)
        if chosen is None:
            names = ", ".join(self._name_parser_map)
            raise ArgumentError(self, "unknown parser %r (choices: %s)" % (name, names))
        # The subcommand begins with its own defaults, which win over those of the parser above.
        found, unknown = chosen.parse_known_args(rest, None)
        for key, value in vars(found).items():
            setattr(namespace, key, value)
        if unknown:
            vars(namespace).setdefault(_UNRECOGNIZED_ARGS_ATTR, []).extend(unknown)


class FileType:
    """A type of argument that opens the file named; "-" is the standard input or output."""

    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode = mode
        self._bufsize = bufsize
        self._encoding = encoding
        self._errors = errors

    def __call__(self, string):
        mode = self._mode
        if string == "-":
            if "r" in mode:
                stream = _sys.stdin
            elif any([letter in mode for letter in "wax"]):
                stream = _sys.stdout
            else:
                raise ValueError('argument "-" with mode %r' % mode)
            return stream.buffer if "b" in mode else stream
        try:
            return open(string, mode, self._bufsize, self._encoding, self._errors)
        except OSError as error:
            raise ArgumentTypeError("can't open '%s': %s" % (string, error))

    def __repr__(self):
        shown = [repr(self._mode)]
        if self._bufsize != -1:
            shown.append(repr(self._bufsize))
        for name in ("encoding", "errors"):
            value = getattr(self, "_" + name)
            if value is not None:
                shown.append("%s=%r" % (name, value))
        return "%s(%s)" % (type(self).__name__, ", ".join(shown))


# Parsers


class Namespace(_AttributeHolder):
    """Attributes, compared and shown by name and value."""

    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)

    def __contains__(self, key):
        return key in self.__dict__

    def __eq__(self, other):
        if isinstance(other, Namespace):
            return self.__dict__ == other.__dict__
        return NotImplemented


def _looks_negative(text):
    """Whether the text is "-" and a number: digits, at most one point among or before them."""
    digits = text[1:]
    if text[:1] == "-" and digits.count(".") == 1 and not digits.endswith("."):
        digits = digits.replace(".", "")
    return text[:1] == "-" and digits.isdecimal()


class _ActionsContainer:
    """What arguments are added to: a parser, or a group of one, which shares the parser's state."""

    _shared = ("_registries", "_actions", "_option_string_actions", "_defaults",
               "_has_negative_number_optionals", "_mutually_exclusive_groups")

    def __init__(self, description, prefix_chars, argument_default, conflict_handler):
        self.description = description
        self.prefix_chars = prefix_chars
        self.argument_default = argument_default
        self.conflict_handler = conflict_handler
        self._registries = {"action": dict(_ACTIONS), "type": {None: lambda text: text}}
        self._actions = []
        self._option_string_actions = {}
        self._action_groups = []
        self._mutually_exclusive_groups = []
        self._defaults = {}
        self._has_negative_number_optionals = []
        self._check_conflict_handler()

    def _check_conflict_handler(self):
        if self.conflict_handler not in ("error", "resolve"):
            raise ValueError("invalid conflict_resolution value: %r" % self.conflict_handler)

    def register(self, registry_name, value, object):
        self._registries.setdefault(registry_name, {})[value] = object

    def _registry_get(self, registry_name, value, default=None):
        return self._registries[registry_name].get(value, default)

    def set_defaults(self, **kwargs):
        for action in self._actions:
            action.default = kwargs.get(action.dest, action.default)
        self._defaults.update(kwargs)

    def get_default(self, dest):
        found = [action.default for action in self._actions if action.dest == dest]
        found = [default for default in found if default is not None]
        return found[0] if found else self._defaults.get(dest)

    def add_argument_group(self, *args, **kwargs):
        self._action_groups.append(_ArgumentGroup(self, *args, **kwargs))
        return self._action_groups[-1]

    def add_mutually_exclusive_group(self, **kwargs):
        self._mutually_exclusive_groups.append(_MutuallyExclusiveGroup(self, **kwargs))
        return self._mutually_exclusive_groups[-1]

    def add_argument(self, *args, **kwargs):
        """Adds an option, when the names begin with a prefix character, or a positional."""
        if not args or len(args) == 1 and args[0][0] not in self.prefix_chars:
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            settings = self._get_positional_kwargs(*args, **kwargs)
        else:
            settings = self._option_settings(args, **kwargs)
        dest = settings["dest"]
        if "default" not in settings:
            if dest in self._defaults:
                settings["default"] = self._defaults[dest]
            elif self.argument_default is not None:
                settings["default"] = self.argument_default
        kind = settings.pop("action", None)
        action_class = self._registry_get("action", kind, kind)
        if not callable(action_class):
            raise ValueError('unknown action "%s"' % (action_class,))
        action = action_class(**settings)
        convert = self._registry_get("type", action.type, action.type)
        if not callable(convert):
            raise ValueError("%r is not callable" % (convert,))
        if convert is FileType:
            raise ValueError(
                "%r is a FileType class object, instance of it must be passed" % (convert,))
        self._check_metavar(action)
        return self._add_action(action)

    def _check_metavar(self, action):
        """Of a group nothing is checked here, for only a parser has a formatter."""

    def _get_positional_kwargs(self, dest, **kwargs):
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        nargs = kwargs.get("nargs")
        if nargs != OPTIONAL and (nargs != ZERO_OR_MORE or "default" not in kwargs):
            kwargs["required"] = True
        return {**kwargs, "dest": dest, "option_strings": []}

    def _option_settings(self, names, **kwargs):
        long_name = None
        for name in names:
            if name[0] not in self.prefix_chars:
                raise ValueError("invalid option string %r: must start with a character %r" % (
                    name, self.prefix_chars))
            if long_name is None and len(name) > 1 and name[1] in self.prefix_chars:
                long_name = name
        dest = kwargs.pop("dest", None)
        if dest is None:
            dest = (long_name or names[0]).lstrip(self.prefix_chars)
            if not dest:
                raise ValueError("dest= is required for options like %r" % (long_name or names[0]))
            dest = dest.replace("-", "_")
        return {**kwargs, "dest": dest, "option_strings": list(names)}

    def _add_action(self, action):
        """Enters an action into the shared lists."""
        self._settle_conflicts(action)
        self._actions.append(action)
        action.container = self
        for name in action.option_strings:
            self._option_string_actions[name] = action
            if _looks_negative(name) and not self._has_negative_number_optionals:
                self._has_negative_number_optionals.append(True)
        return action

    def _remove_action(self, action):
        self._actions.remove(action)

    def _settle_conflicts(self, action):
        taken = [name for name in action.option_strings if name in self._option_string_actions]
        if not taken:
            return
        if self.conflict_handler == "error":
            raise ArgumentError(action, "conflicting option string%s: %s" % (
                "" if len(taken) == 1 else "s", ", ".join(taken)))
        for name in taken:
            other = self._option_string_actions.pop(name)
            other.option_strings.remove(name)
            if not other.option_strings:
                other.container._remove_action(other)

    def _adopt(self, parent):
        """Adds the arguments of a parent parser, in groups of the same titles."""
        own = {}
        for group in self._action_groups:
            if group.title in own:
                raise ValueError("cannot merge actions - two groups are named %r" % group.title)
            own[group.title] = group
        place = {}
        for group in parent._action_groups:
            if group.title not in own:
                own[group.title] = self.add_argument_group(
                    group.title, group.description, conflict_handler=group.conflict_handler)
            for action in group._group_actions:
                place[action] = own[group.title]
        for group in parent._mutually_exclusive_groups:
            exclusive = self.add_mutually_exclusive_group(required=group.required)
            for action in group._group_actions:
                place[action] = exclusive
        for action in parent._actions:
            place.get(action, self)._add_action(action)
        self._defaults.update(parent._defaults)


class _ArgumentGroup(_ActionsContainer):
    """Arguments that stand together in the help."""

    def __init__(self, container, title=None, description=None, **kwargs):
        for name in self._shared:
            setattr(self, name, getattr(container, name))
        for name in ("prefix_chars", "argument_default", "conflict_handler"):
            setattr(self, name, kwargs.pop(name, getattr(container, name)))
        if kwargs:
            raise TypeError("__init__() got an unexpected keyword argument %r" % next(iter(kwargs)))
        self._check_conflict_handler()
        self.title = title
        self.description = description
        self._action_groups = []
        self._group_actions = []

    def _add_action(self, action):
        super()._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        super()._remove_action(action)
        self._group_actions.remove(action)


class _MutuallyExclusiveGroup(_ArgumentGroup):
    """Arguments of which only one may be given."""

    def __init__(self, container, required=False):
        super().__init__(container)
        self.required = required
        self._container = container

    def _add_action(self, action):
        if action.required:
            raise ValueError("mutually exclusive arguments must be optional")
        self._container._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        self._container._remove_action(action)
        self._group_actions.remove(action)


_ACTIONS = {
    None: _StoreAction, "store": _StoreAction, "store_const": _StoreConstAction,
    "store_true": _StoreTrueAction, "store_false": _StoreFalseAction, "append": _AppendAction,
    "append_const": _AppendConstAction, "count": _CountAction, "help": _HelpAction,
    "version": _VersionAction, "parsers": _SubParsersAction, "extend": _ExtendAction,
}


def _share_out(actions, kinds):
    """How many arguments the first actions take in turn, of those whose kinds are given.

    Each takes as many as leave enough to those behind it; a "--" goes to whichever comes by it.
    The list is shorter than the actions when there are not enough for all.
    """
    first = kinds.index("O") if "O" in kinds else len(kinds)
    plain = first - ("-" in kinds[:first])
    left, least = plain, []
    for action in actions:
        least.append(_limits(action)[0])
        left -= least[-1]
        if left < 0:
            least.pop()
            break
        if action.nargs in _TAKES_OPTIONS_TOO and first < len(kinds):
            # Those behind it get what is plain at the very end.
            left = len(kinds) - 1 - max(index for index, kind in enumerate(kinds) if kind != "A")
    counts, start = [], 0
    for index, action in enumerate(actions[:len(least)]):
        behind = sum(least[index + 1:])
        if action.nargs in _TAKES_OPTIONS_TOO:
            end = len(kinds) - behind
            plain = behind
        else:
            wanted = min(_limits(action)[1], plain - behind)
            plain -= wanted
            end = start
            while end < len(kinds) and (kinds[end] == "-" or wanted and kinds[end] == "A"):
                wanted -= kinds[end] == "A"
                end += 1
        counts.append(end - start)
        start = end
    return counts


class _Parse:
    """One walk through a command line."""

    def __init__(self, parser, texts, namespace, positionals):
        self.parser = parser
        self.texts = texts
        self.namespace = namespace
        self.positionals = positionals
        self.unknown = []
        self.seen = set()
        self.given = set()
        # Per option by its index: the action (None when unknown), its name, what stands after "=".
        self.options = {}
        self.kinds = []
        for index, text in enumerate(texts):
            if "-" in self.kinds:
                self.kinds.append("A")
            elif text == "--":
                self.kinds.append("-")
            else:
                option = parser._option_of(text)
                if option is not None:
                    self.options[index] = option
                self.kinds.append("A" if option is None else "O")
        self.rivals = {}
        for group in parser._mutually_exclusive_groups:
            members = group._group_actions
            for action in members:
                others = [other for other in members if other is not action]
                self.rivals.setdefault(action, []).extend(others)

    def run(self):
        index, count = 0, len(self.texts)
        last_option = max(self.options, default=-1)
        while index <= last_option:
            if index in self.options:
                index = self.take_option(index)
                continue
            after = self.take_positionals(index)
            if after == index:
                while after not in self.options:
                    after += 1
                self.unknown += self.texts[index:after]
            index = after
        index = self.take_positionals(min(index, count))
        self.unknown += self.texts[index:]

    def take(self, action, texts, name=None):
        parser = self.parser
        self.seen.add(action)
        values = parser._get_values(action, texts)
        # Numbers have no identity that could tell a default from an equal number given.
        if values is not action.default or type(values) in (int, float, complex):
            self.given.add(action)
            for rival in self.rivals.get(action, ()):
                if rival in self.given:
                    raise ArgumentError(
                        action, "not allowed with argument %s" % _argument_name(rival))
        if values is not SUPPRESS:
            action(parser, self.namespace, values, name)

    def take_option(self, index):
        """Deals with the option there, and gives the index after its arguments."""
        action, name, explicit = self.options[index]
        if action is None:
            self.unknown.append(self.texts[index])
            return index + 1
        flags = []
        while explicit is not None and self.count_for(action, "A") == 0:
            # Several letters behind one dash: what seemed an argument begins with the next flag.
            following = name[0] + explicit[:1]
            known = self.parser._option_string_actions.get(following)
            if name[1] in self.parser.prefix_chars or known is None:
                raise ArgumentError(action, "ignored explicit argument %r" % explicit)
            flags.append((action, name))
            action, name, explicit = known, following, explicit[1:] or None
        end = index + 1
        texts = [explicit]
        if explicit is None:
            end += self.count_for(action, self.kinds[end:])
            texts = self.texts[index + 1:end]
        for flag, flag_name in flags:
            self.take(flag, [], flag_name)
        self.take(action, texts, name)
        return end

    def count_for(self, action, kinds):
        """How many of the arguments that follow an option takes."""
        least, most, complaint = _limits(action)
        allowed = "AO" if action.nargs in _TAKES_OPTIONS_TOO else "A"
        count = 0
        while count < most and count < len(kinds) and kinds[count] in allowed:
            count += 1
        if count < least or least and kinds[0] != "A":
            raise ArgumentError(action, complaint)
        return count

    def take_positionals(self, index):
        counts = _share_out(self.positionals, self.kinds[index:])
        for action, count in zip(self.positionals, counts):
            self.take(action, self.texts[index:index + count])
            index += count
        self.positionals = self.positionals[len(counts):]
        return index

    def finish(self, actions, groups):
        """Converts the defaults still there, and complains about what must be given and was not."""
        parser, namespace = self.parser, self.namespace
        missing = []
        for action in actions:
            if action in self.seen:
                continue
            default = action.default
            if action.required:
                missing.append(_argument_name(action))
            elif isinstance(default, str) and getattr(namespace, action.dest, None) is default:
                setattr(namespace, action.dest, parser._get_value(action, default))
        if missing:
            parser.error("the following arguments are required: %s" % ", ".join(missing))
        for group in groups:
            members = group._group_actions
            if group.required and not [action for action in members if action in self.given]:
                names = [_argument_name(action) for action in members
                         if action.help is not SUPPRESS]
                parser.error("one of the arguments %s is required" % " ".join(names))


class ArgumentParser(_AttributeHolder, _ActionsContainer):
    """Turns the strings of a command line into the attributes of a namespace."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[],
                 formatter_class=HelpFormatter, prefix_chars="-", fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler="error", add_help=True, allow_abbrev=True,
                 exit_on_error=True):
        _ActionsContainer.__init__(
            self, description, prefix_chars, argument_default, conflict_handler)
        self.prog = _sys.argv[0].rpartition("/")[2] if prog is None else prog
        self.usage, self.epilog, self.formatter_class = usage, epilog, formatter_class
        self.fromfile_prefix_chars, self.allow_abbrev = fromfile_prefix_chars, allow_abbrev
        self.add_help, self.exit_on_error = add_help, exit_on_error
        self._positionals = self.add_argument_group("positional arguments")
        self._optionals = self.add_argument_group("optional arguments")
        self._subparsers = None
        if add_help:
            dash = "-" if "-" in prefix_chars else prefix_chars[0]
            self.add_argument(dash + "h", dash * 2 + "help", action="help", default=SUPPRESS,
                              help="show this help message and exit")
        for parent in parents:
            self._adopt(parent)

    def _check_metavar(self, action):
        try:
            self._get_formatter()._format_args(action, None)
        except TypeError:
            raise ValueError("length of metavar tuple does not match nargs")

    def _get_kwargs(self):
        return [(name, getattr(self, name)) for name in (
            "prog", "usage", "description", "formatter_class", "conflict_handler", "add_help")]

    def add_subparsers(self, **kwargs):
        """Adds an argument that names a subcommand; its parsers are added to what this returns."""
        if self._subparsers is not None:
            self.error("cannot have multiple subparser arguments")
        self._subparsers = self._positionals
        if "title" in kwargs or "description" in kwargs:
            self._subparsers = self.add_argument_group(
                kwargs.pop("title", "subcommands"), kwargs.pop("description", None))
        kwargs.setdefault("parser_class", type(self))
        if kwargs.get("prog") is None:
            formatter = self._get_formatter()
            formatter.add_usage(self.usage, self._get_positional_actions(),
                                self._mutually_exclusive_groups, "")
            kwargs["prog"] = formatter.format_help().strip()
        kind = kwargs.pop("action", "parsers")
        action = self._registry_get("action", kind, kind)(option_strings=[], **kwargs)
        self._subparsers._add_action(action)
        return action

    def _add_action(self, action):
        return (self._optionals if action.option_strings else self._positionals)._add_action(action)

    def _get_optional_actions(self):
        return [action for action in self._actions if action.option_strings]

    def _get_positional_actions(self):
        return [action for action in self._actions if not action.option_strings]

    # Parsing

    def parse_args(self, args=None, namespace=None):
        return self._all_known(*self.parse_known_args(args, namespace))

    def parse_intermixed_args(self, args=None, namespace=None):
        return self._all_known(*self.parse_known_intermixed_args(args, namespace))

    def _all_known(self, namespace, unknown):
        if unknown:
            self.error("unrecognized arguments: %s" % " ".join(unknown))
        return namespace

    def parse_known_args(self, args=None, namespace=None):
        return self._parse(args, namespace, self._actions, self._mutually_exclusive_groups)

    def parse_known_intermixed_args(self, args=None, namespace=None):
        """Takes the options in a first parse, the positionals from what that one left."""
        positionals = self._get_positional_actions()
        for action in positionals:
            if action.nargs in _TAKES_OPTIONS_TOO:
                raise TypeError(
                    "parse_intermixed_args: positional arg with nargs=%s" % action.nargs)
        for group in self._mutually_exclusive_groups:
            if any([action in positionals for action in group._group_actions]):
                raise TypeError("parse_intermixed_args: positional in mutuallyExclusiveGroup")
        # In the first parse others stand for the positionals, which take nothing but a "--".
        nothing = [Action([], SUPPRESS, SUPPRESS) for action in positionals]
        namespace, rest = self._parse(args, namespace, self._get_optional_actions() + nothing,
                                      self._mutually_exclusive_groups)
        return self._parse(rest, namespace, positionals, ())

    def _parse(self, args, namespace, actions, groups):
        """Parses with some of the actions; only for those are defaults set and absence noticed."""
        texts = list(_sys.argv[1:] if args is None else args)
        if namespace is None:
            namespace = Namespace()
        defaults = [(action.dest, action.default) for action in actions]
        for dest, default in defaults + list(self._defaults.items()):
            if not (dest is SUPPRESS or default is SUPPRESS or hasattr(namespace, dest)):
                setattr(namespace, dest, default)
        try:
            if self.fromfile_prefix_chars is not None:
                texts = self._with_files(texts)
            positionals = [action for action in actions if not action.option_strings]
            parse = _Parse(self, texts, namespace, positionals)
            parse.run()
            parse.finish(actions, groups)
        except ArgumentError as error:
            if not self.exit_on_error:
                raise
            self.error(str(error))
        left = vars(namespace).pop(_UNRECOGNIZED_ARGS_ATTR, [])
        return namespace, parse.unknown + left

    def _with_files(self, texts):
        """The arguments, and in place of the names of argument files what stands in them."""
        result = []
        for text in texts:
            if not text or text[0] not in self.fromfile_prefix_chars:
                result.append(text)
                continue
            try:
                with open(text[1:]) as file:
                    lines = file.read().splitlines()
                found = [arg for line in lines for arg in self.convert_arg_line_to_args(line)]
                result += self._with_files(found)
            except OSError as error:
                self.error(str(error))
        return result

    def convert_arg_line_to_args(self, arg_line):
        return [arg_line]

    def _option_of(self, text):
        """The text as an option: action, name, explicit argument; None when it is not one."""
        if not text or text[0] not in self.prefix_chars:
            return None
        known = self._option_string_actions
        if text in known:
            return known[text], text, None
        if len(text) == 1:
            return None
        name, equals, explicit = text.partition("=")
        if equals and name in known:
            return known[name], name, explicit
        meant = self._abbreviations(text)
        if len(meant) > 1:
            matches = ", ".join([option[1] for option in meant])
            self.error("ambiguous option: %s could match %s" % (text, matches))
        if meant:
            return meant[0]
        if _looks_negative(text) and not self._has_negative_number_optionals or " " in text:
            return None
        return None, text, None

    def _abbreviations(self, text):
        """The options a text may stand for that is not the whole name of one."""
        known = self._option_string_actions
        if text[1] in self.prefix_chars:
            name, equals, explicit = text.partition("=")
            if not self.allow_abbrev:
                return []
            return [(known[option], option, explicit if equals else None)
                    for option in known if option.startswith(name)]
        return [(known[option], option, text[2:] if option == text[:2] else None)
                for option in known if option == text[:2] or option.startswith(text)]

    # Values

    def _get_values(self, action, arg_strings):
        """What an action is called with for the texts it got."""
        nargs = action.nargs
        texts = list(arg_strings)
        if nargs not in _TAKES_OPTIONS_TOO and "--" in texts:
            texts.remove("--")
        if nargs == SUPPRESS:
            return SUPPRESS
        if not texts and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self._get_value(action, value)
                self._check_value(action, value)
            return value
        if not texts and nargs == ZERO_OR_MORE and not action.option_strings:
            value = texts if action.default is None else action.default
            self._check_value(action, value)
            return value
        values = [self._get_value(action, text) for text in texts]
        if nargs != REMAINDER:
            for value in values[:1] if nargs == PARSER else values:
                self._check_value(action, value)
        return values[0] if len(values) == 1 and nargs in (None, OPTIONAL) else values

    def _get_value(self, action, arg_string):
        convert = self._registry_get("type", action.type, action.type)
        if not callable(convert):
            raise ArgumentError(action, "%r is not callable" % (convert,))
        try:
            return convert(arg_string)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, "invalid %s value: %r" % (name, arg_string))

    def _check_value(self, action, value):
        if action.choices is not None and value not in action.choices:
            choices = ", ".join([repr(choice) for choice in action.choices])
            raise ArgumentError(action, "invalid choice: %r (choose from %s)" % (value, choices))

    # Output

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def print_usage(self, file=None):
        self._print_message(self.format_usage(), _sys.stdout if file is None else file)

    def print_help(self, file=None):
        self._print_message(self.format_help(), _sys.stdout if file is None else file)

    def _print_message(self, message, file=None):
        if message:
            (_sys.stderr if file is None else file).write(message)

    def exit(self, status=0, message=None):
        if message:
            self._print_message(message, _sys.stderr)
        _sys.exit(status)

    def error(self, message):
        """Prints the usage and the message, and ends the program with status 2."""
        self.print_usage(_sys.stderr)
        self.exit(2, "%s: error: %s\n" % (self.prog, message))
