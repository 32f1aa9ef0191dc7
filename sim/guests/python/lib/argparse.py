"""Parsing of command lines.

A parser holds actions, one per option or positional argument. A command line is turned into a
pattern of letters, one per argument ("O" for an option, "A" for another argument, "-" for "--"),
and each action takes as many letters as its `nargs` allows.

Counterpart: lib-python/3/argparse.py.
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
_UNRECOGNIZED_ARGS_ATTR = "_unrecognized_args"


class _AttributeHolder:
    """Shows its attributes, or what `_get_kwargs` and `_get_args` give, in its representation."""

    def __repr__(self):
        shown = [repr(arg) for arg in self._get_args()]
        star_args = {}
        for name, value in self._get_kwargs():
            if name.isidentifier():
                shown.append("%s=%r" % (name, value))
            else:
                star_args[name] = value
        if star_args:
            shown.append("**%s" % repr(star_args))
        return "%s(%s)" % (type(self).__name__, ", ".join(shown))

    def _get_args(self):
        return []

    def _get_kwargs(self):
        return [*vars(self).items()]


def _copy_of_value(namespace, dest):
    """The items collected so far, in a copy: defaults must not grow."""
    items = getattr(namespace, dest, None)
    if items is None or type(items) is list:
        return list(items or ())
    import copy
    return copy.copy(items)


# Help texts


def _terminal_width():
    import os
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdigit() and int(columns) > 0 else 80


def _usage_parts(text):
    """The pieces of a usage between which lines may end: words, and what is in brackets."""
    parts = []
    i = 0
    size = len(text)
    while i < size:
        char = text[i]
        if char.isspace():
            i += 1
            continue
        end = -1
        if char in "([":
            end = _end_of_brackets(text, i, ")" if char == "(" else "]")
        if end < 0:
            end = i
            while end < size and not text[end].isspace():
                end += 1
        parts.append(text[i:end])
        i = end
    return parts


def _end_of_brackets(text, start, closing):
    """The end of the first closing brackets that a blank or the end of the text follows."""
    i = text.find(closing, start + 1)
    while i >= 0:
        i += 1
        if i == len(text) or text[i].isspace():
            return i
        i = text.find(closing, i)
    return -1


def _clean_usage(text):
    """Remove blanks inside of brackets, empty brackets, and round ones around a single item."""
    for opening in "[(":
        text = text.replace(opening + " ", opening)
    for closing in "])":
        text = text.replace(" " + closing, closing)
    cleaned = []
    i = 0
    while i < len(text):
        if text[i] in "[(":
            end = i + 1
            while end < len(text) and text[end] == " ":
                end += 1
            if end < len(text) and text[end] in "])":
                i = end + 1
                continue
        cleaned.append(text[i])
        i += 1
    return _without_single_groups("".join(cleaned)).strip()


def _without_single_groups(text):
    result = ""
    while True:
        start = text.find("(")
        if start < 0:
            return result + text
        end = text.find(")", start)
        bar = text.find("|", start)
        if end < 0 or (0 <= bar < end):
            result += text[:start + 1]
            text = text[start + 1:]
        else:
            result += text[:start] + text[start + 1:end]
            text = text[end + 1:]


class HelpFormatter:
    """Makes the texts of usages and helps. Only its name is public."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            width = _terminal_width() - 2
        self._prog = prog
        self._indent_increment = indent_increment
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._width = width
        self._action_max_length = self._current_indent = self._level = 0
        self._current_section = self._root_section = self._Section(self, None)

    def _indent(self):
        self._current_indent += self._indent_increment
        self._level += 1

    def _dedent(self):
        self._current_indent -= self._indent_increment
        assert self._current_indent >= 0, "Indent decreased below 0."
        self._level -= 1

    class _Section:
        """A heading, and functions with their arguments that give the texts beneath it."""

        def __init__(self, formatter, parent, heading=None):
            self.items = []
            self.heading = heading
            self.formatter, self.parent = formatter, parent

        def body(self):
            return self.formatter._join_parts([func(*args) for func, args in self.items])

        def format_help(self):
            if self.parent is None:
                text = self.body()
            else:
                self.formatter._indent()
                text = self.body()
                self.formatter._dedent()
            if not text:
                return ""
            if self.heading is None or self.heading is SUPPRESS:
                return "\n" + text + "\n"
            return "\n%s%s:\n%s\n" % (" " * self.formatter._current_indent, self.heading, text)

    def start_section(self, heading):
        outer = self._current_section
        self._indent()
        inner = self._Section(self, outer, heading)
        outer.items.append((inner.format_help, ()))
        self._current_section = inner

    def end_section(self):
        self._dedent()
        self._current_section = self._current_section.parent

    def _add_item(self, func, args):
        self._current_section.items.append((func, args))

    def add_text(self, text):
        if not (text is None or text is SUPPRESS):
            self._add_item(self._format_text, (text,))

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is SUPPRESS:
            return
        self._add_item(self._format_usage, (usage, actions, groups, prefix))

    def add_argument(self, action):
        if action.help is SUPPRESS:
            return
        longest = len(self._format_action_invocation(action))
        for subaction in self._iter_indented_subactions(action):
            longest = max(longest, len(self._format_action_invocation(subaction)))
        self._action_max_length = max(self._action_max_length, longest + self._current_indent)
        self._add_item(self._format_action, [action])

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        text = self._root_section.format_help()
        if not text:
            return text
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text.strip("\n") + "\n"

    def _join_parts(self, part_strings):
        return "".join([part for part in part_strings if part and part is not SUPPRESS])

    def _format_usage(self, usage, actions, groups, prefix):
        if prefix is None:
            prefix = "usage: "
        if usage is not None:
            usage = usage % dict(prog=self._prog)
        elif not actions:
            usage = "%(prog)s" % dict(prog=self._prog)
        else:
            usage = self._wrapped_usage(prefix, actions, groups)
        return "%s%s\n\n" % (prefix, usage)

    def _wrapped_usage(self, prefix, actions, groups):
        prog = "%(prog)s" % dict(prog=self._prog)
        optionals = [action for action in actions if action.option_strings]
        positionals = [action for action in actions if not action.option_strings]
        text = self._format_actions_usage(optionals + positionals, groups)
        usage = " ".join([part for part in (prog, text) if part])
        text_width = self._width - self._current_indent
        if len(prefix) + len(usage) <= text_width:
            return usage
        opt_parts = _usage_parts(self._format_actions_usage(optionals, groups))
        pos_parts = _usage_parts(self._format_actions_usage(positionals, groups))
        if len(prefix) + len(prog) <= 0.75 * text_width:
            indent = " " * (len(prefix) + len(prog) + 1)
            if opt_parts:
                lines = self._usage_lines([prog] + opt_parts, indent, text_width, prefix)
                lines += self._usage_lines(pos_parts, indent, text_width)
            elif pos_parts:
                lines = self._usage_lines([prog] + pos_parts, indent, text_width, prefix)
            else:
                lines = [prog]
        else:
            indent = " " * len(prefix)
            lines = self._usage_lines(opt_parts + pos_parts, indent, text_width)
            if len(lines) > 1:
                lines = self._usage_lines(opt_parts, indent, text_width)
                lines += self._usage_lines(pos_parts, indent, text_width)
            lines = [prog] + lines
        return "\n".join(lines)

    def _usage_lines(self, parts, indent, text_width, prefix=None):
        lines = []
        line = []
        length = len(indent if prefix is None else prefix) - 1
        for part in parts:
            if length + 1 + len(part) > text_width and line:
                lines.append(indent + " ".join(line))
                line = []
                length = len(indent) - 1
            line.append(part)
            length += len(part) + 1
        if line:
            lines.append(indent + " ".join(line))
        if prefix is not None:
            lines[0] = lines[0][len(indent):]
        return lines

    def _group_marks(self, actions, groups):
        """The actions in groups, and the brackets and bars to be put before each index."""
        grouped = set()
        marks = {}
        for group in groups:
            members = group._group_actions
            if not members or members[0] not in actions:
                continue
            start = actions.index(members[0])
            end = start + len(members)
            if actions[start:end] != members:
                continue
            grouped.update(members)
            opening, closing = "()" if group.required else "[]"
            marks[start] = marks[start] + " " + opening if start in marks else opening
            marks[end] = marks[end] + closing if end in marks else closing
            for i in range(start + 1, end):
                marks[i] = "|"
        return grouped, marks

    def _format_actions_usage(self, actions, groups):
        grouped, marks = self._group_marks(actions, groups)
        parts = []
        for i, action in enumerate(actions):
            if action.help is SUPPRESS:
                parts.append(None)
                if marks.get(i) == "|":
                    marks.pop(i)
                elif marks.get(i + 1) == "|":
                    marks.pop(i + 1)
            elif not action.option_strings:
                default = self._get_default_metavar_for_positional(action)
                part = self._format_args(action, default)
                if action in grouped and part[0] == "[" and part[-1] == "]":
                    part = part[1:-1]
                parts.append(part)
            else:
                if action.nargs == 0:
                    part = action.format_usage()
                else:
                    default = self._get_default_metavar_for_optional(action)
                    part = "%s %s" % (
                        action.option_strings[0], self._format_args(action, default))
                if not action.required and action not in grouped:
                    part = "[%s]" % part
                parts.append(part)
        for i in sorted(marks, reverse=True):
            parts[i:i] = [marks[i]]
        return _clean_usage(" ".join([part for part in parts if part is not None]))

    def _format_text(self, text):
        if "%(prog)" in text:
            text = text % dict(prog=self._prog)
        text_width = max(self._width - self._current_indent, 11)
        return self._fill_text(text, text_width, " " * self._current_indent) + "\n\n"

    def _format_action(self, action):
        help_position = min(self._action_max_length + 2, self._max_help_position)
        help_width = max(self._width - help_position, 11)
        action_width = help_position - self._current_indent - 2
        header = self._format_action_invocation(action)
        indent_first = help_position
        if not action.help:
            header = "%*s%s\n" % (self._current_indent, "", header)
        elif len(header) <= action_width:
            header = "%*s%-*s  " % (self._current_indent, "", action_width, header)
            indent_first = 0
        else:
            header = "%*s%s\n" % (self._current_indent, "", header)
        parts = [header]
        if action.help and action.help.strip():
            help_text = self._expand_help(action)
            if help_text:
                lines = self._split_lines(help_text, help_width)
                parts.append("%*s%s\n" % (indent_first, "", lines[0]))
                for line in lines[1:]:
                    parts.append("%*s%s\n" % (help_position, "", line))
        elif not header.endswith("\n"):
            parts.append("\n")
        parts += [self._format_action(inner) for inner in self._iter_indented_subactions(action)]
        return self._join_parts(parts)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            dest = self._get_default_metavar_for_positional(action)
            shown, = self._metavar_formatter(action, dest)(1)
            return shown
        if action.nargs == 0:
            return ", ".join(action.option_strings)
        default = self._get_default_metavar_for_optional(action)
        args_string = self._format_args(action, default)
        return ", ".join(["%s %s" % (option, args_string) for option in action.option_strings])

    def _metavar_formatter(self, action, default_metavar):
        if action.metavar is not None:
            result = action.metavar
        elif action.choices is not None:
            result = "{%s}" % ",".join([str(choice) for choice in action.choices])
        else:
            result = default_metavar

        def format(tuple_size):
            if isinstance(result, tuple):
                return result
            return (result,) * tuple_size

        return format

    def _format_args(self, action, default_metavar):
        get_metavar = self._metavar_formatter(action, default_metavar)
        nargs = action.nargs
        if nargs is None:
            return "%s" % get_metavar(1)
        if nargs == OPTIONAL:
            return "[%s]" % get_metavar(1)
        if nargs == ZERO_OR_MORE:
            metavar = get_metavar(1)
            if len(metavar) == 2:
                return "[%s [%s ...]]" % metavar
            return "[%s ...]" % metavar
        if nargs == ONE_OR_MORE:
            return "%s [%s ...]" % get_metavar(2)
        if nargs == REMAINDER:
            return "..."
        if nargs == PARSER:
            return "%s ..." % get_metavar(1)
        if nargs == SUPPRESS:
            return ""
        try:
            formats = ["%s" for _ in range(nargs)]
        except TypeError:
            raise ValueError("invalid nargs value") from None
        return " ".join(formats) % get_metavar(nargs)

    def _expand_help(self, action):
        params = {}
        for name, value in dict(vars(action), prog=self._prog).items():
            if value is not SUPPRESS:
                params[name] = getattr(value, "__name__", value)
        if params.get("choices") is not None:
            params["choices"] = ", ".join([str(choice) for choice in params["choices"]])
        return self._get_help_string(action) % params

    def _iter_indented_subactions(self, action):
        try:
            get_subactions = action._get_subactions
        except AttributeError:
            return
        self._indent()
        yield from get_subactions()
        self._dedent()

    def _split_lines(self, text, width):
        import textwrap
        return textwrap.wrap(" ".join(text.split()), width)

    def _fill_text(self, text, width, indent):
        import textwrap
        text = " ".join(text.split())
        return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent)

    # What the other formatters below replace

    def _get_default_metavar_for_positional(self, action):
        return action.dest

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_help_string(self, action):
        return action.help


