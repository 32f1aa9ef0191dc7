/**
 * Events of a long run, for tests and benchmarks: loops and bridges are compiled and freed, code is
 * written, patched and freed, the program prints. Nothing of it was executed, but events fit each
 * other as those of a real run do. A function of its arguments.
 */

import type {
  CauseRecord,
  CompileEvent,
  GreenKeyRecord,
  JitEvent,
  OperationRecord,
  OwnerRecord,
} from "./events.ts";

const CODE_BASE = 0x7f32_0000_0000;
const GUARD_BASE = 0x7f00_0000_0000;
const BLOCK_BYTES = 160;
const KEY_COUNT = 400;

const CAUSE: CauseRecord = { kind: "loop", threshold: 1039, count: 1040, decays: 3 };

/** `count` events; about `livingMax` loops are alive at the same time. */
export function* generateRun(count: number, livingMax = 200): Generator<JitEvent> {
  const run = new GeneratedRun(livingMax);
  let made = 0;
  while (made < count) {
    for (const event of run.step()) {
      yield event;
      if (++made >= count) return;
    }
  }
}

interface Loop {
  readonly number: number;
  readonly blocks: { readonly address: number; readonly owner: OwnerRecord }[];
}

class GeneratedRun {
  private readonly livingMax: number;
  private readonly loops: Loop[] = [];
  private readonly freeAddresses: number[] = [];
  private ticks = 0;
  private seed = 1;
  private loopCount = 0;
  private blockCount = 0;

  constructor(livingMax: number) {
    this.livingMax = livingMax;
  }

  /** The events of one thing that happens. */
  step(): JitEvent[] {
    this.ticks += 50;
    const draw = this.draw(10);
    if (this.loops.length > this.livingMax) return this.freeLoop();
    if (draw < 2 || this.loops.length === 0) return this.compile(null);
    if (draw < 5) return this.compile(this.loops[this.draw(this.loops.length)]!);
    const { ticks } = this;
    const bytes = new TextEncoder().encode(`line ${this.draw(100_000)}\n`);
    return [{ kind: "output", ticks, stream: "stdout", bytes }];
  }

  /** A linear congruential generator. */
  private draw(below: number): number {
    this.seed = (Math.imul(this.seed, 1103515245) + 12345) >>> 0;
    return (this.seed >>> 8) % below;
  }

  /** A bridge of a loop, or a loop of its own. */
  private compile(owner: Loop | null): JitEvent[] {
    const { ticks } = this;
    const address = this.freeAddresses.pop() ?? CODE_BASE + this.blockCount * BLOCK_BYTES;
    const loop = owner ?? { number: ++this.loopCount, blocks: [] };
    const guard = GUARD_BASE + this.blockCount++ * 16;
    const kind = owner === null ? "loop" : "bridge";
    const block = { address, size: BLOCK_BYTES };
    const record = { kind, number: owner === null ? loop.number : guard } as const;
    if (owner === null) this.loops.push(loop);
    const patched = loop.blocks[0]?.address;
    loop.blocks.push({ address, owner: record });
    const bytes = Uint8Array.from({ length: BLOCK_BYTES }, () => this.draw(256));
    const patch: JitEvent[] =
      patched === undefined
        ? []
        : [{ kind: "heap_patch", ticks, address: patched + 30, bytes: bytes.subarray(0, 4) }];
    return [
      { kind: "heap_reserve", ticks, ...block, owner: record },
      { kind: "heap_commit", ticks, ...block, owner: record, bytes },
      ...patch,
      this.compileEvent(kind, loop.number, guard, address),
    ];
  }

  private compileEvent(
    type: "loop" | "bridge",
    loopNo: number,
    guard: number,
    address: number,
  ): CompileEvent {
    const isBridge = type === "bridge";
    const cause: CauseRecord = isBridge
      ? { ...CAUSE, kind: "guard", threshold: 200, count: 200, decays: loopNo }
      : CAUSE;
    return {
      kind: "compile",
      ticks: this.ticks,
      type,
      jitdriverName: "pypyjit",
      greenKey: isBridge ? null : makeKey(this.draw(KEY_COUNT)),
      loopNo,
      bridgeNo: isBridge ? guard : -1,
      asmaddr: address + 32,
      asmlen: 96,
      blockAddress: address,
      blockSize: BLOCK_BYTES,
      inputArgs: ["p0", "i1"],
      operations: makeOperations(this.draw(1000), guard + 8),
      cause,
      delivered: false,
      counting: null,
    };
  }

  private freeLoop(): JitEvent[] {
    const { ticks } = this;
    const loop = this.loops.splice(this.draw(this.loops.length), 1)[0]!;
    this.freeAddresses.push(...loop.blocks.map(({ address }) => address));
    const blocks = loop.blocks.map(
      (block): JitEvent => ({ kind: "heap_free", ticks, ...block, size: BLOCK_BYTES }),
    );
    const bridges = loop.blocks.length - 1;
    return [...blocks, { kind: "free_loop", ticks, loopNo: loop.number, bridges, reason: "age" }];
  }
}

function makeKey(number: number): GreenKeyRecord {
  const text = `f${number};prog.py:${number}-${number + 9}~#12 FOR_ITER`;
  const codeName = `f${number}`;
  return {
    text,
    position: 12,
    codeName,
    fileName: "prog.py",
    firstLine: number,
    codeNumber: number,
  };
}

function makeOperations(constant: number, guard: number): OperationRecord[] {
  const plain = { descr: "", failArgs: null, hash: "", mergePoint: null };
  return [
    { ...plain, name: "int_add", result: "i3", args: ["i1", String(constant)], offset: 0 },
    { ...plain, name: "int_lt", result: "i4", args: ["i3", "i2"], offset: 8 },
    {
      ...plain,
      name: "guard_true",
      result: "",
      args: ["i4"],
      descr: `<Guard0x${guard.toString(16)}>`,
      failArgs: ["p0", "i3"],
      offset: 12,
      hash: String(guard),
    },
    { ...plain, name: "jump", result: "", args: ["p0", "i3"], offset: 20 },
  ];
}
