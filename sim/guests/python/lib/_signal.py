"""Signals: none ever comes, so handlers are only remembered."""

# Part of jitreel.

SIG_DFL, SIG_IGN = 0, 1
SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = 0, 1, 2
NSIG = 65
ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2
SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL = range(1, 10)
SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM = range(10, 16)
SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ = range(17, 26)
SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR, SIGSYS = range(26, 32)
SIGIOT, SIGCLD, SIGPOLL = SIGABRT, SIGCHLD, SIGIO
SIGRTMIN, SIGRTMAX = 34, 64


class ItimerError(OSError):
    """A timer could not be set."""


def default_int_handler(signum, frame):
    """Raise KeyboardInterrupt."""
    raise KeyboardInterrupt


_handlers = {SIGINT: default_int_handler}


def _check(signum):
    if not 1 <= signum < NSIG:
        raise ValueError("signal number out of range")


def signal(signum, handler):
    _check(signum)
    if not callable(handler) and handler not in (SIG_DFL, SIG_IGN):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    old = getsignal(signum)
    _handlers[signum] = handler
    return old


def getsignal(signum):
    _check(signum)
    return _handlers.get(signum, SIG_DFL)


def raise_signal(signum):
    handler = getsignal(signum)
    if callable(handler):
        handler(signum, None)
    elif handler == SIG_DFL:
        raise SystemExit(128 + signum)


def _refuse(*args):
    raise OSError(1, "signals are not supported")


alarm = setitimer = getitimer = pause = set_wakeup_fd = siginterrupt = pthread_kill = _refuse
sigwait = sigpending = pthread_sigmask = _refuse


def strsignal(signum):
    _check(signum)
    return None


def valid_signals():
    return set(range(1, NSIG)) - {32, 33}
