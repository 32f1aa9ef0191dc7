/**
 * The entry of the thread in which a command runs programs: see run-thread.ts.
 */

import { parentPort, workerData } from "node:worker_threads";
import { COMMANDS } from "./commands.ts";
import { processStreams } from "./console.ts";
import { executeCommand } from "./execute.ts";
import { InterruptFlag } from "./interrupt-flag.ts";
import { tuneThread } from "./thread-settings.ts";
import type { ThreadCall, ThreadMessage } from "./run-thread.ts";

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

tuneThread();

const call = workerData as ThreadCall;
const command = COMMANDS.find((one) => one.name === call.name);
if (command !== undefined) {
  const onRecording = (partialPath: string): void => tell({ kind: "recording", partialPath });
  const interrupts = new InterruptFlag(call.interruptMemory);
  const code = await executeCommand(command, call, processStreams(), onRecording, interrupts);
  tell({ kind: "exit", code });
}
