/**
 * Follows the events of a run or of a reel and knows what is alive: loops and bridges, the code
 * heap's blocks, cells, hooks, parameters, the last statistics. What was freed leaves, only counts
 * stay. `add` is called for each event while recording, so it does no more than a few look-ups.
 *
 * The state after an event is the same whether it was gathered from the first event on or from a
 * checkpoint: `toPlain` gives equal bytes for both.
 */

import type { PlainMap } from "./codec.ts";
import type { NumberedEvent } from "./event-frame.ts";
import type { EventOf } from "./event-schema.ts";
import type {
  AbortEvent,
  CompileEvent,
  CountingRecord,
  GreenKeyRecord,
  JitEvent,
} from "./events.ts";
import { HeapState } from "./heap-state.ts";
import type {
  AbortCount,
  CallbackState,
  CellState,
  GuardState,
  HookState,
  ModuleState,
  ParameterState,
  StateRecord,
  StatsState,
  TotalsState,
  UnitState,
} from "./state-schema.ts";
import { STATE_FIELDS } from "./state-schema.ts";
import { StringTableReader, StringTableWriter } from "./string-table.ts";
import { checkMap, decodeFields, encodeFields, int } from "./value-type.ts";

export class ReelState {
  /** Number of the last event, -1 before the first. */
  eventNumber = -1;
  /** Virtual time of the last event. */
  ticks = 0;
  debug = false;
  stats: StatsState | null = null;
  /** By the numbers of their `compile` events. */
  private readonly units = new Map<number, UnitState>();
  /** The events of a loop's units. */
  private readonly unitsOfLoop = new Map<number, number[]>();
  /** By the address of the block. */
  private readonly callbacks = new Map<number, CallbackState>();
  private readonly heap = new HeapState();
  private readonly cells = new Map<string, CellState>();
  /** By address. */
  private readonly guards = new Map<number, GuardState>();
  /** The addresses of a loop's guards that are in {@link guards}. */
  private readonly guardsOfLoop = new Map<number, Set<number>>();
  private readonly hooks = new Map<string, HookState>();
  private readonly parameters = new Map<string, ParameterState>();
  /** Event numbers by name. */
  private readonly modules = new Map<string, number>();
  private readonly totals = new Map<keyof TotalsState, number>();
  private readonly aborts = new Map<AbortEvent["reason"], number>();

  add({ number, event }: NumberedEvent): void {
    this.eventNumber = number;
    if (event === null) return;
    this.ticks = event.ticks;
    switch (event.kind) {
      case "compile":
        this.addUnit(event, number);
        break;
      case "abort":
        this.addAbort(event, number);
        break;
      case "too_long":
        this.setCell(event.jitdriverName, event.greenKey, { notInlined: number });
        this.count("tooLong", 1);
        break;
      case "tmp_callback":
        this.addCallback(event, number);
        break;
      case "free_loop":
        this.freeLoop(event);
        break;
      case "invalidate":
        this.invalidate(event.loopNo, number);
        break;
      case "heap_reserve":
      case "heap_commit":
        this.heap.put(event, number);
        break;
      case "heap_abort":
      case "heap_free":
        this.heap.free(event.address);
        this.callbacks.delete(event.address);
        break;
      case "heap_patch":
        this.heap.patch(event, number);
        break;
      default:
        this.addOther(event, number);
    }
  }

  private addOther(event: JitEvent, number: number): void {
    switch (event.kind) {
      case "set_hook":
        this.hooks.delete(event.hook);
        if (event.isSet) {
          const { hook, operations } = event;
          this.hooks.set(hook, { event: number, hook, operations });
        }
        break;
      case "set_param":
        // The parameter that was changed last stands last.
        this.parameters.delete(event.name);
        this.parameters.set(event.name, { event: number, name: event.name, value: event.value });
        break;
      case "debug":
        this.debug = event.enabled;
        break;
      case "stats": {
        const { kind: _kind, ticks: _ticks, ...own } = event;
        this.stats = { event: number, ...own };
        break;
      }
      case "input":
        this.count("inputBytes", event.bytes.length);
        if (event.source === "module" && !this.modules.has(event.name)) {
          this.modules.set(event.name, number);
        }
        break;
      case "output":
        this.count("outputBytes", event.bytes.length);
        break;
    }
  }

  private count(name: keyof TotalsState, by: number): void {
    this.totals.set(name, addClamped(this.totals.get(name) ?? 0, by));
  }

  // ---- loops, bridges, cells -------------------------------------------------------------

