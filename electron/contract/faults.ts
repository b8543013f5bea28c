/**
 * Every error that can reach a person, as a closed set of codes with the data needed to explain it.
 * `instanceof` dies at a process border, so `FaultData` is what crosses; sentences are made in
 * sentences.ts and nowhere else. No detail ever holds a token or a profile's data.
 */

export const faultCodes = [
  // the file
  'source-missing', 'source-unreadable', 'source-not-spreadsheet', 'source-web-page', 'source-legacy', 'source-binary',
  'source-opendocument', 'source-encrypted', 'source-damaged', 'source-too-large', 'source-changed',
  'sheet-missing', 'sheet-no-cells', 'sheet-empty', 'header-missing', 'csv-broken',
  // the recipe
  'recipe-unreadable', 'recipe-invalid', 'recipe-columns', 'recipe-exists', 'list-missing',
  // the job
  'job-missing', 'job-exists', 'job-unreadable', 'job-newer', 'job-busy', 'job-linked', 'job-elsewhere', 'job-handed-over', 'job-state', 'job-counts',
  'job-corrupt', 'job-journal', 'job-other-server', 'number-unconfirmed', 'unchanged-unproved', 'nothing-to-retry', 'unknown-can-be-settled',
  'repair-needless', 'repair-impossible', 'repair-source',
  'workbook-text', 'workbook-not-ours', 'workbook-other-job', 'workbook-no-job',
  'nothing-to-undo', 'correction-sent', 'correction-lost', 'no-duplicates',
  // the connection
  'url-invalid', 'url-insecure', 'token-missing', 'token-invalid', 'secrets-unavailable', 'secrets-unreadable', 'secrets-foreign',
  'connection-missing', 'server-unreachable', 'server-untrusted', 'network-barred', 'answered-between', 'proxy-unusable', 'certificate-unusable', 'checks-off', 'server-refused', 'server-unclear', 'server-busy',
  'queue-address', 'queue-password', 'queue-trouble',
  // what an administrator has fixed
  'policy-invalid', 'host-forbidden', 'practice-forbidden', 'setting-fixed',
  // newer versions of the program
  'update-off', 'update-unreachable', 'update-page', 'update-unsigned', 'update-unusable', 'update-mismatch', 'update-unwritable', 'update-while-working',
  // profiles read as they are now
  'profiles-unavailable', 'profile-elsewhere',
  // files and drives
  'path-too-long', 'file-forbidden', 'file-failed', 'no-memory',
  // files written
  'output-exists', 'output-unwritable', 'export-too-wide', 'disk-full',
  // the border between processes
  'usage', 'bad-input', 'forbidden', 'cancelled', 'engine-stopped', 'internal',
] as const;

export type FaultCode = (typeof faultCodes)[number];

/** Facts for the sentence: file name, sheet, column, limit, the server's own words … Never a token, never a cell. */
export type FaultDetail = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface FaultData {
  readonly code: FaultCode;
  readonly detail: FaultDetail;
}

/** The error thrown inside a process; `data` is what crosses its border. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly detail: FaultDetail;

  constructor(code: FaultCode, detail: FaultDetail = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'Fault';
    this.code = code;
    this.detail = detail;
  }

  get data(): FaultData {
    return { code: this.code, detail: this.detail };
  }
}

/** No room on the drive, in the share that this person may use of it, or in the size that a file may have here. */
const noRoom: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether a code of the file system means that there is no room for more. */
export function isNoRoom(code: string): boolean {
  return noRoom.has(code);
}

/** System calls on files; those on the network fail with codes of their own kind. */
const fileCalls = /^(?:open|close|read|write|f?stat|lstat|statfs|access|rename|unlink|rm|rmdir|mkdir|mkdtemp|scandir|opendir|readlink|realpath|link|symlink|copyfile|f?sync|fdatasync|ftruncate|f?chmod|f?utimes?)$/;

/** The code of an error of the file system that nobody has told better on its way; null for any other. */
function fileErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  if (typeof error.code !== 'string' || typeof error.syscall !== 'string') return null;
  // A lost connection is told by the call that met it, which has the name of a file's.
  return fileCalls.test(error.syscall) && !/^(?:ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|EADDR)/.test(error.code) ? error.code : null;
}

/** What any caught thing is to the outside: a Fault as it is, everything else `internal` with its name only. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof Error && error.name === 'AbortError') return new Fault('cancelled', {}, { cause: error });
  const reason = fileErrorCode(error);
  if (reason !== null) return new Fault(isNoRoom(reason) ? 'disk-full' : 'file-failed', { reason }, { cause: error });
  return new Fault('internal', { name: error instanceof Error ? error.name : typeof error }, { cause: error });
}
