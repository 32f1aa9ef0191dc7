"""What is known about the tests that were run.

Counterpart: lib-python/3/unittest/result.py.
"""

import sys

from . import util

__unittest = True

STDOUT_LINE = "\nStdout:\n%s"
STDERR_LINE = "\nStderr:\n%s"


def failfast(method):
    """Let a method end the run first, if the run is to end with the first failure."""
    from functools import wraps

    @wraps(method)
    def inner(self, *args, **kw):
        if getattr(self, "failfast", False):
            self.stop()
        return method(self, *args, **kw)

    return inner


def _with_newline(text):
    return text if text.endswith("\n") else text + "\n"


class TestResult:
    """Holder for test result information."""

    # What a suite remembers here between two tests.
    _moduleSetUpFailed = _testRunEntered = False
    _previousTestClass = None

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        # The options, which runners set.
        self.buffer = self.failfast = self.tb_locals = False
        # What has happened so far.
        self.testsRun = 0
        self.shouldStop = False
        for kind in ("errors", "failures", "skipped", "expectedFailures",
                     "unexpectedSuccesses"):
            setattr(self, kind, [])
        # Where output goes, and where it goes instead with `buffer`.
        self._original_stdout, self._original_stderr = sys.stdout, sys.stderr
        self._stdout_buffer = self._stderr_buffer = None
        self._mirrorOutput = False

    def startTest(self, test):
        """A test is about to be run."""
        self._mirrorOutput = False
        self._setupStdout()
        self.testsRun += 1

    def printErrors(self):
        """The run is over; what tells about it does so here."""

    def _setupStdout(self):
        if not self.buffer:
            return
        if self._stderr_buffer is None:
            import io
            self._stderr_buffer = io.StringIO()
            self._stdout_buffer = io.StringIO()
        sys.stdout = self._stdout_buffer
        sys.stderr = self._stderr_buffer

    def startTestRun(self):
        """Called once before any tests are executed."""

    def stopTest(self, test):
        """Called when the given test has been run"""
        self._restoreStdout()
        self._mirrorOutput = False

    def _restoreStdout(self):
        if not self.buffer:
            return
        if self._mirrorOutput:
            output = sys.stdout.getvalue()
            error = sys.stderr.getvalue()
            if output:
                self._original_stdout.write(STDOUT_LINE % _with_newline(output))
            if error:
                self._original_stderr.write(STDERR_LINE % _with_newline(error))
        sys.stdout = self._original_stdout
        sys.stderr = self._original_stderr
        for buffer in (self._stdout_buffer, self._stderr_buffer):
            buffer.seek(0)
            buffer.truncate()

    def stopTestRun(self):
        """Called once after all tests are executed."""

    @failfast
    def addError(self, test, err):
        """Called when an error has occurred; `err` is as of sys.exc_info()."""
        self.errors.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    @failfast
    def addFailure(self, test, err):
        """Called when a failure has occurred; `err` is as of sys.exc_info()."""
        self.failures.append((test, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    def addSubTest(self, test, subtest, err):
        """Called at the end of a subtest; `err` is None if that succeeded."""
        if err is None:
            return
        if getattr(self, "failfast", False):
            self.stop()
        is_failure = issubclass(err[0], test.failureException)
        errors = self.failures if is_failure else self.errors
        errors.append((subtest, self._exc_info_to_string(err, test)))
        self._mirrorOutput = True

    def addSuccess(self, test):
        "Called when a test has completed successfully"

    def addSkip(self, test, reason):
        """Called when a test is skipped."""
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        """Called when an expected failure/error occurred."""
        self.expectedFailures.append((test, self._exc_info_to_string(err, test)))

    @failfast
    def addUnexpectedSuccess(self, test):
        """A test that was expected to fail has succeeded."""
        self.unexpectedSuccesses.append(test)

    def wasSuccessful(self):
        """Whether nothing so far makes the run a failed one."""
        if self.failures or self.errors:
            return False
        return not getattr(self, "unexpectedSuccesses", ())

    def stop(self):
        """Indicates that the tests should be aborted."""
        self.shouldStop = True

    def _exc_info_to_string(self, err, test):
        """The text of an exception, without the frames of this package."""
        import traceback
        kind, value, tb = err
        tb = self._clean_tracebacks(kind, value, tb, test)
        made = traceback.TracebackException(kind, value, tb, capture_locals=self.tb_locals)
        lines = list(made.format())
        if self.buffer:
            output = sys.stdout.getvalue()
            error = sys.stderr.getvalue()
            if output:
                lines.append(STDOUT_LINE % _with_newline(output))
            if error:
                lines.append(STDERR_LINE % _with_newline(error))
        return "".join(lines)

    def _clean_tracebacks(self, kind, value, tb, test):
        """Cut this package's frames from an exception and from its causes."""
        cleaned = tb = self._without_own_frames(kind, tb, test)
        todo = [value]
        seen = set()
        while todo:
            one = todo.pop()
            if one is None or id(one) in seen:
                continue
            seen.add(id(one))
            for cause in (one.__cause__, one.__context__):
                if cause is not None and id(cause) not in seen:
                    cause.__traceback__ = self._without_own_frames(
                        type(cause), cause.__traceback__, test)
                    todo.append(cause)
        return cleaned

    def _without_own_frames(self, kind, tb, test):
        while tb and self._is_relevant_tb_level(tb):
            tb = tb.tb_next
        if kind is test.failureException:
            self._remove_unittest_tb_frames(tb)
        return tb

    def _is_relevant_tb_level(self, tb):
        return "__unittest" in tb.tb_frame.f_globals

    def _remove_unittest_tb_frames(self, tb):
        """End a traceback that begins in the test's own code before the first other frame."""
        last = None
        while tb and not self._is_relevant_tb_level(tb):
            last = tb
            tb = tb.tb_next
        if last is not None:
            last.tb_next = None

    def __repr__(self):
        return "<%s run=%i errors=%i failures=%i>" % (
            util.strclass(self.__class__), self.testsRun, len(self.errors), len(self.failures))
