/**
 * One run's JIT: everything that the tracer, the blackhole and the compiler share, tied together.
 * All run state hangs from here.
 */

import type { Assembler, Executor } from "../backend/backend.ts";
import type { VirtualClock } from "../base/clock.ts";
import { TIME_MODEL } from "../base/clock.ts";
import { GuestException } from "../hints/exception.ts";
import type { Counters } from "../hooks/counters.ts";
import type { PlaceObserver } from "../hooks/place-observer.ts";
import type { RunProbe } from "../hooks/probe.ts";
import type { DriverProgram, JitProgram } from "../jitcode/jitcode.ts";
import type { HostClass } from "../trace/descr.ts";
import { ClassLayout, HostFunction } from "../trace/descr.ts";
import { callHost } from "../trace/heap-access.ts";
import type { RtValue } from "../trace/values.ts";
import type { BlackholeServices } from "./blackhole.ts";
import { Compiler } from "./compile.ts";
import type { EventSink } from "./event-sink.ts";
import { MemoryManager } from "./memory-manager.ts";
import type { JitParams } from "./params.ts";
import type { TracerServices } from "./tracer.ts";
import { WarmState } from "./warmstate.ts";

/** What the simulator gives to its JIT. */
export interface RuntimeParts {
  readonly program: JitProgram;
  readonly params: JitParams;
  readonly counters: Counters;
  readonly clock: VirtualClock;
  readonly sink: EventSink;
  readonly assembler: Assembler;
  /** Null when nobody listens. */
  readonly probe: RunProbe | null;
  readonly places: PlaceObserver | null;
  hashGreenKey(driver: DriverProgram, greens: readonly RtValue[]): number;
  unrollsOneIteration(driver: DriverProgram, greens: readonly RtValue[]): boolean;
}

export function isGuestException(error: unknown): error is object {
  return error instanceof GuestException;
}

export class JitRuntime {
  readonly program: JitProgram;
  readonly params: JitParams;
  readonly counters: Counters;
  readonly clock: VirtualClock;
  readonly sink: EventSink;
  readonly assembler: Assembler;
  readonly probe: RunProbe | null;
  readonly places: PlaceObserver | null;
  readonly memory = new MemoryManager();
  readonly warm: WarmState;
  readonly compiler: Compiler;
  readonly tracerServices: TracerServices;
  readonly blackhole: BlackholeServices;
  /** Set right after construction: executors need the runtime. */
  executor: Executor;
  /** Whether code compiled from now on counts its runs. */
  debugEnabled = false;
  private readonly parts: RuntimeParts;
  private readonly methods = new WeakMap<object, HostFunction>();
  private readonly unknownLayouts = new Map<HostClass, ClassLayout>();

  constructor(parts: RuntimeParts, makeExecutor: (runtime: JitRuntime) => Executor) {
    this.parts = parts;
    this.program = parts.program;
    this.params = parts.params;
    this.counters = parts.counters;
    this.clock = parts.clock;
    this.sink = parts.sink;
    this.assembler = parts.assembler;
    this.probe = parts.probe;
    this.places = parts.places;
    this.executor = makeExecutor(this);
    this.warm = new WarmState(this);
    this.compiler = new Compiler(this);
    this.blackhole = {
      program: this.program,
      probe: this.probe,
      isGuestException,
      enterPortal: (driver, args) => this.callPortal(driver, args),
    };
    this.tracerServices = this.makeTracerServices();
  }

  private makeTracerServices(): TracerServices {
    const { params } = this;
    return {
      program: this.program,
      probe: this.probe,
      places: this.places,
      counters: this.counters,
      compiler: this.compiler,
      isGuestException,
      layoutOf: (object) => this.layoutOf(object),
      uniqueId: (driver, greens) => this.hashGreenKey(driver, greens),
      unrollsOneIteration: (driver, greens) => this.parts.unrollsOneIteration(driver, greens),
      methodFunction: (name, fn) => this.methodFunction(name, fn),
      passMergePoint: () => {
        this.clock.ticks++;
      },
      checkLimit: () => this.clock.checkLimit(),
      countTracing: (recordedOps) => {
        this.counters.nanoseconds.TRACING += recordedOps * TIME_MODEL.nanosecondsPerTracedOp;
      },
      traceLimit: () => params.get("trace_limit"),
      inlining: () => params.get("inlining") !== 0,
      maxUnrollRecursion: () => params.get("max_unroll_recursion"),
      maxUnrollLoops: () => params.get("max_unroll_loops"),
    };
  }

  hashGreenKey(driver: DriverProgram, greens: readonly RtValue[]): number {
    return this.parts.hashGreenKey(driver, greens);
  }

  /** The layout of any object; classes that traces never look into get an empty one. */
  layoutOf(object: object): ClassLayout {
    const hostClass = object.constructor as unknown as HostClass;
    return this.program.lookupLayout(hostClass) ?? this.unknownLayout(hostClass);
  }

  private unknownLayout(hostClass: HostClass): ClassLayout {
    const known = this.unknownLayouts.get(hostClass);
    if (known !== undefined) return known;
    const base = Object.getPrototypeOf(hostClass) as HostClass | null;
    const parent = base === null || base === Function.prototype ? null : this.parentLayout(base);
    const index = this.program.layouts.length + this.unknownLayouts.size;
    const layout = new ClassLayout(hostClass.name, hostClass.name, parent, index);
    layout.fields.push(...(parent?.fields ?? []));
    layout.hostClass = hostClass;
    this.unknownLayouts.set(hostClass, layout);
    return layout;
  }

  private parentLayout(hostClass: HostClass): ClassLayout | null {
    if (typeof hostClass !== "function") return null;
    return this.program.lookupLayout(hostClass) ?? this.unknownLayout(hostClass);
  }

  private methodFunction(name: string, fn: HostFunction["fn"]): HostFunction {
    let method = this.methods.get(fn);
    if (method === undefined) {
      method = new HostFunction(name, "method", fn);
      this.methods.set(fn, method);
    }
    return method;
  }

  /** Calls the host's portal of a driver with trace values. */
  callPortal(driver: DriverProgram, args: readonly RtValue[]): RtValue {
    return callHost(driver.portalFunction, driver.portalDescr, args);
  }

  startSession(): void {
    this.counters.increment("TRACING");
    if (this.memory.nextGeneration()) this.compiler.freeUnreachable("age");
  }

  /** Virtual time of assembling. */
  countBackend(assembledOps: number): void {
    this.counters.nanoseconds.BACKEND += assembledOps * TIME_MODEL.nanosecondsPerAssembledOp;
  }
}
