"""The program that runs tests: `unittest.main()`.

Its options are one table (`_OPTIONS`); an option that the caller of main() has settled is left out.

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

# The names, the attribute of the program, whether the attribute decides if there is the option,
# the value it begins with then, what its argument parser does, the help.
_OPTIONS = [
    ("-v --verbose", "verbosity", False, None, {"action": "store_const", "const": 2},
     "Verbose output"),
    ("-q --quiet", "verbosity", False, None, {"action": "store_const", "const": 0},
     "Quiet output"),
    ("--locals", "tb_locals", False, None, {"action": "store_true"},
     "Show local variables in tracebacks"),
    ("-f --failfast", "failfast", True, False, {"action": "store_true"},
     "Stop on first fail or error"),
    ("-c --catch", "catchbreak", True, False, {"action": "store_true"},
     "Catch Ctrl-C and display results so far"),
    ("-b --buffer", "buffer", True, False, {"action": "store_true"},
     "Buffer stdout and stderr during tests"),
    ("-k", "testNamePatterns", True, (), {
        "action": "append",
        "type": lambda pattern: pattern if "*" in pattern else "*%s*" % pattern},
     "Only run tests which match the given substring"),
]

_DISCOVERY_OPTIONS = [
    ("-s --start-directory", "start", "Directory to start discovery ('.' default)"),
    ("-p --pattern", "pattern", "Pattern to match tests ('test*.py' default)"),
    ("-t --top-level-directory", "top",
     "Top level directory of project (defaults to start directory)"),
]


def _name_of_file(name):
    """The module of a file that is named; other names as they are."""
    import os
    if not name.lower().endswith(".py") or not os.path.isfile(name):
        return name
    if os.path.isabs(name):
        below = os.path.relpath(name, os.getcwd())
        if below.startswith(os.pardir):
            return name
        name = below
    return os.path.normpath(name)[:-3].replace(os.sep, ".")


class TestProgram:
    """Reads the command line, loads tests, runs them and exits with how it went."""

    module = None
    verbosity = 1
    failfast = catchbreak = buffer = progName = warnings = testNamePatterns = None
    _parsers = None

    def __init__(self, module="__main__", defaultTest=None, argv=None, testRunner=None,
                 testLoader=loader.defaultTestLoader, exit=True, verbosity=1, failfast=None,
                 catchbreak=None, buffer=None, warnings=None, *, tb_locals=False):
        if isinstance(module, str):
            __import__(module)
            module = sys.modules[module]
        if argv is None:
            argv = sys.argv
        self.module = module
        self.defaultTest = defaultTest
        self.testRunner = testRunner
        self.testLoader = testLoader
        self.exit = exit
        self.verbosity = verbosity
        self.failfast = failfast
        self.catchbreak = catchbreak
        self.buffer = buffer
        self.tb_locals = tb_locals
        # Warnings that programs do not show are shown where they are tested.
        self.warnings = warnings
        if warnings is None and not sys.warnoptions:
            self.warnings = "default"
        self.progName = argv[0].rpartition("/")[2]
        self.parseArgs(argv)
        self.runTests()

    # The command line

    def _parsers_of_arguments(self):
        """The parsers for names of tests and for discovery."""
        if self._parsers is None:
            import argparse
            shared = argparse.ArgumentParser(add_help=False)
            for names, attribute, settled, start, kind, help in _OPTIONS:
                if settled and getattr(self, attribute) is not None:
                    continue
                shared.add_argument(*names.split(), dest=attribute, help=help, **kind)
                if settled:
                    setattr(self, attribute, [] if start == () else start)
            named = argparse.ArgumentParser(self.progName, parents=[shared])
            named.print_help = self._print_help
            named.add_argument(
                "tests", nargs="*",
                help="a list of any number of test modules, classes and test methods.")
            found = argparse.ArgumentParser(
                "%s discover" % self.progName, parents=[shared],
                epilog="For test discovery all test modules must be importable from the top level "
                       "directory of the project.")
            for names, attribute, help in _DISCOVERY_OPTIONS:
                found.add_argument(*names.split(), dest=attribute, help=help)
            for names, attribute, help in _DISCOVERY_OPTIONS:
                found.add_argument(attribute, nargs="?", default=argparse.SUPPRESS,
                                   help=argparse.SUPPRESS)
            self._parsers = named, found
        return self._parsers

    def _print_help(self, *args, **kwargs):
        named, found = self._parsers_of_arguments()
        print(named.format_help())
        examples = MAIN_EXAMPLES if self.module is None else MODULE_EXAMPLES
        print(examples % {"prog": self.progName})
        if self.module is None:
            found.print_help()

    def usageExit(self, msg=None):
        if msg:
            print(msg)
        self._print_help()
        sys.exit(2)

    def parseArgs(self, argv):
        if self.module is None:
            if argv[1:2] and argv[1].lower() == "discover":
                self._discover(argv[2:])
                return
            self._parsers_of_arguments()[0].parse_args(argv[1:], self)
            if not self.tests:
                # No names: the tests are looked for below the current folder.
                self._discover([])
                return
        elif len(argv) > 1:
            self._parsers_of_arguments()[0].parse_args(argv[1:], self)
        else:
            self.tests = []
        names = [_name_of_file(name) for name in self.tests] or self.defaultTest
        if names is not None:
            names = [names] if isinstance(names, str) else list(names)
        self.testNames = names
        self.createTests()

    def _discover(self, argv):
        self.start, self.pattern, self.top = ".", "test*.py", None
        self._parsers_of_arguments()[1].parse_args(argv, self)
        self.createTests(from_discovery=True)

    # The tests

    def createTests(self, from_discovery=False, Loader=None):
        used = self.testLoader
        if self.testNamePatterns:
            used.testNamePatterns = self.testNamePatterns
        if from_discovery:
            used = Loader() if Loader else used
            self.test = used.discover(self.start, self.pattern, self.top)
        elif self.testNames is None:
            self.test = used.loadTestsFromModule(self.module)
        else:
            self.test = used.loadTestsFromNames(self.testNames, self.module)

    def runTests(self):
        if self.catchbreak:
            installHandler()
        chosen = self.testRunner or runner.TextTestRunner
        if isinstance(chosen, type):
            chosen = self._new_runner(chosen)
        self.result = chosen.run(self.test)
        if self.exit:
            sys.exit(not self.result.wasSuccessful())

    def _new_runner(self, cls):
        """A runner with the options, or with as many as its class takes."""
        options = {name: getattr(self, name)
                   for name in ("verbosity", "failfast", "buffer", "warnings")}
        for given in ({**options, "tb_locals": self.tb_locals}, options):
            try:
                return cls(**given)
            except TypeError:
                pass
        return cls()


main = TestProgram
