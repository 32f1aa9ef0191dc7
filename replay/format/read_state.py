#!/usr/bin/env python3
"""Makes the states of a reel's checkpoints from its events. Written from FORMAT.md alone.

Prints one line for each checkpoint: the number of its event, and "same" or what differs.
"""
import json, struct, subprocess, sys, os
import msgpack

GREEN_KEY = ["text", "position", "codeName", "fileName", "firstLine", "codeNumber"]
KEY_TEXTS = (0, 2, 3)
SAFE = 2 ** 53 - 1
TOTALS = ["loops", "entryBridges", "bridges", "callbacks", "freedLoops", "freedBridges",
          "invalidated", "tooLong", "inputBytes", "outputBytes"]

def key_of(green_key):
    return green_key and [green_key[name] for name in GREEN_KEY]

class State:
    def __init__(self):
        self.ticks, self.debug, self.stats = 0, False, None
        self.units, self.callbacks, self.blocks, self.cells, self.guards = {}, {}, {}, {}, {}
        self.hooks, self.parameters, self.modules, self.aborts = {}, {}, {}, {}
        self.base = self.top = -1
        self.totals = dict.fromkeys(TOTALS, 0)

    def cell(self, event):
        key = key_of(event["greenKey"])
        name = (event["jitdriverName"], key[5], key[1], key[0])
        new = {"driver": event["jitdriverName"], "key": key, "loop": -1, "compiled": 0,
               "aborted": 0, "last": -1, "notInlined": -1}
        return self.cells.setdefault(name, new)

    def add(self, event):
        self.ticks = event["ticks"]
        getattr(self, "on_" + event["kind"], lambda event: None)(event)

    def on_compile(self, e):
        count = len(e["operations"])
        self.units[e["number"]] = [e["number"], e["type"], e["jitdriverName"],
            key_of(e["greenKey"]), e["loopNo"], e["bridgeNo"], e["asmaddr"], e["asmlen"],
            e["blockAddress"], e["blockSize"], count, -1]
        self.totals[{"loop": "loops", "entry bridge": "entryBridges"}.get(e["type"], "bridges")] += 1
        if e["type"] != "bridge" and e["greenKey"]:
            cell = self.cell(e)
            cell["loop"], cell["compiled"] = e["number"], cell["compiled"] + 1

    def on_abort(self, e):
        self.aborts[e["reason"]] = self.aborts.get(e["reason"], 0) + 1
        if e["cause"]["kind"] == "guard":
            counting = e["counting"]
            if counting:
                old = self.guards.get(counting["guard"], [0, 0, 0])
                self.guards[counting["guard"]] = [counting["guard"], counting["loopNo"],
                                                  old[2] + 1, e["number"]]
        elif e["greenKey"]:
            cell = self.cell(e)
            cell["aborted"], cell["last"] = cell["aborted"] + 1, e["number"]

    def on_too_long(self, e):
        self.cell(e)["notInlined"] = e["number"]
        self.totals["tooLong"] += 1

    def on_tmp_callback(self, e):
        self.callbacks[e["blockAddress"]] = [e["number"], key_of(e["greenKey"]),
                                             e["blockAddress"], e["blockSize"]]
        self.totals["callbacks"] += 1

    def on_free_loop(self, e):
        self.totals["freedLoops"] += 1
        self.totals["freedBridges"] += e["bridges"]
        for number in [n for n, unit in self.units.items() if unit[4] == e["loopNo"]]:
            del self.units[number]
            for name, cell in list(self.cells.items()):
                if cell["loop"] == number:
                    cell["loop"] = -1
                    if cell["aborted"] == 0 and cell["notInlined"] < 0:
                        del self.cells[name]
        self.guards = {a: g for a, g in self.guards.items() if g[1] != e["loopNo"]}

    def on_invalidate(self, e):
        self.totals["invalidated"] += 1
        for unit in self.units.values():
            if unit[4] == e["loopNo"] and unit[11] < 0:
                unit[11] = e["number"]

    def on_heap_reserve(self, e):
        self.base = e["address"] if self.base < 0 else self.base
        self.top = max(self.top, min(SAFE, e["address"] + e["size"]))
        owner = [e["owner"]["kind"], e["owner"]["number"]]
        self.blocks[e["address"]] = [e["number"], e["address"], e["size"], owner,
                                     e["kind"] == "heap_reserve", []]
    on_heap_commit = on_heap_reserve

    def on_heap_free(self, e):
        self.blocks.pop(e["address"], None)
        self.callbacks.pop(e["address"], None)
    on_heap_abort = on_heap_free

    def on_heap_patch(self, e):
        starts = [a for a in self.blocks if a <= e["address"]]
        block = self.blocks[max(starts)] if starts else None
        if block and e["address"] < block[1] + block[2]:
            size = len(e["bytes"]) // 2
            block[5] = [p for p in block[5] if p[1] != e["address"] or p[2] > size]
            block[5].append([e["number"], e["address"], size])

    def on_set_hook(self, e):
        self.hooks.pop(e["hook"], None)
        if e["isSet"]:
            self.hooks[e["hook"]] = [e["number"], e["hook"], e["operations"]]

    def on_set_param(self, e):
        self.parameters.pop(e["name"], None)
        self.parameters[e["name"]] = [e["number"], e["name"], e["value"]]

    def on_debug(self, e):
        self.debug = e["enabled"]

    def on_stats(self, e):
        self.stats = [e["number"], e["atEnd"], e["counters"], e["tracingNanoseconds"],
                      e["backendNanoseconds"], e["loopRunTimes"]]

    def on_input(self, e):
        self.totals["inputBytes"] += len(e["bytes"]) // 2
        if e["source"] == "module":
            self.modules.setdefault(e["name"], e["number"])

    def on_output(self, e):
        self.totals["outputBytes"] += len(e["bytes"]) // 2

    def plain(self):
        return {"ticks": self.ticks, "units": list(self.units.values()),
            "callbacks": sorted(self.callbacks.values(), key=lambda one: one[0]),
            "blocks": sorted(self.blocks.values(), key=lambda one: one[1]),
            "heapBase": self.base, "heapTop": self.top,
            "cells": [list(cell.values()) for cell in self.cells.values()],
            "guards": list(self.guards.values()), "hooks": list(self.hooks.values()),
            "parameters": list(self.parameters.values()), "debug": self.debug,
            "modules": [[number, name] for name, number in self.modules.items()],
            "stats": self.stats, "totals": list(self.totals.values()),
            "aborts": [list(pair) for pair in self.aborts.items()]}

