"""Looking at objects: their kinds, members, signatures and source.

Counterpart: lib-python/3/inspect.py. DIFFERS: a block of source ends where its indentation does,
which is found without tokens.
"""

import builtins
import collections.abc
import enum
import functools
import linecache
import sys
import types
from collections import OrderedDict, namedtuple

CO_OPTIMIZED = 1
CO_NEWLOCALS = 2
CO_VARARGS = 4
CO_VARKEYWORDS = 8
CO_NESTED = 16
CO_GENERATOR = 32
CO_NOFREE = 64
CO_COROUTINE = 128
CO_ITERABLE_COROUTINE = 256
CO_ASYNC_GENERATOR = 512
TPFLAGS_IS_ABSTRACT = 1 << 20


# Kinds of objects


def ismodule(object):
    """Return true if the object is a module."""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Return true if the object is a class."""
    return isinstance(object, type)


def ismethod(object):
    """Return true if the object is an instance method."""
    return isinstance(object, types.MethodType)


def isfunction(object):
    """Return true if the object is a user-defined function."""
    return isinstance(object, types.FunctionType)


def ismethoddescriptor(object):
    """Return true for a descriptor that is neither a function nor sets anything."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__get__") and not hasattr(kind, "__set__")


def isdatadescriptor(object):
    """Return true if the object is a data descriptor."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__set__") or hasattr(kind, "__delete__")


def ismemberdescriptor(object):
    """Return true if the object is a member descriptor."""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Return true if the object is a getset descriptor."""
    return isinstance(object, types.GetSetDescriptorType)


def _has_code_flag(f, flag):
    while ismethod(f):
        f = f.__func__
    f = _unwrap_partial(f)
    if not isfunction(f):
        return False
    return bool(f.__code__.co_flags & flag)


def _unwrap_partial(func):
    while isinstance(func, functools.partial):
        func = func.func
    return func


def isgeneratorfunction(obj):
    """Return true if the object is a user-defined generator function."""
    return _has_code_flag(obj, CO_GENERATOR)


def iscoroutinefunction(obj):
    """Return true if the object is a coroutine function."""
    return _has_code_flag(obj, CO_COROUTINE)


def isasyncgenfunction(obj):
    """Return true if the object is an asynchronous generator function."""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


def isasyncgen(object):
    """Return true if the object is an asynchronous generator."""
    return isinstance(object, types.AsyncGeneratorType)


def iscoroutine(object):
    """Whether the object is what a call of an `async def` gives."""
    return isinstance(object, types.CoroutineType)


def isgenerator(object):
    """Whether the object is what a call of a function with `yield` gives."""
    return isinstance(object, types.GeneratorType)


def isawaitable(object):
    """Whether `await` takes the object."""
    if iscoroutine(object):
        return True
    if isgenerator(object):
        return bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
    return isinstance(object, collections.abc.Awaitable)


