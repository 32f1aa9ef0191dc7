"""Test cases.

The run of a test is a few parts (set up, the method, tear down, cleanups, and the subtests inside),
each in a `with` block of `_Part`: whatever a part raises becomes an entry of the run's `_Outcome`,
which is told to the result at the end.

Private names that known frameworks and tests use: `_testMethodName`, `_testMethodDoc`, `_subtest`,
`_SubTest`, `_outcome` with its `errors`, `_feedErrorsToResult`, `_addSkip`, `_callTestMethod` and
the like, which subclasses override.

Counterpart: lib-python/3/unittest/case.py.
"""

import sys
import types

from . import result as _results
from .assertions import Assertions, DIFF_OMITTED
from .contexts import _AssertLogsContext, _AssertRaisesContext, _AssertWarnsContext
from .util import strclass

__unittest = True

_no_message = object()


class SkipTest(Exception):
    """Raised in a test to skip the rest of it."""


class _StopTest(Exception):
    """Ends a test from within, after a subtest that shall be the last."""


class _UnexpectedSuccess(Exception):
    """The failure for results that do not know of unexpected successes."""


class _Outcome:
    """What the parts of one run have come to so far."""

    def __init__(self, result=None):
        self.result = result
        self.result_supports_subtests = hasattr(result, "addSubTest")
        self.success = True
        self.expecting_failure = False
        self.expectedFailure = None
        # Pairs of a test or subtest and its exception, None for one that went well.
        self.errors = []
        self.skipped = []


class _Part:
    """The block of one part of a run. Nothing but the user's wish to stop gets out of it."""

    def __init__(self, outcome, test):
        self.outcome = outcome
        self.test = test

    def __enter__(self):
        self.success_before = self.outcome.success
        self.outcome.success = True

    def __exit__(self, kind, error, tb):
        outcome = self.outcome
        ended = True
        if kind is None:
            if outcome.result_supports_subtests and outcome.success:
                outcome.errors.append((self.test, None))
        elif issubclass(kind, KeyboardInterrupt):
            ended = False
        elif issubclass(kind, SkipTest):
            outcome.success = False
            outcome.skipped.append((self.test, str(error)))
        elif issubclass(kind, _StopTest):
            pass
        elif outcome.expecting_failure:
            outcome.expectedFailure = kind, error, tb
        else:
            outcome.success = False
            outcome.errors.append((self.test, (kind, error, tb)))
        outcome.success = outcome.success and self.success_before
        return ended


# Module fixtures

_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Has a function called after the tests of the module; the last one added is the first."""
    _module_cleanups.append((function, args, kwargs))


def doModuleCleanups():
    """Calls the cleanups. Each is called; then the first exception is raised."""
    raised = _call_all(_module_cleanups)
    if raised:
        raise raised[0][1]


def _call_all(cleanups):
    """Calls and removes cleanups from the last to the first; gives their exceptions."""
    raised = []
    while cleanups:
        function, args, kwargs = cleanups.pop()
        try:
            function(*args, **kwargs)
        except Exception:
            raised.append(sys.exc_info())
    return raised


# Marks on methods and classes


def skip(reason):
    """Decorates a test, or a class of tests, that is not to run."""
    if isinstance(reason, types.FunctionType):
        return skip("")(reason)

    def decorator(test_item):
        if not isinstance(test_item, type):
            import functools

            @functools.wraps(test_item)
            def skipped(*args, **kwargs):
                raise SkipTest(reason)
            test_item = skipped
        test_item.__unittest_skip__ = True
        test_item.__unittest_skip_why__ = reason
        return test_item
    return decorator


def _unchanged(test_item):
    return test_item


def skipIf(condition, reason):
    return skip(reason) if condition else _unchanged


def skipUnless(condition, reason):
    return _unchanged if condition else skip(reason)


def expectedFailure(test_item):
    test_item.__unittest_expecting_failure__ = True
    return test_item


def _why_skipped(test, method):
    """The reason why a test is not to run; None when it is."""
    for marked in (type(test), method):
        if getattr(marked, "__unittest_skip__", False):
            # An empty reason of the class gives way to one of the method.
            return (getattr(type(test), "__unittest_skip_why__", "")
                    or getattr(method, "__unittest_skip_why__", ""))
    return None


class _SubTestBlock:
    """What `subTest` gives: a part within the part of the test's method."""

    def __init__(self, test, subtest):
        self.test = test
        self.subtest = subtest

    def __enter__(self):
        test = self.test
        self.outer = test._subtest
        outcome = test._outcome
        self.part = None
        if outcome is not None and outcome.result_supports_subtests:
            test._subtest = self.subtest
            self.part = _Part(outcome, self.subtest)
            self.part.__enter__()

    def __exit__(self, kind, error, tb):
        if self.part is None:
            return False
        self.test._subtest = self.outer
        if not self.part.__exit__(kind, error, tb):
            return False
        outcome = self.test._outcome
        if not outcome.success:
            if outcome.result is not None and outcome.result.failfast:
                raise _StopTest
        elif outcome.expectedFailure:
            raise _StopTest
        return True


