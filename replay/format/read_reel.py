#!/usr/bin/env python3
"""Lists the events of a reel of version 2 as JSON lines, by the tables of FORMAT.md beside it."""
import json, pathlib, re, struct, sys, zlib
import msgpack
from read_operations import Block, SPECIAL

TABLES = {}  # name of a kind of event or of a record: its fields with their types
for line in pathlib.Path(__file__).with_name("FORMAT.md").read_text().splitlines():
    if row := re.fullmatch(r"- `(.*?)`(?:: (.*?))?(?:; since.*)?", line):
        table.append(row.groups())
    elif title := re.fullmatch(r"(?:#+ )?`?([A-Za-z_ ]+)`?", line):
        table = TABLES[title[1]] = []
NAMES = list(TABLES)
KINDS = NAMES[NAMES.index("Events") + 1:NAMES.index("Records")]
KNOWN = [text for text, _ in TABLES["Known texts"]]

def read(kind, b):
    """A value of a type, from the tokens of the event that block `b` is at."""
    if kind in SPECIAL:
        return SPECIAL[kind](b, lambda kind: read(kind, b))
    if kind.endswith(" or nil"):
        return read(kind[:-7], b) if b.tokens[-1] is not None else b.take()
    if kind.startswith("list of "):
        return [read(kind[8:], b) for _ in range(b.take())]
    if kind in TABLES:
        fields = {key: read(item, b) for key, item in TABLES[kind]}
        return list(fields.values()) if "0" in fields else fields
    value = b.take()
    return (re.findall('"(.*?)"', kind)[value] if kind[0] == '"' else
            value.hex() if kind == "bytes" else value)

def frames(data, offset):
    while offset + 8 <= len(data):
        length, checksum = struct.unpack_from(">II", data, offset)
        payload, offset = data[offset + 8:offset + 8 + length], offset + 8 + length
        if length == 0 or len(payload) < length or zlib.crc32(payload) != checksum:
            return
        frame = msgpack.unpackb(payload, strict_map_key=False)
        is_packed = frame["frame"] == "deflate"
        yield from frames(zlib.decompress(frame["bytes"]), 0) if is_packed else [frame]

data = open(sys.argv[1], "rb").read()
if data[:10] != b"\x8aREEL\r\n\x1a\0\2":
    sys.exit(sys.argv[1] + ": not a reel of version 2")
for frame in frames(data, 12):
    if frame["frame"] == "events":
        b = Block(KNOWN) if frame["before"] == 0 else b
        b.add_texts(frame["strings"])
        for number, event in enumerate(frame["events"], frame["first"]):
            b.begin(event)
            kind, ticks = KINDS[b.take()], b.near("ticks")
            print(json.dumps(dict(number=number, kind=kind, ticks=ticks, **read(kind, b))))
