"""Streams; the module `io` is for programs."""

# Part of jitreel.

from _io_base import UnsupportedOperation, _BufferedIOBase, _IOBase, _RawIOBase, _TextIOBase
from _io_bytes import (
    DEFAULT_BUFFER_SIZE,
    BufferedRandom,
    BufferedReader,
    BufferedRWPair,
    BufferedWriter,
    BytesIO,
    FileIO,
)
from _io_text import IncrementalNewlineDecoder, StringIO, TextIOWrapper

BlockingIOError = BlockingIOError


def _check_mode(mode, encoding, errors, newline):
    letters = set(mode)
    if letters - set("rwaxb+tU") or len(mode) > len(letters):
        raise ValueError(f"invalid mode: {mode}")
    binary = "b" in letters
    if "U" in letters:
        if letters & set("wax+"):
            raise ValueError("mode U cannot be combined with 'x', 'w', 'a', or '+'")
        letters.add("r")
    if binary and "t" in letters:
        raise ValueError("can't have text and binary mode at once")
    if not mode:
        raise ValueError("Must have exactly one of read/write/create/append mode")
    if len(letters & set("rwax")) != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if binary and encoding is not None:
        raise ValueError("binary mode doesn't take an encoding argument")
    if binary and errors is not None:
        raise ValueError("binary mode doesn't take an errors argument")
    if binary and newline is not None:
        raise ValueError("binary mode doesn't take a newline argument")
    return binary


def open(
    file,
    mode="r",
    buffering=-1,
    encoding=None,
    errors=None,
    newline=None,
    closefd=True,
    opener=None,
):
    """Open a file; what is written stays in memory."""
    if not isinstance(file, (str, bytes, int)):
        if not hasattr(type(file), "__fspath__"):
            kind = type(file).__name__
            raise TypeError(f"expected str, bytes or os.PathLike object, not {kind}")
        file = file.__fspath__()
    if not isinstance(mode, str):
        raise TypeError(f"expected str, got {type(mode).__name__} object")
    binary = _check_mode(mode, encoding, errors, newline)
    raw_mode = mode.replace("b", "").replace("t", "").replace("U", "") or "r"
    raw = FileIO(file, raw_mode, closefd, opener)
    result = raw
    try:
        if buffering == 0:
            if not binary:
                raise ValueError("can't have unbuffered text I/O")
            return result
        kind = BufferedReader if raw_mode == "r" else BufferedWriter
        if "+" in raw_mode:
            kind = BufferedRandom
        result = kind(raw, buffering if buffering > 1 else DEFAULT_BUFFER_SIZE)
        if binary:
            return result
        result = TextIOWrapper(result, encoding, errors, newline, buffering == 1)
        result.mode = mode
        return result
    except BaseException:
        result.close()
        raise


def open_code(path):
    return open(path, "rb")


def text_encoding(encoding, stacklevel=2):
    return "locale" if encoding is None else encoding
