"""Signals by name. None ever comes from outside; `raise_signal` calls a handler."""

# Part of jitreel.

import _signal
from _signal import ITIMER_PROF, ITIMER_REAL, ITIMER_VIRTUAL, NSIG, ItimerError
from _signal import alarm, default_int_handler, getitimer, pause, pthread_kill, raise_signal
from _signal import set_wakeup_fd, setitimer, siginterrupt, sigpending
from enum import IntEnum

_names = vars(_signal)
_is_signal = lambda name: name.isupper() and name.startswith("SIG") and not name.startswith("SIG_")
IntEnum._convert_("Signals", __name__, _is_signal, source=_signal)
IntEnum._convert_("Handlers", __name__, lambda name: name in ("SIG_DFL", "SIG_IGN"), source=_signal)
IntEnum._convert_("Sigmasks", __name__,
                  lambda name: name in ("SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK"), source=_signal)


def _as_enum(value, kind):
    """A plain number as a member; anything else as it is."""
    if not isinstance(value, int):
        return value
    try:
        return kind(value)
    except ValueError:
        return value


def signal(signalnum, handler):
    """Remembers a handler; the one before is returned."""
    plain = int(handler) if isinstance(handler, Handlers) else handler
    return _as_enum(_signal.signal(int(signalnum), plain), Handlers)


def getsignal(signalnum):
    return _as_enum(_signal.getsignal(int(signalnum)), Handlers)


def strsignal(signalnum):
    return _signal.strsignal(signalnum)


def valid_signals():
    return {_as_enum(number, Signals) for number in _signal.valid_signals()}


del _is_signal, _names
