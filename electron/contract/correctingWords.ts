import { shownText, type Cell } from './cells.ts';
import { actWords } from './corrections.ts';
import { wouldWords } from './reopenedWords.ts';
import { counted, grouped } from './counted.ts';
import type { JobRow, RowState } from './job.ts';
import { makeInvalid, reasonSentence, type RowError } from './rowErrors.ts';
import type { Some } from './some.ts';
import { cellsLeft, type CellLeft, type ChangedRow, type WorkbookReport } from './workbook.ts';

/** What is said of a workbook made for correcting, and of what comes back in it. */

const toDo: Readonly<Record<RowState, string>> = {
  invalid: 'Correct the coloured cells; their notes say why. Then take this workbook back into the job.',
  failed: 'Correct what the platform refused: the note of the coloured cell says it. Then take this workbook back into the job, and start it.',
  unknown: 'Leave it as it is: it may have been applied. Run the job until that is settled.',
  sending: 'Leave it as it is: it is being sent.',
  ready: 'Nothing: it is sent when the job is started.',
  accepted: 'Nothing: the platform has it.',
  duplicate: 'Nothing, unless its match key is wrong: another row with the same key is sent.',
  unchanged: 'Nothing: the platform has the very same data.',
  hidden: 'Nothing: it is hidden in the source, and left out as chosen.',
  empty: 'Nothing: there is no value in it.',
};

/** What an operator has to do about a row. */
export function toDoWords({ state, errors }: Pick<JobRow, 'state' | 'errors'>): string {
  const isWithout = errors.length > 0 && !makeInvalid(errors);
  if (isWithout && state === 'ready') return 'Correct the coloured cells, or leave them: the row is sent without their values.';
  if (isWithout && state === 'accepted') return 'It was sent without the values of the coloured cells. Correct them and take this workbook back with “send again”, or leave them.';
  if (state === 'invalid' && errors.every(({ column }) => column === null)) return 'Correct the row as its text says. Then take this workbook back into the job.';
  return toDo[state];
}

/** What comes of a row that a workbook changes; `state`: what it is now. */
export function becomesWords({ state, becomes, instead = 0, errors }: Pick<ChangedRow, 'state' | 'becomes' | 'instead' | 'errors'>): string {
  const reasons = reasonList(errors, ({ column }) => `column ${column ?? ''}`);
  if (becomes === 'invalid') return `${state === 'invalid' ? 'still invalid' : 'invalid then'}, ${reasons}`;
  if (becomes === 'empty') return 'empty then, and not sent';
  if (becomes === 'duplicate') return `a duplicate then, and not sent: row ${instead} is sent instead, which has the same match key`;
  const fit = state === 'accepted' ? 'fit to be sent once more' : 'fit to be sent';
  return reasons === '' ? fit : `${fit}, without ${reasons}`;
}

/** What became of a row that was corrected, with the reason: "row 3 is invalid, column A: not a whole number". */
export function rowNowWords(row: Pick<JobRow, 'row' | 'state' | 'errors' | 'duplicateOf'>): string {
  const { state, errors, duplicateOf } = row;
  const reasons = reasonList(errors, ({ column, header }) => `column ${column ?? ''}${header === null || header === '' ? '' : ` “${header}”`}`);
  const why = reasons === '' ? '' : `${makeInvalid(errors) ? ', ' : ', without '}${reasons}`;
  const instead = state === 'duplicate' && duplicateOf !== null ? `: ${duplicateOf === 0 ? 'another row' : `row ${duplicateOf}`} is sent instead, which has the same match key` : '';
  return `row ${row.row} is ${nowWords[state]}${instead}${why}`;
}

const reasonsShown = 3;

