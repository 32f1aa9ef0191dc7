"""Running tests, with the results as text.

Known frameworks override `_makeResult` and make streams of `_WritelnDecorator`.

Counterpart: lib-python/3/unittest/runner.py.
"""

import sys

from .result import TestResult
from .signals import registerResult

__unittest = True


class _WritelnDecorator:
    """A stream that can also write lines."""

    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, attr):
        if attr in ("stream", "__getstate__"):
            raise AttributeError(attr)
        return getattr(self.stream, attr)

    def writeln(self, arg=None):
        if arg:
            self.write(arg)
        self.write("\n")


class TextTestResult(TestResult):
    """Writes each outcome: a letter, or the test and a word when there is to be more."""

    separator1 = "=" * 70
    separator2 = "-" * 70

    def __init__(self, stream, descriptions, verbosity):
        super().__init__(stream, descriptions, verbosity)
        self.stream = stream
        self.descriptions = descriptions
        self.showAll = verbosity > 1
        self.dots = verbosity == 1

    def getDescription(self, test):
        lines = [str(test)]
        if self.descriptions and test.shortDescription():
            lines.append(test.shortDescription())
        return "\n".join(lines)

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self._write(self.getDescription(test) + " ... ")

    def _write(self, text):
        self.stream.write(text)
        self.stream.flush()

    def _show(self, letter, word):
        if self.showAll:
            self._write(word + "\n")
        elif self.dots:
            self._write(letter)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._show(".", "ok")

    def addError(self, test, err):
        super().addError(test, err)
        self._show("E", "ERROR")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._show("F", "FAIL")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._show("s", "skipped %r" % (reason,))

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._show("x", "expected failure")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._show("u", "unexpected success")

    def printErrors(self):
        if self.dots or self.showAll:
            self._write("\n")
        self.printErrorList("ERROR", self.errors)
        self.printErrorList("FAIL", self.failures)

    def printErrorList(self, flavour, errors):
        for test, text in errors:
            title = "%s: %s" % (flavour, self.getDescription(test))
            for line in (self.separator1, title, self.separator2, "%s" % text):
                self.stream.writeln(line)
            self.stream.flush()


class _OldAssertionNames:
    """Stands for a pattern in a filter of warnings: those about old names of assertions."""

    @staticmethod
    def match(text):
        return text.startswith("Please use assert") and text.endswith(" instead.")


class TextTestRunner:
    """Runs tests and writes their outcomes, tracebacks and a summary."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False,
                 resultclass=None, warnings=None, *, tb_locals=False):
        self.stream = _WritelnDecorator(sys.stderr if stream is None else stream)
        self.descriptions, self.verbosity, self.warnings = descriptions, verbosity, warnings
        self.failfast, self.buffer, self.tb_locals = failfast, buffer, tb_locals
        self.resultclass = resultclass or self.resultclass

    def _makeResult(self):
        make = self.resultclass
        return make(self.stream, self.descriptions, self.verbosity)

    def run(self, test):
        import time
        import warnings
        result = self._makeResult()
        for option in ("failfast", "buffer", "tb_locals"):
            setattr(result, option, getattr(self, option))
        registerResult(result)
        with warnings.catch_warnings():
            if self.warnings:
                warnings.simplefilter(self.warnings)
                if self.warnings in ("default", "always"):
                    warnings._add_filter("module", _OldAssertionNames, DeprecationWarning, None, 0,
                                         append=False)
            start = time.perf_counter()
            getattr(result, "startTestRun", _nothing)()
            try:
                test(result)
            finally:
                getattr(result, "stopTestRun", _nothing)()
            duration = time.perf_counter() - start
        result.printErrors()
        if hasattr(result, "separator2"):
            self.stream.writeln(result.separator2)
        count = result.testsRun
        self.stream.writeln("Ran %d test%s in %.3fs" % (count, "" if count == 1 else "s", duration))
        self.stream.writeln()
        self.stream.writeln(_summary(result))
        self.stream.flush()
        return result


def _nothing():
    pass


def _summary(result):
    """The last line: how it went, and how many tests did not simply succeed."""
    good = result.wasSuccessful()
    counted = [] if good else [("failures", result.failures), ("errors", result.errors)]
    # Results of old have no lists of these.
    for title, name in (("skipped", "skipped"), ("expected failures", "expectedFailures"),
                        ("unexpected successes", "unexpectedSuccesses")):
        counted.append((title, getattr(result, name, ())))
    shown = ["%s=%d" % (title, len(tests)) for title, tests in counted if tests]
    return ("OK" if good else "FAILED") + (" (%s)" % ", ".join(shown) if shown else "")
