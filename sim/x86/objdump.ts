/**
 * For tests only: what the independent disassembler says about a piece of code. A tool that is
 * missing makes its tests skip, with a line that says so; under CI it is a failure.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One instruction as objdump sees it, its comment removed. */
export interface ObjdumpLine {
  readonly address: number;
  readonly length: number;
  readonly text: string;
}

/** Whether a tool can be run. */
export function isInstalled(name: string): boolean {
  return spawnSync(name, ["--version"]).status === 0;
}

/** The same for tests: says that it is missing; throws under CI then. */
export function hasTool(name: string): boolean {
  if (isInstalled(name)) return true;
  if (process.env.CI !== undefined) throw new Error(`${name} is needed under CI`);
  console.log(`skipped: ${name} is missing`);
  return false;
}

const LINE = /^\s*([0-9a-f]+):\t((?:[0-9a-f]{2} )+)\s*\t(.*)$/;

/** Disassembles raw code that stands at `address`. */
export function runObjdump(code: Uint8Array, address: number): ObjdumpLine[] {
  const folder = mkdtempSync(join(tmpdir(), "objdump-"));
  try {
    const file = join(folder, "code.bin");
    writeFileSync(file, code);
    const options = ["-D", "-b", "binary", "-m", "i386:x86-64", "-M", "intel", "-w"];
    const where = ["--insn-width=16", `--adjust-vma=0x${address.toString(16)}`];
    const run = spawnSync("objdump", [...options, ...where, file], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (run.status !== 0) throw new Error(`objdump: ${run.stderr}`);
    return run.stdout.split("\n").flatMap(parseLine);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parseLine(line: string): ObjdumpLine[] {
  const match = LINE.exec(line);
  if (match === null) return [];
  const [, address = "", bytes = "", text = ""] = match;
  const length = bytes.trim().split(" ").length;
  const bare = text.replace(/\s*#.*$/, "").trimEnd();
  return [{ address: Number.parseInt(address, 16), length, text: bare }];
}
