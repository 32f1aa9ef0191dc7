/**
 * Broken-down time: calendar arithmetic, strftime and strptime in the C locale and UTC.
 *
 * Counterpart: pypy/module/time/interp_time.py, lib-python/3/_strptime.py.
 */

/** The nine items of a struct_time, in its order. */
export interface BrokenTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Monday is 0. */
  readonly weekday: number;
  /** From 1. */
  readonly yearday: number;
  readonly isdst: number;
}

export const DAY_NAMES = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];
export const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** Days from 1970-01-01 to the first of a month of a year. */
function daysBefore(year: number, month: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const shifted = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * shifted + 2) / 5);
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146097 + yearOfEra * 365 + leapDays + dayOfYear - 719468;
}

export function daysFromCivil(year: number, month: number, day: number): number {
  return daysBefore(year, month) + day - 1;
}

/** UTC of a number of seconds since the epoch. */
export function breakTime(seconds: number): BrokenTime {
  const days = Math.floor(seconds / 86400);
  const rest = seconds - days * 86400;
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36524) -
      Math.floor(dayOfEra / 146096)) /
      365,
  );
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays);
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
    weekday: (((days + 3) % 7) + 7) % 7,
    yearday: days - daysFromCivil(year, 1, 1) + 1,
    isdst: 0,
  };
}

export function secondsOf(t: BrokenTime): number {
  const years = t.year + Math.floor((t.month - 1) / 12);
  const month = ((((t.month - 1) % 12) + 12) % 12) + 1;
  const days = daysFromCivil(years, month, t.day);
  return days * 86400 + t.hour * 3600 + t.minute * 60 + t.second;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** `Thu Jan  1 00:00:00 1970`. */
export function asctime(t: BrokenTime): string {
  const day = DAY_NAMES[t.weekday]!.slice(0, 3);
  const month = MONTH_NAMES[t.month - 1]!.slice(0, 3);
  return `${day} ${month} ${String(t.day).padStart(2)} ${clock(t)} ${t.year}`;
}

function clock(t: BrokenTime): string {
  return `${two(t.hour)}:${two(t.minute)}:${two(t.second)}`;
}

/** The number of the week that begins on a Monday or Sunday; days before the first are in week 0. */
function weekNumber(t: BrokenTime, firstIsSunday: boolean): number {
  const weekday = firstIsSunday ? (t.weekday + 1) % 7 : t.weekday;
  return Math.floor((t.yearday - 1 - weekday + 7) / 7);
}

/** Year and week after ISO 8601. */
function isoWeek(t: BrokenTime): readonly [year: number, week: number] {
  const week = Math.floor((t.yearday - 1 - t.weekday + 10) / 7);
  if (week < 1) {
    const last = breakTime(daysFromCivil(t.year - 1, 12, 31) * 86400);
    return [t.year - 1, isoWeek(last)[1]];
  }
  return week === 53 && nextYearOwns(t) ? [t.year + 1, 1] : [t.year, week];
}

/** Whether the last days of a year belong to the first week of the next. */
function nextYearOwns(t: BrokenTime): boolean {
  const first = breakTime(daysFromCivil(t.year + 1, 1, 1) * 86400);
  return first.weekday <= 3;
}

const FIELDS: Readonly<Record<string, (t: BrokenTime) => string>> = {
  Y: (t) => String(t.year),
  C: (t) => two(Math.floor(t.year / 100)),
  y: (t) => two(((t.year % 100) + 100) % 100),
  m: (t) => two(t.month),
  d: (t) => two(t.day),
  e: (t) => String(t.day).padStart(2),
  H: (t) => two(t.hour),
  k: (t) => String(t.hour).padStart(2),
  I: (t) => two(t.hour % 12 || 12),
  l: (t) => String(t.hour % 12 || 12).padStart(2),
  M: (t) => two(t.minute),
  S: (t) => two(t.second),
  j: (t) => String(t.yearday).padStart(3, "0"),
  a: (t) => DAY_NAMES[t.weekday]!.slice(0, 3),
  A: (t) => DAY_NAMES[t.weekday]!,
  b: (t) => MONTH_NAMES[t.month - 1]!.slice(0, 3),
  h: (t) => MONTH_NAMES[t.month - 1]!.slice(0, 3),
  B: (t) => MONTH_NAMES[t.month - 1]!,
  p: (t) => (t.hour < 12 ? "AM" : "PM"),
  P: (t) => (t.hour < 12 ? "am" : "pm"),
  U: (t) => two(weekNumber(t, true)),
  W: (t) => two(weekNumber(t, false)),
  V: (t) => two(isoWeek(t)[1]),
  G: (t) => String(isoWeek(t)[0]),
  g: (t) => two(isoWeek(t)[0] % 100),
  w: (t) => String((t.weekday + 1) % 7),
  u: (t) => String(t.weekday + 1),
  Z: () => "UTC",
  z: () => "+0000",
  c: asctime,
  x: (t) => `${two(t.month)}/${two(t.day)}/${two(t.year % 100)}`,
  D: (t) => `${two(t.month)}/${two(t.day)}/${two(t.year % 100)}`,
  F: (t) => `${t.year}-${two(t.month)}-${two(t.day)}`,
  X: clock,
  T: clock,
  R: (t) => `${two(t.hour)}:${two(t.minute)}`,
  r: (t) => `${two(t.hour % 12 || 12)}:${two(t.minute)}:${two(t.second)} ${FIELDS.p!(t)}`,
  s: (t) => String(secondsOf(t)),
  n: () => "\n",
  t: () => "\t",
  "%": () => "%",
};

export function strftime(format: string, t: BrokenTime): string {
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => FIELDS[letter]?.(t) ?? whole);
}

