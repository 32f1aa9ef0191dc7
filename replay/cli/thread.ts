/**
 * The entry of the thread in which a command runs programs: see run-thread.ts.
 */

import { parentPort, workerData } from "node:worker_threads";
import { COMMANDS } from "./commands.ts";
import { processStreams } from "./console.ts";
import { executeCommand } from "./execute.ts";
import type { ThreadCall, ThreadMessage } from "./run-thread.ts";

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

const call = workerData as ThreadCall;
const command = COMMANDS.find((one) => one.name === call.name);
if (command !== undefined) {
  const code = await executeCommand(command, call, processStreams(), (partialPath) =>
    tell({ kind: "recording", partialPath }),
  );
  tell({ kind: "exit", code });
}
