"""Syntax trees: parsing, printing, walking and changing them."""

# Part of jitreel. `unparse` is in _ast_unparse, imported when it is needed.

import sys
from _ast import *

# The classes below take the places of these; the trees never hold them.
_OLD = {"Num": (int, float, complex), "Str": (str,), "Bytes": (bytes,),
        "NameConstant": (type(None), bool), "Ellipsis": (type(...),)}


def parse(source, filename="<unknown>", mode="exec", *, type_comments=False, feature_version=None):
    """The tree of a source text."""
    flags = PyCF_ONLY_AST
    if type_comments:
        flags |= PyCF_TYPE_COMMENTS
    if isinstance(feature_version, tuple):
        major, minor = feature_version
        assert major == 3
        feature_version = minor
    elif feature_version is None:
        feature_version = -1
    return compile(source, filename, mode, flags, _feature_version=feature_version)


def _refuse(node):
    raise ValueError(f"malformed node or string: {node!r}")


def _number(node):
    if isinstance(node, Constant) and type(node.value) in (int, float, complex):
        return node.value
    return _refuse(node)


def _signed(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        value = _number(node.operand)
        return +value if isinstance(node.op, UAdd) else -value
    return _number(node)


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, (Tuple, List, Set)):
        items = map(_literal, node.elts)
        return {Tuple: tuple, List: list, Set: set}[type(node)](items)
    if isinstance(node, Call):
        is_empty = not node.args and not node.keywords
        if isinstance(node.func, Name) and node.func.id == "set" and is_empty:
            return set()
    elif isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            _refuse(node)
        return {_literal(key): _literal(value) for key, value in zip(node.keys, node.values)}
    elif isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        real, imaginary = _signed(node.left), _number(node.right)
        if isinstance(real, (int, float)) and isinstance(imaginary, complex):
            return real + imaginary if isinstance(node.op, Add) else real - imaginary
        return _refuse(node)
    return _signed(node)


def literal_eval(node_or_string):
    """The value of a literal or a display of literals; nothing is executed."""
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string, mode="eval")
    if isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body
    return _literal(node_or_string)


class _Dumper:
    def __init__(self, annotate_fields, include_attributes, indent):
        self.annotate = annotate_fields
        self.attributes = include_attributes
        self.indent = indent

    def separator(self, depth):
        """What begins a level, and what stands between its parts."""
        if self.indent is None:
            return "", ", "
        line = "\n" + self.indent * depth
        return line, "," + line

    def parts(self, node):
        annotate, cls = self.annotate, type(node)
        for name in node._fields:
            try:
                value = getattr(node, name)
            except AttributeError:
                annotate = True
                continue
            if value is None and getattr(cls, name, ...) is None:
                annotate = True
                continue
            yield name if annotate else None, value
        if self.attributes and node._attributes:
            for name in node._attributes:
                value = getattr(node, name, ...)
                if value is ... or value is None and getattr(cls, name, ...) is None:
                    continue
                yield name, value

    def format(self, node, depth):
        """The text, and whether it is short enough for its parent's line."""
        first, between = self.separator(depth + 1)
        if isinstance(node, AST):
            is_simple = True
            texts = []
            for name, value in self.parts(node):
                text, simple = self.format(value, depth + 1)
                is_simple = is_simple and simple
                texts.append(text if name is None else f"{name}={text}")
            cls = type(node).__name__
            if is_simple and len(texts) <= 3:
                return f"{cls}({', '.join(texts)})", not texts
            return f"{cls}({first}{between.join(texts)})", False
        if isinstance(node, list):
            if not node:
                return "[]", True
            texts = [self.format(item, depth + 1)[0] for item in node]
            return f"[{first}{between.join(texts)}]", False
        return repr(node), True


def dump(node, annotate_fields=True, include_attributes=False, *, indent=None):
    """The text of a tree, for people."""
    if not isinstance(node, AST):
        raise TypeError("expected AST, got %r" % node.__class__.__name__)
    if indent is not None and not isinstance(indent, str):
        indent = " " * indent
    return _Dumper(annotate_fields, include_attributes, indent).format(node, 0)[0]


def copy_location(new_node, old_node):
    """Gives a node the place of another, and returns it."""
    for name in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
        if name not in old_node._attributes or name not in new_node._attributes:
            continue
        value = getattr(old_node, name, None)
        if value is not None or (hasattr(old_node, name) and name.startswith("end_")):
            setattr(new_node, name, value)
    return new_node


def fix_missing_locations(node):
    """Gives nodes without a place that of their parent."""

    def fix(node, place):
        here = dict(place)
        for name in place:
            if name not in node._attributes:
                continue
            value = getattr(node, name, None)
            if value is None and (name.startswith("end_") or not hasattr(node, name)):
                setattr(node, name, place[name])
            else:
                here[name] = value
        for child in iter_child_nodes(node):
            fix(child, here)

    fix(node, {"lineno": 1, "end_lineno": 1, "col_offset": 0, "end_col_offset": 0})
    return node


def increment_lineno(node, n=1):
    """Moves a tree down by n lines."""
    for child in walk(node):
        if "lineno" in child._attributes:
            child.lineno = getattr(child, "lineno", 0) + n
        if getattr(child, "end_lineno", 0) is not None and "end_lineno" in child._attributes:
            child.end_lineno = getattr(child, "end_lineno", 0) + n
    return node


def iter_fields(node):
    """The fields that a node has: pairs of a name and a value."""
    for name in node._fields:
        if hasattr(node, name):
            yield name, getattr(node, name)


def iter_child_nodes(node):
    """The nodes right below a node."""
    for _, value in iter_fields(node):
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, AST):
                yield item


