#!/usr/bin/env python3
"""Lists the events of a reel as JSON lines. Written from FORMAT.md alone; needs python3-msgpack."""
import json, struct, sys, zlib
import msgpack

# One letter or record per field, as in FORMAT.md: T text, I int or bool, B bytes, [x] list, x? nil.
GREEN_KEY = "text:T position:I codeName:T fileName:T firstLine:I codeNumber:I"
RECORDS = {
    "greenkey": GREEN_KEY,
    "merge": "jitdriverName:T callDepth:I callId:I greenKey:greenkey",
    "op": "name:T result:T args:[T] descr:T failArgs:[T]? offset:I hash:T mergePoint:merge?",
    "cause": "kind:T threshold:I count:I decays:I",
    "counting": "began:I decayed:I preset:I value:I guard:I loopNo:I failures:I",
    "owner": "kind:T number:I", "counter": "T I", "run": "T I I"}
BLOCK = "address:I size:I owner:owner"
EVENTS = {
    "compile": "type:T jitdriverName:T greenKey:greenkey? loopNo:I bridgeNo:I asmaddr:I asmlen:I "
               "blockAddress:I blockSize:I inputArgs:[T] operations:[op] cause:cause delivered:I "
               "counting:counting?",
    "abort": "jitdriverName:T greenKey:greenkey? reason:T operations:[op] cause:cause delivered:I "
             "counting:counting?",
    "too_long": "jitdriverName:T greenKey:greenkey delivered:I",
    "tmp_callback": "greenKey:greenkey blockAddress:I blockSize:I",
    "set_hook": "hook:T isSet:I operations:I", "set_param": "name:T value:T", "debug": "enabled:I",
    "stats": "atEnd:I counters:[counter] tracingNanoseconds:I backendNanoseconds:I "
             "loopRunTimes:[run]",
    "free_loop": "loopNo:I bridges:I reason:T", "release_all": "loops:I", "invalidate": "loopNo:I",
    "heap_reserve": BLOCK, "heap_commit": BLOCK + " bytes:B", "heap_abort": BLOCK,
    "heap_patch": "address:I bytes:B", "heap_free": BLOCK, "input": "source:T name:T bytes:B",
    "output": "stream:T bytes:B", "end": "status:I outcome:T exception:T", "checkpoint": "state:B",
    "cost": "unit:owner? instructions:I cycles:I", "fault": "fault:T size:I owner:owner"}
# What a key that a minor version added means in reels of the lower ones.
SINCE = {"compile": {"counting": None}, "abort": {"counting": None},
         "fault": {"size": 0, "owner": {"kind": "loop", "number": -1}}}

def read(kind, value, texts):
    if kind[-1] == "?":
        return None if value is None else read(kind[:-1], value, texts)
    if kind[0] == "[":
        return [read(kind[1:-1], item, texts) for item in value]
    if kind in RECORDS:
        fields = RECORDS[kind].split()
        if ":" not in fields[0]:
            return [read(field, item, texts) for field, item in zip(fields, value)]
        pairs = [field.split(":") for field in fields]
        return {key: read(type_, item, texts) for (key, type_), item in zip(pairs, value)}
    return texts[value] if kind == "T" else value.hex() if kind == "B" else value

def main(path):
    data, offset, block, texts = open(path, "rb").read(), 12, None, []
    if data[:8] != b"\x8aREEL\r\n\x1a" or data[8:10] not in (b"\0\1", b"\0\2"):
        sys.exit(path + ": not a reel of version 1 or 2")
    while offset + 8 <= len(data):
        length, checksum = struct.unpack_from(">II", data, offset)
        payload = data[offset + 8:offset + 8 + length]
        if length == 0 or len(payload) < length or zlib.crc32(payload) != checksum:
            break
        frame, offset = msgpack.unpackb(payload), offset + 8 + length
        if frame["frame"] != "events":
            continue
        texts = texts if frame["block"] == block else []
        block = frame["block"]
        texts += [text.decode("utf-8", "surrogatepass") for text in frame["strings"]]
        for number, event in enumerate(frame["events"], frame["first"]):
            kind = texts[event["kind"]]
            line = {"number": number, "kind": kind, "ticks": event["ticks"]}
            for field in EVENTS.get(kind, "").split():
                key, type_ = field.split(":")
                line[key] = (read(type_, event[key], texts) if key in event
                             else SINCE[kind][key])
            print(json.dumps(line))

main(sys.argv[1])