class RawDescriptionHelpFormatter(HelpFormatter):
    """Help message formatter which retains any formatting in descriptions."""

    def _fill_text(self, text, width, indent):
        return "".join([indent + line for line in text.splitlines(keepends=True)])


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Help message formatter which retains formatting of all help text."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Help message formatter which adds default values to argument help."""

    def _get_help_string(self, action):
        text = action.help
        if "%(default)" not in action.help and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                text += " (default: %(default)s)"
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Help message formatter which uses the argument 'type' as the default metavar value."""

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__

    _get_default_metavar_for_optional = _get_default_metavar_for_positional


# Errors


def _get_action_name(argument):
    if argument is None:
        return None
    if argument.option_strings:
        return "/".join(argument.option_strings)
    if argument.metavar not in (None, SUPPRESS):
        return argument.metavar
    if argument.dest not in (None, SUPPRESS):
        return argument.dest
    if argument.choices:
        return "{" + ",".join(argument.choices) + "}"
    return None


class ArgumentError(Exception):
    """An error from creating or using an argument (optional or positional)."""

    def __init__(self, argument, message):
        self.argument_name = _get_action_name(argument)
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return "%s" % self.message
        return "argument %s: %s" % (self.argument_name, self.message)


class ArgumentTypeError(Exception):
    """An error from trying to convert a command line string to a type."""


# Actions


class Action(_AttributeHolder):
    """What a parser knows about one argument, and what it does with its values."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None,
                 choices=None, required=False, help=None, metavar=None):
        given = (
            option_strings, dest, nargs, const, default, type, choices, required, help, metavar)
        for name, value in zip(Action._shown, given):
            setattr(self, name, value)

    # The attributes in the order of the arguments above.
    _shown = (
        "option_strings", "dest", "nargs", "const", "default", "type", "choices", "required",
        "help", "metavar")

    def _get_kwargs(self):
        return [(name, getattr(self, name)) for name in Action._shown]

    def format_usage(self):
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")


