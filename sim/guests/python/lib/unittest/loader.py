"""Finding tests: in classes, modules, folders, and by name.

What cannot be loaded becomes a test that fails with the reason.

Counterpart: lib-python/3/unittest/loader.py.
"""

import sys
import types

from . import case, suite, util

__unittest = True


class _FailedTest(case.TestCase):
    """A test in place of one that could not be loaded."""

    _testMethodName = None

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        if name != self._testMethodName:
            return super().__getattribute__(name)

        def fail():
            raise self._exception
        return fail


def _is_test_class(obj):
    return isinstance(obj, type) and issubclass(obj, case.TestCase)


class TestLoader:
    """Makes suites of tests. `errors` holds the texts of what could not be loaded."""

    testMethodPrefix = "test"
    sortTestMethodsUsing = staticmethod(util.three_way_cmp)
    testNamePatterns = None
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def __init__(self):
        self.errors = []

    def _failure(self, name, exception, text):
        self.errors.append(text)
        return self.suiteClass([_FailedTest(name, exception)])

    def _import_failure(self, name):
        import traceback
        text = "Failed to import test module: %s\n%s" % (name, traceback.format_exc())
        return self._failure(name, ImportError(text), text)

    # Classes

    def loadTestsFromTestCase(self, testCaseClass):
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError("Test cases should not be derived from "
                            "TestSuite. Maybe you meant to derive from TestCase?")
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, "runTest"):
            names = ["runTest"]
        return self.suiteClass(map(testCaseClass, names))

    def getTestCaseNames(self, testCaseClass):
        """The sorted names of the test methods."""
        names = [name for name in dir(testCaseClass) if self._is_test(testCaseClass, name)]
        if self.sortTestMethodsUsing:
            import functools
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    def _is_test(self, cls, name):
        if not name.startswith(self.testMethodPrefix) or not callable(getattr(cls, name)):
            return False
        if self.testNamePatterns is None:
            return True
        from fnmatch import fnmatchcase
        full_name = "%s.%s.%s" % (cls.__module__, cls.__qualname__, name)
        return any([fnmatchcase(full_name, pattern) for pattern in self.testNamePatterns])

    # Modules

    def loadTestsFromModule(self, module, *args, pattern=None, **kws):
        """The tests of a module, or what its own `load_tests` makes of them."""
        if args or "use_load_tests" in kws:
            import warnings
            kws.pop("use_load_tests", None)
            warnings.warn("use_load_tests is deprecated and ignored", DeprecationWarning)
        if len(args) > 1:
            raise TypeError("loadTestsFromModule() takes 1 positional argument but %d were given"
                            % (len(args) + 1))
        if kws:
            raise TypeError("loadTestsFromModule() got an unexpected keyword argument '%s'"
                            % min(kws))
        found = [getattr(module, name) for name in dir(module)]
        tests = self.suiteClass(
            [self.loadTestsFromTestCase(obj) for obj in found if _is_test_class(obj)])
        load_tests = getattr(module, "load_tests", None)
        if load_tests is None:
            return tests
        try:
            return load_tests(self, tests, pattern)
        except Exception as error:
            import traceback
            text = "Failed to call load_tests:\n%s" % traceback.format_exc()
            return self._failure(module.__name__, error, text)

    # Names

    def loadTestsFromNames(self, names, module=None):
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def loadTestsFromName(self, name, module=None):
        """What a dotted name leads to: a module, class, method, or a callable that makes tests."""
        parts = name.split(".")
        failed_import = None
        obj = module
        if module is None:
            obj, parts, failed_import = self._imported(parts)
            if obj is None:
                return failed_import
        parent = None
        for index, part in enumerate(parts):
            parent, before = obj, parent
            try:
                obj = getattr(obj, part)
            except AttributeError as error:
                if getattr(parent, "__path__", None) is not None and failed_import is not None:
                    return failed_import
                import traceback
                text = "Failed to access attribute:\n%s" % traceback.format_exc()
                if failed_import is not None:
                    self.errors.pop()
                return self._failure(part, error, text)
        if failed_import is not None:
            self.errors.pop()
        return self._tests_of(obj, parent, parts[-1] if parts else None)

    def _imported(self, parts):
        """The longest start of a name that can be imported, as an object with the rest of the name,
        and the failure of the import one longer."""
        failure = None
        for end in range(len(parts), 0, -1):
            name = ".".join(parts[:end])
            try:
                obj = __import__(name)
            except ImportError:
                if failure is not None:
                    self.errors.pop()
                failure = self._import_failure(parts[end - 1])
            else:
                return obj, parts[1:], failure
        return None, parts, failure

    def _tests_of(self, obj, parent, name):
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if _is_test_class(obj):
            return self.loadTestsFromTestCase(obj)
        if isinstance(obj, types.FunctionType) and _is_test_class(parent):
            test = parent(name)
            # A static method is called itself.
            if not isinstance(getattr(test, name), types.FunctionType):
                return self.suiteClass([test])
        elif isinstance(obj, suite.TestSuite):
            return obj
        if not callable(obj):
            raise TypeError("don't know how to make test from: %s" % (obj,))
        made = obj()
        if isinstance(made, suite.TestSuite):
            return made
        if isinstance(made, case.TestCase):
            return self.suiteClass([made])
        raise TypeError("calling %s returned %s, not a test" % (obj, made))

    # Folders

    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """The tests of a folder and the packages below, of modules whose files fit the pattern."""
        import os
        if top_level_dir is None:
            top_level_dir = self._top_level_dir or start_dir
        self._top_level_dir = top = os.path.abspath(top_level_dir)
        if top not in sys.path:
            sys.path.insert(0, top)
        folder = os.path.abspath(start_dir)
        if not os.path.isdir(folder) or folder != top and not _is_package(folder):
            __import__(start_dir)
            folder = os.path.dirname(sys.modules[start_dir].__file__)
            self._top_level_dir = top = folder
            for _ in start_dir.split("."):
                self._top_level_dir = top = os.path.dirname(top)
        return self.suiteClass(list(self._tests_below(folder, pattern)))

    def _tests_below(self, folder, pattern):
        import os
        from fnmatch import fnmatch
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                if name.endswith(".py") and name[:-3].isidentifier() and fnmatch(name, pattern):
                    yield self._tests_of_file(path[:-3], pattern)
            elif _is_package(path):
                tests = None
                if fnmatch(name, pattern):
                    tests = self._tests_of_file(path, pattern)
                    yield tests
                package = sys.modules.get(self._module_name(path))
                if tests is None or not hasattr(package, "load_tests"):
                    yield from self._tests_below(path, pattern)

    def _module_name(self, path):
        import os
        return os.path.relpath(path, self._top_level_dir).replace(os.sep, ".")

    def _tests_of_file(self, path, pattern):
        name = self._module_name(path)
        try:
            __import__(name)
        except case.SkipTest as error:
            @case.skip(str(error))
            def testSkipped(self):
                pass

            made = type("ModuleSkipped", (case.TestCase,), {name: testSkipped})
            return self.suiteClass([made(name)])
        except Exception:
            return self._import_failure(name)
        return self.loadTestsFromModule(sys.modules[name], pattern=pattern)


def _is_package(path):
    import os
    return os.path.isfile(os.path.join(path, "__init__.py"))


defaultTestLoader = TestLoader()


def _loader(prefix, sort_using, suite_class=suite.TestSuite, patterns=None):
    loader = TestLoader()
    loader.testMethodPrefix = prefix
    loader.sortTestMethodsUsing = sort_using
    loader.suiteClass = suite_class
    loader.testNamePatterns = patterns
    return loader


def getTestCaseNames(testCaseClass, prefix, sortUsing=util.three_way_cmp, testNamePatterns=None):
    loader = _loader(prefix, sortUsing, patterns=testNamePatterns)
    return loader.getTestCaseNames(testCaseClass)


def makeSuite(testCaseClass, prefix="test", sortUsing=util.three_way_cmp,
              suiteClass=suite.TestSuite):
    return _loader(prefix, sortUsing, suiteClass).loadTestsFromTestCase(testCaseClass)


def findTestCases(module, prefix="test", sortUsing=util.three_way_cmp,
                  suiteClass=suite.TestSuite):
    return _loader(prefix, sortUsing, suiteClass).loadTestsFromModule(module)
