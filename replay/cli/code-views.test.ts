/**
 * The commands that look at machine code: `show --asm`, `disasm`, `export`.
 */

import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import fc from "fast-check";
import type { CompileEvent, JitEvent } from "../../sim/hooks/events.ts";
import { EXPORT_FORMATS } from "../export/formats.ts";
import { ReelReader } from "../format/reader.ts";
import { sampleReel } from "../format/sample-reel.ts";
import { checkRefused, jitreel, makeFile } from "./test-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "jitreel-"));
test.after(() => rmSync(folder, { recursive: true }));

const RUNS = join(import.meta.dirname, "../../fixtures/runs");
const BRIDGE = join(RUNS, "bridge/golden.reel");

interface UnitJson {
  readonly asmaddr: number;
  readonly asmlen: number;
  readonly code: string;
  readonly source: readonly { readonly line: number; readonly text: string }[];
  readonly sections: readonly {
    readonly kind: string;
    readonly name: string;
    readonly address: number;
    readonly size: number;
    readonly instructions: readonly {
      readonly address: number;
      readonly bytes: string;
      readonly note?: string;
    }[];
  }[];
}

async function showJson(...argv: string[]): Promise<UnitJson> {
  const { code, out, err } = await jitreel("show", "--asm", "--json", ...argv);
  assert.is(code, 0, err);
  return JSON.parse(out) as UnitJson;
}