class BooleanOptionalAction(Action):
    """An option that sets True, and one beginning with --no- that sets False."""

    def __init__(self, option_strings, dest, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None):
        both = []
        for option_string in option_strings:
            both.append(option_string)
            if option_string.startswith("--"):
                both.append("--no-" + option_string[2:])
        if help is not None and default is not None and default is not SUPPRESS:
            help += " (default: %(default)s)"
        super().__init__(
            option_strings=both, dest=dest, nargs=0, default=default, type=type,
            choices=choices, required=required, help=help, metavar=metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string in self.option_strings:
            setattr(namespace, self.dest, not option_string.startswith("--no-"))

    def format_usage(self):
        return " | ".join(self.option_strings)


class _StoreAction(Action):
    _zero_nargs = (
        "nargs for store actions must be != 0; if you have nothing to store, actions such as "
        "store true or store const may be more appropriate")

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None,
                 choices=None, required=False, help=None, metavar=None):
        if nargs == 0:
            raise ValueError(self._zero_nargs)
        if const is not None and nargs != OPTIONAL:
            raise ValueError("nargs must be %r to supply const" % OPTIONAL)
        super().__init__(
            option_strings=option_strings, dest=dest, nargs=nargs, const=const, default=default,
            type=type, choices=choices, required=required, help=help, metavar=metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const, default=None, required=False, help=None,
                 metavar=None):
        super().__init__(
            option_strings=option_strings, dest=dest, nargs=0, const=const, default=default,
            required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, required=False, help=None):
        super().__init__(
            option_strings=option_strings, dest=dest, const=True, default=default,
            required=required, help=help)


class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, required=False, help=None):
        super().__init__(
            option_strings=option_strings, dest=dest, const=False, default=default,
            required=required, help=help)


class _AppendAction(_StoreAction):
    _zero_nargs = (
        "nargs for append actions must be != 0; if arg strings are not supplying the value to "
        "append, the append const action may be more appropriate")

    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy_of_value(namespace, self.dest)
        items.append(values)
        setattr(namespace, self.dest, items)


