"""Suites of tests, and what is done around the tests of a class or module.

Counterpart: lib-python/3/unittest/suite.py.
"""

import sys

from . import case
from . import util

__unittest = True


def _call_if_exists(parent, attr):
    function = getattr(parent, attr, None)
    if function is not None:
        function()


def _run_test(test, result):
    test(result)
    return True


class BaseTestSuite:
    """Tests in a row, without hooks of classes and modules."""

    # Whether a test is forgotten once it has run.
    _cleanup = True

    def __init__(self, tests=()):
        self._removed_tests = 0
        self._tests = []
        self.addTests(tests)

    def __iter__(self):
        return iter(self._tests)

    def __eq__(self, other):
        if isinstance(other, self.__class__):
            return [*self] == [*other]
        return NotImplemented

    def __repr__(self):
        return "<%s tests=%s>" % (util.strclass(self.__class__), [*self])

    def countTestCases(self):
        """The number of tests, with those that were run and forgotten."""
        return self._removed_tests + sum([test.countTestCases() for test in self if test])

    def addTest(self, test):
        if not callable(test):
            raise TypeError("%s is not callable" % repr(test))
        if isinstance(test, type) and issubclass(test, (case.TestCase, TestSuite)):
            raise TypeError(
                "TestCases and TestSuites must be instantiated before passing them to addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        add = self.addTest
        for one in tests:
            add(one)

    def _run_each(self, run_one, result):
        """Run the tests until the result wants to stop; forget those that had their turn."""
        for index, test in enumerate(self):
            if result.shouldStop:
                return result
            if run_one(test, result) and self._cleanup:
                self._removeTestAtIndex(index)
        return result

    def run(self, result):
        return self._run_each(_run_test, result)

    def _removeTestAtIndex(self, index):
        """Forget a test that has been run."""
        try:
            test = self._tests[index]
        except TypeError:
            # A subclass may keep its tests otherwise.
            return
        if hasattr(test, "countTestCases"):
            self._removed_tests += test.countTestCases()
        self._tests[index] = None

    def debug(self):
        """Run the tests and let what they raise through."""
        for one in self:
            one.debug()

    def __call__(self, *args, **kwds):
        """The same as run()."""
        return self.run(*args, **kwds)


class TestSuite(BaseTestSuite):
    """A composite of test cases and other suites, run in the order of adding."""

    def run(self, result, debug=False):
        nested = getattr(result, "_testRunEntered", False) is not False
        if not nested:
            result._testRunEntered = True
        self._run_each(self._debug_in_place if debug else self._run_in_place, result)
        if nested:
            return result
        # The last class and module of the whole run have no test after them.
        self._tearDownPreviousClass(None, result)
        self._handleModuleTearDown(result)
        result._testRunEntered = False
        return result

    def _enter(self, test, result):
        """Call the hooks that are due before a test; whether the test is to be run."""
        if not _isnotsuite(test):
            return True
        for prepare in (self._tearDownPreviousClass, self._handleModuleFixture,
                        self._handleClassSetUp):
            prepare(test, result)
        kind = result._previousTestClass = test.__class__
        return not (getattr(kind, "_classSetupFailed", False)
                    or getattr(result, "_moduleSetUpFailed", False))

    def _run_in_place(self, test, result):
        entered = self._enter(test, result)
        if entered:
            test(result)
        return entered

    def _debug_in_place(self, test, result):
        entered = self._enter(test, result)
        if entered:
            test.debug()
        return entered

    def debug(self):
        """Run the tests with their hooks and let what they raise through."""
        self.run(_DebugResult(), debug=True)

    def _guarded(self, function, result, method_name, parent):
        """Call a hook; an exception becomes an error of the run. Whether it succeeded."""
        try:
            function()
        except Exception as error:
            if isinstance(result, _DebugResult):
                raise
            self._createClassOrModuleLevelException(result, error, method_name, parent)
            return False
        return True

    def _report_class_cleanups(self, cls, result, method_name):
        cls.doClassCleanups()
        for exc_info in cls.tearDown_exceptions:
            if isinstance(result, _DebugResult):
                raise exc_info[1]
            self._createClassOrModuleLevelException(
                result, exc_info[1], method_name, util.strclass(cls), info=exc_info)

    def _handleClassSetUp(self, test, result):
        previous = getattr(result, "_previousTestClass", None)
        current = test.__class__
        if current == previous or result._moduleSetUpFailed:
            return
        if getattr(current, "__unittest_skip__", False):
            return
        try:
            current._classSetupFailed = False
        except TypeError:
            # A function is no class of ours.
            pass
        set_up = getattr(current, "setUpClass", None)
        if set_up is None:
            return
        _call_if_exists(result, "_setupStdout")
        try:
            if not self._guarded(set_up, result, "setUpClass", util.strclass(current)):
                try:
                    current._classSetupFailed = True
                except TypeError:
                    pass
                if getattr(current, "doClassCleanups", None) is not None:
                    self._report_class_cleanups(current, result, "setUpClass")
        finally:
            _call_if_exists(result, "_restoreStdout")

    def _get_previous_module(self, result):
        previous = getattr(result, "_previousTestClass", None)
        return None if previous is None else previous.__module__

    def _handleModuleFixture(self, test, result):
        current = test.__class__.__module__
        if current == self._get_previous_module(result):
            return
        self._handleModuleTearDown(result)
        result._moduleSetUpFailed = False
        module = sys.modules.get(current)
        set_up = getattr(module, "setUpModule", None)
        if set_up is None:
            return
        _call_if_exists(result, "_setupStdout")
        try:
            if not self._guarded(set_up, result, "setUpModule", current):
                result._moduleSetUpFailed = True
                self._guarded(case.doModuleCleanups, result, "setUpModule", current)
        finally:
            _call_if_exists(result, "_restoreStdout")

    def _createClassOrModuleLevelException(self, result, exc, method_name, parent, info=None):
        self._addClassOrModuleLevelException(
            result, exc, "%s (%s)" % (method_name, parent), info)

    def _addClassOrModuleLevelException(self, result, exception, errorName, info=None):
        error = _ErrorHolder(errorName)
        add_skip = getattr(result, "addSkip", None)
        if add_skip is not None and isinstance(exception, case.SkipTest):
            add_skip(error, str(exception))
        else:
            result.addError(error, info or sys.exc_info())

    def _handleModuleTearDown(self, result):
        previous = self._get_previous_module(result)
        if previous is None or result._moduleSetUpFailed:
            return
        if previous not in sys.modules:
            return
        _call_if_exists(result, "_setupStdout")
        try:
            tear_down = getattr(sys.modules[previous], "tearDownModule", None)
            if tear_down is not None:
                self._guarded(tear_down, result, "tearDownModule", previous)
            self._guarded(case.doModuleCleanups, result, "tearDownModule", previous)
        finally:
            _call_if_exists(result, "_restoreStdout")

    def _tearDownPreviousClass(self, test, result):
        previous = getattr(result, "_previousTestClass", None)
        if test.__class__ == previous or previous is None:
            return
        if getattr(previous, "_classSetupFailed", False):
            return
        if getattr(result, "_moduleSetUpFailed", False):
            return
        if getattr(previous, "__unittest_skip__", False):
            return
        tear_down = getattr(previous, "tearDownClass", None)
        has_cleanups = getattr(previous, "doClassCleanups", None) is not None
        if tear_down is None and not has_cleanups:
            return
        _call_if_exists(result, "_setupStdout")
        try:
            if tear_down is not None:
                self._guarded(tear_down, result, "tearDownClass", util.strclass(previous))
            if has_cleanups:
                self._report_class_cleanups(previous, result, "tearDownClass")
        finally:
            _call_if_exists(result, "_restoreStdout")


class _ErrorHolder:
    """What stands in a result for a hook of a class or module."""

    failureException = None

    def __init__(self, description):
        self.description = description

    def __repr__(self):
        return "<ErrorHolder description=%r>" % (self.description,)

    def __str__(self):
        return self.id()

    def id(self):
        """The name of the hook and of whose it is."""
        return self.description

    def countTestCases(self):
        """A hook is no test."""
        return 0

    def shortDescription(self):
        """Nothing besides the name."""
        return None

    def run(self, result):
        """There is nothing to run."""

    __call__ = run


def _isnotsuite(test):
    """Whether a test is a single one."""
    try:
        iter(test)
    except TypeError:
        return True
    return False


class _DebugResult:
    """What a suite remembers while it is run by debug()."""

    _previousTestClass = None
    _moduleSetUpFailed = False
    shouldStop = False
