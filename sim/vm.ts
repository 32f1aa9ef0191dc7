/**
 * The simulator: one run of one program. Ties the guest, its jitcode, the JIT, a backend and the
 * code heap together, and tells everything as events.
 */

import { X86Assembler } from "./backend/assembler/assembler.ts";
import type { Executor } from "./backend/backend.ts";
import type { CountedServices } from "./backend/cost-ledger.ts";
import { CostLedger, listCosts } from "./backend/cost-ledger.ts";
import type { MachineParts } from "./backend/machine/machine.ts";
import { MachineExecutor } from "./backend/machine/machine.ts";
import { HostExecutor } from "./backend/host/host.ts";
import { OracleExecutor } from "./backend/oracle/oracle.ts";
import { RunInterrupt, VirtualClock } from "./base/clock.ts";
import { UserError } from "./base/errors.ts";
import { RunControl, makeHookSlots } from "./control.ts";
import { makeGuest } from "./guest-factory.ts";
import type { HookSlots, StatsSnapshot } from "./hints/control.ts";
import type { Guest } from "./hints/guest.ts";
import { Counters } from "./hooks/counters.ts";
import type { AbortEvent, CompileEvent, EventListener, TooLongEvent } from "./hooks/events.ts";
import type { JitHooks } from "./hooks/jit-hooks.ts";
import { tellHooks } from "./hooks/jit-hooks.ts";
import type { RunProbe } from "./hooks/probe.ts";
import type { JitProgram } from "./jitcode/jitcode.ts";
import { loadJitProgram } from "./jitcode/product-store.ts";
import { AddressSpace } from "./memory/address-space.ts";
import { checkCodeHeap } from "./memory/check-code-heap.ts";
import { CodeFaults } from "./memory/code-faults.ts";
import { CodeHeap } from "./memory/code-heap.ts";
import type { HeapAction } from "./memory/heap-action.ts";
import { makeMemoryLayout } from "./memory/memory-layout.ts";
import { ObjectAddresses } from "./memory/object-addresses.ts";
import type { GreenKeyValues, RecordedTrace } from "./metainterp/event-sink.ts";
import { EventSink, mergePointKey } from "./metainterp/event-sink.ts";
import { JitParams } from "./metainterp/params.ts";
import { JitRuntime, isGuestException } from "./metainterp/runtime.ts";
import { RunCounts } from "./run-counts.ts";
import type { OutputListener } from "./run-host.ts";
import { RunHost } from "./run-host.ts";
import type { RunSpec } from "./run-spec.ts";
import { StateWatch } from "./state-watch.ts";
import type { StateListener } from "./state-watch.ts";

/** How a run ended. */
export interface RunResult {
  /** The guest's exit status. */
  readonly status: number;
  /** Class name of the exception that nobody caught, or "". */
  readonly exception: string;
  readonly outcome: "finished" | "exception" | "steps" | "memory" | "interrupted";
  readonly stats: StatsSnapshot;
}

export interface SimulatorListeners {
  /** Every event as it happens. Costs are counted only for those who listen. */
  readonly onEvent?: EventListener;
  /** What the guest writes. */
  readonly onOutput?: OutputListener;
  /** Each random word that the program draws; they follow from the seed and are no events. */
  readonly onRandom?: (word: bigint, ticks: number) => void;
  /** Each recorded trace, before it is optimized. */
  readonly onTrace?: (recorded: RecordedTrace) => void;
  /** Hears which parts of the simulator the run uses. */
  readonly probe?: RunProbe;
  /** The states that the program goes through, as far as they are asked for. */
  readonly states?: StateListener;
}

/** One run of one program. Create it, set hooks, run it once. */
export class Simulator {
  private readonly spec: RunSpec;
  private readonly listeners: SimulatorListeners;
  private readonly ownHooks: Pick<JitHooks, "onCompile" | "onAbort" | "onTooLong"> = {};
  private readonly attached: JitHooks[] = [];
  private debugAtStart: boolean;
  private control: RunControl | null = null;

  constructor(spec: RunSpec, listeners: SimulatorListeners = {}) {
    this.spec = spec;
    this.listeners = listeners;
    this.debugAtStart = spec.countRuns;
  }

  /** Called after each compilation, whether or not the guest has hooks of its own. */
  setCompileHook(hook: ((event: CompileEvent) => void) | null): void {
    this.ownHooks.onCompile = hook ?? undefined;
  }

  /** Called after each abort, also of bridges that the guest's hook does not get. */
  setAbortHook(hook: ((event: AbortEvent) => void) | null): void {
    this.ownHooks.onAbort = hook ?? undefined;
  }

  setTraceTooLongHook(hook: ((event: TooLongEvent) => void) | null): void {
    this.ownHooks.onTooLong = hook ?? undefined;
  }

