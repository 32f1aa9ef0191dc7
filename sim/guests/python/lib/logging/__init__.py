"""Logging: loggers in a hierarchy of names, handlers, formatters.

What is rarely needed (traceback, warnings, os) is imported where it is. The level methods of
loggers, of adapters and of the module are made by one function each, see `_for_each_level`.

Counterpart: lib-python/3/logging/__init__.py. Names with an underscore that programs in the wild
use: _levelToName, _nameToLevel, _checkLevel, _handlers, _handlerList, _lock, _acquireLock, _releaseLock,
_defaultFormatter, _STYLES, _srcfile (None: do not look for callers), _log, _fmt, _style.
"""

import atexit
import sys
import time
from _thread import RLock, get_ident
from _weakref import ref

from logging._formats import (
    BASIC_FORMAT, BufferingFormatter, Formatter, PercentStyle, StrFormatStyle,
    StringTemplateStyle, _STYLES, _defaultFormatter, _known_style)

__all__ = [
    "BASIC_FORMAT", "BufferingFormatter", "CRITICAL", "DEBUG", "ERROR", "FATAL", "FileHandler",
    "Filter", "Formatter", "Handler", "INFO", "LogRecord", "Logger", "LoggerAdapter", "NOTSET",
    "NullHandler", "StreamHandler", "WARN", "WARNING", "addLevelName", "basicConfig",
    "captureWarnings", "critical", "debug", "disable", "error", "exception", "fatal",
    "getLevelName", "getLogger", "getLoggerClass", "info", "log", "makeLogRecord",
    "setLoggerClass", "shutdown", "warn", "warning", "getLogRecordFactory",
    "setLogRecordFactory", "lastResort", "raiseExceptions",
]

# What programs may set

raiseExceptions = True
logThreads = logMultiprocessing = logProcesses = True

# Levels

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0

_nameToLevel = {
    "CRITICAL": CRITICAL, "FATAL": FATAL, "ERROR": ERROR, "WARN": WARN, "WARNING": WARNING,
    "INFO": INFO, "DEBUG": DEBUG, "NOTSET": NOTSET,
}
_levelToName = {
    level: name for name, level in _nameToLevel.items() if name not in ("FATAL", "WARN")}

_startTime = time.time()
_srcfile = (lambda: None).__code__.co_filename
_srcfolder = _srcfile.rpartition("/")[0]
_lock = RLock()
_acquireLock = _lock.acquire
_releaseLock = _lock.release


def getLevelName(level):
    """The name of a level, or the level of a name."""
    if level in _levelToName:
        return _levelToName[level]
    return _nameToLevel.get(level, "Level %s" % (level,))


def addLevelName(level, levelName):
    """Give a name to a level."""
    with _lock:
        _levelToName[level] = levelName
        _nameToLevel[levelName] = level


def _checkLevel(level):
    if isinstance(level, int):
        return level
    if str(level) != level:
        raise TypeError("Level not an integer or a valid string: %r" % (level,))
    if level not in _nameToLevel:
        raise ValueError("Unknown level: %r" % (level,))
    return _nameToLevel[level]


def _show(obj, name, level):
    """The text of a handler, a logger or an adapter."""
    name = name and "%s " % name
    return "<%s %s(%s)>" % (obj.__class__.__name__, name, getLevelName(level))


# Records


