/**
 * Tests of the instruction table through encoder, decoder and printer: a sweep of every form, the
 * same sweep and random bytes against objdump, and the choice of the shortest form.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { Prng } from "../base/prng.ts";
import { roundTripProblem } from "../../properties/laws/parts/instruction-law.ts";
import { decode } from "./decode.ts";
import { encode, encodeForm } from "./encode.ts";
import { sweepTable } from "./instruction-sweep.ts";
import { listForms } from "./instruction-table.ts";
import { hasTool, runObjdump } from "./objdump.ts";
import { imm, mem, R12, R13, RAX, RBP, RCX, RSP, reg8, reg32, rel, xmm } from "./operand.ts";
import { disassemble, printInstruction, printListing } from "./print.ts";

const ADDRESS = 0x7f32_0000_0000;

function concatenate(parts: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flat());
}

test("what is encoded decodes to the same operands in a form of the same mnemonic", () => {
  const cases = sweepTable();
  assert.ok(cases.length > 190_000, `${cases.length} cases`);
  assert.is(new Set(cases.map(({ form }) => form)).size, listForms().length);
  for (const one of cases) assert.is(roundTripProblem(one), null);
});

test("the sweep reads in objdump as we print it: mnemonic, operands, length", () => {
  if (!hasTool("objdump")) return;
  const cases = sweepTable();
  compareWithObjdump(concatenate(cases.map((c) => encodeForm(c.form, c.operands).bytes)));
  console.log(`${listForms().length} forms, ${cases.length} instructions agree with objdump`);
});

test("random bytes that we decode are the same instruction to objdump", () => {
  if (!hasTool("objdump")) return;
  const prng = new Prng(1);
  const found: number[][] = [];
  for (let i = 0; i < 200_000 && found.length < 10_000; i++) {
    const start = i % 2 === 0 ? [] : [[0x66, 0xf2, 0xf3, 0x48, 0x49, 0x0f][prng.nextBelow(6)]!];
    const bytes = [...start, ...Array.from({ length: 14 }, () => prng.nextBelow(256))];
    const instruction = decode(Uint8Array.from(bytes));
    if (instruction !== undefined) found.push(bytes.slice(0, instruction.length));
  }
  assert.ok(found.length > 3000, `${found.length} instructions`);
  compareWithObjdump(concatenate(found));
});

function compareWithObjdump(code: Uint8Array): void {
  const ours = disassemble(code, ADDRESS);
  const theirs = runObjdump(code, ADDRESS);
  for (const [i, line] of ours.entries()) {
    const length = line.bytes.length;
    assert.equal({ address: line.address, length, text: line.text }, theirs[i]);
  }
  assert.is(ours.length, theirs.length);
}

test("the shortest form is chosen", () => {
  const length = (...args: Parameters<typeof encode>) => encode(...args).bytes.length;
  assert.is(length("add", [RAX, imm(127)]), 4);
  assert.is(length("add", [RAX, imm(128)]), 7);
  assert.is(length("mov", [reg32(0), imm(5)]), 5);
  assert.is(length("mov", [RAX, imm(-5)]), 7);
  assert.is(length("jmp", [rel(-128)]), 2);
  assert.is(length("jmp", [rel(128)]), 5);
  assert.is(length("shl", [RAX, imm(1)]), 3);
  assert.is(length("mov", [RAX, mem(8, RCX)]), 3);
  assert.is(length("mov", [RAX, mem(8, RBP)]), 4);
  assert.is(length("mov", [RAX, mem(8, R13)]), 4);
  assert.is(length("mov", [RAX, mem(8, RSP)]), 4);
  assert.is(length("mov", [RAX, mem(8, R12, 128)]), 8);
});

test("operands that no form takes are refused", () => {
  assert.throws(() => encode("mov", [RAX, imm(2n ** 40n)]), /no form of mov takes reg64, imm/);
  assert.throws(() => encode("addsd", [xmm(0), RAX]), /no form of addsd takes xmm, reg64/);
  assert.throws(() => encode("add", [RAX, reg32(1)]), /no form/);
  assert.throws(() => encode("jmp", [rel(2 ** 31)]), /no form/);
});

test("what the encoder does not make is no instruction", () => {
  const decodes = (...bytes: number[]) => decode(Uint8Array.from(bytes)) !== undefined;
  assert.ok(decodes(0x88, 0xc1));
  assert.not(decodes(0x88, 0xe1), "mov cl, ah");
  assert.not(decodes(0x40, 0x90), "a superfluous REX prefix");
  assert.not(decodes(0x66, 0xf2, 0x0f, 0x10, 0xc1), "two prefixes");
  assert.not(decodes(0x06), "an opcode that is not there");
  assert.not(decodes(0x48, 0x01), "an instruction that is cut off");
  assert.not(decodes(0x48, 0x8b, 0x04), "a missing SIB byte");
  assert.not(decodes(), "nothing");
});

test("the low byte of high registers needs a prefix and has a name", () => {
  const { bytes } = encode("setl", [reg8(4)]);
  assert.equal(bytes, [0x40, 0x0f, 0x9c, 0xc4]);
  assert.is(printInstruction(decode(Uint8Array.from(bytes))!, 0), "setl   spl");
});

test("a listing has address, bytes and text", () => {
  const bytes = concatenate([encode("mov", [RAX, imm(-5)]).bytes, encode("ret", []).bytes]);
  assert.is(
    printListing(disassemble(bytes, 0x1000)),
    "1000: 48 c7 c0 fb ff ff ff           mov    rax,0xfffffffffffffffb\n" +
      "1007: c3                             ret\n",
  );
});

test("every form says what it does with its operands, and flags are letters of oszapc", () => {
  for (const { mnemonic, operands, flags, implicit } of listForms()) {
    for (const spec of operands) {
      const isPlace = ["r", "rm", "x", "xm"].includes(spec.kind);
      if (isPlace && mnemonic !== "nop") assert.ok(spec.isRead || spec.isWritten, mnemonic);
    }
    for (const letters of Object.values(flags)) assert.match(letters, /^[oszapc]*$/);
    for (const register of implicit) assert.ok(register.isRead || register.isWritten);
  }
  const flagsOf = (name: string) => listForms().find((form) => form.mnemonic === name)!.flags;
  assert.equal(flagsOf("jle"), { written: "", undefinedAfter: "", read: "zso" });
  assert.equal(flagsOf("adc"), { written: "oszapc", undefinedAfter: "", read: "c" });
  assert.equal(flagsOf("imul"), { written: "oc", undefinedAfter: "szap", read: "" });
});

test.run();
