/**
 * Random events of every kind, with every field of each, for property tests. The compiler checks
 * that no kind and no field is missing. Texts include lone surrogates, numbers reach 2^53 - 1.
 */

import fc from "fast-check";
import type { Arbitrary } from "fast-check";
import type {
  CauseRecord,
  CountingRecord,
  EventKind,
  GreenKeyRecord,
  JitEvent,
  MergePointRecord,
  OperationRecord,
  OwnerRecord,
} from "../../sim/hooks/events.ts";
import type { EventOf } from "./event-schema.ts";
import { ABORT_WORDS, COUNTER_WORDS } from "./event-schema.ts";

/** Like `fc.record`, with ordinary objects only. */
function plain<T>(fields: { [K in keyof T]: Arbitrary<T[K]> }): Arbitrary<T> {
  return fc.record(fields, { noNullPrototype: true }) as unknown as Arbitrary<T>;
}

/** Any JavaScript string: ASCII, others, lone surrogates. */
export const anyText: Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc
    .array(fc.integer({ min: 0xd000, max: 0xffff }), { maxLength: 4 })
    .map((units) => String.fromCharCode(...units)),
);

const int = fc.oneof(
  fc.integer({ min: -1, max: 300 }),
  fc.maxSafeInteger(),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 32 - 1, 2 ** 32, 0),
);
const ticks = fc.maxSafeNat();
const address = fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 0x7fff_ffff_ffff }));
const count = fc.nat();
const bytes = fc.uint8Array({ maxLength: 24 }).map((raw) => new Uint8Array(raw));
const flag = fc.boolean();

const greenKey: Arbitrary<GreenKeyRecord> = plain({
  text: anyText,
  position: int,
  codeName: anyText,
  fileName: anyText,
  firstLine: int,
  codeNumber: int,
});

const mergePoint: Arbitrary<MergePointRecord> = plain({
  jitdriverName: anyText,
  callDepth: int,
  callId: int,
  greenKey,
});

const operation: Arbitrary<OperationRecord> = plain({
  name: fc.oneof(fc.constantFrom("int_add", "guard_true", "jump"), anyText),
  result: anyText,
  args: fc.array(anyText, { maxLength: 3 }),
  descr: anyText,
  failArgs: fc.option(fc.array(anyText, { maxLength: 3 })),
  offset: int,
  hash: anyText,
  mergePoint: fc.option(mergePoint),
});

const cause: Arbitrary<CauseRecord> = plain({
  kind: fc.constantFrom("loop", "function", "guard"),
  threshold: int,
  count,
  decays: count,
});

const counting: Arbitrary<CountingRecord | null> = fc.option(
  plain({
    began: ticks,
    decayed: count,
    preset: count,
    value: count,
    guard: address,
    loopNo: int,
    failures: count,
  }),
);

const owner: Arbitrary<OwnerRecord> = plain({
  kind: fc.constantFrom("loop", "bridge", "stub", "recovery"),
  number: int,
});

/** Names as traces have them, and some that are nearly so. */
const argName = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map((n) => `p${n}`),
  fc.tuple(fc.constantFrom("i", "p", "f"), fc.nat(2 ** 31)).map(([letter, n]) => letter + n),
  fc.constantFrom("0", "1", "-1", "None", "ConstPtr(null)", "ConstClass(C)", "p01", "i", "x3", ""),
  fc.nat(400).map((n) => `ConstPtr(ptr${n})`),
);

/** The text of a number, or one that is nearly so. */
const numberText = fc.oneof(
  fc.nat(40).map((n) => String(8 * n)),
  fc.nat(9).map((n) => String(2_097_184 * n)),
  fc.maxSafeNat().map(String),
  fc.constantFrom("", "00", "-8", "9".repeat(16)),
);

/** Records as compiled traces have them, and what differs from them in one field. */
const likelyOperation: Arbitrary<OperationRecord> = plain({
  name: fc.constantFrom("int_add", "guard_true", "label", "debug_merge_point"),
  result: fc.oneof(fc.constant(""), argName),
  args: fc.array(argName, { maxLength: 4 }),
  descr: fc.oneof(
    fc.constantFrom("", "<ArrayP 8>", "<Guard0x>", "<Guard0x0f>", "TargetToken(01)"),
    fc.maxSafeNat().map((address) => `<Guard0x${address.toString(16)}>`),
    fc.nat(9).map((n) => `<Guard0x${(96 * n).toString(16)}>`),
    fc.maxSafeNat().map((address) => `TargetToken(${address})`),
  ),
  failArgs: fc.option(fc.array(argName, { maxLength: 6 })),
  offset: fc.oneof(fc.constant(-1), fc.nat(300), int),
  hash: numberText,
  mergePoint: fc.constant(null),
});

const location = fc
  .record({ line: fc.nat(30), position: fc.nat(40), code: fc.nat(2), name: anyText })
  .map(({ line, position, code, name }): GreenKeyRecord => {
    const [codeName, fileName, firstLine] = [code === 0 ? "f" : name, "a.py", 3 * code];
    const text = `${codeName};${fileName}:${firstLine}-${line}~#${position} LOAD_FAST`;
    return { text, position, codeName, fileName, firstLine, codeNumber: code };
  });