class _AppendConstAction(Action):
    def __init__(self, option_strings, dest, const, default=None, required=False, help=None,
                 metavar=None):
        super().__init__(
            option_strings=option_strings, dest=dest, nargs=0, const=const, default=default,
            required=required, help=help, metavar=metavar)

    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy_of_value(namespace, self.dest)
        items.append(self.const)
        setattr(namespace, self.dest, items)


class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None):
        super().__init__(
            option_strings=option_strings, dest=dest, nargs=0, default=default,
            required=required, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        count = getattr(namespace, self.dest, None)
        setattr(namespace, self.dest, (0 if count is None else count) + 1)


class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None):
        super().__init__(
            option_strings=option_strings, dest=dest, default=default, nargs=0, help=help)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS,
                 help="show program's version number and exit"):
        super().__init__(
            option_strings=option_strings, dest=dest, default=default, nargs=0, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        shown = parser._get_formatter()
        shown.add_text(parser.version if self.version is None else self.version)
        parser._print_message(shown.format_help(), _sys.stdout)
        parser.exit()


class _SubParsersAction(Action):
    """The argument that chooses a parser for the rest of the command line."""

    class _ChoicesPseudoAction(Action):
        def __init__(self, name, aliases, help):
            metavar = name
            if aliases:
                metavar += " (%s)" % ", ".join(aliases)
            super().__init__(option_strings=[], dest=name, help=help, metavar=metavar)

    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False,
                 help=None, metavar=None):
        self._prog_prefix = prog
        self._parser_class = parser_class
        self._name_parser_map = {}
        self._choices_actions = []
        super().__init__(
            option_strings=option_strings, dest=dest, nargs=PARSER,
            choices=self._name_parser_map, required=required, help=help, metavar=metavar)

    def add_parser(self, name, **kwargs):
        if kwargs.get("prog") is None:
            kwargs["prog"] = "%s %s" % (self._prog_prefix, name)
        aliases = kwargs.pop("aliases", ())
        if "help" in kwargs:
            help = kwargs.pop("help")
            self._choices_actions.append(self._ChoicesPseudoAction(name, aliases, help))
        made = self._parser_class(**kwargs)
        self._name_parser_map.update(dict.fromkeys([name, *aliases], made))
        return made

    def _get_subactions(self):
        return self._choices_actions

    def __call__(self, parser, namespace, values, option_string=None):
        parser_name = values[0]
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, parser_name)
        try:
            chosen = self._name_parser_map[parser_name]
        except KeyError:
            raise ArgumentError(self, "unknown parser %r (choices: %s)" % (
                parser_name, ", ".join(self._name_parser_map)))
        # A namespace of its own, so that the defaults of the chosen parser count.
        inner, rest = chosen.parse_known_args(values[1:], None)
        for key, value in vars(inner).items():
            setattr(namespace, key, value)
        if rest:
            vars(namespace).setdefault(_UNRECOGNIZED_ARGS_ATTR, [])
            getattr(namespace, _UNRECOGNIZED_ARGS_ATTR).extend(rest)


class _ExtendAction(_AppendAction):
    def __call__(self, parser, namespace, values, option_string=None):
        items = _copy_of_value(namespace, self.dest)
        items.extend(values)
        setattr(namespace, self.dest, items)


class FileType:
    """A type for arguments that name a file to be opened."""

    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode = mode
        self._bufsize = bufsize
        self._encoding = encoding
        self._errors = errors

    def __call__(self, string):
        if string == "-":
            if "r" in self._mode:
                return _sys.stdin
            if "w" in self._mode:
                return _sys.stdout
            raise ValueError('argument "-" with mode %r' % self._mode)
        try:
            return open(string, self._mode, self._bufsize, self._encoding, self._errors)
        except OSError as error:
            raise ArgumentTypeError("can't open '%s': %s" % (string, error))

    def __repr__(self):
        args = [self._mode, self._bufsize]
        shown = [repr(arg) for arg in args if arg != -1]
        for name, value in (("encoding", self._encoding), ("errors", self._errors)):
            if value is not None:
                shown.append("%s=%r" % (name, value))
        return "%s(%s)" % (type(self).__name__, ", ".join(shown))


class Namespace(_AttributeHolder):
    """Simple object for storing attributes."""

    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __contains__(self, key):
        return key in vars(self)

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented


def _is_negative_number(text):
    digits, point, fraction = text[1:].partition(".")
    if text[:1] != "-":
        return False
    if point:
        return fraction.isdecimal() and (digits == "" or digits.isdecimal())
    return digits.isdecimal()


