/**
 * For tests: the meaning of queries written a second time, as plainly as can be. Every field of an
 * event is found by walking over the array of all events; patterns become regular expressions.
 */

import type { GreenKeyRecord, JitEvent, OperationRecord } from "../format/events.ts";
import type { ReelHeader } from "../format/header.ts";
import { FIELD_TABLE, KIND_WORDS } from "./field-table.ts";
import type { Pattern } from "./pattern.ts";
import type { Choice, Comparison, Expression, Operand } from "./syntax.ts";

type Value = number | string | boolean;

/** A reel whose events are all in memory. */
export interface WholeReel {
  readonly header: Pick<ReelHeader, "programName" | "programText">;
  readonly events: readonly (JitEvent | null)[];
}

/** Whether event `number` is as the query says. */
export function matchesNaively(reel: WholeReel, number: number, expression: Expression): boolean {
  const event = reel.events[number] ?? null;
  return event !== null && new Naive(reel, number, event).holds(expression, null);
}

class Naive {
  private readonly reel: WholeReel;
  private readonly number: number;
  private readonly event: JitEvent;

  constructor(reel: WholeReel, number: number, event: JitEvent) {
    this.reel = reel;
    this.number = number;
    this.event = event;
  }

  holds(e: Expression, at: number | null): boolean {
    if ("items" in e) {
      const held = e.items.filter((item) => this.holds(item, at)).length;
      return e.kind === "and" ? held === e.items.length : held > 0;
    }
    if (e.kind === "not") return !this.holds(e.item, at);
    if (e.kind === "flag") return this.values(e.field, at).includes(true);
    if (e.kind === "has") return this.values(e.field, at).length > 0;
    if (e.kind === "block") {
      const all = operationsOf(this.event);
      if (all === null) return false;
      const count = this.countOf(e.item);
      if (e.quantifier === "any") return count > 0;
      return e.quantifier === "none" ? count === 0 : count === all.length;
    }
    return this.holdsComparison(e, at);
  }

  private holdsComparison(
    e: Extract<Expression, { readonly kind: "in" | "compare" }>,
    at: number | null,
  ): boolean {
    const left = this.values(e.left, at);
    if (e.kind === "in") {
      const isIn = left.some((value) => e.choices.some((choice) => isChosen(value, choice)));
      return e.isNegated ? left.length > 0 && !isIn : isIn;
    }
    const right = e.right;
    const literal = right.kind === "number" || right.kind === "text" ? right : null;
    if (literal !== null) {
      const yes = left.some((value) => compareLiteral(value, e.comparison, literal));
      return e.comparison.startsWith("!") ? left.length > 0 && !yes : yes;
    }
    const others = this.values(right, at);
    const yes = left.some((a) => others.some((b) => compareValues(a, e.comparison, b)));
    if (!e.comparison.startsWith("!")) return yes;
    return left.length > 0 && others.length > 0 && !yes;
  }

  private countOf(item: Expression): number {
    return (operationsOf(this.event) ?? []).filter((_, i) => this.holds(item, i)).length;
  }

  private values(operand: Operand, at: number | null): readonly Value[] {
    if (operand.kind === "count") {
      return operationsOf(this.event) === null ? [] : [this.countOf(operand.item)];
    }
    if (operand.kind !== "field") throw new Error("a literal has no values");
    const { name } = operand;
    const spec = Object.entries(FIELD_TABLE).find(([known]) => known === name)?.[1];
    const wanted =
      spec === undefined || spec.of === "event"
        ? [this.ofEvent(name)]
        : at !== null
          ? [this.ofOperation(name, at)]
          : [
              spec.of === "place" ? this.ofPlace(name, ownKey(this.event)) : null,
              ...(operationsOf(this.event) ?? []).map((_, i) => this.ofOperation(name, i)),
            ];
    return wanted.flat().filter((value): value is Value => value !== null && value !== undefined);
  }

