"""Source text of syntax trees (`ast.unparse`): functions by class, with levels for parentheses."""

# Part of jitreel.

import ast
import sys

# The levels of the grammar, loosest first. An expression is put in parentheses where a tighter
# level is wanted than its own.
(TUPLE, YIELD, TEST, OR, AND, NOT, COMPARE, BIT_OR, BIT_XOR, BIT_AND, SHIFT, SUM, TERM, FACTOR,
 POWER, AWAIT, ATOM) = range(17)

_BINARY = {
    "Add": ("+", SUM), "Sub": ("-", SUM), "Mult": ("*", TERM), "MatMult": ("@", TERM),
    "Div": ("/", TERM), "Mod": ("%", TERM), "LShift": ("<<", SHIFT), "RShift": (">>", SHIFT),
    "BitOr": ("|", BIT_OR), "BitXor": ("^", BIT_XOR), "BitAnd": ("&", BIT_AND),
    "FloorDiv": ("//", TERM), "Pow": ("**", POWER),
}
_UNARY = {"Invert": ("~", FACTOR), "Not": ("not", NOT), "UAdd": ("+", FACTOR), "USub": ("-", FACTOR)}
_COMPARE = {
    "Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is",
    "IsNot": "is not", "In": "in", "NotIn": "not in",
}
_HUGE = "1e" + repr(sys.float_info.max_10_exp + 1)


def text_of(tree):
    if isinstance(tree, ast.Module):
        return "\n".join(_body(tree, 0)).lstrip("\n")
    if isinstance(tree, ast.stmt):
        return "\n".join(_statement(tree, 0)).lstrip("\n")
    if isinstance(tree, ast.Expression):
        return expression(tree.body, TUPLE)
    if isinstance(tree, ast.Interactive):
        return "\n".join(line for one in tree.body for line in _statement(one, 0))
    if isinstance(tree, ast.arguments):
        return _arguments(tree)
    return expression(tree, TEST)


def _name(node):
    return type(node).__name__


def expression(node, level=TEST):
    return _EXPRESSIONS[_name(node)](node, level)


def _commas(nodes, level=TEST):
    return ", ".join(expression(node, level) for node in nodes)


def _parenthesized(text, own, level):
    return f"({text})" if level > own else text


def _number_text(value):
    text = repr(value).replace("inf", _HUGE)
    return text.replace("nan", f"({_HUGE}-{_HUGE})")


def _constant(node, level):
    value = node.value
    if isinstance(value, tuple):
        items = [_constant(ast.Constant(item), TEST) for item in value]
        return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
    if value is ...:
        return "..."
    if isinstance(value, (float, complex)):
        return _number_text(value)
    prefix = "u" if node.kind == "u" else ""
    return prefix + repr(value)


def _sequence(node, level):
    text = _commas(node.elts)
    if isinstance(node, ast.List):
        return f"[{text}]"
    if isinstance(node, ast.Set):
        return "{" + text + "}" if node.elts else "{*()}"
    return f"({text},)" if len(node.elts) == 1 else f"({text})"


def _dict(node, level):
    pairs = [
        f"**{expression(value, BIT_OR)}" if key is None
        else f"{expression(key)}: {expression(value)}"
        for key, value in zip(node.keys, node.values)
    ]
    return "{" + ", ".join(pairs) + "}"


def _binary(node, level):
    sign, own = _BINARY[_name(node.op)]
    left, right = (own + 1, own) if sign == "**" else (own, own + 1)
    text = f"{expression(node.left, left)} {sign} {expression(node.right, right)}"
    return _parenthesized(text, own, level)


def _unary(node, level):
    sign, own = _UNARY[_name(node.op)]
    space = " " if sign == "not" else ""
    return _parenthesized(sign + space + expression(node.operand, own), own, level)