  private addUnit(event: CompileEvent, number: number): void {
    this.putUnit(makeUnit(event, number));
    const { type, greenKey, jitdriverName } = event;
    if (type === "bridge") {
      this.count("bridges", 1);
      return;
    }
    this.count(type === "loop" ? "loops" : "entryBridges", 1);
    if (greenKey === null) return;
    const compiled = (this.cell(jitdriverName, greenKey)?.compiled ?? 0) + 1;
    this.setCell(jitdriverName, greenKey, { loop: number, compiled });
  }

  private putUnit(unit: UnitState): void {
    this.units.set(unit.event, unit);
    const known = this.unitsOfLoop.get(unit.loopNo);
    if (known === undefined) this.unitsOfLoop.set(unit.loopNo, [unit.event]);
    else known.push(unit.event);
  }

  /** All living units, in the order of compilation. */
  allUnits(): UnitState[] {
    return [...this.units.values()];
  }

  /** The living units of a loop, in the order of compilation. */
  unitsOf(loopNo: number): UnitState[] {
    const units = (this.unitsOfLoop.get(loopNo) ?? []).map((event) => this.units.get(event));
    // In a checkpoint that lies, an event may stand twice.
    return units.filter((unit) => unit !== undefined);
  }

  private addAbort(event: AbortEvent, number: number): void {
    const { reason, greenKey, jitdriverName, cause, counting } = event;
    this.aborts.set(reason, (this.aborts.get(reason) ?? 0) + 1);
    if (cause.kind === "guard") {
      // It begins at no green key; the event's is that of a loop header that it has crossed.
      if (counting !== null) this.addGuardAbort(counting, number);
      return;
    }
    if (greenKey === null) return;
    const aborted = (this.cell(jitdriverName, greenKey)?.aborted ?? 0) + 1;
    this.setCell(jitdriverName, greenKey, { aborted, lastAbort: number });
  }

  private addGuardAbort({ guard, loopNo }: CountingRecord, number: number): void {
    const aborted = (this.guards.get(guard)?.aborted ?? 0) + 1;
    this.putGuard({ guard, loopNo, aborted, lastAbort: number });
  }

  private putGuard(state: GuardState): void {
    const { guard, loopNo } = state;
    this.guards.set(guard, state);
    const known = this.guardsOfLoop.get(loopNo);
    if (known === undefined) this.guardsOfLoop.set(loopNo, new Set([guard]));
    else known.add(guard);
  }

  /** What is known of the guard at an address. */
  guard(address: number): GuardState | undefined {
    return this.guards.get(address);
  }

  /** What is known of a driver's green key. */
  cell(jitdriverName: string, greenKey: GreenKeyRecord): CellState | undefined {
    return this.cells.get(cellKey(jitdriverName, greenKey));
  }

  private setCell(
    jitdriverName: string,
    greenKey: GreenKeyRecord,
    change: Partial<CellState>,
  ): void {
    const key = cellKey(jitdriverName, greenKey);
    const known = this.cells.get(key) ?? { jitdriverName, greenKey, ...NEW_CELL };
    this.cells.set(key, { ...known, ...change });
  }

  private addCallback(event: EventOf<"tmp_callback">, number: number): void {
    const { greenKey, blockAddress, blockSize } = event;
    this.callbacks.set(blockAddress, { event: number, greenKey, blockAddress, blockSize });
    this.count("callbacks", 1);
  }

  private freeLoop({ loopNo, bridges }: EventOf<"free_loop">): void {
    this.count("freedLoops", 1);
    this.count("freedBridges", bridges);
    for (const unit of this.unitsOf(loopNo)) {
      this.forgetCode(unit);
      this.units.delete(unit.event);
    }
    this.unitsOfLoop.delete(loopNo);
    for (const guard of this.guardsOfLoop.get(loopNo) ?? []) {
      if (this.guards.get(guard)?.loopNo === loopNo) this.guards.delete(guard);
    }
    this.guardsOfLoop.delete(loopNo);
  }

  /** A cell stays for what else it has to tell. */
  private forgetCode({ event, jitdriverName, greenKey }: UnitState): void {
    const cell = greenKey === null ? undefined : this.cell(jitdriverName, greenKey);
    if (cell?.loop !== event) return;
    if (cell.aborted === 0 && cell.notInlined < 0) {
      this.cells.delete(cellKey(jitdriverName, cell.greenKey));
    } else {
      this.setCell(jitdriverName, cell.greenKey, { loop: -1 });
    }
  }

