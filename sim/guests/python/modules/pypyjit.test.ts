/** The module pypyjit on a control that records what it is asked. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { VirtualClock } from "../../../base/clock.ts";
import type { CompileInfo, HookSlots, JitControl } from "../../../hints/control.ts";
import type { GuestHost } from "../../../hints/guest.ts";
import { initParser } from "../parser/parse.ts";
import { PythonGuest } from "../python-guest.ts";

await initParser();

/** A run: the guest's output, and the control's log of calls. */
interface Run {
  stdout: string;
  stderr: string;
  readonly calls: string[];
  readonly hooks: HookSlots;
}

function makeControl(run: Run): JitControl {
  const log = (text: string): void => {
    run.calls.push(text);
  };
  const greens = (name: string) => (key: readonly unknown[]) => log(`${name} ${key[0]} ${key[1]}`);
  let address = 0x7f0000001000;
  const addresses = new WeakMap<object, number>();
  return {
    hooks: run.hooks,
    paramDefaults: () => [
      ["threshold", 1039],
      ["enable_opts", "all"],
    ],
    paramDocs: () => [["threshold", "number of times"]],
    setParamString: (text) => {
      log(`string ${text}`);
      if (text !== "bad") return null;
      return { exception: "ValueError", message: "error in JIT parameters string" };
    },
    setParam: (name, value) => {
      log(`param ${name}=${value}`);
      if (name !== "foo") return null;
      return { exception: "TypeError", message: "no JIT parameter 'foo'" };
    },
    getStatsSnapshot: () => ({
      counters: [
        ["TRACING", 3],
        ["BACKEND", 2],
      ],
      counterTimes: { TRACING: 0.5, BACKEND: 0.25 },
      loopRunTimes: [{ kind: "e", number: 1, count: 7 }],
    }),
    getStatsAsmmemmgr: () => ({ mapped: 1048576, used: 300 }),
    enableDebug: () => log("enable_debug"),
    disableDebug: () => log("disable_debug"),
    releaseAll: () => log("releaseall"),
    collect: () => log("collect"),
    hookChanged: () => log("hookChanged"),
    hasJitCell: (key) => key[0] === 4,
    dontTraceHere: greens("dont"),
    markAsBeingTraced: greens("mark"),
    traceNextIteration: greens("next"),
    traceNextIterationHash: (hash) => log(`hash ${hash}`),
    addressOf: (object) => {
      const known = addresses.get(object);
      if (known !== undefined) return known;
      address += 16;
      addresses.set(object, address);
      return address;
    },
  };
}

/** Runs a program; `later` is called when it prints a line "GO", in the middle of the run. */
function run(source: string, later: (run: Run) => void = () => {}): Run {
  const result: Run = {
    stdout: "",
    stderr: "",
    calls: [],
    hooks: {
      onCompile: null,
      onAbort: null,
      onTooLong: null,
      compileOperations: false,
      inRecursion: false,
    },
  };
  const clock = new VirtualClock();
  const host: GuestHost = {
    write(stream, bytes) {
      const text = new TextDecoder().decode(bytes);
      if (text === "GO\n") later(result);
      else result[stream] += text;
    },
    readLine: () => null,
    readModule: () => null,
    readFile: () => null,
    readFolder: () => null,
    nowNanoseconds: () => 0n,
    randomWord: () => 0n,
  };
  const control = makeControl(result);
  const options = { source, filename: "x.py", argv: ["x.py"], host, clock, control };
  new PythonGuest({ ...options, grants: [], maxRecursion: 1000, memoryMaxBytes: null }).run();
  return result;
}

function output(source: string): string {
  const { stdout, stderr } = run(`import pypyjit\n${source}`);
  assert.is(stderr, "");
  return stdout;
}

const COMPILE: CompileInfo = {
  jitdriverName: "pypyjit",
  type: "bridge",
  greenKey: null,
  operations: [
    { kind: "op", name: "int_add", offset: 4, repr: "i2 = int_add(i0, 1)" },
    { kind: "guard", name: "guard_true", offset: 8, repr: "guard_true(i2)", hash: 2097184 },
  ],
  loopNo: 3,
  bridgeNo: 77,
  asmaddr: 4096,
  asmlen: 20,
};

