/**
 * Programs in which the state at an exit was once not the plain interpreter's, and why. The first
 * one's output showed it, too, where `__len__` collected garbage: the argument lived or not.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkLaw } from "../law.ts";
import { eachExit } from "./each-exit-law.ts";
import type { ProgramSubject } from "./program-subject.ts";
import { PLAIN_SETUP } from "./program-subject.ts";

const PROGRAMS: Readonly<Record<string, string>> = {
  "interpreted calls of built-ins left their arguments on the stack while they ran": `
t = (1, 2, 3)
for it in range(5):
    t = tuple(x - sum([x + 0 for x in t]) for x in t)
`,
};

for (const [about, source] of Object.entries(PROGRAMS)) {
  test(about, async () => {
    const subject: ProgramSubject = { guest: "python", source, setup: PLAIN_SETUP };
    const { problem, totals } = await checkLaw(eachExit, subject);
    assert.is(problem, null);
    assert.ok((totals.states ?? 0) > 10, JSON.stringify(totals));
  });
}

test.run();