  private invalidate(loopNo: number, number: number): void {
    this.count("invalidated", 1);
    for (const unit of this.unitsOf(loopNo)) {
      if (unit.invalidated < 0) this.units.set(unit.event, { ...unit, invalidated: number });
    }
  }

  // ---- as data ---------------------------------------------------------------------------

  readModules(): ModuleState[] {
    return [...this.modules].map(([name, event]) => ({ event, name }));
  }

  /** Everything as plain data, always in the same order. */
  read(): StateRecord {
    const { ticks, debug, stats, heap } = this;
    const totals = Object.fromEntries(
      TOTALS.map((name) => [name, this.totals.get(name) ?? 0]),
    ) as unknown as TotalsState;
    return {
      ticks,
      units: [...this.units.values()],
      callbacks: [...this.callbacks.values()].sort((a, b) => a.event - b.event),
      blocks: heap.read(),
      heapBase: heap.base,
      heapTop: heap.top,
      cells: [...this.cells.values()],
      guards: [...this.guards.values()],
      hooks: [...this.hooks.values()],
      parameters: [...this.parameters.values()],
      debug,
      modules: this.readModules(),
      stats,
      totals,
      aborts: [...this.aborts].map(([reason, count]): AbortCount => ({ reason, count })),
    };
  }

  /** What a checkpoint holds: `event`, `strings`, `state`. */
  toPlain(): PlainMap {
    const texts = new StringTableWriter();
    const state: PlainMap = {};
    encodeFields(state, this.read(), STATE_FIELDS, texts);
    return { event: this.eventNumber, strings: texts.takeAdded(), state };
  }

  /** The inverse of {@link toPlain}; throws a SchemaError. */
  static fromPlain(plain: Readonly<Record<string, unknown>>): ReelState {
    const texts = new StringTableReader();
    texts.add(plain.strings);
    const eventNumber = int.decode(plain.event, texts);
    return ReelState.from(eventNumber, decodeFields(checkMap(plain.state), STATE_FIELDS, texts));
  }

  private static from(eventNumber: number, record: StateRecord): ReelState {
    const state = new ReelState();
    state.eventNumber = eventNumber;
    state.ticks = record.ticks;
    state.debug = record.debug;
    state.stats = record.stats;
    state.heap.base = record.heapBase;
    state.heap.top = record.heapTop;
    state.heap.fill(record.blocks);
    for (const unit of record.units) state.putUnit(unit);
    for (const one of record.callbacks) state.callbacks.set(one.blockAddress, one);
    for (const one of record.cells) state.cells.set(cellKey(one.jitdriverName, one.greenKey), one);
    for (const one of record.guards) state.putGuard(one);
    for (const one of record.hooks) state.hooks.set(one.hook, one);
    for (const one of record.parameters) state.parameters.set(one.name, one);
    for (const { event, name } of record.modules) state.modules.set(name, event);
    for (const name of TOTALS) state.totals.set(name, record.totals[name]);
    for (const { reason, count } of record.aborts) state.aborts.set(reason, count);
    return state;
  }
}

const TOTALS = Object.keys({
  loops: 0,
  entryBridges: 0,
  bridges: 0,
  callbacks: 0,
  freedLoops: 0,
  freedBridges: 0,
  invalidated: 0,
  tooLong: 0,
  inputBytes: 0,
  outputBytes: 0,
} satisfies TotalsState) as (keyof TotalsState)[];

const NEW_CELL = { loop: -1, compiled: 0, aborted: 0, lastAbort: -1, notInlined: -1 } as const;

function cellKey(jitdriverName: string, { codeNumber, position, text }: GreenKeyRecord): string {
  return `${jitdriverName.length} ${jitdriverName} ${codeNumber} ${position} ${text}`;
}

function makeUnit(event: CompileEvent, number: number): UnitState {
  return {
    event: number,
    type: event.type,
    jitdriverName: event.jitdriverName,
    greenKey: event.greenKey,
    loopNo: event.loopNo,
    bridgeNo: event.bridgeNo,
    asmaddr: event.asmaddr,
    asmlen: event.asmlen,
    blockAddress: event.blockAddress,
    blockSize: event.blockSize,
    operations: event.operations.length,
    invalidated: -1,
  };
}

/** A sum that a reel can hold, whatever numbers a damaged one states. */
function addClamped(a: number, b: number): number {
  const max = Number.MAX_SAFE_INTEGER;
  return Math.max(-max, Math.min(max, a + b));
}
