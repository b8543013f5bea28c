import { countingCell, shownText, type Cell, type Column } from '#contract/cells.ts';
import type { ProblemGroup } from '#contract/job.ts';
import type { GroupProposals, Mend, MendRequest, Proposal } from '#contract/mends.ts';
import type { RowErrorReason } from '#contract/rowErrors.ts';
import { columnFinder, countriesDialled, countriesNamed, likelyMends, phoneCountriesOf, statusRules } from '../../mapping/index.ts';
import { cellText } from '../../store/corrections.ts';
import type { StoredRow } from '../../store/blocks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { turns } from '../turns.ts';
import { beginMending, createLook, positionsOf, rowsOfPiece, type Mending, type MendingOptions } from './mending.ts';
import { MendTally, tallyMend } from './previewMend.ts';

export interface ProposalsOptions extends MendingOptions {
  /** Only for problems of this column (its letter), and of this reason. */
  readonly column?: string | undefined;
  readonly reason?: RowErrorReason | undefined;
}

/** Rows of a group by which mends are found that help; only those are counted over all of its rows. */
const sampleRows = 2_000;
/** Rows that are read for the countries of phones: of the first ones, and of a group. */
const rowsOfEvidence = 500;
/** Different values of a group that a person can say the meaning of. */
const valuesAtMost = 20;

/** Problems of one column and reason, whatever fields they are in. */
interface Group {
  readonly column: Column;
  readonly reason: RowErrorReason;
  readonly leftOut: boolean;
  readonly positions: Uint32Array;
}

/**
 * For every group of problems, the mends that put cells of it right, counted over all its rows; where nothing is
 * narrowed down, also addresses that are valid with a domain that is hardly meant. A proposal changes only cells
 * in which nothing is wrong then, so that it makes no row wrong. Nothing is stored. Faults as previewMend.
 */
export async function listProposals(file: JobFile, options: ProposalsOptions = {}): Promise<readonly GroupProposals[]> {
  const mending = beginMending(file);
  const groups = groupsOf(mending, file.problems.groups(), options);
  const mails = options.reason === undefined ? mailsOf(mending).filter(({ column: { letter } }) => options.column === undefined || letter === options.column) : [];
  const within = shares(options, [...groups, ...mails]);
  const found: GroupProposals[] = [];
  for (const group of groups) found.push(await proposalsFor(mending, group, within(group)));
  for (const mail of mails) found.push(...(await mistypedIn(mending, mail, within(mail))));
  return found;
}

/** Addresses alone that are valid with a domain that is hardly meant, in rows that wait to be sent. Nothing is stored. Faults as previewMend. */
export async function listMistyped(file: JobFile, options: MendingOptions = {}): Promise<readonly GroupProposals[]> {
  const mending = beginMending(file);
  const mails = mailsOf(mending);
  const within = shares(options, mails);
  const found: GroupProposals[] = [];
  for (const mail of mails) found.push(...(await mistypedIn(mending, mail, within(mail))));
  return found;
}

interface Part {
  readonly positions: Uint32Array;
}

/** Progress of parts that follow one another, as progress of them all. */
function shares(options: MendingOptions, parts: readonly Part[]): (part: Part) => MendingOptions {
  const total = parts.reduce((sum, { positions }) => sum + positions.length, 0);
  let done = 0;
  return ({ positions: { length } }) => {
    const before = done;
    done += length;
    return { ...options, onProgress: ({ rows }) => options.onProgress?.({ rows: before + Math.min(rows, length), total }) };
  };
}

function groupsOf(mending: Mending, problems: readonly ProblemGroup[], { column: only, reason: onlyReason }: ProposalsOptions): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { column: letter, reason, leftOut = false } of problems) {
    const column = mending.job.columns.find((one) => one.letter === letter);
    if (column === undefined || (only !== undefined && letter !== only) || (onlyReason !== undefined && reason !== onlyReason)) continue;
    const name = `${leftOut ? 1 : 0} ${column.letter} ${reason}`;
    if (!groups.has(name)) groups.set(name, { column, reason, leftOut, positions: positionsOf(mending, { kind: 'problem', reason, leftOut }, column) });
  }
  return [...groups.values()];
}

