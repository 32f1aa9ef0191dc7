/**
 * Tiny's programs. One instruction a line; `#` begins a comment; `name:` is a place to jump to.
 *
 *     def main 0 1 4          # function: name, parameters, locals, stack slots (8 if not given)
 *     again:
 *         load 0              # push a local              store 0      pop into a local
 *         push 1              # push a number             add sub mul lt gcd
 *         jump_if again       # pop; jump unless it is 0  jump again   always
 *         call main           # parameters are popped     return       print
 */

import { UserError } from "../../base/errors.ts";

/** The instructions; an opcode is an index. */
export const INSTRUCTIONS: readonly string[] =
  "push load store add sub mul lt jump jump_if call return print gcd".split(" ");

/** One function. */
export class Code {
  readonly name: string;
  readonly number: number;
  readonly line: number;
  readonly ops: readonly number[];
  readonly args: readonly number[];
  /** Numbers of parameters, locals (parameters are the first of them), stack slots. */
  readonly sizes: readonly number[];

  constructor(number: number, head: Line, ops: readonly number[], args: readonly number[]) {
    this.name = head.words[1] as string;
    this.number = number;
    this.line = head.number;
    this.ops = ops;
    this.args = args;
    this.sizes = [...head.words.slice(2).map(Number), 8];
  }
}

interface Line {
  readonly number: number;
  readonly words: readonly string[];
}

/** Parses a program. It starts with its first function. */
export function parseTiny(text: string, file: string): Code[] {
  const sections: [Line, ...Line[]][] = [];
  text.split("\n").forEach((raw, index) => {
    const words = raw.replace(/#.*/, "").trim().split(/\s+/);
    const line = { number: index + 1, words };
    if (words[0] === "def") sections.push([line]);
    else if (words[0] !== "") (sections.at(-1) ?? fail(line, file, "no `def`")).push(line);
  });
  if (sections.length === 0) throw new UserError("a program without a function", { file });
  const names = sections.map(([head]) => head.words[1]);
  return sections.map((section, number) => assemble(number, section, names, file));
}

function assemble(
  number: number,
  [head, ...lines]: [Line, ...Line[]],
  functions: readonly unknown[],
  file: string,
): Code {
  const labels = new Map<unknown, number>();
  const body: Line[] = [];
  for (const line of lines) {
    const label = /^(\w+):$/.exec(line.words[0] as string);
    if (label === null) body.push(line);
    else labels.set(label[1], body.length);
  }
  if (!/^def \w+ \d+ \d+( \d+)?$/.test(head.words.join(" "))) fail(head, file, "not a `def`");
  if (!/^(return|jump)$/.test(body.at(-1)?.words[0] ?? "")) fail(head, file, "it has no end");
  const ops = body.map((line) => {
    const op = INSTRUCTIONS.indexOf(line.words[0] as string);
    return op >= 0 ? op : fail(line, file, `unknown instruction ${line.words[0]}`);
  });
  const args = body.map((line) => {
    const [name, word = "0"] = line.words;
    const found = name?.startsWith("jump")
      ? (labels.get(word) ?? -1)
      : name === "call"
        ? functions.indexOf(word)
        : Number(word);
    const isLocal = name === "load" || name === "store";
    const limit = isLocal ? Number(head.words[3]) : Number.MAX_SAFE_INTEGER;
    const isFine = Number.isSafeInteger(found) && found < limit && (found >= 0 || name === "push");
    return isFine ? found : fail(line, file, `${name} cannot mean ${word}`);
  });
  return new Code(number, head, ops, args);
}

function fail(line: Line, file: string, message: string): never {
  throw new UserError(message, { file, line: line.number });
}
