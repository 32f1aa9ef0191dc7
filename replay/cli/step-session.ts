/**
 * Walking through a reel: where one stands, and what each command does. It reads lines and gives
 * lines, whoever types them.
 */

import { UserError } from "../../sim/base/errors.ts";
import type { NumberedEvent } from "../format/event-frame.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelDamage, ReelReader } from "../format/reader.ts";
import { readCheckedState } from "../format/state-at.ts";
import { parseQuery } from "../query/index.ts";
import { printOperations } from "../replayer/print-code.ts";
import { printDamage } from "../replayer/print-damage.ts";
import { printEvent } from "../replayer/print-event.ts";
import { printFullEvent } from "../replayer/print-full-event.ts";
import { printState } from "../replayer/print-state.ts";
import { printPlural, printText } from "../replayer/print-value.ts";
import { printWhy } from "../replayer/print-why.ts";
import { eventsBetween, lastEventNumber, readSources } from "../replayer/reel-tour.ts";
import { TYPE_NAMES, typeTest } from "../replayer/selection.ts";
import type { SourceTexts } from "../replayer/source-texts.ts";
import { lineOf } from "../replayer/source-texts.ts";
import type { Style } from "../replayer/style.ts";
import type { Decision } from "../replayer/why.ts";
import { explainDecision, findDecision } from "../replayer/why.ts";

type Test = (numbered: NumberedEvent) => boolean;

/** What the session needs of its surroundings. */
export interface StepOutput {
  readonly style: Style;
  line(text: string): void;
}

/** Makes a test of a query; may read the reel. */
export type QueryTest = (query: ReturnType<typeof parseQuery>) => Test;

interface StepCommand {
  /** The first is the name that help shows. */
  readonly names: readonly string[];
  readonly operands: string;
  readonly about: string;
  readonly act: (operands: string) => void;
}

const NEIGHBOURS = 5;

export class StepSession {
  private readonly reader: ReelReader;
  private readonly output: StepOutput;
  private readonly makeTest: QueryTest;
  /** Where one stands. */
  private here: NumberedEvent;
  private readonly last: number;
  private sources: SourceTexts | null = null;
  /** An empty line does it again. */
  private lastMove = "next";
  private readonly commands: readonly StepCommand[];
  isOver = false;

  /** Begins at the first event; throws a UserError when there is none. */
  constructor(reader: ReelReader, output: StepOutput, makeTest: QueryTest) {
    this.reader = reader;
    this.output = output;
    this.makeTest = makeTest;
    this.last = lastEventNumber(reader);
    const first = this.last < 0 ? null : reader.at(0);
    if (first === null) throw new UserError(`${reader.file}: the reel has no events`);
    this.here = first;
    this.commands = this.makeCommands();
  }

  get prompt(): string {
    return `(${this.here.number}/${this.last}) `;
  }

  /** What is said first. */
  begin(): void {
    const { output } = this;
    output.line(`${printPlural(this.last + 1, "event")}; \`help\` lists the commands`);
    this.tellHere();
  }

  /** Does what one line says; throws a UserError when it cannot be understood. */
  execute(line: string): void {
    const text = line.trim();
    const [, name = "", operands = ""] = /^(\S*)\s*(.*)$/s.exec(
      text === "" ? this.lastMove : text,
    )!;
    const command = this.commands.find(({ names }) => names.includes(name));
    if (command === undefined) {
      throw new UserError(`there is no command "${printText(name)}"`, undefined, "try `help`");
    }
    command.act(operands);
    if (MOVES.has(command.names[0]!)) this.lastMove = text === "" ? this.lastMove : text;
  }

  private makeCommands(): StepCommand[] {
    return [
      {
        names: ["next", "n"],
        operands: "[TYPE | where QUERY]",
        about: "to the next event, of this type or as the query says",
        act: (operands) => this.goForward(operands),
      },
      {
        names: ["back", "b", "prev"],
        operands: "[TYPE | where QUERY]",
        about: "to the event before",
        act: (operands) => this.goBack(operands),
      },
      {
        names: ["to"],
        operands: "N | last",
        about: "to event N",
        act: (operands) => this.goTo(operands),
      },
      {
        names: ["list", "l"],
        operands: "",
        about: "the events around",
        act: () => this.list(),
      },
      {
        names: ["event", "e"],
        operands: "",
        about: "all that is in this event",
        act: () => this.tellAll(),
      },
      {
        names: ["show"],
        operands: "",
        about: "the operations of the trace that this event belongs to",
        act: () => this.show(),
      },
      {
        names: ["source"],
        operands: "",
        about: "the source lines of that trace",
        act: () => this.showSource(),
      },
      {
        names: ["why", "w"],
        operands: "",
        about: "why that trace was started, and what came of it",
        act: () => this.why(),
      },
      {
        names: ["state", "s"],
        operands: "",
        about: "what is alive: code, heap, counters, cells, hooks, parameters",
        act: () => this.state(),
      },
      { names: ["help", "h", "?"], operands: "", about: "this list", act: () => this.help() },
      {
        names: ["quit", "q", "exit"],
        operands: "",
        about: "end; so does the end of input",
        act: () => {
          this.isOver = true;
        },
      },
    ];
  }

  /** Names of commands and types that begin with what was typed. */
  complete(line: string): [matches: string[], part: string] {
    const part = /\S*$/.exec(line)![0];
    const isFirst = line.trimStart() === part;
    const known = isFirst ? this.commands.map(({ names }) => names[0]!) : [...TYPE_NAMES, "where"];
    return [known.filter((one) => one.startsWith(part)), part];
  }

