"""Runs the examples in docstrings, and compares what they print."""

# Part of jitreel.

import __future__
import difflib
import inspect
import linecache
import os
import re
import sys
import traceback
import unittest
from collections import namedtuple
from io import StringIO

__all__ = [
    "register_optionflag", "DONT_ACCEPT_TRUE_FOR_1", "DONT_ACCEPT_BLANKLINE",
    "NORMALIZE_WHITESPACE", "ELLIPSIS", "SKIP", "IGNORE_EXCEPTION_DETAIL", "COMPARISON_FLAGS",
    "REPORT_UDIFF", "REPORT_CDIFF", "REPORT_NDIFF", "REPORT_ONLY_FIRST_FAILURE",
    "REPORTING_FLAGS", "FAIL_FAST", "Example", "DocTest", "DocTestParser", "DocTestFinder",
    "DocTestRunner", "OutputChecker", "DocTestFailure", "UnexpectedException", "DebugRunner",
    "testmod", "testfile", "run_docstring_examples", "DocTestSuite", "DocFileSuite",
    "script_from_examples", "master",
]

TestResults = namedtuple("TestResults", "failed attempted")

OPTIONFLAGS_BY_NAME = {}


def register_optionflag(name):
    """The bit of a flag, a new one for a new name."""
    return OPTIONFLAGS_BY_NAME.setdefault(name, 1 << len(OPTIONFLAGS_BY_NAME))


for _name in ("DONT_ACCEPT_TRUE_FOR_1", "DONT_ACCEPT_BLANKLINE", "NORMALIZE_WHITESPACE",
              "ELLIPSIS", "SKIP", "IGNORE_EXCEPTION_DETAIL", "REPORT_UDIFF", "REPORT_CDIFF",
              "REPORT_NDIFF", "REPORT_ONLY_FIRST_FAILURE", "FAIL_FAST"):
    globals()[_name] = register_optionflag(_name)

COMPARISON_FLAGS = (DONT_ACCEPT_TRUE_FOR_1 | DONT_ACCEPT_BLANKLINE | NORMALIZE_WHITESPACE
                    | ELLIPSIS | SKIP | IGNORE_EXCEPTION_DETAIL)
REPORTING_FLAGS = (REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF | REPORT_ONLY_FIRST_FAILURE
                   | FAIL_FAST)
BLANKLINE_MARKER = "<BLANKLINE>"
ELLIPSIS_MARKER = "..."

master = None


def _indented(text, indent=4):
    """With spaces before each line that is not empty."""
    return re.sub("(?m)^(?!$)", " " * indent, text)


class Example:
    """One statement, and what it should print."""

    def __init__(self, source, want, exc_msg=None, lineno=0, indent=0, options=None):
        ended = lambda text: text if text.endswith("\n") else text + "\n"
        self.source = ended(source)
        self.want = ended(want) if want else want
        self.exc_msg = None if exc_msg is None else ended(exc_msg)
        self.lineno = lineno
        self.indent = indent
        self.options = {} if options is None else options

    def _key(self):
        return self.source, self.want, self.lineno, self.indent, self.exc_msg

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._key() == other._key() and self.options == other.options

    def __hash__(self):
        return hash(self._key())


class DocTest:
    """The examples of one docstring."""

    def __init__(self, examples, globs, name, filename, lineno, docstring):
        assert not isinstance(examples, str), "DocTest no longer accepts str; use DocTestParser"
        self.name, self.filename, self.lineno = name, filename, lineno
        self.examples, self.docstring = examples, docstring
        self.globs = dict(globs)

    def __repr__(self):
        count = len(self.examples)
        number = {0: "no examples", 1: "1 example"}.get(count, "%d examples" % count)
        place = f"{self.filename}:{self.lineno}"
        return f"<{type(self).__name__} {self.name} from {place} ({number})>"

    def _key(self):
        return self.name, self.filename or "", self.lineno or 0

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._key() == other._key() and self.examples == other.examples

    def __hash__(self):
        return hash((self.docstring, *self._key()))

    def __lt__(self, other):
        if not isinstance(other, DocTest):
            return NotImplemented
        return (*self._key(), id(self)) < (*other._key(), id(other))


