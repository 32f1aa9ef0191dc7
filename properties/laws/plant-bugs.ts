/**
 * Plants the bug of a statement in a build of its own and runs the law there: a law that does not
 * fail then proves nothing.
 */

import { spawn } from "node:child_process";
import { buildEdited } from "../mutants/edited-build.ts";
import type { AnyLaw, Statement } from "./law.ts";
import type { PlantedOutcome } from "./planted-run.ts";

const ENTRY = "properties/laws/planted-run.ts";

export interface PlantOptions {
  /** Cases that are tried until the statement fails. */
  readonly cases: number;
  readonly seed: number;
}

/** A bug that makes a check run forever is caught, by the time that the law allows. */
function notEnded(law: AnyLaw, { cases }: PlantOptions): PlantedOutcome {
  const problem = `a case did not end within ${law.secondsMax} s`;
  return { caught: null, cases, problem, others: ["time"] };
}

/** What the law says of the sources with the statement's bug in them. */
export async function plantBug(
  law: AnyLaw,
  { name, planted }: Statement,
  options: PlantOptions,
): Promise<PlantedOutcome> {
  const build = await buildEdited(ENTRY, [planted]);
  const args = [law.name, name, String(options.cases), String(options.seed)];
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ["--stack-size=3900", build.entry, ...args]);
      const texts = { stdout: "", stderr: "" };
      child.stdout.on("data", (text) => (texts.stdout += String(text)));
      child.stderr.on("data", (text) => (texts.stderr += String(text)));
      const stop = (): void => {
        child.kill("SIGKILL");
        resolve(notEnded(law, options));
      };
      const timer = setTimeout(stop, law.secondsMax * 1000 * options.cases);
      child.on("exit", (code) => {
        clearTimeout(timer);
        if (code === 0) resolve(JSON.parse(texts.stdout) as PlantedOutcome);
        else reject(new Error(`${name}: the run ended with ${code}\n${texts.stderr}`));
      });
    });
  } finally {
    build.remove();
  }
}
