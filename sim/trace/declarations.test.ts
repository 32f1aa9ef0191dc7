import { test } from "uvu";
import * as assert from "uvu/assert";
import { UserError } from "../base/errors.ts";
import { parseDeclarations } from "./declarations.ts";
import type { ArrayDescr, CallDescr, Descr, FieldDescr } from "./descr.ts";
import { execute } from "./execute.ts";
import { readField, writeField, writeItem } from "./heap-access.ts";
import type { LowString } from "./low-string.ts";
import { OOPSPECS, oopspecIndex, lookupOopspec } from "./oopspecs.ts";
import { parseTrace } from "./parse.ts";
import { printDescr } from "./print-descr.ts";
import { printTrace } from "./print.ts";
import type { TraceContext } from "./trace-context.ts";

const TEXT = `
  class Node value:i next:r tag:u1 short:i2 version:i:quasi fixed:i:pure
  class Leaf(Node) extra:f
  struct Pair a:i b:r
  raw complex real:f imag:f
  array Ints i
  array Same i pure
  array Bytes u1
  array Words i4 alias=words
  array Complexes of complex
  array Memory u2 raw
  call plain i>i EF=7
  call quiet i>i writes= reads=Node.value,Ints
  call wide r>r writes=Complexes.real invalidates=yes EF=6
  call pure ii>i EF=0 OS=INT_UDIV writes=Node.value
  call copy rr>v EF=2 OS=OS_ARRAYCOPY reads=Ints writes=Ints
  string hello "say \\"hi\\""
  unicode word "a\\u0416"
  int big 0x7fffffff
  object one Node value=big next=one tag=300 version=7
  object pair Pair a=-3 b=hello
  items tens Ints 10 20 2*30
  function helper
  token compiled
  alias valuedescr Node.value
  alias node_vtable Node
  alias nullptr null
  quasi versiondescr Node.version one
`;

const declared = () => parseDeclarations(TEXT);

function get<D extends Descr>(context: TraceContext, name: string): D {
  const descr = context.lookupDescr(name);
  assert.ok(descr, name);
  return descr as D;
}

test("descrs print as PyPy prints those of the same shape", () => {
  const context = declared();
  const printed = (name: string) => printDescr(get(context, name));
  assert.is(printed("Node.tag"), "<FieldU Node.inst_tag 24>");
  assert.is(printed("Node.short"), "<FieldS Node.inst_short 26>");
  assert.is(printed("Node.fixed"), "<FieldS Node.inst_fixed 40 pure>");
  assert.is(printed("Leaf.extra"), "<FieldF Leaf.inst_extra 48>");
  assert.is(printed("Leaf"), "<SizeDescr 56>");
  assert.is(printed("Pair.b"), "<FieldP Pair.b 16>");
  assert.is(printed("Pair"), "<SizeDescr 24>");
  assert.is(printed("Bytes"), "<ArrayU 1>");
  assert.is(printed("Words"), "<ArrayS 4>");
  assert.is(printed("Complexes"), "<ArrayX 16>");
  assert.is(printed("Complexes.imag"), "<InteriorFieldDescr <FieldF complex.imag 8>>");
  assert.is(printed("pure"), "<Calli 8 ii EF=0 OS=13>");
  assert.is(printed("copy"), "<Callv 0 rr EF=2 OS=1>");
});

test("small integers have a range, and wrap when they are stored", () => {
  const context = declared();
  const tag = get<FieldDescr>(context, "Node.tag");
  const short = get<FieldDescr>(context, "Node.short");
  assert.equal(tag.range, { min: 0, max: 255 });
  assert.equal(short.range, { min: -32768, max: 32767 });
  assert.is(get<FieldDescr>(context, "Node.value").range, null);
  const one = context.objects.get("one") as object;
  assert.is(readField(tag, one), 300 - 256);
  writeField(short, one, 40000);
  assert.is(readField(short, one), 40000 - 65536);
  writeField(short, one, (1n << 62n) + 5n);
  assert.is(readField(short, one), 5);
  const items: unknown[] = [0];
  writeItem(get<ArrayDescr>(context, "Bytes"), items, 0, -1);
  assert.equal(items, [255]);
});

test("arrays are told apart unless they share an alias", () => {
  const context = declared();
  assert.is.not(
    get<ArrayDescr>(context, "Ints").aliasKey,
    get<ArrayDescr>(context, "Same").aliasKey,
  );
  assert.is(get<ArrayDescr>(context, "Words").aliasKey, "words");
});

test("an array of structs holds structs of its own, reached by interior fields", () => {
  const context = declared();
  const array = execute("new_array_clear", get(context, "Complexes"), [2]);
  execute("setinteriorfield_gc", get(context, "Complexes.imag"), [array, 1, 2.5]);
  assert.is(execute("getinteriorfield_gc_f", get(context, "Complexes.imag"), [array, 1]), 2.5);
  assert.is(execute("getinteriorfield_gc_f", get(context, "Complexes.imag"), [array, 0]), 0);
  assert.is(execute("arraylen_gc", get(context, "Complexes"), [array]), 2);
});

test("a struct without a class word is made by new", () => {
  const context = declared();
  const pair = execute("new", get(context, "Pair"), []);
  execute("setfield_gc", get(context, "Pair.a"), [pair, 5]);
  assert.is(execute("getfield_gc_i", get(context, "Pair.a"), [pair]), 5);
  assert.is(context.classes.get("Pair")?.hasVtable, false);
});