test("show --asm has source, bytecodes, operations and instructions in one table", async () => {
  const { code, out } = await jitreel("show", BRIDGE, "--loop", "1", "--asm");
  assert.is(code, 0);
  assert.match(out, /^main in program\.py$/m);
  assert.match(out, /^ +4 {2}for i in range\(300\):$/m);
  assert.match(out, /^ +#\d+ INPLACE_SUBTRACT +i\d+ = int_sub_ovf\(.*\) +\+\d+ {2}\w+/m);
  assert.match(out, /^stub of Guard0x[0-9a-f]+ +guard_\w+ \+\d+ \[/m);
  assert.match(out, /; bridge 1, event \d+$/m);
  assert.match(out, /; recovery code \d+$/m);
  assert.match(out, /; 0x[0-9a-f]+, constant object$/m);
  const lines = out.split("\n").slice(2);
  const wide = lines.filter((line) => line.replace(/;.*/, "").trimEnd().length > 140);
  assert.equal(wide, []);
});

test("sections cover the block, and their instructions all of their bytes", async () => {
  for (const name of ["bridge", "float-loop", "recursion", "traced-strings"]) {
    const reel = join(RUNS, name, "golden.reel");
    const unit = await showJson(reel, "--loop", "1");
    let at = unit.sections[0]!.address;
    for (const { address, size, instructions } of unit.sections) {
      assert.is(address, at);
      const bytes = instructions.map((one) => one.bytes).join("");
      assert.is(bytes.length, 2 * size);
      at += size;
    }
    const code = unit.sections.find(({ kind }) => kind === "operations")!;
    assert.is(code.address, unit.asmaddr);
    assert.is(code.instructions.map((one) => one.bytes).join(""), unit.code);
  }
});

test("--at shows the code before a bridge was attached", async () => {
  const isBridged = ({ sections }: UnitJson): boolean =>
    sections.some(({ instructions }) =>
      instructions.some(({ note }) => /^bridge /.test(note ?? "")),
    );
  const now = await showJson(BRIDGE, "--loop", "1");
  assert.ok(isBridged(now));
  const { out } = await jitreel("replay", "--json", "--type", "loop", BRIDGE);
  const { number } = JSON.parse(out) as { number: number };
  const then = await showJson(BRIDGE, "--loop", "1", "--at", String(number));
  assert.not.ok(isBridged(then));
  assert.is.not(then.code, now.code);
  const early = await jitreel("show", BRIDGE, "--loop", "1", "--at", String(number - 1));
  checkRefused(early, `loop 1 is not there at event ${number - 1}: compiled at event ${number}`);
});

test("freed code is shown as it was before, and refused after", async () => {
  const reel = join(RUNS, "release-all/golden.reel");
  const { out } = await jitreel("replay", "--json", "--type", "heap_free", reel);
  const freed = JSON.parse(out.split("\n")[0]!) as { number: number; owner: { number: number } };
  const loop = String(freed.owner.number);
  assert.match((await jitreel("show", reel, "--asm", "--loop", loop)).out, "failure stubs");
  const after = await jitreel("show", reel, "--loop", loop, "--at", String(freed.number));
  checkRefused(after, `freed at event ${freed.number}`);
});

test("lines of imported modules are found in the reel", async () => {
  makeFile(
    folder,
    "helper.py",
    "def work(n):\n    t = 0\n    for i in range(n):\n        t += i\n",
  );
  const program = makeFile(folder, "main.py", "import helper\nhelper.work(3000)\n");
  const reel = join(folder, "main.reel");
  assert.is((await jitreel("record", "-o", reel, program)).code, 0);
  const { source } = await showJson(reel, "--loop", "1");
  assert.ok(source.some(({ line, text }) => line === 4 && text === "        t += i"));
  assert.match((await jitreel("show", reel, "--loop", "1")).out, "helper.py:4 in work  t += i");
});

test("disasm lists the heap, one unit, or the block at an address", async () => {
  const all = await jitreel("disasm", BRIDGE);
  assert.is(all.code, 0);
  assert.not.match(all.out, "(bad)");
  for (const name of ["recovery code 0", "entry of loop 1", "loop 1", "bridge of Guard0x"]) {
    assert.match(all.out, new RegExp(`^${name}`, "m"));
  }
  const unit = await showJson(BRIDGE, "--loop", "1");
  const inside = await jitreel("disasm", BRIDGE, "--address", `0x${unit.asmaddr.toString(16)}`);
  assert.match(inside.out, new RegExp(`^=> 0x${unit.asmaddr.toString(16)} `, "m"));
  const one = await jitreel("disasm", BRIDGE, "--loop", "1");
  assert.not.match(one.out, / {2,}$/m, "what has no note is not padded");
  assert.is(inside.out.replace("=>", "  "), one.out);
  assert.ok(all.out.includes(one.out));
});

test("disasm --hex lists bytes, and shows what is no instruction", async () => {
  const { code, out } = await jitreel("disasm", "--hex", "4889E5 06 0f", "--base", "0x1000");
  assert.is(code, 0);
  assert.equal(
    out.split("\n").map((line) => line.trim().replace(/ {2,}/g, " | ")),
    ["0x1000 | 48 89 e5 | mov | rbp,rsp", "0x1003 | 06 | (bad)", "0x1004 | 0f | (bad)", ""],
  );
});

test("what is not there is refused with what is", async () => {
  for (const argv of [
    ["show", BRIDGE],
    ["disasm", BRIDGE],
    ["export", BRIDGE, "--format", "elf"],
  ]) {
    checkRefused(await jitreel(...argv, "--at", "99999"), "no event 99999; it has events 0 to");
  }
  checkRefused(await jitreel("disasm", BRIDGE, "--address", "16"), "no code at 0x10: ");
  const early = await jitreel("disasm", BRIDGE, "--address", "16", "--at", "0");
  checkRefused(early, "the code heap is empty");
  checkRefused(await jitreel("disasm", BRIDGE, "--loop", "7"), "no loop 7; it has 1");
  checkRefused(await jitreel("show", BRIDGE, "--asm", "--bridge", "99"), "it has bridges 1 to");
  checkRefused(await jitreel("disasm", "--hex", "4z"), "expected pairs of hexadecimal digits");
  checkRefused(await jitreel("disasm"), "give a reel, or bytes with --hex");
  checkRefused(await jitreel("export", BRIDGE, "--format", "zig"), "there are elf, perf");
  checkRefused(await jitreel("export", BRIDGE), "there are elf, perf");
  const nowhere = join(folder, "no/such.elf");
  checkRefused(
    await jitreel("export", BRIDGE, "--format", "elf", "-o", nowhere),
    `${nowhere}: cannot write it`,
  );
});

test("export writes the same to a file and to standard output", async () => {
  const reel = join(folder, "copy.reel");
  copyFileSync(BRIDGE, reel);
  const file = join(folder, "perf.map");
  assert.is((await jitreel("export", reel, "--format", "perf", "-o", file)).code, 0);
  const { out } = await jitreel("export", BRIDGE, "--format", "perf");
  assert.is(readFileSync(file, "utf8"), out);
  const { asmaddr, asmlen } = await showJson(BRIDGE, "--loop", "1");
  const start = `${asmaddr.toString(16)} ${asmlen.toString(16)}`;
  assert.match(out, `\n${start} loop 1 main;program.py:2-4~#20 FOR_ITER\n`);
});

/** The events of a reel, some of them lost, exchanged or with other numbers. */
function damage(events: readonly JitEvent[], choices: readonly number[]): JitEvent[] {
  const damaged = [...events];
  for (const choice of choices) {
    const at = choice % damaged.length;
    const event = damaged[at]!;
    const shift = (choice >> 8) % 40;
    if (choice % 5 === 0) damaged.splice(at, 1);
    else if (choice % 5 === 1) damaged.push(event);
    else if (event.kind === "compile") damaged[at] = shiftCode(event, shift, choice % 3);
    else if ("address" in event) damaged[at] = { ...event, address: event.address + shift };
  }
  return damaged;
}

function shiftCode(event: CompileEvent, shift: number, how: number): CompileEvent {
  if (how === 0) return { ...event, asmaddr: event.asmaddr + shift };
  if (how === 1) return { ...event, asmlen: event.asmlen * shift };
  const operations = event.operations.map((one) => ({ ...one, offset: one.offset * shift - 7 }));
  return { ...event, operations };
}

test("events that make no sense together are shown or refused, never a crash", async () => {
  const reader = new ReelReader(readFileSync(BRIDGE), BRIDGE);
  const events = [...reader.events()].flatMap(({ event }) => event ?? []);
  const law = fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), async (list) => {
    const reel = makeFile(folder, "odd.reel", sampleReel(damage(events, list)));
    const shown = await jitreel("show", reel, "--asm", "--loop", "1");
    assert.ok(shown.code === 0 || shown.code === 2, shown.err);
    const formats = EXPORT_FORMATS.map(({ name }) => ["export", "--format", name]);
    for (const argv of [["disasm"], ...formats]) {
      const { code, err } = await jitreel(...argv, reel);
      assert.is(code, 0, err);
    }
  });
  await fc.assert(law, { seed: 83, numRuns: 60 });
});

test.run();
