/**
 * `jitreel expect S.reel [PATTERNS]`: whether what a reel has compiled is as patterns say, those of
 * a file or those in the comments of the recorded program. Exit code 1: it is not.
 */

import { checkPatterns, hasInlinePatterns, parsePatterns } from "../../fixtures/patterns/index.ts";
import { printFailure } from "../../fixtures/patterns/index.ts";
import type { PatternFile } from "../../fixtures/patterns/index.ts";
import { UserError } from "../../sim/base/errors.ts";
import { printJson } from "../format/event-json.ts";
import type { JitEvent } from "../format/events.ts";
import type { ReelReader } from "../format/reader.ts";
import { printPlural } from "../replayer/print-value.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import { openReel, readInputFile } from "./input-file.ts";
import { textOption } from "./options.ts";
import { DamageReport } from "./reel-ending.ts";

export const expect: CommandAction = async ({ operands, options, console }) => {
  const [path, patternPath] = operands as [string, string | undefined];
  const reader = openReel(path);
  const file = patternPath === undefined ? readInline(reader, path) : readPatterns(patternPath);
  const damage = new DamageReport(reader, console);
  const events: JitEvent[] = [];
  const steps = reader.events(0, damage.add);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    if (step.value.event !== null) events.push(step.value.event);
  }
  const against = textOption(options, "against");
  const golden = against === undefined ? undefined : eventsOf(openReel(against));
  const { programName, programText } = reader.header;
  const source = { fileName: programName, text: programText };
  const failures = checkPatterns(file, { events, source, golden });
  const { length } = file.statements;
  if (options.json === true) console.line(printJson({ statements: length, failures }));
  else {
    for (const failure of failures) console.line(printFailure(failure));
    const holds = `${printPlural(length, "statement")} hold${length === 1 ? "s" : ""}`;
    console.line(failures.length === 0 ? holds : printPlural(failures.length, "failure"));
  }
  const code = damage.end(step.value);
  return code === EXIT.fine && failures.length > 0 ? EXIT.no : code;
};

function readPatterns(path: string): PatternFile {
  return parsePatterns(new TextDecoder().decode(readInputFile(path)), path);
}

function readInline({ header }: ReelReader, path: string): PatternFile {
  const program = new TextDecoder().decode(header.programText);
  if (hasInlinePatterns(program)) {
    return parsePatterns(program, header.programName, { inline: true });
  }
  const hint = "name a file of patterns behind the reel";
  throw new UserError("the recorded program has no `# jit:` comments", { file: path }, hint);
}

function* eventsOf(reader: ReelReader): Generator<JitEvent> {
  for (const { event } of reader.events()) if (event !== null) yield event;
}