class LogRecord:
    """One event."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None,
                 **kwargs):
        now = time.time()
        if args and len(args) == 1 and args[0] and _is_mapping(args[0]):
            # For formats that name what they show.
            args = args[0]
        self.name, self.msg, self.args = name, msg, args
        self.levelname, self.levelno = getLevelName(level), level
        self.pathname = pathname
        self.filename, self.module = _file_and_module(pathname)
        self.exc_info, self.exc_text, self.stack_info = exc_info, None, sinfo
        self.lineno, self.funcName = lineno, func
        self.created, self.msecs = now, now % 1 * 1000
        self.relativeCreated = (now - _startTime) * 1000
        self.thread = get_ident() if logThreads else None
        self.threadName = _thread_name() if logThreads else None
        self.processName = "MainProcess" if logMultiprocessing else None
        self.process = _process_id() if logProcesses else None

    def __repr__(self):
        return '<LogRecord: %s, %s, %s, %s, "%s">' % (
            self.name, self.levelno, self.pathname, self.lineno, self.msg)

    def getMessage(self):
        """The message with its arguments."""
        msg = str(self.msg)
        return msg % self.args if self.args else msg


def _is_mapping(value):
    if isinstance(value, dict) or not hasattr(value, "keys"):
        return isinstance(value, dict)
    from _collections_abc import Mapping
    return isinstance(value, Mapping)


def _file_and_module(pathname):
    """The last part of a path, and that without its extension."""
    try:
        file = pathname.rpartition("/")[2]
    except (TypeError, ValueError, AttributeError):
        return pathname, "Unknown module"
    stem = file.rpartition(".")[0]
    return file, stem if stem.strip(".") else file


def _thread_name():
    threading = sys.modules.get("threading")
    return threading.current_thread().name if threading else "MainThread"


def _process_id():
    import os
    return os.getpid()


_logRecordFactory = LogRecord


def setLogRecordFactory(factory):
    """Set what makes records."""
    global _logRecordFactory
    _logRecordFactory = factory


def getLogRecordFactory():
    return _logRecordFactory


def makeLogRecord(dict):
    """A record with the attributes of a dictionary."""
    record = _logRecordFactory(None, None, "", 0, "", (), None, None)
    vars(record).update(dict)
    return record


# Filters


class Filter:
    """Lets the records of one logger and of those below it pass."""

    def __init__(self, name=""):
        self.name = name
        self.nlen = len(name)

    def filter(self, record):
        return not self.name or (record.name + ".").startswith(self.name + ".")


class Filterer:
    """What asks filters about records: objects with a method `filter`, or functions."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """Whether all filters let the record pass."""
        for each in self.filters:
            passes = each.filter(record) if hasattr(each, "filter") else each(record)
            if not passes:
                return False
        return True


# Handlers

# Those with a name, by name, and all, in the order in which they were made; both hold them weakly.
_handlers = {}
_handlerList = []


def _named_handler(name):
    held = _handlers.get(name)
    return held() if isinstance(held, ref) else held


class Handler(Filterer):
    """Takes records to where they are to go."""

    def __init__(self, level=NOTSET):
        super().__init__()
        self._name = None
        self.level = _checkLevel(level)
        self.formatter = None
        _handlerList.append(ref(self, _handlerList.remove))
        self.createLock()

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        with _lock:
            _handlers.pop(self._name, None)
            self._name = name
            if name:
                _handlers[name] = ref(self, lambda gone: _handlers.pop(name, None))

    def get_name(self):
        return self.name

    def set_name(self, name):
        self.name = name

    def createLock(self):
        self.lock = RLock()

    def acquire(self):
        if self.lock:
            self.lock.acquire()

    def release(self):
        if self.lock:
            self.lock.release()

    def setLevel(self, level):
        self.level = _checkLevel(level)

    def setFormatter(self, fmt):
        self.formatter = fmt

    def format(self, record):
        return (self.formatter or _defaultFormatter).format(record)

    def emit(self, record):
        """Take a record, for derived classes to define."""
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def handle(self, record):
        """Take a record if the filters let it pass."""
        passes = self.filter(record)
        if passes:
            self.acquire()
            try:
                self.emit(record)
            finally:
                self.release()
        return passes

    def flush(self):
        """Bring what is held back to its place."""

    def close(self):
        with _lock:
            if self._name and _named_handler(self._name) is self:
                del _handlers[self._name]

    def handleError(self, record):
        """Tell of the exception that emit() has just met."""
        if not raiseExceptions or not sys.stderr:
            return
        import traceback
        write = sys.stderr.write
        kind, value, tb = sys.exc_info()
        try:
            write("--- Logging error ---\n")
            traceback.print_exception(kind, value, tb, None, sys.stderr)
            write("Call stack:\n")
            frame = _outside(tb.tb_frame, _srcfolder)
            if frame is None:
                write("Logged from file %s, line %s\n" % (record.filename, record.lineno))
            else:
                traceback.print_stack(frame, file=sys.stderr)
            try:
                write("Message: %r\nArguments: %s\n" % (record.msg, record.args))
            except RecursionError:
                raise
            except Exception:
                write("Unable to print the message and arguments - possible formatting error.\n"
                      "Use the traceback above to help find the error.\n")
        except OSError:
            pass

    def __repr__(self):
        return _show(self, "", self.level)


def _outside(frame, prefix):
    """The innermost frame whose code is not of these files; None if there is none."""
    while frame is not None and frame.f_code.co_filename.startswith(prefix):
        frame = frame.f_back
    return frame


class StreamHandler(Handler):
    """Writes records to a stream, standard error unless told otherwise."""

    terminator = "\n"

    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream

    def flush(self):
        self.acquire()
        try:
            if self.stream and hasattr(self.stream, "flush"):
                self.stream.flush()
        finally:
            self.release()

    def emit(self, record):
        try:
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Write elsewhere from now on; gives the stream before, None if it is the same."""
        if stream is self.stream:
            return None
        before = self.stream
        self.acquire()
        try:
            self.flush()
            self.stream = stream
        finally:
            self.release()
        return before

    def __repr__(self):
        # The name of a file that was opened by its number is a number.
        return _show(self, str(getattr(self.stream, "name", "")), self.level)


