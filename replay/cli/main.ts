#!/usr/bin/env node
/**
 * The command `jitreel` as a process: its arguments, streams and exit code. Everything else is in
 * cli.ts, so that tests can call it without a process.
 */

import { runCli } from "./cli.ts";
import { processStreams } from "./console.ts";
import { runInThread } from "./run-thread.ts";

process.exitCode = await runCli(process.argv.slice(2), processStreams(), runInThread);
