/**
 * Why something was compiled or given up, as text and as plain data. Names and texts of the program
 * are escaped.
 */

import { ABORT_REASONS } from "../format/events.ts";
import type { CauseRecord, CountingRecord, GreenKeyRecord } from "../format/events.ts";
import type { GuardOrigin } from "./guard-origin.ts";
import type { ParameterSource } from "./parameter-source.ts";
import { printCause, printEvent } from "./print-event.ts";
import {
  printAddress,
  printCount,
  printGreenKey,
  printOperation,
  printPlural,
  printText,
} from "./print-value.ts";
import type { SourceTexts } from "./source-texts.ts";
import { lineOf } from "./source-texts.ts";
import type { Style } from "./style.ts";
import type { GuardLink, RelatedEvent, Why } from "./why.ts";
import { AFTER_EVENTS_MAX } from "./why.ts";

/** What the lines are made with. */
export interface WhyContext {
  readonly sources: SourceTexts;
  readonly style: Style;
}

/** The whole story, one line after the other. */
export function printWhy(why: Why, context: WhyContext): string[] {
  const { style } = context;
  const { number, event } = why;
  return [
    printRelated({ number, event }, style),
    ...printStart(why, context),
    ...indent(printCounting(why)),
    ...printJoined(why, style),
    ...why.guards.slice(1).flatMap((link, i) => printOuterGuard(why.guards[i]!, link, context)),
    ...printInnermostUnit(why, style),
    ...printEarlier(why, style),
    ...printAfter(why, style),
  ];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function printRelated({ number, event }: RelatedEvent, style: Style): string {
  return printEvent(number, event, style);
}

const STARTS: Readonly<Record<CauseRecord["kind"], string>> = {
  loop: "a loop was hot: the program jumped back to",
  function: "a function was hot: the program entered",
  guard: "a guard of compiled code failed often",
};

/** What was hot, and where it stands in the source. */
function printStart(why: Why, context: WhyContext): string[] {
  const { cause, event, guards } = why;
  if (cause.kind !== "guard") {
    const { greenKey } = event;
    const where =
      greenKey === null ? "a place that the reel does not name" : printGreenKey(greenKey);
    const isKnown = why.counting !== null || cause.count > 0;
    const start = isKnown ? STARTS[cause.kind] : "the trace begins at";
    const lines = [`${start} ${context.style.name(where)}`];
    return [...lines, ...printSource(greenKey, context)];
  }
  const [guard] = guards;
  if (guard === undefined) return [STARTS.guard];
  return [`${STARTS.guard}: ${printGuard(guard)}`, ...printPlace(guard, context)];
}

function printGuard({ address, origin }: GuardLink): string {
  if (address < 0) return "the reel does not say which";
  const name = `guard ${printAddress(address)}`;
  if (origin === null) return `${name}, which no living unit holds`;
  return `${name}, number ${origin.index} of ${nameUnit(origin)}`;
}

function nameUnit({ unit, unitEvent }: GuardOrigin): string {
  const kind =
    unit.type === "bridge" ? `bridge of loop ${unit.loopNo}` : `${unit.type} ${unit.loopNo}`;
  return `${kind} (event ${unitEvent})`;
}

function printPlace({ origin }: GuardLink, context: WhyContext): string[] {
  if (origin === null) return [];
  const where = origin.greenKey === null ? "" : `  at ${printGreenKey(origin.greenKey)}`;
  const line = `${printOperation(origin.operation)}${context.style.name(where)}`;
  return [`  ${line}`, ...printSource(origin.greenKey, context)];
}

function printSource(greenKey: GreenKeyRecord | null, { sources, style }: WhyContext): string[] {
  const line = greenKey === null ? null : lineOf(greenKey);
  if (greenKey === null || line === null) return [];
  const text = sources.lookup(greenKey.fileName, line);
  if (text === undefined) return [];
  return [style.faint(`  ${printText(greenKey.fileName)}:${line}: ${printText(text.trim())}`)];
}

const TICK_NOUNS: Readonly<Record<CauseRecord["kind"], string>> = {
  loop: "tick",
  function: "tick",
  guard: "failure",
};

/** What was counted and compared with what. */
function printCounting({ event, cause, counting, threshold, decay }: Why): string[] {
  const noun = TICK_NOUNS[cause.kind];
  if (counting === null && cause.count === 0) return ["the reel does not say what was counted"];
  if (counting !== null && cause.count === 0) {
    return ["nothing was counted: the first call of what is not inlined any more is traced"];
  }
  const count = printPlural(cause.count, noun);
  const named = printParameter(threshold, cause.threshold);
  if (counting === null) return [`${count}; ${named}`];
  const time = `from tick ${printCount(counting.began)} to ${printCount(event.ticks)}`;
  const lines = [`${count} counted, ${time} (${printCount(event.ticks - counting.began)} ticks)`];
  lines.push(`${named}: each adds ${printShare(addedBy(cause.threshold))}`);
  if (counting.preset > 0) {
    lines.push(`trace_next_iteration had set the counter to ${printShare(counting.preset / 1e9)}`);
  }
  lines.push(`before the last one the counter stood at ${printShare(counting.value / 1e9)}`);
  if (cause.kind !== "guard" && isMixed(cause, counting)) lines.push(MIXED[cause.kind]);
  lines.push(printDecays(counting.decayed, cause.decays, decay));
  if (cause.kind === "guard") lines.push(printFailures(counting.failures, cause.count));
  return lines;
}

/** Without decays, ticks of one kind would have come to another value. */
function isMixed({ threshold, count }: CauseRecord, counting: CountingRecord): boolean {
  const added = addedBy(threshold);
  const expected = counting.preset / 1e9 + (count - 1) * added;
  return counting.decayed === 0 && Math.abs(expected - counting.value / 1e9) > added / 2;
}

/** Loops and functions that begin at one place have one counter. */
const MIXED = {
  loop: "some of the ticks were calls: they tick the same counter, by function_threshold",
  function: "some of the ticks were jumps: they tick the same counter, by threshold",
} as const;

/** Guards with equal hashes share a counter; a guard_value has one for each value. */
function printFailures(failures: number, count: number): string {
  const all = `the guard has failed ${printTimes(failures)} in all`;
  if (failures < count) return `${all}: guards with the same hash tick the same counter`;
  const rest = failures - count;
  return rest === 0 ? all : `${all}, ${printCount(rest)} of them counted before or apart`;
}

/** What one tick adds to a counter that fires at 1. */
function addedBy(threshold: number): number {
  return threshold < 2 ? 1 : 1 / (threshold - 0.001);
}

function printShare(value: number): string {
  return value.toFixed(6);
}

function printParameter({ name, event }: ParameterSource, value: number): string {
  return `${name} = ${printCount(value)}${event < 0 ? "" : ` (set by event ${event})`}`;
}

function printDecays(decayed: number, all: number, decay: ParameterSource): string {
  const so = `${printPlural(all, "decay")} of all counters so far`;
  if (decayed === 0) return `no decay on the way (${so})`;
  const value =
    decay.value === null ? "decay has its default" : `decay = ${printText(decay.value)}`;
  return `${printPlural(decayed, "decay")} on the way (${so}; ${value})`;
}

function printTimes(count: number): string {
  return printPlural(count, "time");
}

function printJoined({ joined, event }: Why, style: Style): string[] {
  if (event.kind === "abort" || event.type !== "entry bridge") return [];
  if (joined === null)
    return ["an entry bridge, since the trace left its frame before it came back"];
  const { target, unit } = joined;
  const what = `an entry bridge, since the trace ran into compiled code: ${printText(target)}`;
  return unit === null ? [what] : [what, `  ${printRelated(unit, style)}`];
}

/** The bridge that holds the inner guard was compiled for the outer one. */
function printOuterGuard(inner: GuardLink, outer: GuardLink, context: WhyContext): string[] {
  const bridge = inner.origin!;
  const head = `${printCompiled(bridge)}: ${printGuard(outer)}`;
  return [head, ...printPlace(outer, context)];
}

function printInnermostUnit({ guards }: Why, style: Style): string[] {
  const origin = guards.at(-1)?.origin ?? null;
  if (origin === null || origin.unit.type === "bridge") return [];
  const where = style.name(printGreenKey(origin.unit.greenKey));
  return [`${printCompiled(origin)}: ${where}`];
}

function printCompiled(origin: GuardOrigin): string {
  return `${nameUnit(origin)} was compiled ${printCause(origin.unit.cause)}`.trimEnd();
}

function printEarlier({ cell, earlier, earlierCount, notInlined }: Why, style: Style): string[] {
  const lines: string[] = [];
  if (cell !== null && cell.compiled > 0) {
    lines.push(`compiled ${printTimes(cell.compiled)} before`);
  }
  if (notInlined !== null) {
    lines.push("not inlined any more since", `  ${printRelated(notInlined, style)}`);
  }
  if (earlierCount === 0) return [...lines, "no trace from here was given up before"];
  lines.push(`${printPlural(earlierCount, "trace")} from here given up before:`);
  lines.push(...earlier.map((one) => `  ${printRelated(one, style)}`));
  if (earlier.length < earlierCount) lines.push("  …");
  return lines;
}

function printAfter({ event, after }: Why, style: Style): string[] {
  if (event.kind !== "abort") return [];
  const lines = [`given up: ${ABORT_REASONS[event.reason]}`];
  if (after.length === 0) {
    const many = printCount(AFTER_EVENTS_MAX);
    return [...lines, `no trace from here within the next ${many} events`];
  }
  return [...lines, "what followed:", ...after.map((one) => `  ${printRelated(one, style)}`)];
}

/** The same for machines. */
export function whyToJson(why: Why, sources: SourceTexts): object {
  const { number, event, cause, counting, threshold, decay, cell, earlierCount } = why;
  return {
    event: number,
    kind: event.kind,
    start: event.greenKey,
    cause,
    counting,
    added: addedBy(cause.threshold),
    threshold: { ...threshold, value: cause.threshold },
    decay,
    guards: why.guards.map(({ address, origin }) => ({
      address,
      ...(origin === null ? null : guardToJson(origin, sources)),
    })),
    compiledBefore: cell?.compiled ?? 0,
    abortedBefore: earlierCount,
    earlier: why.earlier.map(toShortJson),
    notInlined: why.notInlined?.number ?? null,
    joined:
      why.joined === null
        ? null
        : { target: why.joined.target, event: why.joined.unit?.number ?? null },
    after: why.after.map(toShortJson),
  };
}

function guardToJson(
  { unitEvent, unit, index, operation, greenKey }: GuardOrigin,
  sources: SourceTexts,
) {
  const line = greenKey === null ? null : lineOf(greenKey);
  const file = greenKey?.fileName ?? "";
  return {
    event: unitEvent,
    unit: { type: unit.type, loopNo: unit.loopNo, bridgeNo: unit.bridgeNo, cause: unit.cause },
    index,
    operation: operation.name,
    location: greenKey?.text ?? null,
    source: line === null ? null : { file, line, text: sources.lookup(file, line) ?? null },
  };
}

function toShortJson({ number, event }: RelatedEvent): object {
  const reason = event.kind === "abort" ? { reason: event.reason } : {};
  return { event: number, kind: event.kind, ...reason };
}
