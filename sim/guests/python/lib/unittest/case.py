"""Test cases: one method each, with what surrounds it.

Counterpart: lib-python/3/unittest/case.py.
"""

import functools
import sys
import types

from . import result
from .assertions import Assertions, DIFF_OMITTED
from .contexts import (
    _AssertLogsContext, _AssertRaisesContext, _AssertWarnsContext, _BaseTestCaseContext,
)
from .util import strclass

__unittest = True

_no_message = object()


class SkipTest(Exception):
    """Raise this exception in a test to skip it."""


class _ShouldStop(Exception):
    """The test should stop."""


class _UnexpectedSuccess(Exception):
    """The test was supposed to fail, but it didn't!"""


class _Outcome:
    """What has happened in one test so far."""

    def __init__(self, result=None):
        self.success, self.expecting_failure, self.expectedFailure = True, False, None
        self.errors, self.skipped = [], []
        self.result_supports_subtests = hasattr(result, "addSubTest")
        self.result = result

    def run_part(self, test_case, function, *args, **kwargs):
        """Run a part of a test; whether it succeeded."""
        try:
            function(*args, **kwargs)
        except KeyboardInterrupt:
            raise
        except BaseException:
            return self.note_exception(test_case, sys.exc_info())
        return self.note_success(test_case)

    def note_success(self, test_case):
        if self.result_supports_subtests:
            self.errors.append((test_case, None))
        return True

    def note_exception(self, test_case, exc_info):
        """Note the exception that a part ended in; whether that counts as success."""
        value = exc_info[1]
        succeeded = False
        if isinstance(value, SkipTest):
            self.skipped.append((test_case, str(value)))
        elif isinstance(value, _ShouldStop) or self.expecting_failure:
            succeeded = True
            if not isinstance(value, _ShouldStop):
                self.expectedFailure = exc_info
        else:
            self.errors.append((test_case, exc_info))
        self.success = self.success and succeeded
        return succeeded


def _id(obj):
    return obj


_module_cleanups = []


def _call_all(calls):
    """Empty a stack of calls; the exc_info of each that failed."""
    failed = []
    while calls:
        called, positional, named = calls.pop()
        try:
            called(*positional, **named)
        except Exception:
            failed.append(sys.exc_info())
    return failed


def addModuleCleanup(function, /, *args, **kwargs):
    """Call a function after the tests of the module, also if setUpModule fails."""
    _module_cleanups.append((function, args, kwargs))


def doModuleCleanups():
    """Call the functions that addModuleCleanup() was given, the latest first."""
    failed = _call_all(_module_cleanups)
    if failed:
        raise failed[0][1]


def _mark_skipped(item, reason):
    """A class itself, or in place of a function one that skips; both marked for run()."""
    marked = item
    if not isinstance(item, type):
        def marked(*_, **__):
            raise SkipTest(reason)

        functools.update_wrapper(marked, item)
    marked.__unittest_skip_why__ = reason
    marked.__unittest_skip__ = True
    return marked


def skip(reason):
    """Unconditionally skip a test."""
    if isinstance(reason, types.FunctionType):
        # Written without a reason: @skip.
        return _mark_skipped(reason, "")
    return lambda item: _mark_skipped(item, reason)


def skipIf(condition, reason):
    """Skip a test if the condition is true."""
    return skip(reason) if condition else _id


def skipUnless(condition, reason):
    """Skip a test unless the condition is true."""
    return _id if condition else skip(reason)


