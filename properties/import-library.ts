/**
 * How much of PyPy's own library imports: `npx tsx properties/import-library.ts [FOLDER]` imports
 * every top-level module of the folder (default /usr/lib/pypy3.9) with `--path FOLDER`, each in a
 * run of its own, and says which are ours, which are theirs, and why the others fail.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const DEFAULT_FOLDER = "/usr/lib/pypy3.9";
const RUNNER = fileURLToPath(new URL("../sim/guests/python/run-plain.ts", import.meta.url));

/** Not modules for programs: tests, graphical tools, the tools that make the library. */
const LEFT_OUT = new Set([
  "test",
  "idlelib",
  "tkinter",
  "turtledemo",
  "turtle",
  "ensurepip",
  "lib2to3",
  "__pycache__",
]);

function moduleNames(folder: string): string[] {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = entry.name.replace(/\.py$/, "");
    if (LEFT_OUT.has(name) || !/^[A-Za-z_]\w*$/.test(name)) return [];
    const isPackage = entry.isDirectory() && existsSync(join(folder, name, "__init__.py"));
    return isPackage || entry.name.endsWith(".py") ? [name] : [];
  });
  return [...new Set(names)].sort();
}

interface Outcome {
  readonly filename: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | string;
}

function importAll(folder: string, names: readonly string[]): Outcome[] {
  const scratch = mkdtempSync(join(tmpdir(), "jitreel-import-"));
  try {
    for (const name of names) {
      const text = `import ${name} as m\nprint(getattr(m, "__file__", "host code"))\n`;
      writeFileSync(join(scratch, `import_${name}.py`), text);
    }
    const programs = names.map((name) => `import_${name}.py`);
    const options = ["--stack-size=6000", "--import", import.meta.resolve("tsx"), RUNNER];
    const child = spawnSync(
      process.execPath,
      [...options, "--path", folder, "--batch", ...programs],
      { cwd: scratch, encoding: "utf8", maxBuffer: 1 << 28 },
    );
    const lines = child.stdout.trimEnd().split("\n");
    if (lines.length < names.length) console.error(child.stderr);
    return lines.map((line) => JSON.parse(line) as Outcome);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** What the last line of an error says; for a host error its first line. */
function reasonOf({ stderr, status }: Outcome): string {
  if (typeof status === "string") return status.split("\n")[0]!;
  const lines = stderr.split("\nThere are these modules")[0]!.trimEnd().split("\n");
  return lines.at(-1)!;
}

const folder = process.argv[2] ?? DEFAULT_FOLDER;
const names = moduleNames(folder);
const kinds = { ours: [] as string[], theirs: [] as string[], failed: [] as string[] };
for (const outcome of importAll(folder, names)) {
  const name = outcome.filename.replace(/^import_|\.py$/g, "");
  const place = outcome.stdout.trimEnd().split("\n").at(-1)!;
  if (outcome.status !== 0) kinds.failed.push(`${name}: ${reasonOf(outcome)}`);
  else if (place === "host code" || place.startsWith("lib-python/")) kinds.ours.push(name);
  else kinds.theirs.push(name);
}
const imported = kinds.ours.length + kinds.theirs.length;
console.log(`${imported} of ${names.length} modules import`);
console.log(`ours (${kinds.ours.length}): ${kinds.ours.join(" ")}`);
console.log(`theirs (${kinds.theirs.length}): ${kinds.theirs.join(" ")}`);
console.log(`failed (${kinds.failed.length}):`);
for (const line of kinds.failed) console.log(`  ${line}`);
