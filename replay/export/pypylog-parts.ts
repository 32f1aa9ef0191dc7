/**
 * The sections of PyPy's text log that are no operations: addresses of code, run counts, counters.
 */

import type { CounterName } from "../../sim/hooks/counters.ts";
import type { CompileEvent } from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import { printText } from "../replayer/print-value.ts";
import { splitUnit } from "../replayer/unit-parts.ts";

/** An address as logs have them; what has none is at 0. */
export function printHex(address: number): string {
  return `0x${Math.max(address, 0).toString(16)}`;
}

/** The lines of `jit-backend-addr`. */
export function printAddresses(
  event: CompileEvent,
  commit: EventOf<"heap_commit"> | null,
): string[] {
  const { asmaddr, asmlen, blockAddress, blockSize } = event;
  const isBridge = event.type === "bridge";
  const failures = asmaddr + asmlen;
  const entry = isBridge ? asmaddr : findEntry(event, commit);
  const range = `has address ${printHex(asmaddr)} to ${printHex(failures)}`;
  const location = printText(event.greenKey?.text ?? "");
  const title = isBridge
    ? `bridge out of Guard ${printHex(event.bridgeNo)} ${range}`
    : `Loop ${event.loopNo} (${location}) ${range} (bootstrap ${printHex(entry)})`;
  const rows: [string, number][] = [
    ["gc table", blockAddress],
    [isBridge ? "jump target" : "function", entry],
    ["resops", asmaddr],
    ["failures", failures],
    ["end", blockAddress + blockSize],
  ];
  return [title, ...rows.map(([name, at]) => `${name.padStart(15)}: ${printHex(at)}`)];
}

/** Where a loop is entered: behind its constants. */
function findEntry(event: CompileEvent, commit: EventOf<"heap_commit"> | null): number {
  const { asmaddr, asmlen, blockAddress } = event;
  if (commit === null) return blockAddress;
  const { address, owner, bytes } = commit;
  const isWhole = asmaddr >= address && asmaddr + asmlen <= address + bytes.length;
  if (!isWhole) return blockAddress;
  const parts = splitUnit(event, { address, owner, bytes, committed: bytes });
  return parts.find(({ kind }) => kind === "entry")?.address ?? asmaddr;
}

const RUN_COUNT_NAMES = {
  e: (id: number) => `entry ${id}`,
  l: (id: number) => `TargetToken(${id})`,
  b: (id: number) => `bridge ${id}`,
} as const;

/** The lines of `jit-backend-counts`. */
export function printRunCounts({ loopRunTimes }: EventOf<"stats">): string[] {
  return loopRunTimes.map(([kind, id, count]) => `${RUN_COUNT_NAMES[kind](id)}:${count}`);
}

/** Counters in the order of the summary; what stands before the first tab. */
const SUMMARY_ROWS: readonly (readonly [label: string, counter: CounterName | null])[] = [
  ["ops:", "OPS"],
  ["heapcached ops:", "HEAPCACHED_OPS"],
  ["recorded ops:", "RECORDED_OPS"],
  ["  calls:", null],
  ["guards:", "GUARDS"],
  ["opt ops:", "OPT_OPS"],
  ["opt guards:", "OPT_GUARDS"],
  ["opt guards shared:", "OPT_GUARDS_SHARED"],
  ["forcings:", "OPT_FORCINGS"],
  ["abort: trace too long:", "ABORT_TOO_LONG"],
  ["abort: compiling:", "ABORT_BRIDGE"],
  ["abort: vable escape:", "ABORT_ESCAPE"],
  ["abort: bad loop: ", "ABORT_BAD_LOOP"],
  ["abort: force quasi-immut:", "ABORT_FORCE_QUASIIMMUT"],
  ["abort: segmenting trace:", "ABORT_SEGMENTED_TRACE"],
  ["virtualizables forced:", "FORCE_VIRTUALIZABLES"],
  ["nvirtuals:", "NVIRTUALS"],
  ["nvholes:", "NVHOLES"],
  ["nvreused:", "NVREUSED"],
  ["vecopt tried:", "OPT_VECTORIZE_TRY"],
  ["vecopt success:", "OPT_VECTORIZED"],
  ["Total # of loops:", "TOTAL_COMPILED_LOOPS"],
  ["Total # of bridges:", "TOTAL_COMPILED_BRIDGES"],
  ["Freed # of loops:", "TOTAL_FREED_LOOPS"],
  ["Freed # of bridges:", "TOTAL_FREED_BRIDGES"],
];

/** Labels without blanks at their end take this much. */
const LABEL_WIDTH = 17;

/**
 * The lines of `jit-summary`; null when nothing was ever traced: PyPy writes none then.
 * `totalTicks` is the time since the first trace.
 */
export function printSummary(event: EventOf<"stats">, totalTicks: number): string[] | null {
  const counters = new Map(event.counters);
  const count = (name: CounterName): number => counters.get(name) ?? 0;
  if (count("TRACING") === 0) return null;
  return [
    `Tracing:      \t${count("TRACING")}\t${printSeconds(event.tracingNanoseconds)}`,
    `Backend:      \t${count("BACKEND")}\t${printSeconds(event.backendNanoseconds)}`,
    `TOTAL:      \t\t${printSeconds(totalTicks)}`,
    ...SUMMARY_ROWS.map(([label, name]) => {
      return `${label.padEnd(LABEL_WIDTH)}\t${name === null ? 0 : count(name)}`;
    }),
  ];
}

/** A tick is a nanosecond of virtual time. */
function printSeconds(nanoseconds: number): string {
  return (Math.max(nanoseconds, 0) / 1e9).toFixed(6);
}
