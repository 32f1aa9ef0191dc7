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
        self.expecting_failure = False
        self.result = result
        self.result_supports_subtests = hasattr(result, "addSubTest")
        self.success = True
        self.skipped = []
        self.expectedFailure = None
        self.errors = []

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


def addModuleCleanup(function, /, *args, **kwargs):
    """Call a function after the tests of the module, also if setUpModule fails."""
    _module_cleanups.append((function, args, kwargs))


def doModuleCleanups():
    """Call the functions that addModuleCleanup() was given, the latest first."""
    exceptions = []
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        try:
            function(*args, **kwargs)
        except Exception as exc:
            exceptions.append(exc)
    if exceptions:
        raise exceptions[0]


def skip(reason):
    """Unconditionally skip a test."""

    def decorator(test_item):
        if not isinstance(test_item, type):
            @functools.wraps(test_item)
            def skip_wrapper(*args, **kwargs):
                raise SkipTest(reason)

            test_item = skip_wrapper
        test_item.__unittest_skip__ = True
        test_item.__unittest_skip_why__ = reason
        return test_item

    if isinstance(reason, types.FunctionType):
        test_item = reason
        reason = ""
        return decorator(test_item)
    return decorator


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

    def setUp(self):
        "Hook method for setting up the test fixture before exercising it."

    def tearDown(self):
        "Hook method for deconstructing the test fixture after testing it."

    @classmethod
    def setUpClass(cls):
        "Hook method for setting up class fixture before running tests in the class."

    @classmethod
    def tearDownClass(cls):
        "Hook method for deconstructing the class fixture after running all tests in the class."

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        return result.TestResult()

    def shortDescription(self):
        """The first line of the test method's docstring; None without one."""
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        return "%s.%s" % (strclass(self.__class__), self._testMethodName)

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        return "%s (%s)" % (self._testMethodName, strclass(self.__class__))

    def __repr__(self):
        return "<%s testMethod=%s>" % (strclass(self.__class__), self._testMethodName)

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
        for test, exc_info in errors:
            if isinstance(test, _SubTest):
                result.addSubTest(test.test_case, test, exc_info)
            elif exc_info is not None:
                if issubclass(exc_info[0], self.failureException):
                    result.addFailure(test, exc_info)
                else:
                    result.addError(test, exc_info)

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
        try:
            raise _UnexpectedSuccess from None
        except _UnexpectedSuccess:
            result.addFailure(self, sys.exc_info())

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        method()

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

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
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            outcome.run_part(self, self._callCleanup, function, *args, **kwargs)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        """Call the functions that addClassCleanup() was given, the latest first."""
        cls.tearDown_exceptions = []
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            try:
                function(*args, **kwargs)
            except Exception:
                cls.tearDown_exceptions.append(sys.exc_info())

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test without collecting errors in a TestResult"""
        method = getattr(self, self._testMethodName)
        reason = _skip_reason(self, method)
        if reason is not None:
            raise SkipTest(reason)
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._callCleanup(function, *args, **kwargs)

    def skipTest(self, reason):
        """Skip this test."""
        raise SkipTest(reason)


class FunctionTestCase(TestCase):
    """A test case that wraps a test function."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._setUpFunc = setUp
        self._tearDownFunc = tearDown
        self._testFunc = testFunc
        self._description = description

    def setUp(self):
        if self._setUpFunc is not None:
            self._setUpFunc()

    def tearDown(self):
        if self._tearDownFunc is not None:
            self._tearDownFunc()

    def runTest(self):
        self._testFunc()

    def id(self):
        return self._testFunc.__name__

    def _parts(self):
        return self._setUpFunc, self._tearDownFunc, self._testFunc, self._description

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self):
        return hash((type(self),) + self._parts())

    def __str__(self):
        return "%s (%s)" % (strclass(self.__class__), self._testFunc.__name__)

    def __repr__(self):
        return "<%s tec=%s>" % (strclass(self.__class__), self._testFunc)

    def shortDescription(self):
        if self._description is not None:
            return self._description
        doc = self._testFunc.__doc__
        return doc and doc.split("\n")[0].strip() or None


class _SubTest(TestCase):
    """What a subtest is called by in results."""

    def __init__(self, test_case, message, params):
        super().__init__()
        self._message = message
        self.test_case = test_case
        self.params = params
        self.failureException = test_case.failureException

    def runTest(self):
        raise NotImplementedError("subtests cannot be run directly")

    def _subDescription(self):
        parts = []
        if self._message is not _no_message:
            parts.append("[%s]" % (self._message,))
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
