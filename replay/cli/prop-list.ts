/** `jitreel prop list` and `prop drop`: the kept failures. */

import {
  dropFailure,
  FAILURES_FOLDER,
  findFailure,
  listFailures,
} from "../../properties/failures/kept-failure.ts";
import { printJson } from "../format/event-json.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import { textOption } from "./options.ts";

export const propList: CommandAction = async ({ options, console }) => {
  const root = textOption(options, "failures") ?? FAILURES_FOLDER;
  const kept = listFailures(root);
  if (options.json === true) {
    console.line(printJson(kept.map((one) => one.case)));
    return EXIT.fine;
  }
  if (kept.length === 0) console.line(`no failures are kept in ${root}`);
  for (const { case: one } of kept) {
    const name = one.regression === null ? "" : ` (regression ${one.regression})`;
    console.line(`${one.id}  ${one.law}: ${one.key}${name}`);
  }
  return EXIT.fine;
};

export const propDrop: CommandAction = async ({ operands, options, console }) => {
  const root = textOption(options, "failures") ?? FAILURES_FOLDER;
  const folders = operands.map((name) => findFailure(root, name));
  for (const folder of folders) {
    dropFailure(folder);
    console.line(`${folder}: dropped`);
  }
  return EXIT.fine;
};
