/** Builds with edits: what they run, that nothing else is touched, and what is refused. */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UserError } from "../../sim/base/errors.ts";
import type { SourceEdit } from "./edited-build.ts";
import { buildEdited, editTexts } from "./edited-build.ts";

const MAIN = "replay/cli/main.ts";
const PROGRAM = "fixtures/programs/tiny/sum.tiny";
const INTERPRETER = "sim/guests/tiny/interpreter.ts";

/** Runs a program in a build, its main thread and the program's; gives what it prints. */
function run(entry: string, jit: string): string {
  const args = [entry, "run", "--jit", jit, "--stats", PROGRAM];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.is(status, 0, stderr);
  if (jit !== "off") assert.match(stderr, /^1 loop,/);
  return stdout;
}

async function outputs(edits: readonly SourceEdit[]): Promise<string[]> {
  const build = await buildEdited(MAIN, edits);
  const found = ["off", "threshold=3"].map((jit) => run(build.entry, jit));
  build.remove();
  assert.not(existsSync(build.folder));
  return found;
}

test("an edited guest is interpreted and traced as it is edited", async () => {
  const before = readFileSync(INTERPRETER, "utf8");
  const find = "if (sum !== null) return new W_Int(sum);";
  const replace = "if (sum !== null) return new W_Int(int_add(sum, 1));";
  const edits = [
    { file: INTERPRETER, find, replace },
    { file: INTERPRETER, find: "int_add_ovf,", replace: "int_add, int_add_ovf," },
  ];
  const [interpreted, traced] = await outputs(edits);
  assert.not.match(interpreted ?? "", /12497500/);
  assert.is(traced, interpreted);
  assert.is(readFileSync(INTERPRETER, "utf8"), before);
});

test("jitcode that no pipe holds at once arrives whole", async () => {
  const file = "sim/guests/python/objects/int-object.ts";
  const find = "export class W_IntObject";
  const build = await buildEdited(MAIN, [{ file, find, replace: `// Edited.\n${find}` }]);
  const made = readFileSync(`${build.folder}/jitcode/python.json`, "utf8");
  build.remove();
  assert.ok(made.length > 1 << 18, `${made.length} characters`);
  assert.is((JSON.parse(made) as { guest: string }).guest, "python");
});

test("an edit must be of one place of a file that is there", () => {
  const refused = (edit: SourceEdit, message: RegExp): void => {
    assert.throws(
      () => editTexts([edit]),
      (error: unknown) => error instanceof UserError && message.test(error.print()),
    );
  };
  refused({ file: INTERPRETER, find: "W_Int", replace: "" }, /interpreter.ts: .* \d+ times/);
  refused({ file: INTERPRETER, find: "no such text", replace: "" }, /occurs 0 times/);
  refused({ file: "sim/nothing.ts", find: "a", replace: "b" }, /nothing.ts: there is no such/);
});

test("what the code writer refuses is an error that says why", async () => {
  const edits = [
    { file: INTERPRETER, find: "const rest = int_py_mod(a, b);", replace: "const rest = eval(a);" },
  ];
  try {
    await buildEdited(MAIN, edits);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, UserError);
    assert.match(String(error), /no jitcode from the edited sources\n.*interpreter.ts/);
  }
});

test.run();