class DocTestParser:
    """Finds the examples in a text."""

    _START = re.compile("( *)>>>")
    _OPTION = re.compile(r"#\s*doctest:\s*([^\n'\"]*)$", re.MULTILINE)
    _HEADER = re.compile(r"Traceback \((?:most recent call last|innermost last)\):\s*$")

    def parse(self, string, name="<string>"):
        """The text in order: strings, and Examples where they stand."""
        lines = string.expandtabs().split("\n")
        margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        lines = [line[margin:] for line in lines]
        parts, text, at = [], [], 0
        while at < len(lines):
            match = self._START.match(lines[at])
            if match is None:
                text.append(lines[at])
                at += 1
                continue
            parts.append("".join(line + "\n" for line in text))
            text = []
            at, example = self._example(lines, at, len(match[1]), name)
            if example is not None:
                parts.append(example)
        parts.append("\n".join(text))
        return parts

    def _example(self, lines, first, indent, name):
        """The example that starts at a line, and the line after it."""
        margin = " " * indent
        self._check_blank(lines[first], indent, name, first)
        source, at = [lines[first][indent + 4:]], first + 1
        while at < len(lines) and lines[at].lstrip(" ").startswith("..."):
            line = lines[at]
            if not line.startswith(margin + "..."):
                break
            self._check_blank(line, indent, name, at)
            source.append(line[indent + 4:])
            at += 1
        want = []
        while at < len(lines) and lines[at].strip() and not self._START.match(lines[at]):
            line = lines[at]
            if not line.startswith(margin):
                raise ValueError(
                    "line %r of the docstring for %s has inconsistent leading whitespace: %r"
                    % (at + 1, name, line))
            want.append(line[indent:])
            at += 1
        code = "\n".join(source)
        if not code.strip() or all(line.lstrip().startswith("#") for line in source if line):
            return at, None
        expected = "\n".join(want)
        options = self._options(code, name, first)
        return at, Example(code, expected, self._exception_in(want), first, indent, options)

    def _check_blank(self, line, indent, name, lineno):
        if len(line) >= indent + 4 and line[indent + 3] != " ":
            raise ValueError(
                "line %r of the docstring for %s lacks blank after %s: %r"
                % (lineno + 1, name, line[indent:indent + 3], line))

    def _exception_in(self, want):
        """What the last part of an expected traceback says, or None."""
        if not want or not self._HEADER.match(want[0]):
            return None
        for at, line in enumerate(want[1:], 1):
            if line and (line[0].isalnum() or line[0] == "_"):
                return "\n".join(want[at:])
        return None

    def _options(self, source, name, lineno):
        options = {}
        for match in self._OPTION.finditer(source):
            for word in match[1].replace(",", " ").split():
                if word[0] not in "+-" or word[1:] not in OPTIONFLAGS_BY_NAME:
                    raise ValueError(
                        "line %r of the doctest for %s has an invalid option: %r"
                        % (lineno + 1, name, word))
                options[OPTIONFLAGS_BY_NAME[word[1:]]] = word[0] == "+"
        return options

    def get_examples(self, string, name="<string>"):
        return [part for part in self.parse(string, name) if isinstance(part, Example)]

    def get_doctest(self, string, globs, name, filename, lineno):
        return DocTest(self.get_examples(string, name), globs, name, filename, lineno, string)


