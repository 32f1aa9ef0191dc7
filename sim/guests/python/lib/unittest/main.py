"""The program that runs tests: `unittest.main()`.

Counterpart: lib-python/3/unittest/main.py.
"""

import sys

from . import loader, runner
from .signals import installHandler

__unittest = True

MAIN_EXAMPLES = """\
Examples:
  %(prog)s test_module               - run tests from test_module
  %(prog)s module.TestClass          - run tests from module.TestClass
  %(prog)s module.Class.test_method  - run specified test method
  %(prog)s path/to/test_file.py      - run tests from test_file.py
"""

MODULE_EXAMPLES = """\
Examples:
  %(prog)s                           - run default set of tests
  %(prog)s MyTestSuite               - run suite 'MyTestSuite'
  %(prog)s MyTestCase.testSomething  - run MyTestCase.testSomething
  %(prog)s MyTestCase                - run all 'test*' test methods
                                       in MyTestCase
"""


def _convert_name(name):
    """The module of a file that is named; other names as they are."""
    import os
    if not os.path.isfile(name) or not name.lower().endswith(".py"):
        return name
    if os.path.isabs(name):
        relative = os.path.relpath(name, os.getcwd())
        if os.path.isabs(relative) or relative.startswith(os.pardir):
            return name
        name = relative
    return os.path.normpath(name)[:-3].replace("\\", ".").replace("/", ".")


def _convert_select_pattern(pattern):
    return pattern if "*" in pattern else "*%s*" % pattern


def _named_module(name):
    """Import a module by its dotted name."""
    found = __import__(name)
    for part in name.split(".")[1:]:
        found = getattr(found, part)
    return found


def _base_name(path):
    return path[path.rfind("/") + 1:]


