"""The bytecodes by name and number."""

# Part of jitreel. The table is the compiler's.

from _opcode import cmp_op, kinds as _kinds, opname
from _opcode import stack_effect as _stack_effect

__all__ = ["cmp_op", "hasconst", "hasname", "hasjrel", "hasjabs", "haslocal", "hascompare",
           "hasfree", "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasnargs",
           "stack_effect"]

opmap = {name: number for number, name in enumerate(opname) if not name.startswith("<")}
HAVE_ARGUMENT = 90
EXTENDED_ARG = opmap["EXTENDED_ARG"]

for _kind in ("const", "name", "jrel", "jabs", "local", "compare", "free"):
    globals()["has" + _kind] = [number for number, kind in enumerate(_kinds) if kind == _kind]
hasnargs = []


def stack_effect(opcode, oparg=None, *, jump=None):
    """How much deeper the stack is after an instruction."""
    if opcode not in range(256) or opname[opcode].startswith("<"):
        raise ValueError("invalid opcode or oparg")
    if opcode >= HAVE_ARGUMENT and oparg is None:
        raise ValueError("stack_effect: opcode requires oparg but oparg was not specified")
    if opcode < HAVE_ARGUMENT and oparg is not None:
        raise ValueError("stack_effect: opcode does not permit oparg but oparg was specified")
    return _stack_effect(opcode, oparg)
