"""Calendars as data, as text and as HTML.

Counterpart: lib-python/3/calendar.py. DIFFERS: the only locale is the one of the language itself.
"""

import datetime
import sys

__all__ = [
    "IllegalMonthError", "IllegalWeekdayError", "setfirstweekday", "firstweekday", "isleap",
    "leapdays", "weekday", "monthrange", "monthcalendar", "prmonth", "month", "prcal",
    "calendar", "timegm", "month_name", "month_abbr", "day_name", "day_abbr", "Calendar",
    "TextCalendar", "HTMLCalendar", "LocaleTextCalendar", "LocaleHTMLCalendar", "weekheader",
]

error = ValueError

January = 1
February = 2
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
mdays = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


class IllegalWeekdayError(ValueError):
    """A weekday that is none; it is kept as `weekday`."""

    def __str__(self):
        return "bad weekday number %r; must be 0 (Monday) to 6 (Sunday)" % self.weekday

    def __init__(self, weekday):
        self.weekday = weekday


class IllegalMonthError(ValueError):
    """A month that is none; it is kept as `month`."""

    def __str__(self):
        return "bad month number %r; must be 1-12" % self.month

    def __init__(self, month):
        self.month = month


class _Names:
    """A sequence of names."""

    def __init__(self, names):
        self._names = names

    def __getitem__(self, i):
        return self._names[i]

    def __len__(self):
        return len(self._names)


_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = [
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]
day_name = _Names(_DAYS)
day_abbr = _Names([name[:3] for name in _DAYS])
month_name = _Names(_MONTHS)
month_abbr = _Names([name[:3] for name in _MONTHS])


def isleap(year):
    """Return True for leap years, False for non-leap years."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def leapdays(y1, y2):
    """Return number of leap years in range [y1, y2). Assume y1 <= y2."""
    y1 -= 1
    y2 -= 1
    return (y2 // 4 - y1 // 4) - (y2 // 100 - y1 // 100) + (y2 // 400 - y1 // 400)


def weekday(year, month, day):
    """The weekday of a date, Monday being 0; the year may be any integer."""
    is_date = datetime.MINYEAR <= year <= datetime.MAXYEAR
    # Calendars repeat after 400 years.
    shown = year if is_date else 2000 + year % 400
    return datetime.date(shown, month, day).weekday()


def monthrange(year, month):
    """The weekday of the first day of a month, and the number of its days."""
    if not 1 <= month <= 12:
        raise IllegalMonthError(month)
    return weekday(year, month, 1), _monthlen(year, month)


def _monthlen(year, month):
    return mdays[month] + (month == February and isleap(year))


def _prevmonth(year, month):
    return (year - 1, 12) if month == 1 else (year, month - 1)


def _nextmonth(year, month):
    return (year + 1, 1) if month == 12 else (year, month + 1)


class Calendar:
    """Gives the days of months and years as lists; weeks begin with `firstweekday`."""

    def __init__(self, firstweekday=0):
        self.firstweekday = firstweekday

    def setfirstweekday(self, firstweekday):
        self._firstweekday = firstweekday

    def getfirstweekday(self):
        return self._firstweekday % 7

    firstweekday = property(getfirstweekday, setfirstweekday)

    def iterweekdays(self):
        """The numbers of one week's days."""
        for i in range(self.firstweekday, self.firstweekday + 7):
            yield i % 7

    def itermonthdates(self, year, month):
        """The dates of whole weeks that hold a month."""
        for y, m, d in self.itermonthdays3(year, month):
            yield datetime.date(y, m, d)

    def itermonthdays(self, year, month):
        """Like itermonthdates(), as days of the month; 0 outside of it."""
        first, ndays = monthrange(year, month)
        yield from [0] * ((first - self.firstweekday) % 7)
        yield from range(1, ndays + 1)
        yield from [0] * ((self.firstweekday - first - ndays) % 7)

    def itermonthdays2(self, year, month):
        """Like itermonthdays(), with the weekdays."""
        for i, day in enumerate(self.itermonthdays(year, month), self.firstweekday):
            yield day, i % 7

    def itermonthdays3(self, year, month):
        """Like itermonthdates(), as (year, month, day)."""
        first, ndays = monthrange(year, month)
        before = (first - self.firstweekday) % 7
        after = (self.firstweekday - first - ndays) % 7
        y, m = _prevmonth(year, month)
        end = _monthlen(y, m) + 1
        for day in range(end - before, end):
            yield y, m, day
        for day in range(1, ndays + 1):
            yield year, month, day
        y, m = _nextmonth(year, month)
        for day in range(1, after + 1):
            yield y, m, day

    def itermonthdays4(self, year, month):
        """Like itermonthdays3(), with the weekdays."""
        for i, (y, m, d) in enumerate(self.itermonthdays3(year, month)):
            yield y, m, d, (self.firstweekday + i) % 7

    def _weeks(self, days):
        days = list(days)
        return [days[i:i + 7] for i in range(0, len(days), 7)]

    def monthdatescalendar(self, year, month):
        return self._weeks(self.itermonthdates(year, month))

    def monthdays2calendar(self, year, month):
        return self._weeks(self.itermonthdays2(year, month))

    def monthdayscalendar(self, year, month):
        return self._weeks(self.itermonthdays(year, month))

    def _rows(self, month_calendar, year, width):
        months = [month_calendar(year, i) for i in range(January, January + 12)]
        return [months[i:i + width] for i in range(0, 12, width)]

    def yeardatescalendar(self, year, width=3):
        return self._rows(self.monthdatescalendar, year, width)

    def yeardays2calendar(self, year, width=3):
        return self._rows(self.monthdays2calendar, year, width)

    def yeardayscalendar(self, year, width=3):
        return self._rows(self.monthdayscalendar, year, width)


