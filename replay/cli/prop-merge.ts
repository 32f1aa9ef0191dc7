/** `jitreel prop merge`: the reports of all shards of a campaign become the report of the whole. */

import { mergeReports } from "../../properties/campaign/merge.ts";
import { printReport } from "../../properties/campaign/print-report.ts";
import { printReportFile, readReport, writeReport } from "../../properties/campaign/report-file.ts";
import type { CommandAction } from "./command.ts";
import { EXIT } from "./command.ts";
import { textOption } from "./options.ts";

export const propMerge: CommandAction = async ({ operands, options, console }) => {
  const report = mergeReports(operands.map((file) => ({ file, report: readReport(file) })));
  const output = textOption(options, "output");
  if (output !== undefined) writeReport(output, report);
  if (options.json === true) console.out(Buffer.from(printReportFile(report)));
  else for (const line of printReport(report, options.totals === true)) console.line(line);
  return report.laws.every(({ failures }) => failures.length === 0) ? EXIT.fine : EXIT.no;
};
