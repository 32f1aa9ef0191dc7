"""The protocols and stream classes of `typing`, which loads them when a program asks for one.

They say that they are of `typing`: its name is this module's too while they are made.
"""

import types
from typing import Any, AnyStr, Generic, List, Optional, Protocol, T_co, Union, runtime_checkable

__name__ = "typing"
CLASSES = {}


def _all_abstract(cls):
    """Every method and property of the class is for others to define."""
    for member in vars(cls).values():
        function = member.fget if isinstance(member, property) else member
        if isinstance(function, types.FunctionType):
            function.__isabstractmethod__ = True
    CLASSES[cls.__name__] = cls
    return cls


def _supports(operation, returned, base=Protocol):
    """The protocol of what has one special method."""
    if operation == "round":
        def method(self, ndigits: int = 0): ...
    else:
        def method(self): ...

    name = "Supports" + operation.capitalize()
    method.__name__ = "__%s__" % operation
    method.__qualname__ = "%s.%s" % (name, method.__name__)
    method.__annotations__["return"] = returned
    method.__isabstractmethod__ = True
    members = {
        "__doc__": "What has a method %s." % method.__name__, "__module__": __name__,
        "__slots__": (), method.__name__: method}
    made = types.new_class(name, (base,), {}, lambda ns: ns.update(members))
    CLASSES[name] = runtime_checkable(made)


for _operation, _returned in (
        ("bytes", bytes), ("complex", complex), ("float", float), ("index", int), ("int", int)):
    _supports(_operation, _returned)
_supports("abs", T_co, Protocol[T_co])
_supports("round", T_co, Protocol[T_co])


@_all_abstract
class IO(Generic[AnyStr]):
    """An open stream of text or of bytes."""

    __slots__ = ()

    # Reading and writing
    def read(self, n: int = -1) -> AnyStr: ...
    def readline(self, limit: int = -1) -> AnyStr: ...
    def readlines(self, hint: int = -1) -> List[AnyStr]: ...
    def write(self, s: AnyStr) -> int: ...
    def writelines(self, lines: List[AnyStr]) -> None: ...
    def flush(self) -> None: ...

    # The position
    def tell(self) -> int: ...
    def seek(self, offset: int, whence: int = 0) -> int: ...
    def truncate(self, size: int = None) -> int: ...

    # What the stream is, and its end
    @property
    def name(self) -> str: ...

    @property
    def mode(self) -> str: ...

    @property
    def closed(self) -> bool: ...

    def readable(self) -> bool: ...
    def writable(self) -> bool: ...
    def seekable(self) -> bool: ...
    def isatty(self) -> bool: ...
    def fileno(self) -> int: ...
    def close(self) -> None: ...
    def __enter__(self) -> "IO[AnyStr]": ...
    def __exit__(self, type, value, traceback) -> None: ...


@_all_abstract
class BinaryIO(IO[bytes]):
    """What open() gives for modes with a b."""

    __slots__ = ()

    def write(self, s: Union[bytes, bytearray]) -> int: ...
    def __enter__(self) -> "BinaryIO": ...


@_all_abstract
class TextIO(IO[str]):
    """What open() gives for all other modes."""

    __slots__ = ()

    @property
    def buffer(self) -> BinaryIO: ...

    @property
    def encoding(self) -> str: ...

    @property
    def errors(self) -> Optional[str]: ...

    @property
    def line_buffering(self) -> bool: ...

    @property
    def newlines(self) -> Any: ...

    def __enter__(self) -> "TextIO": ...
