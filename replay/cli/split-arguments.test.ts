/**
 * Which arguments are jitreel's and which the program's.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { COMMANDS } from "./commands.ts";
import { asksForParameters, splitArguments } from "./split-arguments.ts";

function split(line: string): string {
  return splitArguments(line === "" ? [] : line.split(" "), COMMANDS).join(" ");
}

test("options before and directly after PROG are jitreel's, the rest is the program's", () => {
  assert.is(split("run p.py"), "run -- p.py");
  assert.is(split("run --seed 3 p.py a --seed 4"), "run --seed 3 -- p.py a --seed 4");
  assert.is(split("run p.py --jit off --stats a --json"), "run --jit off --stats -- p.py a --json");
  assert.is(split("record p.py -o s.reel x -o y"), "record -o s.reel -- p.py x -o y");
  assert.is(split("record p.py --output=s.reel"), "record --output=s.reel -- p.py");
});

test("an option that jitreel does not know there belongs to the program", () => {
  assert.is(split("run p.py --zigzag --stats"), "run -- p.py --zigzag --stats");
  assert.is(split("run p.py --help"), "run -- p.py --help");
  assert.is(split("run p.py -o x"), "run -- p.py -o x");
});

test("-- ends the options of jitreel", () => {
  assert.is(split("run p.py -- --stats"), "run -- p.py --stats");
  assert.is(split("run p.py --seed 1 -- -- a"), "run --seed 1 -- p.py -- a");
  assert.is(split("run -- -p.py --stats"), "run -- -p.py --stats");
});

test("options before the command belong to it", () => {
  assert.is(split("--seed 3 --json run p.py"), "run --seed 3 --json -- p.py");
  assert.is(split("--json info s.reel"), "info --json s.reel");
});

test("what is no command with a program is left as it is", () => {
  assert.is(split(""), "");
  assert.is(split("--help"), "--help");
  assert.is(split("run --zigzag p.py"), "run --zigzag p.py");
  assert.is(split("run --help"), "run --help");
  assert.is(split("run p.py --seed"), "run p.py --seed");
  assert.is(split("run --seed"), "run --seed");
  assert.is(split("replay s.reel --from 1"), "replay s.reel --from 1");
  assert.is(split("zigzag --seed 1"), "zigzag --seed 1");
});

test("only jitreel's own --jit help asks for the table", () => {
  const asks = (line: string): boolean =>
    asksForParameters(splitArguments(line.split(" "), COMMANDS));
  assert.ok(asks("--jit help"));
  assert.ok(asks("run --jit help"));
  assert.ok(asks("run p.py --jit=help"));
  assert.not.ok(asks("run p.py a --jit help"));
  assert.not.ok(asks("run --jit off help"));
});

test.run();
