/**
 * The module time.
 *
 * Time is the host's recorded reading: virtual unless real time was asked for. `sleep` lets it pass
 * without waiting. The time zone is UTC.
 *
 * Counterpart: pypy/module/time/interp_time.py.
 */

import { oefmt, typeError, typeName, valueError } from "../objects/errors.ts";
import { W_FloatObject, newfloat } from "../objects/float-object.ts";
import { builtinValue, W_ObjectObject } from "../objects/instance-object.ts";
import { bigintOrNull, newbool, newint, wrapBigint } from "../objects/int-object.ts";
import { is_iterable } from "../objects/iteration.ts";
import { iterable_to_array } from "../objects/unpack.ts";
import { makeModule, type W_Module } from "../objects/module-object.ts";
import { w_None } from "../objects/singletons.ts";
import { toHostInteger } from "../objects/slices.ts";
import type { ObjSpace } from "../objects/space.ts";
import { W_TupleObject } from "../objects/tuple-object.ts";
import { newtext, W_UnicodeObject } from "../objects/unicode-object.ts";
import type { W_Root } from "../objects/w-root.ts";
import { type Define, isMissing, moduleFunction } from "./define.ts";
import { StructType } from "./struct-sequence.ts";
import {
  asctime,
  type BrokenTime,
  breakTime,
  secondsOf,
  strftime,
  strptime,
} from "./time-format.ts";

const STRUCT_FIELDS = [
  "tm_year",
  "tm_mon",
  "tm_mday",
  "tm_hour",
  "tm_min",
  "tm_sec",
  "tm_wday",
  "tm_yday",
  "tm_isdst",
  "tm_zone",
  "tm_gmtoff",
];

const CLOCKS = {
  CLOCK_REALTIME: 0,
  CLOCK_MONOTONIC: 1,
  CLOCK_PROCESS_CPUTIME_ID: 2,
  CLOCK_THREAD_CPUTIME_ID: 3,
  CLOCK_MONOTONIC_RAW: 4,
  CLOCK_REALTIME_COARSE: 5,
  CLOCK_MONOTONIC_COARSE: 6,
  CLOCK_BOOTTIME: 7,
};

export function makeTimeModule(space: ObjSpace): W_Module {
  const w_module = makeModule("time");
  const define: Define = (name, signature, code) =>
    moduleFunction(space, w_module, name, signature, code);
  const set = (name: string, w_value: W_Root): void =>
    w_module.namespace.setitem_str(space, name, w_value);
  installClocks(space, define);
  const structType = new StructType(
    space,
    "struct_time",
    "time",
    STRUCT_FIELDS,
    "time.struct_time",
    9,
  );
  set("struct_time", structType.w_type);
  installCalendar(define, structType);
  for (const [name, number] of Object.entries(CLOCKS)) set(name, newint(number));
  for (const name of ["timezone", "altzone", "daylight"]) set(name, newint(0));
  set("tzname", new W_TupleObject([newtext("UTC"), newtext("UTC")]));
  return w_module;
}

/** Nanoseconds since the epoch, with what `sleep` added. */
export function nowNanoseconds(space: ObjSpace): bigint {
  return space.host.nowNanoseconds() + space.sleptNanoseconds;
}

function installClocks(space: ObjSpace, define: Define): void {
  const start = space.host.nowNanoseconds();
  const since = (s: ObjSpace): bigint => nowNanoseconds(s) - start;
  const spent = (s: ObjSpace): bigint => s.host.nowNanoseconds() - start;
  const clocks = [
    ["time", nowNanoseconds],
    ["monotonic", since],
    ["perf_counter", since],
    ["process_time", spent],
    ["thread_time", spent],
  ] as const;
  for (const [name, read] of clocks) {
    define(name, "", (s) => newfloat(seconds(read(s))));
    define(`${name}_ns`, "", (s) => wrapBigint(read(s)));
  }
  const clockOf = (s: ObjSpace, w_id: W_Root): bigint => {
    const id = toHostInteger(s, w_id);
    if (id === 0 || id === 5) return nowNanoseconds(s);
    if (id === 2 || id === 3) return spent(s);
    if (id >= 0 && id <= 7) return since(s);
    throw oefmt(s, s.exceptionTypes.get("OSError")!, "Invalid argument");
  };
  define("clock_gettime", "clk_id", (s, [w_id]) => newfloat(seconds(clockOf(s, w_id!))));
  define("clock_gettime_ns", "clk_id", (s, [w_id]) => wrapBigint(clockOf(s, w_id!)));
  define("clock_getres", "clk_id", () => newfloat(1e-9));
  define("sleep", "secs", (s, [w_seconds]) => {
    if (w_seconds instanceof W_UnicodeObject) {
      throw typeError(s, "expected integer, got str object");
    }
    const length = realNumber(s, w_seconds!);
    if (length < 0) throw valueError(s, "sleep length must be non-negative");
    s.sleptNanoseconds += BigInt(Math.round(length * 1e9));
    return w_None;
  });
  define("get_clock_info", "name", (s, [w_name]) => clockInfo(s, w_name!));
  define("tzset", "", () => w_None);
}

