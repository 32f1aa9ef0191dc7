/** The syntax and the errors of set_param, as measured on pypy3 7.3.11. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { JitParams, PARAM_TABLE } from "./params.ts";

const BAD_STRINGS = [
  "threshold=abc",
  "threshold",
  "foo=3",
  "",
  "threshold = 5",
  "threshold=5,",
  "threshold=0x10",
  "inlining=True",
  "off,threshold=3",
];

for (const text of BAD_STRINGS) {
  test(`'${text}' is refused with PyPy's ValueError`, () => {
    assert.equal(new JitParams().setString(text), {
      exception: "ValueError",
      message: "error in JIT parameters string",
    });
  });
}

test("blanks around pieces and values are taken", () => {
  const params = new JitParams();
  assert.is(params.setString(" threshold=5 , decay=3"), null);
  assert.is(params.setString("threshold= 7"), null);
  assert.is(params.get("threshold"), 7);
  assert.is(params.get("decay"), 3);
  assert.is(params.setString("threshold=-1"), null);
  assert.is(params.get("threshold"), -1);
});

test("off switches loops and functions off and leaves the rest", () => {
  const params = new JitParams();
  params.setString("trace_eagerness=3");
  assert.is(params.setString("off"), null);
  assert.is(params.get("threshold"), -1);
  assert.is(params.get("function_threshold"), -1);
  assert.is(params.get("trace_eagerness"), 3);
  assert.is(params.setString("default"), null);
  assert.is(params.get("threshold"), 1039);
  assert.is(params.get("trace_eagerness"), 200);
});

test("pieces are applied from left to right until the error", () => {
  const params = new JitParams();
  assert.is(params.setString("threshold=5,foo=1")?.exception, "ValueError");
  assert.is(params.get("threshold"), 5);
});

test("keywords have errors of their own", () => {
  const params = new JitParams();
  assert.is(params.set("foo", 3)?.message, "no JIT parameter 'foo'");
  assert.is(params.set("foo", 3)?.exception, "TypeError");
  assert.is(params.set("threshold", "x")?.message, "expected integer, got str object");
  assert.is(params.set("trace_limit", 16385)?.exception, "SystemError");
  assert.is(params.set("trace_limit", 16384), null);
  assert.is(params.set("enable_opts", "nope")?.exception, "SystemError");
});

test("a negative trace_limit in a string is silently ignored", () => {
  const params = new JitParams();
  assert.is(params.setString("trace_limit=-3"), null);
  assert.is(params.get("trace_limit"), 6000);
});

test("a trace_limit that is too large is an error in a string; other parameters have no limit", () => {
  const params = new JitParams();
  assert.is(params.setString("trace_limit=16385")?.exception, "SystemError");
  assert.is(params.setString("trace_limit=16384,threshold=16385"), null);
  assert.is(params.get("trace_limit"), 16384);
  assert.is(params.get("threshold"), 16385);
});

test("decay is clamped to 0 … 1000", () => {
  const params = new JitParams();
  params.set("decay", 5000);
  assert.is(params.get("decay"), 1000);
  params.set("decay", -5);
  assert.is(params.get("decay"), 0);
});

test("enable_opts needs rewrite, where PyPy would end the process", () => {
  const params = new JitParams();
  assert.is(params.set("enable_opts", "heap:unroll")?.exception, "SystemError");
  assert.is(params.set("enable_opts", "rewrite:heap"), null);
  assert.equal(params.enableOpts, ["rewrite", "heap"]);
});

test("there are PyPy's 17 parameters", () => {
  assert.is(Object.keys(PARAM_TABLE).length, 17);
});

test.run();
