"""String constants, templates with $-placeholders, and a formatter class.  Own text, after the
behaviour of PyPy 7.3.11."""

from _late import Late

__all__ = ['ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords', 'digits',
           'hexdigits', 'octdigits', 'printable', 'punctuation', 'whitespace', 'Formatter',
           'Template']

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdefABCDEF'
octdigits = '01234567'
punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """The words of s, each capitalized; split at sep, or at runs of white space."""
    return (sep or ' ').join([word.capitalize() for word in s.split(sep)])


def _re():
    import re
    return re


def _placeholders(cls):
    """The compiled pattern of a class of templates, from its own or from its other attributes."""
    pattern = vars(cls).get('pattern')
    if pattern is None or isinstance(pattern, Late):
        mark = _re().escape(cls.delimiter)
        braced = cls.braceidpattern or cls.idpattern
        pattern = (f'{mark}(?:(?P<escaped>{mark})|(?P<named>{cls.idpattern})|'
                   f'{{(?P<braced>{braced})}}|(?P<invalid>))')
    return _re().compile(pattern, cls.flags | _re().VERBOSE)


_no_mapping = {}


class Template:
    """A text in which $name and ${name} are placeholders and $$ is a dollar sign."""

    delimiter = '$'
    idpattern = r'(?a:[_a-z][_a-z0-9]*)'
    braceidpattern = None
    flags = Late(lambda: _re().IGNORECASE)
    pattern = Late(lambda: _placeholders(Template))

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls.pattern = _placeholders(cls)

    def __init__(self, template):
        self.template = template

    def _invalid(self, match):
        before = self.template[:match.start('invalid')]
        lines = before.splitlines(keepends=True)
        row = len(lines) or 1
        column = len(before) - len(''.join(lines[:-1])) if lines else 1
        raise ValueError(f'Invalid placeholder in string: line {row}, col {column}')

    def _fill(self, mapping, kws, is_safe):
        if mapping is _no_mapping:
            mapping = kws
        elif kws:
            from collections import ChainMap
            mapping = ChainMap(kws, mapping)

        def value(match):
            name = match.group('named') or match.group('braced')
            if name is not None:
                if not is_safe:
                    return str(mapping[name])
                try:
                    return str(mapping[name])
                except KeyError:
                    return match.group()
            if match.group('escaped') is not None:
                return self.delimiter
            if match.group('invalid') is not None:
                return match.group() if is_safe else self._invalid(match)
            raise ValueError('Unrecognized named group in pattern', self.pattern)

        return self.pattern.sub(value, self.template)

    def substitute(self, mapping=_no_mapping, /, **kws):
        """The text with values for all placeholders."""
        return self._fill(mapping, kws, False)

    def safe_substitute(self, mapping=_no_mapping, /, **kws):
        """The text with values for those placeholders that have one."""
        return self._fill(mapping, kws, True)


class Formatter:
    """str.format as a class, each step of which may be overridden."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth,
                 auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError('Max string recursion exceeded')
        pieces = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                pieces.append(literal)
            if name is None:
                continue
            if name == '' or name.isdigit():
                is_manual = name != ''
                if auto_arg_index if is_manual else auto_arg_index is False:
                    raise ValueError('cannot switch from manual field specification to '
                                     'automatic field numbering')
                if is_manual:
                    auto_arg_index = False
                else:
                    name = str(auto_arg_index)
                    auto_arg_index += 1
            obj, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args,
                                                 recursion_depth - 1, auto_arg_index)
            pieces.append(self.format_field(obj, spec))
        return ''.join(pieces), auto_arg_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == 's':
            return str(value)
        if conversion == 'r':
            return repr(value)
        if conversion == 'a':
            return ascii(value)
        raise ValueError(f'Unknown conversion specifier {conversion!s}')

    def parse(self, format_string):
        """Yields (literal text, field name, format spec, conversion)."""
        return _parse_fields(format_string)

    def get_field(self, field_name, args, kwargs):
        first, rest = _split_name(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attribute, key in rest:
            obj = getattr(obj, key) if is_attribute else obj[key]
        return obj, first


def _parse_fields(text):
    at = start = 0
    size = len(text)
    while at < size:
        char = text[at]
        if char != '{' and char != '}':
            at += 1
            continue
        if text[at + 1:at + 2] == char:
            yield text[start:at + 1], None, None, None
            at = start = at + 2
            continue
        if char == '}':
            raise ValueError("Single '}'")
        if at + 1 == size:
            raise ValueError("Single '{'")
        end = _field_end(text, at + 1)
        yield (text[start:at],) + _split_field(text[at + 1:end])
        at = start = end + 1
    if start < size:
        yield text[start:], None, None, None


def _field_end(text, at):
    depth = 1
    in_brackets = False
    while at < len(text):
        if in_brackets:
            in_brackets = text[at] != ']'
        elif text[at] == '[':
            in_brackets = True
        elif text[at] == '{':
            depth += 1
        elif text[at] == '}':
            depth -= 1
            if not depth:
                return at
        at += 1
    raise ValueError("Unmatched '{'")


def _split_field(field):
    """(name, spec, conversion) of what stands between braces."""
    at = 0
    in_brackets = False
    while at < len(field):
        char = field[at]
        if in_brackets:
            in_brackets = char != ']'
        elif char == '[':
            in_brackets = True
        elif char == '{':
            raise ValueError("unexpected '{' in field name")
        elif char in '!:':
            break
        at += 1
    name, rest = field[:at], field[at:]
    conversion = None
    if rest.startswith('!'):
        if len(rest) == 1:
            raise ValueError("expected conversion")
        conversion, rest = rest[1], rest[2:]
        if rest and not rest.startswith(':'):
            raise ValueError("expected ':' after format specifier")
    return name, rest[1:], conversion


def _split_name(name):
    """The first part of a field name, and pairs (is attribute, key) for the others."""
    at = 0
    while at < len(name) and name[at] not in '.[':
        at += 1
    first, parts = name[:at], []
    while at < len(name):
        end = at + 1
        if name[at] == '.':
            while end < len(name) and name[end] not in '.[':
                end += 1
            key = name[at + 1:end]
        elif name[at] == '[':
            end = name.find(']', at)
            if end < 0:
                raise ValueError("Missing ']' in format string")
            key = name[at + 1:end]
            end += 1
        else:
            raise ValueError("Only '[' and '.' may follow ']'")
        if not key and name[at] == '.':
            raise ValueError('Empty attribute in format string')
        parts.append((name[at] == '.', key if name[at] == '.' else _number_or_text(key)))
        at = end
    return _number_or_text(first), parts


def _number_or_text(text):
    return int(text) if text.isdigit() else text
