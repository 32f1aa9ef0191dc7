"""A framework for tests: cases, suites, loading, running.

Counterpart: lib-python/3/unittest/__init__.py.
"""

from .result import TestResult
from .case import (
    TestCase, FunctionTestCase, SkipTest, skip, skipIf, skipUnless, expectedFailure,
    addModuleCleanup,
)
from .suite import BaseTestSuite, TestSuite
from .loader import TestLoader, defaultTestLoader, makeSuite, getTestCaseNames, findTestCases
from .main import TestProgram, main
from .runner import TextTestRunner, TextTestResult
from .signals import installHandler, registerResult, removeResult, removeHandler

__all__ = [
    "TestResult", "TestCase", "IsolatedAsyncioTestCase", "TestSuite", "TextTestRunner",
    "TestLoader", "FunctionTestCase", "main", "defaultTestLoader", "SkipTest", "skip", "skipIf",
    "skipUnless", "expectedFailure", "TextTestResult", "installHandler", "registerResult",
    "removeResult", "removeHandler", "addModuleCleanup", "getTestCaseNames", "makeSuite",
    "findTestCases",
]

_TextTestResult = TextTestResult

# Frames of modules with this name are left out of the tracebacks of failures.
__unittest = True


def load_tests(loader, tests, pattern):
    import os.path
    return loader.discover(start_dir=os.path.dirname(__file__), pattern=pattern)


def __dir__():
    return globals().keys() | {"IsolatedAsyncioTestCase"}


def __getattr__(name):
    if name == "IsolatedAsyncioTestCase":
        global IsolatedAsyncioTestCase
        from .async_case import IsolatedAsyncioTestCase
        return IsolatedAsyncioTestCase
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