def _boolean(node, level):
    word, own = ("and", AND) if isinstance(node.op, ast.And) else ("or", OR)
    # Each operand is a level tighter than the one before it, as if nested to the right.
    texts = [expression(value, own + 1 + at) for at, value in enumerate(node.values)]
    return _parenthesized(f" {word} ".join(texts), own, level)


def _compare(node, level):
    text = expression(node.left, COMPARE + 1)
    for op, value in zip(node.ops, node.comparators):
        text += f" {_COMPARE[_name(op)]} {expression(value, COMPARE + 1)}"
    return _parenthesized(text, COMPARE, level)


def _call(node, level):
    arguments = [expression(one) for one in node.args]
    arguments += [_keyword(one) for one in node.keywords]
    return f"{expression(node.func, ATOM)}({', '.join(arguments)})"


def _keyword(node):
    prefix = "**" if node.arg is None else f"{node.arg}="
    return prefix + expression(node.value)


def _attribute(node, level):
    value = expression(node.value, ATOM)
    # "1.x" would be read as a float.
    if isinstance(node.value, ast.Constant) and isinstance(node.value.value, int):
        value += " "
    return f"{value}.{node.attr}"


def _subscript(node, level):
    part = node.slice
    if isinstance(part, ast.Tuple) and part.elts:
        inner = _commas(part.elts) + ("," if len(part.elts) == 1 else "")
    else:
        inner = expression(part)
    return f"{expression(node.value, ATOM)}[{inner}]"


def _slice(node, level):
    text = "" if node.lower is None else expression(node.lower)
    text += ":" if node.upper is None else ":" + expression(node.upper)
    return text if node.step is None else f"{text}:{expression(node.step)}"


def _generators(nodes):
    text = ""
    for node in nodes:
        text += " async for " if node.is_async else " for "
        text += f"{expression(node.target, TUPLE)} in {expression(node.iter, TEST + 1)}"
        for condition in node.ifs:
            text += f" if {expression(condition, TEST + 1)}"
    return text


def _comprehension(opening, closing):
    def show(node, level):
        if isinstance(node, ast.DictComp):
            head = f"{expression(node.key)}: {expression(node.value)}"
        else:
            head = expression(node.elt)
        return opening + head + _generators(node.generators) + closing
    return show


def _lambda(node, level):
    text = f"lambda {_arguments(node.args)}: {expression(node.body)}"
    return _parenthesized(text, TEST, level)


def _conditional(node, level):
    body, test = expression(node.body, TEST + 1), expression(node.test, TEST + 1)
    text = f"{body} if {test} else {expression(node.orelse)}"
    return _parenthesized(text, TEST, level)


def _yield(node, level):
    text = "yield" if node.value is None else f"yield {expression(node.value, ATOM)}"
    return _parenthesized(text, YIELD, level)


def _yield_from(node, level):
    return _parenthesized(f"yield from {expression(node.value, ATOM)}", YIELD, level)


def _await(node, level):
    text = "await" if node.value is None else f"await {expression(node.value, ATOM)}"
    return _parenthesized(text, AWAIT, level)


def _named(node, level):
    text = f"{expression(node.target, ATOM)} := {expression(node.value, ATOM)}"
    return _parenthesized(text, TUPLE, level)


def _formatted(node, level):
    return "f" + repr("".join(_pieces(node)))


def _pieces(node):
    """The pieces of an f-string between its quotes."""
    if isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from _pieces(value)
    elif isinstance(node, ast.Constant):
        yield node.value.replace("{", "{{").replace("}", "}}")
    else:
        text = expression(node.value, TEST + 1)
        # Braces of a display must not double those of the field.
        if "\\" in text:
            raise ValueError("Unable to avoid backslash in f-string expression part")
        yield "{ " + text if text.startswith("{") else "{" + text
        if node.conversion != -1 and node.conversion is not None:
            yield "!" + chr(node.conversion)
        if node.format_spec is not None:
            yield ":"
            yield from _pieces(node.format_spec)
        yield "}"