def istraceback(object):
    """Return true if the object is a traceback."""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """Return true if the object is a frame object."""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Return true if the object is a code object."""
    return isinstance(object, types.CodeType)


def isbuiltin(object):
    """Return true if the object is a built-in function or method."""
    return isinstance(object, types.BuiltinFunctionType)


def isroutine(object):
    """Return true if the object is any kind of function or method."""
    return (isbuiltin(object) or isfunction(object) or ismethod(object)
            or ismethoddescriptor(object))


def isabstract(object):
    """Return true if the object is an abstract base class (ABC)."""
    if not isinstance(object, type):
        return False
    return bool(getattr(object, "__abstractmethods__", None))


# Members


def getmembers(object, predicate=None):
    """Return all members of an object as (name, value) pairs sorted by name."""
    mro = (object,) + getmro(object) if isclass(object) else ()
    names = dir(object)
    results = []
    seen = set()
    # Names of properties of classes go to the metaclass, so dir() may not tell them.
    for base in getattr(object, "__bases__", ()) if isclass(object) else ():
        for key, value in base.__dict__.items():
            if isinstance(value, types.DynamicClassAttribute):
                names.append(key)
    for key in names:
        try:
            value = getattr(object, key)
            is_plain = key not in seen
        except AttributeError:
            is_plain = False
        if not is_plain:
            holders = [vars(base) for base in mro if key in vars(base)]
            if not holders:
                # A slot without a value, or a name that dir() made up.
                continue
            value = holders[0][key]
        seen.add(key)
        if not predicate or predicate(value):
            results.append((key, value))
    results.sort(key=lambda pair: pair[0])
    return results


Attribute = namedtuple("Attribute", "name kind defining_class object")


def classify_class_attrs(cls):
    """Return list of attribute-descriptor tuples."""
    mro = getmro(cls)
    result = []
    for name in sorted(set(dir(cls))):
        if name == "__dict__":
            continue
        for base in mro:
            if name in base.__dict__:
                value = base.__dict__[name]
                break
        else:
            base = None
            value = getattr(cls, name, None)
        if isinstance(value, staticmethod):
            kind = "static method"
        elif isinstance(value, classmethod):
            kind = "class method"
        elif isinstance(value, property):
            kind = "property"
        elif isroutine(value):
            kind = "method"
        else:
            kind = "data"
        result.append(Attribute(name, kind, base, value))
    return result


def getmro(cls):
    """Return tuple of base classes (including cls) in method resolution order."""
    return cls.__mro__


def unwrap(func, *, stop=None):
    """Get the object wrapped by *func*."""
    original = func
    seen = {id(func)}
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= sys.getrecursionlimit():
            raise ValueError("wrapper loop when unwrapping %r" % (original,))
        seen.add(id(func))
    return func


_no_default = object()


def getattr_static(obj, attr, default=_no_default):
    """Retrieve an attribute without calling descriptors or `__getattr__`."""
    kind = obj if isclass(obj) else type(obj)
    if not isclass(obj):
        try:
            own = object.__getattribute__(obj, "__dict__")
        except AttributeError:
            own = {}
        in_class = _lookup_in_mro(kind, attr)
        if in_class is not _no_default:
            described = type(in_class)
            if hasattr(described, "__get__") and hasattr(described, "__set__"):
                return in_class
        if attr in own:
            return own[attr]
        if in_class is not _no_default:
            return in_class
    else:
        for where in (kind, type(kind)):
            found = _lookup_in_mro(where, attr)
            if found is not _no_default:
                return found
    if default is not _no_default:
        return default
    raise AttributeError(attr)


def _lookup_in_mro(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return _no_default


# Documentation and source


def indentsize(line):
    """Return the indent size, in spaces, at the start of a line of text."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def cleandoc(doc):
    """Clean up indentation from docstrings."""
    try:
        lines = doc.expandtabs().split("\n")
    except UnicodeError:
        return None
    margin = sys.maxsize
    for line in lines[1:]:
        content = len(line.lstrip())
        if content:
            margin = min(margin, len(line) - content)
    if lines:
        lines[0] = lines[0].lstrip()
    if margin < sys.maxsize:
        for i in range(1, len(lines)):
            lines[i] = lines[i][margin:]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    """Get the documentation string for an object, or that of what it overrides."""
    try:
        doc = getattr(object, "__doc__", None)
        own = _inherited_doc(object) if doc is None else doc
    except (AttributeError, TypeError):
        own = None
    return cleandoc(own) if isinstance(own, str) else None


def _class_of_function(func):
    cls = sys.modules.get(func.__module__)
    if cls is None:
        return None
    for name in func.__qualname__.split(".")[:-1]:
        cls = getattr(cls, name)
    return cls if isclass(cls) else None


def _inherited_doc(obj):
    if isclass(obj):
        for base in obj.__mro__:
            if base is not object:
                doc = base.__dict__.get("__doc__")
                if doc is not None:
                    return doc
        return None
    if ismethod(obj):
        name = obj.__func__.__name__
        cls = obj.__self__ if isclass(obj.__self__) else obj.__self__.__class__
    elif isfunction(obj):
        name = obj.__name__
        cls = _class_of_function(obj)
        if cls is None or getattr(cls, name) is not obj:
            return None
    elif isinstance(obj, property):
        name = obj.fget.__name__
        cls = _class_of_function(obj.fget)
        if cls is None or getattr(cls, name) is not obj:
            return None
    else:
        return None
    for base in cls.__mro__:
        doc = getattr(base, name, None)
        doc = getattr(doc, "__doc__", None)
        if doc is not None:
            return doc
    return None


class ClassFoundException(Exception):
    pass


_LEADS_TO = (
    (types.MethodType, "__func__"), (types.FunctionType, "__code__"),
    (types.TracebackType, "tb_frame"), (types.FrameType, "f_code"),
)


def _innermost(object):
    """The code that an object leads to; where the way ends when it leads to none."""
    for kind, attribute in _LEADS_TO:
        if isinstance(object, kind):
            object = getattr(object, attribute)
    return object


