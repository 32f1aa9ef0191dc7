"""Bytecode as text: what functions, classes and code objects are compiled to."""

# Part of jitreel.

import sys
import types
from collections import namedtuple
from io import StringIO
from opcode import *
from opcode import __all__ as _opcode_names

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels",
           "show_code", "get_instructions", "Instruction", "Bytecode"] + _opcode_names

COMPILER_FLAG_NAMES = {
    1 << bit: name for bit, name in enumerate(
        ("OPTIMIZED", "NEWLOCALS", "VARARGS", "VARKEYWORDS", "NESTED", "GENERATOR", "NOFREE",
         "COROUTINE", "ITERABLE_COROUTINE", "ASYNC_GENERATOR"))
}
_CONVERSIONS = ("", "str", "repr", "ascii")
_FUNCTION_PARTS = ("defaults", "kwdefaults", "annotations", "closure")


class Instruction(namedtuple(
        "Instruction",
        "opname opcode arg argval argrepr offset starts_line is_jump_target")):
    """One instruction, with what its argument means."""

    __slots__ = ()

    def _disassemble(self, lineno_width=3, mark_as_current=False, offset_width=4):
        columns = []
        if lineno_width:
            line = "" if self.starts_line is None else self.starts_line
            columns.append(f"{line:>{lineno_width}}")
        columns.append("-->" if mark_as_current else "   ")
        columns.append(">>" if self.is_jump_target else "  ")
        columns.append(f"{self.offset:>{offset_width}}")
        columns.append(self.opname.ljust(20))
        if self.arg is not None:
            columns.append(f"{self.arg:>5}")
            if self.argrepr:
                columns.append(f"({self.argrepr})")
        return " ".join(columns).rstrip()


def _code_of(x):
    """The code of what was given: a function, a text, something that runs."""
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if isinstance(x, str):
        try:
            x = compile(x, "<disassembly>", "eval")
        except SyntaxError:
            x = compile(x, "<disassembly>", "exec")
    if hasattr(x, "co_code"):
        return x
    raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)


def pretty_flags(flags):
    """The flags of a code object by name."""
    names = [COMPILER_FLAG_NAMES.get(1 << bit, hex(1 << bit))
             for bit in range(flags.bit_length()) if flags >> bit & 1]
    return ", ".join(names) if names else hex(flags)


