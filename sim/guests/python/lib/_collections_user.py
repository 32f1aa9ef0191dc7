"""UserDict, UserList and UserString of collections: classes to inherit from, around `data`.

What only passes a call on to `data` is not written out: `_passing` makes such methods, and a table
says of each whether its result becomes one of the class and whether arguments are unwrapped first.
"""

import _collections_abc

__name__ = "collections"


def _plain(value):
    """The data of a value of these classes; other values as they are."""
    return value.data if isinstance(value, (UserDict, UserList, UserString)) else value


def _passing(owner, names, unwrap=False, wrap=False):
    """Gives a class methods that call those of `data`."""
    def made(name):
        def method(self, /, *args, **kwds):
            if unwrap:
                args = [_plain(arg) for arg in args]
            result = getattr(self.data, name)(*args, **kwds)
            return self.__class__(result) if wrap else result
        method.__name__ = name
        method.__qualname__ = "%s.%s" % (owner.__name__, name)
        return method

    for name in names.split():
        setattr(owner, name, made(name))


def _copied(original, data):
    """A copy of all attributes with other data."""
    made = original.__class__.__new__(original.__class__)
    made.__dict__.update(original.__dict__)
    made.__dict__["data"] = data
    return made


class UserDict(_collections_abc.MutableMapping):

    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        for given in (dict, kwargs):
            if given is not None:
                self.update(given)

    def __getitem__(self, key):
        data = self.data
        if key not in data and hasattr(type(self), "__missing__"):
            return type(self).__missing__(self, key)
        return data[key]

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def __contains__(self, key):
        return key in self.data

    def __iter__(self):
        return iter(self.data)

    def __len__(self):
        return len(self.data)

    def __repr__(self):
        return repr(self.data)

    def __or__(self, other):
        other = _plain(other)
        return self.__class__(self.data | other) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other):
        other = _plain(other)
        return self.__class__(other | self.data) if isinstance(other, dict) else NotImplemented

    def __ior__(self, other):
        self.data |= _plain(other)
        return self

    def __copy__(self):
        return _copied(self, self.data.copy())

    def copy(self):
        if type(self) is UserDict:
            return UserDict(self.data)
        made = _copied(self, {})
        made.update(self)
        return made

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made


class UserList(_collections_abc.MutableSequence):

    def __init__(self, initlist=None):
        self.data = [] if initlist is None else list(_plain(initlist))

    def __getitem__(self, i):
        found = self.data[i]
        return self.__class__(found) if isinstance(i, slice) else found

    def __setitem__(self, i, item):
        self.data[i] = item

    def __delitem__(self, i):
        del self.data[i]

    def __contains__(self, item):
        return item in self.data

    def __len__(self):
        return len(self.data)

    def __repr__(self):
        return repr(self.data)

    def insert(self, i, item):
        self.data.insert(i, item)

    # Comparisons are with the operators, so that those of other types get their turn.

    def __eq__(self, other):
        return self.data == _plain(other)

    def __lt__(self, other):
        return self.data < _plain(other)

    def __le__(self, other):
        return self.data <= _plain(other)

    def __gt__(self, other):
        return self.data > _plain(other)

    def __ge__(self, other):
        return self.data >= _plain(other)

    def __add__(self, other):
        return self.__class__(self.data + list(_plain(other)))

    def __radd__(self, other):
        return self.__class__(list(_plain(other)) + self.data)

    def __iadd__(self, other):
        self.data += _plain(other)
        return self

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __imul__(self, n):
        self.data *= n
        return self

    def __copy__(self):
        return _copied(self, self.data[:])

    def copy(self):
        return self.__class__(self)


_passing(UserList, "append pop remove clear count index reverse sort")
_passing(UserList, "extend", unwrap=True)


class UserString(_collections_abc.Sequence):

    def __init__(self, seq):
        self.data = _plain(seq) if isinstance(seq, (str, UserString)) else str(seq)

    def __str__(self):
        return str(self.data)

    def __repr__(self):
        return repr(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __complex__(self):
        return complex(self.data)

    def __hash__(self):
        return hash(self.data)

    def __getnewargs__(self):
        return self.data,

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return self.__class__(self.data[index])

    def __contains__(self, char):
        return _plain(char) in self.data

    def __eq__(self, string):
        return self.data == _plain(string)

    def __lt__(self, string):
        return self.data < _plain(string)

    def __le__(self, string):
        return self.data <= _plain(string)

    def __gt__(self, string):
        return self.data > _plain(string)

    def __ge__(self, string):
        return self.data >= _plain(string)

    def __add__(self, other):
        return self.__class__(self.data + str(other))

    def __radd__(self, other):
        return self.__class__(str(other) + self.data)

    def __mul__(self, n):
        return self.__class__(self.data * n)

    __rmul__ = __mul__

    def __mod__(self, args):
        return self.__class__(self.data % args)

    def __rmod__(self, template):
        return self.__class__(str(template) % self)

    def encode(self, encoding="utf-8", errors="strict"):
        return self.data.encode(encoding or "utf-8", errors or "strict")

    maketrans = str.maketrans


_passing(UserString, "endswith format format_map index isalpha isalnum isascii isdecimal isdigit "
                     "isidentifier islower isnumeric isprintable isspace istitle isupper join "
                     "partition rindex rpartition rsplit split splitlines startswith")
_passing(UserString, "count find rfind", unwrap=True)
_passing(UserString, "removeprefix removesuffix replace", unwrap=True, wrap=True)
_passing(UserString, "capitalize casefold center expandtabs ljust lower lstrip rjust rstrip strip "
                     "swapcase title translate upper zfill", wrap=True)