class FileHandler(StreamHandler):
    """Writes records to a file, which is opened at once or for the first record."""

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        from os import fspath, path
        self.baseFilename = path.abspath(fspath(filename))
        self.mode, self.encoding, self.errors, self.delay = mode, encoding, errors, delay
        # As `open` may be gone when the last record comes.
        self._builtin_open = open
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            super().__init__(self._open())

    def _open(self):
        return self._builtin_open(
            self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors)

    def emit(self, record):
        if self.stream is None:
            self.stream = self._open()
        super().emit(record)

    def close(self):
        self.acquire()
        try:
            stream, self.stream = self.stream, None
            try:
                if stream:
                    stream.flush()
            finally:
                if hasattr(stream, "close"):
                    stream.close()
                super().close()
        finally:
            self.release()

    def __repr__(self):
        return _show(self, self.baseFilename, self.level)


class _StderrHandler(StreamHandler):
    """Writes to whatever standard error is at the moment."""

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr


class NullHandler(Handler):
    """Drops all records; for libraries."""

    def createLock(self):
        self.lock = None

    def handle(self, record):
        pass

    emit = handle


_defaultLastResort = lastResort = _StderrHandler(WARNING)

# Loggers


class PlaceHolder:
    """Stands for a name that has loggers below it but is none yet."""

    def __init__(self, alogger):
        self.loggerMap = {alogger: None}

    def append(self, alogger):
        self.loggerMap[alogger] = None


def _check_class(klass):
    if klass != Logger and not issubclass(klass, Logger):
        raise TypeError("logger not derived from logging.Logger: " + klass.__name__)


