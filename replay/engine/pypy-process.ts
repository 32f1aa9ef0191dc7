/**
 * The installed pypy3: whether there is one, and how it is called so that two runs of a program do
 * the same. Hashes and addresses are kept from changing (PYTHONHASHSEED, `setarch -R`).
 */

import { spawnSync } from "node:child_process";
import { UserError } from "../../sim/base/errors.ts";

/** What is told when there is none; `purpose` is a verb. */
const INSTALL = "install it (Debian: apt-get install pypy3)";

/** Version of the installed PyPy, or null when there is none. */
export function readPypyVersion(): string | null {
  const run = spawnSync("pypy3", ["--version"], { encoding: "utf8" });
  const text = `${run.stdout ?? ""}${run.stderr ?? ""}`;
  return run.status === 0 ? (/PyPy (\d+\.\d+\.\d+)/.exec(text)?.[1] ?? "unknown") : null;
}

/** The version; throws a UserError when pypy3 or setarch cannot be used. */
export function requirePypy(purpose: string, instead = ""): string {
  const version = readPypyVersion();
  if (version === null)
    throw new UserError(`there is no pypy3 to ${purpose}; ${INSTALL}${instead}`);
  const setarch = spawnSync("setarch", ["-R", "true"]);
  if (setarch.status === 0) return version;
  throw new UserError(
    "setarch -R does not work here, without which pypy3's addresses change; " +
      "it is part of util-linux and needs the permission to set a personality",
  );
}

/** A command line with its environment. */
export interface PypyCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs `program` with these parameters of the JIT, "" for the usual ones. */
export function makePypyCommand(
  program: readonly string[],
  jit: string,
  environment: Readonly<Record<string, string>>,
): PypyCommand {
  const parameters = jit === "" ? [] : ["--jit", jit];
  return {
    file: "setarch",
    args: ["-R", "pypy3", ...parameters, ...program],
    env: { ...process.env, PYTHONHASHSEED: "0", ...environment },
  };
}

/** The same command, ended when this process is killed; where setpriv cannot do that, as it is. */
export function endingWithParent({ file, args, env }: PypyCommand): PypyCommand {
  const withSignal = ["--pdeathsig", "TERM"];
  if (spawnSync("setpriv", [...withSignal, "true"]).status !== 0) return { file, args, env };
  return { file: "setpriv", args: [...withSignal, file, ...args], env };
}
