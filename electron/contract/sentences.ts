import { m } from '#messages';
import { correctionLost, correctionSent, noDuplicates, nothingToUndo, workbookSentences } from './correctionFaults.ts';
import { damagedPart } from './damageWords.ts';
import type { FaultCode, FaultData, FaultDetail } from './faults.ts';
import type { Pause, PauseReason } from './job.ts';
import { readFaultWords, writeFaultWords } from './fileWords.ts';
import { elsewhereSentences, handedOverSentences, unchangedUnproved } from './placeWords.ts';
import { repairImpossible, repairSource } from './repairFaults.ts';
import { refusedWords } from './resultWords.ts';
import { trustWords } from './serverTrust.ts';
import { serverName } from './url.ts';
import type { DateOrderProof } from './source.ts';

export { handedOverExplained } from './placeWords.ts';
export { calledErrorsWords, causeWords, outcomeWords, replayedUnaskedWords, smallerWords, streamsWords } from './runWords.ts';
export { noteSentence } from './sourceNotes.ts';
export { warningSentence } from './sourceWarnings.ts';

/**
 * Every sentence that explains an error, for the window and the command line alike: what happened, what it
 * means for the operator's data, what to do. Details that a fault does not carry are simply left out of the
 * sentence, so that a sentence is never broken by a fault raised in an unusual place.
 *
 * Details read here: file or name (a file's, job's or connection's), sheet, sheets, headerRow, columns, line,
 * problem, problems, state, limit, counts, names (of one file), content (what a file is, in words), url, host, server, reason (a short technical key), text (the server's
 * words), httpStatus, code, command.
 */
export interface Explanation {
  readonly what: string;
  readonly meaning: string;
  readonly action: string;
}

/** The explanation of a fault; three sentences, none of them empty. */
export function explain(fault: FaultData): Explanation {
  const [what, meaning, action] = faultSentences[fault.code](fault.detail);
  return { what, meaning, action };
}

/** The explanation of why a job stands still, with the server's own words quoted where it gave any. */
export function explainPause(pause: Pause): Explanation {
  const [what, meaning, action] = pauseSentences[pause.reason];
  const untrusted = pause.reason === 'certificate' ? trustWords(pause.text ?? '', 'The server') : null;
  if (untrusted !== null) return { ...untrusted, meaning };
  if (pause.reason === 'rows-refused' && pause.rows !== undefined) return { what: refusedWords(pause, pause.rows), meaning, action };
  return { what: `${what}${answerWords(pause.httpStatus, pause.code, pause.text)}`, meaning, action };
}

/** One line for a log or a terminal: the three sentences one after another. */
export function inOneLine({ what, meaning, action }: Explanation): string {
  return `${what} ${meaning} ${action}`;
}

type Sentences = readonly [what: string, meaning: string, action: string];

/** Of a job file that cannot be believed. */
const nothingOfIt = 'Nothing of what is damaged is sent or exported; what was recorded before it was met stays recorded.';

const nothingSent = 'Nothing has been stored or sent.';

/** A detail in quotation marks with a space before it, or nothing where the fault does not carry it. */
function quoted(detail: FaultDetail, key: string): string {
  const value = words(detail, key);
  return value === '' ? '' : ` “${value}”`;
}

/** A detail after a separator, such as ": " or " ", or nothing. */
function after(separator: string, detail: FaultDetail, key: string): string {
  const value = words(detail, key);
  return value === '' ? '' : `${separator}${value}`;
}

function inBrackets(detail: FaultDetail, key: string): string {
  const value = words(detail, key);
  return value === '' ? '' : ` (${value})`;
}

/** `: sheet “Data”, row 5, cell B5`, as far as it is known. */
function placeOf(detail: FaultDetail): string {
  const parts = [quoted(detail, 'sheet'), after('row ', detail, 'row'), after('cell ', detail, 'cell')];
  const place = parts.filter((part) => part !== '').map((part) => part.trim()).join(', ');
  return place === '' ? '' : `: sheet ${place}`;
}

