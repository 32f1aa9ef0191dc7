/**
 * Scripts of `jitreel step` over runs of fixtures, and what comes out: the transcripts in
 * `transcripts/`, which are written again by `node --import tsx replay/cli/bless-steps.ts`.
 */

import { join } from "node:path";
import { listFixtures } from "../../fixtures/our-fixtures.ts";
import { makeFixtureSpec } from "../../fixtures/store/fixture.ts";
import { recordRun } from "../../fixtures/recording.ts";
import { ReelReader } from "../format/reader.ts";
import { makeMatcher } from "../query/index.ts";
import { PLAIN_STYLE } from "../replayer/style.ts";
import { StepSession } from "./step-session.ts";

/** Fixture → commands. */
export const STEP_SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  bridge: ["next bridge", "why", "", "source", "back", "prev loop", "state", "to 26", "w", "to 99"],
  "callee-too-long": [
    "next abort",
    "why",
    "next too_long",
    "why",
    "next where loop",
    "why",
    "state",
  ],
  generator: ["next entry", "why", "show", "list", "next where bridge", "next", "back stats"],
  "polymorphic-add": ["to last", "back bridge", "why", "back abort"],
  "traced-builtins": ["next entry", "why"],
  "debug-counters": ["to last", "back stats", "event", "state", "next abort", "n", ""],
};

export function transcriptPath(name: string): string {
  return join(import.meta.dirname, "transcripts", `${name}.txt`);
}

/** Prompts with commands, each followed by what it prints. */
export async function playScript(name: string, commands: readonly string[]): Promise<string> {
  const [fixture] = listFixtures([name]);
  const { reel } = await recordRun(makeFixtureSpec(fixture!));
  const reader = new ReelReader(reel, `${name}.reel`);
  const lines: string[] = [];
  const output = { style: PLAIN_STYLE, line: (text: string) => void lines.push(text) };
  const session = new StepSession(reader, output, (query) => {
    const matcher = makeMatcher(query, reader);
    return (numbered) => matcher.matches(numbered);
  });
  session.begin();
  for (const command of commands) {
    lines.push(`${session.prompt}${command}`);
    session.execute(command);
  }
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}
