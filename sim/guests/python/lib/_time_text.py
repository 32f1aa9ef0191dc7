"""Calendar time beneath `time` and `datetime`: struct_time, conversions from and to seconds, texts
by format in both directions.  The time zone is always UTC and the locale always C, so that no
setting of the machine reaches a run.  Own text."""

MONTHS = ('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September',
          'October', 'November', 'December')
DAYS = ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')
_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_FIELDS = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday',
           'tm_isdst')
_EPOCH = 719163


class struct_time(tuple):
    """Year, month, day, hour, minute, second, day of the week and of the year, summer time."""

    __module__ = 'time'
    n_fields = 11
    n_sequence_fields = 9
    n_unnamed_fields = 0

    def __new__(cls, sequence, dict=None):
        values = tuple(sequence)
        if len(values) < 9:
            raise TypeError(f'time.struct_time() takes an at least 9-sequence '
                            f'({len(values)}-sequence given)')
        if len(values) > 11:
            raise TypeError(f'time.struct_time() takes an at most 11-sequence '
                            f'({len(values)}-sequence given)')
        self = tuple.__new__(cls, values[:9])
        given = dict or {}
        self.__dict__['tm_zone'] = values[9] if len(values) > 9 else given.get('tm_zone')
        self.__dict__['tm_gmtoff'] = values[10] if len(values) > 10 else given.get('tm_gmtoff')
        return self

    def __repr__(self):
        parts = [f'{name}={value!r}' for name, value in zip(_FIELDS, self)]
        return f"time.struct_time({', '.join(parts)})"

    def __reduce__(self):
        return struct_time, (tuple(self), {'tm_zone': self.tm_zone, 'tm_gmtoff': self.tm_gmtoff})

    def __setattr__(self, name, value):
        raise AttributeError('readonly attribute')


def _field(index):
    return property(lambda self: self[index])


for _index, _name in enumerate(_FIELDS):
    setattr(struct_time, _name, _field(_index))


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def day_of_year(year, month, day):
    return _BEFORE_MONTH[month - 1] + day + (month > 2 and is_leap(year))


def ordinal(year, month, day):
    """The number of a day; 1 is the first of January of year 1."""
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400 + day_of_year(year, month, day)