class TestProgram:
    """A command-line program that runs a set of tests."""

    module = None
    verbosity = 1
    failfast = catchbreak = buffer = progName = warnings = testNamePatterns = None
    _discovery_parser = None

    def __init__(self, module="__main__", defaultTest=None, argv=None, testRunner=None,
                 testLoader=loader.defaultTestLoader, exit=True, verbosity=1, failfast=None,
                 catchbreak=None, buffer=None, warnings=None, *, tb_locals=False):
        self.module = _named_module(module) if isinstance(module, str) else module
        argv = sys.argv if argv is None else argv
        self.verbosity, self.exit = verbosity, exit
        self.buffer, self.catchbreak, self.failfast = buffer, catchbreak, failfast
        self.tb_locals = tb_locals
        if warnings is None and not getattr(sys, "warnoptions", None):
            # What a program does not tell by default is told while it is tested.
            self.warnings = "default"
        else:
            self.warnings = warnings
        self.testLoader, self.testRunner = testLoader, testRunner
        self.defaultTest = defaultTest
        self.progName = _base_name(argv[0])
        self.parseArgs(argv)
        self.runTests()

    def usageExit(self, msg=None):
        """Tell what is wrong, tell the usage, and leave."""
        if msg:
            print(msg)
        self._need_parsers()
        self._print_help()
        sys.exit(2)

    def _need_parsers(self):
        if self._discovery_parser is None:
            self._initArgParsers()

    def _print_help(self, *args, **kwargs):
        print(self._main_parser.format_help())
        if self.module is None:
            print(MAIN_EXAMPLES % {"prog": self.progName})
            self._discovery_parser.print_help()
        else:
            print(MODULE_EXAMPLES % {"prog": self.progName})

    def parseArgs(self, argv):
        self.tests = []
        if len(argv) > 1 or self.module is None:
            self._initArgParsers()
            if self.module is None and len(argv) > 1 and argv[1].lower() == "discover":
                self._do_discovery(argv[2:])
                return
            self._main_parser.parse_args(argv[1:], self)
            if self.module is None and not self.tests:
                self._do_discovery([])
                return
        else:
            self._set_flags()
        self.testNames = self._names_to_load()
        self.createTests()

    def _names_to_load(self):
        """The names on the command line, or else the default ones; None is all."""
        if self.tests:
            return [_convert_name(name) for name in self.tests]
        default = self.defaultTest
        if default is None:
            return None
        return (default,) if isinstance(default, str) else list(default)

    def _set_flags(self):
        """What no option gives a value."""
        if self.failfast is None:
            self.failfast = False
        if self.catchbreak is None:
            self.catchbreak = False
        if self.buffer is None:
            self.buffer = False
        if self.testNamePatterns is None:
            self.testNamePatterns = []

    def createTests(self, from_discovery=False, Loader=None):
        if self.testNamePatterns:
            self.testLoader.testNamePatterns = self.testNamePatterns
        if from_discovery:
            used = self.testLoader if Loader is None else Loader()
            self.test = used.discover(self.start, self.pattern, self.top)
        elif self.testNames is None:
            self.test = self.testLoader.loadTestsFromModule(self.module)
        else:
            self.test = self.testLoader.loadTestsFromNames(self.testNames, self.module)

    def _initArgParsers(self):
        parent = self._getParentArgParser()
        self._main_parser = self._getMainArgParser(parent)
        self._discovery_parser = self._getDiscoveryArgParser(parent)

    def _getParentArgParser(self):
        import argparse
        parser = argparse.ArgumentParser(add_help=False)
        parser.add_argument("-v", "--verbose", dest="verbosity", action="store_const", const=2,
                            help="Verbose output")
        parser.add_argument("-q", "--quiet", dest="verbosity", action="store_const", const=0,
                            help="Quiet output")
        parser.add_argument("--locals", dest="tb_locals", action="store_true",
                            help="Show local variables in tracebacks")
        if self.failfast is None:
            parser.add_argument("-f", "--failfast", dest="failfast", action="store_true",
                                help="Stop on first fail or error")
        if self.catchbreak is None:
            parser.add_argument("-c", "--catch", dest="catchbreak", action="store_true",
                                help="Catch Ctrl-C and display results so far")
        if self.buffer is None:
            parser.add_argument("-b", "--buffer", dest="buffer", action="store_true",
                                help="Buffer stdout and stderr during tests")
        if self.testNamePatterns is None:
            parser.add_argument("-k", dest="testNamePatterns", action="append",
                                type=_convert_select_pattern,
                                help="Only run tests which match the given substring")
        self._set_flags()
        return parser

    def _getMainArgParser(self, parent):
        import argparse
        parser = argparse.ArgumentParser(parents=[parent])
        parser.prog = self.progName
        parser.print_help = self._print_help
        parser.add_argument(
            "tests", nargs="*",
            help="a list of any number of test modules, classes and test methods.")
        return parser

    def _getDiscoveryArgParser(self, parent):
        import argparse
        parser = argparse.ArgumentParser(parents=[parent])
        parser.prog = "%s discover" % self.progName
        parser.epilog = (
            "For test discovery all test modules must be importable from the top level "
            "directory of the project.")
        parser.add_argument("-s", "--start-directory", dest="start",
                            help="Directory to start discovery ('.' default)")
        parser.add_argument("-p", "--pattern", dest="pattern",
                            help="Pattern to match tests ('test*.py' default)")
        parser.add_argument(
            "-t", "--top-level-directory", dest="top",
            help="Top level directory of project (defaults to start directory)")
        for arg in ("start", "pattern", "top"):
            parser.add_argument(
                arg, nargs="?", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return parser

    def _do_discovery(self, argv, Loader=None):
        self.start = "."
        self.pattern = "test*.py"
        self.top = None
        if argv is not None:
            self._need_parsers()
            self._discovery_parser.parse_args(argv, self)
        self.createTests(Loader=Loader, from_discovery=True)

    def runTests(self):
        """Run what was loaded, and leave with the outcome as the status."""
        if self.testRunner is None:
            self.testRunner = runner.TextTestRunner
        if self.catchbreak:
            installHandler()
        used = self.testRunner
        if isinstance(used, type):
            options = {
                "verbosity": self.verbosity, "failfast": self.failfast, "buffer": self.buffer,
                "warnings": self.warnings,
            }
            try:
                try:
                    used = self.testRunner(tb_locals=self.tb_locals, **options)
                except TypeError:
                    used = self.testRunner(**options)
            except TypeError:
                # It takes none of these options.
                used = self.testRunner()
        self.result = used.run(self.test)
        if self.exit:
            sys.exit(not self.result.wasSuccessful())


main = TestProgram
