/**
 * The Python guest: one program, loaded and ready to run.
 *
 * Constructing it parses and compiles the program; `initParser()` must have completed. A syntax
 * error is thrown then (PythonSyntaxError), before anything runs.
 */

import type { VirtualClock } from "../../base/clock.ts";
import type { JitControl } from "../../hints/control.ts";
import type { GreenKeyDescription, Guest, GuestHost, GuestOutcome } from "../../hints/guest.ts";
import { JitDriver } from "../../hints/jit-driver.ts";
import type { CodeTemplate } from "./compiler/code.ts";
import { compileModule } from "./compiler/compile.ts";
import { OPCODE_NAMES } from "./compiler/opcodes.ts";
import { PYPYJIT_DRIVER } from "./interp/driver.ts";
import { frame_of_body } from "./interp/function.ts";
import { PyCode } from "./interp/pycode.ts";
import type { PyFrame } from "./interp/pyframe.ts";
import { showUncaught } from "./modules/excepthook.ts";
import { describePythonState } from "./state-text.ts";
import type { ExecutionContext } from "./objects/execution-context.ts";
import { makeRuntime, type PythonRuntime } from "./make-space.ts";
import { missingModuleHint } from "./modules/missing-module.ts";
import type { W_BaseException } from "./objects/base-exception.ts";
import { bigintOrNull } from "./objects/int-object.ts";
import { runExitFunctions } from "./modules/atexit-module.ts";
import { makeModule } from "./objects/module-object.ts";
import { operationError } from "./objects/errors.ts";
import { OperationError } from "./objects/operation-error.ts";
import { recursionError } from "./objects/recursion.ts";
import { w_None } from "./objects/singletons.ts";
import type { ObjSpace } from "./objects/space.ts";
import { str_w } from "./objects/text.ts";
import { newtext } from "./objects/unicode-object.ts";
import {
  describeIterationKey,
  hashIterationKey,
  IterationDrivers,
} from "./objects/iteration-drivers.ts";
import { W_TypeObject } from "./objects/type-object.ts";
import {
  describePatternKey,
  hashPatternKey,
  isOfMatcher,
  ReDrivers,
  specializedName,
} from "./sre/drivers.ts";

/** What a Python run is made of. */
export interface PythonGuestOptions {
  readonly source: string;
  /** The program as tracebacks and green keys name it; relative. */
  readonly filename: string;
  /** `sys.argv`, the program first. */
  readonly argv: readonly string[];
  /** Names of the granted import folders. */
  readonly grants: readonly string[];
  readonly host: GuestHost;
  readonly clock: VirtualClock;
  readonly control: JitControl | null;
  /** The largest recursion limit the host's stack is made for. */
  readonly maxRecursion: number;
  /** How many bytes one allocation may take; null = the default. */
  readonly memoryMaxBytes: number | null;
}

/** Exit status of a program that KeyboardInterrupt has ended, as shells show it. */
const INTERRUPTED_STATUS = 130;

export class PythonGuest implements Guest {
  readonly drivers: readonly JitDriver[];
  readonly space: ObjSpace;
  private readonly runtime: PythonRuntime;
  private readonly template: CodeTemplate;
  private readonly options: PythonGuestOptions;

  constructor(options: PythonGuestOptions) {
    this.options = options;
    this.template = compileModule(options.source, options.filename);
    const jitdriver = new JitDriver(PYPYJIT_DRIVER, options.clock);
    const reDrivers = new ReDrivers(options.clock);
    const iterationDrivers = new IterationDrivers(options.clock);
    this.drivers = [jitdriver, ...reDrivers.all(), ...iterationDrivers.all()];
    const folder = options.filename.slice(0, options.filename.lastIndexOf("/") + 1);
    this.runtime = makeRuntime({
      host: options.host,
      control: options.control,
      jitdriver,
      reDrivers,
      iterationDrivers,
      maxRecursion: options.maxRecursion,
      ...(options.memoryMaxBytes === null ? {} : { memoryMaxBytes: options.memoryMaxBytes }),
      argv: options.argv,
      folder,
      grants: options.grants,
    });
    this.space = this.runtime.space;
    this.space.sources.set(options.filename, options.source);
  }

  jitdriverName(driver: string, greens: readonly unknown[]): string {
    return isOfMatcher(driver) ? specializedName(driver, greens) : driver;
  }

  describeGreenKey(driver: string, greens: readonly unknown[]): GreenKeyDescription {
    if (isOfMatcher(driver)) return describePatternKey(driver, greens);
    if (driver !== PYPYJIT_DRIVER.name) {
      return describeIterationKey(driver, greens[0] as number, this.printGreen(greens[1]));
    }
    const [position, , code] = greens as [number, boolean, PyCode];
    const { co_name, co_filename, co_firstlineno, codeNumber } = code;
    const opcode = OPCODE_NAMES[code.co_code[position]!]!;
    const lines = `${co_firstlineno}-${code.lineAt(position)}`;
    return {
      text: `${co_name};${co_filename}:${lines}~#${position} ${opcode}`,
      position,
      codeName: co_name,
      fileName: co_filename,
      firstLine: co_firstlineno,
      codeNumber,
    };
  }

