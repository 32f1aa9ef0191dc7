/**
 * `jitreel prop promote ID NAME`: a kept failure that passes now becomes a fixture, when it is a
 * program, with the parameters of the run that failed; any other stays in the database for good, as
 * a regression of that name.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeNewFixture } from "../../fixtures/runner/new-fixture.ts";
import type { KeptFailure } from "../../properties/failures/kept-failure.ts";
import { dropFailure, markRegression } from "../../properties/failures/kept-failure.ts";
import { settingsOfRun } from "../../fixtures/store/settings.ts";
import { checkMayWrite } from "../../fixtures/store/replace-file.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import { openReel } from "./input-file.ts";
import { textOption } from "./options.ts";
import { checkOnce, openFailure } from "./prop-replay.ts";

export const propPromote: CommandAction = async (call) => {
  const { operands, options, console } = call;
  checkMayWrite("prop promote");
  const kept = openFailure(call);
  const [, name = ""] = operands;
  const { id, files } = kept.case;
  if (files["run.reel"] === undefined) {
    markRegression(kept, name);
    console.line(`${id}: kept for good, as regression ${name}; \`prop run\` checks it first`);
    return EXIT.fine;
  }
  const { failure } = await checkOnce(kept, textOption(options, "laws"));
  if (failure !== null) {
    console.errLine(`${id} still fails, and a golden recorded now would hold the mistake:`);
    console.errLine(failure.problem);
    return EXIT.no;
  }
  const folder = await promoteProgram(kept, name, textOption(options, "into"));
  dropFailure(kept.folder);
  console.line(`${folder}: a new fixture, made of ${id}`);
  console.line(`to accept it: jitreel accept ${folder} --reason "…"`);
  return EXIT.fine;
};

/** Makes the fixture; gives its folder. */
async function promoteProgram(
  kept: KeptFailure,
  name: string,
  into: string | undefined,
): Promise<string> {
  const { header } = openReel(join(kept.folder, "run.reel"));
  const { law, key } = kept.case;
  const folder = mkdtempSync(join(tmpdir(), "jitreel-promote-"));
  try {
    const program = join(folder, header.guest === "tiny" ? "program.tiny" : "program.py");
    writeFileSync(program, header.programText);
    const { fixture } = await makeNewFixture({
      program,
      name,
      ...(into === undefined ? {} : { into }),
      settings: { ...settingsOfRun(header), about: `what ${law} failed for: ${key}` },
      expectFrom: "jitreel",
    });
    return fixture.folder;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