/** The first of them, and how many more there are. */
function reasonList(errors: readonly RowError[], nameOf: (error: RowError) => string): string {
  const more = errors.length - reasonsShown;
  return [...errors.slice(0, reasonsShown).map((error) => `${error.column === null ? '' : `${nameOf(error)}: `}${reasonSentence(error.reason, error.value)}`), ...(more > 0 ? [`and ${counted(more, 'more reason')}`] : [])].join('; ');
}

const nowWords: Readonly<Record<RowState, string>> = {
  invalid: 'invalid, and not sent',
  failed: 'failed: the platform has refused it',
  unknown: 'unknown: it may have been applied',
  sending: 'being sent',
  ready: 'ready to be sent',
  accepted: 'accepted by the platform',
  duplicate: 'a duplicate',
  unchanged: 'unchanged, and not sent',
  hidden: 'hidden, and left out',
  empty: 'empty, and not sent',
};

const leftSentences: Readonly<Record<CellLeft, (cells: string) => string>> = {
  converted: (cells) => `${cells} came back with the same value as another kind of cell, as programs make it unasked; left as in the job. To change one, type another value`,
  formatted: (cells) => `${cells} came back with the same number, shown otherwise; left as in the job`,
  unreadable: (cells) => `${cells} came back as an error, as a formula without a result, with broken characters or under a merge; left as in the job`,
  cut: (cells) => `${cells} came back with the beginning of a text longer than Excel holds; left as in the job`,
  kept: (cells) => `${cells} as exported, which this workbook or another copy of it has corrected since; left as corrected. To take a correction back, undo it, or type the value in the job`,
  undone: (cells) => `${cells} as exported, with a correction that was undone since; left as in the job. To have it back, redo it, or type the value in the job`,
};

/** What an operator does to have more of a workbook taken, in words of the command line or of the window. */
export interface WaysOn {
  /** After "to see what it would change": to take one that looks mixed up. */
  readonly asItIs: string;
  /** To take the workbook's values over newer ones of the job. */
  readonly overwrite: string;
}

/** All that is to be told of a workbook beside the rows that it changes, a sentence each. */
export function reportWords(report: WorkbookReport, ways: WaysOn): readonly string[] {
  const { rows, untouched, changedRows, changedCells, becomes, conflicts, mixedUp, movedHeaders, asItIs, withoutId, damagedId, twice, ofOtherJobs, columnsMissing, columnsTwice, columnsAdded } = report;
  const isMixedUp = mixedUp.count > 0 || movedHeaders.length > 0;
  const list = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');
  return [
    ...(isMixedUp ? mixedUpWords(report, ways) : []),
    ...(isMixedUp && !asItIs ? [] : [`${counted(rows, 'row')} of the job in the workbook: ${grouped(untouched)} not touched, ${grouped(changedRows)} changed (${counted(changedCells, 'cell')})`]),
    ...(changedRows === 0 ? [] : [`of those changed: ${grouped(becomes.ready)} fit to be sent, ${becomes.duplicate === 0 ? '' : `${counted(becomes.duplicate, 'duplicate of another row that is sent', 'duplicates of other rows that are sent')}, `}${grouped(becomes.invalid)} invalid${becomes.empty === 0 ? '' : `, ${grouped(becomes.empty)} empty`}, ${counted(becomes.refused, 'left as it is', 'left as they are')}`]),
    ...told(conflicts, (count) => `${count} of the job corrected otherwise since the workbook was exported; left as in the job. Export anew to correct them`),
    ...wouldWords(report),
    ...conflictWords(report, ways),
    ...told(twice, (count) => `${count} of the job more than once in the workbook; left as in the job`),
    ...told(withoutId, (count) => `${count} of the workbook without an id in “[Import] Id”; left alone`),
    ...told(damagedId, (count) => `${count} of the workbook with something else than an id in “[Import] Id”, which was changed or cut; left alone. Put the id back, or export anew`),
    ...told(ofOtherJobs, (count) => `${count} of the workbook from another job; left alone`),
    ...cellsLeft.flatMap((kind) => {
      const { count, first } = report.cellsLeft[kind];
      return count === 0 ? [] : [`${leftSentences[kind](counted(count, 'cell'))} (${first.slice(0, namedAtMost).map(({ row, column }) => `row ${row} column ${column}`).join(', ')}${count > namedAtMost ? ' …' : ''})`];
    }),
    ...(report.columnsRenamed ?? []).map(({ header, as }) => `the cells under “${as}” stand where those of “${header}” were exported, and some were changed; left alone, as nobody can tell that the other header means the same. Put “${header}” back over them and take the workbook again`),
    ...(columnsMissing.length === 0 ? [] : [`not in the workbook, so unchanged: ${list(columnsMissing)}`]),
    ...(columnsTwice.length === 0 ? [] : [`twice in the workbook, so left alone: ${list(columnsTwice)}`]),
    ...(columnsAdded.length === 0 ? [] : [`not in the job, so not looked at: ${list(columnsAdded)}`]),
  ];
}