function clockInfo(space: ObjSpace, w_name: W_Root): W_Root {
  const name = (w_name as W_UnicodeObject).value;
  const ids: Readonly<Record<string, string>> = {
    time: "CLOCK_REALTIME",
    monotonic: "CLOCK_MONOTONIC",
    perf_counter: "CLOCK_MONOTONIC",
    process_time: "CLOCK_PROCESS_CPUTIME_ID",
    thread_time: "CLOCK_THREAD_CPUTIME_ID",
  };
  const id = ids[name];
  if (id === undefined) throw valueError(space, "unknown clock");
  const w_info = new W_ObjectObject(space.w_simplenamespace.terminator, []);
  w_info.setdictvalue("implementation", newtext(`clock_gettime(${id})`));
  w_info.setdictvalue("monotonic", newbool(name !== "time"));
  w_info.setdictvalue("adjustable", newbool(name === "time"));
  w_info.setdictvalue("resolution", newfloat(1e-9));
  return w_info;
}

function seconds(nanoseconds: bigint): number {
  return Number(nanoseconds) / 1e9;
}

function realNumber(space: ObjSpace, w_number: W_Root): number {
  const w_value = builtinValue(w_number);
  if (w_value instanceof W_FloatObject) return w_value.floatval;
  const integer = bigintOrNull(w_value);
  if (integer !== null) return Number(integer);
  throw typeError(space, `must be real number, not ${typeName(space, w_number)}`);
}

function installCalendar(define: Define, structType: StructType): void {
  const moment = (s: ObjSpace, w_secs: W_Root | null | undefined): number => {
    if (isMissing(w_secs)) return Math.floor(seconds(nowNanoseconds(s)));
    const given = realNumber(s, w_secs!);
    if (Math.abs(given) < 67767976233532800) return Math.floor(given);
    throw oefmt(s, s.w_OverflowError, "timestamp out of range for platform time_t");
  };
  const given = (s: ObjSpace, w_tuple: W_Root | null | undefined): BrokenTime =>
    isMissing(w_tuple) ? breakTime(moment(s, null)) : checkedTime(s, w_tuple!);
  define("gmtime", "seconds=", (s, [w_secs]) =>
    structType.make(wrapTime(breakTime(moment(s, w_secs)), "GMT")),
  );
  define("localtime", "seconds=", (s, [w_secs]) =>
    structType.make(wrapTime(breakTime(moment(s, w_secs)), "UTC")),
  );
  define("mktime", "tuple", (s, [w_tuple]) => newfloat(secondsOf(unwrapTime(s, w_tuple!))));
  define("asctime", "tuple=", (s, [w_tuple]) => newtext(asctime(given(s, w_tuple))));
  define("ctime", "seconds=", (s, [w_secs]) => newtext(asctime(breakTime(moment(s, w_secs)))));
  define("strftime", "format, tuple=", (s, [w_format, w_tuple]) =>
    newtext(strftime(formatText(s, w_format!), given(s, w_tuple))),
  );
  define("strptime", "string, format=", (s, [w_string, w_format]) => {
    const format = w_format === null ? "%a %b %d %H:%M:%S %Y" : formatText(s, w_format!);
    const parsed = strptime(formatText(s, w_string!), format);
    if (typeof parsed === "string") throw valueError(s, parsed);
    return structType.make(wrapTime(parsed, null));
  });
}

function formatText(space: ObjSpace, w_text: W_Root): string {
  const w_value = builtinValue(w_text);
  if (w_value instanceof W_UnicodeObject) return w_value.value;
  throw typeError(space, `expected str, got ${typeName(space, w_text)} object`);
}

function wrapTime(t: BrokenTime, zone: string | null): W_Root[] {
  const numbers = [t.year, t.month, t.day, t.hour, t.minute, t.second];
  const more = [t.weekday, t.yearday, t.isdst];
  const w_zone = zone === null ? w_None : newtext(zone);
  const items_w = [...numbers, ...more].map((number) => newint(number));
  return [...items_w, w_zone, zone === null ? w_None : newint(0)];
}

function unwrapTime(space: ObjSpace, w_tuple: W_Root): BrokenTime {
  if (!is_iterable(space, w_tuple)) {
    throw typeError(space, `'${typeName(space, w_tuple)}' object is not iterable`);
  }
  const items_w = iterable_to_array(space, w_tuple, -1);
  if (items_w.length < 9) {
    const message = `argument must be sequence of at least length 9, not ${items_w.length}`;
    throw typeError(space, message);
  }
  const [year, month, day, hour, minute, second, weekday, yearday, isdst] = items_w.map((w_item) =>
    toHostInteger(space, w_item),
  ) as [number, number, number, number, number, number, number, number, number];
  return { year, month, day, hour, minute, second, weekday, yearday, isdst };
}

/** As unwrapTime, for printing: zeros mean the least value, other bad values are refused. */
function checkedTime(space: ObjSpace, w_tuple: W_Root): BrokenTime {
  const t = unwrapTime(space, w_tuple);
  const month = t.month === 0 ? 1 : t.month;
  const day = t.day === 0 ? 1 : t.day;
  const yearday = t.yearday === 0 ? 1 : t.yearday;
  const checks = [
    ["month", month, 1, 12],
    ["day of month", day, 1, 31],
    ["hour", t.hour, 0, 23],
    ["minute", t.minute, 0, 59],
    ["seconds", t.second, 0, 61],
    ["day of week", t.weekday, 0, 6],
    ["day of year", yearday, 1, 366],
  ] as const;
  for (const [name, value, least, most] of checks) {
    if (value < least || value > most) throw valueError(space, `${name} out of range`);
  }
  return { ...t, month, day, yearday };
}