test("the classes have PyPy's attributes, reprs and errors", () => {
  assert.is(
    output(`op = pypyjit.ResOperation('int_add', 4, 'foo')
print(op.name, op.offset, op, pypyjit.GuardOp('g', 3, 'gg', 7).hash)
print(pypyjit.DebugMergePoint.__mro__, pypyjit.ResOperation.__module__)
try: op.name = 3
except AttributeError as e: print(e)
m = pypyjit.DebugMergePoint('a', 'b', 'other', 1, 2, 'x')
try: m.pycode
except AttributeError as e: print(e)
print(m, m.offset, m.greenkey)
try:
    class A(pypyjit.ResOperation): pass
except TypeError as e: print(e)
print(isinstance(pypyjit.GuardOp('g'), pypyjit.ResOperation))
`),
    `int_add 4 foo 7
(<class 'DebugMergePoint'>, <class 'ResOperation'>, <class 'object'>) builtins
readonly attribute 'name'
This DebugMergePoint doesn't belong to the main Python JitDriver
b -1 x
type 'ResOperation' is not an acceptable base type
False
`,
  );
});

test("a loop's bridge_no is an error, and reprs count operations", () => {
  assert.is(
    output(`info = pypyjit.JitLoopInfo('key', [1, 2], 1, 100, 20, 1, 'loop', 'min')
try: info.bridge_no
except TypeError as e: print(e)
print(info)
bridge = pypyjit.JitLoopInfo(None, [], 1, 100, 20, 1, 'bridge', 'pypyjit', 77)
print(bridge, bridge.bridge_no, bridge.type, bridge.asmaddr, bridge.asmlen)
try: repr(pypyjit.JitLoopInfo(None, None, 1, 100, 20, 1, 'bridge', 'pypyjit', 77))
except TypeError as e: print(e)
`),
    `not a bridge
<JitLoopInfo min, 2 operations, starting at <'key'>>
<JitLoopInfo pypyjit, 0 operations, starting at <bridge no 77>> 77 bridge 100 20
'NoneType' has no length
`,
  );
});

test("set_param passes strings and keywords on and raises what comes back", () => {
  const { stdout, calls } = run(`import pypyjit
pypyjit.set_param()
pypyjit.set_param('threshold=5', decay=True)
for f in (lambda: pypyjit.set_param('bad'), lambda: pypyjit.set_param(foo=3),
          lambda: pypyjit.set_param('a', 'b'), lambda: pypyjit.set_param(threshold='x'),
          lambda: pypyjit.set_param(threshold=1.5), lambda: pypyjit.set_param(5)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(pypyjit.defaults, pypyjit.PARAMETER_DOCS)
`);
  assert.is(
    stdout,
    `ValueError error in JIT parameters string
TypeError no JIT parameter 'foo'
TypeError set_param() takes at most 1 non-keyword argument, 2 given
TypeError expected integer, got str object
TypeError expected integer, got float object
TypeError expected str, got int object
{'threshold': 1039, 'enable_opts': 'all'} {'threshold': 'number of times'}
`,
  );
  assert.equal(calls, ["string threshold=5", "param decay=1", "string bad", "param foo=3"]);
});