const NUMBERS: Readonly<Record<string, string>> = {
  Y: "\\d{4}",
  y: "\\d{2}",
  m: "1[0-2]|0[1-9]|[1-9]",
  d: "3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]",
  H: "2[0-3]|[01]\\d|\\d",
  I: "1[0-2]|0[1-9]|[1-9]",
  M: "[0-5]\\d|\\d",
  S: "6[01]|[0-5]\\d|\\d",
  j: "36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]",
  w: "[0-6]",
  U: "5[0-3]|[0-4]\\d|\\d",
  W: "5[0-3]|[0-4]\\d|\\d",
};

const WORDS: Readonly<Record<string, readonly string[]>> = {
  a: DAY_NAMES.map((name) => name.slice(0, 3)),
  A: DAY_NAMES,
  b: MONTH_NAMES.map((name) => name.slice(0, 3)),
  B: MONTH_NAMES,
  p: ["AM", "PM"],
  Z: ["UTC", "GMT"],
};

const COMPOSED: Readonly<Record<string, string>> = {
  c: "%a %b %d %H:%M:%S %Y",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
  T: "%H:%M:%S",
  D: "%m/%d/%y",
  R: "%H:%M",
};

/** Parses a time; a string is the message of the ValueError that Python raises. */
export function strptime(text: string, format: string): BrokenTime | string {
  const letters: string[] = [];
  const whole = format.replace(/%([cxXTDR])/g, (_, letter: string) => COMPOSED[letter]!);
  const bad = /%(?![YymdHIMSjwUWaAbBpZ%])(.?)/s.exec(whole.replaceAll("%%", ""));
  if (bad !== null) {
    if (bad[1] === "") return `stray % in format '${format}'`;
    return `'${bad[1]}' is a bad directive in format '${format}'`;
  }
  const pattern = whole
    .replace(/[\\.^$*+?(){}[\]|]/g, "\\$&")
    .replace(/\s+/g, "\\s+")
    .replace(/%(.)/g, (_, letter: string) => {
      if (letter === "%") return "%";
      letters.push(letter);
      return `(${NUMBERS[letter] ?? WORDS[letter]!.join("|")})`;
    });
  const match = new RegExp(`^(?:${pattern})`, "i").exec(text);
  if (match === null) return `time data '${text}' does not match format '${format}'`;
  if (match[0].length !== text.length) {
    return `unconverted data remains: ${text.slice(match[0].length)}`;
  }
  const found = new Map(letters.map((letter, index) => [letter, match[index + 1]!]));
  return composeTime(found);
}

function composeTime(found: ReadonlyMap<string, string>): BrokenTime | string {
  const number = (letter: string, missing: number): number => {
    const value = found.get(letter);
    return value === undefined ? missing : Number(value);
  };
  const word = (...letters: readonly string[]): number => {
    for (const letter of letters) {
      const value = found.get(letter)?.toLowerCase();
      if (value !== undefined) return WORDS[letter]!.findIndex((w) => w.toLowerCase() === value);
    }
    return -1;
  };
  let year = number("Y", 1900);
  if (found.has("y")) year = number("y", 0) + (number("y", 0) < 69 ? 2000 : 1900);
  let month = number("m", word("b", "B") + 1 || 1);
  let day = number("d", 1);
  let hour = number("H", 0);
  if (found.has("I")) hour = (number("I", 12) % 12) + (word("p") === 1 ? 12 : 0);
  if (found.has("j") && !found.has("m") && !found.has("d")) {
    const date = breakTime((daysFromCivil(year, 1, 1) + number("j", 1) - 1) * 86400);
    month = date.month;
    day = date.day;
    year = date.year;
  }
  const date = breakTime(daysFromCivil(year, month, day) * 86400);
  if (date.month !== month) return "day is out of range for month";
  const isGmt = found.has("Z");
  const weekday = word("a", "A");
  return {
    ...date,
    hour,
    minute: number("M", 0),
    second: number("S", 0),
    weekday: weekday >= 0 ? weekday : date.weekday,
    isdst: isGmt ? 0 : -1,
  };
}