def getfile(object):
    """Work out which source or compiled file an object was defined in."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError("%r is a built-in module" % (object,))
    if isclass(object):
        module = sys.modules.get(getattr(object, "__module__", None))
        if getattr(module, "__file__", None):
            return module.__file__
        raise TypeError("%r is a built-in class" % (object,))
    object = _innermost(object)
    if iscode(object):
        return object.co_filename
    raise TypeError(
        "module, class, method, function, traceback, frame, or code object was expected, "
        "got %s" % type(object).__name__)


getsourcefile = getfile
getabsfile = getfile


def getmodulename(path):
    """Return the module name for a given file, or None."""
    name = path[path.rfind("/") + 1:]
    return name[:-3] if name.endswith(".py") else None


def getmodule(object, _filename=None):
    """Return the module an object was defined in, or None if not found."""
    if ismodule(object):
        return object
    if hasattr(object, "__module__"):
        return sys.modules.get(object.__module__)
    try:
        file = getfile(object)
    except TypeError:
        return None
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == file:
            return module
    return None


def findsource(object):
    """Return the lines of the file of an object, and the index of its first line."""
    file = getfile(object)
    module = getmodule(object, file)
    lines = linecache.getlines(file, module.__dict__ if module else None)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        return lines, _find_class(lines, object.__qualname__)
    object = _innermost(object)
    if not iscode(object):
        raise OSError("could not find code object")
    start = object.co_firstlineno - 1
    if start >= len(lines):
        raise OSError("lineno is out of bounds")
    return lines, start


def _find_class(lines, qualname):
    """The first line of a class statement, its decorators included."""
    stack = []
    for i, line in enumerate(lines):
        stripped = line.strip()
        if not stripped.startswith(("class ", "def ", "async def ")):
            continue
        indent = indentsize(line)
        while stack and stack[-1][0] >= indent:
            stack.pop()
        words = stripped.replace("(", " ").replace(":", " ").split()
        is_class = words[0] == "class"
        name = words[1] if is_class or words[0] == "def" else words[2]
        stack.append((indent, name if is_class else name + ".<locals>"))
        if is_class and ".".join([part for _, part in stack]) == qualname:
            while i > 0 and lines[i - 1].strip().startswith("@"):
                i -= 1
            return i
    raise OSError("could not find class definition")


def getblock(lines):
    """Extract the block of code at the top of the given list of lines."""
    indent = indentsize(lines[0])
    end = 1
    in_head = True
    depth = 0
    quote = ""
    for i, line in enumerate(lines):
        starts_inside = bool(quote) or depth > 0
        stripped = line.strip()
        if (not starts_inside and not in_head and stripped and not stripped.startswith("#")
                and indentsize(line) <= indent):
            break
        depth, quote = _scan_line(line, depth, quote)
        if in_head and not quote and depth == 0 and not stripped.startswith("@"):
            in_head = False
            # A lambda or a statement on one line has no block.
            if not _opens_block(stripped):
                return lines[:i + 1]
        if stripped and not (stripped.startswith("#") and indentsize(line) <= indent):
            end = i + 1
    return lines[:end]


def _opens_block(stripped):
    comment = stripped.find(" #")
    text = stripped[:comment].rstrip() if comment >= 0 else stripped
    return text.endswith(":")


def _scan_line(line, depth, quote):
    """How many brackets and which string are open after a line."""
    i = 0
    while i < len(line):
        char = line[i]
        if quote:
            if char == "\\":
                i += 1
            elif line.startswith(quote, i):
                i += len(quote) - 1
                quote = ""
        elif char == "#":
            break
        elif char in "\"'":
            quote = char * 3 if line.startswith(char * 3, i) else char
            i += len(quote) - 1
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        i += 1
    if len(quote) == 1 and not line.rstrip("\n").endswith("\\"):
        quote = ""
    return depth, quote


def getsourcelines(object):
    """Return a list of source lines and starting line number for an object."""
    object = unwrap(object)
    lines, start = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or (isframe(object) and object.f_code.co_name == "<module>"):
        return lines, 0
    return getblock(lines[start:]), start + 1


def getsource(object):
    """Return the text of the source code for an object."""
    return "".join(getsourcelines(object)[0])


def getcomments(object):
    """The comment lines right before an object's source; None when there are none."""
    try:
        lines, start = findsource(object)
    except (OSError, TypeError):
        return None
    end = start
    while start > 0 and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return "".join([line.lstrip() for line in lines[start:end]]) or None


# Frames

