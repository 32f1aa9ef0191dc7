"""What assertRaises, assertWarns and assertLogs return.

Counterpart: lib-python/3/unittest/{case,_log}.py.
"""

import sys

from _pypy_generic_alias import GenericAlias

__unittest = True


def as_pattern(expression):
    if expression is None:
        return expression
    import re
    return re.compile(expression)


def _name(obj):
    return getattr(obj, "__name__", None) or str(obj)


class _Expectation:
    """Waits for something of the expected classes. Subclasses say which classes are meant."""

    def __init__(self, expected, test_case, expected_regex=None):
        self.expected = expected
        self.test_case = test_case
        self.expected_regex = as_pattern(expected_regex)
        self.obj_name = None
        self.msg = None

    def handle(self, name, args, kwargs):
        """Calls what an assertion got with its arguments; gives the context when it got nothing."""
        classes = self.expected if isinstance(self.expected, tuple) else (self.expected,)
        for cls in classes:
            if not (isinstance(cls, type) and issubclass(cls, self._base_type)):
                raise TypeError("%s() arg 1 must be %s" % (name, self._base_type_str))
        if args:
            function, *rest = args
            self.obj_name = _name(function)
            with self:
                function(*rest, **kwargs)
            return None
        self.msg = kwargs.pop("msg", None)
        if kwargs:
            raise TypeError(
                "%r is an invalid keyword argument for this function" % next(iter(kwargs)))
        return self

    def _fail(self, text):
        raise self.test_case.failureException(self.test_case._formatMessage(self.msg, text))

    def _fail_for_absence(self, verb):
        text = "%s not %s" % (_name(self.expected), verb)
        self._fail("%s by %s" % (text, self.obj_name) if self.obj_name else text)

    def _fail_for_text(self, value):
        self._fail('"%s" does not match "%s"' % (self.expected_regex.pattern, value))

    def _is_said(self, value):
        return self.expected_regex is None or self.expected_regex.search(str(value)) is not None


class _AssertRaisesContext(_Expectation):
    """After its block it has the `exception`."""

    _base_type = BaseException
    _base_type_str = "an exception type or tuple of exception types"
    __class_getitem__ = classmethod(GenericAlias)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, tb):
        if exc_type is None:
            self._fail_for_absence("raised")
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc_value.with_traceback(None)
        if not self._is_said(exc_value):
            self._fail_for_text(exc_value)
        return True


class _AssertWarnsContext(_Expectation):
    """After its block it has the `warning`, and `filename` and `lineno` of its place."""

    _base_type = Warning
    _base_type_str = "a warning type or tuple of warning types"

    def __enter__(self):
        import warnings
        # A warning shown before would not be shown again.
        for module in list(sys.modules.values()):
            if getattr(module, "__warningregistry__", None):
                module.__warningregistry__ = {}
        self._catcher = warnings.catch_warnings(record=True)
        self.warnings = self._catcher.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, exc_type, exc_value, tb):
        self._catcher.__exit__(exc_type, exc_value, tb)
        if exc_type is not None:
            return
        first = None
        for caught in self.warnings:
            value = caught.message
            if not isinstance(value, self.expected):
                continue
            if first is None:
                first = value
            if self._is_said(value):
                self.warning = value
                self.filename, self.lineno = caught.filename, caught.lineno
                return
        if first is not None:
            self._fail_for_text(first)
        self._fail_for_absence("triggered")


class _AssertLogsContext:
    """Catches what a logger gets; `records` and `output` are what has come."""

    LOGGING_FORMAT = "%(levelname)s:%(name)s:%(message)s"

    def __init__(self, test_case, logger_name, level):
        import logging
        self.test_case = test_case
        self.logger_name = logger_name
        self.level = logging._nameToLevel.get(level, level) if level else logging.INFO

    def __enter__(self):
        import collections
        import logging

        class Catcher(logging.Handler):
            def emit(self, record):
                watcher.records.append(record)
                watcher.output.append(self.format(record))

        watcher = collections.namedtuple("_LoggingWatcher", ["records", "output"])([], [])
        logger = self.logger_name
        if not isinstance(logger, logging.Logger):
            logger = logging.getLogger(logger)
        handler = Catcher()
        handler.setFormatter(logging.Formatter(self.LOGGING_FORMAT))
        self._watcher = watcher
        self._logger = logger
        self._before = logger.handlers[:], logger.level, logger.propagate
        logger.handlers = [handler]
        logger.setLevel(self.level)
        logger.propagate = False
        return watcher

    def __exit__(self, exc_type, exc_value, tb):
        logger = self._logger
        logger.handlers, level, logger.propagate = self._before
        logger.setLevel(level)
        if exc_type is None and not self._watcher.records:
            import logging
            text = "no logs of level %s or higher triggered on %s" % (
                logging.getLevelName(self.level), logger.name)
            raise self.test_case.failureException(self.test_case._formatMessage(None, text))
        return False