  private ofEvent(name: string): Value | null | undefined {
    const e: Readonly<Record<string, unknown>> = { ...this.event };
    const plain = PLAIN_FIELDS[name]?.map((key) => e[key]).find((value) => value !== undefined);
    if (plain !== undefined) return plain as Value;
    const { event } = this;
    if (name === "event") return this.number;
    if (KIND_WORDS.includes(name)) return event.kind === name;
    if (/^[A-Z_]+$/.test(name)) return this.counter(name, this.number);
    if (name.startsWith("end.")) return this.counter(name.slice(4), this.reel.events.length - 1);
    if (name === "io") return event.kind === "input" || event.kind === "output";
    if (name === "heap") return /^heap_/.test(event.kind);
    const type = event.kind === "compile" ? event.type : "";
    if (name === "loop" || name === "bridge") return type === name;
    if (name === "entry") return type === "entry bridge";
    if (name === "type") return type === "" ? null : type;
    if (name.startsWith("key")) return this.ofPlace(name.slice(4) || "key", this.startKey());
    return this.ofSome(name);
  }

  private ofSome(name: string): Value | null | undefined {
    const { event } = this;
    const operations = operationsOf(event);
    switch (name) {
      case "bridge_no":
        return isBridge(event) ? event.bridgeNo : null;
      case "owner":
        return ownerOf(event)?.kind;
      case "owner_no":
        return ownerOf(event)?.number;
      case "size":
        if ("blockSize" in event) return event.blockSize;
        if ("size" in event) return event.size;
        return "bytes" in event ? event.bytes.length : null;
      case "guard_op": {
        const address = leftGuard(event);
        const site = address === null ? null : this.guardSite(address, this.number);
        return site === null ? null : operationAt(this.reel, site)?.name;
      }
      case "ops":
        return operations?.length;
      case "guards":
        return operations?.filter(({ name: op }) => /^guard_/.test(op)).length;
      case "inputs":
        return event.kind === "compile" ? event.inputArgs.length : null;
      case "name":
        if (event.kind === "fault") return event.fault;
        return event.kind === "set_param" || event.kind === "input" ? event.name : null;
      case "origin":
        return event.kind === "input" ? event.source : null;
      case "text": {
        const isIo = event.kind === "input" || event.kind === "output";
        return isIo ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(event.bytes) : null;
      }
      case "runs":
        return this.runsOf(this.number)?.runs;
      case "entries":
        return this.runsOf(this.number)?.entries;
      case "instructions":
      case "cycles":
        return this.costOf(name);
      case "cause.began":
      case "cause.decayed":
      case "cause.guard":
      case "cause.loop_no":
      case "cause.failures":
        return this.ofCounting(name.slice(6));
      default:
        return name.startsWith("cause.") && "cause" in event
          ? { ...event.cause }[name.slice(6) as keyof typeof event.cause]
          : null;
    }
  }

  private ofCounting(name: string): number | null | undefined {
    const { event } = this;
    const counting = event.kind === "compile" || event.kind === "abort" ? event.counting : null;
    if (counting === null) return null;
    if (name === "loop_no") return counting.loopNo >= 0 ? counting.loopNo : null;
    if (name === "began") return counting.began;
    if (name === "decayed") return counting.decayed;
    if (counting.guard < 0) return null;
    return name === "guard" ? counting.guard : counting.failures;
  }

  private ofOperation(name: string, at: number): Value | null | undefined | readonly Value[] {
    const all = operationsOf(this.event) ?? [];
    const operation = all[at]!;
    const isGuard = operation.name.startsWith("guard_");
    const merge = all
      .slice(0, at + 1)
      .findLast(({ mergePoint }) => mergePoint !== null)?.mergePoint;
    switch (name) {
      case "op":
        return operation.name;
      case "index":
        return at;
      case "result":
        return operation.result === "" ? null : operation.result;
      case "arg":
        return operation.args;
      case "args":
        return operation.args.length;
      case "descr":
        return operation.descr === "" ? null : operation.descr;
      case "offset":
        return operation.offset >= 0 ? operation.offset : null;
      case "guard":
        return isGuard;
      case "fail_arg":
        return isGuard ? operation.failArgs : null;
      case "hash":
        return isGuard && operation.hash !== "" ? operation.hash : null;
      case "depth":
        return merge?.callDepth;
      case "attached":
        return isGuard ? this.bridgeOf(at) !== null : null;
      case "failures": {
        const bridge = isGuard ? this.bridgeOf(at) : null;
        const made = bridge === null ? null : this.reel.events[bridge]!;
        return made?.kind === "compile" ? made.cause.count : null;
      }
      case "bridge_runs": {
        const bridge = isGuard ? this.bridgeOf(at) : null;
        return bridge === null ? null : this.runsOf(bridge)?.runs;
      }
      default:
        return this.ofPlace(name, merge?.greenKey ?? null);
    }
  }

