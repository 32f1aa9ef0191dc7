"""Ending a run of tests by Ctrl-C.

Counterpart: lib-python/3/unittest/signals.py. DIFFERS: programs get no signals, since they would
come at another place in each run; so this only keeps the results.
"""

__unittest = True

_results = []


def registerResult(result):
    _results.append(result)


def removeResult(result):
    if result in _results:
        _results.remove(result)
        return True
    return False


def installHandler():
    """Ctrl-C ends the run of the whole program."""


def removeHandler(method=None):
    return method
