"""The classes of syntax trees."""

# Part of jitreel.

PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x40000000
PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_ACCEPT_NULL_BYTES = 0x10000000


class AST:
    """A node: fields by position or by name."""

    _fields = ()
    _attributes = ()

    def __init__(self, *args, **kwargs):
        fields = self._fields
        if len(args) > len(fields):
            count = len(fields)
            name = type(self).__name__
            raise TypeError(f"{name} constructor takes at most {count} positional argument")
        for name, value in zip(fields, args):
            setattr(self, name, value)
        for name, value in kwargs.items():
            if name in fields[:len(args)]:
                owner = type(self).__name__
                raise TypeError(f"{owner} got multiple values for argument {name!r}")
            setattr(self, name, value)

    def __reduce__(self):
        return type(self), (), self.__dict__


_PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")

# Name, base, "@" for nodes with a place in the source, fields ("?": may be None, which is the
# default).
_TABLE = """
alias AST name asname?
arg AST @ arg annotation? type_comment?
arguments AST posonlyargs args vararg? kwonlyargs kw_defaults kwarg? defaults
boolop AST
cmpop AST
comprehension AST target iter ifs is_async
excepthandler AST @
expr AST @
expr_context AST
keyword AST @ arg? value
mod AST
operator AST
stmt AST @
type_ignore AST
unaryop AST
withitem AST context_expr optional_vars?
Add operator
And boolop
AnnAssign stmt @ target annotation value? simple
Assert stmt @ test msg?
Assign stmt @ targets value type_comment?
AsyncFor stmt @ target iter body orelse type_comment?
AsyncFunctionDef stmt @ name args body decorator_list returns? type_comment?
AsyncWith stmt @ items body type_comment?
Attribute expr @ value attr ctx
AugAssign stmt @ target op value
Await expr @ value
BinOp expr @ left op right
BitAnd operator
BitOr operator
BitXor operator
BoolOp expr @ op values
Break stmt @
Call expr @ func args keywords
ClassDef stmt @ name bases keywords body decorator_list
Compare expr @ left ops comparators
Constant expr @ value kind?
Continue stmt @
Del expr_context
Delete stmt @ targets
Dict expr @ keys values
DictComp expr @ key value generators
Div operator
Eq cmpop
ExceptHandler excepthandler @ type? name? body
Expr stmt @ value
Expression mod body
FloorDiv operator
For stmt @ target iter body orelse type_comment?
FormattedValue expr @ value conversion? format_spec?
FunctionDef stmt @ name args body decorator_list returns? type_comment?
FunctionType mod argtypes returns
GeneratorExp expr @ elt generators
Global stmt @ names
Gt cmpop
GtE cmpop
If stmt @ test body orelse
IfExp expr @ test body orelse
Import stmt @ names
ImportFrom stmt @ module? names level?
In cmpop
Interactive mod body
Invert unaryop
Is cmpop
IsNot cmpop
JoinedStr expr @ values
LShift operator
Lambda expr @ args body
List expr @ elts ctx
ListComp expr @ elt generators
Load expr_context
Lt cmpop
LtE cmpop
MatMult operator
Mod operator
Module mod body type_ignores
Mult operator
Name expr @ id ctx
NamedExpr expr @ target value
Nonlocal stmt @ names
Not unaryop
NotEq cmpop
NotIn cmpop
Or boolop
Pass stmt @
Pow operator
RShift operator
Raise stmt @ exc? cause?
Return stmt @ value?
RevDBMetaVar expr @ metavar
Set expr @ elts
SetComp expr @ elt generators
Slice expr @ lower? upper? step?
Starred expr @ value ctx
Store expr_context
Sub operator
Subscript expr @ value slice ctx
Try stmt @ body handlers orelse finalbody
Tuple expr @ elts ctx
TypeIgnore type_ignore lineno tag
UAdd unaryop
USub unaryop
UnaryOp expr @ op operand
While stmt @ test body orelse
With stmt @ items body type_comment?
Yield expr @ value?
YieldFrom expr @ value
"""


def _fill(names):
    for line in _TABLE.strip().split("\n"):
        name, base, *fields = line.split()
        has_place = fields[:1] == ["@"]
        if has_place:
            del fields[0]
        members = dict.fromkeys(field[:-1] for field in fields if field.endswith("?"))
        members["__module__"] = "ast"
        members["_fields"] = tuple(field.rstrip("?") for field in fields)
        if has_place:
            members.update(_attributes=_PLACE, end_lineno=None, end_col_offset=None)
        elif base == "AST":
            members["_attributes"] = ()
        names[name] = type(name, (names[base],), members)


_fill(globals())
del _fill, _TABLE