class TestCase(Assertions):
    """One test: the method of a subclass that is named when the case is made."""

    _classSetupFailed = False
    _class_cleanups = []

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._testMethodDoc = "No test"
        self._outcome = None
        self._subtest = None
        self._cleanups = []
        method = getattr(self, methodName, None)
        if method is not None:
            self._testMethodDoc = method.__doc__
        elif methodName != "runTest":
            raise ValueError("no such test method in %s: %s" % (type(self), methodName))

    # Fixtures

    def setUp(self):
        """Called before the test."""

    def tearDown(self):
        """Called after the test."""

    @classmethod
    def setUpClass(cls):
        """Called before the tests of the class."""

    @classmethod
    def tearDownClass(cls):
        """Called after the tests of the class."""

    def addCleanup(self, function, /, *args, **kwargs):
        """Has a function called after tearDown; the last one added is the first."""
        self._cleanups.append((function, args, kwargs))

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """The same, after tearDownClass."""
        cls._class_cleanups.append((function, args, kwargs))

    def doCleanups(self):
        """Calls the cleanups; called after tearDown, or setUp if that failed."""
        outcome = self._outcome or _Outcome()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            with _Part(outcome, self):
                self._callCleanup(function, *args, **kwargs)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        cls.tearDown_exceptions = _call_all(cls._class_cleanups)

    # Running

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        return _results.TestResult()

    def skipTest(self, reason):
        raise SkipTest(reason)

    def subTest(self, msg=_no_message, **params):
        """A block that fails for itself; the message and the parameters name it."""
        outer = self._subtest
        if outer is not None:
            for name, value in outer.params.items():
                params.setdefault(name, value)
        return _SubTestBlock(self, _SubTest(self, msg, params))

    # How the parts are called; cases with coroutines do it otherwise.

    def _callTestMethod(self, method):
        method()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def _callSetUp(self):
        self.setUp()

    def _callTearDown(self):
        self.tearDown()

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def run(self, result=None):
        stop_run = None
        if result is None:
            result = self.defaultTestResult()
            stop_run = getattr(result, "stopTestRun", None)
            start_run = getattr(result, "startTestRun", None)
            if start_run is not None:
                start_run()
        try:
            result.startTest(self)
            try:
                method = getattr(self, self._testMethodName)
                reason = _why_skipped(self, method)
                if reason is not None:
                    self._addSkip(result, self, reason)
                else:
                    self._run_parts(result, method)
            finally:
                result.stopTest(self)
        finally:
            if stop_run is not None:
                stop_run()
        return result

    def _run_parts(self, result, method):
        failure_expected = (getattr(self, "__unittest_expecting_failure__", False)
                            or getattr(method, "__unittest_expecting_failure__", False))
        outcome = self._outcome = _Outcome(result)
        try:
            with _Part(outcome, self):
                self._callSetUp()
            if outcome.success:
                outcome.expecting_failure = failure_expected
                with _Part(outcome, self):
                    self._callTestMethod(method)
                outcome.expecting_failure = False
                with _Part(outcome, self):
                    self._callTearDown()
            self.doCleanups()
            for test, reason in outcome.skipped:
                self._addSkip(result, test, reason)
            self._feedErrorsToResult(result, outcome.errors)
            if not outcome.success:
                return
            if not failure_expected:
                result.addSuccess(self)
            elif outcome.expectedFailure:
                _tell(result, "addExpectedFailure", self, outcome.expectedFailure)
            else:
                _tell(result, "addUnexpectedSuccess", self)
        finally:
            # The exceptions hold their frames, and those this case.
            outcome.errors.clear()
            outcome.expectedFailure = None
            self._outcome = None

    def _feedErrorsToResult(self, result, errors):
        for test, error in errors:
            if isinstance(test, _SubTest):
                result.addSubTest(test.test_case, test, error)
            elif error is not None:
                failed = issubclass(error[0], self.failureException)
                (result.addFailure if failed else result.addError)(test, error)

    def _addSkip(self, result, test_case, reason):
        _tell(result, "addSkip", test_case, reason)

    def debug(self):
        """Runs the test without catching what it raises."""
        method = getattr(self, self._testMethodName)
        reason = _why_skipped(self, method)
        if reason is not None:
            raise SkipTest(reason)
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._callCleanup(function, *args, **kwargs)

    # Names

    def id(self):
        return "%s.%s" % (strclass(type(self)), self._testMethodName)

    def shortDescription(self):
        """The first line of the method's docstring, if it has one."""
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def __str__(self):
        return "%s (%s)" % (self._testMethodName, strclass(type(self)))

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __eq__(self, other):
        same_type = type(self) is type(other)
        return self._testMethodName == other._testMethodName if same_type else NotImplemented

    def __repr__(self):
        return "<%s testMethod=%s>" % (strclass(type(self)), self._testMethodName)