class _ActionsContainer:
    """What parsers and groups of arguments share."""

    def __init__(self, description, prefix_chars, argument_default, conflict_handler):
        self.description = description
        self.argument_default = argument_default
        self.prefix_chars = prefix_chars
        self.conflict_handler = conflict_handler
        self._registries = {}
        for name, action in (
                (None, _StoreAction), ("store", _StoreAction),
                ("store_const", _StoreConstAction), ("store_true", _StoreTrueAction),
                ("store_false", _StoreFalseAction), ("append", _AppendAction),
                ("append_const", _AppendConstAction), ("count", _CountAction),
                ("help", _HelpAction), ("version", _VersionAction),
                ("parsers", _SubParsersAction), ("extend", _ExtendAction)):
            self.register("action", name, action)
        self._get_handler()
        self._actions, self._action_groups, self._mutually_exclusive_groups = [], [], []
        self._option_string_actions, self._defaults = {}, {}
        self._has_negative_number_optionals = []

    def register(self, registry_name, value, object):
        self._registries.setdefault(registry_name, {})[value] = object

    def _registry_get(self, registry_name, value, default=None):
        try:
            return self._registries[registry_name].get(value, default)
        except TypeError:
            return default

    def set_defaults(self, **kwargs):
        for action in self._actions:
            action.default = kwargs.get(action.dest, action.default)
        self._defaults.update(kwargs)

    def get_default(self, dest):
        own = [action.default for action in self._actions if action.dest == dest]
        found = [default for default in own if default is not None]
        return found[0] if found else self._defaults.get(dest)

    def add_argument(self, *args, **kwargs):
        """add_argument(dest, ..., name=value, ...), add_argument(option, option, ..., name=value)"""
        if not args or len(args) == 1 and args[0][0] not in self.prefix_chars:
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            kwargs = self._get_positional_kwargs(*args, **kwargs)
        else:
            kwargs = self._get_optional_kwargs(*args, **kwargs)
        if "default" not in kwargs:
            if kwargs["dest"] in self._defaults:
                kwargs["default"] = self._defaults[kwargs["dest"]]
            elif self.argument_default is not None:
                kwargs["default"] = self.argument_default
        action_class = self._pop_action_class(kwargs)
        if not callable(action_class):
            raise ValueError('unknown action "%s"' % (action_class,))
        action = action_class(**kwargs)
        type_func = self._registry_get("type", action.type, action.type)
        if not callable(type_func):
            raise ValueError("%r is not callable" % (type_func,))
        if type_func is FileType:
            raise ValueError(
                "%r is a FileType class object, instance of it must be passed" % (type_func,))
        self._check_metavar(action)
        return self._add_action(action)

    def _check_metavar(self, action):
        """Refuse what could not be shown in a usage; groups have no formatter to ask."""
        get_formatter = getattr(self, "_get_formatter", None)
        if get_formatter is None:
            return
        try:
            get_formatter()._format_args(action, None)
        except TypeError:
            raise ValueError("length of metavar tuple does not match nargs")

    def add_argument_group(self, *args, **kwargs):
        self._action_groups.append(_ArgumentGroup(self, *args, **kwargs))
        return self._action_groups[-1]

    def add_mutually_exclusive_group(self, **kwargs):
        self._mutually_exclusive_groups.append(_MutuallyExclusiveGroup(self, **kwargs))
        return self._mutually_exclusive_groups[-1]

    def _add_action(self, action):
        names = action.option_strings
        self._check_conflict(action)
        action.container = self
        self._actions.append(action)
        self._option_string_actions.update(dict.fromkeys(names, action))
        if not self._has_negative_number_optionals and any(map(_is_negative_number, names)):
            self._has_negative_number_optionals.append(True)
        return action

    def _remove_action(self, action):
        self._actions.remove(action)

    def _add_container_actions(self, container):
        """Take over the groups and actions of a parent parser."""
        own_groups = {}
        for group in self._action_groups:
            if group.title in own_groups:
                raise ValueError("cannot merge actions - two groups are named %r" % group.title)
            own_groups[group.title] = group
        group_of = {}
        for group in container._action_groups:
            if group.title not in own_groups:
                own_groups[group.title] = self.add_argument_group(
                    title=group.title, description=group.description,
                    conflict_handler=group.conflict_handler)
            for action in group._group_actions:
                group_of[action] = own_groups[group.title]
        for group in container._mutually_exclusive_groups:
            made = self.add_mutually_exclusive_group(required=group.required)
            for action in group._group_actions:
                group_of[action] = made
        for action in container._actions:
            group_of.get(action, self)._add_action(action)

    def _get_positional_kwargs(self, dest, **kwargs):
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        nargs = kwargs.get("nargs")
        if nargs not in (OPTIONAL, ZERO_OR_MORE):
            kwargs["required"] = True
        if nargs == ZERO_OR_MORE and "default" not in kwargs:
            kwargs["required"] = True
        return dict(kwargs, dest=dest, option_strings=[])

    def _get_optional_kwargs(self, *args, **kwargs):
        option_strings = []
        long_option_strings = []
        for option_string in args:
            if option_string[0] not in self.prefix_chars:
                raise ValueError("invalid option string %r: must start with a character %r" % (
                    option_string, self.prefix_chars))
            option_strings.append(option_string)
            if len(option_string) > 1 and option_string[1] in self.prefix_chars:
                long_option_strings.append(option_string)
        dest = kwargs.pop("dest", None)
        if dest is None:
            named_by = long_option_strings[0] if long_option_strings else option_strings[0]
            dest = named_by.lstrip(self.prefix_chars)
            if not dest:
                raise ValueError("dest= is required for options like %r" % (named_by,))
            dest = dest.replace("-", "_")
        return dict(kwargs, dest=dest, option_strings=option_strings)

    def _pop_action_class(self, kwargs, default=None):
        action = kwargs.pop("action", default)
        return self._registry_get("action", action, action)

    def _get_handler(self):
        name = "_handle_conflict_%s" % self.conflict_handler
        try:
            return getattr(self, name)
        except AttributeError:
            raise ValueError("invalid conflict_resolution value: %r" % self.conflict_handler)

    def _check_conflict(self, action):
        conflicts = []
        for option_string in action.option_strings:
            if option_string in self._option_string_actions:
                conflicts.append((option_string, self._option_string_actions[option_string]))
        if conflicts:
            self._get_handler()(action, conflicts)

    def _handle_conflict_error(self, action, conflicting_actions):
        names = ", ".join([option_string for option_string, _ in conflicting_actions])
        plural = "" if len(conflicting_actions) == 1 else "s"
        raise ArgumentError(action, "conflicting option string%s: %s" % (plural, names))

    def _handle_conflict_resolve(self, action, conflicting_actions):
        for option_string, conflicting in conflicting_actions:
            conflicting.option_strings.remove(option_string)
            self._option_string_actions.pop(option_string, None)
            if not conflicting.option_strings:
                conflicting.container._remove_action(conflicting)


