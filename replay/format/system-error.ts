/**
 * Errors of the operating system in words, for reading and for writing files.
 */

const SHARED_REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  ENOTDIR: "a part of the path is not a folder",
  ENAMETOOLONG: "the name is too long",
};

const READING_REASONS: Readonly<Record<string, string>> = {
  ...SHARED_REASONS,
  ENOENT: "no such file",
  EISDIR: "it is a folder, not a file",
  ERR_FS_FILE_TOO_LARGE: "the file is larger than 2 GiB",
  ELOOP: "too many symbolic links",
};

const WRITING_REASONS: Readonly<Record<string, string>> = {
  ...SHARED_REASONS,
  ENOENT: "its folder does not exist",
  EISDIR: "it is a folder",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EDQUOT: "the quota of disk space is used up",
  EFBIG: "the file would be larger than is allowed",
  EIO: "the device has failed",
};

/** The code of an error of the system or of Node, such as ENOENT; "" when it has none. */
export function systemErrorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Why a file cannot be read. */
export function readingReason(error: unknown): string {
  return reasonIn(READING_REASONS, error);
}

/** Why a file cannot be written. */
export function writingReason(error: unknown): string {
  return reasonIn(WRITING_REASONS, error);
}

function reasonIn(reasons: Readonly<Record<string, string>>, error: unknown): string {
  const code = systemErrorCode(error);
  return code === "" ? String(error) : (reasons[code] ?? code);
}
