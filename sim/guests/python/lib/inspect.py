"""Looking at objects: their kinds, members, documentation, source and frames.

Signatures are in `_inspect_signature`, which is loaded when a program asks for one of its names;
the named tuples are made when they are first needed.

Counterpart: lib-python/3/inspect.py.
"""

import builtins
import sys
import types

# Flags of code objects.
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

_TUPLES = {
    "Attribute": "name kind defining_class object",
    "Traceback": "filename lineno function code_context index",
    "FrameInfo": "frame filename lineno function code_context index",
    "ArgInfo": "args varargs keywords locals",
    "Arguments": "args varargs varkw",
    "ClosureVars": "nonlocals globals builtins unbound",
    "FullArgSpec": "args varargs varkw defaults kwonlyargs kwonlydefaults annotations",
    "ArgSpec": "args varargs keywords defaults",
}


_OF_SIGNATURE = ["BoundArguments", "Parameter", "Signature", "getargspec", "getcallargs",
                 "getfullargspec", "signature"]


def __getattr__(name):
    if name in _TUPLES:
        from collections import namedtuple
        globals()[name] = namedtuple(name, _TUPLES[name], module=__name__)
    elif name[:2] != "__":
        import _inspect_signature
        globals().update(_inspect_signature.CLASSES)
    if name not in globals():
        raise AttributeError("module 'inspect' has no attribute %r" % name)
    return globals()[name]


def _tuple(name, *values):
    return (globals().get(name) or __getattr__(name))(*values)


# Kinds of objects


def _kind(name, types, doc):
    """A function that says whether an object is of these types."""

    def check(object):
        return isinstance(object, types)

    check.__name__ = check.__qualname__ = name
    check.__doc__ = doc
    globals()[name] = check


for _name, _types, _doc in (
        ("module", types.ModuleType, "a module"),
        ("class", type, "a class"),
        ("method", types.MethodType, "a function bound to an object"),
        ("function", types.FunctionType, "a function"),
        ("code", types.CodeType, "a code object"),
        ("frame", types.FrameType, "a frame"),
        ("traceback", types.TracebackType, "a traceback"),
        ("generator", types.GeneratorType, "what a function with `yield` gives"),
        ("coroutine", types.CoroutineType, "what an `async def` gives"),
        ("asyncgen", types.AsyncGeneratorType, "what an `async def` with `yield` gives"),
        ("builtin", types.BuiltinFunctionType, "a built-in function"),
        ("memberdescriptor", types.MemberDescriptorType, "the descriptor of a slot"),
        ("getsetdescriptor", types.GetSetDescriptorType, "a built-in attribute's descriptor")):
    _kind("is" + _name, _types, "Whether the object is %s." % _doc)
del _name, _types, _doc


def _is_plain(object):
    """Neither a class nor a function of any kind."""
    return not isinstance(object, (type, types.MethodType, types.FunctionType))


def ismethoddescriptor(object):
    """Whether the object has `__get__` but not `__set__`, and is no function or class."""
    kind = type(object)
    return _is_plain(object) and hasattr(kind, "__get__") and not hasattr(kind, "__set__")


def isdatadescriptor(object):
    """Whether the object has `__set__` or `__delete__`, and is no function or class."""
    kind = type(object)
    return _is_plain(object) and (hasattr(kind, "__set__") or hasattr(kind, "__delete__"))


def isroutine(object):
    """Whether the object is any kind of function or method."""
    return (isbuiltin(object) or isfunction(object) or ismethod(object)
            or ismethoddescriptor(object))


def isabstract(object):
    """Whether the object is a class with abstract methods."""
    return bool(isclass(object) and getattr(object, "__abstractmethods__", None))


def _has_flag(obj, flag):
    """Whether the code of a function has a flag; methods and partials lead to functions."""
    while True:
        if ismethod(obj):
            obj = obj.__func__
        elif type(obj).__name__ == "partial" and hasattr(obj, "func"):
            obj = obj.func
        else:
            break
    return isfunction(obj) and bool(getattr(_code_of(obj), "co_flags", 0) & flag)