class DocTestFinder:
    """Finds the docstrings of an object and of what it holds."""

    def __init__(self, verbose=False, parser=DocTestParser(), recurse=True, exclude_empty=True):
        self._parser = parser
        self._verbose = verbose
        self._recurse = recurse
        self._exclude_empty = exclude_empty

    def find(self, obj, name=None, module=None, globs=None, extraglobs=None):
        if name is None:
            name = getattr(obj, "__name__", None)
            if name is None:
                raise ValueError(
                    "DocTestFinder.find: name must be given when obj.__name__ doesn't exist: %r"
                    % (type(obj),))
        if module is False:
            module = None
        elif module is None:
            module = inspect.getmodule(obj)
        if globs is None:
            globs = {} if module is None else module.__dict__.copy()
        else:
            globs = globs.copy()
        globs.update(extraglobs or {})
        globs.setdefault("__name__", "__main__")
        tests, seen = [], set()
        self._collect(tests, obj, name, module, self._source_of(obj, module), globs, seen)
        tests.sort()
        return tests

    def _source_of(self, obj, module):
        try:
            file = inspect.getsourcefile(obj)
        except TypeError:
            return None
        file = file or inspect.getfile(obj)
        if module is None:
            lines = linecache.getlines(file)
        else:
            lines = linecache.getlines(file, module.__dict__)
        return lines or None

    def _belongs(self, module, obj):
        if module is None:
            return True
        if inspect.getmodule(obj) is not None:
            return module is inspect.getmodule(obj)
        if inspect.isfunction(obj):
            return module.__dict__ is obj.__globals__
        if inspect.isclass(obj) or hasattr(obj, "__module__"):
            return module.__name__ == obj.__module__
        return isinstance(obj, property)

    def _is_routine(self, value):
        return inspect.isroutine(inspect.unwrap(value))

    def _collect(self, tests, obj, name, module, lines, globs, seen):
        if self._verbose:
            print("Finding tests in %s" % name)
        if id(obj) in seen:
            return
        seen.add(id(obj))
        test = self._test_of(obj, name, module, globs, lines)
        if test is not None:
            tests.append(test)
        if not self._recurse:
            return
        for short, value in self._members(obj, module):
            self._collect(tests, value, f"{name}.{short}", module, lines, globs, seen)

    def _members(self, obj, module):
        """What is looked into: a pair of a name and a value each."""
        if inspect.ismodule(obj):
            for short, value in list(obj.__dict__.items()):
                if (self._is_routine(value) or inspect.isclass(value)) and \
                        self._belongs(module, value):
                    yield short, value
            for short, value in getattr(obj, "__test__", {}).items():
                if not isinstance(short, str):
                    raise ValueError(
                        "DocTestFinder.find: __test__ keys must be strings: %r" % (type(short),))
                yield "__test__." + short, value
        elif inspect.isclass(obj):
            for short, value in list(obj.__dict__.items()):
                if isinstance(value, (staticmethod, classmethod)):
                    value = value.__func__
                wanted = inspect.isroutine(value) or inspect.isclass(value)
                if (wanted or isinstance(value, property)) and self._belongs(module, value):
                    yield short, value

    def _test_of(self, obj, name, module, globs, lines):
        text = obj if isinstance(obj, str) else getattr(obj, "__doc__", None)
        text = "" if text is None else str(text)
        if self._exclude_empty and not text:
            return None
        filename = None
        if module is not None:
            filename = getattr(module, "__file__", None) or module.__name__
            if filename[-4:] == ".pyc":
                filename = filename[:-1]
        lineno = self._line_of(obj, lines)
        test = self._parser.get_doctest(text, globs, name, filename, lineno)
        return test if test.examples or not self._exclude_empty else None

    def _line_of(self, obj, lines):
        """The line of a docstring, counted from 0, or None."""
        lineno = None
        if inspect.ismodule(obj) and getattr(obj, "__doc__", None) is not None:
            lineno = 0
        if inspect.isclass(obj) and lines is not None:
            head = re.compile(r"^\s*class\s*%s\b" % re.escape(getattr(obj, "__name__", "-")))
            lineno = next((at for at, line in enumerate(lines) if head.match(line)), None)
        if inspect.ismethod(obj):
            obj = obj.__func__
        if inspect.isfunction(obj) and getattr(obj, "__doc__", None):
            obj = inspect.unwrap(obj)
            obj = getattr(obj, "__code__", obj)
        if inspect.istraceback(obj):
            obj = obj.tb_frame
        if inspect.isframe(obj):
            obj = obj.f_code
        if inspect.iscode(obj):
            lineno = obj.co_firstlineno - 1
        if lineno is None or lines is None:
            return lineno
        quote = re.compile(r"(^|.*:)\s*\w*(\"|')")
        return next((at for at in range(lineno, len(lines)) if quote.match(lines[at])), None)