def expectedFailure(test_item):
    """Mark a test as one that is supposed to fail."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


def _skip_reason(test_case, method):
    """The reason why a test is not to be run; None when it is."""
    cls = test_case.__class__
    if getattr(cls, "__unittest_skip__", False) or getattr(method, "__unittest_skip__", False):
        return (getattr(cls, "__unittest_skip_why__", "")
                or getattr(method, "__unittest_skip_why__", ""))
    return None


class _SubTestManager:
    """The context manager of TestCase.subTest()."""

    def __init__(self, test_case, message, params):
        self.test_case = test_case
        self.message = message
        self.params = params

    def __enter__(self):
        case = self.test_case
        outcome = case._outcome
        self.outcome = None
        if outcome is None or not outcome.result_supports_subtests:
            return
        self.outcome = outcome
        parent = self.parent = case._subtest
        params = dict(self.params)
        if parent is not None:
            for key, value in parent.params.items():
                params.setdefault(key, value)
        self.subtest = case._subtest = _SubTest(case, self.message, params)
        self.old_success = outcome.success
        outcome.success = True

    def __exit__(self, kind, value, tb):
        outcome = self.outcome
        if outcome is None:
            return False
        if isinstance(value, KeyboardInterrupt):
            return False
        self.test_case._subtest = self.parent
        if kind is not None:
            outcome.note_exception(self.subtest, (kind, value, tb))
        elif outcome.success:
            outcome.note_success(self.subtest)
        outcome.success = outcome.success and self.old_success
        if not outcome.success:
            if outcome.result is not None and outcome.result.failfast:
                raise _ShouldStop
        elif outcome.expectedFailure:
            raise _ShouldStop
        return True


class TestCase(Assertions):
    """A class whose instances are single test cases."""

    _classSetupFailed = False
    _class_cleanups = []

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._outcome = None
        self._testMethodDoc = "No test"
        try:
            method = getattr(self, methodName)
        except AttributeError:
            if methodName != "runTest":
                raise ValueError("no such test method in %s: %s" % (self.__class__, methodName))
        else:
            self._testMethodDoc = method.__doc__
        self._cleanups = []
        self._subtest = None
        self._init_type_equality()

    def addCleanup(self, function, /, *args, **kwargs):
        """Call a function after tearDown, also if the test or setUp fails."""
        self._cleanups.append((function, args, kwargs))

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """Call a function after tearDownClass, also if setUpClass fails."""
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def setUpClass(cls):
        """What subclasses do before the first test of the class."""

    def setUp(self):
        """What subclasses do before each test."""

    def tearDown(self):
        """What subclasses do after each test whose setUp() succeeded."""

    @classmethod
    def tearDownClass(cls):
        """What subclasses do after the last test of the class."""

    def defaultTestResult(self):
        """The result that run() makes when it is given none."""
        return result.TestResult()

    def countTestCases(self):
        """The number of tests in this: always one."""
        return 1

    def shortDescription(self):
        """The first line of the test method's docstring; None without one."""
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __eq__(self, other):
        if type(other) is type(self):
            return other._testMethodName == self._testMethodName
        return NotImplemented

    def _in_words(self, template):
        """A text with the names of the class and the method in it."""
        return template.format(kind=strclass(self.__class__), method=self._testMethodName)

    def __repr__(self):
        return self._in_words("<{kind} testMethod={method}>")

    def __str__(self):
        return self._in_words("{method} ({kind})")

    def id(self):
        """The full dotted name."""
        return self._in_words("{kind}.{method}")

    def _addSkip(self, result, test_case, reason):
        add = getattr(result, "addSkip", None)
        if add is not None:
            add(test_case, reason)
            return
        import warnings
        warnings.warn("TestResult has no addSkip method, skips not reported", RuntimeWarning, 2)
        result.addSuccess(test_case)

    def subTest(self, msg=_no_message, **params):
        """A context manager for a part of the test that may fail without ending it."""
        return _SubTestManager(self, msg, params)

    def _feedErrorsToResult(self, result, errors):
        for part, raised in errors:
            if isinstance(part, _SubTest):
                result.addSubTest(part.test_case, part, raised)
                continue
            if raised is None:
                continue
            failed = issubclass(raised[0], self.failureException)
            (result.addFailure if failed else result.addError)(part, raised)

    def _addExpectedFailure(self, result, exc_info):
        add = getattr(result, "addExpectedFailure", None)
        if add is not None:
            add(self, exc_info)
            return
        import warnings
        warnings.warn("TestResult has no addExpectedFailure method, reporting as passes",
                      RuntimeWarning)
        result.addSuccess(self)

    def _addUnexpectedSuccess(self, result):
        add = getattr(result, "addUnexpectedSuccess", None)
        if add is not None:
            add(self)
            return
        import warnings
        warnings.warn("TestResult has no addUnexpectedSuccess method, reporting as failure",
                      RuntimeWarning)
        # A result wants an exception that was really raised.
        try:
            raise _UnexpectedSuccess from None
        except _UnexpectedSuccess:
            raised = sys.exc_info()
        result.addFailure(self, raised)

    # How the parts are called; IsolatedAsyncioTestCase does it otherwise.

    def _callSetUp(self):
        self.setUp()

    def _callTearDown(self):
        self.tearDown()

    def _callTestMethod(self, method):
        method()

    def _callCleanup(self, cleanup, /, *positional, **named):
        cleanup(*positional, **named)

    def _pop_cleanups(self):
        """The cleanups, the latest first, each taken off before it is given."""
        while self._cleanups:
            yield self._cleanups.pop()

    def run(self, result=None):
        stop_run = None
        if result is None:
            result = self.defaultTestResult()
            start_run = getattr(result, "startTestRun", None)
            stop_run = getattr(result, "stopTestRun", None)
            if start_run is not None:
                start_run()
        result.startTest(self)
        try:
            method = getattr(self, self._testMethodName)
            reason = _skip_reason(self, method)
            if reason is not None:
                self._addSkip(result, self, reason)
            else:
                self._run_method(result, method)
            return result
        finally:
            result.stopTest(self)
            if stop_run is not None:
                stop_run()

    def _run_method(self, result, method):
        expecting_failure = (
            getattr(self, "__unittest_expecting_failure__", False)
            or getattr(method, "__unittest_expecting_failure__", False))
        outcome = self._outcome = _Outcome(result)
        try:
            if outcome.run_part(self, self._callSetUp):
                outcome.expecting_failure = expecting_failure
                outcome.run_part(self, self._callTestMethod, method)
                outcome.expecting_failure = False
                outcome.run_part(self, self._callTearDown)
            self.doCleanups()
            for test, reason in outcome.skipped:
                self._addSkip(result, test, reason)
            self._feedErrorsToResult(result, outcome.errors)
            if outcome.success:
                if not expecting_failure:
                    result.addSuccess(self)
                elif outcome.expectedFailure:
                    self._addExpectedFailure(result, outcome.expectedFailure)
                else:
                    self._addUnexpectedSuccess(result)
        finally:
            outcome.errors.clear()
            outcome.expectedFailure = None
            self._outcome = None

    def doCleanups(self):
        """Call the functions that addCleanup() was given, the latest first."""
        outcome = self._outcome or _Outcome()
        for cleanup, positional, named in self._pop_cleanups():
            outcome.run_part(self, self._callCleanup, cleanup, *positional, **named)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        """Call the functions that addClassCleanup() was given, the latest first."""
        cls.tearDown_exceptions = _call_all(cls._class_cleanups)

    def __call__(self, *args, **kwds):
        """The same as run()."""
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test and let what it raises through."""
        method = getattr(self, self._testMethodName)
        reason = _skip_reason(self, method)
        if reason is not None:
            raise SkipTest(reason)
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        for cleanup, positional, named in self._pop_cleanups():
            self._callCleanup(cleanup, *positional, **named)

    def skipTest(self, reason):
        """End the test as a skipped one."""
        raise SkipTest(reason)


class FunctionTestCase(TestCase):
    """A test case that wraps a test function."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        # All that the case is made of, in the order in which it is compared.
        self._made_of = setUp, tearDown, testFunc, description

    def runTest(self):
        self._made_of[2]()

    def setUp(self):
        before = self._made_of[0]
        if before is not None:
            before()

    def tearDown(self):
        after = self._made_of[1]
        if after is not None:
            after()

    def shortDescription(self):
        """The description, or else the first line of the function's docstring."""
        _, _, function, description = self._made_of
        if description is None:
            return (function.__doc__ or "").partition("\n")[0].strip() or None
        return description

    def id(self):
        """The name of the function."""
        return self._made_of[2].__name__

    def __repr__(self):
        return "<%s tec=%s>" % (strclass(self.__class__), self._made_of[2])

    def __str__(self):
        return "%s (%s)" % (strclass(self.__class__), self.id())

    def __hash__(self):
        return hash((type(self), *self._made_of))

    def __eq__(self, other):
        if isinstance(other, self.__class__):
            return self._made_of == other._made_of
        return NotImplemented


class _SubTest(TestCase):
    """What a subtest is called by in results."""

    def __init__(self, test_case, message, params):
        super().__init__()
        self.failureException = test_case.failureException
        self.test_case, self.params, self._message = test_case, params, message

    def runTest(self):
        raise NotImplementedError("subtests cannot be run directly")

    def _subDescription(self):
        named = self._message is not _no_message
        parts = ["[%s]" % (self._message,)] if named else []
        if self.params:
            shown = ["%s=%r" % (key, value) for key, value in self.params.items()]
            parts.append("(%s)" % ", ".join(shown))
        return " ".join(parts) or "(<subtest>)"

    def id(self):
        return "%s %s" % (self.test_case.id(), self._subDescription())

    def shortDescription(self):
        """The description of the test that this is a part of."""
        return self.test_case.shortDescription()

    def __str__(self):
        return "%s %s" % (self.test_case, self._subDescription())
