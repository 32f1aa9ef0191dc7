/**
 * `jitreel test --new PROG [ARGS…]`: makes a fixture of a program, to be accepted.
 */

import { basename } from "node:path";
import { makeNewFixture } from "../../fixtures/runner/new-fixture.ts";
import type { FixtureSettings } from "../../fixtures/store/settings.ts";
import { settingsOfRun } from "../../fixtures/store/settings.ts";
import { printText } from "../replayer/print-value.ts";
import { checkMayWrite } from "../../fixtures/store/replace-file.ts";
import type { CommandAction, CommandCall } from "./command.ts";
import { EXIT } from "./command.ts";
import { readInputFile } from "./input-file.ts";
import { atPath } from "./locate-error.ts";
import { runOptions, textOption, wordOption } from "./options.ts";

export const newFixture: CommandAction = async (call) => {
  const { options, console } = call;
  checkMayWrite("--new");
  const program = textOption(options, "new") ?? "";
  const name = textOption(options, "name");
  const into = textOption(options, "into");
  const request = {
    program,
    settings: readSettings(call, program),
    expectFrom: wordOption(options, "expectFrom", ["jitreel", "pypy3"] as const) ?? "jitreel",
    ...(name === undefined ? {} : { name }),
    ...(into === undefined ? {} : { into }),
  };
  const inFolder = program.endsWith(".tiny") ? "program.tiny" : "program.py";
  const made = await atPath(inFolder, program, () => makeNewFixture(request));
  const { folder } = made.fixture;
  console.line(`${printText(folder)}: a new fixture, made of ${printText(basename(program))}`);
  for (const line of made.lines) console.line(`  ${line}`);
  console.line(`to accept it: jitreel accept ${printText(folder)} --reason "…"`);
  return EXIT.fine;
};

type NewSettings = Omit<FixtureSettings, "about"> & { readonly about?: string };

/** The settings of the run, without those that are the default. */
function readSettings({ options, operands }: CommandCall, program: string): NewSettings {
  const about = textOption(options, "about");
  const input = textOption(options, "stdin");
  const stdin = input === undefined ? "" : Buffer.from(readInputFile(input)).toString();
  return {
    ...settingsOfRun(runOptions(options, program)),
    ...(about === undefined ? {} : { about }),
    ...(operands.length === 0 ? {} : { args: operands }),
    ...(stdin === "" ? {} : { stdin }),
  };
}
