/** Enclosing joined files: names become constants, meaning and names of values stay. */

import { test } from "uvu";
import * as assert from "uvu/assert";
import { enclose } from "./enclose.ts";

test("what a joined file imports, declares and exports becomes constants of one function", () => {
  const joined =
    'import{a}from"./x.js";import fs from"node:fs";var B=class{},c=1;function f(){return a}' +
    "f.x=2;export{f,B as C}";
  const lines = [
    'import{a as a$outer}from"./x.js";',
    'import fs from"node:fs";',
    "const{f:f$outer,B:B$outer}=(()=>{const a=a$outer;",
    "const f=function f(){return a};",
    "const B=class{},c=1;",
    "f.x=2;",
    "return{f,B}})();",
    "export{f$outer as f,B$outer as C};\n",
  ];
  assert.is(enclose(joined), lines.join("\n"));
});

test("a variable without a value stays one", () => {
  assert.ok(enclose("var a;a=1;export{a}").includes("var a;\na=1;"));
});

test("a file that awaits at its top level stays as it is", () => {
  const joined = "var f=async()=>{await 1};var a=await f();export{a}";
  assert.is(enclose(joined), joined);
  assert.is.not(enclose("var f=async()=>{await 1};export{f}"), joined);
});

test.run();