  // ---- moving ----------------------------------------------------------------------------

  private tellHere(): void {
    this.output.line(this.printLine(this.here));
  }

  private printLine({ number, event }: NumberedEvent): string {
    if (event === null) return `${String(number).padStart(6)}  of an unknown kind`;
    return printEvent(number, event, this.output.style);
  }

  private moveTo(found: NumberedEvent | null, nothing: string): void {
    if (found === null) {
      this.output.line(nothing);
      return;
    }
    this.here = found;
    this.tellHere();
  }

  private goForward(operands: string): void {
    const test = this.testOf(operands);
    let found: NumberedEvent | null = null;
    const tellDamage = (damage: ReelDamage) => this.output.line(printDamage(damage));
    for (const numbered of this.reader.events(this.here.number + 1, tellDamage)) {
      if (!test(numbered)) continue;
      found = numbered;
      break;
    }
    this.moveTo(found, operands === "" ? "this is the last event" : "there is none after this");
  }

  /** Block by block backwards, so that the near ones cost little. */
  private goBack(operands: string): void {
    const test = this.testOf(operands);
    let found: NumberedEvent | null = null;
    for (let end = this.here.number - 1; end >= 0 && found === null; ) {
      const { first } = this.reader.blockOf(end);
      found = eventsBetween(this.reader, first, end).findLast(test) ?? null;
      end = first - 1;
    }
    this.moveTo(found, operands === "" ? "this is the first event" : "there is none before this");
  }

  private goTo(operands: string): void {
    const number = operands === "last" ? this.last : /^\d+$/.test(operands) ? Number(operands) : -1;
    if (number < 0)
      throw new UserError(`expected the number of an event, got "${printText(operands)}"`);
    const found = number > this.last ? null : this.reader.at(number);
    this.moveTo(found, `there is no event ${number}; the last is ${this.last}`);
  }

  private testOf(operands: string): Test {
    if (operands === "") return () => true;
    const query = /^where\s+(.*)$/s.exec(operands)?.[1];
    if (query !== undefined) return this.makeTest(parseQuery(query));
    const test = typeTest(operands);
    if (test === null) {
      const hint = `types: ${TYPE_NAMES.join(", ")}; or \`where QUERY\``;
      throw new UserError(`there is no type "${printText(operands)}"`, undefined, hint);
    }
    return ({ event }) => event !== null && test(event);
  }

  // ---- looking ---------------------------------------------------------------------------

  private tell(lines: readonly string[]): void {
    for (const line of lines) this.output.line(line);
  }

  private list(): void {
    const { number: here } = this.here;
    for (const one of eventsBetween(this.reader, here - NEIGHBOURS, here + NEIGHBOURS)) {
      this.output.line(`${one.number === here ? ">" : " "}${this.printLine(one)}`);
    }
  }

  private tellAll(): void {
    const { number, event } = this.here;
    if (event === null) this.tellHere();
    else this.tell(printFullEvent(number, event, this.output.style));
  }

  private decision(): { readonly number: number; readonly event: Decision } {
    const found = findDecision(this.reader, this.here);
    if (found !== null) return found;
    const kind = this.here.event?.kind ?? "unknown";
    throw new UserError(`event ${this.here.number} belongs to no trace: it is of kind ${kind}`);
  }

  private show(): void {
    const { number, event } = this.decision();
    if (number !== this.here.number) this.output.line(this.printLine({ number, event }));
    this.tell(printOperations(event.operations, this.texts(), this.output.style));
  }

  private showSource(): void {
    const lines = sourceLines(this.decision().event, this.texts());
    this.tell(lines.length === 0 ? ["the reel has no source lines of this trace"] : lines);
  }

  private why(): void {
    const { number, event } = this.decision();
    const context = { sources: this.texts(), style: this.output.style };
    this.tell(printWhy(explainDecision(this.reader, number, event), context));
  }

  private state(): void {
    this.tell(printState(readCheckedState(this.reader, this.here.number), this.output.style));
  }

  private texts(): SourceTexts {
    this.sources ??= readSources(this.reader);
    return this.sources;
  }

  private help(): void {
    for (const { names, operands, about } of this.commands) {
      const usage = `${names.join(", ")} ${operands}`;
      this.output.line(`  ${usage.padEnd(34)} ${about}`);
    }
    this.output.line("  an empty line moves as the last command did");
    this.output.line(`  types: ${TYPE_NAMES.join(", ")}`);
  }
}

const MOVES: ReadonlySet<string> = new Set(["next", "back"]);

/** The lines that a trace runs through, in its order, each as often as it is come to anew. */
function sourceLines(
  event: JitEvent & Pick<Decision, "operations">,
  sources: SourceTexts,
): string[] {
  const lines: string[] = [];
  let shown = "";
  for (const { mergePoint } of event.operations) {
    const line = mergePoint === null ? null : lineOf(mergePoint.greenKey);
    if (mergePoint === null || line === null) continue;
    const { fileName } = mergePoint.greenKey;
    const text = sources.lookup(fileName, line);
    const place = printText(`${fileName}:${line}`);
    if (place === shown || text === undefined) continue;
    shown = place;
    lines.push(`${place.padEnd(20)}  ${printText(text)}`);
  }
  return lines;
}