class Manager:
    """Knows the loggers by their names."""

    loggerClass = None
    logRecordFactory = None

    def __init__(self, rootnode):
        self.root = rootnode
        self.disable = 0
        self.emittedNoHandlerWarning = False
        self.loggerDict = {}

    @property
    def disable(self):
        return self._disable

    @disable.setter
    def disable(self, value):
        self._disable = _checkLevel(value)

    def getLogger(self, name):
        """The logger of this name, made now if need be and put into its place in the tree."""
        if not isinstance(name, str):
            raise TypeError("A logger name must be a string")
        with _lock:
            found = self.loggerDict.get(name)
            if found is None or isinstance(found, PlaceHolder):
                logger = (self.loggerClass or _loggerClass)(name)
                logger.manager = self
                self.loggerDict[name] = logger
                self._place(logger)
                if found is not None:
                    self._adopt(logger, found)
                return logger
        return found

    def _place(self, logger):
        """Find the parent; names in between that are no loggers get place holders."""
        above = logger.name.rpartition(".")[0]
        while above:
            found = self.loggerDict.setdefault(above, None)
            if isinstance(found, Logger):
                logger.parent = found
                return
            if found is None:
                self.loggerDict[above] = PlaceHolder(logger)
            else:
                found.append(logger)
            above = above.rpartition(".")[0]
        logger.parent = self.root

    def _adopt(self, logger, place):
        """Put a new logger between the loggers below it and their parents, if it is nearer."""
        for below in place.loggerMap:
            if not (below.parent.name + ".").startswith(logger.name + "."):
                logger.parent = below.parent
                below.parent = logger

    def setLoggerClass(self, klass):
        _check_class(klass)
        self.loggerClass = klass

    def setLogRecordFactory(self, factory):
        self.logRecordFactory = factory


class Logger(Filterer):
    """Where a part of a program tells what happens; `parent` is the next one towards the root."""

    def __init__(self, name, level=NOTSET):
        super().__init__()
        self.name = name
        self.level = _checkLevel(level)
        self.parent = None
        self.propagate = True
        self.handlers = []
        self.disabled = False

    def setLevel(self, level):
        self.level = _checkLevel(level)

    def getEffectiveLevel(self):
        """The level of the logger, or the nearest of those above that is set."""
        logger = self
        while logger:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        if self.disabled or self.manager.disable >= level:
            return False
        return level >= self.getEffectiveLevel()

    def log(self, level, msg, *args, **kwargs):
        """Log a message with any level."""
        if not isinstance(level, int):
            if raiseExceptions:
                raise TypeError("level must be an integer")
        elif self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """Log an error with the exception that is being handled."""
        self.error(msg, *args, exc_info=exc_info, **kwargs)

    def warn(self, msg, *args, **kwargs):
        _deprecate("method")
        self.warning(msg, *args, **kwargs)

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        fn, lno, func, sinfo = "(unknown file)", 0, "(unknown function)", None
        if _srcfile:
            fn, lno, func, sinfo = self.findCaller(stack_info, stacklevel)
        if isinstance(exc_info, BaseException):
            exc_info = type(exc_info), exc_info, exc_info.__traceback__
        elif exc_info and not isinstance(exc_info, tuple):
            exc_info = sys.exc_info()
        self.handle(self.makeRecord(
            self.name, level, fn, lno, msg, args, exc_info or None, func, extra, sinfo))

    def findCaller(self, stack_info=False, stacklevel=1):
        """File, line and function of who logs, and the stack as text if it is asked for.

        Frames are counted from the caller of a level method; those of this file do not count as
        callers, but as steps.
        """
        try:
            frame = start = sys._getframe(2).f_back
        except ValueError:
            frame = start = None
        while frame is not None and stacklevel > 1:
            frame = frame.f_back
            stacklevel -= 1
        frame = _outside(start if frame is None else frame, _srcfile)
        if frame is None:
            return "(unknown file)", 0, "(unknown function)", None
        sinfo = None
        if stack_info:
            import traceback
            sinfo = "Stack (most recent call last):\n" + "".join(traceback.format_stack(frame))
            sinfo = sinfo.removesuffix("\n")
        return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, sinfo

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None,
                   sinfo=None):
        record = _logRecordFactory(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        for key in extra or ():
            if key in ("message", "asctime") or key in vars(record):
                raise KeyError("Attempt to overwrite %r in LogRecord" % key)
            vars(record)[key] = extra[key]
        return record

    def handle(self, record):
        """Give a record to the handlers if the logger is on and its filters let it pass."""
        if not self.disabled and self.filter(record):
            self.callHandlers(record)

    def _handlers_upwards(self):
        """The handlers of this logger and of those above, as far as records go."""
        logger = self
        while logger:
            yield from logger.handlers
            logger = logger.parent if logger.propagate else None

    def callHandlers(self, record):
        """Give a record to all handlers from here upwards, to the last resort if there are none."""
        handler = None
        for handler in self._handlers_upwards():
            if record.levelno >= handler.level:
                handler.handle(record)
        if handler is not None:
            return
        if lastResort:
            if record.levelno >= lastResort.level:
                lastResort.handle(record)
        elif raiseExceptions and not self.manager.emittedNoHandlerWarning:
            sys.stderr.write('No handlers could be found for logger "%s"\n' % self.name)
            self.manager.emittedNoHandlerWarning = True

    def hasHandlers(self):
        for _ in self._handlers_upwards():
            return True
        return False

    def addHandler(self, hdlr):
        with _lock:
            if hdlr not in self.handlers:
                self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        with _lock:
            if hdlr in self.handlers:
                self.handlers.remove(hdlr)

    def getChild(self, suffix):
        """The logger with this name below this one."""
        return self.manager.getLogger(suffix if self is self.root else self.name + "." + suffix)

    def __repr__(self):
        return _show(self, self.name, self.getEffectiveLevel())

    def __reduce__(self):
        if getLogger(self.name) is not self:
            import pickle
            raise pickle.PicklingError("logger cannot be pickled")
        return getLogger, (self.name,)


class RootLogger(Logger):
    """The logger above all others."""

    def __init__(self, level):
        super().__init__("root", level)

    def __reduce__(self):
        return getLogger, ()


class LoggerAdapter:
    """A logger that adds something to each message; derived classes say what in `process`."""

    def __init__(self, logger, extra):
        self.logger = logger
        self.extra = extra

    def process(self, msg, kwargs):
        """The message and the keyword arguments to log with: here `extra` is this adapter's."""
        kwargs["extra"] = self.extra
        return msg, kwargs

    def log(self, level, msg, *args, **kwargs):
        if self.isEnabledFor(level):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.log(ERROR, msg, *args, exc_info=exc_info, **kwargs)

    def warn(self, msg, *args, **kwargs):
        _deprecate("method")
        self.warning(msg, *args, **kwargs)

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False):
        return self.logger._log(
            level, msg, args, exc_info=exc_info, extra=extra, stack_info=stack_info)

    def isEnabledFor(self, level):
        return self.logger.isEnabledFor(level)

    def setLevel(self, level):
        self.logger.setLevel(level)

    def getEffectiveLevel(self):
        return self.logger.getEffectiveLevel()

    def hasHandlers(self):
        return self.logger.hasHandlers()

    @property
    def name(self):
        return self.logger.name

    @property
    def manager(self):
        return self.logger.manager

    @manager.setter
    def manager(self, value):
        self.logger.manager = value

    def __repr__(self):
        return _show(self, self.logger.name, self.logger.getEffectiveLevel())