def walk(node):
    """A node and all nodes below it, level by level."""
    level = [node]
    while level:
        below = []
        for one in level:
            # The children are asked for before the node is given away and may change.
            below.extend(iter_child_nodes(one))
            yield one
        level = below


def get_docstring(node, clean=True):
    """The docstring of a module, class or function, or None."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError("%r can't have docstrings" % (node.__class__.__name__))
    first = node.body[0] if node.body else None
    if not isinstance(first, Expr) or not isinstance(first.value, Constant):
        return None
    text = first.value.value
    if not isinstance(text, str):
        return None
    if clean:
        from inspect import cleandoc
        return cleandoc(text)
    return text


def _lines_of(source):
    """The lines as the tokenizer has them: form feeds and the like end none."""
    lines, start = [], 0
    for at, char in enumerate(source):
        if char == "\n" or char == "\r" and source[at + 1:at + 2] != "\n":
            lines.append(source[start:at + 1])
            start = at + 1
    if start < len(source):
        lines.append(source[start:])
    return lines


def get_source_segment(source, node, *, padded=False):
    """The part of a source that a node was made of, or None when it is not known."""
    try:
        first, last = node.lineno - 1, node.end_lineno - 1
        start, end = node.col_offset, node.end_col_offset
    except AttributeError:
        return None
    lines = [line.encode() for line in _lines_of(source)[first:last + 1]]
    before = lines[0][:start].decode()
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    text = b"".join(lines).decode()
    if padded and last > first:
        text = "".join(c if c in "\f\t" else " " for c in before) + text
    return text


class NodeVisitor:
    """Calls `visit_<class>` for nodes; `generic_visit` goes to those below."""

    def visit(self, node):
        visitor = getattr(self, "visit_" + type(node).__name__, self.generic_visit)
        return visitor(node)

    def generic_visit(self, node):
        for child in list(iter_child_nodes(node)):
            self.visit(child)

    def visit_Constant(self, node):
        kinds = _kinds_of(node.value)
        for name in kinds:
            visitor = getattr(self, "visit_" + name, None)
            if visitor is not None:
                import warnings
                text = f"visit_{name} is deprecated; add visit_Constant"
                warnings.warn(text, DeprecationWarning, 2)
                return visitor(node)
        return self.generic_visit(node)


def _kinds_of(value):
    """The old classes that stood for a constant."""
    return [name for name, types in _OLD.items() if type(value) in types]


class NodeTransformer(NodeVisitor):
    """As NodeVisitor; what a method returns takes the place of its node, None removes it."""

    def generic_visit(self, node):
        for name, old in iter_fields(node):
            if isinstance(old, list):
                old[:] = self._visited(old)
            elif isinstance(old, AST):
                new = self.visit(old)
                if new is None:
                    delattr(node, name)
                else:
                    setattr(node, name, new)
        return node

    def _visited(self, items):
        result = []
        for item in items:
            new = self.visit(item) if isinstance(item, AST) else item
            if isinstance(item, AST) and not isinstance(new, AST) and new is not None:
                result.extend(new)
            elif new is not None or not isinstance(item, AST):
                result.append(new)
        return result


def unparse(ast_obj):
    """Source text that has this tree."""
    from _ast_unparse import text_of
    return text_of(ast_obj)


class _OldMeta(type):
    def __instancecheck__(cls, instance):
        if not isinstance(instance, Constant):
            return False
        value = getattr(instance, "value", _OldMeta)
        return type(value) in _OLD.get(cls.__name__, ()) or type.__instancecheck__(cls, instance)


def _old_class(name, field):
    """A class of 3.7 whose instances are constants."""

    def __new__(cls, *args, **kwargs):
        if field is None:
            return Constant(..., *args, **kwargs)
        if field in kwargs:
            args = (kwargs.pop(field), *args)
        return Constant(*args, **kwargs)

    members = {"__new__": __new__, "_fields": (field,) if field else (), "__module__": "ast"}
    return _OldMeta(name, (Constant,), members)


Num = _old_class("Num", "n")
Str = _old_class("Str", "s")
Bytes = _old_class("Bytes", "s")
NameConstant = _old_class("NameConstant", "value")
Ellipsis = _old_class("Ellipsis", None)


def _get_value(self):
    return self.value


def _set_value(self, value):
    self.value = value


Constant.n = Constant.s = property(_get_value, _set_value)


class slice(AST):
    """What subscripts held before 3.9."""


class Index(slice):
    def __new__(cls, value, **kwargs):
        return value


class ExtSlice(slice):
    def __new__(cls, dims=(), **kwargs):
        return Tuple(list(dims), Load(), **kwargs)


class Suite(mod):
    """Not used."""


class AugLoad(expr_context):
    """Not used."""


class AugStore(expr_context):
    """Not used."""


class Param(expr_context):
    """Not used."""


def main():
    import argparse
    parser = argparse.ArgumentParser(prog="python -m ast")
    parser.add_argument("infile", nargs="?", default="-", help="the file to parse")
    parser.add_argument("-m", "--mode", default="exec", choices=("exec", "single", "eval"))
    parser.add_argument("-a", "--include-attributes", action="store_true")
    parser.add_argument("-i", "--indent", type=int, default=3)
    options = parser.parse_args()
    if options.infile == "-":
        source = sys.stdin.read()
    else:
        with open(options.infile) as file:
            source = file.read()
    tree = parse(source, options.infile, options.mode)
    print(dump(tree, include_attributes=options.include_attributes, indent=options.indent))


if __name__ == "__main__":
    main()