/** The reader's bounds by their names. */
const limitNames: Readonly<Record<string, string>> = {
  entries: 'too many parts in the workbook',
  smallPart: 'a part of the workbook is too large',
  part: 'the sheet is too large',
  ratio: 'it swells beyond measure when unpacked',
  unit: 'a row or a text is too large',
  cell: 'a cell is too long',
  columns: 'too many columns',
  csvColumns: 'too many columns',
  rows: 'too many rows',
  records: 'too many rows',
  formats: 'too many cell formats',
  strings: 'too many different texts',
  stringBytes: 'its texts are too large together',
};

function limitOf(detail: FaultDetail): string {
  const limit = words(detail, 'limit');
  const name = Object.hasOwn(limitNames, limit) ? limitNames[limit] : undefined;
  return name === undefined ? '' : ` (${name}${after('; at most ', detail, 'max')})`;
}

function words(detail: FaultDetail, key: string): string {
  // Readers name a file `file`, everything else calls what it speaks of `name`.
  const value = detail[key] ?? (key === 'name' ? detail['file'] : undefined);
  if (value === undefined) return '';
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  // The sentence ends itself; words that come with their own full stop would end it twice.
  return text.trim().replace(/(?<!\.)\.+$/, '');
}

/** The sheet a fault speaks of: ` “Profiles”`, or nothing. */
const sheet = (detail: FaultDetail): string => quoted(detail, 'sheet');
/** Inner layers know the file as `file`, outer ones as `name`. */
const named = (detail: FaultDetail): string => (words(detail, 'file') === '' ? quoted(detail, 'name') : quoted(detail, 'file'));
const file = (detail: FaultDetail): string => `The file${named(detail)}`;
const job = (detail: FaultDetail): string => `The job${named(detail)}`;
const problems = (detail: FaultDetail): string => `${after(': ', detail, 'problem')}${after(': ', detail, 'problems')}`;

/** A problem that names a column by its header says more to an operator than the path of the recipe's member before it. */
function columnProblems(detail: FaultDetail): string {
  const { problems: all } = detail;
  if (typeof all !== 'object') return problems(detail);
  const plain = all.map((problem) => problem.replace(/^[^\s:]+: (?=no column |the header )/, ''));
  return problems({ ...detail, problems: [...new Set(plain)] });
}

function server(detail: FaultDetail): string {
  const host = words(detail, 'host');
  return host === '' ? 'The server' : `The server ${host}`;
}

function serverWords(detail: FaultDetail): string {
  const number = (key: string): number | null => (typeof detail[key] === 'number' && detail[key] !== 0 ? detail[key] : null);
  return answerWords(number('httpStatus'), number('code'), words(detail, 'text'));
}

/** ` It said: “…” (HTTP 403, code 403).` with the parts that are known. */
function answerWords(httpStatus: number | null, code: number | null, text: string | null): string {
  const numbers = [httpStatus === null ? '' : `HTTP ${httpStatus}`, code === null ? '' : `code ${code}`].filter((part) => part !== '');
  const tail = numbers.length === 0 ? '' : ` (${numbers.join(', ')})`;
  if (text !== null && text !== '') return ` The answer was: “${text}”${tail}.`;
  return tail === '' ? '' : ` The answer had no words${tail}.`;
}

const urlShape = 'is not a web address';
const urlReasons: Readonly<Record<string, string>> = {
  scheme: 'does not begin with https://',
  more: 'has too much: what a browser adds behind “?” or “#” does not belong to it',
  user: 'has too much: a name or password before “@” does not belong to it',
};

