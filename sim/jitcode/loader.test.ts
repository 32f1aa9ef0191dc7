/**
 * Linking a small product written by hand.
 */

import { test } from "uvu";
import * as assert from "uvu/assert";
import type { HostClass } from "../trace/descr.ts";
import { printDescr } from "../trace/print-descr.ts";
import { encodeInstructions } from "./instruction-codec.ts";
import type { AnyFunction, DriverProgram } from "./jitcode.ts";
import { linkProduct } from "./loader.ts";
import { printJitCode } from "./print.ts";
import type { Product } from "./product.ts";
import { checkJitCode } from "./verify.ts";

class Base {
  a = 0;
}
class Derived extends Base {
  flag = true;
}
class Ticker {
  value = 0;
}
const THE_OBJECT = new Derived();
const EXPORTS: Readonly<Record<string, unknown>> = {
  Base,
  Derived,
  Ticker,
  THE_OBJECT,
  run: (object: Base) => object.a,
  slow: (flag: boolean) => flag,
};

const EMPTY = {
  line: 1,
  opname: -1,
  target: -1,
  handler: -1,
  table: null,
  field: -1,
  mutateField: -1,
  array: -1,
  layout: -1,
  fn: -1,
  call: -1,
  fallback: -1,
  jitcode: -1,
  method: -1,
};

const CODE = encodeInstructions([
  { ...EMPTY, op: "getfield", dst: 1, args: [0], field: 1, live: 0, liveAfter: 0 },
  { ...EMPTY, op: "residual_call", dst: 1, args: [1], fn: 1, call: 1, live: 1, liveAfter: 0 },
  { ...EMPTY, op: "goto_if_not", opname: 0, target: 4, dst: -1, args: [1], live: 1, liveAfter: 0 },
  { ...EMPTY, op: "return", dst: -1, args: [0], live: 0, liveAfter: 2 },
  { ...EMPTY, op: "return", dst: -1, args: [~0], live: 2, liveAfter: 2 },
]);

const PRODUCT: Product = {
  format: 3,
  guest: "small",
  hash: "",
  sources: [],
  drivers: [
    {
      name: "small",
      greenKinds: ["b"],
      redKinds: ["r"],
      vableRedIndex: 0,
      vable: { layout: 1, fields: ["flag", "a"], arrayField: null, array: -1 },
      portal: 0,
    },
  ],
  modules: ["m"],
  names: ["int_is_true"],
  layouts: [
    {
      name: "Base",
      qualifiedName: "m.Base",
      parent: -1,
      isRaw: false,
      symbol: [0, "Base"],
      fields: [["a", "i", "p"]],
      paramCount: 0,
      inits: [["a", "l", "i0"]],
    },
    {
      name: "Derived",
      qualifiedName: "m.Derived",
      parent: 0,
      isRaw: false,
      symbol: [0, "Derived"],
      fields: [["flag", "b", ""]],
      paramCount: 1,
      inits: [
        ["a", "p", 0],
        ["flag", "l", "b1"],
      ],
    },
    {
      name: "ticker_struct",
      qualifiedName: "ticker_struct",
      parent: -1,
      isRaw: true,
      symbol: [0, "Ticker"],
      fields: [["value", "i", ""]],
      paramCount: -1,
      inits: [],
    },
  ],
  arrays: [["b[]", "b", false]],
  calls: [
    { args: "r", result: "r", extraEffect: 5, oopspec: null, writes: null },
    { args: "b", result: "b", extraEffect: 4, oopspec: "int.py_div", writes: [] },
  ],
  functions: [
    { name: "run", convention: "function", symbol: [0, "run"], call: 0, jitcode: 0 },
    { name: "slow", convention: "function", symbol: [0, "slow"], call: 1, jitcode: -1 },
  ],
  jitcodes: [
    {
      name: "run",
      file: "m.ts",
      result: "r",
      paramCount: 1,
      registerKinds: "ri",
      constants: ["xr0:THE_OBJECT"],
      liveSets: ["0", "0 1", ""],
      code: CODE,
    },
  ],
};

const program = linkProduct(PRODUCT, (_module, path) => EXPORTS[path]);

test("layouts place inherited fields first, raw structs have no header", () => {
  const [base, derived, ticker] = program.layouts;
  assert.equal(
    [base, derived, ticker].map((layout) => layout?.fields.map((field) => printDescr(field))),
    [
      ["<FieldS m.Base.inst_a 8 pure>"],
      ["<FieldS m.Base.inst_a 8 pure>", "<FieldU m.Derived.inst_flag 16>"],
      ["<FieldS ticker_struct.value 0>"],
    ],
  );
  assert.is(program.lookupLayout(Derived as HostClass), derived);
  assert.is(program.lookupLayout(Map), undefined);
  assert.equal(
    [...(derived?.inits ?? [])],
    [
      ["a", { from: "param", index: 0 }],
      ["flag", { from: "literal", value: true }],
    ],
  );
});

const [driver] = program.drivers as [DriverProgram];

test("functions are found by the host's own function objects", () => {
  assert.is(program.lookupFunction(EXPORTS.run as AnyFunction), driver.portal);
  const slow = program.lookupFunction(EXPORTS.slow as AnyFunction);
  assert.ok(slow !== undefined && "descr" in slow);
  assert.is(printDescr(slow.descr), "<Calli 1 i EF=4 OS=12>");
  assert.is(
    program.lookupFunction(() => 0),
    undefined,
  );
});

test("the portal's kinds and its virtualizable", () => {
  assert.equal(driver.greenKinds, ["i"]);
  assert.equal(driver.greenIsBool, [true]);
  assert.equal(
    driver.vable?.fields.map((field) => field.name),
    ["flag", "a"],
  );
});

test("code is decoded when it is used, and well-formed", () => {
  assert.is(
    printJitCode(driver.portal, { live: true, nameOf: () => "THE_OBJECT" }),
    [
      "run(r0) -> r",
      "   0  i1 = getfield r0 .flag  [r0] [r0]",
      "   1  i1 = residual_call slow i1  [r0 i1] [r0]",
      "   2  goto_if_not int_is_true i1 -> 4  [r0 i1] [r0]",
      "   3  return r0  [r0] []",
      "   4  return $THE_OBJECT  [] []",
    ].join("\n"),
  );
  checkJitCode(driver.portal);
});

test("jitcode that is wrong is noticed", () => {
  const wrong = (change: (code: string) => string): void => {
    const [row] = PRODUCT.jitcodes;
    const jitcodes = row === undefined ? [] : [{ ...row, code: change(row.code) }];
    const linked = linkProduct({ ...PRODUCT, jitcodes }, (_m, path) => EXPORTS[path]);
    for (const jitcode of linked.jitcodes) checkJitCode(jitcode);
  };
  assert.not.throws(() => wrong((code) => code));
  const moreLive = encodeInstructions([
    { ...EMPTY, op: "return", dst: -1, args: [0], live: 1, liveAfter: 2 },
  ]);
  assert.throws(() => wrong(() => moreLive), "run:0: live before");
  const noEnd = encodeInstructions([
    { ...EMPTY, op: "goto", target: 7, dst: -1, args: [], live: 2, liveAfter: 2 },
  ]);
  assert.throws(() => wrong(() => noEnd), "missing successor");
});

test.run();
