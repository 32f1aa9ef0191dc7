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

function runText(text: string): GuestOutcome & { output: string } {
  let output = "";
  const host: GuestHost = {
    write: (_stream, bytes) => {
      output += new TextDecoder().decode(bytes);
    },
    readLine: () => null,
    readModule: () => null,
    nowNanoseconds: () => 0n,
    randomWord: () => 0n,
  };
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

test("wrong programs are refused with their line", () => {
  assert.is(messageOf(""), "t.tiny: a program without a function");
  assert.is(messageOf("push 1"), "t.tiny:1: an instruction before the first `def`");
  assert.is(messageOf("def f 0 0\nfly\n"), "t.tiny:2: unknown instruction fly");
  assert.is(messageOf("def f 0 0\njump x\n"), "t.tiny:2: no label x");
  assert.is(messageOf("def f 0 0\nadd\nreturn"), "t.tiny:2: the stack is empty here");
  assert.is(messageOf("def f 0 0\npush x\nreturn"), "t.tiny:2: a number is expected");
  assert.is(messageOf("def f 0 1\nload 1\nreturn"), "t.tiny:2: no local 1");
  assert.is(messageOf("def f 0 0\npush 1"), "t.tiny:1: a function without an end");
  const uneven = "def f 0 0\nagain:\npush 1\njump again";
  assert.is(messageOf(uneven), "t.tiny:3: the stack is 0 or 1 deep here");
});

test.run();