  /** Adds a hook consumer; `replay` of `jitreel/replay` feeds the same from a reel. */
  attach(hooks: JitHooks): void {
    this.attached.push(hooks);
  }

  /** Counts the runs of code that is compiled from now on. */
  enableDebug(): void {
    if (this.control === null) this.debugAtStart = true;
    else this.control.enableDebug();
  }

  /** Freezes the run counts. */
  disableDebug(): void {
    if (this.control === null) this.debugAtStart = false;
    else this.control.disableDebug();
  }

  /** Counters, times and run counts now. Works while running (from a hook) and afterwards. */
  getStatsSnapshot(): StatsSnapshot {
    if (this.control === null) throw new UserError("no statistics before the run has started");
    return this.control.readStats();
  }

  /** Runs the program to its end. Rejects with a UserError when it cannot be started. */
  async run(): Promise<RunResult> {
    const program = await loadJitProgram(this.spec.guest);
    const { onEvent } = this.listeners;
    const consumers: JitHooks[] = [this.ownHooks, ...this.attached];
    if (onEvent !== undefined) consumers.push({ onEvent });
    const machine = new Machine(this.spec, program, this.listeners, consumers);
    this.control = machine.control;
    if (this.debugAtStart) machine.control.enableDebug();
    const guest = await machine.loadGuest();
    return machine.run(guest);
  }
}

/** The parts of one run. */
class Machine {
  readonly control: RunControl;
  private readonly spec: RunSpec;
  private readonly clock: VirtualClock;
  private readonly sink: EventSink;
  private readonly runtime: JitRuntime;
  private readonly host: RunHost;
  private readonly space = new AddressSpace();
  private readonly heap: CodeHeap;
  private readonly assembler: X86Assembler;
  /** Costs of compiled code; null when nobody listens. */
  private readonly ledger: CostLedger | null;
  private readonly states: StateWatch | null;
  private guest: Guest | null = null;

  constructor(
    spec: RunSpec,
    program: JitProgram,
    listeners: SimulatorListeners,
    consumers: readonly JitHooks[],
  ) {
    this.spec = spec;
    this.clock = new VirtualClock(spec.limits.maxSteps ?? undefined);
    const hooks = makeHookSlots();
    const layout = makeMemoryLayout(spec.seed);
    const addresses = new ObjectAddresses(layout);
    this.sink = this.makeSink(program, hooks, addresses);
    this.sink.listener = (event) => {
      for (const hooks of consumers) tellHooks(hooks, event);
    };
    this.sink.traceListener = listeners.onTrace ?? null;
    this.heap = this.makeHeap(layout.code, listeners.probe);
    this.states = listeners.states === undefined ? null : new StateWatch(listeners.states);
    const { heap, space } = this;
    const assembler = new X86Assembler({ heap, addresses, layout });
    this.assembler = assembler;
    const runCounts = new RunCounts();
    const isEverythingTold = consumers.some((hooks) => hooks.onEvent !== undefined);
    const ledger = isEverythingTold ? new CostLedger() : null;
    this.ledger = ledger;
    const params = makeParams(spec.jit);
    this.runtime = new JitRuntime(
      {
        program,
        params,
        counters: new Counters(),
        clock: this.clock,
        sink: this.sink,
        assembler,
        probe: listeners.probe ?? null,
        places: this.states,
        hashGreenKey: (driver, greens) => this.getGuest().hashGreenKey(driver.name, greens),
        unrollsOneIteration: (driver, greens) =>
          this.getGuest().unrollsOneIteration(driver.name, greens),
      },
      (runtime) => {
        const parts = { runCounts, ledger, space, layout, addresses, assembler };
        return makeExecutor(spec.backend, runtime, parts, () => this.getGuest());
      },
    );
    params.onChange = (name, value) => this.sink.emit({ kind: "set_param", name, value });
    this.control = new RunControl({ hooks, runtime: this.runtime, heap, addresses, runCounts });
    const { onOutput = () => {}, onRandom = () => {} } = listeners;
    this.host = new RunHost(spec, this.clock, this.sink, onOutput, onRandom);
  }

  private getGuest(): Guest {
    if (this.guest === null) throw new TypeError("the guest is not loaded");
    return this.guest;
  }

  private makeSink(program: JitProgram, hooks: HookSlots, addresses: ObjectAddresses): EventSink {
    const describe = (key: GreenKeyValues) =>
      this.getGuest().describeGreenKey(key.driver.name, toGuest(key));
    return new EventSink({
      clock: this.clock,
      hooks,
      drivers: program.drivers,
      jitdriverName: (key) => this.getGuest().jitdriverName(key.driver.name, toGuest(key)),
      describeGreenKey: describe,
      hookGreenKey: (key) => {
        const isMain = key.driver.name === "pypyjit";
        return isMain ? toGuest(key) : describe(key).text;
      },
      printOptions: {
        location: (op) => describe(mergePointKey(program.drivers, op)).text,
        addressOf: (thing) => addresses.addressOf("descr", thing),
        rawAddressOf: (value) => {
          const isRaw = program.lookupLayout(value.constructor as never)?.isRaw === true;
          return isRaw ? addresses.addressOf("constant", value) : null;
        },
      },
    });
  }