class OutputChecker:
    """Compares outputs, and words the difference."""

    def check_output(self, want, got, optionflags):
        want, got = (text.encode("ASCII", "backslashreplace").decode() for text in (want, got))
        if got == want:
            return True
        if not optionflags & DONT_ACCEPT_TRUE_FOR_1 and (got, want) in (
                ("True\n", "1\n"), ("False\n", "0\n")):
            return True
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            want = re.sub(r"(?m)^%s\s*?$" % re.escape(BLANKLINE_MARKER), "", want)
            got = re.sub(r"(?m)^[^\S\n]+$", "", got)
            if got == want:
                return True
        if optionflags & NORMALIZE_WHITESPACE:
            want, got = " ".join(want.split()), " ".join(got.split())
            if got == want:
                return True
        return bool(optionflags & ELLIPSIS) and _matches_pieces(want, got)

    def output_difference(self, example, got, optionflags):
        want = example.want
        if not optionflags & DONT_ACCEPT_BLANKLINE:
            got = re.sub(r"(?m)^[ ]*(?=\n)", BLANKLINE_MARKER, got)
        diff = self._diff(want, got, optionflags)
        if diff is not None:
            return diff
        if want and got:
            return f"Expected:\n{_indented(want)}Got:\n{_indented(got)}"
        if want:
            return f"Expected:\n{_indented(want)}Got nothing\n"
        if got:
            return f"Expected nothing\nGot:\n{_indented(got)}"
        return "Expected nothing\nGot nothing\n"

    def _diff(self, want, got, flags):
        if not flags & (REPORT_UDIFF | REPORT_CDIFF | REPORT_NDIFF):
            return None
        is_fine = bool(flags & REPORT_NDIFF)
        if not is_fine and (want.count("\n") <= 2 or got.count("\n") <= 2):
            return None
        old, new = want.splitlines(keepends=True), got.splitlines(keepends=True)
        if flags & REPORT_UDIFF:
            lines, title = list(difflib.unified_diff(old, new, n=2))[2:], "unified diff with -expected +actual"
        elif flags & REPORT_CDIFF:
            lines, title = list(difflib.context_diff(old, new, n=2))[2:], "context diff with expected followed by actual"
        else:
            compare = difflib.Differ(charjunk=difflib.IS_CHARACTER_JUNK).compare
            lines, title = list(compare(old, new)), "ndiff with -expected +actual"
        return f"Differences ({title}):\n" + _indented("".join(lines))


def _matches_pieces(want, got):
    """Whether a text has the pieces between ellipses in order."""
    first, *pieces = want.split(ELLIPSIS_MARKER)
    if not pieces:
        return want == got
    last = pieces.pop()
    if not got.startswith(first) or not got.endswith(last) or len(first) + len(last) > len(got):
        return False
    at, end = len(first), len(got) - len(last)
    for piece in pieces:
        at = got.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def _without_detail(message):
    """An exception's class without its module and message."""
    line = message.split("\n", 1)[0]
    return line.split(":", 1)[0].rpartition(".")[2].strip()


class _Stopped(Exception):
    """What DebugRunner raises; the third argument says what happened."""

    def __init__(self, test, example, outcome):
        self.test, self.example = test, example
        setattr(self, self._outcome, outcome)

    def __str__(self):
        return str(self.test)


class DocTestFailure(_Stopped):
    """An output was wrong."""

    _outcome = "got"


class UnexpectedException(_Stopped):
    """An exception was not expected."""

    _outcome = "exc_info"


