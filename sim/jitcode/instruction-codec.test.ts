/**
 * The codecs of the build product: what is encoded comes back.
 */

import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toFloat } from "../base/float.ts";
import { intFromBigint } from "../base/int.ts";
import type { ConstantValue } from "./constant-text.ts";
import { parseConstant, printConstant } from "./constant-text.ts";
import type { InstrRow } from "./instruction-codec.ts";
import { decodeInstructions, encodeInstructions } from "./instruction-codec.ts";
import type { JitOp } from "./instructions.ts";
import { JIT_OPS } from "./instructions.ts";

const optional = fc.integer({ min: -1, max: 5000 });
const small = fc.integer({ min: -100, max: 100 });

const instruction: fc.Arbitrary<InstrRow> = fc.record(
  {
    op: fc.constantFrom(...(Object.keys(JIT_OPS) as JitOp[])),
    dst: optional,
    line: fc.nat(5000),
    live: fc.nat(50),
    liveAfter: fc.nat(50),
    args: fc.array(small, { maxLength: 6 }),
    opname: optional,
    target: optional,
    handler: optional,
    table: fc.option(fc.array(fc.tuple(small, fc.nat(999)), { maxLength: 5 })),
    field: optional,
    mutateField: optional,
    array: optional,
    layout: optional,
    fn: optional,
    call: optional,
    fallback: optional,
    jitcode: optional,
    method: optional,
  },
  { noNullPrototype: true },
);

test("instructions survive encoding and decoding", () => {
  const property = fc.property(fc.array(instruction, { maxLength: 20 }), (rows) => {
    assert.equal(decodeInstructions(encodeInstructions(rows)), rows);
  });
  fc.assert(property, { seed: 7, numRuns: 300 });
});

test("code that ends inside an instruction is a bug that is noticed", () => {
  assert.throws(() => decodeInstructions("1 0 2"), /ends inside an instruction/);
});

const constant: fc.Arbitrary<ConstantValue> = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value): ConstantValue => {
    return { kind: "i", value: intFromBigint(value) };
  }),
  fc.double().map((value): ConstantValue => ({ kind: "f", value: toFloat(value) })),
  fc.string({ unit: "grapheme" }).map((value): ConstantValue => ({ kind: "s", value })),
  fc.boolean().map((value): ConstantValue => ({ kind: "b", value })),
  fc.constant<ConstantValue>({ kind: "n" }),
  fc
    .tuple(fc.nat(99), fc.constantFrom("A.prototype.f", "x"))
    .map(([module, name]): ConstantValue => {
      return { kind: "x", typeKind: "r", symbol: [module, name] };
    }),
);

test("constants survive printing and parsing, -0 and NaN too", () => {
  const property = fc.property(constant, (value) => {
    assert.equal(parseConstant(printConstant(value)), value);
  });
  fc.assert(property, { seed: 7, numRuns: 500 });
  const minusZero = parseConstant(printConstant({ kind: "f", value: toFloat(-0) }));
  assert.ok(minusZero.kind === "f" && Object.is(minusZero.value, -0));
});

test.run();