_EXPRESSIONS = {
    "Name": lambda node, level: node.id,
    "Constant": _constant,
    "Tuple": _sequence, "List": _sequence, "Set": _sequence, "Dict": _dict,
    "BinOp": _binary, "UnaryOp": _unary, "BoolOp": _boolean, "Compare": _compare,
    "Call": _call, "Attribute": _attribute, "Subscript": _subscript, "Slice": _slice,
    "Starred": lambda node, level: "*" + expression(node.value, BIT_OR),
    "ListComp": _comprehension("[", "]"), "SetComp": _comprehension("{", "}"),
    "DictComp": _comprehension("{", "}"), "GeneratorExp": _comprehension("(", ")"),
    "Lambda": _lambda, "IfExp": _conditional, "Yield": _yield, "YieldFrom": _yield_from,
    "Await": _await, "NamedExpr": _named, "JoinedStr": _formatted, "FormattedValue": _formatted,
    "keyword": lambda node, level: _keyword(node),
    "arg": lambda node, level: _argument(node),
    "arguments": lambda node, level: _arguments(node),
    "alias": lambda node, level: _alias(node),
}


def _argument(node):
    return node.arg if node.annotation is None else f"{node.arg}: {expression(node.annotation)}"


def _arguments(node):
    positional = node.posonlyargs + node.args
    defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
    texts = []
    for at, (one, default) in enumerate(zip(positional, defaults), 1):
        texts.append(_argument(one) if default is None else f"{_argument(one)}={expression(default)}")
        if at == len(node.posonlyargs):
            texts.append("/")
    if node.vararg is not None:
        texts.append("*" + _argument(node.vararg))
    elif node.kwonlyargs:
        texts.append("*")
    for one, default in zip(node.kwonlyargs, node.kw_defaults):
        texts.append(_argument(one) if default is None else f"{_argument(one)}={expression(default)}")
    if node.kwarg is not None:
        texts.append("**" + _argument(node.kwarg))
    return ", ".join(texts)


def _alias(node):
    return f"{node.name} as {node.asname}" if node.asname else node.name


def _docstring(text, indent):
    """A docstring between triple quotes, with its line ends as they are."""
    shown = "".join(
        c if c in "\n\t" or c.isprintable() and c != "\\" else c.encode("unicode_escape").decode()
        for c in text
    )
    shown = shown.replace('"""', '\\"\\"\\"')
    if shown.endswith('"'):
        shown = shown[:-1] + '\\"'
    return f'{indent}"""{shown}"""'


def _body(node, depth):
    """The lines of a module, class or function, whose docstring is shown as one."""
    statements = node.body
    indent = "    " * depth
    first = statements[0] if statements else None
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if is_text and isinstance(first.value.value, str):
        yield _docstring(first.value.value, indent)
        statements = statements[1:]
    for statement in statements:
        yield from _statement(statement, depth)


def _block(statements, depth):
    for statement in statements:
        yield from _statement(statement, depth)


def _statement(node, depth):
    """The lines of one statement."""
    indent = "    " * depth
    simple = _SIMPLE.get(_name(node))
    if simple is not None:
        yield indent + simple(node)
    else:
        yield from _COMPOUND[_name(node)](node, depth, indent)


def _assignment(node):
    targets = "".join(f"{expression(target, TUPLE)} = " for target in node.targets)
    return targets + expression(node.value, TUPLE)


def _annotated(node):
    is_bare = node.simple or not isinstance(node.target, ast.Name)
    target = expression(node.target, TUPLE)
    text = f"{target if is_bare else f'({target})'}: {expression(node.annotation)}"
    return text if node.value is None else f"{text} = {expression(node.value)}"


def _raise(node):
    if node.exc is None:
        return "raise"
    text = f"raise {expression(node.exc)}"
    return text if node.cause is None else f"{text} from {expression(node.cause)}"