def date_of(number):
    """(year, month, day) of an ordinal."""
    cycles, rest = divmod(number - 1, 146097)
    centuries = min(rest // 36524, 3)
    rest -= centuries * 36524
    fours, rest = divmod(rest, 1461)
    years = min(rest // 365, 3)
    rest -= years * 365
    year = cycles * 400 + centuries * 100 + fours * 4 + years + 1
    month = min(rest // 31 + 1, 12)
    if month < 12 and day_of_year(year, month + 1, 1) <= rest + 1:
        month += 1
    return year, month, rest + 2 - day_of_year(year, month, 1)


def gmtime(seconds=None):
    """The time of a number of seconds since 1970."""
    if seconds is None:
        from time import time
        seconds = time()
    elif seconds != seconds:
        raise ValueError('Invalid value NaN (not a number)')
    whole = int(seconds // 1)
    if not -2 ** 63 <= whole < 2 ** 63:
        raise OverflowError('timestamp out of range for platform time_t')
    days, rest = divmod(whole, 86400)
    if abs(days) > 800000000000:
        raise OverflowError('Value too large for defined data type')
    year, month, day = date_of(days + _EPOCH)
    return struct_time((year, month, day, rest // 3600, rest // 60 % 60, rest % 60,
                        (days + 3) % 7, day_of_year(year, month, day), 0, 'UTC', 0))


localtime = gmtime


def mktime(t):
    """The seconds since 1970 of a local time."""
    if not isinstance(t, tuple):
        raise TypeError('Tuple or struct_time argument required')
    year, month, day, hour, minute, second = t[:6]
    year += (month - 1) // 12
    month = (month - 1) % 12 + 1
    days = ordinal(year, month, 1) + day - 1 - _EPOCH
    summer = 3600 if len(t) > 8 and t[8] > 0 else 0
    return float(((days * 24 + hour) * 60 + minute) * 60 + second - summer)


def asctime(t=None):
    """As `Sun Jun 20 23:21:05 1993`."""
    t = _checked(gmtime() if t is None else t)
    return '%s %s %2d %02d:%02d:%02d %d' % (DAYS[t[6]][:3], MONTHS[t[1] - 1][:3], t[2], t[3],
                                            t[4], t[5], t[0])


def ctime(seconds=None):
    return asctime(gmtime(seconds))


def _checked(t):
    """A time tuple whose fields are in range; zeros stand for the first month and day."""
    if not isinstance(t, tuple):
        raise TypeError('Tuple or struct_time argument required')
    if len(t) < 9:
        raise TypeError('function takes exactly 9 arguments (%d given)' % len(t))
    year, month, day, hour, minute, second, wday, yday, isdst = t[:9]
    month, day, yday = month or 1, day or 1, yday or 1
    for value, low, high, text in (
            (month, 1, 12, 'month'), (day, 1, 31, 'day of month'), (hour, 0, 23, 'hour'),
            (minute, 0, 59, 'minute'), (second, 0, 61, 'seconds'), (yday, 1, 366, 'day of year')):
        if not low <= value <= high:
            raise ValueError(text + ' out of range')
    if wday < -1:
        raise ValueError('day of week out of range')
    return year, month, day, hour, minute, second, (wday + 7) % 7, yday, isdst


def _iso_week(t):
    """ISO year and week of a time."""
    year, wday, yday = t[0], t[6], t[7] - 1
    week = (yday - wday + 10) // 7
    if week < 1:
        year -= 1
        week = 53 if _has_53_weeks(year) else 52
    elif week == 53 and not _has_53_weeks(year):
        year, week = year + 1, 1
    return year, week


def _has_53_weeks(year):
    first = (ordinal(year, 1, 1) + 6) % 7
    return first == 3 or (first == 2 and is_leap(year))


def _zone(t):
    return getattr(t, 'tm_zone', None) or 'UTC'


_FORMATS = {
    'a': lambda t: DAYS[t[6]][:3], 'A': lambda t: DAYS[t[6]],
    'b': lambda t: MONTHS[t[1] - 1][:3], 'B': lambda t: MONTHS[t[1] - 1],
    'h': lambda t: MONTHS[t[1] - 1][:3],
    'C': lambda t: str(t[0] // 100), 'd': lambda t: '%02d' % t[2],
    'e': lambda t: '%2d' % t[2], 'G': lambda t: str(_iso_week(t)[0]),
    'g': lambda t: '%02d' % (_iso_week(t)[0] % 100), 'H': lambda t: '%02d' % t[3],
    'I': lambda t: '%02d' % ((t[3] + 11) % 12 + 1), 'j': lambda t: '%03d' % t[7],
    'k': lambda t: '%2d' % t[3], 'l': lambda t: '%2d' % ((t[3] + 11) % 12 + 1),
    'm': lambda t: '%02d' % t[1], 'M': lambda t: '%02d' % t[4], 'n': lambda t: '\n',
    'p': lambda t: 'AM' if t[3] < 12 else 'PM', 'P': lambda t: 'am' if t[3] < 12 else 'pm',
    's': lambda t: '%d' % mktime(t), 'S': lambda t: '%02d' % t[5], 't': lambda t: '\t',
    'u': lambda t: str(t[6] + 1), 'U': lambda t: '%02d' % ((t[7] + 6 - (t[6] + 1) % 7) // 7),
    'V': lambda t: '%02d' % _iso_week(t)[1], 'w': lambda t: str((t[6] + 1) % 7),
    'W': lambda t: '%02d' % ((t[7] + 6 - t[6]) // 7), 'y': lambda t: '%02d' % (t[0] % 100),
    'Y': lambda t: str(t[0]), 'z': lambda t: '+0000', 'Z': _zone, '%': lambda t: '%',
}
_COMPOUND = {'c': '%a %b %e %H:%M:%S %Y', 'D': '%m/%d/%y', 'F': '%Y-%m-%d', 'R': '%H:%M',
             'r': '%I:%M:%S %p', 'T': '%H:%M:%S', 'x': '%m/%d/%y', 'X': '%H:%M:%S'}


def strftime(format, t=None):
    """A time as text."""
    if not isinstance(format, str):
        raise TypeError(f'expected str, got {type(format).__name__} object')
    return _expand(format, _checked(gmtime() if t is None else t))


def _expand(format, t):
    pieces = []
    at = 0
    while True:
        mark = format.find('%', at)
        if mark < 0 or mark + 1 >= len(format):
            pieces.append(format[at:])
            return ''.join(pieces)
        pieces.append(format[at:mark])
        end = mark + 1
        flag = ''
        if format[end] in '-_0^#' and end + 1 < len(format):
            flag = format[end]
            end += 1
        letter = format[end]
        if letter in _FORMATS:
            pieces.append(_flagged(_FORMATS[letter](t), flag))
        elif letter in _COMPOUND:
            pieces.append(_flagged(_expand(_COMPOUND[letter], t), flag))
        else:
            pieces.append(format[mark:end + 1])
        at = end + 1


def _flagged(text, flag):
    """glibc's flags: no padding, spaces, zeros, capitals."""
    if flag == '^':
        return text.upper()
    if flag == '#':
        return text.swapcase() if text in ('AM', 'PM', 'UTC') else text.upper()
    if not flag or not text.strip().isdigit():
        return text
    bare = text.strip().lstrip('0') or '0'
    if flag == '-':
        return bare
    return bare.rjust(len(text), ' ' if flag == '_' else '0')


# Reading

_PATTERNS = {
    'd': r'(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])', 'f': r'(?P<f>[0-9]{1,6})',
    'H': r'(?P<H>2[0-3]|[0-1]\d|\d)', 'I': r'(?P<I>1[0-2]|0[1-9]|[1-9])',
    'G': r'(?P<G>\d\d\d\d)',
    'j': r'(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])',
    'm': r'(?P<m>1[0-2]|0[1-9]|[1-9])', 'M': r'(?P<M>[0-5]\d|\d)',
    'S': r'(?P<S>6[0-1]|[0-5]\d|\d)', 'U': r'(?P<U>5[0-3]|[0-4]\d|\d)',
    'w': r'(?P<w>[0-6])', 'u': r'(?P<u>[1-7])', 'V': r'(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)',
    'y': r'(?P<y>\d\d)', 'Y': r'(?P<Y>\d\d\d\d)',
    'z': r'(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z))',
    'W': r'(?P<W>5[0-3]|[0-4]\d|\d)', 'p': '(?P<p>am|pm)', 'Z': '(?P<Z>utc|gmt)', '%': '%',
    'A': '(?P<A>' + '|'.join(sorted([d.lower() for d in DAYS], key=len, reverse=True)) + ')',
    'a': '(?P<a>' + '|'.join([d[:3].lower() for d in DAYS]) + ')',
    'B': '(?P<B>' + '|'.join(sorted([m.lower() for m in MONTHS], key=len, reverse=True)) + ')',
    'b': '(?P<b>' + '|'.join([m[:3].lower() for m in MONTHS]) + ')',
}
_PARSED_COMPOUND = {'c': '%a %b %d %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S'}
_compiled = {}


def _pattern(format):
    """The regular expression of a format; the text around directives means itself."""
    import re
    text = re.sub(r'([\\.^$*+?\(\){}\[\]|])', r'\\\1', format)
    text = re.sub(r'\s+', r'\\s+', text)
    pieces = []
    while '%' in text:
        mark = text.index('%') + 1
        letter = text[mark:mark + 1]
        if not letter:
            raise ValueError("stray %% in format '%s'" % format)
        if letter in _PARSED_COMPOUND:
            inner = _pattern_text(_PARSED_COMPOUND[letter])
        elif letter in _PATTERNS:
            inner = _PATTERNS[letter]
        else:
            raise ValueError("'%s' is a bad directive in format '%s'" % (letter, format))
        pieces.append(text[:mark - 1] + inner)
        text = text[mark + 1:]
    return re.compile(''.join(pieces) + text, re.IGNORECASE)


def _pattern_text(format):
    import re
    text = re.sub(r'\s+', r'\\s+', format)
    return re.sub('%(.)', lambda match: _PATTERNS[match.group(1)], text)


def parse(string, format):
    """((year, …, isdst, zone, offset), microseconds, microseconds of the offset)."""
    for index, value in enumerate((string, format)):
        if not isinstance(value, str):
            raise TypeError('strptime() argument {} must be str, not {}'.format(
                index, type(value)))
    pattern = _compiled.get(format)
    if pattern is None:
        pattern = _compiled[format] = _pattern(format)
    match = pattern.match(string)
    if not match:
        raise ValueError('time data %r does not match format %r' % (string, format))
    if len(string) != match.end():
        raise ValueError('unconverted data remains: %s' % string[match.end():])
    return _values(match.groupdict(), string, format)


def _hour(found):
    if 'H' in found:
        return int(found['H'])
    if 'I' not in found:
        return 0
    hour = int(found['I']) % 12
    return hour + 12 if found.get('p', '').lower() == 'pm' else hour


def _month(found):
    if 'm' in found:
        return int(found['m'])
    for letter in 'Bb':
        if letter in found:
            names = [name[:3].lower() for name in MONTHS]
            return names.index(found[letter][:3].lower()) + 1
    return 1


def _weekday(found):
    if 'A' in found or 'a' in found:
        text = found.get('A') or found.get('a')
        return [name[:3].lower() for name in DAYS].index(text[:3].lower())
    if 'w' in found:
        return (int(found['w']) + 6) % 7
    return int(found['u']) - 1 if 'u' in found else None


def _year(found):
    if 'Y' in found:
        return int(found['Y'])
    if 'y' in found:
        year = int(found['y'])
        return year + (2000 if year <= 68 else 1900)
    return None


def _offset(text):
    """Seconds and microseconds of a time zone."""
    if text == 'Z':
        return 0, 0
    bare = text[1:]
    if len(bare) > 2 and bare[2] == ':':
        if len(bare) > 5 and bare[5] != ':':
            raise ValueError(f"Inconsistent use of : in {text}")
        bare = bare.replace(':', '')
    seconds = int(bare[:2]) * 3600 + int(bare[2:4]) * 60 + int(bare[4:6] or 0)
    micro = int(bare[7:].ljust(6, '0')) if len(bare) > 7 else 0
    return (-seconds, -micro) if text[0] == '-' else (seconds, micro)


def _values(found, string, format):
    weekday, year = _weekday(found), _year(found)
    month, day = _month(found), int(found.get('d', 1))
    yday = int(found['j']) if 'j' in found else None
    iso_year = int(found['G']) if 'G' in found else None
    iso_week = int(found['V']) if 'V' in found else None
    week_key = 'U' if 'U' in found else 'W' if 'W' in found else None
    gmtoff, micro_offset = _offset(found['z']) if 'z' in found else (None, 0)
    isdst = 0 if 'Z' in found else -1
    zone = found.get('Z')
    if year is None and iso_year is not None:
        if iso_week is None or weekday is None:
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive "
                             "'%V' and a weekday directive ('%A', '%a', '%w', or '%u').")
        if yday is not None:
            raise ValueError("Day of the year directive '%j' is not compatible with ISO year "
                             "directive '%G'. Use '%Y' instead.")
    elif iso_week is not None and iso_year is None:
        if weekday is None:
            raise ValueError("ISO week directive '%V' must be used with the ISO year directive "
                             "'%G' and a weekday directive ('%A', '%a', '%w', or '%u').")
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. "
                         "Use the ISO year '%G' instead.")
    leap_default = False
    if year is None and month == 2 and day == 29:
        year, leap_default = 1904, True
    elif year is None:
        year = 1900
    if yday is None and weekday is not None:
        if week_key is not None:
            yday = _day_of_week(year, int(found[week_key]), weekday, week_key == 'W')
        elif iso_year is not None and iso_week is not None:
            number = _iso_ordinal(iso_year, iso_week, weekday + 1)
            year, month, day = date_of(number)
            yday = day_of_year(year, month, day)
        if yday is not None and yday <= 0:
            year -= 1
            yday += 366 if is_leap(year) else 365
    if yday is None:
        _check_day(year, month, day)
        yday = day_of_year(year, month, day)
    else:
        year, month, day = date_of(ordinal(year, 1, 1) + yday - 1)
    if weekday is None:
        weekday = (ordinal(year, month, day) + 6) % 7
    fields = (1900 if leap_default else year, month, day, _hour(found), int(found.get('M', 0)),
              int(found.get('S', 0)), weekday, yday, isdst, zone, gmtoff)
    return fields, int(found['f'].ljust(6, '0')) if 'f' in found else 0, micro_offset


def _check_day(year, month, day):
    length = (31, 29 if is_leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    if day > length:
        raise ValueError(f'day must be in 1..{length}', day)


def _day_of_week(year, week, weekday, starts_monday):
    first = (ordinal(year, 1, 1) + 6) % 7
    if not starts_monday:
        first = (first + 1) % 7
        weekday = (weekday + 1) % 7
    week_0 = (7 - first) % 7
    if week == 0:
        return 1 + weekday - first
    return 1 + week_0 + 7 * (week - 1) + weekday


def _iso_ordinal(year, week, day):
    fourth = ordinal(year, 1, 4)
    return fourth - (fourth + 6) % 7 + (week - 1) * 7 + day - 1


def strptime(string, format='%a %b %d %H:%M:%S %Y'):
    """A time from its text."""
    fields, _, _ = parse(string, format)
    return struct_time(fields)
