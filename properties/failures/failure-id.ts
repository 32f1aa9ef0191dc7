/** The name of a kept failure: a short hash of what fails, how, and of what. */

import { createHash } from "node:crypto";

const LENGTH = 10;

export function failureId(law: string, key: string, subject: string): string {
  const text = [law, key, subject].join("\0");
  return createHash("sha256").update(text).digest("hex").slice(0, LENGTH);
}