def _deprecate(kind):
    import warnings
    warnings.warn(
        "The 'warn' %s is deprecated, use 'warning' instead" % kind, DeprecationWarning, 3)


def _for_each_level(make, put):
    """Give the owner of `put` the functions debug() to critical(), each made for its level."""
    for name in ("debug", "info", "warning", "error", "critical"):
        function = make(name, _nameToLevel[name.upper()])
        function.__name__ = name
        function.__qualname__ = function.__qualname__.partition(".")[0] + name
        function.__doc__ = "Log a message with level %s." % name.upper()
        put(name, function)
    put("fatal", function)


def _of_logger(name, level):
    def method(self, msg, *args, **kwargs):
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)
    return method


def _of_adapter(name, level):
    def method(self, msg, *args, **kwargs):
        self.log(level, msg, *args, **kwargs)
    return method


def _of_module(name, level):
    def function(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, name)(msg, *args, **kwargs)
    return function


_for_each_level(_of_logger, lambda name, made: setattr(Logger, name, made))
_for_each_level(_of_adapter, lambda name, made: setattr(LoggerAdapter, name, made))
_for_each_level(_of_module, globals().__setitem__)
del LoggerAdapter.fatal

# The tree

_loggerClass = Logger
root = RootLogger(WARNING)
Logger.root = root
Logger.manager = Manager(root)


