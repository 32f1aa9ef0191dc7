/**
 * Our side: the program in the simulator. Events are collected outside of the program, run counts by
 * what `enable_debug` does; neither changes what happens. Counting takes room in the machine code,
 * so its length is that of another run, which does not count: as on the real side.
 */

import type { JitEvent, OperationRecord, RunSpec } from "../../sim/index.ts";
import { Simulator } from "../../sim/index.ts";
import { Normalizer } from "./normalize.ts";
import type { RunCount, Side, SideEvent } from "./side.ts";

/** What is wanted besides events and counts. */
interface HereOptions {
  /** The lengths of machine code. */
  readonly measured?: boolean;
}

const RUN_KINDS = { e: "entry", l: "label", b: "bridge" } as const;

type GreenKey = Extract<JitEvent, { kind: "too_long" }>["greenKey"];

function keyText(key: GreenKey | null): string {
  if (key === null) return "";
  return key.codeName === "" ? key.text : `${key.codeName}+${key.position}`;
}

function operationText(operation: OperationRecord): string {
  const { mergePoint } = operation;
  if (mergePoint !== null) {
    return `debug_merge_point(${mergePoint.callDepth}, ${keyText(mergePoint.greenKey)})`;
  }
  const descr = operation.descr === "" ? [] : [`descr=${operation.descr}`];
  const result = operation.result === "" ? "" : `${operation.result} = `;
  const fail = operation.failArgs === null ? "" : ` [${operation.failArgs.join(", ")}]`;
  return `${result}${operation.name}(${[...operation.args, ...descr].join(", ")})${fail}`;
}

/** What the hooks of PyPy would be called with; null for other events. */
function readEvent(event: JitEvent, normalizer: Normalizer): SideEvent | null {
  if (event.kind === "compile") {
    return {
      kind: "compile",
      type: event.type,
      driver: event.jitdriverName,
      key: keyText(event.greenKey),
      loopNo: event.loopNo,
      from: event.bridgeNo < 0 ? "" : normalizer.guard(event.bridgeNo),
      asmlen: event.asmlen,
      operations: normalizer.unit(event.operations.map(operationText)),
    };
  }
  const none = { loopNo: 0, from: "", asmlen: 0, operations: [] };
  // PyPy's hook is not called for a trace from a guard that met no loop header.
  if (event.kind === "abort" && event.greenKey !== null) {
    const { reason, jitdriverName: driver, greenKey } = event;
    return { kind: "abort", type: reason, driver, key: keyText(greenKey), ...none };
  }
  if (event.kind !== "too_long") return null;
  const { jitdriverName: driver, greenKey } = event;
  return { kind: "too_long", type: "", driver, key: keyText(greenKey), ...none };
}

/**
 * Runs it to its end; rejects with a UserError when it cannot be started. The machine code has a
 * length only when it is measured, which takes a second run.
 */
export async function runHere(spec: RunSpec, options: HereOptions = {}): Promise<Side> {
  const counted = await runOnce(spec, { counting: true });
  const measured = options.measured ? await runOnce(spec, { counting: false }) : undefined;
  const events = counted.events.map((event, index) => {
    const { asmlen = 0 } = measured?.events[index] ?? {};
    return { ...event, asmlen };
  });
  return { ...counted, events };
}

async function runOnce(spec: RunSpec, { counting }: { counting: boolean }): Promise<Side> {
  const events: SideEvent[] = [];
  const output: Uint8Array[] = [];
  const normalizer = new Normalizer();
  let hasStart = true;
  const onEvent = (event: JitEvent): void => {
    if (event.kind === "abort") hasStart = event.greenKey !== null;
    // It follows its abort, and like that is told of a trace with a start only.
    if (event.kind === "too_long" && !hasStart) return;
    const read = readEvent(event, normalizer);
    if (read !== null) events.push(read);
  };
  const onOutput = (stream: string, bytes: Uint8Array): void => {
    if (stream === "stdout") output.push(new Uint8Array(bytes));
  };
  const simulator = new Simulator(spec, { onEvent, onOutput });
  if (counting) simulator.enableDebug();
  const { status, stats } = await simulator.run();
  const runCounts = stats.loopRunTimes.map(({ kind, number, count }): RunCount => {
    return { kind: RUN_KINDS[kind], number: kind === "e" ? number : 0, count };
  });
  const counters = Object.fromEntries(stats.counters) as Record<string, number>;
  return { status, stdout: Buffer.concat(output).toString("utf8"), events, runCounts, counters };
}