class _ArgumentGroup(_ActionsContainer):
    """Arguments under a heading of their own; the parser's in all other respects."""

    def __init__(self, container, title=None, description=None, **kwargs):
        kwargs.setdefault("conflict_handler", container.conflict_handler)
        kwargs.setdefault("prefix_chars", container.prefix_chars)
        kwargs.setdefault("argument_default", container.argument_default)
        super().__init__(description=description, **kwargs)
        for shared in (
                "_actions", "_option_string_actions", "_defaults", "_registries",
                "_mutually_exclusive_groups", "_has_negative_number_optionals"):
            setattr(self, shared, getattr(container, shared))
        self.title = title
        self._group_actions = []

    def _add_action(self, action):
        action = super()._add_action(action)
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
        added = self._container._add_action(action)
        self._group_actions.append(added)
        return added

    def _remove_action(self, action):
        self._group_actions.remove(action)
        self._container._remove_action(action)


# How many letters of a pattern an action may take


def _prefix_while(pattern, letters):
    size = 0
    while size < len(pattern) and pattern[size] in letters:
        size += 1
    return size


def _allowed_counts(action, pattern):
    """The numbers of letters that an action may take from a pattern, the largest first."""
    nargs = action.nargs
    is_option = bool(action.option_strings)
    dashes = "" if is_option else "-"
    if nargs == REMAINDER:
        return range(_prefix_while(pattern, "AO" + ("" if is_option else "-")), -1, -1)
    lead = _prefix_while(pattern, dashes)
    if nargs == PARSER:
        if pattern[lead:lead + 1] != "A":
            return ()
        longest = lead + 1 + _prefix_while(pattern[lead + 1:], "AO" + dashes)
        return range(longest, lead, -1)
    if nargs == SUPPRESS:
        return range(lead, -1, -1)
    if nargs == ZERO_OR_MORE:
        return range(_prefix_while(pattern, "A" + dashes), -1, -1)
    if nargs == ONE_OR_MORE:
        if pattern[lead:lead + 1] != "A":
            return ()
        return range(_prefix_while(pattern, "A" + dashes), lead, -1)
    if nargs == OPTIONAL:
        end = lead
        if pattern[end:end + 1] == "A":
            end += 1
            end += _prefix_while(pattern[end:], dashes)
        return range(end, -1, -1)
    needed = 1 if nargs is None else nargs
    end = 0
    for _ in range(needed):
        end += _prefix_while(pattern[end:], dashes)
        if pattern[end:end + 1] != "A":
            return ()
        end += 1
    return range(end + _prefix_while(pattern[end:], dashes), end - 1, -1)


def _match_all(actions, pattern):
    """How many letters each action takes when all get some; None when that is impossible."""
    if not actions:
        return []
    for count in _allowed_counts(actions[0], pattern):
        rest = _match_all(actions[1:], pattern[count:])
        if rest is not None:
            return [count] + rest
    return None


class _Parsing:
    """The state while one command line is parsed."""

    def __init__(self, parser, arg_strings, namespace):
        self.parser = parser
        self.arg_strings = arg_strings
        self.namespace = namespace
        self.extras = []
        self.seen = set()
        self.seen_non_default = set()
        self.positionals = parser._get_positional_actions()
        self.conflicts = {}
        for group in parser._mutually_exclusive_groups:
            members = group._group_actions
            for i, action in enumerate(members):
                others = self.conflicts.setdefault(action, [])
                others.extend(members[:i])
                others.extend(members[i + 1:])
        self.options = {}
        letters = []
        only_arguments = False
        for i, arg_string in enumerate(arg_strings):
            if only_arguments:
                letters.append("A")
                continue
            if arg_string == "--":
                letters.append("-")
                only_arguments = True
                continue
            option = parser._parse_optional(arg_string)
            if option is None:
                letters.append("A")
            else:
                self.options[i] = option
                letters.append("O")
        self.pattern = "".join(letters)

    def run(self):
        last_option = max(self.options) if self.options else -1
        start = 0
        while start <= last_option:
            next_option = min([index for index in self.options if index >= start])
            if start != next_option:
                end = self.consume_positionals(start)
                if end > start:
                    start = end
                    continue
                start = end
            if start not in self.options:
                self.extras.extend(self.arg_strings[start:next_option])
                start = next_option
            start = self.consume_optional(start)
        stop = self.consume_positionals(start)
        self.extras.extend(self.arg_strings[stop:])

    def take(self, action, argument_strings, option_string=None):
        self.seen.add(action)
        values = self.parser._get_values(action, argument_strings)
        if values is not action.default:
            self.seen_non_default.add(action)
            for conflict in self.conflicts.get(action, ()):
                if conflict in self.seen_non_default:
                    raise ArgumentError(
                        action, "not allowed with argument %s" % _get_action_name(conflict))
        if values is not SUPPRESS:
            action(self.parser, self.namespace, values, option_string)

    def consume_optional(self, start):
        parser = self.parser
        action, option_string, explicit_arg = self.options[start]
        taken = []
        while True:
            if action is None:
                self.extras.append(self.arg_strings[start])
                return start + 1
            if explicit_arg is None:
                count = parser._match_argument(action, self.pattern[start + 1:])
                stop = start + 1 + count
                taken.append((action, self.arg_strings[start + 1:stop], option_string))
                break
            count = parser._match_argument(action, "A")
            if count == 1:
                stop = start + 1
                taken.append((action, [explicit_arg], option_string))
                break
            if count != 0 or option_string[1] in parser.prefix_chars:
                raise ArgumentError(action, "ignored explicit argument %r" % explicit_arg)
            # Several options of one letter each in one argument.
            taken.append((action, [], option_string))
            option_string = option_string[0] + explicit_arg[0]
            if option_string not in parser._option_string_actions:
                raise ArgumentError(action, "ignored explicit argument %r" % explicit_arg)
            action = parser._option_string_actions[option_string]
            explicit_arg = explicit_arg[1:] or None
        for action, args, option_string in taken:
            self.take(action, args, option_string)
        return stop

    def consume_positionals(self, start):
        counts = self.parser._match_arguments_partial(self.positionals, self.pattern[start:])
        for action, count in zip(self.positionals, counts):
            args = self.arg_strings[start:start + count]
            start += count
            self.take(action, args)
        self.positionals[:] = self.positionals[len(counts):]
        return start

    def check_required(self):
        parser = self.parser
        missing = []
        for action in parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(_get_action_name(action))
            elif (isinstance(action.default, str) and hasattr(self.namespace, action.dest)
                    and action.default is getattr(self.namespace, action.dest)):
                value = parser._get_value(action, action.default)
                setattr(self.namespace, action.dest, value)
        if missing:
            parser.error("the following arguments are required: %s" % ", ".join(missing))
        for group in parser._mutually_exclusive_groups:
            if not group.required:
                continue
            for action in group._group_actions:
                if action in self.seen_non_default:
                    break
            else:
                names = [
                    _get_action_name(action) for action in group._group_actions
                    if action.help is not SUPPRESS]
                parser.error("one of the arguments %s is required" % " ".join(names))