  private ofPlace(name: string, key: GreenKeyRecord | null): Value | null | undefined {
    if (key === null) return null;
    const [, line, bytecode] = /(?:[-:](\d+))?~(#\d+ \S+)$/.exec(key.text) ?? [];
    switch (name) {
      case "key":
        return key.text;
      case "function":
        return key.codeName;
      case "file":
        return key.fileName;
      case "line":
        return line === undefined ? null : Number(line);
      case "bytecode":
        return bytecode ?? key.text;
      default:
        return line === undefined ? null : this.sourceLine(key.fileName, Number(line));
    }
  }

  private sourceLine(fileName: string, line: number): string | undefined {
    const { header, events } = this.reel;
    const modules = events
      .slice(0, this.number + 1)
      .flatMap((e) => (e?.kind === "input" && e.source === "module" ? [e] : []));
    const bytes =
      fileName === header.programName
        ? header.programText
        : modules.find(({ name }) => name === fileName)?.bytes;
    if (bytes === undefined) return undefined;
    return Buffer.from(bytes)
      .toString("utf8")
      .replaceAll("\r\n", "\n")
      .split(/[\r\n]/)[line - 1];
  }

  private startKey(): GreenKeyRecord | null {
    const { event } = this;
    const address = leftGuard(event);
    if (ownKey(event) !== null || address === null) return ownKey(event);
    const site = this.guardSite(address, this.number);
    if (site === null) return null;
    const owner = this.reel.events[site.event]!;
    const before = (operationsOf(owner) ?? []).slice(0, site.operation + 1);
    return before.findLast((one) => one.mergePoint !== null)?.mergePoint?.greenKey ?? null;
  }

  /** The guard with this address that is there at event `to`, that event's own included. */
  private guardSite(address: number, to: number): { event: number; operation: number } | null {
    for (let n = to; n >= 0; n--) {
      const event = this.reel.events[n];
      if (event?.kind !== "compile") continue;
      const operation = event.operations.findLastIndex((one) => guardAddress(one) === address);
      if (operation < 0) continue;
      const between = this.reel.events.slice(n + 1, to + 1);
      const isFreed = between.some((e) => e?.kind === "free_loop" && e.loopNo === event.loopNo);
      return isFreed ? null : { event: n, operation };
    }
    return null;
  }

  /** Event number of the first bridge of a guard of this event. */
  private bridgeOf(at: number): number | null {
    const address = guardAddress(operationsOf(this.event)![at]!);
    if (address === null || this.event.kind !== "compile") return null;
    const found = this.reel.events.findIndex(
      (e, n) =>
        n > this.number &&
        e?.kind === "compile" &&
        isBridge(e) &&
        e.bridgeNo === address &&
        this.guardSite(address, n - 1)?.event === this.number,
    );
    return found < 0 ? null : found;
  }

  private runsOf(number: number): { runs: number; entries: number | null } | null {
    const event = this.reel.events[number]!;
    if (event.kind !== "compile") return null;
    for (let n = this.reel.events.length - 1; n >= number; n--) {
      const stats = this.reel.events[n];
      if (stats?.kind !== "stats") continue;
      const own = stats.loopRunTimes.filter(([kind, id]) => this.counts(kind, id, n) === number);
      const entry = own.findLast(([kind]) => kind !== "l");
      if (own.length > 0) {
        return { runs: Math.max(...own.map(([, , count]) => count)), entries: entry?.[2] ?? null };
      }
    }
    return null;
  }

  /** The unit that a counter belongs to at event `to`: the last one that has it. */
  private counts(kind: "e" | "l" | "b", id: number, to: number): number {
    return this.reel.events.slice(0, to).findLastIndex((e) => {
      if (e?.kind !== "compile") return false;
      if (kind === "e") return e.type !== "bridge" && e.loopNo === id;
      if (kind === "b") return e.type === "bridge" && e.bridgeNo === id;
      return e.operations.some(
        ({ name, descr }) => name === "label" && descr === `TargetToken(${id})`,
      );
    });
  }

  private costOf(name: "instructions" | "cycles"): number | undefined {
    const { event } = this;
    if (event.kind === "cost") return event[name];
    if (event.kind !== "compile" && event.kind !== "tmp_callback") return undefined;
    const isUnit = (e: JitEvent | null): boolean =>
      e?.kind === "compile" || e?.kind === "tmp_callback";
    const before = this.reel.events.slice(0, this.number).filter(isUnit).length;
    const { events } = this.reel;
    const costs = [...events.keys()].filter((n) => {
      const e = events[n];
      return e?.kind === "cost" && e.unit !== null;
    });
    const own = costs[before] ?? -1;
    const cost = own > this.number ? events[own] : null;
    return cost?.kind === "cost" ? cost[name] : undefined;
  }

  private counter(name: string, to: number): number | undefined {
    const stats = this.reel.events.slice(0, to + 1).findLast((e) => e?.kind === "stats");
    if (stats?.kind !== "stats") return undefined;
    return stats.counters.findLast(([one]) => one === name)?.[1];
  }
}

/** Fields that are the event's own, under the names that they have there. */
const PLAIN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  ticks: ["ticks"],
  kind: ["kind"],
  driver: ["jitdriverName"],
  loop_no: ["loopNo"],
  asmaddr: ["asmaddr"],
  asmlen: ["asmlen"],
  address: ["blockAddress", "address"],
  delivered: ["delivered"],
  reason: ["reason"],
  hook: ["hook"],
  set: ["isSet", "enabled"],
  value: ["value"],
  at_end: ["atEnd"],
  tracing_ns: ["tracingNanoseconds"],
  backend_ns: ["backendNanoseconds"],
  loops: ["loops"],
  bridges: ["bridges"],
  stream: ["stream"],
  status: ["status"],
  outcome: ["outcome"],
  exception: ["exception"],
};