Traceback = namedtuple("Traceback", "filename lineno function code_context index")
FrameInfo = namedtuple("FrameInfo", ("frame",) + Traceback._fields)
ArgInfo = namedtuple("ArgInfo", "args varargs keywords locals")
Arguments = namedtuple("Arguments", "args, varargs, varkw")


def currentframe():
    """Return the frame of the caller or None if this is not possible."""
    return None


if hasattr(sys, "_getframe"):
    currentframe = sys._getframe


def getframeinfo(frame, context=1):
    """Get information about a frame or traceback object."""
    place = frame
    if istraceback(place):
        frame, lineno = place.tb_frame, place.tb_lineno
    else:
        lineno = place.f_lineno
    if not isframe(frame):
        raise TypeError("%r is not a frame or traceback object" % (frame,))
    filename = frame.f_code.co_filename
    lines = index = None
    if context > 0:
        known = linecache.getlines(filename)
        if known:
            start = max(0, min(lineno - 1 - context // 2, len(known) - context))
            lines = known[start:start + context]
            index = lineno - 1 - start
    return Traceback(filename, lineno, frame.f_code.co_name, lines, index)


def getouterframes(frame, context=1):
    """Get a list of records for a frame and all higher (calling) frames."""
    result = []
    while frame:
        result.append(FrameInfo(*((frame,) + getframeinfo(frame, context))))
        frame = frame.f_back
    return result


def getinnerframes(tb, context=1):
    """Get a list of records for a traceback's frame and all lower frames."""
    result = []
    while tb:
        result.append(FrameInfo(*((tb.tb_frame,) + getframeinfo(tb, context))))
        tb = tb.tb_next
    return result


def trace(context=1):
    """The frames that the current exception has come through."""
    return getinnerframes(sys.exc_info()[2], context)


def stack(context=1):
    """The caller's frame and those that called it."""
    return getouterframes(sys._getframe(1), context)


def getargs(co):
    """Get information about the arguments accepted by a code object."""
    if not iscode(co):
        raise TypeError("%r is not a code object" % (co,))
    names = co.co_varnames
    nargs = co.co_argcount
    end = nargs + co.co_kwonlyargcount
    varargs = varkw = None
    if co.co_flags & CO_VARARGS:
        varargs = names[end]
        end += 1
    if co.co_flags & CO_VARKEYWORDS:
        varkw = names[end]
    only = list(names[nargs:nargs + co.co_kwonlyargcount])
    return Arguments(list(names[:nargs]) + only, varargs, varkw)


def getargvalues(frame):
    """Get information about arguments passed into a particular frame."""
    args, varargs, varkw = getargs(frame.f_code)
    return ArgInfo(args, varargs, varkw, frame.f_locals)


GEN_CREATED = "GEN_CREATED"
GEN_RUNNING = "GEN_RUNNING"
GEN_SUSPENDED = "GEN_SUSPENDED"
GEN_CLOSED = "GEN_CLOSED"


def getgeneratorstate(generator):
    """Get current state of a generator-iterator."""
    states = GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED
    return _state(states, generator.gi_running, generator.gi_frame)


def _state(states, is_running, frame):
    """Which of the four states of generators and coroutines holds."""
    created, running, suspended, closed = states
    if is_running:
        return running
    if frame is None:
        return closed
    return created if frame.f_lasti < 0 else suspended


CORO_CREATED = "CORO_CREATED"
CORO_RUNNING = "CORO_RUNNING"
CORO_SUSPENDED = "CORO_SUSPENDED"
CORO_CLOSED = "CORO_CLOSED"


def getcoroutinestate(coroutine):
    """Get current state of a coroutine object."""
    states = CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED
    return _state(states, coroutine.cr_running, coroutine.cr_frame)


def getgeneratorlocals(generator):
    """The local variables of a generator."""
    if not isgenerator(generator):
        raise TypeError("%r is not a Python generator" % (generator,))
    frame = getattr(generator, "gi_frame", None)
    return {} if frame is None else frame.f_locals


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine."""
    frame = getattr(coroutine, "cr_frame", None)
    return {} if frame is None else frame.f_locals


ClosureVars = namedtuple("ClosureVars", "nonlocals globals builtins unbound")


def getclosurevars(func):
    """The names that a function uses without being its own, with their values."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError("%r is not a Python function" % (func,))
    code = func.__code__
    nonlocals = {}
    if func.__closure__ is not None:
        nonlocals = {
            name: cell.cell_contents for name, cell in zip(code.co_freevars, func.__closure__)}
    namespace = func.__globals__
    global_vars = {}
    builtin_vars = {}
    unbound = set()
    for name in code.co_names:
        if name in ("None", "True", "False"):
            continue
        if name in namespace:
            global_vars[name] = namespace[name]
        elif name in builtins.__dict__:
            builtin_vars[name] = builtins.__dict__[name]
        else:
            unbound.add(name)
    return ClosureVars(nonlocals, global_vars, builtin_vars, unbound)


# Signatures


def formatannotation(annotation, base_module=None):
    """The text of an annotation."""
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


class _void:
    """A private marker - used in Parameter & Signature."""


class _empty:
    """Marker object for Signature.empty and Parameter.empty."""


class _ParameterKind(enum.IntEnum):
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = range(5)

    @property
    def description(self):
        return _KIND_NAMES[self]

    def __str__(self):
        return self._name_


_POSITIONAL_ONLY = _ParameterKind.POSITIONAL_ONLY
_POSITIONAL_OR_KEYWORD = _ParameterKind.POSITIONAL_OR_KEYWORD
_VAR_POSITIONAL = _ParameterKind.VAR_POSITIONAL
_KEYWORD_ONLY = _ParameterKind.KEYWORD_ONLY
_VAR_KEYWORD = _ParameterKind.VAR_KEYWORD

_KIND_NAMES = {
    _POSITIONAL_ONLY: "positional-only",
    _POSITIONAL_OR_KEYWORD: "positional or keyword",
    _VAR_POSITIONAL: "variadic positional",
    _KEYWORD_ONLY: "keyword-only",
    _VAR_KEYWORD: "variadic keyword",
}


class Parameter:
    """Represents a parameter in a function signature."""

    __slots__ = ("_name", "_kind", "_default", "_annotation")

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError("value %r is not a valid Parameter.kind" % (kind,))
        if default is not _empty and self._kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(
                "%s parameters cannot have default values" % self._kind.description)
        self._default = default
        self._annotation = annotation
        if name is _empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError("name must be a str, not a %s" % type(name).__name__)
        if name[:1] == "." and name[1:].isdigit():
            # What a comprehension is called with.
            if self._kind != _POSITIONAL_OR_KEYWORD:
                raise ValueError(
                    "implicit arguments must be passed as positional or keyword arguments, "
                    "not %s" % self._kind.description)
            self._kind = _POSITIONAL_ONLY
            name = "implicit" + name[1:]
        if not name.isidentifier():
            raise ValueError("%r is not a valid parameter name" % name)
        self._name = name

    # Parameters do not change: replace() makes others.
    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        """Creates a customized copy of the Parameter."""
        return type(self)(
            self._name if name is _void else name,
            self._kind if kind is _void else kind,
            default=self._default if default is _void else default,
            annotation=self._annotation if annotation is _void else annotation)

    def __str__(self):
        text = self._name
        if self._annotation is not _empty:
            text = "%s: %s" % (text, formatannotation(self._annotation))
        if self._default is not _empty:
            mark = " = " if self._annotation is not _empty else "="
            text = "%s%s%r" % (text, mark, self._default)
        if self._kind == _VAR_POSITIONAL:
            return "*" + text
        if self._kind == _VAR_KEYWORD:
            return "**" + text
        return text

    def __repr__(self):
        return '<%s "%s">' % (self.__class__.__name__, self)

    def _parts(self):
        return self._name, self._kind, self._default, self._annotation

    def __hash__(self):
        return hash(self._parts())

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return self._parts() == other._parts()


class BoundArguments:
    """The arguments of a call, by the names of the parameters."""

    __slots__ = ("arguments", "_signature", "__weakref__")

    def __init__(self, signature, arguments):
        self._signature, self.arguments = signature, arguments

    signature = property(lambda self: self._signature)

    @property
    def args(self):
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                break
            if name not in self.arguments:
                break
            value = self.arguments[name]
            if param.kind == _VAR_POSITIONAL:
                args.extend(value)
            else:
                args.append(value)
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        by_keyword = False
        for name, param in self._signature.parameters.items():
            if not by_keyword:
                if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                    by_keyword = True
                elif name not in self.arguments:
                    by_keyword = True
                    continue
            if not by_keyword or name not in self.arguments:
                continue
            if param.kind == _VAR_KEYWORD:
                kwargs.update(self.arguments[name])
            else:
                kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        """Set default values for missing arguments."""
        complete = []
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                value = self.arguments[name]
            elif param.default is not _empty:
                value = param.default
            elif param.kind is _VAR_POSITIONAL:
                value = ()
            elif param.kind is _VAR_KEYWORD:
                value = {}
            else:
                # Of an incomplete call.
                continue
            complete.append((name, value))
        self.arguments = dict(complete)

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    def __repr__(self):
        shown = ["%s=%r" % item for item in self.arguments.items()]
        return "<%s (%s)>" % (self.__class__.__name__, ", ".join(shown))


class Signature:
    """The parameters of a callable, and what it returns."""

    __slots__ = ("_return_annotation", "_parameters")

    _parameter_cls = Parameter
    _bound_arguments_cls = BoundArguments
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty,
                 __validate_parameters__=True):
        params = OrderedDict()
        if parameters is not None:
            if __validate_parameters__:
                _check_parameters(parameters, params)
            else:
                for param in parameters:
                    params[param.name] = param
        self._parameters = types.MappingProxyType(params)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True):
        """Constructs Signature for the given callable object."""
        return _signature_from_callable(obj, follow_wrapped, cls)

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    def replace(self, *, parameters=_void, return_annotation=_void):
        """Creates a customized copy of the Signature."""
        if parameters is _void:
            parameters = self.parameters.values()
        if return_annotation is _void:
            return_annotation = self._return_annotation
        return type(self)(parameters, return_annotation=return_annotation)

    def _parts(self):
        positional = []
        by_name = {}
        for param in self.parameters.values():
            if param.kind == _KEYWORD_ONLY:
                by_name[param.name] = param
            else:
                positional.append(param)
        return tuple(positional), by_name, self.return_annotation

    def __hash__(self):
        positional, by_name, returns = self._parts()
        return hash((positional, frozenset(by_name.values()), returns))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Signature):
            return NotImplemented
        return self._parts() == other._parts()

    def _bind(self, args, kwargs, *, partial=False):
        return BoundArguments(self, _bind_arguments(self, args, kwargs, partial))

    def bind(self, /, *args, **kwargs):
        """Get a BoundArguments object; a TypeError if the arguments do not fit."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """Like bind(), for arguments that may be incomplete."""
        return self._bind(args, kwargs, partial=True)

    def __repr__(self):
        return "<%s %s>" % (self.__class__.__name__, self)

    def __str__(self):
        result = []
        after_positional_only = False
        needs_star = True
        for param in self.parameters.values():
            text = str(param)
            if param.kind == _POSITIONAL_ONLY:
                after_positional_only = True
            elif after_positional_only:
                result.append("/")
                after_positional_only = False
            if param.kind == _VAR_POSITIONAL:
                needs_star = False
            elif param.kind == _KEYWORD_ONLY and needs_star:
                result.append("*")
                needs_star = False
            result.append(text)
        if after_positional_only:
            result.append("/")
        text = "(%s)" % ", ".join(result)
        if self.return_annotation is not _empty:
            text += " -> %s" % formatannotation(self.return_annotation)
        return text


def _check_parameters(parameters, params):
    top_kind = _POSITIONAL_ONLY
    seen_default = False
    for param in parameters:
        kind = param.kind
        if kind < top_kind:
            raise ValueError("wrong parameter order: %s parameter before %s parameter" % (
                top_kind.description, kind.description))
        if kind > top_kind:
            top_kind = kind
        if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
            if param.default is not _empty:
                seen_default = True
            elif seen_default:
                raise ValueError("non-default argument follows default argument")
        if param.name in params:
            raise ValueError("duplicate parameter name: %r" % param.name)
        params[param.name] = param


def _bind_arguments(signature, args, kwargs, partial):
    """The arguments by parameter names; see Signature.bind()."""
    arguments = {}
    params = list(signature.parameters.values())
    kwargs = dict(kwargs)
    args = list(args)
    index = 0
    while args:
        if index == len(params) or params[index].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
            raise TypeError("too many positional arguments")
        param = params[index]
        index += 1
        if param.kind == _VAR_POSITIONAL:
            arguments[param.name] = tuple(args)
            args = []
            break
        if param.name in kwargs and param.kind != _POSITIONAL_ONLY:
            raise TypeError("multiple values for argument %r" % param.name)
        arguments[param.name] = args.pop(0)
    rest = params[index:]
    collector = None
    for param in rest:
        if param.kind == _VAR_KEYWORD:
            collector = param
            continue
        if param.kind == _VAR_POSITIONAL:
            continue
        if param.kind == _POSITIONAL_ONLY:
            if param.name in kwargs and not _collects_keywords(params):
                raise TypeError(
                    "%r parameter is positional only, but was passed as a keyword" % param.name)
            if param.default is _empty and not partial:
                raise TypeError("missing a required argument: %r" % param.name)
            continue
        if param.name in kwargs:
            arguments[param.name] = kwargs.pop(param.name)
        elif not partial and param.default is _empty:
            raise TypeError("missing a required argument: %r" % param.name)
    if kwargs:
        if collector is None:
            collector = _collects_keywords(params)
        if collector is None:
            raise TypeError("got an unexpected keyword argument %r" % next(iter(kwargs)))
        arguments[collector.name] = kwargs
    return arguments


def _collects_keywords(params):
    for param in params:
        if param.kind == _VAR_KEYWORD:
            return param
    return None


def signature(obj, *, follow_wrapped=True):
    """Get a signature object for the passed callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped)


