"""What has become of the tests of a run.

Counterpart: lib-python/3/unittest/result.py.
"""

import sys

from . import util

__unittest = True

STDOUT_LINE = "\nStdout:\n%s"
STDERR_LINE = "\nStderr:\n%s"


def failfast(method):
    """For methods that note a failure: they end the run if it is to end at the first one."""
    def inner(self, *args, **kwargs):
        if getattr(self, "failfast", False):
            self.stop()
        return method(self, *args, **kwargs)
    inner.__name__, inner.__doc__ = method.__name__, method.__doc__
    return inner


class TestResult:
    """Collects outcomes: lists of pairs of a test and the text of its exception."""

    # Where a run stands among classes and modules. It belongs to `fixtures`, but known runners
    # look at these names.
    _testRunEntered = _moduleSetUpFailed = False
    _previousTestClass = None

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.testsRun = 0
        for outcomes in ("failures", "errors", "skipped", "expectedFailures",
                         "unexpectedSuccesses"):
            setattr(self, outcomes, [])
        self.shouldStop = self.failfast = self.buffer = self.tb_locals = False
        # While output is caught: the caught streams; always: those that it is written to later.
        self._caught = None
        self._original_stdout, self._original_stderr = sys.stdout, sys.stderr
        self._mirrorOutput = False

    def printErrors(self):
        """Called at the end of a run."""

    def startTestRun(self):
        """Called before a run."""

    def stopTestRun(self):
        """Called after a run."""

    def startTest(self, test):
        self.testsRun += 1
        self._mirrorOutput = False
        self._setupStdout()

    def stopTest(self, test):
        self._restoreStdout()
        self._mirrorOutput = False

    def _setupStdout(self):
        if self.buffer:
            if self._caught is None:
                import io
                self._caught = io.StringIO(), io.StringIO()
            sys.stdout, sys.stderr = self._caught

    def _restoreStdout(self):
        """Gives the output back to its streams, and shows what was caught if something failed."""
        if not self.buffer:
            return
        originals = self._original_stdout, self._original_stderr
        if self._mirrorOutput:
            for title, stream, original in zip(
                    (STDOUT_LINE, STDERR_LINE), (sys.stdout, sys.stderr), originals):
                text = stream.getvalue()
                if text:
                    original.write(title % _as_lines(text))
        sys.stdout, sys.stderr = originals
        for stream in self._caught:
            stream.seek(0)
            stream.truncate()

    # Outcomes

    @failfast
    def addError(self, test, err):
        self._note(self.errors, test, err)

    @failfast
    def addFailure(self, test, err):
        self._note(self.failures, test, err)

    def addSubTest(self, test, subtest, err):
        """Called at the end of a subtest; `err` is None when it was successful."""
        if err is None:
            return
        if getattr(self, "failfast", False):
            self.stop()
        failed = issubclass(err[0], test.failureException)
        self._note(self.failures if failed else self.errors, subtest, err)

    def _note(self, outcomes, test, err):
        outcomes.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    def addSuccess(self, test):
        pass

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    @failfast
    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)

    def wasSuccessful(self):
        unexpected = getattr(self, "unexpectedSuccesses", ())
        return not (self.failures or self.errors or unexpected)

    def stop(self):
        self.shouldStop = True

    # Tracebacks

    def _exc_info_to_string(self, err, test):
        import traceback
        kind, value, tb = err
        todo, seen = [value], {id(value)}
        while todo:
            one = todo.pop()
            for cause in (one.__cause__, one.__context__):
                if cause is not None and id(cause) not in seen:
                    seen.add(id(cause))
                    todo.append(cause)
                    cause.__traceback__ = _trimmed(cause.__traceback__, type(cause), test)
        shown = traceback.TracebackException(
            kind, value, _trimmed(tb, kind, test), capture_locals=self.tb_locals)
        parts = list(shown.format())
        if self.buffer:
            for title, stream in ((STDOUT_LINE, sys.stdout), (STDERR_LINE, sys.stderr)):
                text = stream.getvalue()
                if text:
                    parts.append(title % _as_lines(text))
        return "".join(parts)

    def __repr__(self):
        return "<%s run=%i errors=%i failures=%i>" % (
            util.strclass(type(self)), self.testsRun, len(self.errors), len(self.failures))


def _as_lines(text):
    return text if text.endswith("\n") else text + "\n"


def _is_ours(tb):
    return "__unittest" in tb.tb_frame.f_globals


def _trimmed(tb, kind, test):
    """A traceback from the test's own code on; for a failed assertion also only that far."""
    while tb is not None and _is_ours(tb):
        tb = tb.tb_next
    if tb is not None and kind is test.failureException:
        last = tb
        while last.tb_next is not None and not _is_ours(last.tb_next):
            last = last.tb_next
        last.tb_next = None
    return tb