async function proposalsFor(mending: Mending, group: Group, options: MendingOptions): Promise<GroupProposals> {
  const { column, reason, leftOut, positions } = group;
  const sample = [...rowsOfPiece(mending.file, positions.subarray(0, sampleRows))];
  const cells = sample.map((row) => countingCell(row.cells[column.index] ?? null));
  const turn = turns(options);
  const seen = new Set<string>();
  const proposals: Proposal[] = [];
  const { recipe, columns } = mending.job;
  // An empty status would be chosen by the platform: what was meant as a no could become a subscription.
  const mayEmpty = statusRules(recipe, columns, column.index).length === 0;
  const likely = likelyMends(reason, cells, { own: phoneCountriesOf(recipe, columnFinder(columns), column.index), said: () => countriesSaid(mending, column, sample) }).filter((mend) => mayEmpty || !isEmptying(mend));
  for (const mend of mayEmpty ? [...likely, { kind: 'clear' } as const] : likely) {
    await turn({ rows: 0, total: positions.length });
    const request = requestOf(group, mend);
    const tried = tryOn(mending, sample, request);
    // Nothing of the sample is put right by it, or the very same by a mend that changes less.
    if (tried.tally.fixed === 0 || seen.has(tried.afters)) continue;
    seen.add(tried.afters);
    const tally = positions.length > sample.length ? await tallyMend(mending, request, positions, options) : tried.tally;
    const preview = tally.preview();
    if (preview.cells > 0 && preview.wrong === 0) proposals.push({ request, preview, loses: mend.kind === 'clear' });
  }
  proposals.sort((one, other) => Number(one.loses) - Number(other.loses) || other.preview.right - one.preview.right || other.preview.cells - one.preview.cells);
  const values = proposals.length === 0 && positions.length === sample.length ? fewValues(cells) : null;
  return { column: column.letter, header: column.header, reason, leftOut, rows: positions.length, proposals, ...(values === null ? {} : { values }) };
}

/** Texts of cells that can be said one by one; null where there are too many, or none. */
function fewValues(cells: readonly Cell[]): NonNullable<GroupProposals['values']> | null {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const shown = shownText(cell).trim();
    if (shown !== '') counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  const values = [...counts].map(([value, rows]) => ({ value, rows })).sort((one, other) => other.rows - one.rows);
  return values.length === 0 || values.length > valuesAtMost ? null : values;
}

/** Words for nothing that are emptied. */
function isEmptying(mend: Mend): boolean {
  return mend.kind === 'map' && Object.values(mend.values).includes('');
}

function requestOf({ column, reason, leftOut }: Group, mend: Mend): MendRequest {
  return { column: column.index, mends: [mend], selection: { kind: 'problem', reason, leftOut }, onlyFixing: true };
}

/** What a mend does to some rows, and all that it makes of their cells. */
function tryOn(mending: Mending, rows: readonly StoredRow[], request: MendRequest): { readonly tally: MendTally; readonly afters: string } {
  const tally = new MendTally(mending.job.columns[request.column]?.letter ?? '');
  const look = createLook(mending, request);
  const afters: string[] = [];
  for (const row of rows) {
    const mended = look(row);
    tally.take(mended);
    if (mended !== null) afters.push(`${mended.position} ${cellText(mended.after)}`);
  }
  return { tally, afters: afters.join('\n') };
}

/** Countries that the first rows, and those with problems, say: by right numbers of the column, or in another column. */
function countriesSaid({ file, job }: Mending, { index }: Column, wrong: readonly StoredRow[]): ReadonlySet<string> {
  const first = rowsOfPiece(file, Uint32Array.from({ length: Math.min(job.rowsRead, rowsOfEvidence) }, (_, at) => at + 1));
  const rows = [...first, ...wrong.slice(0, rowsOfEvidence)];
  const cellsOf = (at: number): readonly Cell[] => rows.map(({ cells }) => countingCell(cells[at] ?? null));
  return new Set([...countriesDialled(cellsOf(index)), ...job.columns.flatMap((column) => countriesNamed(column.header, cellsOf(column.index)))]);
}

interface Mails extends Part {
  readonly column: Column;
}

/** Columns that are read as addresses, with the rows that wait to be sent. */
function mailsOf(mending: Mending): readonly Mails[] {
  const columns = emailColumns(mending);
  if (columns.length === 0) return [];
  const positions = Uint32Array.from(mending.file.states.positions(new Set(['ready'])));
  return columns.map((column) => ({ column, positions }));
}

function emailColumns({ job: { recipe, columns } }: Mending): readonly Column[] {
  const find = columnFinder(columns);
  const refs = [...recipe.fields.filter(({ type }) => type === 'email').map(({ column }) => column), ...(recipe.subscriptions ?? []).map(({ email }) => email?.column)];
  const found = refs.flatMap((ref) => {
    const answer = ref === undefined ? null : find(ref);
    return answer?.ok === true ? [answer.column] : [];
  });
  return [...new Set(found)];
}

/** None, or one group. */
async function mistypedIn(mending: Mending, { column, positions }: Mails, options: MendingOptions): Promise<readonly GroupProposals[]> {
  const request: MendRequest = { column: column.index, mends: [{ kind: 'domain' }], selection: { kind: 'state', state: 'ready' }, onlyFixing: false, onlyValid: true };
  const preview = (await tallyMend(mending, request, positions, options)).preview();
  if (preview.cells === 0 || preview.wrong > 0) return [];
  return [{ column: column.letter, header: column.header, reason: null, leftOut: false, rows: preview.cells, proposals: [{ request, preview, loses: false }] }];
}
