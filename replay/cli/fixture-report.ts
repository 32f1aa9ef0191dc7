/**
 * Where `jitreel test` reports: the chosen report on standard output, or in a file while standard
 * output has the pretty one; a progress line on a terminal; bad input once more on standard error.
 */

import { makeReporter, REPORTER_NAMES } from "../../fixtures/runner/reporters/table.ts";
import type { Reporter } from "../../fixtures/runner/reporters/reporter.ts";
import { printProblem } from "../../fixtures/runner/reporters/reporter.ts";
import type { FixtureResult } from "../../fixtures/store/result.ts";
import { printText } from "../replayer/print-value.ts";
import type { CommandCall } from "./command.ts";
import type { Console } from "./console.ts";
import { textOption, wordOption } from "./options.ts";
import { writeOutput } from "./output-file.ts";
import { ProgressLine } from "./progress-line.ts";

export class FixtureReport {
  private readonly console: Console;
  private readonly shown: Reporter;
  /** The report that goes to a file. */
  private readonly file: { path: string; reporter: Reporter; texts: string[] } | null;
  private total = 0;
  private line: ProgressLine | null = null;

  /** Throws a UserError when there is no such reporter. */
  constructor({ console, options }: CommandCall) {
    const usual = options.json === true ? "json" : "pretty";
    const name = wordOption(options, "reporter", REPORTER_NAMES) ?? usual;
    const path = textOption(options, "output");
    const reporter = makeReporter(name, console.style);
    this.console = console;
    this.shown = path === undefined ? reporter : makeReporter("pretty", console.style);
    this.file = path === undefined ? null : { path, reporter, texts: [] };
  }

  begin(total: number): void {
    this.total = total;
    this.line = new ProgressLine(this.console, "fixtures", total, () => performance.now());
    this.write((reporter) => reporter.begin(total));
  }

  readonly progress = (count: number): void => {
    this.line?.update(count);
  };

  readonly result = (result: FixtureResult): void => {
    this.line?.finish();
    this.write((reporter) => reporter.result(result));
  };

  end(results: readonly FixtureResult[], seconds: number): void {
    this.line?.finish();
    const summary = { results, total: this.total, seconds };
    this.write((reporter) => reporter.end(summary));
    const { file, console } = this;
    if (file !== null) {
      writeOutput(file.path, console, (write) => write(Buffer.from(file.texts.join(""))));
    }
    this.reportRefused(results);
  }

  private write(text: (reporter: Reporter) => string): void {
    this.console.out(Buffer.from(text(this.shown)));
    this.file?.texts.push(text(this.file.reporter));
  }

  private reportRefused(results: readonly FixtureResult[]): void {
    const refused = results.flatMap(({ problems }) => problems.filter((one) => one.refused));
    for (const problem of refused) {
      this.console.errLine(`jitreel: ${printText(printProblem(problem))}`);
    }
  }
}