def with_texts(state, texts):
    """A checkpoint's state with its texts in place of their numbers."""
    key = lambda one: one and [texts[v] if i in KEY_TEXTS else v for i, v in enumerate(one)]
    def rows(name, columns, keys=()):
        state[name] = [[texts[v] if i in columns else key(v) if i in keys else v
                        for i, v in enumerate(row)] for row in state[name]]
    rows("units", (1, 2), (3,)); rows("callbacks", (), (1,)); rows("cells", (0,), (1,))
    rows("hooks", (1,)); rows("parameters", (1, 2)); rows("modules", (1,)); rows("aborts", (0,))
    for block in state["blocks"]:
        block[3][0] = texts[block[3][0]]
    if state["stats"]:
        for column in (2, 5):
            state["stats"][column] = [[texts[row[0]], *row[1:]] for row in state["stats"][column]]
    return state

def checkpoints(path):
    data, offset = open(path, "rb").read(), 12
    while offset + 8 <= len(data):
        length = struct.unpack_from(">I", data, offset)[0]
        if length == 0:
            return
        frame, offset = msgpack.unpackb(data[offset + 8:offset + 8 + length]), offset + 8 + length
        if frame["frame"] == "checkpoint":
            texts = [text.decode("utf-8", "surrogatepass") for text in frame["strings"]]
            yield frame["event"], with_texts(frame["state"], texts)

def main(path):
    reader = os.path.join(os.path.dirname(__file__), "read_reel.py")
    listing = subprocess.Popen([sys.executable, reader, path], stdout=subprocess.PIPE)
    events, state = (json.loads(line) for line in listing.stdout), State()
    for number, stored in checkpoints(path):
        for event in events:
            state.add(event)
            if event["number"] == number:
                break
        made = state.plain()
        wrong = [name for name in stored if stored[name] != made[name]]
        print(number, "differs: " + ", ".join(wrong) if wrong or len(made) != len(stored) else "same")

    for _ in events:
        pass

main(sys.argv[1])