def _signature_from_callable(obj, follow_wrapped, sigcls):
    if not callable(obj):
        raise TypeError("%r is not a callable object" % (obj,))
    if isinstance(obj, types.MethodType):
        return _without_first(
            _signature_from_callable(obj.__func__, follow_wrapped, sigcls))
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__"))
        if isinstance(obj, types.MethodType):
            return _signature_from_callable(obj, follow_wrapped, sigcls)
    given = getattr(obj, "__signature__", None)
    if given is not None:
        if not isinstance(given, Signature):
            raise TypeError("unexpected object %r in __signature__ attribute" % (given,))
        return given
    if isfunction(obj):
        return _signature_from_function(obj, sigcls)
    if isinstance(obj, functools.partial):
        return _signature_of_partial(
            _signature_from_callable(obj.func, follow_wrapped, sigcls), obj)
    if isclass(obj):
        return _signature_of_class(obj, follow_wrapped, sigcls)
    if isinstance(obj, types.BuiltinFunctionType):
        if getattr(obj, "__code__", None) is not None:
            return _signature_from_function(obj, sigcls)
        raise ValueError("no signature found for builtin %r" % (obj,))
    call = _user_defined(type(obj), "__call__")
    if call is not None:
        return _without_first(_signature_from_callable(call, follow_wrapped, sigcls))
    raise ValueError("callable %r is not supported by signature" % (obj,))


