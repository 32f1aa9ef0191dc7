/**
 * An operation apart from its names: a template with a hole for each box, address or number of
 * something, and what stands in the holes. Two operations are alike when their templates are equal
 * and what stands in one's holes stands for what stands in the other's, everywhere.
 *
 *     guard_value(p1, ConstPtr(ptr27), descr=<Guard0x7f00400001e0>) [p0, p1]
 *     guard_value(%, ConstPtr(%), descr=<Guard>) [%, %]    p1, ptr27, p0, p1
 *
 * Between engines descrs keep no sizes and offsets, and addresses of classes and functions no names,
 * because PyPy and this simulator lay objects out and print them differently.
 */

import type { MergePointRecord, OperationRecord } from "../format/events.ts";

/** What stands in a hole; a name stands for one of its own kind only. */
export interface Hole {
  readonly kind: "box" | "constant" | "address" | "token" | "loop" | "call" | "place";
  readonly name: string;
}

export interface OperationTemplate {
  /** Text with holes, the result among them. */
  readonly text: string;
  readonly holes: readonly Hole[];
  /** Box that the operation gives, "" for none. */
  readonly result: string;
}

/** Knows what loops and labels are called on both sides; null where it does not. */
export interface NameResolver {
  readonly loop: (loopNo: number) => string | null;
  readonly token: (token: string) => string | null;
}

export interface TemplateScope {
  readonly resolver: NameResolver;
  /** Whether the other side is another engine's. */
  readonly isForeign: boolean;
}

/** Names of boxes, and of constants that are objects. */
export const BOX = /^[ipfvr]\d+$/;
export const CONSTANT = /^ConstPtr\((ptr\d+)\)$/;

/** Decimal constants in this range are addresses of code or objects (2^45 to 2^47). */
const ADDRESS_MIN = 2 ** 45;
const ADDRESS_MAX = 2 ** 47;

function isAddress(arg: string): boolean {
  if (!/^\d{14,15}$/.test(arg)) return false;
  const value = Number(arg);
  return value >= ADDRESS_MIN && value < ADDRESS_MAX;
}

export function makeTemplate(operation: OperationRecord, scope: TemplateScope): OperationTemplate {
  const holes: Hole[] = [];
  const { result, mergePoint } = operation;
  if (mergePoint !== null) return mergePointTemplate(mergePoint, holes);
  const fill = (arg: string): string => fillArgument(arg, holes, scope);
  const start = result === "" ? "" : `${fill(result)} = `;
  const args = isPortalMark(operation.name) && scope.isForeign ? [] : operation.args.map(fill);
  if (operation.descr !== "") args.push(`descr=${descrTemplate(operation.descr, holes, scope)}`);
  const fail = operation.failArgs === null ? "" : ` [${operation.failArgs.map(fill).join(", ")}]`;
  return { text: `${start}${operation.name}(${args.join(", ")})${fail}`, holes, result };
}

/** Their arguments are numbers of code objects. */
function isPortalMark(name: string): boolean {
  return name === "enter_portal_frame" || name === "leave_portal_frame";
}

function mergePointTemplate(point: MergePointRecord, holes: Hole[]): OperationTemplate {
  const { codeName, position, text } = point.greenKey;
  holes.push({ kind: "call", name: String(point.callId) });
  if (codeName === "") {
    const shown = `debug_merge_point(${point.jitdriverName}, ${point.callDepth}, %, ${text})`;
    return { text: shown, holes, result: "" };
  }
  holes.push({ kind: "place", name: `${codeName} ${position}` });
  const opcode = / (\w+)$/.exec(text)?.[1] ?? "";
  const shown = `${point.jitdriverName}, ${point.callDepth}, %, ${codeName} % ${opcode}`;
  return { text: `debug_merge_point(${shown})`, holes, result: "" };
}

function fillArgument(arg: string, holes: Hole[], { isForeign }: TemplateScope): string {
  if (BOX.test(arg)) {
    holes.push({ kind: "box", name: arg });
    return `%${arg[0]}`;
  }
  const constant = CONSTANT.exec(arg);
  if (constant !== null) {
    holes.push({ kind: "constant", name: constant[1]! });
    return "ConstPtr(%)";
  }
  if (isForeign && /^ConstClass\(/.test(arg)) return "ADDRESS";
  if (isAddress(arg)) {
    if (isForeign) return "ADDRESS";
    holes.push({ kind: "address", name: arg });
    return "ADDRESS(%)";
  }
  return arg.includes("0x") ? fillAddresses(arg, holes) : arg;
}

function fillAddresses(text: string, holes: Hole[]): string {
  return text.replace(/\b0x[0-9a-f]{6,}\b/g, (name) => {
    holes.push({ kind: "address", name });
    return "%";
  });
}

function descrTemplate(descr: string, holes: Hole[], scope: TemplateScope): string {
  if (descr.startsWith("<Guard0x")) return "<Guard>";
  const token = /^TargetToken\((\d+)\)$/.exec(descr)?.[1];
  if (token !== undefined) return `TargetToken(${fillNamed("token", token, holes, scope)})`;
  const loop = /^<Loop(-?\d+)>$/.exec(descr)?.[1];
  if (loop !== undefined) return `<Loop ${fillNamed("loop", loop, holes, scope)}>`;
  const own = fillAddresses(descr, holes);
  return scope.isForeign ? foreignDescr(own) : own;
}

function fillNamed(
  kind: "token" | "loop",
  name: string,
  holes: Hole[],
  { resolver }: TemplateScope,
): string {
  holes.push({ kind, name });
  const known = kind === "loop" ? resolver.loop(Number(name)) : resolver.token(name);
  return known === null ? "%" : `% = ${known}`;
}

/** Without sizes and offsets, and with the last two parts of names alone. */
function foreignDescr(descr: string): string {
  return descr
    .replace(/<(Field\w) (\S+) -?\d+( pure)?>/, (_, kind: string, path: string, pure = "") => {
      return `<${kind} ${path.split(".").slice(-2).join(".")}${pure}>`;
    })
    .replace(/<(Array\w|SizeDescr) \d+>/, "<$1>")
    .replace(/<(Call\w) \d+ /, "<$1 ");
}
