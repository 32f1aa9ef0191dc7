/**
 * Which instructions an operation becomes, as text: the operations of a loop, and below each,
 * further in, its code. Addresses are called by what stands there.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { disassemble } from "../../x86/print.ts";
import { TestProgram } from "./test-units.ts";

const DECLARATIONS = `
  class Node value:i next:r weight:f
  class Leaf(Node) more:i
  array Items r
  array Numbers i
  array Floats f
  object nodeA Node
  call f ir>i
`;

const FILE = fileURLToPath(new URL("selection.txt", import.meta.url));

/** The sections of the file: a title, then operations with their code. */
function readSections(): { title: string; lines: string[] }[] {
  const sections = readFileSync(FILE, "utf8").trimEnd().split(/^# /m).slice(1);
  return sections.map((section) => {
    const [title, ...lines] = section.trimEnd().split("\n");
    return { title: title!, lines };
  });
}

function isOperation(line: string): boolean {
  return line !== "" && !line.startsWith(" ");
}

/** The operations again, each with the code that it has; what aligns the end is left out. */
function select(operations: readonly string[]): string[] {
  const program = new TestProgram(DECLARATIONS);
  // The first address of a class is one whose lower half is 0 here.
  program.bench.addresses.addressOf("class", program);
  const code = program.loop(1, operations.join("\n"));
  assert.ok(code !== null, "code memory is not exhausted");
  const { asmaddr, asmlen, opOffsets } = code!;
  const listing = disassemble(program.bench.space.fetchBytes(asmaddr, asmlen), asmaddr);
  return operations.flatMap((operation, k) => {
    if (k === 0) return [operation];
    const [start, end] = [opOffsets[k - 1]!, opOffsets[k] ?? asmlen];
    const own = listing.filter(({ address, text }) => {
      return address >= asmaddr + start && address < asmaddr + end && !text.startsWith("nop");
    });
    return [operation, ...own.map(({ text }) => `    ${nameAddresses(text)}`)];
  });
}

function nameAddresses(text: string): string {
  return text
    .replace(/^(j\w+ +)0x[0-9a-f]+$/, "$1there")
    .replace(/\[rip[+-]0x[0-9a-f]+\]/, "[constant]")
    .replace(/0x[0-9a-f]{10,}/, "address")
    .replace(/^(cmp +DWORD PTR .*),0x[0-9a-f]+$/, "$1,class")
    .replace(/ +/, " ");
}

const sections = readSections();

if (process.env.BLESS !== undefined) {
  const texts = sections.map(({ title, lines }) => {
    return `# ${title}\n${select(lines.filter(isOperation)).join("\n")}\n`;
  });
  writeFileSync(FILE, texts.join("\n"));
}

for (const { title, lines } of readSections()) {
  test(title, () => {
    const selected = select(lines.filter(isOperation));
    assert.equal(
      selected,
      lines.filter((line) => line !== ""),
    );
  });
}

test.run();
