import { usualMarks } from '#contract/connectionMark.ts';
import type { Cell } from '#contract/cells.ts';
import { columnLetter } from '#contract/cells.ts';
import type { Connection, FieldInfo, JobSummary, Known } from '#contract/commands.ts';
import type { JobCounts, JobRow, JobStatus, Pause, ProblemGroup, RowState } from '#contract/job.ts';
import type { FieldType } from '#contract/recipe.ts';
import type { InspectedColumn, SourceInspection } from '#contract/source.ts';

/** Invented data in the shapes of the contract, for tests of the page. */

type Suggested = readonly [field: string, type: FieldType, score: number] | null;

export function inspectedColumn(index: number, header: string, suggestion: Suggested = null, samples: readonly string[] = []): InspectedColumn {
  const letter = columnLetter(index);
  return {
    index,
    letter,
    header,
    ref: header === '' ? `@${letter}` : header,
    samples,
    guessedType: suggestion?.[1] ?? 'string',
    suggestion: suggestion === null ? null : { field: suggestion[0], type: suggestion[1], score: suggestion[2] },
  };
}

/** The columns of the recipe in the job's description; the fourth has no header and is named @D. */
export const sampleColumns: readonly InspectedColumn[] = [
  inspectedColumn(0, 'Client No', null, ['0017', '0018', '0019', '0020']),
  inspectedColumn(1, 'First name', ['_fname', 'string', 0.97], ['Анна', 'Boris', 'Chloé']),
  inspectedColumn(2, 'Last name', null, ['Петрова', 'Ivanov', 'Martin']),
  inspectedColumn(3, '', ['email', 'email', 0.74], ['anna@example.com', 'boris@example.com']),
  inspectedColumn(4, 'Mobile', ['phones', 'phones', 0.92], ['+7 900 123-45-67', '8 900 765 43 21']),
  inspectedColumn(5, 'Home', null, ['8 495 123 45 67']),
  inspectedColumn(6, 'Birthday', ['_bdate', 'date', 0.95], ['22.02.1990', '01.12.1985']),
  inspectedColumn(7, 'Interests', null, ['books, films', 'travel']),
  inspectedColumn(8, 'Email', null, ['anna@example.com', 'boris@example.com']),
  inspectedColumn(9, 'Topics', null, ['news;offers', 'news']),
  inspectedColumn(10, 'Note', null, ['met at the fair', 'prefers letters']),
];

const text = (v: string): Cell => ({ t: 's', v });

function sampleRow(row: number): { readonly row: number; readonly cells: readonly Cell[] } {
  const cells: readonly Cell[] = [
    { t: 'n', v: row + 15, text: String(row + 15).padStart(4, '0') },
    text(['Анна', 'Boris', 'Chloé'][row % 3] ?? ''),
    text(['Петрова', 'Ivanov', 'Martin'][row % 3] ?? ''),
    text(`client${row}@example.com`),
    row % 5 === 0 ? null : text(`+7 900 123-45-${String(10 + (row % 90))}`),
    row % 3 === 0 ? { t: 'e', v: '#N/A' } : text('8 495 123 45 67'),
    { t: 'd', v: '1990-02-22T00:00:00', text: '22.02.1990' },
    text('books, films'),
    text(`client${row}@example.com`),
    text('news;offers'),
    row % 2 === 0 ? text('met at the fair; would like to hear of new branches in the city') : null,
  ];
  return { row, cells };
}

/** The file of `inspection` as it was looked at. */
export const sampleSeen = { bytes: 4_812_330, modified: '2024-03-01T08:00:00.000Z', edges: 'e'.repeat(64) };

export function inspection(change: Partial<SourceInspection> = {}): SourceInspection {
  return {
    name: 'clients-march.xlsx',
    bytes: 4_812_330,
    seen: sampleSeen,
    kind: 'xlsx',
    sheets: [
      { name: 'Profiles', visibility: 'visible', kind: 'cells' },
      { name: 'Regions', visibility: 'visible', kind: 'cells' },
      { name: 'Chart', visibility: 'visible', kind: 'other' },
      { name: 'Old', visibility: 'hidden', kind: 'cells' },
    ],
    sheet: 'Profiles',
    headerRow: 1,
    header: { value: 1, confidence: 'sure', reason: 'names', alternatives: [] },
    csv: null,
    columns: sampleColumns,
    sample: Array.from({ length: 20 }, (_, index) => sampleRow(index + 2)),
    warnings: [
      { kind: 'header-empty', column: 'D' },
      { kind: 'hidden-sheets', sheets: ['Old'] },
    ],
    ...change,
  };
}

export const fields: readonly FieldInfo[] = [
  { name: 'email', title: 'Email', type: 'email', system: true },
  { name: 'phones', title: 'Phones', type: 'phones', system: true },
  { name: '_fname', title: 'First name', type: 'unicode', system: true },
  { name: '_lname', title: 'Last name', type: 'unicode', system: true },
  { name: '_bdate', title: 'Birth date', type: 'date', system: true },
  { name: 'Custom_ID', title: 'Client No', type: 'int', system: false },
  { name: 'interests', title: 'Interests', type: 'tags', system: false },
  { name: 'bonus_points', title: 'Bonus points', type: 'int', system: false },
];

export const knownFields: Known<FieldInfo> = { items: fields, gone: [], fetchedAt: '2024-03-01T09:00:00Z', kept: false };

