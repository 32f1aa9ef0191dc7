/** The process in which random programs run: it takes subjects and answers with verdicts. */

import type { Subject, Verdict } from "./check-program.ts";
import { checkProgram } from "./check-program.ts";

async function answer(subject: Subject): Promise<Verdict> {
  try {
    return await checkProgram(subject);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { problem: `crash: ${text}`, totals: {} };
  }
}

process.on("message", (subject: Subject) => {
  void answer(subject).then((verdict) => process.send?.(verdict));
});
process.on("disconnect", () => process.exit(0));