function operationsOf(event: JitEvent): readonly OperationRecord[] | null {
  return event.kind === "compile" || event.kind === "abort" ? event.operations : null;
}

function operationAt(
  reel: WholeReel,
  site: { event: number; operation: number },
): OperationRecord | undefined {
  return operationsOf(reel.events[site.event]!)?.[site.operation];
}

function ownKey(event: JitEvent): GreenKeyRecord | null {
  return "greenKey" in event ? event.greenKey : null;
}

function isBridge(event: JitEvent): event is JitEvent & { kind: "compile" } {
  return event.kind === "compile" && event.type === "bridge";
}

function leftGuard(event: JitEvent): number | null {
  if (isBridge(event)) return event.bridgeNo;
  const guard = event.kind === "abort" ? (event.counting?.guard ?? -1) : -1;
  return guard >= 0 ? guard : null;
}

function ownerOf(event: JitEvent): { kind: string; number: number } | null {
  if (event.kind === "cost") return event.unit;
  return "owner" in event ? event.owner : null;
}

function guardAddress({ name, descr }: OperationRecord): number | null {
  if (!name.startsWith("guard_") || !/^<Guard0x[0-9a-f]{1,13}>$/.test(descr)) return null;
  return Number.parseInt(descr.slice(8, -1), 16);
}

function isChosen(value: Value, choice: Choice): boolean {
  if (choice.kind !== "range") return compareLiteral(value, "=", choice);
  return choice.from.value <= Number(value) && Number(value) <= choice.to.value;
}

function compareLiteral(
  value: Value,
  comparison: Comparison,
  literal: Operand & { kind: "number" | "text" },
): boolean {
  if (literal.kind === "number") return compareValues(value, comparison, literal.value);
  const isWhole = comparison === "=" || comparison === "!=";
  return toRegExp(literal.pattern, isWhole).test(String(value));
}

function compareValues(a: Value, comparison: Comparison, b: Value): boolean {
  const order = a < b ? -1 : a > b ? 1 : 0;
  switch (comparison) {
    case "=":
    case "!=":
      return order === 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    default:
      return String(a).indexOf(String(b)) >= 0;
  }
}

function toRegExp(pattern: Pattern, isWhole: boolean): RegExp {
  const source = pattern
    .map((part) => {
      if ("wildcard" in part) return part.wildcard === "*" ? "[^]*" : "[^]";
      return part.literal.replace(/[$()*+.?[\\\]^{|}/-]/g, "\\$&");
    })
    .join("");
  return new RegExp(isWhole ? `^${source}$` : source);
}