test("places are green keys of run-time values", () => {
  const { stdout, calls } = run(`import pypyjit, gc
def f(): pass
print(pypyjit.get_jitcell_at_key(4, False, f.__code__), pypyjit.get_jitcell_at_key(0, False, f.__code__))
pypyjit.dont_trace_here(2, False, f.__code__)
pypyjit.mark_as_being_traced(4, True, f.__code__)
pypyjit.trace_next_iteration(6, 0, f.__code__)
pypyjit.trace_next_iteration_hash(2**64 - 1)
try: pypyjit.trace_next_iteration_hash(-1)
except ValueError as e: print(e)
try: pypyjit.dont_trace_here(1, 2, 3)
except TypeError as e: print(e)
pypyjit.releaseall(); gc.collect(); pypyjit.enable_debug(); pypyjit.disable_debug()
print(pypyjit.get_stats_asmmemmgr(), pypyjit.residual_call(lambda a, b: (a, b), 1, b=2))
s = pypyjit.get_stats_snapshot()
print(s.counters, s.counter_times, s.loop_run_times)
`);
  assert.is(
    stdout,
    `True False
cannot convert negative integer to unsigned
'code' object expected, got 'int' instead
(1048576, 300) (1, 2)
{'TRACING': 3, 'BACKEND': 2} {'TRACING': 0.5, 'BACKEND': 0.25} {('e', 1): 7}
`,
  );
  const places = ["dont 2 false", "mark 4 true", "next 6 false", "hash -1"];
  assert.equal(calls, [...places, "releaseall", "collect", "enable_debug", "disable_debug"]);
});

test("a compile hook gets the event, and None removes it", () => {
  const { stdout, hooks } = run(
    `import pypyjit
def hook(info):
    print(info.type, info.greenkey, info.bridge_no, info.loop_no, [(o.name, o.offset) for o in info.operations])
    print(info.operations[1].hash, repr(info.operations[0]))
pypyjit.set_compile_hook(hook)
print('GO')
pypyjit.set_compile_hook(None, operations=False)
`,
    ({ hooks }) => {
      assert.ok(hooks.compileOperations);
      hooks.onCompile!(COMPILE);
    },
  );
  assert.is(
    stdout,
    "bridge None 77 3 [('int_add', 4), ('guard_true', 8)]\n2097184 i2 = int_add(i0, 1)\n",
  );
  assert.is(hooks.onCompile, null);
  assert.not(hooks.compileOperations);
});

test("hooks do not nest unless one sets a hook, and exceptions end in them", () => {
  // As the simulator delivers events: none while a hook runs.
  const event = ({ hooks }: Run): void => {
    if (hooks.inRecursion) return;
    hooks.inRecursion = true;
    hooks.onCompile!(COMPILE);
    hooks.inRecursion = false;
  };
  const nested = run(
    `import pypyjit
depth = 0
def hook(info):
    global depth
    depth += 1
    print('hook', depth)
    if depth < 3:
        if depth == 2: pypyjit.set_compile_hook(hook)
        print('GO')
pypyjit.set_compile_hook(hook)
print('GO')
print('GO')
`,
    event,
  );
  assert.is(nested.stdout, "hook 1\nhook 2\nhook 3\n");
  const failing = run(
    `import pypyjit
def bad(info): raise ValueError("boom")
pypyjit.set_compile_hook(bad)
print('GO')
print('on')
`,
    event,
  );
  assert.is(failing.stdout, "on\n");
  assert.match(
    failing.stderr,
    /^Exception ignored in: jit hook {2}<function bad at 0x[0-9a-f]{16}>\nTraceback \(most recent call last\):\n {2}File "x\.py", line 2, in bad\n {4}def bad\(info\): raise ValueError\("boom"\)\nValueError: boom\n$/,
  );
});

test("abort and too-long hooks get positional arguments", () => {
  const { stdout } = run(
    `import pypyjit
pypyjit.set_abort_hook(lambda *a: print('abort', a))
pypyjit.set_trace_too_long_hook(lambda *a: print('long', a))
print('GO')
`,
    ({ hooks }) => {
      hooks.onAbort!({
        jitdriverName: "pypyjit",
        greenKey: "key",
        reason: "ABORT_TOO_LONG",
        operations: null,
      });
      hooks.onTooLong!({ jitdriverName: "pypyjit", greenKey: "inner" });
    },
  );
  assert.is(
    stdout,
    "abort ('pypyjit', 'key', 'ABORT_TOO_LONG', None)\nlong ('pypyjit', 'inner')\n",
  );
});

test.run();