def _user_defined(cls, name):
    """A method of a class that is written in Python; None when there is none."""
    method = getattr(cls, name, None)
    return method if isfunction(method) and hasattr(method, "__globals__") else None


def _signature_of_class(cls, follow_wrapped, sigcls):
    call = _user_defined(type(cls), "__call__")
    if call is not None and type(cls) is not type and "__call__" in _dicts_of(type(cls)):
        return _without_first(_signature_from_callable(call, follow_wrapped, sigcls))
    new = _defined_below_object(cls, "__new__")
    init = _defined_below_object(cls, "__init__")
    # The one that is nearer in the order of resolution.
    if new is not None and (init is None or new[0] <= init[0]):
        method = new[1]
    elif init is not None:
        method = init[1]
    elif type not in cls.__mro__:
        if cls.__init__ is object.__init__ and cls.__new__ is object.__new__:
            return sigcls()
        raise ValueError("no signature found for builtin type %r" % (cls,))
    else:
        raise ValueError("no signature found for builtin %r" % (cls,))
    if isinstance(method, staticmethod):
        method = method.__func__
    if not isfunction(method) or type(method) is types.BuiltinFunctionType:
        raise ValueError("no signature found for builtin type %r" % (cls,))
    return _without_first(_signature_from_callable(method, follow_wrapped, sigcls))