/** What a full drive means for the work that met it, and what to do. */
function roomWords(during: string): readonly [meaning: string, action: string] {
  switch (during) {
    case 'prepare':
      return ['The job was not made, and nothing of it was kept.', 'Free some space, or choose another drive, and prepare again.'];
    case 'handover':
      return ['The job stays where it is, as it was.', 'Free some space there, or choose another drive, and hand it over again.'];
    case 'export':
      return ['The file was not written, and nothing of it was kept; the job is as it was.', 'Free some space, or choose another drive, and export again.'];
    default:
      return ['What was recorded until now is safe; nothing more can be recorded.', 'Free some space and go on.'];
  }
}

const faultSentences: Readonly<Record<FaultCode, (detail: FaultDetail) => Sentences>> = {
  'source-missing': (d) => [`${file(d)} is not there.`, 'It was moved, renamed or deleted, or its drive is not connected.', 'Choose the file again.'],
  'source-unreadable': (d) => [`${file(d)} cannot be read${after(': ', d, 'reason')}.`, ...readFaultWords(words(d, 'reason'))],
  'source-not-spreadsheet': (d) => [`${file(d)} is ${words(d, 'content') === '' ? 'neither an Excel workbook nor a CSV file' : `${words(d, 'content')}, not an Excel workbook or a CSV file`}.`, 'Its content is of another kind, whatever its name says.', 'Choose an .xlsx, .xlsm or .csv file.'],
  'source-web-page': (d) => [
    `${file(d)} is ${words(d, 'content') || 'a web page'}, whatever its name says.`,
    'Programs often save web pages under the name .xls, and Excel opens them; their cells have lost zeros in front and the kinds of their values.',
    'Open it in Excel, look at its numbers and dates, and save it as .xlsx; or export the data anew as .xlsx or CSV.',
  ],
  'source-legacy': (d) => [`${file(d)} is ${words(d, 'content') || 'in the old .xls format'}.`, 'That format is from before Excel 2007 and cannot be read here.', 'Open it in Excel and save it as .xlsx.'],
  'source-binary': (d) => [`${file(d)} is in the binary .xlsb format.`, 'That format cannot be read here.', 'Open it in Excel and save it as .xlsx.'],
  'source-opendocument': (d) => [`${file(d)} is an OpenDocument spreadsheet.`, 'That format cannot be read here.', 'Open it in its own program and save it as .xlsx.'],
  'source-encrypted': (d) => [`${file(d)} is protected with a password.`, 'Its content is encrypted and cannot be read without the password.', 'Open it in Excel, remove the password, save it, and choose it again.'],
  'source-damaged': (d) => [`${file(d)} is damaged${inBrackets(d, 'reason')}${placeOf(d)}.`, `${words(d, 'cell') === '' ? 'Parts of it are missing or cut off, as after an interrupted copy' : 'What stands there is nothing that a cell can hold, or refers to a text that is not in the file'}. ${nothingSent}`, 'Open it in Excel, let Excel repair it, save it under a new name, or copy it again from where it came.'],
  'source-too-large': (d) => [`${file(d)} is larger than this program takes${limitOf(d)}${placeOf(d)}.`, `Reading it could use up the memory of this computer. ${nothingSent}`, 'Split it into several files, or remove sheets and columns that are not needed.'],
  'source-changed': (d) => [`${file(d)} has changed ${d['during'] === 'reading' ? 'while it was read' : 'since it was looked at'}.`, `Its columns, rows and values may be others than those that were looked at; no job was made. ${nothingSent}`, 'Have the file read anew, look at it and check it again.'],
  'sheet-missing': (d) => [`There is no sheet${sheet(d)} in the file${named(d)}.`, `It may have been renamed${after('; there are: ', d, 'sheets')}.`, 'Choose one of the sheets that are there.'],
  'sheet-no-cells': (d) => [`The sheet${sheet(d)} holds no cells.`, 'It is a chart, dialog or macro sheet and has no rows to import.', 'Choose another sheet.'],
  'sheet-empty': (d) => [`The sheet${sheet(d)} has no rows to import.`, 'There is nothing below its header row.', 'Choose another sheet or another header row.'],
  'header-missing': (d) => [`The sheet${sheet(d)} has no header row${after(' in row ', d, 'headerRow')}.`, 'Without headers it cannot be told which column is which.', 'Give the number of the row that holds the column headers.'],
  'csv-broken': (d) => [
    `${file(d)} cannot be read as CSV: the quotation mark that opens a field${after(' in line ', d, 'line')} is never closed.`,
    `All that follows it, further rows as well, would be the text of one cell. ${nothingSent}`,
    'Close or take out that quotation mark; or, where quotation marks are characters like others in this file, read it without them (quotation mark “None”, --quote none); or save the table as .xlsx.',
  ],

  'recipe-unreadable': (d) => [`The recipe${named(d)} cannot be read${after(': ', d, 'reason')}.`, `A recipe is a file with valid JSON. ${nothingSent}`, 'Check the name and the file, or make the recipe anew.'],
  'recipe-invalid': (d) => [`The recipe${named(d)} has mistakes${problems(d)}.`, `It does not say clearly what is to be sent. ${nothingSent}`, 'Correct in the recipe what is named above (fields[0] is the first entry of “fields”), and try again.'],
  'recipe-exists': ({ name }) => [m.memory_recipe_exists({ name: String(name ?? '') }), m.memory_recipe_exists_meaning(), m.memory_recipe_exists_action()],
  'list-missing': () => [m.memory_list_missing(), m.memory_list_missing_meaning(), m.memory_list_missing_action()],
  'recipe-columns': (d) => [`The recipe does not fit the sheet${sheet(d)}${after(': ', d, 'columns')}${columnProblems(d)}.`, `Columns were renamed or removed, it is another sheet, or the recipe asks for what cannot be. ${nothingSent}`, 'Choose the right sheet and header row, or correct in the recipe what is named above (fields[0] is the first entry of “fields”).'],

  'job-missing': (d) => [`${job(d)} is not there.`, 'Its file was moved or deleted.', 'Open the job file from where it lies now.'],
  'job-exists': (d) => [`A job${named(d)} is already there.`, 'Writing over it would lose what is known about its rows.', 'Give another name, or delete the old job first.'],
  'job-unreadable': (d) => [`The file${named(d)} cannot be read as a job${inBrackets(d, 'reason')}.`, `It is of another kind, its beginning is damaged, or it says what this program never wrote. Nothing of it is sent or exported, and the file is left as it is.`, 'Choose a file with the extension .importjob; where it is one, take it from a backup or from where it was made, or have “repair” save what can be proved.'],
  'job-newer': (d) => [`${job(d)} was made by a newer version of this program.`, 'This version does not know all that is in it and leaves it untouched.', 'Update this program and open the job again.'],
  'job-busy': (d) => [`${job(d)} is in use by another process.`, 'Two programs must not send the same rows.', 'Close the other window or command, then try again.'],
  'job-linked': (d) => [`The file of the job${named(d)} has ${words(d, 'names') || 'several'} names (hard links).`, 'Each name would get a journal of its own, so that rows could be sent twice and the file be damaged; nothing was changed.', 'Keep one of its names and remove the others, or make a true copy and use that one alone.'],
  'job-elsewhere': elsewhereSentences,
  'job-handed-over': handedOverSentences,
  'job-state': (d) => [`${job(d)} cannot do that now${after('; it is ', d, 'state')}.`, 'The step asked for does not fit the state of the job; nothing was changed.', 'Look at its state and choose a step that fits.'],
  'job-counts': (d) => [`The counts of the job${named(d)} do not add up${after(': ', d, 'counts')}.`, 'Its file was changed from outside, so the job is not called finished.', 'Export its rows, keep the file, and prepare a new job from the workbook.'],
  'job-corrupt': (d) => [`The file of the job${named(d)} is damaged${damagedPart(d)}.`, `The drive or an interrupted copy has broken it. ${nothingOfIt}`, 'Take it from a backup. Where there is none, “check” says what is whole, and “repair” saves to a new job what can be proved and reads the rest again from the workbook.'],
  'job-journal': (d) => [`The journal (-wal) beside the job${named(d)} is not its own: it belongs to ${words(d, 'of') === 'other-job' ? 'another job' : 'another time of this job'}.`, 'One of the two files was replaced or put back without the other; together they would make a job that never was. Nothing of it is sent or exported, and both files are left as they are.', 'Put the job and its -wal of one and the same moment beside each other. Where that -wal is lost, “check” says what the job’s own file proves, and “repair” saves that to a new job; what may have been sent is unknown there.'],
  'repair-needless': (d) => [`The file of the job${named(d)} is whole.`, 'All of it is proved by its checks, and a second job would send the same rows; nothing was written.', 'Run it as it is; “handover” gives it to another place.'],
  'repair-impossible': repairImpossible,
  'nothing-to-undo': nothingToUndo,
  'no-duplicates': noDuplicates,
  'correction-sent': correctionSent,
  'correction-lost': correctionLost,
  ...workbookSentences,
  'repair-source': repairSource,
  'job-other-server': (d) => [`${job(d)} was begun on another server${words(d, 'server') === '' ? '' : `: ${serverName(words(d, 'server'))}`}.`, 'Going on elsewhere would leave both servers with a part of the rows.', 'Choose a connection to the server it was begun on.'],
  'unchanged-unproved': unchangedUnproved,
  'unknown-can-be-settled': (d) => [`The outcome of the unknown rows${after(' of ', d, 'name')} can still be asked for.`, 'Sending them in a new round could apply them a second time; nothing was changed.', 'Run the job: it asks again with the same request ids, so that nothing is applied twice.'],
  'nothing-to-retry': (d) => [`${job(d)} has no rows to retry.`, 'None of the rows chosen has failed.', 'Choose other rows or error codes.'],

  'url-invalid': (d) => [`The address${quoted(d, 'url')} ${urlReasons[words(d, 'reason')] ?? urlShape}.`, 'Without a valid address nothing can be sent.', 'Write it as https:// and the host name, such as https://example.com.'],
  'url-insecure': (d) => [`The address${quoted(d, 'url')} is not encrypted.`, 'Profiles and the token could be read on the way; only this computer itself may be spoken to without encryption.', 'Write the address with https:// at the beginning.'],
  'token-missing': (d) => [`There is no API token${named(d) === '' ? '' : ` at${named(d)}`}.`, 'The platform does not answer without one.', 'Give the token from Settings → Tokens of the platform.'],
  'token-invalid': () => ['The API token contains characters that no token has.', 'It was probably copied together with spaces or other text.', 'Copy the token again and enter it alone.'],
  'secrets-unavailable': () => ['This computer offers no safe place for the token.', 'Its key store is locked or missing, and the token is never stored in plain text.', 'Unlock the key store of the system and try again.'],
  'secrets-unreadable': (d) => [`The file with the saved tokens cannot be read${after(': ', d, 'reason')}.`, 'Another program, such as a virus scanner, may hold it; nothing was written, so that no saved token is lost.', 'Close other programs that look into the folder of this one, then try again.'],
  'connection-missing': (d) => [`The connection${quoted(d, 'name')} is not there any more.`, 'It was deleted in the meantime.', 'Choose another connection.'],
  'server-unreachable': (d) => [`${server(d)} cannot be reached${inBrackets(d, 'reason')}.`, 'The address is wrong, the network is down, or a proxy or firewall stands in the way.', 'Check the address and the network, then try again.'],
  'server-untrusted': (d) => {
    const said = trustWords(words(d, 'reason'), server(d));
    return [said?.what ?? `${server(d)} cannot prove who it is${inBrackets(d, 'reason')}.`, 'Somebody else might sit in between: neither the token nor a profile was sent.', said?.action ?? 'Ask whoever runs the server.'];
  },
  'checks-off': (d) => [`The environment switches off what keeps the token secret${inBrackets(d, 'name')}.`, 'Anybody in between could pass for the platform, or the token could end up in a file; nothing was sent.', 'Unset it and start again. For a root certificate of your company there is NODE_EXTRA_CA_CERTS.'],
  'server-refused': (d) => [`${server(d)} refused the request.${serverWords(d)}`, 'The token is wrong or lacks a right, or the platform does not take this request.', 'Check the token and its rights in the platform, then try again.'],
  'server-unclear': (d) => [`${server(d)} gave an answer that cannot be understood.${serverWords(d)}`, 'Something other than the platform may have answered, such as a proxy’s page.', 'Check the address of the connection, then try again.'],

  'path-too-long': (d) => [`The name of ${named(d).trim() === '' ? 'a file' : `the file${named(d)}`} is too long with its folders.`, 'The system, or the database in which jobs are kept, takes no name of that length, and a job needs a few characters more for the files beside it; nothing was changed.', 'Give it a shorter name, or put it into a folder nearer to the top of the drive.'],
  'file-forbidden': (d) => [`You have no right to read the file${named(d)}${inBrackets(d, 'reason')}.`, 'It is there, but it or its folder belongs to somebody else; nothing was changed.', 'Ask its owner or an administrator for the right, or for a copy in a folder of your own.'],
  'file-failed': (d) => [`The file${named(d)} could not be used${inBrackets(d, 'reason')}.`, 'The drive gave an error or is no longer connected; what was recorded before is kept.', 'Check the drive or the network, then try again.'],
  'no-memory': (d) => [`There is not enough memory${named(d) === '' ? '' : ` for the file${named(d)}`}.`, 'What was recorded until now is safe; the step was not completed.', 'Close other programs, or use a computer with more memory, then try again.'],

  'output-exists': (d) => [`${file(d)} is already there.`, 'It was left as it is.', 'Choose another name, or remove the file first.'],
  'output-unwritable': (d) => [
    `${file(d)} cannot be written${after(': ', d, 'reason')}.`,
    ...(words(d, 'kept') === ''
      ? writeFaultWords(words(d, 'reason'))
      : [`All was read and checked, and is kept beside it as “${words(d, 'kept')}”; only its name was refused.`, 'Close it in other programs, such as a virus scanner; the next command of this program, such as status, or the next start of its window gives it its name.'] as const),
  ],
  'export-too-wide': (d) => [`${file(d)} would need more columns than the 16,384 that a sheet of Excel has.`, 'The table has its own columns, and the export adds some with what came of each row.', 'Export to a file whose name ends in .csv, which has room for all of them.'],
  'disk-full': (d) => ['There is no room left on the drive.', ...roomWords(words(d, 'during'))],

  usage: (d) => [`The command cannot be carried out as it is written${after(': ', d, 'reason')}${problems(d)}.`, 'Nothing was done.', 'See the help of the command for what it takes.'],
  'bad-input': (d) => [`The request${quoted(d, 'command')} was not accepted${problems(d)}.`, 'A value given is missing or outside of what is allowed; nothing was done.', 'Correct the value and try again.'],
  forbidden: (d) => [`The request${quoted(d, 'command')} came from a page that may not give it.`, 'It was refused and nothing was done.', 'Close the window and open the program again.'],
  cancelled: () => ['The step was cancelled.', 'What was recorded before stays as it is.', 'Start it again when you want it.'],
  'engine-stopped': () => ['The import engine stopped unexpectedly.', 'Everything recorded until then is kept; jobs that ran are paused.', 'Open the job and resume it.'],
  internal: (d) => [`An error inside the program occurred${inBrackets(d, 'name')}.`, 'The step was not completed; what was recorded before is kept.', 'Try again. If it comes back, report it with the steps that led to it.'],
};