# What becomes of an outcome that an old result does not know, and what a warning says of it.
_INSTEAD = {
    "addSkip": ("addSuccess", "skips not reported"),
    "addExpectedFailure": ("addSuccess", "reporting as passes"),
    "addUnexpectedSuccess": ("addFailure", "reporting as failure"),
}


def _tell(result, name, test, *details):
    """Notes an outcome in a result, which need not have all the methods."""
    tell = getattr(result, name, None)
    if tell is not None:
        tell(test, *details)
        return
    import warnings
    instead, effect = _INSTEAD[name]
    warnings.warn("TestResult has no %s method, %s" % (name, effect), RuntimeWarning, 2)
    if instead == "addSuccess":
        result.addSuccess(test)
        return
    try:
        raise _UnexpectedSuccess from None
    except _UnexpectedSuccess:
        result.addFailure(test, sys.exc_info())


class FunctionTestCase(TestCase):
    """A function as a test, with functions to set up and tear down."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._functions = setUp, tearDown, testFunc
        self._description = description

    def setUp(self):
        if self._functions[0] is not None:
            self._functions[0]()

    def tearDown(self):
        if self._functions[1] is not None:
            self._functions[1]()

    def runTest(self):
        self._functions[2]()

    def id(self):
        return self._functions[2].__name__

    def shortDescription(self):
        if self._description is not None:
            return self._description
        doc = self._functions[2].__doc__
        return doc and doc.split("\n")[0].strip() or None

    def __eq__(self, other):
        if not isinstance(other, FunctionTestCase):
            return NotImplemented
        return (self._functions, self._description) == (other._functions, other._description)

    def __hash__(self):
        return hash((type(self), self._functions, self._description))

    def __str__(self):
        return "%s (%s)" % (strclass(type(self)), self.id())

    def __repr__(self):
        return "<%s tec=%s>" % (strclass(type(self)), self._functions[2])


class _SubTest(TestCase):
    """One pass of a block inside a test."""

    def __init__(self, test_case, message, params):
        super().__init__()
        self.test_case = test_case
        self.params = params
        self.failureException = test_case.failureException
        self._message = message

    def runTest(self):
        raise NotImplementedError("subtests cannot be run directly")

    def _subDescription(self):
        parts = []
        if self._message is not _no_message:
            parts.append("[%s]" % (self._message,))
        if self.params:
            shown = ["%s=%r" % item for item in self.params.items()]
            parts.append("(%s)" % ", ".join(shown))
        return " ".join(parts) or "(<subtest>)"

    def id(self):
        return "%s %s" % (self.test_case.id(), self._subDescription())

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return "%s %s" % (self.test_case, self._subDescription())
