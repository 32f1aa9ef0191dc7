"""Dates, times, durations, time zones.  The local zone is UTC and the clock the run's own.  A
duration is one number of microseconds.  Own text, after the behaviour of PyPy 7.3.11."""

from _time_text import date_of as _date_of, day_of_year as _day_of_year, is_leap as _is_leap
from _time_text import ordinal as _ordinal, DAYS as _DAYS, MONTHS as _MONTHS

__all__ = ('date', 'datetime', 'time', 'timedelta', 'timezone', 'tzinfo', 'MINYEAR', 'MAXYEAR')

MINYEAR = 1
MAXYEAR = 9999
_MAXORDINAL = 3652059
_DAY = 86400000000
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _LENGTHS[month]


def _whole(value):
    """An argument as an integer."""
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        raise TypeError('integer argument expected, got float')
    name = type(value).__name__
    for method in '__index__', '__int__':
        convert = getattr(value, method, None)
        if convert is None:
            continue
        result = convert()
        if not isinstance(result, int):
            raise TypeError(f'{method} returned non-int (type {type(result).__name__})')
        if method == '__int__':
            import warnings
            warnings.warn(f'an integer is required (got type {name})', DeprecationWarning,
                          stacklevel=2)
        return result
    raise TypeError(f'an integer is required (got type {name})')


def _date_fields(year, month, day):
    year, month, day = _whole(year), _whole(month), _whole(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f'year must be in {MINYEAR}..{MAXYEAR}', year)
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12', month)
    if not 1 <= day <= 28:
        length = _days_in_month(year, month)
        if not 1 <= day <= length:
            raise ValueError(f'day must be in 1..{length}', day)
    return year, month, day


def _time_fields(hour, minute, second, microsecond, fold):
    hour, minute, second = _whole(hour), _whole(minute), _whole(second)
    microsecond = _whole(microsecond)
    if hour < 0 or hour > 23:
        _refuse_field('hour', 23, hour)
    if minute < 0 or minute > 59:
        _refuse_field('minute', 59, minute)
    if second < 0 or second > 59:
        _refuse_field('second', 59, second)
    if microsecond < 0 or microsecond > 999999:
        _refuse_field('microsecond', 999999, microsecond)
    if fold not in (0, 1):
        raise ValueError('fold must be either 0 or 1', fold)
    return hour, minute, second, microsecond, fold


def _refuse_field(name, largest, value):
    raise ValueError(f'{name} must be in 0..{largest}', value)


def _check_zone(tz):
    if tz is not None and not isinstance(tz, _tzinfo):
        raise TypeError('tzinfo argument must be None or of a tzinfo subclass')


def _check_offset(name, offset):
    """What a zone's utcoffset() or dst() gave."""
    if offset is None:
        return None
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.{name}() must return None or timedelta, not '{type(offset)}'")
    if not -_DAY < offset._us < _DAY:
        raise ValueError(f'{name}()={offset}, must be strictly between -timedelta(hours=24) and '
                         'timedelta(hours=24)')
    return offset


def _check_name(name):
    if name is not None and not isinstance(name, str):
        raise TypeError(f"tzinfo.tzname() must return None or string, not '{type(name)}'")
    return name