_colwidth = 7 * 3 - 1
_spacing = 6


class TextCalendar(Calendar):
    """Gives calendars as text."""

    def prweek(self, theweek, width):
        """Print a single week."""
        print(self.formatweek(theweek, width), end="")

    def formatday(self, day, weekday, width):
        return ("" if day == 0 else "%2i" % day).center(width)

    def formatweek(self, theweek, width):
        return " ".join([self.formatday(day, weekday, width) for day, weekday in theweek])

    def formatweekday(self, day, width):
        names = day_name if width >= 9 else day_abbr
        return names[day][:width].center(width)

    def formatweekheader(self, width):
        return " ".join([self.formatweekday(i, width) for i in self.iterweekdays()])

    def formatmonthname(self, theyear, themonth, width, withyear=True):
        text = month_name[themonth]
        if withyear:
            text = "%s %r" % (text, theyear)
        return text.center(width)

    def prmonth(self, theyear, themonth, w=0, l=0):
        """Print a month's calendar."""
        print(self.formatmonth(theyear, themonth, w, l), end="")

    def formatmonth(self, theyear, themonth, w=0, l=0):
        """A month's calendar, as several lines."""
        w = max(2, w)
        l = max(1, l)
        newline = "\n" * l
        lines = [
            self.formatmonthname(theyear, themonth, 7 * (w + 1) - 1).rstrip(),
            self.formatweekheader(w).rstrip(),
        ]
        for week in self.monthdays2calendar(theyear, themonth):
            lines.append(self.formatweek(week, w).rstrip())
        return newline.join(lines) + newline

    def formatyear(self, theyear, w=2, l=1, c=6, m=3):
        """A year's calendar, as several lines."""
        w = max(2, w)
        l = max(1, l)
        c = max(2, c)
        colwidth = (w + 1) * 7 - 1
        newline = "\n" * l
        pieces = [repr(theyear).center(colwidth * m + c * (m - 1)).rstrip(), newline]
        header = self.formatweekheader(w)
        for i, row in enumerate(self.yeardays2calendar(theyear, m)):
            months = range(m * i + 1, min(m * (i + 1) + 1, 13))
            pieces.append(newline)
            names = [self.formatmonthname(theyear, k, colwidth, False) for k in months]
            pieces.append(formatstring(names, colwidth, c).rstrip())
            pieces.append(newline)
            pieces.append(formatstring([header for _ in months], colwidth, c).rstrip())
            pieces.append(newline)
            for j in range(max([len(weeks) for weeks in row])):
                weeks = [
                    "" if j >= len(month) else self.formatweek(month[j], w) for month in row]
                pieces.append(formatstring(weeks, colwidth, c).rstrip())
                pieces.append(newline)
        return "".join(pieces)

    def pryear(self, theyear, w=0, l=0, c=6, m=3):
        """Print a year's calendar."""
        print(self.formatyear(theyear, w, l, c, m), end="")


