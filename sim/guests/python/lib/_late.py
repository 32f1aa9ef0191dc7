"""Class attributes that are made when they are first asked for: compiled patterns above all, so
that importing a module does not import `re`."""


class Late:
    """The value of a function, which is called once."""

    def __init__(self, make):
        self._make = make
        self._made = None

    def __get__(self, obj, cls=None):
        if self._made is None:
            self._made = self._make()
        return self._made