class DocTestRunner:
    """Runs the examples of tests and reports what goes wrong."""

    DIVIDER = "*" * 70

    def __init__(self, checker=None, verbose=None, optionflags=0):
        self._checker = checker or OutputChecker()
        self._verbose = "-v" in sys.argv if verbose is None else verbose
        self.optionflags = self.original_optionflags = optionflags
        self.tries = 0
        self.failures = 0
        self._name2ft = {}
        self._fakeout = StringIO()

    def report_start(self, out, test, example):
        if self._verbose:
            want = f"Expecting:\n{_indented(example.want)}" if example.want else "Expecting nothing\n"
            out(f"Trying:\n{_indented(example.source)}{want}")

    def report_success(self, out, test, example, got):
        if self._verbose:
            out("ok\n")

    def report_failure(self, out, test, example, got):
        difference = self._checker.output_difference(example, got, self.optionflags)
        out(self._header(test, example) + difference)

    def report_unexpected_exception(self, out, test, example, exc_info):
        text = "".join(traceback.format_exception(*exc_info))
        out(f"{self._header(test, example)}Exception raised:\n{_indented(text)}")

    def _header(self, test, example):
        if test.filename:
            known = test.lineno is not None and example.lineno is not None
            line = test.lineno + example.lineno + 1 if known else "?"
            place = f'File "{test.filename}", line {line}, in {test.name}'
        else:
            place = f"Line {example.lineno + 1}, in {test.name}"
        source = _indented(example.source)
        return f"{self.DIVIDER}\n{place}\nFailed example:\n{source}"

    def _run_example(self, example, name, test, flags):
        """What an example printed, and the exception it raised."""
        exception = None
        try:
            exec(compile(example.source, name, "single", flags, True), test.globs)
        except KeyboardInterrupt:
            raise
        except:
            exception = sys.exc_info()
        got = self._fakeout.getvalue()
        self._fakeout.seek(0)
        self._fakeout.truncate()
        return got, exception

    def _is_right(self, example, got, exception):
        """Whether the outcome is the wanted one; None for an exception that nobody wants."""
        check = self._checker.check_output
        if exception is None:
            return check(example.want, got, self.optionflags)
        message = traceback.format_exception_only(*exception[:2])[-1]
        if example.exc_msg is None:
            return None
        if check(example.exc_msg, message, self.optionflags):
            return True
        if not self.optionflags & IGNORE_EXCEPTION_DETAIL:
            return False
        short, expected = _without_detail(message), _without_detail(example.exc_msg)
        return check(expected, short, self.optionflags)

    def _run(self, test, flags, out):
        failures = tries = 0
        quiet = False
        for number, example in enumerate(test.examples):
            self.optionflags = self.original_optionflags
            for flag, is_on in example.options.items():
                self.optionflags = self.optionflags | flag if is_on else self.optionflags & ~flag
            if self.optionflags & SKIP:
                continue
            quiet = bool(self.optionflags & REPORT_ONLY_FIRST_FAILURE) and failures > 0
            tries += 1
            if not quiet:
                self.report_start(out, test, example)
            name = f"<doctest {test.name}[{number}]>"
            self._current = name, example.source
            got, exception = self._run_example(example, name, test, flags)
            outcome = self._is_right(example, got, exception)
            if exception is not None and not quiet:
                got += traceback.format_exception_only(*exception[:2])[-1] if outcome is None else (
                    "".join(traceback.format_exception(*exception)))
            if outcome:
                if not quiet:
                    self.report_success(out, test, example, got)
                continue
            failures += 1
            if not quiet:
                if outcome is None:
                    self.report_unexpected_exception(out, test, example, exception)
                else:
                    self.report_failure(out, test, example, got)
            if self.optionflags & FAIL_FAST:
                break
        self.optionflags = self.original_optionflags
        return failures, tries

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        self.test = test
        if compileflags is None:
            compileflags = _future_flags(test.globs)
        stdout, hook = sys.stdout, sys.displayhook
        lines_of = linecache.getlines
        linecache.getlines = lambda file, names=None: (
            self._current[1].splitlines(keepends=True) if file == self._current[0]
            else lines_of(file, names))
        sys.stdout, sys.displayhook = self._fakeout, sys.__displayhook__
        try:
            failed, tried = self._run(test, compileflags, stdout.write if out is None else out)
        finally:
            sys.stdout, sys.displayhook = stdout, hook
            linecache.getlines = lines_of
            if clear_globs:
                test.globs.clear()
                import builtins
                builtins._ = None
        before = self._name2ft.get(test.name, (0, 0))
        self._name2ft[test.name] = (before[0] + failed, before[1] + tried)
        self.failures += failed
        self.tries += tried
        return TestResults(failed, tried)

    def summarize(self, verbose=None):
        verbose = self._verbose if verbose is None else verbose
        counts = sorted(self._name2ft.items())
        empty = [name for name, (_, tried) in counts if tried == 0]
        passed = [(name, tried) for name, (failed, tried) in counts if tried and not failed]
        broken = [(name, failed, tried) for name, (failed, tried) in counts if failed]
        failures = sum(failed for _, (failed, _) in counts)
        tries = sum(tried for _, (_, tried) in counts)
        if verbose:
            if empty:
                print(len(empty), "items had no tests:")
                for name in empty:
                    print("   ", name)
            if passed:
                print(len(passed), "items passed all tests:")
                for name, tried in passed:
                    print(" %3d tests in %s" % (tried, name))
        if broken:
            print(self.DIVIDER)
            print(len(broken), "items had failures:")
            for name, failed, tried in broken:
                print(" %3d of %3d in %s" % (failed, tried, name))
        if verbose:
            print(tries, "tests in", len(counts), "items.")
            print(tries - failures, "passed and", failures, "failed.")
        if failures:
            print("***Test Failed***", failures, "failures.")
        elif verbose:
            print("Test passed.")
        return TestResults(failures, tries)

    def merge(self, other):
        for name, (failed, tried) in other._name2ft.items():
            before = self._name2ft.get(name, (0, 0))
            self._name2ft[name] = (before[0] + failed, before[1] + tried)


