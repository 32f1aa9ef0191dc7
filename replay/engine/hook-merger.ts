/**
 * Joins what hooks told with the events of the same run's log. Both tell compilations and aborts in
 * the order in which they happened; the hooks were not called for all of them.
 */

import type { GreenKeys } from "../import/green-keys.ts";
import type { RenameFile } from "../import/green-keys.ts";
import type { Notices } from "../import/notices.ts";
import { readOperation } from "../import/operation-text.ts";
import type {
  AbortEvent,
  CompileEvent,
  EventListener,
  GreenKeyRecord,
  JitEvent,
  OperationRecord,
  SetHookEvent,
} from "../format/events.ts";
import type { EventOf } from "../format/event-schema.ts";
import type { HookEvent, HookKey } from "./hook-events.ts";

type HookOf<K extends HookEvent["kind"]> = Extract<HookEvent, { readonly kind: K }>;

export class HookMerger {
  private readonly emit: EventListener;
  private readonly hooks: readonly HookEvent[];
  private readonly keys: GreenKeys;
  private readonly renameFile: RenameFile;
  private readonly notices: Notices;
  /** Hook events before it have been joined. */
  private next = 0;
  /** The hooks that the program has set by now. */
  private readonly set = new Set<SetHookEvent["hook"]>();

  constructor(
    emit: EventListener,
    hooks: readonly HookEvent[],
    keys: GreenKeys,
    renameFile: RenameFile,
    notices: Notices,
  ) {
    this.emit = emit;
    this.hooks = hooks;
    this.keys = keys;
    this.renameFile = renameFile;
    this.notices = notices;
  }

  /** An event of the log. */
  readonly onEvent: EventListener = (event) => {
    this.passSettings(event.ticks);
    switch (event.kind) {
      case "compile":
        this.emit(this.joinCompile(event));
        break;
      case "abort":
        this.emit(this.joinAbort(event));
        break;
      case "too_long":
        this.emit(this.joinTooLong(event));
        break;
      default:
        this.emit(event);
    }
  };

  /** The log is at its end. */
  finish(ticks: number): void {
    for (; this.next < this.hooks.length; this.next++) {
      this.passSettings(ticks);
      if (this.hooks[this.next]?.kind === "compile" || this.hooks[this.next]?.kind === "abort") {
        this.notices.add("an event that hooks told is not in the log");
      }
    }
  }

  /** Hooks that the program has set, before what comes next. */
  private passSettings(ticks: number): void {
    for (; ; this.next++) {
      const event = this.hooks[this.next];
      if (event === undefined) return;
      if (event.kind === "set_hook") {
        const { kind, hook, isSet, operations } = event;
        if (isSet) this.set.add(hook);
        else this.set.delete(hook);
        this.emit({ kind, ticks, hook, isSet, operations: isSet && operations } satisfies JitEvent);
      } else if (event.kind !== "exception") return;
    }
  }

  /** The hook's event when it is the next one of its kind. */
  private take<K extends HookEvent["kind"]>(
    kind: K,
    isIt: (event: HookOf<K>) => boolean,
  ): HookOf<K> | null {
    const event = this.hooks[this.next];
    if (event === undefined || event.kind !== kind || !isIt(event as HookOf<K>)) return null;
    this.next++;
    return event as HookOf<K>;
  }

  private joinCompile(event: CompileEvent): CompileEvent {
    const isBridge = event.type === "bridge";
    const names = event.operations.map(({ name }) => name).join(" ");
    const told = this.take("compile", ({ bridgeNo, loopNo, names: others }) => {
      const isSame = isBridge ? bridgeNo === event.bridgeNo : loopNo === event.loopNo;
      return isSame && names === others;
    });
    if (told === null) {
      this.notices.add("a compilation that the hooks were not called for, or not with the same");
      return event;
    }
    return {
      ...event,
      type: told.type as CompileEvent["type"],
      jitdriverName: told.driver,
      greenKey: this.joinKey(event.greenKey, told.key),
      loopNo: told.loopNo,
      operations: addHashes(event.operations, told.hashes),
      delivered: this.set.has("compile"),
    };
  }

  private joinAbort(event: AbortEvent): AbortEvent {
    const told = this.take("abort", ({ reason }) => reason === event.reason);
    // The hook is not called for a trace from a guard that has met no loop header.
    if (told === null) {
      return { ...event, greenKey: null, cause: { ...event.cause, kind: "guard" } };
    }
    const operations = told.operations
      .map((text) => readOperation(text, this.keys))
      .filter((one): one is OperationRecord => one !== null);
    return {
      ...event,
      jitdriverName: told.driver,
      greenKey: this.joinKey(event.greenKey, told.key),
      operations,
      delivered: this.set.has("abort"),
    };
  }

  private joinTooLong(event: EventOf<"too_long">): EventOf<"too_long"> {
    const told = this.take("too_long", () => true);
    if (told === null) return event;
    return {
      ...event,
      jitdriverName: told.driver,
      greenKey: this.joinKey(event.greenKey, told.key) ?? event.greenKey,
      delivered: this.set.has("too_long"),
    };
  }

  /** The printed location, with the code object that the hook got. */
  private joinKey(printed: GreenKeyRecord | null, key: HookKey): GreenKeyRecord | null {
    if (key === null || printed === null) return printed;
    // Logs have a dot for each comma.
    if (typeof key === "string") return { ...printed, text: key };
    const [codeName, path, firstLine, position] = key;
    const isSame = position === printed.position && codeName === printed.codeName;
    const fileName = this.renameFile(path);
    const text = isSame ? printed.text : `${codeName};${fileName}:${firstLine}-0~#${position} ?`;
    return this.keys.pythonKey({ text, codeName, fileName, firstLine }, position).greenKey;
  }
}

function addHashes(
  operations: readonly OperationRecord[],
  hashes: readonly number[],
): readonly OperationRecord[] {
  let index = 0;
  return operations.map((operation) => {
    if (!operation.name.startsWith("guard_")) return operation;
    const hash = hashes[index++];
    return hash === undefined ? operation : { ...operation, hash: String(hash) };
  });
}
