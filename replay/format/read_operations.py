"""Texts, green keys and operations of a reel's events, as FORMAT.md says; used by read_reel.py."""
import collections, re

class Block(collections.defaultdict):
    """What a block remembers: the last value of each sort, 0 at first, and tables."""
    def __init__(self, known):
        super().__init__(int, texts=[], keys=[], codes=[], shapes=[], constants=[], driver="")
        self.known, self.tokens = known, []
    def begin(self, event):
        self.tokens = event[::-1]
        self.update(boxes=[], fails=[], last=-1)
        return self.take()
    def take(self):
        return self.tokens.pop()
    def near(self, name):
        if (token := self.take()) is None:
            return -1
        self[name] = token[0] if isinstance(token, list) else self[name] + token
        return self[name]
    def entry(self, name, number, make):  # of a table, which grows by what it does not have yet
        if number == len(self[name]):
            self[name].append(make(self))
        return self[name][number]
    def text(self):
        number = self.take()
        return self.known[-1 - number] if number < 0 else self["texts"][number]
    def add_texts(self, strings):
        strings = strings[::-1]
        while strings:
            if isinstance(start := strings.pop(), int):
                other = self.known[-1 - start] if start < 0 else self["texts"][start]
                start = other[:strings.pop()].encode() + strings.pop()
            self["texts"].append(start.decode("utf-8", "surrogatepass"))

def new_key(b):
    code = b.entry("codes", b.take(), lambda b: (b.text(), b.text(), b.take(), b.take()))
    position, step = b.near("position"), b.take()
    text = b.text() if step is None else "%s;%s:%d-%d~#%d %s" % (
        *code[:3], code[2] + step, position, b.text())
    names = ("text", "position", "codeName", "fileName", "firstLine", "codeNumber")
    return dict(zip(names, (text, position, *code)))

def green_key(b, step):
    b["key"] += 1 + step
    return b.entry("keys", b["key"] - 1, new_key)

def box(b, code):
    b["last"] += 1 + (~(code // 6) if code // 3 % 2 else code // 6)
    b["boxes"].append("ipf"[code % 3] + str(b["last"]))
    return b["boxes"][-1]

def input_args(b, read):
    b["fails"] = [b.text() if (code := b.take()) is None else box(b, code) for _ in range(b.take())]
    return b["fails"]

def argument(b, counts=False):
    if (token := b.take()) is True:
        return box(b, b.take())
    if token is None:
        b["last"] += 1 + b.take()
        return "ConstPtr(ptr%d)" % b["last"]
    if token >= 0:
        return b["boxes"][-1 - token]
    constant = b.entry("constants", -1 - token, Block.text)
    b["last"] += bool(counts and re.match(r"-?[0-9]+\Z|ConstPtr\(", constant))
    return constant

def operations(b, read):
    b["offset"] = b["depth"] = b["call"] = 0
    return [operation(b, b.take(), read) for _ in range(b.take())]

def operation(b, lead, read):
    op = dict(name="", result="", args=[], descr="", failArgs=None, offset=-1, hash="",
              mergePoint=None)
    if lead == -1:
        return read("operation")
    if lead in (0, 1, 2):
        if lead == 2:
            b["driver"], _, _ = b.text(), b.near("depth"), b.near("call")
        call = dict(jitdriverName=b["driver"], callDepth=b["depth"], callId=b["call"])
        key = green_key(b, b.take() if lead else 0)
        place = [str(b["depth"]), str(b["call"]), "'%s'" % key["text"]]
        return dict(op, name="debug_merge_point", args=place, mergePoint=dict(call, greenKey=key))
    op["name"], outline, op["descr"] = b.entry("shapes", max(lead - 3, -2 - lead), lambda b: (
        b.text(), outline := b.take(), b.text() if outline % 4 == 0 else ""))
    op["args"] = [argument(b, True) for _ in range(outline // 16)]
    op["offset"] = b.near("offset")
    if letter := " ipf"[outline // 4 % 4].strip():
        b["last"] += 1 + (b.take() if lead < -1 else 0)
        op["result"] = letter + str(b["last"])
        b["boxes"].append(op["result"])
    if outline % 4 == 1:
        guard(b, op)
    elif outline % 4 == 2:
        op["descr"] = "TargetToken(%d)" % b.near("target")
    elif outline % 4 == 3:
        op["hash"] = "0"
    return op

def guard(b, op):
    if (code := b.take()) is not None:
        if code >= 0:
            b["hash"] = b["hash"] + code // 2 * 2097184 + code % 2 * 8 if code else b.near("hash")
        op["hash"] = str(b["hash"] if code >= 0 else -8 - 8 * code)
    head, isOther = divmod(b.take(), 2)
    if head > 0:
        tail, count, fails = b.take(), b.take(), b["fails"]
        new = [argument(b) for _ in range(count)]
        b["fails"] = fails[:head - 1] + new + fails[len(fails) - tail:]
    op["failArgs"] = b["fails"]
    b["descr"] = b.near("descr") if isOther else b["descr"] + 96
    op["descr"] = "<Guard0x%x>" % b["descr"]

SPECIAL = {"text": lambda b, read: b.text(), "green key": lambda b, read: green_key(b, b.take()),
           "address": lambda b, read: b.near("code"), "input args": input_args,
           "guard address": lambda b, read: b.near("guard"),
           "owner number": lambda b, read: b.near("owner"), "operations": operations}