class DebugRunner(DocTestRunner):
    """Raises an exception at the first failure."""

    def run(self, test, compileflags=None, out=None, clear_globs=True):
        result = super().run(test, compileflags, out, False)
        if clear_globs:
            test.globs.clear()
        return result

    def report_failure(self, out, test, example, got):
        raise DocTestFailure(test, example, got)

    def report_unexpected_exception(self, out, test, example, exc_info):
        raise UnexpectedException(test, example, exc_info)


def _future_flags(globs):
    flags = 0
    for name in __future__.all_feature_names:
        feature = globs.get(name)
        if feature is getattr(__future__, name):
            flags |= feature.compiler_flag
    return flags


def _run_all(tests, runner, report):
    """Runs tests, prints the summary, adds to what `master` knows."""
    global master
    for one in tests:
        runner.run(one)
    if report:
        runner.summarize()
    if master is not None:
        master.merge(runner)
    master = master or runner
    return TestResults(runner.failures, runner.tries)


def _make_runner(raise_on_error, verbose, optionflags):
    kind = DebugRunner if raise_on_error else DocTestRunner
    return kind(verbose=verbose, optionflags=optionflags)


def testmod(m=None, name=None, globs=None, verbose=None, report=True, optionflags=0,
            extraglobs=None, raise_on_error=False, exclude_empty=False):
    """Runs the examples in the docstrings of a module, by default of the program."""
    if m is None:
        m = sys.modules.get("__main__")
    if not inspect.ismodule(m):
        raise TypeError("testmod: module required; %r" % (m,))
    finder = DocTestFinder(exclude_empty=exclude_empty)
    tests = finder.find(m, m.__name__ if name is None else name, globs=globs, extraglobs=extraglobs)
    return _run_all(tests, _make_runner(raise_on_error, verbose, optionflags), report)


def _file_test(filename, module_relative, globs, extraglobs, name, parser, encoding):
    if module_relative:
        filename = os.path.join(*filename.split("/"))
    with open(filename, encoding=encoding) as file:
        text = file.read()
    globs = {} if globs is None else globs.copy()
    globs.update(extraglobs or {})
    globs.setdefault("__name__", "__main__")
    return parser.get_doctest(text, globs, name or os.path.basename(filename), filename, 0)