def isgeneratorfunction(obj):
    """Whether the object is a function with `yield`."""
    return _has_flag(obj, CO_GENERATOR)


def iscoroutinefunction(obj):
    """Whether the object is an `async def` without `yield`."""
    return _has_flag(obj, CO_COROUTINE)


def isasyncgenfunction(obj):
    """Whether the object is an `async def` with `yield`."""
    return _has_flag(obj, CO_ASYNC_GENERATOR)


def isawaitable(object):
    """Whether `await` takes the object."""
    if isgenerator(object):
        return bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
    return iscoroutine(object) or hasattr(type(object), "__await__")


# Members


def getmro(cls):
    """The base classes, this one first, in the order in which attributes are looked up."""
    return cls.__mro__


def _dict_value(classes, name, default=None):
    """The first of some classes that has a name in its own dictionary, and the value."""
    for cls in classes:
        if name in vars(cls):
            return cls, vars(cls)[name]
    return None, default


def getmembers(object, predicate=None):
    """Names and values of the members, sorted by name; those alone that the predicate takes."""
    classes = getmro(object) if isclass(object) else ()
    names = set(dir(object))
    for cls in classes[:-1]:
        names.update([
            name for name, value in vars(cls).items()
            if isinstance(value, types.DynamicClassAttribute)])
    members = []
    for name in sorted(names):
        try:
            value = getattr(object, name)
        except AttributeError:
            owner, value = _dict_value(classes, name)
            if owner is None:
                continue
        if predicate is None or predicate(value):
            members.append((name, value))
    return members


def classify_class_attrs(cls):
    """For each attribute of a class: name, kind, the class that defines it, the value there."""
    classes = getmro(cls)
    names = set(dir(cls))
    for base in classes:
        names.update([
            name for name, value in vars(base).items()
            if isinstance(value, types.DynamicClassAttribute)])
    found = []
    for name in sorted(names):
        owner, value = _dict_value(classes + (type(cls),), name)
        if owner is None:
            continue
        kind = _attribute_kind(name, value)
        if kind in ("method", "data") and name != "__dict__":
            try:
                value = getattr(cls, name, value)
            except Exception:
                pass
        found.append(_tuple("Attribute", name, kind, owner, value))
    return found


def _attribute_kind(name, value):
    if isinstance(value, staticmethod) or name == "__new__" and isroutine(value):
        return "static method"
    if isinstance(value, (classmethod, types.ClassMethodDescriptorType)):
        return "class method"
    if isinstance(value, property):
        return "property"
    return "method" if isroutine(value) else "data"


_MISSING = object()


def getattr_static(obj, attr, default=_MISSING):
    """An attribute as it is stored: no descriptor is asked, and no `__getattr__`."""
    kind = type(obj)
    classes = type.__dict__["__mro__"].__get__(obj if isinstance(obj, type) else kind)
    _, of_class = _dict_value_static(classes, attr)
    if not isinstance(obj, type):
        own = _own_dict(obj).get(attr, _MISSING)
        if own is not _MISSING and of_class is not _MISSING:
            is_data = [_dict_value_static(type(of_class).__mro__, name)[1] is not _MISSING
                       for name in ("__get__", "__set__")]
            return of_class if all(is_data) else own
        of_class = of_class if own is _MISSING else own
    elif of_class is _MISSING:
        _, of_class = _dict_value_static(type.__dict__["__mro__"].__get__(kind), attr)
    if of_class is not _MISSING:
        return of_class
    if default is not _MISSING:
        return default
    raise AttributeError(attr)


def _dict_value_static(classes, name):
    read = type.__dict__["__dict__"].__get__
    for cls in classes:
        namespace = read(cls)
        if name in namespace:
            return cls, namespace[name]
    return None, _MISSING


def _own_dict(obj):
    try:
        return object.__getattribute__(obj, "__dict__")
    except AttributeError:
        return {}