class HTMLCalendar(Calendar):
    """Gives calendars as tables of HTML."""

    cssclasses = cssclasses_weekday_head = [name[:3].lower() for name in _DAYS]
    cssclass_noday = "noday"
    cssclass_month = cssclass_month_head = "month"
    cssclass_year = cssclass_year_head = "year"

    def formatday(self, day, weekday):
        if day == 0:
            return '<td class="%s">&nbsp;</td>' % self.cssclass_noday
        return '<td class="%s">%d</td>' % (self.cssclasses[weekday], day)

    def formatweek(self, theweek):
        cells = "".join([self.formatday(day, weekday) for day, weekday in theweek])
        return "<tr>%s</tr>" % cells

    def formatweekday(self, day):
        return '<th class="%s">%s</th>' % (self.cssclasses_weekday_head[day], day_abbr[day])

    def formatweekheader(self):
        return "<tr>%s</tr>" % "".join([self.formatweekday(i) for i in self.iterweekdays()])

    def formatmonthname(self, theyear, themonth, withyear=True):
        text = month_name[themonth]
        if withyear:
            text = "%s %s" % (text, theyear)
        return '<tr><th colspan="7" class="%s">%s</th></tr>' % (self.cssclass_month_head, text)

    def formatmonth(self, theyear, themonth, withyear=True):
        lines = [
            '<table border="0" cellpadding="0" cellspacing="0" class="%s">' % (
                self.cssclass_month),
            self.formatmonthname(theyear, themonth, withyear=withyear),
            self.formatweekheader(),
        ]
        for week in self.monthdays2calendar(theyear, themonth):
            lines.append(self.formatweek(week))
        lines.append("</table>")
        return "\n".join(lines) + "\n"

    def formatyear(self, theyear, width=3):
        width = max(width, 1)
        pieces = [
            '<table border="0" cellpadding="0" cellspacing="0" class="%s">' % self.cssclass_year,
            "\n",
            '<tr><th colspan="%d" class="%s">%s</th></tr>' % (
                width, self.cssclass_year_head, theyear),
        ]
        for i in range(January, January + 12, width):
            pieces.append("<tr>")
            for month in range(i, min(i + width, 13)):
                pieces.append("<td>")
                pieces.append(self.formatmonth(theyear, month, withyear=False))
                pieces.append("</td>")
            pieces.append("</tr>")
        pieces.append("</table>")
        return "".join(pieces)

    def formatyearpage(self, theyear, width=3, css="calendar.css", encoding=None):
        """A whole page with a year's calendar, as bytes."""
        if encoding is None:
            encoding = sys.getdefaultencoding()
        pieces = [
            '<?xml version="1.0" encoding="%s"?>\n' % encoding,
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
            '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n',
            "<html>\n<head>\n",
            '<meta http-equiv="Content-Type" content="text/html; charset=%s" />\n' % encoding,
        ]
        if css is not None:
            pieces.append('<link rel="stylesheet" type="text/css" href="%s" />\n' % css)
        pieces.append("<title>Calendar for %d</title>\n</head>\n<body>\n" % theyear)
        pieces.append(self.formatyear(theyear, width))
        pieces.append("</body>\n</html>\n")
        return "".join(pieces).encode(encoding, "xmlcharrefreplace")


class LocaleTextCalendar(TextCalendar):
    """A text calendar that takes a locale, of which there is one."""

    def __init__(self, firstweekday=0, locale=None):
        TextCalendar.__init__(self, firstweekday)
        self.locale = locale


class LocaleHTMLCalendar(HTMLCalendar):
    """An HTML calendar that takes a locale, of which there is one."""

    def __init__(self, firstweekday=0, locale=None):
        HTMLCalendar.__init__(self, firstweekday)
        self.locale = locale


c = TextCalendar()
firstweekday = c.getfirstweekday


def setfirstweekday(firstweekday):
    if MONDAY <= firstweekday <= SUNDAY:
        c.firstweekday = firstweekday
    else:
        raise IllegalWeekdayError(firstweekday)


# The calendar of the module itself: its texts, what prints them, and its lists.
week, weekheader, month, calendar = (
    c.formatweek, c.formatweekheader, c.formatmonth, c.formatyear)
prweek, prmonth, prcal = c.prweek, c.prmonth, c.pryear
monthcalendar = c.monthdayscalendar


def format(cols, colwidth=_colwidth, spacing=_spacing):
    """Prints multi-column formatting for year calendars"""
    print(formatstring(cols, colwidth, spacing))


def formatstring(cols, colwidth=_colwidth, spacing=_spacing):
    """Returns a string formatted from n strings, centered within n columns."""
    return (" " * spacing).join([text.center(colwidth) for text in cols])


EPOCH = 1970
_EPOCH_ORD = datetime.date(EPOCH, 1, 1).toordinal()


def timegm(tuple):
    """The Unix timestamp of a time tuple in GMT, whose later fields may be out of range."""
    year, month, day, hour, minute, second = tuple[:6]
    days = datetime.date(year, month, 1).toordinal() - _EPOCH_ORD + day - 1
    return ((days * 24 + hour) * 60 + minute) * 60 + second
