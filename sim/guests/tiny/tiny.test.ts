/**
 * Tiny, interpreted: programs print what they should, and wrong ones say where.
 */

import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { VirtualClock } from "../../base/clock.ts";
import { UserError } from "../../base/errors.ts";
import type { GuestHost, GuestOutcome } from "../../hints/guest.ts";
import { loadTiny } from "./guest.ts";
import { parseTiny } from "./program.ts";

const HOST: GuestHost = {
  write: () => {},
  readLine: () => null,
  readModule: () => null,
  readFile: () => null,
  readFolder: () => null,
  nowNanoseconds: () => 0n,
  randomWord: () => 0n,
};

function runText(text: string): GuestOutcome & { output: string } {
  let output = "";
  const write: GuestHost["write"] = (_stream, bytes) => {
    output += new TextDecoder().decode(bytes);
  };
  const host: GuestHost = { ...HOST, write };
  return { ...loadTiny(text, "t.tiny", host, new VirtualClock()).run(), output };
}

function runFixture(name: string): GuestOutcome & { output: string } {
  const url = new URL(`../../../fixtures/programs/tiny/${name}.tiny`, import.meta.url);
  return runText(readFileSync(url, "utf8"));
}

function messageOf(text: string): string {
  try {
    runText(text);
  } catch (error) {
    if (error instanceof UserError) return error.print();
    throw error;
  }
  return "no error";
}

test("sum adds up the numbers below five thousand", () => {
  assert.is(runFixture("sum").output, `${(4999 * 5000) / 2}\n`);
});

test("collatz finds 97 with its 118 steps", () => {
  assert.equal(runFixture("collatz"), { status: 0, exception: "", output: "97\n118\n" });
});

test("factorial goes up to 20!, the last one in 64 bits", () => {
  const { status, exception, output } = runFixture("factorial");
  assert.is(status, 1);
  assert.is(exception, "TinyOverflow");
  assert.equal(output.trim().split("\n").at(-1), "2432902008176640000");
});

test("gcd finds the greatest common divisor", () => {
  const program = "def f 0 0 4\npush 1071\npush 462\ngcd\nprint\npush 0\nreturn";
  assert.equal(runText(program), { status: 0, exception: "", output: "21\n" });
});

test("wrong programs are refused with their line", () => {
  assert.is(messageOf(""), "t.tiny: a program without a function");
  assert.is(messageOf("push 1"), "t.tiny:1: no `def`");
  assert.is(messageOf("def f 0"), "t.tiny:1: not a `def`");
  assert.is(messageOf("def f 0 0 1\nfly\nreturn"), "t.tiny:2: unknown instruction fly");
  assert.is(messageOf("def f 0 0 1\njump x\n"), "t.tiny:2: jump cannot mean x");
  assert.is(messageOf("def f 0 0 1\npush x\nreturn"), "t.tiny:2: push cannot mean x");
  assert.is(messageOf("def f 0 1 1\nload 1\nreturn"), "t.tiny:2: load cannot mean 1");
  assert.is(messageOf("def f 0 0 1\ncall g\nreturn"), "t.tiny:2: call cannot mean g");
  assert.is(messageOf("def f 0 0 1\npush 1"), "t.tiny:1: it has no end");
});

test("a stack that is too full or too empty ends the program", () => {
  assert.is(runText("def f 0 0 1\npush 1\npush 2\nreturn").exception, "TinyStackError");
  assert.is(runText("def f 0 0 1\nadd\nreturn").exception, "TinyStackError");
});

test("green keys name function, line and instruction", () => {
  const guest = loadTiny("def f 0 0 1\npush 1\nreturn", "t.tiny", HOST, new VirtualClock());
  const [code] = parseTiny("def f 0 0 1\npush 1\nreturn", "t.tiny");
  assert.is(guest.describeGreenKey("tiny", [1, code]).text, "f;t.tiny:1~#1 return");
  assert.is.not(guest.hashGreenKey("tiny", [0, code]), guest.hashGreenKey("tiny", [1, code]));
});

test.run();