def unwrap(func, *, stop=None):
    """Follow `__wrapped__` to the last function, or to the first one where `stop` is true."""
    seen = [func]
    while hasattr(func, "__wrapped__") and not (stop and stop(func)):
        func = func.__wrapped__
        if any([func is other for other in seen]):
            raise ValueError("wrapper loop when unwrapping %r" % (seen[0],))
        seen.append(func)
    return func


def getclosurevars(func):
    """The names that a function uses from outside, with their values."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError("%r is not a Python function" % (func,))
    code = func.__code__
    cells = zip(code.co_freevars, func.__closure__ or ())
    from_globals, from_builtins, unbound = {}, {}, set()
    for name in code.co_names:
        if name in func.__globals__:
            from_globals[name] = func.__globals__[name]
        elif hasattr(builtins, name):
            from_builtins[name] = getattr(builtins, name)
        else:
            unbound.add(name)
    nonlocals = {name: cell.cell_contents for name, cell in cells}
    return _tuple("ClosureVars", nonlocals, from_globals, from_builtins, unbound)


def getclasstree(classes, unique=False):
    """The classes as nested lists: pairs of a class and its bases, each before its children."""
    children = {}
    roots = []
    for cls in classes:
        for base in cls.__bases__:
            below = children.setdefault(base, [])
            if cls not in below:
                below.append(cls)
            if unique and base in classes:
                break
        if not cls.__bases__ and cls not in roots:
            roots.append(cls)
    roots += [cls for cls in children if cls not in classes]
    return walktree(roots, children, None)


def walktree(classes, children, parent):
    """The nested lists for some classes that have the same parent."""
    result = []
    for cls in sorted(classes, key=lambda cls: (cls.__module__, cls.__name__)):
        result.append((cls, cls.__bases__))
        if cls in children:
            result.append(walktree(children[cls], children, cls))
    return result


# Documentation


def indentsize(line):
    """How far a line is indented, tabs taken as spaces."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def cleandoc(doc):
    """Documentation without the indentation that all lines but the first share."""
    try:
        first, *rest = doc.expandtabs().split("\n")
    except UnicodeError:
        return None
    margin = min([indentsize(line) for line in rest if line.strip()], default=0)
    lines = [first.lstrip()] + [line[margin:] for line in rest]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    """The documentation of an object, cleaned; that of what it overrides if it has none."""
    try:
        doc = object.__doc__
        if doc is None:
            doc = _inherited_doc(object)
    except (AttributeError, TypeError):
        return None
    return cleandoc(doc) if isinstance(doc, str) else None


def _inherited_doc(obj):
    if isclass(obj):
        docs = [vars(cls).get("__doc__") for cls in getmro(obj) if cls is not object]
    else:
        owner, name = _owner_and_name(obj)
        if owner is None:
            return None
        docs = []
        for cls in getmro(owner):
            docs.append(getattr(getattr(cls, name, None), "__doc__", None))
    return next((doc for doc in docs if doc is not None), None)


def _owner_and_name(obj):
    """The class that something belongs to, and its name there."""
    if ismethod(obj):
        owner = obj.__self__
        return owner if isclass(owner) else type(owner), obj.__func__.__name__
    if isinstance(obj, property):
        obj = obj.fget
    if hasattr(obj, "__objclass__"):
        return obj.__objclass__, obj.__name__
    if not isfunction(obj):
        return None, None
    found = sys.modules.get(obj.__module__)
    for name in obj.__qualname__.split(".")[:-1]:
        found = getattr(found, name, None)
    return found if isclass(found) else None, obj.__name__


# Source


def _code_of(object):
    """The code that a method, function, traceback or frame leads to; else the object itself."""
    for kind, attribute in (
            (types.MethodType, "__func__"), (types.FunctionType, "__code__"),
            (types.TracebackType, "tb_frame"), (types.FrameType, "f_code")):
        if isinstance(object, kind):
            object = getattr(object, attribute, object)
    return object