def code_info(x):
    """What a code object holds, beside its instructions."""
    code = _code_of(x)
    lines = [
        f"Name:              {code.co_name}",
        f"Filename:          {code.co_filename}",
        f"Argument count:    {code.co_argcount}",
        f"Positional-only arguments: {code.co_posonlyargcount}",
        f"Kw-only arguments: {code.co_kwonlyargcount}",
        f"Number of locals:  {code.co_nlocals}",
        f"Stack size:        {code.co_stacksize}",
        f"Flags:             {pretty_flags(code.co_flags)}",
    ]
    for title, values, show in (
            ("Constants", code.co_consts, repr), ("Names", code.co_names, str),
            ("Variable names", code.co_varnames, str), ("Free variables", code.co_freevars, str),
            ("Cell variables", code.co_cellvars, str)):
        if values:
            lines.append(title + ":")
            lines += [f"{at:>4}: {show(value)}" for at, value in enumerate(values)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    print(code_info(co), file=file)


def _read(code):
    """Offsets, numbers and arguments of all instructions."""
    extended = 0
    for offset in range(0, len(code), 2):
        op, arg = code[offset], None
        if op >= HAVE_ARGUMENT:
            arg = code[offset + 1] | extended
            extended = arg << 8 if op == EXTENDED_ARG else 0
        yield offset, op, arg


def findlabels(code):
    """The offsets that are jumped to."""
    labels = []
    for offset, op, arg in _read(code):
        if op in hasjrel:
            target = offset + 2 + arg
        elif op in hasjabs:
            target = arg
        else:
            continue
        if target not in labels:
            labels.append(target)
    return labels


def findlinestarts(code):
    """Pairs of an offset and the line that starts there."""
    table = code.co_lnotab
    last, line, address = None, code.co_firstlineno, 0
    for step, change in zip(table[0::2], table[1::2]):
        if step:
            if line != last:
                yield address, line
                last = line
            address += step
            if address >= len(code.co_code):
                return
        line += change - 256 if change >= 128 else change
    if line != last:
        yield address, line


def _argument(op, arg, offset, tables):
    """The value of an argument, and its text."""
    names, constants, variables, cells = tables
    if op in hasconst:
        if constants is None:
            return arg, repr(arg)
        return constants[arg], repr(constants[arg])
    for kind, table in ((hasname, names), (haslocal, variables), (hasfree, cells)):
        if op in kind:
            value = arg if table is None else table[arg]
            return value, str(value)
    if op in hasjrel:
        return offset + 2 + arg, f"to {offset + 2 + arg}"
    if op in hascompare:
        return cmp_op[arg], cmp_op[arg]
    name = opname[op]
    if name == "FORMAT_VALUE":
        conversion, has_spec = _CONVERSIONS[arg & 3], bool(arg & 4)
        text = ", ".join(filter(None, (conversion, has_spec and "with format")))
        return ((None, str, repr, ascii)[arg & 3], has_spec), text
    if name == "MAKE_FUNCTION":
        parts = [part for bit, part in enumerate(_FUNCTION_PARTS) if arg >> bit & 1]
        return arg, ", ".join(parts)
    return arg, ""


def _instructions(code, tables=(None,) * 4, starts=None, line_offset=0):
    labels = findlabels(code)
    starts = starts or {}
    for offset, op, arg in _read(code):
        line = starts.get(offset)
        value, text = (None, "") if arg is None else _argument(op, arg, offset, tables)
        yield Instruction(opname[op], op, arg, value, text, offset,
                          None if line is None else line + line_offset, offset in labels)


def _instructions_of(code, line_offset=0):
    tables = (code.co_names, code.co_consts, code.co_varnames,
              code.co_cellvars + code.co_freevars)
    return _instructions(code.co_code, tables, dict(findlinestarts(code)), line_offset)


def get_instructions(x, *, first_line=None):
    """The instructions of what was given, as tuples."""
    code = _code_of(x)
    return _instructions_of(code, 0 if first_line is None else first_line - code.co_firstlineno)


def _print(instructions, size, last_line, lasti, file):
    """Prints instructions; `last_line` is None for bytes, which have no lines."""
    width = 0 if last_line is None else max(3, len(str(last_line)))
    offset_width = max(4, len(str(size - 2)))
    for one in instructions:
        if width and one.starts_line is not None and one.offset > 0:
            print(file=file)
        print(one._disassemble(width, one.offset == lasti, offset_width), file=file)


def disassemble(co, lasti=-1, *, file=None):
    """Prints the instructions of a code object."""
    lines = [line for _, line in findlinestarts(co)]
    _print(_instructions_of(co), len(co.co_code), max(lines, default=0), lasti, file)


def _disassemble_all(code, depth, file):
    disassemble(code, file=file)
    if depth is not None and depth <= 0:
        return
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            print(file=file)
            print(f"Disassembly of {constant!r}:", file=file)
            _disassemble_all(constant, None if depth is None else depth - 1, file)


_WITH_CODE = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)


def dis(x=None, *, file=None, depth=None):
    """Prints the bytecode of a function, class, module, generator, text or code object."""
    if x is None:
        distb(file=file)
        return
    if hasattr(x, "__dict__") and not any(
            hasattr(x, name) for name in ("__func__", "__code__", "gi_code", "ag_code", "cr_code")):
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, _WITH_CODE):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(member, file=file, depth=depth)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
    elif isinstance(x, (bytes, bytearray)):
        _print(_instructions(x), len(x), None, -1, file)
    elif isinstance(x, str):
        code = compile(x, "<dis>", "exec") if "\n" in x else _code_of(x)
        _disassemble_all(code, depth, file)
    else:
        _disassemble_all(_code_of(x), depth, file)


def disco(co, lasti=-1, *, file=None):
    disassemble(co, lasti, file=file)


def distb(tb=None, *, file=None):
    """Prints the bytecode where an exception was raised."""
    if tb is None:
        tb = getattr(sys, "last_traceback", None)
        if tb is None:
            raise RuntimeError("no last traceback to disassemble")
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file)


class Bytecode:
    """The bytecode of one object: iterate over it, or print it."""

    def __init__(self, x, *, first_line=None, current_offset=None):
        self.codeobj = code = _code_of(x)
        self.first_line = code.co_firstlineno if first_line is None else first_line
        self.current_offset = current_offset
        self._original_object = x

    def __iter__(self):
        return _instructions_of(self.codeobj, self.first_line - self.codeobj.co_firstlineno)

    def __repr__(self):
        return f"{type(self).__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb):
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        return code_info(self.codeobj)

    def dis(self):
        offset = -1 if self.current_offset is None else self.current_offset
        out = StringIO()
        lines = [one.starts_line for one in self if one.starts_line is not None]
        _print(self, len(self.codeobj.co_code), max(lines, default=0), offset, out)
        return out.getvalue()
