/**
 * `jitreel explain PROG [ARGS]`: every stage of one program, as text: source, syntax tree, bytecode,
 * then each recorded trace, what was compiled from it with its machine code, and each abort.
 */

import type { EventListener, JitEvent } from "../format/events.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import { CodeState } from "../replayer/code-state.ts";
import { printCode, printUnitName } from "../replayer/print-code.ts";
import { printEvent } from "../replayer/print-event.ts";
import { printBytes, printOperation, printPlural } from "../replayer/print-value.ts";
import { splitSource } from "../replayer/source-texts.ts";
import { makeNoteContext } from "./code-view.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import type { Console } from "./console.ts";
import { atPath } from "./locate-error.ts";
import type { PreparedRun } from "./program-run.ts";
import { prepareRun } from "./program-run.ts";
import { compilePython } from "./python-stages.ts";
import type { RecordedTrace } from "../../sim/index.ts";
import { runProgram } from "./simulator.ts";

export const explain: CommandAction = async (call) => {
  const run = prepareRun(call);
  const { console } = call;
  await atPath(run.spec.programName, run.path, async () => {
    await explainSource(run, console);
    await explainRun(run, console);
  });
  return EXIT.fine;
};

function title(text: string, console: Console): void {
  console.line(`\n${console.style.strong(`== ${text} ==`)}\n`);
}

async function explainSource(run: PreparedRun, console: Console): Promise<void> {
  const { source, programName, guest } = run.spec;
  const stages = guest === "python" ? await compilePython(source, programName) : null;
  console.line(console.style.strong(`== source: ${programName} ==\n`));
  splitSource(source).forEach((line, i) => {
    console.line(`${String(i + 1).padStart(5)}  ${line}`);
  });
  if (stages === null) return;
  title("syntax tree", console);
  for (const line of stages.tree) console.line(line);
  title("bytecode", console);
  console.out(Buffer.from(stages.bytecode));
}

/** What the JIT does while the program runs, in the order in which it happens. */
async function explainRun(run: PreparedRun, console: Console): Promise<void> {
  const { programName, source, seed } = run.spec;
  const state = new CodeState({ programName, programText: source });
  const outputs: Uint8Array[] = [];
  const compiled = { count: 0, eventCount: 0 };
  const onEvent: EventListener = (event) => {
    const number = compiled.eventCount++;
    state.add({ number, event });
    if (event.kind === "compile" || event.kind === "abort") compiled.count++;
    explainEvent({ number, event }, state, seed, console);
  };
  const onTrace = (recorded: RecordedTrace): void => {
    title("recorded trace", console);
    console.out(Buffer.from(recorded.print()));
  };
  const onOutput = (_: string, bytes: Uint8Array): number => outputs.push(new Uint8Array(bytes));
  const { status } = await runProgram(run.spec, { onEvent, onOutput, onTrace });
  if (compiled.count === 0) {
    title("nothing was compiled", console);
    console.line("No loop or function became hot; a lower --jit threshold=N changes that.");
  }
  title("end", console);
  const output = Buffer.concat(outputs);
  const size = printPlural(output.length, "byte");
  console.line(`status ${status}, ${size} of output: ${printBytes(output, 200)}`);
}

function explainEvent(
  numbered: NumberedEvent & { readonly event: JitEvent },
  state: CodeState,
  seed: number,
  console: Console,
): void {
  const { number, event } = numbered;
  if (event.kind === "compile") {
    title(printUnitName(event), console);
    const context = { ...makeNoteContext(state, seed), style: console.style };
    const unit = state.units.at(-1)!;
    for (const line of printCode(unit, "machine code", context)) console.line(line);
  } else if (event.kind === "abort") {
    title(`abort: ${event.reason}`, console);
    console.line(printEvent(number, event, console.style));
    for (const operation of event.operations) console.line(`  ${printOperation(operation)}`);
  }
}