def _clock_text(us, separator=':'):
    """(sign, hours and minutes, seconds and microseconds or '') of an offset."""
    sign = '-' if us < 0 else '+'
    us = abs(us)
    seconds, us = divmod(us, 1000000)
    text = '%02d%s%02d' % (seconds // 3600, separator, seconds // 60 % 60)
    rest = ''
    if seconds % 60 or us:
        rest = '%s%02d' % (separator, seconds % 60)
        if us:
            rest += '.%06d' % us
    return sign, text, rest


def _offset_text(offset):
    return '' if offset is None else ''.join(_clock_text(offset._us))


def _time_text(hour, minute, second, us, timespec):
    if timespec == 'auto':
        timespec = 'microseconds' if us else 'seconds'
    text = '%02d' % hour
    if timespec == 'hours':
        return text
    text += ':%02d' % minute
    if timespec == 'minutes':
        return text
    text += ':%02d' % second
    if timespec == 'seconds':
        return text
    if timespec == 'milliseconds':
        return text + '.%03d' % (us // 1000)
    if timespec == 'microseconds':
        return text + '.%06d' % us
    raise ValueError('Unknown timespec value')


def _strftime(obj, format, fields):
    """format with %f, %z and %Z replaced by what obj says; the rest is strftime's."""
    import _time_text as text
    pieces = []
    at = 0
    while True:
        mark = format.find('%', at)
        if mark < 0:
            break
        pieces.append(format[at:mark])
        letter = format[mark + 1:mark + 2]
        if letter == 'f':
            pieces.append('%06d' % getattr(obj, 'microsecond', 0))
        elif letter == 'z':
            pieces.append(_compact_offset(obj))
        elif letter == 'Z':
            name = obj.tzname() if hasattr(obj, 'tzname') else None
            pieces.append('' if name is None else name.replace('%', '%%'))
        else:
            pieces.append('%' + letter)
        at = mark + 2
    pieces.append(format[at:])
    return text.strftime(''.join(pieces), fields)


def _compact_offset(obj):
    offset = obj.utcoffset() if hasattr(obj, 'utcoffset') else None
    return '' if offset is None else ''.join(_clock_text(offset._us, ''))


def _struct(year, month, day, hour, minute, second, dst):
    from _time_text import struct_time
    number = _ordinal(year, month, day)
    return struct_time((year, month, day, hour, minute, second, (number + 6) % 7,
                        _day_of_year(year, month, day), dst))


# Reading ISO texts

def _parse_date(text):
    year = int(text[0:4])
    if text[4] != '-':
        raise ValueError('Invalid date separator: %s' % text[4])
    month = int(text[5:7])
    if text[7] != '-':
        raise ValueError('Invalid date separator')
    return [year, month, int(text[8:10])]


def _parse_clock(text):
    """[hour, minute, second, microsecond] of HH[:MM[:SS[.fff[fff]]]]."""
    values = [0, 0, 0, 0]
    at = 0
    for index in range(3):
        if len(text) - at < 2:
            raise ValueError('Incomplete time component')
        values[index] = int(text[at:at + 2])
        at += 2
        following = text[at:at + 1]
        if not following or index == 2:
            break
        if following != ':':
            raise ValueError('Invalid time separator: %c' % following)
        at += 1
    if at < len(text):
        fraction = text[at + 1:]
        if text[at] != '.' or len(fraction) not in (3, 6):
            raise ValueError('Invalid microsecond component')
        values[3] = int(fraction) * (1000 if len(fraction) == 3 else 1)
    return values


def _parse_time(text):
    if len(text) < 2:
        raise ValueError('Isoformat time too short')
    at = text.find('-')
    if at < 0:
        at = text.find('+')
    if at < 0:
        return _parse_clock(text) + [None]
    values = _parse_clock(text[:at])
    zone = text[at + 1:]
    if len(zone) not in (5, 8, 15):
        raise ValueError('Malformed time zone string')
    hours, minutes, seconds, us = _parse_clock(zone)
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=us)
    if not offset:
        return values + [timezone.utc]
    return values + [timezone(-offset if text[at] == '-' else offset)]


def _round_quotient(a, b):
    """a / b, rounded to the nearest integer, halves to the even one."""
    q, r = divmod(a, b)
    twice = 2 * r
    if (twice > b if b > 0 else twice < b) or (twice == b and q % 2):
        q += 1
    return q


def _from_floats(days, seconds, microseconds):
    """Microseconds from arguments some of which are floats."""
    from math import modf
    total = 0
    rest = 0.0
    if isinstance(days, float):
        fraction, days = modf(days)
        rest, seconds_of_day = modf(fraction * (24. * 3600.))
        total += int(seconds_of_day) * 1000000
        days = int(days)
    total += days * _DAY
    if isinstance(seconds, float):
        fraction, seconds = modf(seconds)
        seconds = int(seconds)
        rest += fraction
    total += seconds * 1000000
    extra = rest * 1e6
    if isinstance(microseconds, float):
        return total + round(microseconds + extra)
    whole, small = divmod(int(microseconds), 1000000)
    return total + whole * 1000000 + round(small + extra)


class timedelta:
    """A duration."""

    __slots__ = '_us', '_hash'

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0,
                weeks=0):
        days += weeks * 7
        seconds += minutes * 60 + hours * 3600
        microseconds += milliseconds * 1000
        if isinstance(days, int) and isinstance(seconds, int) and isinstance(microseconds, int):
            us = (days * 86400 + seconds) * 1000000 + microseconds
        else:
            us = _from_floats(days, seconds, microseconds)
        days = us // _DAY
        if not -999999999 <= days <= 999999999:
            raise OverflowError('timedelta # of days is too large: %d' % days)
        self = object.__new__(cls)
        self._us = us
        self._hash = -1
        return self

    @property
    def days(self):
        """days"""
        return self._us // _DAY

    @property
    def seconds(self):
        """seconds"""
        return self._us % _DAY // 1000000

    @property
    def microseconds(self):
        """microseconds"""
        return self._us % 1000000

    def __repr__(self):
        parts = [f'{name}={value}' for name, value in
                 zip(('days', 'seconds', 'microseconds'), self._getstate()) if value]
        cls = self.__class__
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts) or '0'})"

    def __str__(self):
        days, seconds, us = self._getstate()
        text = '%d:%02d:%02d' % (seconds // 3600, seconds // 60 % 60, seconds % 60)
        if days:
            text = '%d day%s, ' % (days, '' if abs(days) == 1 else 's') + text
        return text + '.%06d' % us if us else text

    def total_seconds(self):
        """The whole duration in seconds."""
        return self._us / 10 ** 6

    def __add__(self, other):
        if isinstance(other, timedelta):
            return _duration(self._us + other._us)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return _duration(self._us - other._us)
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return _duration(other._us - self._us)
        return NotImplemented

    def __neg__(self):
        return _duration(-self._us)

    def __pos__(self):
        return _duration(self._us)

    def __abs__(self):
        return -self if self._us < 0 else self

    def __mul__(self, other):
        if isinstance(other, int):
            return _duration(self._us * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return _duration(_round_quotient(self._us * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._us // other._us
        if isinstance(other, int):
            return _duration(self._us // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._us / other._us
        if isinstance(other, int):
            return _duration(_round_quotient(self._us, other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return _duration(_round_quotient(b * self._us, a))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return _duration(self._us % other._us)
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            q, r = divmod(self._us, other._us)
            return q, _duration(r)
        return NotImplemented

    def __eq__(self, other):
        return self._us == other._us if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._us <= other._us if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._us < other._us if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._us >= other._us if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._us > other._us if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        if self._hash == -1:
            self._hash = hash(self._getstate())
        return self._hash

    def __bool__(self):
        return self._us != 0

    def _getstate(self):
        return self.days, self.seconds, self.microseconds

    def __reduce__(self):
        return self.__class__, self._getstate()


def _duration(us):
    return timedelta(0, 0, us)


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


class date:
    """A day of the Gregorian calendar."""

    __slots__ = '_year', '_month', '_day', '_hash'

    def __new__(cls, year, month=None, day=None):
        if (month is None and isinstance(year, (bytes, str)) and len(year) == 4
                and 1 <= ord(year[2:3]) <= 12):
            high, low, month, day = _state_bytes(year, 'date')
            year = high * 256 + low
        else:
            year, month, day = _date_fields(year, month, day)
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hash = -1
        return self

    @classmethod
    def fromtimestamp(cls, t):
        """The day of a number of seconds since 1970."""
        from _time_text import localtime
        return cls(*localtime(t)[:3])

    @classmethod
    def today(cls):
        """The day that the run's clock says."""
        import time
        return cls.fromtimestamp(time.time())

    @classmethod
    def fromordinal(cls, n):
        """The n-th day, 1 being the first of January of year 1."""
        return cls(*_date_of(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """The day of a text like 2011-11-04."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            assert len(date_string) == 10
            return cls(*_parse_date(date_string))
        except Exception:
            raise ValueError(f'Invalid isoformat string: {date_string!r}')

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The day of an ISO year, week and weekday."""
        if not MINYEAR <= year <= MAXYEAR:
            raise ValueError(f'Year is out of range: {year}')
        first = _ordinal(year, 1, 1) % 7
        is_long = first == 4 or (first == 3 and _is_leap(year))
        if not 0 < week < 53 and not (week == 53 and is_long):
            raise ValueError(f'Invalid week: {week}')
        if not 0 < day < 8:
            raise ValueError(f'Invalid weekday: {day} (range is [1, 7])')
        return cls(*_date_of(_first_monday(year) + (week - 1) * 7 + day - 1))

    def __repr__(self):
        cls = self.__class__
        return (f'{cls.__module__}.{cls.__qualname__}'
                f'({self._year}, {self._month}, {self._day})')

    def _day_text(self, clock):
        weekday = _DAYS[self.weekday()][:3]
        return '%s %s %2d %s %04d' % (weekday, _MONTHS[self._month - 1][:3], self._day, clock,
                                      self._year)

    def ctime(self):
        """As `Wed Dec  4 00:00:00 2002`."""
        return self._day_text('00:00:00')

    def strftime(self, format):
        """The text of the day by a format."""
        return _strftime(self, format, self.timetuple())

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError('must be str, not %s' % type(fmt).__name__)
        return self.strftime(fmt) if fmt else str(self)

    def isoformat(self):
        """As `2002-12-04`."""
        return '%04d-%02d-%02d' % (self._year, self._month, self._day)

    __str__ = isoformat

    year = property(lambda self: self._year, doc='year (1-9999)')
    month = property(lambda self: self._month, doc='month (1-12)')
    day = property(lambda self: self._day, doc='day (1-31)')

    def timetuple(self):
        """The day as time.struct_time."""
        return _struct(self._year, self._month, self._day, 0, 0, 0, -1)

    def toordinal(self):
        """The number of the day, 1 being the first of January of year 1."""
        return _ordinal(self._year, self._month, self._day)

    def replace(self, year=None, month=None, day=None):
        """The day with other values for some fields."""
        return date.__new__(type(self), self._year if year is None else year,
                            self._month if month is None else month,
                            self._day if day is None else day)

    def _key(self):
        return self._year, self._month, self._day

    def __eq__(self, other):
        return self._key() == date._key(other) if isinstance(other, date) else NotImplemented

    def __le__(self, other):
        return self._key() <= date._key(other) if isinstance(other, date) else NotImplemented

    def __lt__(self, other):
        return self._key() < date._key(other) if isinstance(other, date) else NotImplemented

    def __ge__(self, other):
        return self._key() >= date._key(other) if isinstance(other, date) else NotImplemented

    def __gt__(self, other):
        return self._key() > date._key(other) if isinstance(other, date) else NotImplemented

    def __hash__(self):
        if self._hash == -1:
            self._hash = hash(self._getstate())
        return self._hash

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        number = self.toordinal() + other.days
        if 0 < number <= _MAXORDINAL:
            return type(self).fromordinal(number)
        raise OverflowError('result out of range')

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def weekday(self):
        """0 for Monday … 6 for Sunday."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """1 for Monday … 7 for Sunday."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """ISO year, week and weekday."""
        number = _ordinal(self._year, self._month, self._day)
        year = self._year
        first = _first_monday(year)
        if number < first:
            year -= 1
            first = _first_monday(year)
        elif number - first >= 364 and number >= _first_monday(year + 1):
            year += 1
            first = _first_monday(year)
        week, day = divmod(number - first, 7)
        return _IsoCalendarDate(year, week + 1, day + 1)

    def _getstate(self):
        return bytes([*divmod(self._year, 256), self._month, self._day]),

    def __reduce__(self):
        return self.__class__, self._getstate()


_date = date
date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


def _first_monday(year):
    """The ordinal of the Monday that begins an ISO year."""
    fourth = _ordinal(year, 1, 4)
    return fourth - (fourth + 6) % 7


def _state_bytes(state, name):
    """The pickled state of a date or time; strings come from Python 2."""
    if isinstance(state, bytes):
        return state
    try:
        return state.encode('latin1')
    except UnicodeEncodeError:
        raise ValueError(f'Failed to encode latin1 string when unpickling a {name} object. '
                         "pickle.load(data, encoding='latin1') is assumed.")


class IsoCalendarDate(tuple):
    """ISO year, week and weekday."""

    def __new__(cls, year, week, weekday, /):
        return super().__new__(cls, (year, week, weekday))

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __reduce__(self):
        return tuple, (tuple(self),)

    def __repr__(self):
        return (f'{self.__class__.__name__}(year={self[0]}, week={self[1]}, '
                f'weekday={self[2]})')


_IsoCalendarDate = IsoCalendarDate
del IsoCalendarDate


class tzinfo:
    """The base of time zones."""

    __slots__ = ()

    def __new__(cls, *args, **kwds):
        return super(_tzinfo, cls).__new__(cls)

    def tzname(self, dt):
        raise NotImplementedError('tzinfo subclass must override tzname()')

    def utcoffset(self, dt):
        raise NotImplementedError('tzinfo subclass must override utcoffset()')

    def dst(self, dt):
        raise NotImplementedError('tzinfo subclass must override dst()')

    def fromutc(self, dt):
        """The local time of a time in UTC that has this zone."""
        if not isinstance(dt, datetime):
            raise TypeError('fromutc() requires a datetime argument')
        if dt.tzinfo is not self:
            raise ValueError('dt.tzinfo is not self')
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError('fromutc() requires a non-None utcoffset() result')
        summer = dt.dst()
        if summer is None:
            raise ValueError('fromutc() requires a non-None dst() result')
        standard = offset - summer
        if standard:
            dt += standard
            summer = dt.dst()
            if summer is None:
                raise ValueError('fromutc(): dt.dst gave inconsistent results; cannot convert')
        return dt + summer

    def __reduce__(self):
        arguments = getattr(self, '__getinitargs__', tuple)()
        if hasattr(self, '__getstate__'):
            state = self.__getstate__()
        else:
            state = getattr(self, '__dict__', None) or None
        return (self.__class__, arguments) if state is None else (
            self.__class__, arguments, state)


_tzinfo = tzinfo


class _Clock:
    """What time and datetime have in common: the fields of the clock, and the zone.  The methods
    are copied into both, which have no such base."""

    @staticmethod
    def share(cls):
        for name, value in _Clock.__dict__.items():
            if name not in cls.__dict__ and name not in _NOT_SHARED:
                setattr(cls, name, value)

    hour = property(lambda self: self._hour, doc='hour (0-23)')
    minute = property(lambda self: self._minute, doc='minute (0-59)')
    second = property(lambda self: self._second, doc='second (0-59)')
    microsecond = property(lambda self: self._microsecond, doc='microsecond (0-999999)')
    tzinfo = property(lambda self: self._tzinfo, doc='timezone info object')
    fold = property(lambda self: self._fold)

    def _moment(self):
        """What the zone's methods are asked about."""
        return self

    def utcoffset(self):
        """How far east of UTC the zone is, or None."""
        if self._tzinfo is None:
            return None
        return _check_offset('utcoffset', self._tzinfo.utcoffset(self._moment()))

    def tzname(self):
        """The name of the zone, or None."""
        return None if self._tzinfo is None else _check_name(self._tzinfo.tzname(self._moment()))

    def dst(self):
        """How much of the offset is summer time, or None."""
        if self._tzinfo is None:
            return None
        return _check_offset('dst', self._tzinfo.dst(self._moment()))

    def _with_zone(self, text):
        if self._tzinfo is not None:
            text += ', tzinfo=%r' % self._tzinfo
        if self._fold:
            text += ', fold=1'
        cls = self.__class__
        return f'{cls.__module__}.{cls.__qualname__}({text})'

    def _clock_state(self, hour):
        us = self._microsecond
        return [hour, self._minute, self._second, us >> 16, us >> 8 & 255, us & 255]

    def _set_clock(self, hour, minute, second, microsecond, tzinfo, fold):
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._fold = fold
        self._hash = -1

    def __reduce_ex__(self, protocol):
        return self.__class__, self._getstate(protocol)

    def __reduce__(self):
        return self.__reduce_ex__(2)

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError('must be str, not %s' % type(fmt).__name__)
        return self.strftime(fmt) if fmt else str(self)


_NOT_SHARED = '__module__', '__doc__', '__dict__', '__weakref__', '__qualname__', 'share'
_CLOCK_SLOTS = '_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold'


class time:
    """A time of day, perhaps with a zone."""

    __slots__ = _CLOCK_SLOTS + ('_hash',)

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        if (isinstance(hour, (bytes, str)) and len(hour) == 6 and ord(hour[0:1]) & 0x7F < 24):
            state, tzinfo = _state_bytes(hour, 'time'), minute or None
            if tzinfo is not None and not isinstance(tzinfo, _tzinfo):
                raise TypeError('bad tzinfo state arg')
            fold, hour = divmod(state[0], 128)
            minute, second = state[1], state[2]
            microsecond = state[3] << 16 | state[4] << 8 | state[5]
        else:
            hour, minute, second, microsecond, fold = _time_fields(
                hour, minute, second, microsecond, fold)
            _check_zone(tzinfo)
        self = object.__new__(cls)
        self._set_clock(hour, minute, second, microsecond, tzinfo, fold)
        return self

    def _moment(self):
        return None

    def _key(self):
        return self._hour, self._minute, self._second, self._microsecond

    def _compare(self, other, is_equality):
        """Negative, zero or positive; 2 for times that are just not equal."""
        mine = theirs = None
        if self._tzinfo is not other._tzinfo:
            mine, theirs = self.utcoffset(), other.utcoffset()
        a, b = self._key(), other._key()
        if mine != theirs:
            if mine is None or theirs is None:
                if is_equality:
                    return 2
                raise TypeError('cannot compare naive and aware times')
            a = (self._hour * 60 + self._minute - mine._us // 60000000,) + a[2:]
            b = (other._hour * 60 + other._minute - theirs._us // 60000000,) + b[2:]
        return 0 if a == b else 1 if a > b else -1

    def __eq__(self, other):
        return self._compare(other, True) == 0 if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._compare(other, False) <= 0 if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        return self._compare(other, False) < 0 if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._compare(other, False) >= 0 if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._compare(other, False) > 0 if isinstance(other, time) else NotImplemented

    def __hash__(self):
        if self._hash == -1:
            minutes = self._hour * 60 + self._minute
            offset = (self.replace(fold=0) if self.fold else self).utcoffset()
            if offset is not None:
                minutes -= offset._us // 60000000
            self._hash = hash('%d@%d@%d' % (minutes, self._second, self._microsecond))
        return self._hash

    def __repr__(self):
        fields = [self._hour, self._minute]
        if self._second or self._microsecond:
            fields.append(self._second)
        if self._microsecond:
            fields.append(self._microsecond)
        return self._with_zone(', '.join(map(str, fields)))

    def isoformat(self, timespec='auto'):
        """As `04:23:01.000384+00:00`."""
        text = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        return text + _offset_text(self.utcoffset())

    __str__ = isoformat

    @classmethod
    def fromisoformat(cls, time_string):
        """The time of a text as isoformat() gives it."""
        if not isinstance(time_string, str):
            raise TypeError('fromisoformat: argument must be str')
        try:
            return cls(*_parse_time(time_string))
        except Exception:
            raise ValueError(f'Invalid isoformat string: {time_string!r}')

    def strftime(self, format):
        """The text of the time by a format."""
        fields = 1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1
        return _strftime(self, format, fields)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *,
                fold=None):
        """The time with other values for some fields."""
        return time.__new__(
            type(self), self.hour if hour is None else hour,
            self.minute if minute is None else minute,
            self.second if second is None else second,
            self.microsecond if microsecond is None else microsecond,
            self.tzinfo if tzinfo is True else tzinfo,
            fold=self._fold if fold is None else fold)

    def _getstate(self, protocol=3):
        hour = self._hour + (128 if self._fold and protocol > 3 else 0)
        state = bytes(self._clock_state(hour))
        return (state,) if self._tzinfo is None else (state, self._tzinfo)


_time = time
_Clock.share(time)
time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)


class datetime(date):
    """A day and a time of day, perhaps with a zone."""

    __slots__ = _CLOCK_SLOTS

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0,
                tzinfo=None, *, fold=0):
        if (isinstance(year, (bytes, str)) and len(year) == 10
                and 1 <= ord(year[2:3]) & 0x7F <= 12):
            state, tzinfo = _state_bytes(year, 'datetime'), month
            if tzinfo is not None and not isinstance(tzinfo, _tzinfo):
                raise TypeError('bad tzinfo state arg')
            year = state[0] * 256 + state[1]
            fold, month = divmod(state[2], 128)
            day, hour, minute, second = state[3:7]
            microsecond = state[7] << 16 | state[8] << 8 | state[9]
        else:
            year, month, day = _date_fields(year, month, day)
            hour, minute, second, microsecond, fold = _time_fields(
                hour, minute, second, microsecond, fold)
            _check_zone(tzinfo)
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._set_clock(hour, minute, second, microsecond, tzinfo, fold)
        return self

    @classmethod
    def _from_timestamp(cls, t, tz):
        from math import modf
        from _time_text import gmtime
        fraction, t = modf(t)
        carried, us = divmod(round(fraction * 1e6), 1000000)
        t += carried
        result = cls(*gmtime(t)[:6], us, tz)
        return result if tz is None else tz.fromutc(result)

    @classmethod
    def fromtimestamp(cls, t, tz=None):
        """The time of a number of seconds since 1970."""
        _check_zone(tz)
        return cls._from_timestamp(t, tz)

    @classmethod
    def utcfromtimestamp(cls, t):
        """The time in UTC, without a zone, of a number of seconds since 1970."""
        return cls._from_timestamp(t, None)

    @classmethod
    def now(cls, tz=None):
        """What the run's clock says."""
        import time
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        """What the run's clock says, in UTC."""
        import time
        return cls.utcfromtimestamp(time.time())

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A day and a time of day in one."""
        if not isinstance(date, _date):
            raise TypeError('date argument must be a date instance')
        if not isinstance(time, _time):
            raise TypeError('time argument must be a time instance')
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second,
                   time.microsecond, time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """The time of a text as isoformat() gives it."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        rest = date_string[11:]
        try:
            fields = _parse_date(date_string[0:10])
            fields += _parse_time(rest) if rest else []
        except ValueError:
            raise ValueError(f'Invalid isoformat string: {date_string!r}')
        return cls(*fields)

    @classmethod
    def strptime(cls, date_string, format):
        """The time of a text by a format."""
        import _time_text
        fields, us, offset_us = _time_text.parse(date_string, format)
        zone, offset = fields[9:]
        args = fields[:6] + (us,)
        if offset is None:
            return cls(*args)
        delta = timedelta(seconds=offset, microseconds=offset_us)
        return cls(*args, timezone(delta, zone) if zone else timezone(delta))

    def timetuple(self):
        """The time as time.struct_time."""
        dst = self.dst()
        return _struct(self.year, self.month, self.day, self.hour, self.minute, self.second,
                       -1 if dst is None else 1 if dst else 0)

    def utctimetuple(self):
        """The time in UTC as time.struct_time."""
        offset = self.utcoffset()
        if offset:
            self -= offset
        return _struct(self.year, self.month, self.day, self.hour, self.minute, self.second, 0)

    def _since_start(self):
        """Microseconds since the day before year 1, whatever the zone."""
        seconds = (_ordinal(self._year, self._month, self._day) * 86400 + self._hour * 3600
                   + self._minute * 60 + self._second)
        return seconds * 1000000 + self._microsecond

    def _local_seconds(self):
        """Seconds since 1970 of a local time.  Summer time would have to be sought a day around
        it, which must exist."""
        whole = self._since_start() // 1000000
        if not 86400 <= whole + (86400 if self._fold else -86400) < (_MAXORDINAL + 1) * 86400:
            year = 10000 if self._fold else 0
            raise ValueError(f'year must be in {MINYEAR}..{MAXYEAR}', year)
        return whole - _EPOCH._since_start() // 1000000

    def timestamp(self):
        """Seconds since 1970."""
        if self._tzinfo is None:
            return self._local_seconds() + self.microsecond / 1e6
        return (self - _EPOCH).total_seconds()

    def date(self):
        """The day alone."""
        return date(self._year, self._month, self._day)

    def time(self):
        """The time of day alone, without a zone."""
        return time(self.hour, self.minute, self.second, self.microsecond, fold=self.fold)

    def timetz(self):
        """The time of day with the zone."""
        return time(self.hour, self.minute, self.second, self.microsecond, self._tzinfo,
                    fold=self.fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None,
                microsecond=None, tzinfo=True, *, fold=None):
        """The time with other values for some fields."""
        return datetime.__new__(
            type(self), self.year if year is None else year,
            self.month if month is None else month, self.day if day is None else day,
            self.hour if hour is None else hour, self.minute if minute is None else minute,
            self.second if second is None else second,
            self.microsecond if microsecond is None else microsecond,
            self.tzinfo if tzinfo is True else tzinfo, fold=self.fold if fold is None else fold)

    def astimezone(self, tz=None):
        """The same moment in another zone, without one in the local zone."""
        if self.tzinfo is None:
            self._local_seconds()
        if tz is None:
            tz = timezone(timedelta(0), 'UTC')
        elif not isinstance(tz, _tzinfo):
            raise TypeError('tz argument must be an instance of tzinfo')
        mine = self.tzinfo
        offset = None if mine is None else mine.utcoffset(self)
        if offset is None:
            offset = timedelta(0)
        elif tz is mine:
            return self
        return tz.fromutc((self - offset).replace(tzinfo=tz))

    def ctime(self):
        """As `Wed Dec  4 20:30:40 2002`."""
        return self._day_text('%02d:%02d:%02d' % (self._hour, self._minute, self._second))

    def isoformat(self, sep='T', timespec='auto'):
        """As `2011-11-04T00:05:23.283000+00:00`."""
        text = '%04d-%02d-%02d%c' % (self._year, self._month, self._day, sep)
        text += _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        return text + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat(sep=' ')

    def __repr__(self):
        fields = [self._year, self._month, self._day, self._hour, self._minute, self._second,
                  self._microsecond]
        for _ in range(2):
            if fields[-1] == 0:
                del fields[-1]
        return self._with_zone(', '.join(map(str, fields)))

    def _compare(self, other, is_equality):
        """Negative, zero or positive; 2 for times that are just not equal."""
        mine = theirs = None
        if self._tzinfo is not other._tzinfo:
            mine, theirs = self.utcoffset(), other.utcoffset()
            if is_equality:
                for moment, offset in (self, mine), (other, theirs):
                    if offset != moment.replace(fold=not moment.fold).utcoffset():
                        return 2
        a, b = self._since_start(), other._since_start()
        if mine != theirs:
            if mine is None or theirs is None:
                if is_equality:
                    return 2
                raise TypeError('cannot compare naive and aware datetimes')
            a -= mine._us
            b -= theirs._us
        return 0 if a == b else 1 if a > b else -1

    def _order(self, other):
        """_compare() for an ordering; None when other is of another kind."""
        if isinstance(other, datetime):
            return self._compare(other, False)
        if isinstance(other, date):
            raise TypeError("can't compare '%s' to '%s'" % (
                type(self).__name__, type(other).__name__))
        return None

    def __eq__(self, other):
        if isinstance(other, datetime):
            return self._compare(other, True) == 0
        return False if isinstance(other, date) else NotImplemented

    def __le__(self, other):
        order = self._order(other)
        return NotImplemented if order is None else order <= 0

    def __lt__(self, other):
        order = self._order(other)
        return NotImplemented if order is None else order < 0

    def __ge__(self, other):
        order = self._order(other)
        return NotImplemented if order is None else order >= 0

    def __gt__(self, other):
        order = self._order(other)
        return NotImplemented if order is None else order > 0

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        days, rest = divmod(self._since_start() + other._us, _DAY)
        if not 0 < days <= _MAXORDINAL:
            raise OverflowError('date value out of range')
        seconds, us = divmod(rest, 1000000)
        return type(self)(*_date_of(days), seconds // 3600, seconds // 60 % 60, seconds % 60, us,
                          tzinfo=self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        base = self._since_start() - other._since_start()
        if self._tzinfo is not other._tzinfo:
            mine, theirs = self.utcoffset(), other.utcoffset()
            if mine != theirs:
                if mine is None or theirs is None:
                    raise TypeError("can't subtract offset-naive and offset-aware datetimes")
                base += theirs._us - mine._us
        return _duration(base)

    def __hash__(self):
        if self._hash == -1:
            moment = self.replace(fold=0) if self.fold else self
            offset = moment.utcoffset()
            if offset is None:
                self._hash = hash(moment._getstate()[0])
            else:
                delta = _duration(self._since_start()) - offset
                self._hash = hash('%d&%d&%d' % delta._getstate())
        return self._hash

    def _getstate(self, protocol=3):
        month = self._month + (128 if self._fold and protocol > 3 else 0)
        state = bytes([*divmod(self._year, 256), month, self._day,
                       *self._clock_state(self._hour)])
        return (state,) if self._tzinfo is None else (state, self._tzinfo)


_Clock.share(datetime)
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)


class timezone(tzinfo):
    """A zone with a fixed offset."""

    __slots__ = '_offset', '_name'
    _omitted = object()

    def __new__(cls, offset, name=_omitted):
        if not isinstance(offset, timedelta):
            raise TypeError('offset must be a timedelta')
        if name is cls._omitted:
            if not offset:
                return cls.utc
            name = None
        elif not isinstance(name, str):
            raise TypeError('name must be a string')
        if not -_DAY < offset._us < _DAY:
            raise ValueError('offset must be a timedelta strictly between -timedelta(hours=24) '
                             'and timedelta(hours=24).')
        return cls._create(offset, name)

    @classmethod
    def _create(cls, offset, name=None):
        made = tzinfo.__new__(cls)
        made._name, made._offset = name, offset
        return made

    def __getinitargs__(self):
        return (self._offset,) if self._name is None else (self._offset, self._name)

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is self.utc:
            return 'datetime.timezone.utc'
        cls = self.__class__
        arguments = ', '.join(map(repr, self.__getinitargs__()))
        return f'{cls.__module__}.{cls.__qualname__}({arguments})'

    def __str__(self):
        return self.tzname(None)

    def _check(self, dt, method):
        if dt is not None and not isinstance(dt, datetime):
            raise TypeError(f'{method}() argument must be a datetime instance or None')

    def utcoffset(self, dt):
        self._check(dt, 'utcoffset')
        return self._offset

    def tzname(self, dt):
        self._check(dt, 'tzname')
        if self._name is not None:
            return self._name
        return 'UTC' + _offset_text(self._offset) if self._offset else 'UTC'

    def dst(self, dt):
        self._check(dt, 'dst')
        return None

    def fromutc(self, dt):
        if dt is None or not isinstance(dt, datetime):
            raise TypeError('fromutc() argument must be a datetime instance or None')
        if dt.tzinfo is not self:
            raise ValueError('fromutc: dt.tzinfo is not self')
        return dt + self._offset


timezone.utc = timezone._create(timedelta(0))
timezone.min = timezone._create(-timedelta(hours=23, minutes=59))
timezone.max = timezone._create(timedelta(hours=23, minutes=59))
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
