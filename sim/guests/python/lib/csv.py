"""Comma separated values: dialects, and records as dictionaries.

Counterpart: lib-python/3/csv.py. DIFFERS: the sniffer judges by the frequency of characters alone.
"""

from _csv import (
    Error, writer, reader, register_dialect, unregister_dialect, get_dialect, list_dialects,
    field_size_limit, QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE,
)
from _csv import Dialect as _Dialect

__version__ = "1.0"

__all__ = [
    "QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "Error", "Dialect",
    "__doc__", "excel", "excel_tab", "field_size_limit", "reader", "writer", "register_dialect",
    "get_dialect", "list_dialects", "Sniffer", "unregister_dialect", "__version__", "DictReader",
    "DictWriter", "unix_dialect",
]


class Dialect:
    """Describe a dialect: subclasses say how fields are separated and quoted."""

    delimiter = quotechar = escapechar = lineterminator = None
    doublequote = skipinitialspace = quoting = None
    _name, _valid = "", False

    def __init__(self):
        self._valid = type(self) is not Dialect
        try:
            _Dialect(self)
        except TypeError as error:
            raise Error(str(error))


class excel(Dialect):
    """Describe the usual properties of Excel-generated CSV files."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    """Describe the usual properties of Excel-generated TAB-delimited files."""

    delimiter = "\t"


class unix_dialect(Dialect):
    """Describe the usual properties of Unix-generated CSV files."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\n"
    quoting = QUOTE_ALL


register_dialect("excel", excel)
register_dialect("excel-tab", excel_tab)
register_dialect("unix", unix_dialect)


class DictReader:
    """Gives records as dictionaries, by the names in the first record."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args,
                 **kwds):
        self._fieldnames = fieldnames
        self.restkey = restkey
        self.restval = restval
        self.line_num, self.dialect = 0, dialect
        self.reader = reader(f, dialect, *args, **kwds)

    def _names(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        self.line_num = self.reader.line_num
        return self._fieldnames

    def _set_names(self, names):
        self._fieldnames = names

    fieldnames = property(_names, _set_names)

    def __iter__(self):
        return self

    def __next__(self):
        if not self.line_num:
            # The first record may be the names: asking for them takes it.
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        # Empty lines give no record.
        while row == []:
            row = next(self.reader)
        names = self.fieldnames
        record = dict(zip(names, row))
        if len(names) < len(row):
            record[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            record[name] = self.restval
        return record


class DictWriter:
    """Writes dictionaries as records, in the order of given names."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args,
                 **kwds):
        self.fieldnames = fieldnames
        self.restval = restval
        if extrasaction.lower() not in ("raise", "ignore"):
            raise ValueError(
                "extrasaction (%s) must be 'raise' or 'ignore'" % extrasaction)
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _dict_to_list(self, rowdict):
        if self.extrasaction == "raise":
            wrong = [key for key in rowdict if key not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join(
                    [repr(key) for key in wrong]))
        return [rowdict.get(key, self.restval) for key in self.fieldnames]

    def writerow(self, rowdict):
        return self.writer.writerow(self._dict_to_list(rowdict))

    def writerows(self, rowdicts):
        for rowdict in rowdicts:
            self.writer.writerow(self._dict_to_list(rowdict))


class Sniffer:
    """Guesses the dialect of a sample."""

    def __init__(self):
        self.preferred = [",", "\t", ";", " ", ":"]

    def sniff(self, sample, delimiters=None):
        """The dialect of a sample: what occurs as often in nearly all lines separates fields."""
        lines = [line for line in sample.split("\n") if line]
        found = self._guess_delimiter(lines, delimiters)
        if not found:
            raise Error("Could not determine delimiter")

        class dialect(Dialect):
            _name = "sniffed"
            lineterminator = "\r\n"
            quoting = QUOTE_MINIMAL

        dialect.delimiter = found
        dialect.quotechar = '"'
        dialect.doublequote = False
        dialect.skipinitialspace = lines[0].count(found) == lines[0].count(found + " ")
        return dialect

    def _guess_delimiter(self, lines, delimiters):
        characters = delimiters
        if characters is None:
            characters = sorted(set("".join(lines)))
        regular = []
        for char in characters:
            counts = {}
            for line in lines:
                count = line.count(char)
                counts[count] = counts.get(count, 0) + 1
            usual = max(counts, key=counts.get, default=0)
            if usual and counts[usual] >= 0.95 * len(lines):
                regular.append(char)
        for char in self.preferred:
            if char in regular:
                return char
        for char in regular:
            if not char.isalnum():
                return char
        return regular[-1] if regular else ""

    def has_header(self, sample):
        """Whether the first record of a sample is unlike the others, column by column."""
        records = list(reader(sample.splitlines(), self.sniff(sample)))
        header = records[0]
        score = 0
        for column in range(len(header)):
            kinds = set()
            for record in records[1:22]:
                if len(record) == len(header):
                    kinds.add(_kind_of(record[column]))
            if len(kinds) == 1:
                score += 1 if _kind_of(header[column]) != kinds.pop() else -1
        return score > 0


def _kind_of(text):
    """The type of numbers that a text may be, or its length."""
    for kind in (int, float, complex):
        try:
            kind(text)
            return kind
        except (ValueError, OverflowError):
            pass
    return len(text)
