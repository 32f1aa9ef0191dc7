/**
 * The control interface of a hook script, whose `pypyjit` tells of a recorded session. What a script
 * asks is answered from the records; what it asks of the JIT is checked as in a run, but has no
 * effect, since nothing is compiled.
 */

import type {
  GreenKey,
  HookSlots,
  JitControl,
  ParamError,
  StatsSnapshot,
} from "./hints/control.ts";
import type { PyCode } from "./guests/python/interp/pycode.ts";
import { makeHookSlots, paramDefaults, paramDocs } from "./control.ts";
import { PAGE_SIZE } from "./memory/address-space.ts";
import { CHUNK_SIZE } from "./memory/code-heap.ts";
import type { ObjectAddresses } from "./memory/object-addresses.ts";
import { JitParams } from "./metainterp/params.ts";

/** What the records say at the moment of the session that the script has come to. */
export interface RecordedSession {
  getStatsSnapshot(): StatsSnapshot;
  /** Bytes of code memory from its base to the highest one used so far, and bytes in blocks. */
  codeBytes(): { readonly reached: number; readonly used: number };
  /** Most that may be mapped; null = no limit. */
  readonly capacityBytes: number | null;
  /** Whether a green key of the main driver has been traced, or has code. */
  hasCell(place: CodePlace): boolean;
}

/** A green key of the main driver, by what records say of it. */
export interface CodePlace {
  readonly codeName: string;
  readonly fileName: string;
  readonly firstLine: number;
  readonly position: number;
}

export class ScriptControl implements JitControl {
  readonly hooks: HookSlots = makeHookSlots();
  private readonly session: RecordedSession;
  private readonly addresses: ObjectAddresses;
  private readonly params = new JitParams();

  constructor(session: RecordedSession, addresses: ObjectAddresses) {
    this.session = session;
    this.addresses = addresses;
  }

  hookChanged(): void {}

  paramDefaults(): ReturnType<JitControl["paramDefaults"]> {
    return paramDefaults();
  }

  paramDocs(): ReturnType<JitControl["paramDocs"]> {
    return paramDocs();
  }

  setParamString(text: string): ParamError | null {
    return this.params.setString(text);
  }

  setParam(name: string, value: number | string): ParamError | null {
    return this.params.set(name, value);
  }

  getStatsSnapshot(): StatsSnapshot {
    return this.session.getStatsSnapshot();
  }

  /** Code memory grows by whole chunks, at the end by as many pages as are left. */
  getStatsAsmmemmgr(): { readonly mapped: number; readonly used: number } {
    const { reached, used } = this.session.codeBytes();
    const whole = Math.ceil(reached / CHUNK_SIZE) * CHUNK_SIZE;
    const capacity = this.session.capacityBytes ?? Number.POSITIVE_INFINITY;
    return { mapped: Math.min(whole, Math.floor(capacity / PAGE_SIZE) * PAGE_SIZE), used };
  }

  enableDebug(): void {}

  disableDebug(): void {}

  releaseAll(): void {}

  collect(): void {}

  hasJitCell(key: GreenKey): boolean {
    const [position, , code] = key as [number, boolean, PyCode];
    const { co_name: codeName, co_filename: fileName, co_firstlineno: firstLine } = code;
    return this.session.hasCell({ codeName, fileName, firstLine, position });
  }

  dontTraceHere(): void {}

  markAsBeingTraced(): void {}

  traceNextIteration(): void {}

  traceNextIterationHash(): void {}

  addressOf(object: object): number {
    return this.addresses.identityOf(object);
  }

  /** Calls a hook as a run does: while it runs, no other hook is called. */
  deliver(call: () => void): void {
    this.hooks.inRecursion = true;
    try {
      call();
    } finally {
      this.hooks.inRecursion = false;
    }
  }
}