  private makeHeap(
    region: { readonly base: number; readonly size: number },
    probe: RunProbe | undefined,
  ): CodeHeap {
    const { heapBytes } = this.spec.limits;
    return new CodeHeap(this.space, region, {
      faults: new CodeFaults(this.spec.faults),
      listener: {
        heapAction: (action) => this.tellHeapAction(action),
        heapFull: (size) => probe?.heapFull(size),
      },
      capacityBytes: heapBytes ?? undefined,
    });
  }

  private tellHeapAction(action: HeapAction): void {
    if (action.kind === "fault") {
      this.sink.emit(action);
      return;
    }
    const { address, size, owner } = action;
    switch (action.kind) {
      case "commit":
        this.sink.emit({ kind: "heap_commit", address, size, owner, bytes: action.bytes });
        break;
      case "patch":
        this.sink.emit({ kind: "heap_patch", address, bytes: action.bytes });
        break;
      default:
        this.sink.emit({ kind: `heap_${action.kind}`, address, size, owner });
    }
  }

  async loadGuest(): Promise<Guest> {
    const guest = await makeGuest(this.spec, this.host, this.clock, this.control);
    for (const driver of guest.drivers) driver.entry = this.runtime.warm.named(driver.spec.name);
    this.guest = guest;
    this.states?.watch(guest, this.runtime.warm.main.driver.name);
    if (guest.interrupt !== undefined) this.clock.setWatch(this.host.watchInterrupts(guest));
    return guest;
  }

  run(guest: Guest): RunResult {
    const end = runToEnd(guest);
    checkCodeHeap(this.heap, this.space, this.assembler.ownedBlocks());
    this.control.finish();
    const costs = this.ledger === null ? [] : listCosts(this.ledger);
    for (const cost of costs) this.sink.emit({ kind: "cost", ...cost });
    this.sink.emit({ kind: "end", ...end });
    return { ...end, stats: this.control.readStats() };
  }
}

/** Exit status of a run that was ended by a limit. */
const INTERRUPTED_STATUS = 1;

function runToEnd(guest: Guest): Pick<RunResult, "status" | "exception" | "outcome"> {
  try {
    const { status, exception } = guest.run();
    return { status, exception, outcome: exception === "" ? "finished" : "exception" };
  } catch (signal) {
    if (!(signal instanceof RunInterrupt)) throw signal;
    return { status: INTERRUPTED_STATUS, exception: "", outcome: signal.reason };
  }
}

/** Greens as the guest has them: with its own booleans. */
function toGuest({ driver, greens }: GreenKeyValues): unknown[] {
  return greens.map((green, i) => (driver.greenIsBool[i] ? green !== 0 : green));
}

function makeParams(text: string): JitParams {
  const params = new JitParams();
  if (text === "") return params;
  const error = params.setString(text);
  if (error === null) return params;
  throw new UserError(
    `bad --jit parameters '${text}': ${error.message}`,
    undefined,
    "write name=value,name=value, or 'off', 'default'; --jit help lists the names",
  );
}

interface ExecutorParts extends MachineParts {
  readonly runCounts: RunCounts;
  readonly ledger: CostLedger | null;
}

function makeExecutor(
  backend: RunSpec["backend"],
  runtime: JitRuntime,
  { runCounts, ledger, ...machine }: ExecutorParts,
  guest: () => Guest,
): Executor {
  const services: CountedServices = {
    clock: runtime.clock,
    ...(ledger === null ? {} : { ledger }),
    ...(runtime.probe === null ? {} : { executed: runtime.probe.executed }),
    ...(runtime.places === null ? {} : { places: runtime.places }),
    get tickLimit(): number {
      return runtime.clock.limit;
    },
    onTickLimit: () => runtime.clock.checkLimit(),
    layoutOf: (object) => runtime.layoutOf(object),
    isGuestException,
    finishCall: (exit) => runtime.warm.finishCall(exit),
    forceActivation: (guard, values) => runtime.warm.forceActivation(guard, values),
    enterFrames: (count) => guest().enterFrames?.(count),
    leaveFrames: (count) => guest().leaveFrames?.(count),
    countUnit: (unit) => runCounts.add(unit),
    countRun: (_kind, owner) => runCounts.count(owner),
  };
  switch (backend) {
    case "host":
      return new HostExecutor(services);
    case "oracle":
      return new OracleExecutor(services);
    case "machine":
      return new MachineExecutor(services, machine);
  }
}
