# Prints the code object of each file named on the command line, one line of JSON per file; run by
# pypy3. Strings are given as lists of UTF-16 units, for surrogates are not text.
import json
import struct
import sys
import types
import warnings


def units(text):
    data = text.encode("utf-16-le", "surrogatepass")
    return list(struct.unpack("<%dH" % (len(data) // 2), data))


def constant(value):
    if isinstance(value, types.CodeType):
        return ["code", code(value)]
    if value is None:
        return ["none"]
    if value is Ellipsis:
        return ["ellipsis"]
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, int):
        return ["int", hex(value)]
    if isinstance(value, float):
        return ["float", struct.pack(">d", value).hex()]
    if isinstance(value, complex):
        return ["complex", struct.pack(">dd", value.real, value.imag).hex()]
    if isinstance(value, str):
        return ["str", units(value)]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, tuple):
        return ["tuple", [constant(item) for item in value]]
    if isinstance(value, frozenset):
        return ["frozenset", [constant(item) for item in value]]
    raise TypeError(type(value))


NAMES = ("co_names", "co_varnames", "co_freevars", "co_cellvars")
NUMBERS = (
    "co_firstlineno", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount",
    "co_nlocals", "co_stacksize", "co_flags",
)


def code(value):
    result = {"co_name": value.co_name}
    for name in NUMBERS:
        result[name] = getattr(value, name)
    for name in NAMES:
        result[name] = list(getattr(value, name))
    result["co_code"] = value.co_code.hex()
    result["co_lnotab"] = bytes(value.co_lnotab).hex()
    result["co_consts"] = [constant(item) for item in value.co_consts]
    return result


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(5000)
    for line in sys.stdin:
        path = line.rstrip("\n")
        with open(path, "rb") as stream:
            source = stream.read()
        try:
            result = code(compile(source, path, "exec", dont_inherit=True))
        except (SyntaxError, ValueError) as error:
            kind = type(error).__name__
            result = {"error": "%s: %s" % (kind, getattr(error, "msg", error)),
                      "line": getattr(error, "lineno", 0)}
        print(json.dumps(result), flush=True)


main()