def _dicts_of(cls):
    names = set()
    for base in cls.__mro__:
        if base is not type and base is not object:
            names.update(base.__dict__)
    return names


def _defined_below_object(cls, name):
    for i, base in enumerate(cls.__mro__[:-1]):
        if name in base.__dict__:
            if base.__module__ == "builtins":
                raise ValueError("no signature found for builtin type %r" % (cls,))
            return i, base.__dict__[name]
    return None


def _without_first(sig):
    params = list(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError("invalid method signature")
    if params[0].kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
        params = params[1:]
    elif params[0].kind is not _VAR_POSITIONAL:
        raise ValueError("invalid argument type")
    return sig.replace(parameters=params)


def _signature_from_function(func, sigcls):
    code = func.__code__
    names = code.co_varnames
    count = code.co_argcount
    positional_only = getattr(code, "co_posonlyargcount", 0)
    annotations = getattr(func, "__annotations__", None) or {}
    defaults = func.__defaults__ or ()
    first_default = count - len(defaults)
    parameters = []
    for i in range(count):
        kind = _POSITIONAL_ONLY if i < positional_only else _POSITIONAL_OR_KEYWORD
        default = defaults[i - first_default] if i >= first_default else _empty
        parameters.append(Parameter(
            names[i], kind, default=default, annotation=annotations.get(names[i], _empty)))
    end = count + code.co_kwonlyargcount
    if code.co_flags & CO_VARARGS:
        parameters.append(Parameter(
            names[end], _VAR_POSITIONAL, annotation=annotations.get(names[end], _empty)))
    kwdefaults = func.__kwdefaults__ or {}
    for name in names[count:end]:
        parameters.append(Parameter(
            name, _KEYWORD_ONLY, default=kwdefaults.get(name, _empty),
            annotation=annotations.get(name, _empty)))
    if code.co_flags & CO_VARKEYWORDS:
        index = end + bool(code.co_flags & CO_VARARGS)
        parameters.append(Parameter(
            names[index], _VAR_KEYWORD, annotation=annotations.get(names[index], _empty)))
    return sigcls(parameters, return_annotation=annotations.get("return", _empty),
                  __validate_parameters__=False)


def _signature_of_partial(wrapped, partial):
    """The signature that is left when some arguments are given."""
    keywords = partial.keywords or {}
    try:
        bound = wrapped.bind_partial(*partial.args, **keywords).arguments
    except TypeError as error:
        raise ValueError("partial object %r has incorrect arguments" % (partial,)) from error
    parameters = []
    to_keyword_only = False
    for name, param in wrapped.parameters.items():
        if name in bound:
            value = bound[name]
            if param.kind is _POSITIONAL_ONLY:
                continue
            if param.kind is _POSITIONAL_OR_KEYWORD:
                if name not in keywords:
                    continue
                # Given by keyword: it and all after it can be given by keyword alone.
                to_keyword_only = True
                param = param.replace(default=value)
            elif param.kind is _KEYWORD_ONLY:
                param = param.replace(default=value)
        if to_keyword_only:
            if param.kind is _POSITIONAL_OR_KEYWORD:
                param = param.replace(kind=_KEYWORD_ONLY)
            elif param.kind is _VAR_POSITIONAL:
                continue
        parameters.append(param)
    return wrapped.replace(parameters=parameters)


FullArgSpec = namedtuple(
    "FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations")
ArgSpec = namedtuple("ArgSpec", "args varargs keywords defaults")


def getfullargspec(func):
    """Get the names and default values of a callable object's parameters."""
    try:
        sig = _signature_from_callable(func, False, Signature)
        if ismethod(func):
            sig = _signature_from_callable(func.__func__, False, Signature)
    except Exception as error:
        raise TypeError("unsupported callable") from error
    args = []
    varargs = varkw = None
    kwonlyargs = []
    defaults = ()
    kwdefaults = {}
    annotations = {}
    if sig.return_annotation is not _empty:
        annotations["return"] = sig.return_annotation
    for param in sig.parameters.values():
        if param.kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
            args.append(param.name)
            if param.default is not _empty:
                defaults += (param.default,)
        elif param.kind is _VAR_POSITIONAL:
            varargs = param.name
        elif param.kind is _KEYWORD_ONLY:
            kwonlyargs.append(param.name)
            if param.default is not _empty:
                kwdefaults[param.name] = param.default
        else:
            varkw = param.name
        if param.annotation is not _empty:
            annotations[param.name] = param.annotation
    return FullArgSpec(
        args, varargs, varkw, defaults or None, kwonlyargs, kwdefaults or None, annotations)


def getcallargs(func, /, *positional, **named):
    """The arguments of a call by the names of the parameters, defaults included."""
    spec = getfullargspec(func)
    if ismethod(func) and func.__self__ is not None:
        positional = (func.__self__,) + positional
        func = func.__func__
    arguments = _signature_from_callable(func, False, Signature).bind(
        *positional, **named).arguments
    result = {}
    for name in spec.args[:len(positional)]:
        result[name] = arguments[name]
    if spec.varargs:
        result[spec.varargs] = arguments.get(spec.varargs, ())
    if spec.varkw:
        result[spec.varkw] = arguments.get(spec.varkw, {})
    for name in named:
        if name in spec.args or name in spec.kwonlyargs:
            result[name] = arguments[name]
    first_default = len(spec.args) - len(spec.defaults or ())
    for i, name in enumerate(spec.args):
        if name not in result:
            result[name] = spec.defaults[i - first_default]
    for name in spec.kwonlyargs:
        if name not in result:
            result[name] = spec.kwonlydefaults[name]
    return result
