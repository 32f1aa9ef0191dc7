/**
 * The entry of the thread in which a command runs programs: see run-thread.ts.
 */

import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { COMMANDS } from "./commands.ts";
import { processStreams } from "./console.ts";
import { executeCommand } from "./execute.ts";
import { InterruptFlag } from "./interrupt-flag.ts";
import type { ThreadCall, ThreadMessage } from "./run-thread.ts";

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

// V8 leaves functions of more than 60 KB of bytecode unoptimized; large traces are longer.
setFlagsFromString("--max-optimized-bytecode-size=4000000");
// Tracing, optimizing and assembling are hundreds of functions that run for a moment each. V8
// would optimize most of them before they are done, which took up to half of a short run's time.
// So it waits for more work (15 times its default) before it optimizes a function, and large
// functions (the interpreter's loop, traces) do not wait longer than small ones do.
setFlagsFromString("--interrupt-budget=1000000");
setFlagsFromString("--bytecode-size-allowance-per-tick=1500");

const call = workerData as ThreadCall;
const command = COMMANDS.find((one) => one.name === call.name);
if (command !== undefined) {
  const onRecording = (partialPath: string): void => tell({ kind: "recording", partialPath });
  const interrupts = new InterruptFlag(call.interruptMemory);
  const code = await executeCommand(command, call, processStreams(), onRecording, interrupts);
  tell({ kind: "exit", code });
}
