"""Finding tests in classes, modules and folders.

Counterpart: lib-python/3/unittest/loader.py.
"""

import functools
import sys
import types

from . import case, suite, util

__unittest = True


class _FailedTest(case.TestCase):
    """Stands for what could not be loaded; fails with the reason when it is run."""

    _testMethodName = None

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        if name != self._testMethodName:
            raise AttributeError("%r object has no attribute %r" % (type(self).__name__, name))

        def testFailure():
            raise self._exception

        return testFailure


def _format_exc():
    import traceback
    return traceback.format_exc()


class TestLoader:
    """Loads tests according to various criteria and returns them wrapped in a suite."""

    testMethodPrefix = "test"
    sortTestMethodsUsing = staticmethod(util.three_way_cmp)
    testNamePatterns = None
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def __init__(self):
        self.errors = []
        self._loading_packages = set()

    def _failed(self, name, exception, message):
        """A suite of one test that fails; the message goes to `errors`."""
        self.errors.append(message)
        return self.suiteClass((_FailedTest(name, exception),))

    def _failed_import(self, name):
        message = "Failed to import test module: %s\n%s" % (name, _format_exc())
        return self._failed(name, ImportError(message), message)

    def loadTestsFromTestCase(self, testCaseClass):
        """Return a suite of all test cases contained in testCaseClass"""
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError(
                "Test cases should not be derived from TestSuite. "
                "Maybe you meant to derive from TestCase?")
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, "runTest"):
            names = ["runTest"]
        return self.suiteClass([testCaseClass(name) for name in names])

    def loadTestsFromModule(self, module, *args, pattern=None, **kws):
        """Return a suite of all test cases contained in the given module"""
        if args or "use_load_tests" in kws:
            import warnings
            warnings.warn("use_load_tests is deprecated and ignored", DeprecationWarning)
            kws.pop("use_load_tests", None)
        if len(args) > 1:
            raise TypeError(
                "loadTestsFromModule() takes 1 positional argument but %s were given" % (
                    len(args) + 1))
        if kws:
            raise TypeError("loadTestsFromModule() got an unexpected keyword argument '%s'" % (
                sorted(kws)[0]))
        tests = []
        for name in dir(module):
            obj = getattr(module, name)
            if isinstance(obj, type) and issubclass(obj, case.TestCase):
                tests.append(self.loadTestsFromTestCase(obj))
        load_tests = getattr(module, "load_tests", None)
        tests = self.suiteClass(tests)
        if load_tests is None:
            return tests
        try:
            return load_tests(self, tests, pattern)
        except Exception as error:
            message = "Failed to call load_tests:\n%s" % _format_exc()
            return self._failed(module.__name__, error, message)

    def loadTestsFromName(self, name, module=None):
        """Return a suite of all test cases given a string specifier."""
        parts = name.split(".")
        failed_import = None
        if module is None:
            module, failed_import = self._import_longest(parts)
            if module is None:
                return failed_import
            parts = parts[1:]
        obj = module
        parent = None
        for part in parts:
            try:
                parent, obj = obj, getattr(obj, part)
            except AttributeError as error:
                if getattr(obj, "__path__", None) is not None and failed_import is not None:
                    # The module of that name is there, but importing it failed.
                    return failed_import
                if failed_import is not None:
                    self.errors.pop()
                message = "Failed to access attribute:\n%s" % _format_exc()
                return self._failed(part, error, message)
        if failed_import is not None:
            self.errors.pop()
        return self._tests_of(obj, parent, parts[-1] if parts else None)

    def _import_longest(self, parts):
        """The module of the longest part of a name; and a failed test for the first failure."""
        failed = None
        for size in range(len(parts), 0, -1):
            try:
                return __import__(".".join(parts[:size])), failed
            except ImportError:
                if failed is not None:
                    self.errors.pop()
                failed = self._failed_import(parts[size - 1])
        return None, failed

    def _tests_of(self, obj, parent, name):
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if isinstance(obj, type) and issubclass(obj, case.TestCase):
            return self.loadTestsFromTestCase(obj)
        if (isinstance(obj, types.FunctionType) and isinstance(parent, type)
                and issubclass(parent, case.TestCase)):
            instance = parent(name)
            # A static method is called instead.
            if not isinstance(getattr(instance, name), types.FunctionType):
                return self.suiteClass([instance])
        elif isinstance(obj, suite.TestSuite):
            return obj
        if not callable(obj):
            raise TypeError("don't know how to make test from: %s" % obj)
        test = obj()
        if isinstance(test, suite.TestSuite):
            return test
        if isinstance(test, case.TestCase):
            return self.suiteClass([test])
        raise TypeError("calling %s returned %s, not a test" % (obj, test))

    def loadTestsFromNames(self, names, module=None):
        """Return a suite of all test cases found using the given sequence of specifiers."""
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def getTestCaseNames(self, testCaseClass):
        """Return a sorted sequence of method names found within testCaseClass"""
        names = []
        for attr in dir(testCaseClass):
            if not attr.startswith(self.testMethodPrefix):
                continue
            if not callable(getattr(testCaseClass, attr)):
                continue
            if self._is_selected(testCaseClass, attr):
                names.append(attr)
        if self.sortTestMethodsUsing:
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    def _is_selected(self, cls, name):
        if self.testNamePatterns is None:
            return True
        from fnmatch import fnmatchcase
        full_name = "%s.%s.%s" % (cls.__module__, cls.__qualname__, name)
        for pattern in self.testNamePatterns:
            if fnmatchcase(full_name, pattern):
                return True
        return False

    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """Find and return all test modules from the start directory and below."""
        import os
        start_dir = os.path.abspath(start_dir)
        top = os.path.abspath(top_level_dir) if top_level_dir else start_dir
        self._top_level_dir = top
        if top not in sys.path:
            sys.path.insert(0, top)
        if not os.path.isdir(start_dir):
            raise ImportError("Start directory is not importable: %r" % start_dir)
        return self.suiteClass(list(self._find_tests(start_dir, pattern)))

    def _find_tests(self, folder, pattern):
        import os
        from fnmatch import fnmatch
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                if not name.endswith(".py") or not name[:-3].isidentifier():
                    continue
                if not fnmatch(name, pattern):
                    continue
                relative = os.path.relpath(path[:-3], self._top_level_dir)
                yield self._module_tests(relative.replace(os.sep, "."), pattern)
            elif os.path.isfile(os.path.join(path, "__init__.py")):
                yield from self._find_tests(path, pattern)

    def _module_tests(self, name, pattern):
        try:
            __import__(name)
        except case.SkipTest as error:
            return self._skipped_module(name, error)
        except Exception:
            return self._failed_import(name)
        return self.loadTestsFromModule(sys.modules[name], pattern=pattern)

    def _skipped_module(self, name, error):
        @case.skip(str(error))
        def testSkipped(self):
            pass

        made = type("ModuleSkipped", (case.TestCase,), {name: testSkipped})
        return self.suiteClass((made(name),))


defaultTestLoader = TestLoader()


def _makeLoader(prefix, sortUsing, suiteClass=None, testNamePatterns=None):
    loader = TestLoader()
    loader.sortTestMethodsUsing = sortUsing
    loader.testMethodPrefix = prefix
    loader.testNamePatterns = testNamePatterns
    if suiteClass:
        loader.suiteClass = suiteClass
    return loader


def getTestCaseNames(testCaseClass, prefix, sortUsing=util.three_way_cmp, testNamePatterns=None):
    loader = _makeLoader(prefix, sortUsing, testNamePatterns=testNamePatterns)
    return loader.getTestCaseNames(testCaseClass)


def makeSuite(testCaseClass, prefix="test", sortUsing=util.three_way_cmp,
              suiteClass=suite.TestSuite):
    return _makeLoader(prefix, sortUsing, suiteClass).loadTestsFromTestCase(testCaseClass)


def findTestCases(module, prefix="test", sortUsing=util.three_way_cmp,
                  suiteClass=suite.TestSuite):
    return _makeLoader(prefix, sortUsing, suiteClass).loadTestsFromModule(module)
