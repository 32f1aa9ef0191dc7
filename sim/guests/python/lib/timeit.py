"""Timing of statements by the run's clock, which counts virtual time.  Own text."""

import sys
import time

__all__ = ['Timer', 'timeit', 'repeat', 'default_timer']

default_number = 1000000
default_repeat = 5
default_timer = time.perf_counter
dummy_src_name = '<timeit-src>'
_globals = globals


def _indented(text, spaces):
    return text.replace('\n', '\n' + ' ' * spaces)


class Timer:
    """Runs a statement many times."""

    def __init__(self, stmt='pass', setup='pass', timer=default_timer, globals=None):
        self.timer = timer
        names = {}
        space = _globals() if globals is None else globals
        init = ''
        for text, what in (setup, '_setup'), (stmt, '_stmt'):
            if not isinstance(text, str) and not callable(text):
                kind = 'setup' if what == '_setup' else 'stmt'
                raise ValueError(f'{kind} is neither a string nor callable')
        if callable(setup):
            names['_setup'] = setup
            init += ', _setup=_setup'
            setup = '_setup()'
        else:
            compile(setup, dummy_src_name, 'exec')
        if callable(stmt):
            names['_stmt'] = stmt
            init += ', _stmt=_stmt'
            stmt = '_stmt()'
        else:
            compile((setup + '\n' if isinstance(setup, str) else '') + stmt, dummy_src_name,
                    'exec')
        self.src = (f'def inner(_it, _timer{init}):\n    {_indented(setup, 4)}\n'
                    f'    _t0 = _timer()\n    for _i in _it:\n        {_indented(stmt, 8)}\n'
                    '        pass\n    _t1 = _timer()\n    return _t1 - _t0\n')
        exec(compile(self.src, dummy_src_name, 'exec'), space, names)
        self.inner = names['inner']

    def print_exc(self, file=None):
        """Prints the traceback of what a statement raised."""
        import traceback
        traceback.print_exc(file=file)

    def timeit(self, number=default_number):
        """How long the statement takes, so many times."""
        return self.inner(range(number), self.timer)

    def repeat(self, repeat=default_repeat, number=default_number):
        """Several such measurements."""
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        """How often the statement has to run to take 0.2 seconds, and how long it took then."""
        i = 1
        while True:
            for j in 1, 2, 5:
                number = i * j
                taken = self.timeit(number)
                if callback:
                    callback(number, taken)
                if taken >= 0.2:
                    return number, taken
            i *= 10


def timeit(stmt='pass', setup='pass', timer=default_timer, number=default_number, globals=None):
    """How long a statement takes, so many times."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt='pass', setup='pass', timer=default_timer, repeat=default_repeat,
           number=default_number, globals=None):
    """Several such measurements."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