def getfile(object):
    """The file in which an object was defined."""
    if ismodule(object) or isclass(object):
        module = object if ismodule(object) else sys.modules.get(object.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        raise TypeError("%r is a built-in %s" % (
            object, "module" if ismodule(object) else "class"))
    code = _code_of(object)
    if iscode(code):
        return code.co_filename
    raise TypeError(
        "module, class, method, function, traceback, frame, or code object was expected, "
        "got %s" % type(object).__name__)


def getsourcefile(object):
    """The source file of an object."""
    return getfile(object)


def getabsfile(object, _filename=None):
    """The source file of an object as an absolute path."""
    import os
    return os.path.abspath(_filename or getsourcefile(object) or getfile(object))


def getmodulename(path):
    """The name of the module in a file; None if the file is none."""
    stem, dot, kind = path.rpartition("/")[2].rpartition(".")
    return stem if dot and kind in ("py", "pyc") else None


def getmodule(object, _filename=None):
    """The module in which an object was defined, None if it cannot be told."""
    if ismodule(object):
        return object
    if hasattr(object, "__module__"):
        return sys.modules.get(object.__module__)
    try:
        file = _filename or getfile(object)
    except TypeError:
        return None
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == file:
            return module
    name = getattr(object, "__name__", None)
    for module in (sys.modules["__main__"], builtins):
        if name is not None and getattr(module, name, None) is object:
            return module
    return None


def findsource(object):
    """The lines of the file of an object, and the index of its first one."""
    import linecache
    file = getfile(object)
    module = getmodule(object, file)
    lines = linecache.getlines(file, vars(module) if module else None)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        return lines, _first_line_of_class(lines, object.__qualname__)
    code = _code_of(object)
    if not iscode(code):
        raise OSError("could not find code object")
    if code.co_firstlineno > len(lines):
        raise OSError("lineno is out of bounds")
    return lines, code.co_firstlineno - 1


def _logical_lines(lines):
    """First line, line after, indentation and code of what belongs together.

    The code is without what its strings contain; a comment is a # alone, empty lines are left out.
    """
    depth, quote, start = 0, "", None
    for index, line in enumerate(lines):
        if start is None:
            if not line.strip():
                continue
            start, code = index, []
        at = 0
        while at < len(line):
            char = line[at]
            if quote:
                if char == "\\":
                    at += 1
                elif line.startswith(quote, at):
                    at += len(quote) - 1
                    quote = ""
            elif char in "'\"":
                code.append(char)
                quote = char * 3 if line.startswith(char * 3, at) else char
                at += len(quote) - 1
            elif char == "#":
                break
            else:
                depth += (char in "([{") - (char in ")]}")
                code.append(char)
            at += 1
        is_open = line.endswith("\\\n") and (quote or code[-2:] == ["\\", "\n"])
        if len(quote) == 1 and not is_open:
            quote = ""
        depth = max(depth, 0)
        if not is_open and not quote and not depth:
            yield start, index + 1, indentsize(lines[start]), "".join(code).strip() or "#"
            start = None


def _first_line_of_class(lines, qualname):
    """Where a class statement begins, its decorators included."""
    around = []
    first_decorator = None
    for start, _, indent, code in _logical_lines(lines):
        while around and code != "#" and around[-1][0] >= indent:
            around.pop()
        words = code.replace("(", " ").replace(":", " ").split()
        if words[0][0] == "@":
            first_decorator = start if first_decorator is None else first_decorator
            continue
        if words[0] == "async":
            del words[0]
        if words[:1] in (["class"], ["def"]):
            is_class = words[0] == "class"
            around.append((indent, words[1] if is_class else words[1] + ".<locals>"))
            if is_class and ".".join([name for _, name in around]) == qualname:
                return start if first_decorator is None else first_decorator
        if code != "#":
            first_decorator = None
    raise OSError("could not find class definition")


class EndOfBlock(Exception):
    """Not raised here; for programs that name it."""


def getblock(lines):
    """The lines of the function or class, or of the statement, with which the lines begin."""
    after = head_indent = body_indent = None
    for _, end, indent, code in _logical_lines(lines):
        if head_indent is None:
            after = end
            if code[0] in "@#":
                continue
            head_indent = indent
            if code.split()[0] not in ("def", "class", "async") or code[-1] != ":":
                break
        elif code == "#":
            # One that is indented as the body belongs to it, wherever it stands.
            if body_indent is not None and indent >= body_indent:
                after = end
        elif indent <= head_indent:
            break
        else:
            body_indent = indent if body_indent is None else body_indent
            after = end
    return lines[:after]


def getsourcelines(object):
    """The lines of the source of an object, and the number of the first."""
    object = unwrap(object)
    lines, start = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or isframe(object) and object.f_code.co_name == "<module>":
        return lines, 0
    return getblock(lines[start:]), start + 1


def getsource(object):
    """The source of an object as text."""
    return "".join(getsourcelines(object)[0])


def getcomments(object):
    """The comment right before an object in its file; None without one."""
    try:
        lines, start = findsource(object)
    except (OSError, TypeError):
        return None
    if ismodule(object):
        # The first comment of the file, after empty lines and the line for the shell.
        start = 1 if lines and lines[0][:2] == "#!" else 0
        while start < len(lines) and lines[start].strip() in ("", "#"):
            start += 1
        end = start
        while end < len(lines) and lines[end][:1] == "#":
            end += 1
        return "".join([line.expandtabs() for line in lines[start:end]]) or None
    indent = indentsize(lines[start])
    end = start
    while start and lines[start - 1].lstrip()[:1] == "#" and indentsize(lines[start - 1]) == indent:
        start -= 1
    comments = [line.expandtabs().lstrip() for line in lines[start:end]]
    while comments and comments[0].strip() == "#":
        del comments[0]
    while comments and comments[-1].strip() == "#":
        del comments[-1]
    return "".join(comments) or None


# Frames

currentframe = sys._getframe


def getlineno(frame):
    """The line that a frame executes."""
    return frame.f_lineno


def getframeinfo(frame, context=1):
    """File, line, function and some lines around, of a frame or a traceback."""
    import linecache
    lineno = frame.tb_lineno if istraceback(frame) else frame.f_lineno
    if istraceback(frame):
        frame = frame.tb_frame
    if not isframe(frame):
        raise TypeError("%r is not a frame or traceback object" % (frame,))
    code = frame.f_code
    lines = linecache.getlines(code.co_filename) if context > 0 else None
    index = None
    if lines:
        start = max(0, min(lineno - 1 - context // 2, len(lines) - context))
        lines, index = lines[start:start + context], lineno - 1 - start
    return _tuple("Traceback", code.co_filename, lineno, code.co_name, lines or None, index)


def _frame_infos(place, get_frame, get_next, context):
    infos = []
    while place:
        infos.append(_tuple("FrameInfo", get_frame(place), *getframeinfo(place, context)))
        place = get_next(place)
    return infos


def getouterframes(frame, context=1):
    """What is known of a frame and of those that called it."""
    return _frame_infos(frame, lambda frame: frame, lambda frame: frame.f_back, context)


def getinnerframes(tb, context=1):
    """What is known of the frames of a traceback."""
    return _frame_infos(tb, lambda tb: tb.tb_frame, lambda tb: tb.tb_next, context)


def stack(context=1):
    """What is known of the caller and of those that called it."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """What is known of the frames that the current exception has come through."""
    return getinnerframes(sys.exc_info()[2], context)


def getargs(co):
    """The names of the parameters of a code object: ordinary ones, *args and **kwargs."""
    if not iscode(co):
        raise TypeError("%r is not a code object" % (co,))
    names = list(co.co_varnames)
    plain = co.co_argcount + co.co_kwonlyargcount
    others = iter(names[plain:])
    varargs = next(others) if co.co_flags & CO_VARARGS else None
    varkw = next(others) if co.co_flags & CO_VARKEYWORDS else None
    return _tuple("Arguments", names[:plain], varargs, varkw)


def getargvalues(frame):
    """The parameters of a frame, and all its variables."""
    return _tuple("ArgInfo", *getargs(frame.f_code), frame.f_locals)


# States of generators and coroutines


def _state_function(prefix, name, names):
    states = ["%s_%s" % (prefix, state) for state in ("CREATED", "RUNNING", "SUSPENDED", "CLOSED")]
    running, frame = names

    def get_state(object):
        if getattr(object, running):
            return states[1]
        its_frame = getattr(object, frame)
        if its_frame is None:
            return states[3]
        return states[0] if its_frame.f_lasti < 0 else states[2]

    get_state.__name__ = get_state.__qualname__ = name
    get_state.__doc__ = "One of %s." % ", ".join(states)
    globals().update(zip(states, states))
    globals()[name] = get_state


_state_function("GEN", "getgeneratorstate", ("gi_running", "gi_frame"))
_state_function("CORO", "getcoroutinestate", ("cr_running", "cr_frame"))


def getgeneratorlocals(generator):
    """The variables of a generator; none when it is done."""
    if not isgenerator(generator):
        raise TypeError("%r is not a Python generator" % (generator,))
    return _locals_of(generator.gi_frame)


def getcoroutinelocals(coroutine):
    """The variables of a coroutine; none when it is done."""
    return _locals_of(getattr(coroutine, "cr_frame", None))


def _locals_of(frame):
    return {} if frame is None else frame.f_locals


# Texts of parameters


def formatannotation(annotation, base_module=None):
    """The text of an annotation; classes of the base module go without its name."""
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


def formatannotationrelativeto(object):
    """A function like formatannotation for the module of an object."""
    module = getattr(object, "__module__", None)
    return lambda annotation: formatannotation(annotation, module)


def formatargspec(args, varargs=None, varkw=None, defaults=None, kwonlyargs=(), kwonlydefaults={},
                  annotations={}, formatarg=str, formatvarargs="*{}".format,
                  formatvarkw="**{}".format, formatvalue="={!r}".format,
                  formatreturns=" -> {}".format, formatannotation=formatannotation):
    """The text of the parameters that getfullargspec tells; deprecated."""
    import warnings
    warnings.warn(
        "`formatargspec` is deprecated since Python 3.5. Use `signature` and the `Signature` "
        "object directly", DeprecationWarning, stacklevel=2)

    def show(name, shown=formatarg):
        text = shown(name)
        if name in annotations:
            text += ": " + formatannotation(annotations[name])
        return text

    values = dict(zip(reversed(args), reversed(defaults or ())))
    texts = [show(arg) + (formatvalue(values[arg]) if arg in values else "") for arg in args]
    if varargs is not None:
        texts.append(formatvarargs(show(varargs)))
    elif kwonlyargs:
        texts.append("*")
    named = kwonlydefaults or {}
    texts += [show(arg) + (formatvalue(named[arg]) if arg in named else "") for arg in kwonlyargs]
    if varkw is not None:
        texts.append(formatvarkw(show(varkw)))
    text = "(%s)" % ", ".join(texts)
    if "return" in annotations:
        text += formatreturns(formatannotation(annotations["return"]))
    return text


def formatargvalues(args, varargs, varkw, locals, formatarg=str, formatvarargs="*{}".format,
                    formatvarkw="**{}".format, formatvalue="={!r}".format):
    """The text of the parameters and values that getargvalues tells."""
    texts = [formatarg(arg) + formatvalue(locals[arg]) for arg in args]
    if varargs:
        texts.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        texts.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return "(%s)" % ", ".join(texts)


__all__ = [
    *_TUPLES, *_OF_SIGNATURE,
    *[_name for _name in globals() if _name[0] != "_" and not ismodule(globals()[_name])],
]
