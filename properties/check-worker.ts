/** The process in which random programs run: it takes subjects and answers with verdicts. */

import type { Subject } from "./check-program.ts";
import { checkProgram } from "./check-program.ts";

process.on("message", (subject: Subject) => {
  void checkProgram(subject).then((verdict) => process.send?.(verdict));
});
process.on("disconnect", () => process.exit(0));