test("calls say what they read, write, force and invalidate", () => {
  const context = declared();
  const plain = get<CallDescr>(context, "plain");
  assert.is(plain.effect.writes, null);
  assert.is(plain.effect.reads, null);
  assert.ok(plain.canInvalidate && plain.forcesVirtuals);
  const quiet = get<CallDescr>(context, "quiet");
  assert.equal(quiet.effect.writes, []);
  assert.equal(quiet.effect.reads, [get(context, "Node.value"), get(context, "Ints")]);
  assert.not(quiet.canInvalidate);
  const wide = get<CallDescr>(context, "wide");
  assert.equal(wide.effect.writes, [get(context, "Complexes.real")]);
  assert.ok(wide.canInvalidate);
  assert.equal(get<CallDescr>(context, "pure").effect.writes, []);
  assert.is(context.callForOopspec("int.udiv")?.descr, get(context, "pure"));
  assert.is(context.callForOopspec("int.udiv")?.fn.name, "pure");
  assert.is(context.callForOopspec("str.concat"), null);
});

test("special meanings go by name, number and PyPy's constant", () => {
  assert.is(new Set(OOPSPECS.map(oopspecIndex)).size, OOPSPECS.length);
  assert.is(lookupOopspec("str.concat"), "str.concat");
  assert.is(lookupOopspec("22"), "str.concat");
  assert.is(lookupOopspec("OS_UNI_CONCAT"), "unicode.concat");
  assert.is(lookupOopspec("UNIEQ_LENGTHOK"), "unieq.lengthok");
  assert.is(lookupOopspec("toString"), undefined);
});

test("constants have contents", () => {
  const context = declared();
  const one = context.objects.get("one") as object;
  assert.is(readField(get(context, "Node.value"), one), 0x7fffffff);
  assert.is(readField(get(context, "Node.next"), one), one);
  assert.equal(context.objects.get("tens"), [10, 20, 30, 30]);
  assert.is((context.objects.get("hello") as LowString).text, 'say "hi"');
  assert.is((context.objects.get("word") as LowString).text, "aЖ");
  const descr = get(context, "versiondescr");
  assert.is(descr.descrKind === "quasiimmut" && descr.value, 7);
});

test("constants in a trace keep their names", () => {
  const context = declared();
  const text = [
    "[p0]",
    "guard_class(p0, ConstClass(node_vtable)) []",
    "guard_value(p0, ConstPtr(tens)) []",
    "i3 = getfield_gc_i(p0, descr=valuedescr)",
    "i5 = int_add(i3, 2147483647)",
    'call_n(ConstClass(helper), ConstPtr(hello), u"\\u0416,", ConstPtr(null), descr=copy)',
    "",
  ].join("\n");
  const input = text
    .replace("2147483647", "ConstInt(big)")
    .replace("ConstPtr(null)", "NULL")
    .replace("helper", "helper");
  const { descrName, objectName, addressName } = context;
  const options = { descrName, addressName, constName: objectName, hasLiterals: true };
  const print = (input: string) => printTrace(parseTrace(input, context), options);
  assert.is(print(input), print(text));
  assert.match(print(input), 'ConstPtr(hello), u"\\u0416,", ConstPtr(null), descr=copy)');
  assert.match(print(input), "ConstClass(node_vtable)");
  assert.match(print(input), "descr=valuedescr");
});

test("strings of the same text are the same constant, of bytes and code points not", () => {
  const trace = parseTrace(`[]\nescape_n("a", s"a", 'a', u"a", "b")`, declared());
  const values = trace.ops[0]?.args.map((arg) => (arg.isConst ? arg.value : null));
  assert.is(values?.[0], values?.[1]);
  assert.is(values?.[0], values?.[2]);
  assert.is.not(values?.[0], values?.[3]);
  assert.is.not(values?.[0], values?.[4]);
});

/** Wrong declarations and what is said of them. */
const WRONG: readonly (readonly [string, string])[] = [
  ["struct", "a struct needs a name"],
  ["class A(B)", "unknown class B"],
  ["class A x:q", "field x:q is not NAME:KIND"],
  ["class A x:i:const", "const is none of pure, quasi, lazy"],
  ["array A i3", "an array is `array NAME KIND`"],
  ["array A of B", "unknown struct B"],
  ["array A i big", "big is none of pure, raw, alias="],
  ["call f i>i EF=8", "EF=8 is none of 0 to 7"],
  ["call f i>i effect=2", "effect=2 is none of EF= OS= reads="],
  ["call f i>i invalidates=maybe", "invalidates= is yes or no"],
  ["class A x:i\nobject a A y=1", "A has no field y"],
  ["class A x:i\nobject a A x=one", "one is no integer"],
  ["array A f\nitems a A 1.5 x", "x is no number"],
  ["string s abc", 'a string is `string NAME "text"`'],
  ["int n 99999999999999999999", "an integer is `int NAME 5`"],
  ["alias a b", "alias a: nothing is called b"],
  ["quasi q A.b c", "A.b is no field"],
  ["  token", "<declarations>:1:3: a token is `token NAME`"],
];

test("a wrong declaration is refused with its place", () => {
  for (const [text, message] of WRONG) {
    try {
      parseDeclarations(text);
    } catch (error) {
      assert.instance(error, UserError);
      assert.match((error as UserError).print(), message);
      continue;
    }
    assert.unreachable(`accepted: ${text}`);
  }
});

test.run();
