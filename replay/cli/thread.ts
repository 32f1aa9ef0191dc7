/**
 * The entry of the thread in which a command runs programs: see run-thread.ts.
 */

import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { COMMANDS } from "./commands.ts";
import { processStreams } from "./console.ts";
import { executeCommand } from "./execute.ts";
import type { ThreadCall, ThreadMessage } from "./run-thread.ts";

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

// V8 leaves functions of more than 60 KB of bytecode unoptimized; large traces are longer.
setFlagsFromString("--max-optimized-bytecode-size=4000000");

const call = workerData as ThreadCall;
const command = COMMANDS.find((one) => one.name === call.name);
if (command !== undefined) {
  const code = await executeCommand(command, call, processStreams(), (partialPath) =>
    tell({ kind: "recording", partialPath }),
  );
  tell({ kind: "exit", code });
}