  /** Mixes the greens as PyPy does, with the code's number for its address. */
  hashGreenKey(driver: string, greens: readonly unknown[]): number {
    if (isOfMatcher(driver)) return hashPatternKey(driver, greens);
    if (driver !== PYPYJIT_DRIVER.name) {
      return hashIterationKey(driver, greens[0] as number, this.printGreen(greens[1]));
    }
    const [position, isProfiled, code] = greens as [number, boolean, PyCode];
    let x = -1888132534 | 0;
    for (const value of [position, isProfiled ? 1 : 0, code.codeNumber]) {
      x = Math.imul(x ^ value, 1405695061);
    }
    return x >>> 0;
  }

  /** What is iterated over: a type, or the code that runs. */
  private printGreen(green: unknown): string {
    if (green instanceof W_TypeObject) return green.name;
    const { co_name, co_filename, co_firstlineno } = green as PyCode;
    return `<code object ${co_name}, file "${co_filename}", line ${co_firstlineno}>`;
  }

  unrollsOneIteration(driver: string, greens: readonly unknown[]): boolean {
    return driver === PYPYJIT_DRIVER.name && (greens[2] as PyCode).isSuspendable;
  }

  describeState(args: readonly unknown[], framesMax: number): string[] {
    const [nextInstr, , , frame, ec] = args as [number, unknown, PyCode, PyFrame, ExecutionContext];
    return describePythonState(frame, nextInstr, ec, framesMax);
  }

  enterFrames(count: number): void {
    const { ec } = this.space;
    if (ec.depth + count > ec.recursion_limit) throw recursionError(this.space);
    ec.depth += count;
  }

  leaveFrames(count: number): void {
    this.space.ec.depth -= count;
  }

  interrupt(onRaised: () => void): void {
    const { space } = this;
    space.ticker.c_value = -1;
    space.onSignal = () => {
      space.ticker.c_value = 0;
      onRaised();
      throw operationError(space.exceptionTypes.get("KeyboardInterrupt")!, []);
    };
  }

  /** Runs the program to its end; `beforeExit` is called before what `atexit` has, unless it failed. */
  run(beforeExit: () => void = () => {}): GuestOutcome {
    const { space, options } = this;
    const w_main = makeModule("__main__");
    const set = w_main.namespace.setitem_str.bind(w_main.namespace, space);
    set("__name__", newtext("__main__"));
    for (const name of ["__doc__", "__package__", "__loader__", "__spec__"]) set(name, w_None);
    set("__builtins__", space.w_modules.storage.getitem_str(space, "builtins")!);
    set("__annotations__", space.newdict());
    set("__file__", newtext(options.filename));
    set("__cached__", w_None);
    space.setitem_str(space.w_modules, "__main__", w_main);
    const { w_dict, namespace } = w_main;
    const code = new PyCode(space, this.template, w_dict, namespace);
    const outcome = this.runMain(frame_of_body(code, [], w_dict, null));
    if (outcome.status === 0) beforeExit();
    runExitFunctions(space);
    return outcome;
  }

  private runMain(frame: PyFrame): GuestOutcome {
    const { space } = this;
    try {
      space.executor.execute_frame(space, frame);
      return { status: 0, exception: "" };
    } catch (error) {
      if (error instanceof OperationError) return this.uncaught(error.w_value);
      throw error;
    }
  }

  /** The end of a program with an exception that nobody caught. */
  private uncaught(w_exception: W_BaseException): GuestOutcome {
    const { space } = this;
    const w_type = w_exception.getclass(space);
    if (w_type.issubtype(space.exceptionTypes.get("SystemExit")!)) {
      return { status: this.exitStatus(w_exception), exception: "" };
    }
    const w_last = showUncaught(space, w_exception);
    if (w_last !== w_exception) return { status: this.exitStatus(w_last), exception: "" };
    const builtinNames = this.runtime.importer.builtinNames();
    this.writeError(missingModuleHint(space, w_exception, builtinNames));
    const isInterrupt = w_type.issubtype(space.exceptionTypes.get("KeyboardInterrupt")!);
    return { status: isInterrupt ? INTERRUPTED_STATUS : 1, exception: w_type.name };
  }

  private exitStatus(w_exception: W_BaseException): number {
    const w_code = this.space.getattr(w_exception, "code");
    if (w_code === w_None) return 0;
    const value = bigintOrNull(w_code);
    if (value !== null) return Number(BigInt.asUintN(8, value));
    this.writeError(`${str_w(this.space, w_code)}\n`);
    return 1;
  }

  private writeError(text: string): void {
    this.options.host.write("stderr", new TextEncoder().encode(text));
  }
}