const pauseSentences: Readonly<Record<PauseReason, Sentences>> = {
  asked: ['The job was paused by you.', 'No request is under way; every row has its recorded state.', 'Resume it when you want to go on.'],
  closed: ['The program was closed while the job was running.', 'The requests under way then were waited for as long as could be; every row has its recorded state.', 'Resume it when you want to go on.'],
  'rows-refused': ['Most rows answered last were refused by the platform.', 'It was paused before all the others fare the same; rows not yet sent stay not sent, those accepted stay accepted.', 'Look at the reasons under “Failed”. Correct the list, the mapping or the connection, or resume and say that it is to go on all the same.'],
  trial: ['The trial run is over.', 'Its rows were sent and have their answers; all the others are not sent.', 'Look at the profiles in the platform, then resume to send the rest; the trial rows are not sent again.'],
  error: ['An error on this computer ended the run.', 'Requests under way then are unknown and are settled first, with the same request ids, so that nothing is applied twice.', 'Remove the cause that was told when it happened, such as a full drive, then resume.'],
  interrupted: ['The program ended while the job was running.', 'Requests under way then may or may not have been applied; they are settled first, with the same request ids, so that nothing is applied twice.', 'Resume the job.'],
  'journal-lost': ['The program ended while the job was running, and the -wal file beside the job is missing or damaged.', 'Nothing proves which of the planned requests were sent, so all of them count as unknown. They keep their request ids: repeated within the platform’s day nothing is applied twice, later nothing is sent by itself.', 'If this is a copy, go on with the original. If the original is lost or this is it, resume the job.'],
  token: ['The platform did not accept the token.', 'The rows that were under way are not sent; those already accepted stay accepted.', 'Enter a valid token in the connection, then resume.'],
  limit: ['The platform’s tariff limit is reached.', 'Rows not yet sent stay not sent.', 'Have the limit raised in the platform, then resume.'],
  rights: ['The token has no right to this.', 'It lacks a role or access to this database; rows not yet sent stay not sent.', 'Have the rights given to the token, or choose another connection, then resume.'],
  address: ['The address or the database was not found.', 'The connection leads elsewhere, or the database number is wrong; rows not yet sent stay not sent.', 'Check the connection’s address and the database number, then resume.'],
  certificate: ['The server cannot prove who it is.', 'Somebody else might sit in between: nothing was sent to it, neither the token nor a profile.', 'Ask whoever runs the server, then resume.'],
  server: ['The server could not be reached or failed several times in a row.', 'Sending on would only add to its trouble; requests without an answer are settled first on resume.', 'Wait until the server is well again, then resume.'],
  refused: ['The platform refuses whole requests.', 'The request itself is wrong for it, not single rows; rows not yet sent stay not sent.', 'Check matching, key field and database against the answer, then prepare the job again or resume.'],
  unsettled: ['For some rows it cannot be found out any more whether they were applied.', 'Their request ids are older than the platform remembers; sending them again may apply them a second time.', 'Look at the unknown rows; retry them if a second update does no harm, or export them and check in the platform.'],
};

/** What the column's own dates say about the order chosen; null where nothing needs saying. */
export function dateOrderNote(proof: DateOrderProof, chosen: 'dmy' | 'mdy' | 'ymd'): { readonly text: string; readonly warn: boolean } | null {
  const { verdict, examples } = proof;
  const [day = '', month = '', either = ''] = [examples.dmyOnly[0], examples.mdyOnly[0], examples.either[0]];
  if (verdict === 'ambiguous') return { text: `${either} can be read two ways, day first and month first. Choose what is meant.`, warn: true };
  if (verdict === 'contradictory') return { text: `This column has day-first and month-first dates: ${day} can only be day first, ${month} only month first. Those of the order that is not chosen are refused, and while none is chosen those that can be read two ways.`, warn: true };
  const isWrong = chosen !== 'ymd' && proof.order !== null && proof.order !== chosen;
  return { text: proof.order === 'mdy' ? `${month} can only be month first.` : `${day} can only be day first.`, warn: isWrong };
}
