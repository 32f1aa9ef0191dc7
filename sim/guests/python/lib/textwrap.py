"""Filling and indenting text.

Counterpart: lib-python/3/textwrap.py. Derived classes in the wild (that of click among them) define
_split, _wrap_chunks, _handle_long_word, _munge_whitespace or _fix_sentence_endings anew.
"""

from _late import Late

__all__ = ['TextWrapper', 'wrap', 'fill', 'dedent', 'indent', 'shorten']

_SPACES = '\t\n\x0b\x0c\r '
_SPACE = '[' + _SPACES + ']'
_WORD = r'[\w!"\'&.,?]'
_LETTER = r'[^\d\W]'
# White space; a dash between words; a word, perhaps up to a hyphen or a dash after it.
_CHUNK = (
    rf'({_SPACE}+|(?<={_WORD})-{{2,}}(?=\w)|[^{_SPACES}]+?'
    rf'(?:-(?:(?<={_LETTER}{{2}}-)|(?<={_LETTER}-{_LETTER}-))(?={_LETTER}-?{_LETTER})'
    rf'|(?={_SPACE}|\Z)|(?<={_WORD})(?=-{{2,}}\w)))')


def _late_pattern(text):
    def make():
        import re
        return re.compile(text)

    return Late(make)


class TextWrapper:
    """Breaks text into lines of a width; the attributes are those of the constructor."""

    unicode_whitespace_trans = {ord(space): ord(' ') for space in _SPACES}
    wordsep_re = _late_pattern(_CHUNK)
    wordsep_simple_re = _late_pattern(f'({_SPACE}+)')
    sentence_end_re = _late_pattern(r'[a-z][\.\!\?][\"\']?\Z')

    def __init__(self, width=70, initial_indent='', subsequent_indent='', expand_tabs=True,
                 replace_whitespace=True, fix_sentence_endings=False, break_long_words=True,
                 drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None,
                 placeholder=' [...]'):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            for space in _SPACES:
                text = text.replace(space, ' ')
        return text

    def _split(self, text):
        pattern = self.wordsep_re if self.break_on_hyphens else self.wordsep_simple_re
        return [chunk for chunk in pattern.split(text) if chunk]

    def _fix_sentence_endings(self, chunks):
        i = 0
        while i < len(chunks) - 1:
            if chunks[i + 1] == ' ' and self.sentence_end_re.search(chunks[i]):
                chunks[i + 1] = '  '
                i += 1
            i += 1

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        """A chunk that fits on no line: cut it, or give it a line of its own."""
        room = 1 if width < 1 else width - cur_len
        if self.break_long_words:
            word = reversed_chunks[-1]
            cur_line.append(word[:room])
            reversed_chunks[-1] = word[room:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def _check(self):
        if self.width <= 0:
            raise ValueError('invalid width %r (must be > 0)' % self.width)
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError('placeholder too large for max width')

    def _take_line(self, chunks, lines, width):
        """Moves the chunks of the next line off the end of chunks; also says its length."""
        line = []
        length = 0
        if self.drop_whitespace and lines and not chunks[-1].strip():
            chunks.pop()
        while chunks and length + len(chunks[-1]) <= width:
            length += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > width:
            self._handle_long_word(chunks, line, length, width)
            length = sum(map(len, line))
        if self.drop_whitespace and line and not line[-1].strip():
            length -= len(line[-1])
            line.pop()
        return line, length

    def _is_last(self, chunks, lines, length, width):
        """Whether a line may be added as it is, with regard to max_lines."""
        if self.max_lines is None or len(lines) + 1 < self.max_lines:
            return True
        rest_is_blank = self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()
        return (not chunks or rest_is_blank) and length <= width

    def _close(self, lines, line, length, indent, width):
        """Ends the last line that is allowed with the placeholder."""
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                line.append(self.placeholder)
                lines.append(indent + ''.join(line))
                return
            length -= len(line.pop())
        if lines:
            before = lines[-1].rstrip()
            if len(before) + len(self.placeholder) <= self.width:
                lines[-1] = before + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def _wrap_chunks(self, chunks):
        self._check()
        lines = []
        chunks.reverse()
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            line, length = self._take_line(chunks, lines, width)
            if not line:
                continue
            if not self._is_last(chunks, lines, length, width):
                self._close(lines, line, length, indent, width)
                break
            lines.append(indent + ''.join(line))
        return lines

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def wrap(self, text):
        """The lines of text, without line ends."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The lines of text as one string."""
        return '\n'.join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """A paragraph, with line ends where they have to be."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """As many words as fit, and a placeholder for the rest."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(' '.join(text.strip().split()))


def dedent(text):
    """text without the white space that all lines begin with; blank lines become empty."""
    lines = [line if line.strip(' \t') else '' for line in text.split('\n')]
    starts = [line[:len(line) - len(line.lstrip(' \t'))] for line in lines if line]
    # What the first and the last of them in sorting order share, all of them share.
    first, last = min(starts, default=''), max(starts, default='')
    size = 0
    while size < len(first) and first[size] == last[size]:
        size += 1
    return '\n'.join([line[size:] for line in lines])


def indent(text, prefix, predicate=None):
    """text with a prefix before each line that is not blank, or that the predicate chooses."""
    chosen = str.strip if predicate is None else predicate
    return ''.join([prefix + line if chosen(line) else line for line in text.splitlines(True)])