class ArgumentParser(_AttributeHolder, _ActionsContainer):
    """Object for parsing command line strings into Python objects."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[],
                 formatter_class=HelpFormatter, prefix_chars="-", fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler="error", add_help=True,
                 allow_abbrev=True, exit_on_error=True):
        _ActionsContainer.__init__(
            self, description=description, prefix_chars=prefix_chars,
            argument_default=argument_default, conflict_handler=conflict_handler)
        if prog is None:
            prog = _sys.argv[0][_sys.argv[0].rfind("/") + 1:]
        # For the texts
        self.prog, self.usage, self.epilog = prog, usage, epilog
        self.formatter_class, self.add_help = formatter_class, add_help
        # For the parsing
        self.allow_abbrev, self.exit_on_error = allow_abbrev, exit_on_error
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self._positionals = self.add_argument_group("positional arguments")
        self._optionals = self.add_argument_group("optional arguments")
        self._subparsers = None

        def identity(string):
            return string

        self.register("type", None, identity)
        default_prefix = "-" if "-" in prefix_chars else prefix_chars[0]
        if self.add_help:
            self.add_argument(
                default_prefix + "h", default_prefix * 2 + "help", action="help",
                default=SUPPRESS, help="show this help message and exit")
        for parent in parents:
            self._add_container_actions(parent)
            self._defaults.update(getattr(parent, "_defaults", {}))

    def _get_kwargs(self):
        names = ("prog", "usage", "description", "formatter_class", "conflict_handler", "add_help")
        return [(name, getattr(self, name)) for name in names]

    def add_subparsers(self, **kwargs):
        if self._subparsers is not None:
            self.error("cannot have multiple subparser arguments")
        kwargs.setdefault("parser_class", type(self))
        if "title" in kwargs or "description" in kwargs:
            self._subparsers = self.add_argument_group(
                kwargs.pop("title", "subcommands"), kwargs.pop("description", None))
        else:
            self._subparsers = self._positionals
        if kwargs.get("prog") is None:
            formatter = self._get_formatter()
            formatter.add_usage(
                self.usage, self._get_positional_actions(), self._mutually_exclusive_groups, "")
            kwargs["prog"] = formatter.format_help().strip()
        parsers_class = self._pop_action_class(kwargs, "parsers")
        chooser = parsers_class(option_strings=[], **kwargs)
        self._subparsers._add_action(chooser)
        return chooser

    def _add_action(self, action):
        group = self._optionals if action.option_strings else self._positionals
        group._add_action(action)
        return action

    def _get_optional_actions(self):
        return [action for action in self._actions if action.option_strings]

    def _get_positional_actions(self):
        return [action for action in self._actions if not action.option_strings]

    def parse_args(self, args=None, namespace=None):
        args, argv = self.parse_known_args(args, namespace)
        if argv:
            self.error("unrecognized arguments: %s" % " ".join(argv))
        return args

    def parse_known_args(self, args=None, namespace=None):
        args = _sys.argv[1:] if args is None else list(args)
        if namespace is None:
            namespace = Namespace()
        defaults = [(action.dest, action.default) for action in self._actions]
        for dest, default in defaults:
            if dest is SUPPRESS or default is SUPPRESS or hasattr(namespace, dest):
                continue
            setattr(namespace, dest, default)
        for dest, default in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, default)
        rest = args
        try:
            namespace, rest = self._parse_known_args(args, namespace)
        except ArgumentError as error:
            if not self.exit_on_error:
                raise
            self.error(str(error))
        # What the parser of a subcommand did not know.
        unknown = getattr(namespace, _UNRECOGNIZED_ARGS_ATTR, None)
        if unknown is not None:
            delattr(namespace, _UNRECOGNIZED_ARGS_ATTR)
            rest += unknown
        return namespace, rest

    def _parse_known_args(self, arg_strings, namespace):
        if self.fromfile_prefix_chars is not None:
            arg_strings = self._read_args_from_files(arg_strings)
        parsing = _Parsing(self, arg_strings, namespace)
        parsing.run()
        parsing.check_required()
        return namespace, parsing.extras

    def parse_intermixed_args(self, args=None, namespace=None):
        args, argv = self.parse_known_intermixed_args(args, namespace)
        if argv:
            self.error("unrecognized arguments: %s" % " ".join(argv))
        return args

    def parse_known_intermixed_args(self, args=None, namespace=None):
        """Parse the options first, then all that is left as positional arguments."""
        positionals = self._get_positional_actions()
        refused = [action for action in positionals if action.nargs in (PARSER, REMAINDER)]
        if refused:
            raise TypeError(
                "parse_intermixed_args: positional arg with nargs=%s" % refused[0].nargs)
        for group in self._mutually_exclusive_groups:
            for action in group._group_actions:
                if action in positionals:
                    raise TypeError(
                        "parse_intermixed_args: positional in mutuallyExclusiveGroup")
        saved_usage = self.usage
        saved = [(action, action.nargs, action.default) for action in positionals]
        try:
            if self.usage is None:
                self.usage = self.format_usage()[7:]
            for action in positionals:
                action.nargs = SUPPRESS
                action.default = SUPPRESS
            namespace, remaining = self.parse_known_args(args, namespace)
            for action, nargs, default in saved:
                action.nargs, action.default = nargs, default
                if getattr(namespace, action.dest, None) == []:
                    delattr(namespace, action.dest)
            optionals = self._get_optional_actions()
            required = [action.required for action in optionals]
            groups = [group.required for group in self._mutually_exclusive_groups]
            try:
                for action in optionals:
                    action.required = False
                for group in self._mutually_exclusive_groups:
                    group.required = False
                return self.parse_known_args(remaining, namespace)
            finally:
                for action, was in zip(optionals, required):
                    action.required = was
                for group, was in zip(self._mutually_exclusive_groups, groups):
                    group.required = was
        finally:
            for action, nargs, default in saved:
                action.nargs, action.default = nargs, default
            self.usage = saved_usage

    def _read_args_from_files(self, arg_strings):
        result = []
        for arg_string in arg_strings:
            if not arg_string or arg_string[0] not in self.fromfile_prefix_chars:
                result.append(arg_string)
                continue
            try:
                with open(arg_string[1:]) as args_file:
                    args = []
                    for line in args_file.read().splitlines():
                        args.extend(self.convert_arg_line_to_args(line))
                    result.extend(self._read_args_from_files(args))
            except OSError as error:
                self.error(str(error))
        return result

    def convert_arg_line_to_args(self, arg_line):
        return [arg_line]

    def _match_argument(self, action, arg_strings_pattern):
        for count in _allowed_counts(action, arg_strings_pattern):
            return count
        nargs = action.nargs
        if nargs is None:
            message = "expected one argument"
        elif nargs == OPTIONAL:
            message = "expected at most one argument"
        elif nargs == ONE_OR_MORE:
            message = "expected at least one argument"
        else:
            message = "expected %s argument%s" % (nargs, "" if nargs == 1 else "s")
        raise ArgumentError(action, message)

    def _match_arguments_partial(self, actions, arg_strings_pattern):
        """The counts for as many of the actions as possible."""
        for size in range(len(actions), 0, -1):
            counts = _match_all(actions[:size], arg_strings_pattern)
            if counts is not None:
                return counts
        return []

    def _parse_optional(self, arg_string):
        """(action, option, explicit argument) of an option; None for another argument."""
        if not arg_string or arg_string[0] not in self.prefix_chars:
            return None
        if arg_string in self._option_string_actions:
            return self._option_string_actions[arg_string], arg_string, None
        if len(arg_string) == 1:
            return None
        if "=" in arg_string:
            option_string, explicit_arg = arg_string.split("=", 1)
            if option_string in self._option_string_actions:
                return self._option_string_actions[option_string], option_string, explicit_arg
        candidates = self._get_option_tuples(arg_string)
        if len(candidates) > 1:
            options = ", ".join([option_string for _, option_string, _ in candidates])
            self.error("ambiguous option: %s could match %s" % (arg_string, options))
        elif candidates:
            return candidates[0]
        if _is_negative_number(arg_string) and not self._has_negative_number_optionals:
            return None
        if " " in arg_string:
            return None
        return None, arg_string, None

    def _get_option_tuples(self, option_string):
        """The options that an argument may be an abbreviation of."""
        chars = self.prefix_chars
        result = []
        if option_string[1] in chars:
            if self.allow_abbrev:
                prefix, equals, explicit_arg = option_string.partition("=")
                for known, action in self._option_string_actions.items():
                    if known.startswith(prefix):
                        result.append((action, known, explicit_arg if equals else None))
            return result
        for known, action in self._option_string_actions.items():
            if known == option_string[:2]:
                result.append((action, known, option_string[2:]))
            elif known.startswith(option_string):
                result.append((action, known, None))
        return result

    def _get_values(self, action, arg_strings):
        nargs = action.nargs
        if nargs not in (PARSER, REMAINDER) and "--" in arg_strings:
            arg_strings = arg_strings[:]
            arg_strings.remove("--")
        if not arg_strings and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self._get_value(action, value)
                self._check_value(action, value)
            return value
        if not arg_strings and nargs == ZERO_OR_MORE and not action.option_strings:
            value = action.default if action.default is not None else arg_strings
            self._check_value(action, value)
            return value
        if len(arg_strings) == 1 and nargs in (None, OPTIONAL):
            value = self._get_value(action, arg_strings[0])
            self._check_value(action, value)
            return value
        if nargs == SUPPRESS:
            return SUPPRESS
        values = [self._get_value(action, arg_string) for arg_string in arg_strings]
        if nargs == PARSER:
            self._check_value(action, values[0])
        elif nargs != REMAINDER:
            for value in values:
                self._check_value(action, value)
        return values

    def _get_value(self, action, arg_string):
        type_func = self._registry_get("type", action.type, action.type)
        if not callable(type_func):
            raise ArgumentError(action, "%r is not callable" % (type_func,))
        try:
            return type_func(arg_string)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, "invalid %s value: %r" % (name, arg_string))

    def _check_value(self, action, value):
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, "invalid choice: %r (choose from %s)" % (
                value, ", ".join([repr(choice) for choice in action.choices])))

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

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

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
        """Print a usage message and the error, and end the program with status 2."""
        self.print_usage(_sys.stderr)
        self.exit(2, "%s: error: %s\n" % (self.prog, message))
