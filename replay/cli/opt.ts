/**
 * `jitreel opt FILE`: reads a trace in PyPy's text form and prints what the optimizer makes of it.
 * `--check` compares with what the files expect; `--rules` prints the table of rewrite rules.
 * Exit code 1 when the loop is invalid or something differs; 2 when the trace is malformed.
 */

import { UserError } from "../../sim/base/errors.ts";
import { GiveUp } from "../../sim/optimizer/context.ts";
import type { OptimizedFile } from "../../sim/optimizer/run-trace-file.ts";
import {
  MODES,
  optimizeByPrefixes,
  optimizeTraceFile,
} from "../../sim/optimizer/run-trace-file.ts";
import type { SettingName, TraceFile } from "../../sim/optimizer/trace-file.ts";
import { isRepeatable, isSetting } from "../../sim/optimizer/trace-file.ts";
import { checkInputs, checkOutput } from "../../sim/optimizer/verify-trace-file.ts";
import { JitParams } from "../../sim/metainterp/params.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { printRules, printUnfired } from "./opt-rules.ts";
import { checkExpectations } from "./opt-check.ts";
import { printOptimized, printOptimizedJson, printPrefixes, readShow } from "./opt-print.ts";
import type { RawOptions } from "./options.ts";
import { textOption, textOptions, wordOption } from "./options.ts";
import type { TraceSource } from "./trace-sources.ts";
import { collectTraceSources, openTraceSource } from "./trace-sources.ts";

export const opt: CommandAction = async (call) => {
  const { operands, options, console } = call;
  if (options.rules === true) return printRuleTable(call);
  if (operands.length === 0) throw new UserError("opt: missing required argument 'FILE'");
  const includes = textOptions(options, "include");
  if (options.check === true) {
    const found = collectTraceSources(operands, includes);
    const sources = found.map((one) => withSettings(one, options));
    return checkExpectations(sources, (source) => optimizeSource(source, options), console);
  }
  const sources = operands.map((path) => withSettings(openTraceSource(path, includes), options));
  const codes = sources.map((source) => optimizeOne(source, call));
  return Math.max(...codes);
};

function printRuleTable({ operands, options, console }: CommandCall): number {
  if (options.unfired === true) return printUnfired(operands, console);
  if (operands.length > 0) throw new UserError("--rules takes files only with --unfired");
  printRules(console, options.json === true);
  return EXIT.fine;
}

/** The file with what the command line says instead of, or besides, its own settings. */
function withOptions(file: TraceFile, options: RawOptions): TraceFile {
  const settings = new Map(file.settings);
  const set = (name: SettingName, value: string | null | undefined) => {
    if (value !== null && value !== undefined) settings.set(name, value);
  };
  const add = (name: SettingName, value: string | undefined) => {
    if (value === undefined) return;
    const known = isRepeatable(name) ? (settings.get(name) ?? "") : "";
    settings.set(name, `${known}\n${value}`.trim());
  };
  const modes = [
    wordOption(options, "mode", MODES),
    options.unroll === true ? "loop" : null,
    options.simple === true ? "simple" : null,
  ].filter((mode) => mode !== null);
  if (modes.length > 1) throw new UserError("--mode, --unroll, --simple: only one of them");
  set("mode", modes[0]);
  const jit = textOption(options, "jit");
  add("params", jit);
  set("opts", textOption(options, "passes") ?? passesOfJit(jit));
  set("guard", textOption(options, "guard"));
  add("values", textOption(options, "values"));
  for (const line of textOptions(options, "set")) {
    const [name = "", ...words] = line.trim().split(/\s+/);
    if (!isSetting(name)) throw new UserError(`--set: there is no setting ${name}`);
    add(name, words.join(" "));
  }
  return { ...file, settings };
}

/** `enable_opts` of a parameter string; the string is checked as `set_param` checks it. */
function passesOfJit(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const params = new JitParams();
  const error = params.setString(text);
  if (error !== null) throw new UserError(`--jit: ${error.message}`);
  return text.includes("enable_opts") ? params.enableOpts.join(":") : undefined;
}

/** The source whose files have the command line's settings, and keep the rules of traces. */
function withSettings(source: TraceSource, options: RawOptions): TraceSource {
  const load = () => {
    const file = withOptions(source.load(), options);
    checkInputs(file);
    return file;
  };
  return { path: source.path, load };
}

/** Optimizes; with `--verify`, checks what comes out, and what does after each pass. */
function optimizeSource({ load }: TraceSource, options: RawOptions): OptimizedFile {
  const result = optimizeTraceFile(load());
  if (options.verify === true) {
    for (const one of [...optimizeByPrefixes(load), result]) checkOutput(one);
  }
  return result;
}

function optimizeOne(source: TraceSource, { options, console }: CommandCall): number {
  const show = readShow(textOption(options, "show"));
  try {
    if (options.tracePasses === true) {
      for (const line of printPrefixes(source.load)) console.line(line);
      return EXIT.fine;
    }
    const result = optimizeSource(source, options);
    if (options.json === true) console.line(printOptimizedJson(result));
    else printOptimized(result, show, console);
    return result.invalid === null ? EXIT.fine : EXIT.no;
  } catch (signal) {
    if (signal instanceof GiveUp) return printGivenUp(signal, console);
    throw signal;
  }
}

function printGivenUp({ reason }: GiveUp, console: Console): number {
  console.line(`GiveUp: ${reason}`);
  return EXIT.no;
}