const likelyMergePoint: Arbitrary<OperationRecord> = fc
  .tuple(fc.constantFrom("pypyjit", "other"), fc.nat(2), fc.nat(2), fc.oneof(location, greenKey))
  .map(([jitdriverName, callDepth, callId, key]) => ({
    name: "debug_merge_point",
    result: "",
    args: [String(callDepth), String(callId), `'${key.text}'`],
    descr: "",
    failArgs: null,
    offset: -1,
    hash: "",
    mergePoint: { jitdriverName, callDepth, callId, greenKey: key },
  }));

/** Lists of operations: any at all, and such as are near those of traces. */
export const anyOperations: Arbitrary<OperationRecord[]> = fc.oneof(
  fc.array(operation, { maxLength: 4 }),
  fc.array(fc.oneof(likelyOperation, likelyMergePoint), { maxLength: 30 }),
);

const operations = fc.oneof(
  { weight: 3, arbitrary: fc.array(operation, { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: anyOperations,
  },
);
const block = { ticks, address, size: count, owner };

/** Random events, by kind. */
export const EVENT_ARBITRARIES: { readonly [K in EventKind]: Arbitrary<EventOf<K>> } = {
  compile: plain({
    kind: fc.constant("compile"),
    ticks,
    type: fc.constantFrom("loop", "entry bridge", "bridge"),
    jitdriverName: anyText,
    greenKey: fc.option(greenKey),
    loopNo: int,
    bridgeNo: address,
    asmaddr: address,
    asmlen: count,
    blockAddress: address,
    blockSize: count,
    inputArgs: fc.array(anyText, { maxLength: 3 }),
    operations,
    cause,
    delivered: flag,
    counting,
  }),
  abort: plain({
    kind: fc.constant("abort"),
    ticks,
    jitdriverName: anyText,
    greenKey: fc.option(greenKey),
    reason: fc.constantFrom(...ABORT_WORDS),
    operations,
    cause,
    delivered: flag,
    counting,
  }),
  too_long: plain({
    kind: fc.constant("too_long"),
    ticks,
    jitdriverName: anyText,
    greenKey,
    delivered: flag,
  }),
  tmp_callback: plain({
    kind: fc.constant("tmp_callback"),
    ticks,
    greenKey,
    blockAddress: address,
    blockSize: count,
  }),
  set_hook: plain({
    kind: fc.constant("set_hook"),
    ticks,
    hook: fc.constantFrom("compile", "abort", "too_long"),
    isSet: flag,
    operations: flag,
  }),
  set_param: plain({
    kind: fc.constant("set_param"),
    ticks,
    name: anyText,
    value: anyText,
  }),
  debug: plain({ kind: fc.constant("debug"), ticks, enabled: flag }),
  stats: plain({
    kind: fc.constant("stats"),
    ticks,
    atEnd: flag,
    counters: fc.array(fc.tuple(fc.constantFrom(...COUNTER_WORDS), count), { maxLength: 26 }),
    tracingNanoseconds: ticks,
    backendNanoseconds: ticks,
    loopRunTimes: fc.array(fc.tuple(fc.constantFrom("e", "l", "b"), address, count), {
      maxLength: 4,
    }),
  }),
  free_loop: plain({
    kind: fc.constant("free_loop"),
    ticks,
    loopNo: int,
    bridges: count,
    reason: fc.constantFrom("collect", "age"),
  }),
  release_all: plain({ kind: fc.constant("release_all"), ticks, loops: count }),
  invalidate: plain({ kind: fc.constant("invalidate"), ticks, loopNo: int }),
  heap_reserve: plain({ kind: fc.constant("heap_reserve"), ...block }),
  heap_commit: plain({ kind: fc.constant("heap_commit"), ...block, bytes }),
  heap_abort: plain({ kind: fc.constant("heap_abort"), ...block }),
  heap_patch: plain({ kind: fc.constant("heap_patch"), ticks, address, bytes }),
  heap_free: plain({ kind: fc.constant("heap_free"), ...block }),
  input: plain({
    kind: fc.constant("input"),
    ticks,
    source: fc.constantFrom("clock", "random", "stdin", "file", "module", "signal"),
    name: anyText,
    bytes,
  }),
  output: plain({
    kind: fc.constant("output"),
    ticks,
    stream: fc.constantFrom("stdout", "stderr"),
    bytes,
  }),
  end: plain({
    kind: fc.constant("end"),
    ticks,
    status: int,
    outcome: fc.constantFrom("finished", "exception", "steps", "memory", "interrupted"),
    exception: anyText,
  }),
  checkpoint: plain({ kind: fc.constant("checkpoint"), ticks, state: bytes }),
  cost: plain({
    kind: fc.constant("cost"),
    ticks,
    unit: fc.option(owner),
    instructions: count,
    cycles: ticks,
  }),
  fault: plain({ kind: fc.constant("fault"), ticks, fault: anyText, size: count, owner }),
};

/** A random event of any kind, all kinds equally often. */
export const anyEvent: Arbitrary<JitEvent> = fc.oneof(
  ...(Object.values(EVENT_ARBITRARIES) as Arbitrary<JitEvent>[]),
);

/** With one of a few addresses and numbers, chosen by `n`, so that events concern each other. */
export function narrow(event: JitEvent, n: number): JitEvent {
  const place = { address: n % 7, size: n % 5, blockAddress: n % 7, loopNo: n % 3 };
  const known = Object.entries(place).filter(([key]) => key in event);
  if (event.kind === "abort" && event.counting !== null) {
    return { ...event, counting: { ...event.counting, guard: n % 4, loopNo: n % 3 } };
  }
  return { ...event, ...Object.fromEntries(known) } as JitEvent;
}