const namedAtMost = 20;

/** Cell by cell what the job has by now and since when, and what the workbook has. */
function conflictWords({ conflictCells: { count, first } }: WorkbookReport, ways: WaysOn): readonly string[] {
  if (count === 0) return [];
  const cells = first.slice(0, namedAtMost).map(({ row, column, header, before, after, since }) => {
    const by = since === undefined ? '' : `, changed there since, ${since.at.slice(0, 16).replace('T', ' ')} UTC: ${actWords(since)}`;
    return `row ${row}, ${column}${header === '' ? '' : ` “${header}”`}: ${cellWords(before)} in the job${by}; ${cellWords(after)} in the workbook`;
  });
  const more = count > namedAtMost ? [`and ${counted(count - namedAtMost, 'more cell')}`] : [];
  return [...cells, ...more, `${counted(count, 'cell')} left for what the job has got since. To take the workbook’s ${count === 1 ? 'value' : 'values'} instead, where it is known since when the job has another: ${ways.overwrite}`];
}

/** A cell's text within a sentence. */
export function cellWords(cell: Cell): string {
  const text = shownText(cell);
  return text === '' ? '(empty)' : `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}

/** What happened to a workbook of which nothing is taken, what it means and what to do, as sentences. */
function mixedUpWords({ mixedUp, mixedUpColumns, movedHeaders, asItIs }: WorkbookReport, ways: WaysOn): readonly string[] {
  const columns = mixedUpColumns.length === 0 ? '' : ` in ${mixedUpColumns.map((name) => `“${name}”`).join(', ')}`;
  const start = asItIs ? 'to be taken as it is, as asked for, though' : 'nothing of the workbook is taken:';
  const isHeaders = movedHeaders.length > 0;
  const found = isHeaders
    ? [`${start} ${movedHeaders.map(({ header, has }) => `the cells under “${header}” are not its own${has === null ? '' : ` but those of “${has}”`}`).join(', ')}, as after headers were exchanged or moved without their columns`]
    : told(mixedUp, (count) => `${start} in ${count} of the job, and perhaps in more, there are cells of other rows${columns}, as after sorting some columns, or deleting or inserting cells, without the column “[Import] Id”`);
  if (asItIs) return [...found, 'look at what it changes cell by cell; undone as one batch'];
  const meaning = isHeaders
    ? 'the values of one column would go into another. Put each header back over its own cells, or export anew and correct in that'
    : 'which row its cells belong to cannot be told any more, so that profiles could get the data of others. Take a copy from before the sorting, or export anew and correct in that';
  return [...found, meaning, `where every value was meant to stand where it stands, see what it would change before you take it: ${ways.asItIs}`];
}

function told({ count, first }: Some<number>, sentence: (rows: string) => string): readonly string[] {
  return count === 0 ? [] : [`${sentence(counted(count, 'row'))} (row ${first.slice(0, namedAtMost).join(', ')}${count > namedAtMost ? ' …' : ''})`];
}
