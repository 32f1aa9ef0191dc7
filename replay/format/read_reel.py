#!/usr/bin/env python3
"""Lists the events of a reel of version 2 as JSON lines, by the tables of FORMAT.md beside it."""
import json, pathlib, re, struct, sys, zlib
import msgpack
from read_operations import Block, SPECIAL

TABLES = {}  # the name of a kind of event or of a record, and its fields with their types
for line in pathlib.Path(__file__).with_name("FORMAT.md").read_text().splitlines():
    if row := re.fullmatch(r"- `(.*?)`(?:: (.*?))?(?:; since.*)?", line):
        table.append(row.groups())
    elif title := re.fullmatch(r"(?:#+ )?`?([A-Za-z_ ]+)`?", line):
        table = TABLES[title[1]] = []
KINDS = list(TABLES)[list(TABLES).index("Events") + 1:]
KNOWN = [text for text, _ in TABLES["Known texts"]]

def read(kind, b):  # a value of this type, from the tokens of the event that block b is at
    if kind in SPECIAL: return SPECIAL[kind](b, lambda kind: read(kind, b))
    if kind.endswith(" or nil"): return b.take() if b.tokens[-1] is None else read(kind[:-7], b)
    if kind.startswith("list of "): return [read(kind[8:], b) for _ in range(b.take())]
    if kind in TABLES:
        fields = {key: read(item, b) for key, item in TABLES[kind]}
        return list(fields.values()) if "0" in fields else fields
    value = b.take()
    if kind[0] == '"': return re.findall('"(.*?)"', kind)[value]
    return value.hex() if kind == "bytes" else value

def frames(data, offset):
    while offset + 8 <= len(data):
        length, checksum = struct.unpack_from(">II", data, offset)
        payload, offset = data[offset + 8:offset + 8 + length], offset + 8 + length
        if length == 0 or len(payload) < length or zlib.crc32(payload) != checksum: return
        frame = msgpack.unpackb(payload)
        packed = frame["frame"] == "deflate"
        yield from frames(zlib.decompress(frame["bytes"]), 0) if packed else [frame]

data = pathlib.Path(sys.argv[1]).read_bytes()
if data[:10] != b"\x8aREEL\r\n\x1a\0\2": sys.exit(sys.argv[1] + ": not a reel of version 2")
for frame in frames(data, 12):
    if frame["frame"] == "events":
        b = Block(KNOWN) if frame["before"] == 0 else b
        b.add_texts(frame["strings"])
        for number, event in enumerate(frame["events"], frame["first"]):
            kind, ticks = KINDS[b.begin(event)], b.near("ticks")
            print(json.dumps(dict(number=number, kind=kind, ticks=ticks, **read(kind, b))))
