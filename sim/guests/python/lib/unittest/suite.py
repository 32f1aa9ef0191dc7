"""Suites: collections of tests that run one after another.

While a suite runs, the fixtures of modules and classes are set up when the first of their tests
comes, and torn down when the next test is another's. Where the run stands is noted in the result,
so that suites inside suites share it.

Counterpart: lib-python/3/unittest/suite.py.
"""

import sys

from . import case, util

__unittest = True


class BaseTestSuite:
    """Tests without fixtures of classes and modules."""

    # Whether a test is forgotten once it has run, so that what it holds is free.
    _cleanup = True

    def __init__(self, tests=()):
        self._tests = []
        self._forgotten = 0
        self.addTests(tests)

    def addTest(self, test):
        if not callable(test):
            raise TypeError("%r is not callable" % (test,))
        if isinstance(test, type) and issubclass(test, (case.TestCase, BaseTestSuite)):
            raise TypeError(
                "TestCases and TestSuites must be instantiated before passing them to addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        if not isinstance(tests, str):
            for test in tests:
                self.addTest(test)
        else:
            raise TypeError("tests must be an iterable of tests, not a string")

    def countTestCases(self):
        return self._forgotten + sum([test.countTestCases() for test in self if test is not None])

    def __iter__(self):
        return iter(self._tests)

    def __eq__(self, other):
        if not isinstance(other, type(self)):
            return NotImplemented
        return list(self) == list(other)

    def __repr__(self):
        return "<%s tests=%s>" % (util.strclass(type(self)), list(self))

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def run(self, result):
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            test(result)
            self._done(index)
        return result

    def debug(self):
        """Runs the tests without catching what they raise."""
        for test in self:
            test.debug()

    def _done(self, index):
        """Forgets the test at the index, but not how many there were."""
        if not self._cleanup:
            return
        try:
            test = self._tests[index]
        except TypeError:
            # A subclass may keep its tests elsewhere.
            return
        if hasattr(test, "countTestCases"):
            self._forgotten += test.countTestCases()
        self._tests[index] = None


class TestSuite(BaseTestSuite):
    """Tests with the fixtures of their classes and modules."""

    def run(self, result, debug=False):
        outermost = not getattr(result, "_testRunEntered", False)
        if outermost:
            result._testRunEntered = True
        for index, test in enumerate(self):
            if result.shouldStop:
                break
            if _is_single(test):
                if not _Fixtures(result).move_to(type(test)):
                    continue
            if debug and hasattr(test, "debug"):
                if isinstance(test, TestSuite):
                    test.run(result, True)
                else:
                    test.debug()
            else:
                test(result)
            self._done(index)
        if outermost:
            _Fixtures(result).move_to(None)
            result._testRunEntered = False
        return result

    def debug(self):
        """Runs the tests and fixtures without catching what they raise."""
        self.run(_DebugResult(), True)


class _DebugResult:
    """The place of a run whose exceptions are not caught."""

    _previousTestClass = None
    _moduleSetUpFailed = False
    shouldStop = False


def _is_single(test):
    try:
        iter(test)
    except TypeError:
        return True
    return False


class _Fixtures:
    """Takes a run from the tests of one class and module to those of another."""

    def __init__(self, result):
        self.result = result

    def move_to(self, cls):
        """Tears down and sets up what lies between; says whether tests of the class can run."""
        result = self.result
        previous = getattr(result, "_previousTestClass", None)
        if cls is not previous:
            self.leave_class(previous)
            module = getattr(cls, "__module__", None)
            if module != getattr(previous, "__module__", None):
                self.leave_module(previous)
                if cls is not None:
                    result._moduleSetUpFailed = False
                    self.enter_module(module)
            if cls is not None:
                self.enter_class(cls)
        if cls is None:
            return False
        result._previousTestClass = cls
        return not (getattr(cls, "_classSetupFailed", False) or result._moduleSetUpFailed)

    def enter_module(self, name):
        set_up = getattr(sys.modules.get(name), "setUpModule", None)
        if set_up is not None:
            self.result._moduleSetUpFailed = not self.perform(
                "setUpModule", name, set_up, case.doModuleCleanups, False)

    def leave_module(self, cls):
        name = getattr(cls, "__module__", None)
        if name in sys.modules and not self.result._moduleSetUpFailed:
            tear_down = getattr(sys.modules[name], "tearDownModule", None)
            self.perform("tearDownModule", name, tear_down, case.doModuleCleanups, True)

    def enter_class(self, cls):
        if self.result._moduleSetUpFailed or getattr(cls, "__unittest_skip__", False):
            return
        _mark(cls, False)
        self.perform_of_class("setUpClass", cls, False)

    def leave_class(self, cls):
        if cls is None or self.result._moduleSetUpFailed:
            return
        if getattr(cls, "_classSetupFailed", False) or getattr(cls, "__unittest_skip__", False):
            return
        self.perform_of_class("tearDownClass", cls, True)

    def perform_of_class(self, fixture, cls, clean_always):
        owner = util.strclass(cls)

        def clean():
            if hasattr(cls, "doClassCleanups"):
                cls.doClassCleanups()
                for error in cls.tearDown_exceptions:
                    self.report(fixture, owner, error)

        function = getattr(cls, fixture, None)
        if not self.perform(fixture, owner, function, clean, clean_always) and not clean_always:
            _mark(cls, True)

    def perform(self, fixture, owner, function, clean, clean_always):
        """Calls a fixture, then the cleanups if it failed or they are due; whether it was good."""
        _call_if_there(self.result, "_setupStdout")
        try:
            good = function is None or self.attempt(fixture, owner, function)
            if clean_always or not good:
                self.attempt(fixture, owner, clean)
        finally:
            _call_if_there(self.result, "_restoreStdout")
        return good

    def attempt(self, fixture, owner, function):
        try:
            function()
        except Exception:
            self.report(fixture, owner, sys.exc_info())
            return False
        return True

    def report(self, fixture, owner, error):
        if isinstance(self.result, _DebugResult):
            raise error[1]
        holder = _ErrorHolder("%s (%s)" % (fixture, owner))
        skip = getattr(self.result, "addSkip", None)
        if skip is not None and isinstance(error[1], case.SkipTest):
            skip(holder, str(error[1]))
        else:
            self.result.addError(holder, error)


def _mark(cls, failed):
    try:
        cls._classSetupFailed = failed
    except TypeError:
        # The test is no TestCase, but an instance of a built-in type.
        pass


def _call_if_there(result, name):
    method = getattr(result, name, None)
    if method is not None:
        method()


class _ErrorHolder:
    """Stands as a test for a fixture that failed."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def id(self):
        return self.description

    def shortDescription(self):
        return None

    def countTestCases(self):
        return 0

    def run(self, result):
        """There is nothing to run."""

    def __call__(self, result):
        return self.run(result)

    def __str__(self):
        return self.id()

    def __repr__(self):
        return "<ErrorHolder description=%r>" % (self.description,)