def getLogger(name=None):
    """The logger of a name, the root without one."""
    if not name or isinstance(name, str) and name == root.name:
        return root
    return Logger.manager.getLogger(name)


def setLoggerClass(klass):
    """Set the class of loggers that are yet to be made."""
    global _loggerClass
    _check_class(klass)
    _loggerClass = klass


def getLoggerClass():
    return _loggerClass


# Functions of the root logger


def log(level, msg, *args, **kwargs):
    """Log a message with any level."""
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


def exception(msg, *args, exc_info=True, **kwargs):
    """Log an error with the exception that is being handled."""
    error(msg, *args, exc_info=exc_info, **kwargs)


def warn(msg, *args, **kwargs):
    _deprecate("function")
    warning(msg, *args, **kwargs)


def disable(level=CRITICAL):
    """Let no logger log messages of this level or below."""
    root.manager.disable = level


def basicConfig(**kwargs):
    """Give the root logger a handler, unless it has one; `force` replaces those it has."""
    with _lock:
        if kwargs.pop("force", False):
            for handler in root.handlers[:]:
                root.removeHandler(handler)
                handler.close()
        encoding = kwargs.pop("encoding", None)
        errors = kwargs.pop("errors", "backslashreplace")
        if root.handlers:
            return
        handlers = kwargs.pop("handlers", None)
        if handlers is None:
            if "stream" in kwargs and "filename" in kwargs:
                raise ValueError("'stream' and 'filename' should not be specified together")
        elif "stream" in kwargs or "filename" in kwargs:
            raise ValueError("'stream' or 'filename' should not be specified together with "
                             "'handlers'")
        if handlers is None:
            filename, mode = kwargs.pop("filename", None), kwargs.pop("filemode", "a")
            if filename:
                errors = None if "b" in mode else errors
                handlers = [FileHandler(filename, mode, encoding=encoding, errors=errors)]
            else:
                handlers = [StreamHandler(kwargs.pop("stream", None))]
        datefmt, style = kwargs.pop("datefmt", None), kwargs.pop("style", "%")
        default = _known_style(style)[1]
        formatter = Formatter(kwargs.pop("format", default), datefmt, style)
        for handler in handlers:
            if handler.formatter is None:
                handler.setFormatter(formatter)
            root.addHandler(handler)
        level = kwargs.pop("level", None)
        if level is not None:
            root.setLevel(level)
        if kwargs:
            raise ValueError("Unrecognised argument(s): %s" % ", ".join(kwargs))


def shutdown(handlerList=_handlerList):
    """Flush and close handlers, the last one made first; runs at the end of the program."""
    for held in reversed(handlerList[:]):
        handler = held()
        if handler is None:
            continue
        try:
            handler.acquire()
            try:
                handler.flush()
                handler.close()
            finally:
                handler.release()
        except (OSError, ValueError):
            # Its stream may be closed already.
            pass
        except Exception:
            if raiseExceptions:
                raise


atexit.register(shutdown)

# Warnings

# warnings.showwarning, while warnings are captured.
_warnings_showwarning = None


def _showwarning(message, category, filename, lineno, file=None, line=None):
    if file is not None:
        _warnings_showwarning(message, category, filename, lineno, file, line)
        return
    import warnings
    logger = getLogger("py.warnings")
    if not logger.handlers:
        logger.addHandler(NullHandler())
    logger.warning(
        "%s", warnings.formatwarning(message, category, filename, lineno, line))


def captureWarnings(capture):
    """Log warnings to the logger py.warnings, or show them as usual again."""
    global _warnings_showwarning
    import warnings
    if capture and _warnings_showwarning is None:
        _warnings_showwarning, warnings.showwarning = warnings.showwarning, _showwarning
    elif not capture and _warnings_showwarning is not None:
        warnings.showwarning, _warnings_showwarning = _warnings_showwarning, None