def testfile(filename, module_relative=True, name=None, package=None, globs=None, verbose=None,
             report=True, optionflags=0, extraglobs=None, raise_on_error=False,
             parser=DocTestParser(), encoding=None):
    """Runs the examples in a text file of the program's folder."""
    if package and not module_relative:
        raise ValueError("Package may only be specified for module-relative paths.")
    test = _file_test(filename, module_relative, globs, extraglobs, name, parser, encoding)
    return _run_all([test], _make_runner(raise_on_error, verbose, optionflags), report)


def run_docstring_examples(f, globs, verbose=False, name="NoName", compileflags=None,
                           optionflags=0):
    """Runs the examples in the docstring of one object."""
    finder = DocTestFinder(verbose=verbose, recurse=False)
    runner = DocTestRunner(verbose=verbose, optionflags=optionflags)
    for test in finder.find(f, name, globs=globs):
        runner.run(test, compileflags=compileflags)


class DocTestCase(unittest.TestCase):
    """One docstring as a test of unittest."""

    def __init__(self, test, optionflags=0, setUp=None, tearDown=None, checker=None):
        super().__init__()
        self._dt_test = test
        self._dt_optionflags = optionflags
        self._dt_checker = checker
        self._dt_hooks = setUp, tearDown

    def setUp(self):
        if self._dt_hooks[0] is not None:
            self._dt_hooks[0](self._dt_test)

    def tearDown(self):
        if self._dt_hooks[1] is not None:
            self._dt_hooks[1](self._dt_test)
        self._dt_test.globs.clear()

    def runTest(self):
        out = StringIO()
        runner = DocTestRunner(self._dt_checker, False, self._dt_optionflags)
        runner.DIVIDER = "-" * 70
        failed, _ = runner.run(self._dt_test, out=out.write, clear_globs=False)
        if failed:
            raise self.failureException(self._failure(out.getvalue()))

    def _failure(self, text):
        test = self._dt_test
        line = "unknown line number" if test.lineno is None else str(test.lineno)
        short = test.name.rpartition(".")[2]
        return (f"Failed doctest test for {test.name}\n"
                f'  File "{test.filename}", line {line}, in {short}\n\n{text}')

    def id(self):
        return self._dt_test.name

    def __repr__(self):
        owner, _, short = self._dt_test.name.rpartition(".")
        return f"{short} ({owner})"

    __str__ = __repr__

    def shortDescription(self):
        return "Doctest: " + self._dt_test.name


def DocTestSuite(module=None, globs=None, extraglobs=None, test_finder=None, **options):
    """The docstrings of a module as a suite of unittest."""
    module = sys.modules["__main__"] if module is None else module
    if isinstance(module, str):
        module = __import__(module, {}, {}, ["*"])
    finder = test_finder or DocTestFinder()
    suite = unittest.TestSuite()
    for test in sorted(finder.find(module, globs=globs, extraglobs=extraglobs)):
        if test.examples:
            test.filename = test.filename or module.__file__
            suite.addTest(DocTestCase(test, **options))
    return suite


def DocFileSuite(*paths, module_relative=True, package=None, globs=None, parser=DocTestParser(),
                 encoding=None, **options):
    """Text files as a suite of unittest."""
    suite = unittest.TestSuite()
    for path in paths:
        test = _file_test(path, module_relative, globs, None, None, parser, encoding)
        suite.addTest(DocTestCase(test, **options))
    return suite


def script_from_examples(s):
    """The examples of a text as a program; what is between them as comments."""
    lines = []
    for part in DocTestParser().parse(s):
        if isinstance(part, Example):
            lines.append(part.source[:-1])
            if part.want:
                lines.append("# Expected:")
                lines += ["## " + line for line in part.want.split("\n")[:-1]]
        else:
            lines += ["# " + line if line else "#" for line in part.split("\n")[:-1]]
    while lines and lines[-1] == "#":
        lines.pop()
    while lines and lines[0] == "#":
        lines.pop(0)
    return "\n".join(lines) + "\n"