export function connection(change: Partial<Connection> = {}): Connection {
  return { connectionId: 'c1', name: 'Production', baseUrl: 'https://marketing.example.com', tokenInBody: true, format: 'json', hasToken: true, sessionOnly: false, practice: false, mark: { ...usualMarks.production, askAbove: null }, ...change };
}

export const practiceConnection = connection({ connectionId: 'practice', name: 'Practice server', baseUrl: 'http://127.0.0.1:41234', practice: true, mark: usualMarks.practice });

const noCounts: JobCounts = { read: 0, empty: 0, invalid: 0, duplicate: 0, unchanged: 0, hidden: 0, accepted: 0, failed: 0, unknown: 0, notSent: 0, sending: 0, ready: 0, readyWithWarnings: 0, withWarnings: 0 };

/** Counts that add up: `read` is the sum and `ready` repeats `notSent`. */
export function counts(parts: Partial<Omit<JobCounts, 'read' | 'ready'>>): JobCounts {
  const all = { ...noCounts, ...parts };
  const read = all.empty + all.invalid + all.duplicate + all.unchanged + all.hidden + all.accepted + all.failed + all.unknown + all.notSent + all.sending;
  return { ...all, read, ready: all.notSent };
}

export function jobStatus(change: Partial<JobStatus> = {}): JobStatus {
  return {
    state: 'ready',
    pause: null,
    counts: counts({ notSent: 19_400, invalid: 412, duplicate: 150, empty: 38 }),
    countsAddUp: true,
    round: 1,
    chunks: { total: 4, answered: 0, planned: 4, sending: 0, unsettled: 0 },
    attempts: 0,
    replayed: 0,
    replayedUnasked: 0,
    calledErrors: 0,
    source: { name: 'clients-march.xlsx', bytes: 4_812_330, modified: '2024-03-01T08:00:00Z', sha256: '0'.repeat(64), sheet: 'Profiles', headerRow: 1 },
    notes: [],
    runSettings: null,
    doubts: [],
    limitsOfCopy: null,
    request: { dbId: 7, matching: 'custom', skipTriggers: true },
    server: null,
    handedOver: null,
    createdAt: '2024-03-01T09:30:00Z',
    live: null,
    ...change,
  };
}

export function pause(change: Partial<Pause> = {}): Pause {
  return { reason: 'asked', httpStatus: null, code: null, text: null, at: '2024-03-01T10:00:00Z', ...change };
}

export function runningStatus(accepted: number, change: Partial<JobStatus> = {}): JobStatus {
  return jobStatus({
    state: 'running',
    counts: counts({ accepted, failed: 12, sending: 5_000, notSent: Math.max(0, 14_388 - accepted), invalid: 412, duplicate: 150, empty: 38 }),
    chunks: { total: 4, answered: 1, planned: 1, sending: 2, unsettled: 0 },
    attempts: 3,
    server: 'marketing.example.com',
    live: {
      streams: [
        { stream: 1, activity: 'sending', chunk: 2, profiles: 5_000, attempt: 1, because: null, answer: null, waitMs: 0, waitUntil: null },
        { stream: 2, activity: 'waiting', chunk: 3, profiles: 5_000, attempt: 2, because: 'throttled', answer: 503, waitMs: 11_600, waitUntil: null },
      ],
      tuning: { limit: 2, ceiling: 2, reason: { code: 'steady' }, smaller: null },
      rowsPerSecond: 412.4,
      paceUntil: Infinity,
      secondsLeft: 34,
    },
    ...change,
  });
}

export function summary(change: Partial<JobSummary> = {}): JobSummary {
  return { jobId: 'j1', name: 'clients-march', createdAt: '2024-03-01T09:30:00Z', status: jobStatus(), ...change };
}

export const problems: readonly ProblemGroup[] = [
  { column: 'D', header: '', field: 'email', reason: 'incorrect-email', rows: 310, examples: [{ row: 17, value: 'anna(at)example.com' }, { row: 40, value: 'none' }] },
  { column: 'E', header: 'Mobile', field: 'phones', reason: 'incorrect-phone', rows: 96, examples: [{ row: 203, value: '12-34' }] },
  { column: 'A', header: 'Client No', field: 'Custom_ID', reason: 'key-missing', rows: 6, examples: [{ row: 911, value: '' }] },
];

const states: readonly RowState[] = ['accepted', 'accepted', 'failed', 'accepted', 'invalid', 'accepted', 'ready', 'duplicate', 'unknown'];

export function jobRows(offset: number, limit: number, total: number): { readonly total: number; readonly rows: readonly JobRow[] } {
  const length = Math.max(0, Math.min(limit, total - offset));
  const rows = Array.from({ length }, (_, index): JobRow => {
    const position = offset + index + 1;
    const state = states[position % states.length] ?? 'accepted';
    const { row, cells } = sampleRow(position + 1);
    return {
      position,
      row,
      cells,
      state,
      errors: state === 'invalid' ? [{ row, column: 'D', header: '', field: 'email', value: 'none', reason: 'incorrect-email' }] : [],
      duplicateOf: state === 'duplicate' ? row + 40 : null,
      code: state === 'failed' ? 404 : state === 'accepted' ? 0 : null,
      text: state === 'failed' ? 'Profile not found' : null,
      profileId: state === 'accepted' ? '663a138cee44bb50a67115cd' : null,
    };
  });
  return { total, rows };
}
