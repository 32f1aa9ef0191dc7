/**
 * Makes the compile events of a log. What is known of a unit comes in parts: the addresses of its
 * code first, its optimized operations after it was compiled. One unit is open at a time; it is
 * told when its operations are complete, or when another one begins.
 *
 * Offsets in a log count from the beginning of the block, those of events from the operations'.
 */

import type { CompileEvent, EventListener, OperationRecord } from "../format/events.ts";
import { guardAddress } from "../replayer/unit-parts.ts";
import type { CodeBlocks } from "./code-blocks.ts";
import type { GreenKeys } from "./green-keys.ts";
import type { PlaceName, TraceHeader, UnitName } from "./log-texts.ts";
import type { Notices } from "./notices.ts";

/** What has been read of a trace. */
export interface TraceText {
  readonly header: TraceHeader;
  inputArgs: readonly string[];
  readonly operations: OperationRecord[];
  /** Offset of the end; -1 when the text breaks off before it. */
  endOffset: number;
}

/** The code of a unit. */
interface UnitCode {
  readonly unit: UnitName;
  readonly asmaddr: number;
  readonly asmlen: number;
  readonly blockAddress: number;
  readonly blockSize: number;
}

const NO_CODE = { asmaddr: 0, asmlen: 0, blockAddress: 0, blockSize: 0 };

/** Nothing is known of why a trace was begun. */
export const UNKNOWN_CAUSE = { kind: "loop", threshold: 0, count: 0, decays: 0 } as const;

export class UnitCollector {
  private readonly onEvent: EventListener;
  private readonly keys: GreenKeys;
  private readonly blocks: CodeBlocks;
  private readonly notices: Notices;
  private code: UnitCode | null = null;
  /** The loop of each guard. */
  private readonly loopOfGuard = new Map<number, number>();
  /** The loop that the next bridge belongs to, when that was said. */
  private owner: number | null = null;

  constructor(onEvent: EventListener, keys: GreenKeys, blocks: CodeBlocks, notices: Notices) {
    this.onEvent = onEvent;
    this.keys = keys;
    this.blocks = blocks;
    this.notices = notices;
  }

  /** A bridge of this loop is being assembled. */
  setOwner(loopNo: number): void {
    this.owner = loopNo;
  }

  /** A unit was assembled. */
  addCode(
    unit: UnitName,
    { from, to }: { readonly from: number; readonly to: number },
    places: ReadonlyMap<PlaceName, number>,
    ticks: number,
  ): void {
    const blockAddress = places.get("gc table") ?? places.get("function") ?? from;
    const end = Math.max(places.get("end") ?? to, to);
    const start = Math.min(blockAddress, from);
    const number = unit.kind === "loop" ? unit.number : unit.guard;
    const owner = { kind: unit.kind, number };
    const isCallback = unit.kind === "loop" && unit.number < 0;
    const { address, size } = this.blocks.claim(start, end - start, owner, ticks);
    if (isCallback) {
      this.addCallback(address, size, ticks);
      return;
    }
    const place = { blockAddress: address, blockSize: size };
    this.code = { unit, asmaddr: from, asmlen: to - from, ...place };
  }

  /** Stands for code that is not compiled yet; whose it will be, a log does not say. */
  private addCallback(blockAddress: number, blockSize: number, ticks: number): void {
    this.blocks.settle();
    const { greenKey } = this.keys.parse("");
    this.onEvent({ kind: "tmp_callback", ticks, greenKey, blockAddress, blockSize });
  }

  /** The code whose operations have not been told, if there is some. */
  get openUnit(): UnitName | null {
    return this.code?.unit ?? null;
  }

  /** The unit's operations are complete, or the log breaks off. */
  addTrace(text: TraceText, ticks: number): void {
    const { header, operations } = text;
    this.blocks.settle();
    const code = this.takeCode(header.unit, ticks);
    if (text.endOffset < 0 || operations.length !== header.count) {
      this.notices.add("a trace breaks off or has lines that are no operations");
    }
    const base = code === null ? firstOffset(operations) : code.asmaddr - code.blockAddress;
    const placed = operations.map((operation) => moveOperation(operation, base));
    const asmlen = Math.max(0, text.endOffset < 0 ? 0 : text.endOffset - base);
    this.emit(header, text.inputArgs, placed, code ?? { ...NO_CODE, asmlen }, ticks);
  }

  /** The unit is told without operations, or with raw ones: nothing else is in the log. */
  closeUnit(ticks: number, raw: readonly OperationRecord[] = []): void {
    const { code } = this;
    if (code === null) return;
    this.code = null;
    const type = code.unit.kind;
    this.emit({ unit: code.unit, type, count: raw.length }, [], raw, code, ticks);
  }

  /** A trace of which only what the tracer recorded is known. */
  addRaw(
    header: TraceHeader,
    inputArgs: readonly string[],
    operations: readonly OperationRecord[],
    ticks: number,
  ): void {
    this.emit(header, inputArgs, operations, NO_CODE, ticks);
  }

  private takeCode(unit: UnitName, ticks: number): UnitCode | null {
    const { code } = this;
    if (code === null) return null;
    if (!isSame(code.unit, unit)) {
      this.closeUnit(ticks);
      return null;
    }
    this.code = null;
    return code;
  }

  private emit(
    { unit, type }: TraceHeader,
    inputArgs: readonly string[],
    operations: readonly OperationRecord[],
    { asmaddr, asmlen, blockAddress, blockSize }: Omit<UnitCode, "unit">,
    ticks: number,
  ): void {
    const own = unit.kind === "loop" ? unit.number : this.ownerOf(unit.guard);
    for (const { descr } of operations) {
      const address = guardAddress({ descr });
      if (address !== null) this.loopOfGuard.set(address, own);
    }
    this.owner = null;
    const key = unit.kind === "loop" ? this.keys.parse(unit.location) : null;
    this.onEvent({
      kind: "compile",
      ticks,
      type,
      jitdriverName: key?.jitdriverName ?? driverOf(operations),
      greenKey: key?.greenKey ?? null,
      loopNo: own,
      bridgeNo: unit.kind === "bridge" ? unit.guard : -1,
      asmaddr,
      asmlen,
      blockAddress,
      blockSize,
      inputArgs,
      operations,
      cause: type === "bridge" ? { ...UNKNOWN_CAUSE, kind: "guard" } : UNKNOWN_CAUSE,
      delivered: false,
      counting: null,
    } satisfies CompileEvent);
  }

  private ownerOf(guard: number): number {
    return this.owner ?? this.loopOfGuard.get(guard) ?? 0;
  }
}

function isSame(a: UnitName, b: UnitName): boolean {
  if (a.kind === "bridge") return b.kind === "bridge" && a.guard === b.guard;
  return b.kind === "loop" && a.number === b.number;
}

/** Where the code begins, as far as the operations tell. */
function firstOffset(operations: readonly OperationRecord[]): number {
  return operations.find(({ offset }) => offset >= 0)?.offset ?? 0;
}

function moveOperation(operation: OperationRecord, base: number): OperationRecord {
  if (operation.offset < 0) return operation;
  return { ...operation, offset: Math.max(0, operation.offset - base) };
}

/** The driver of a trace without a green key of its own. */
function driverOf(operations: readonly OperationRecord[]): string {
  return operations.find((one) => one.mergePoint !== null)?.mergePoint?.jitdriverName ?? "pypyjit";
}