def _assert(node):
    text = f"assert {expression(node.test)}"
    return text if node.msg is None else f"{text}, {expression(node.msg)}"


def _import_from(node):
    names = ", ".join(map(_alias, node.names))
    return f"from {'.' * (node.level or 0)}{node.module or ''} import {names}"


_SIMPLE = {
    "Expr": lambda node: expression(node.value, YIELD),
    "Assign": _assignment,
    "AugAssign": lambda node: (
        f"{expression(node.target)} {_BINARY[_name(node.op)][0]}= {expression(node.value)}"
    ),
    "AnnAssign": _annotated,
    "Return": lambda node: (
        "return" if node.value is None else f"return {expression(node.value)}"
    ),
    "Delete": lambda node: "del " + _commas(node.targets),
    "Raise": _raise,
    "Assert": _assert,
    "Pass": lambda node: "pass",
    "Break": lambda node: "break",
    "Continue": lambda node: "continue",
    "Global": lambda node: "global " + ", ".join(node.names),
    "Nonlocal": lambda node: "nonlocal " + ", ".join(node.names),
    "Import": lambda node: "import " + ", ".join(map(_alias, node.names)),
    "ImportFrom": _import_from,
}


def _class(node, depth, indent):
    yield ""
    for decorator in node.decorator_list:
        yield f"{indent}@{expression(decorator)}"
    arguments = [expression(base) for base in node.bases] + [_keyword(one) for one in node.keywords]
    shown = f"({', '.join(arguments)})" if arguments else ""
    yield f"{indent}class {node.name}{shown}:"
    yield from _body(node, depth + 1)


def _function(node, depth, indent):
    yield ""
    for decorator in node.decorator_list:
        yield f"{indent}@{expression(decorator)}"
    word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    returns = "" if node.returns is None else f" -> {expression(node.returns)}"
    yield f"{indent}{word} {node.name}({_arguments(node.args)}){returns}:"
    yield from _body(node, depth + 1)


def _loop(node, depth, indent):
    if isinstance(node, ast.While):
        yield f"{indent}while {expression(node.test)}:"
    else:
        word = "async for" if isinstance(node, ast.AsyncFor) else "for"
        yield f"{indent}{word} {expression(node.target, TUPLE)} in {expression(node.iter)}:"
    yield from _block(node.body, depth + 1)
    if node.orelse:
        yield indent + "else:"
        yield from _block(node.orelse, depth + 1)


def _if(node, depth, indent):
    word = "if"
    while True:
        yield f"{indent}{word} {expression(node.test)}:"
        yield from _block(node.body, depth + 1)
        if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
            break
        node, word = node.orelse[0], "elif"
    if node.orelse:
        yield indent + "else:"
        yield from _block(node.orelse, depth + 1)


def _with(node, depth, indent):
    word = "async with" if isinstance(node, ast.AsyncWith) else "with"
    items = [
        expression(item.context_expr) if item.optional_vars is None
        else f"{expression(item.context_expr)} as {expression(item.optional_vars)}"
        for item in node.items
    ]
    yield f"{indent}{word} {', '.join(items)}:"
    yield from _block(node.body, depth + 1)


def _try(node, depth, indent):
    yield indent + "try:"
    yield from _block(node.body, depth + 1)
    for handler in node.handlers:
        head = "except" if handler.type is None else f"except {expression(handler.type)}"
        yield f"{indent}{head} as {handler.name}:" if handler.name else f"{indent}{head}:"
        yield from _block(handler.body, depth + 1)
    for word, statements in (("else", node.orelse), ("finally", node.finalbody)):
        if statements:
            yield f"{indent}{word}:"
            yield from _block(statements, depth + 1)


_COMPOUND = {
    "ClassDef": _class, "FunctionDef": _function, "AsyncFunctionDef": _function,
    "For": _loop, "AsyncFor": _loop, "While": _loop, "If": _if, "With": _with,
    "AsyncWith": _with, "Try": _try,
}
