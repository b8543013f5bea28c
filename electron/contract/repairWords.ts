import { m } from '#messages';
import { grouped, spanWords } from './counted.ts';
import { day } from './formats.ts';
import { rowStates, type RepairNote, type RowState } from './job.ts';
import type { DamagedTable, JobCheck } from './repair.ts';
import type { Audience } from './sourceNotes.ts';
import { spoken } from './spoken.ts';

/** What of a damaged job is whole, and what a repair makes of it, in words. */

const tableNames: Readonly<Record<DamagedTable['table'], string>> = spoken({
  block: m.checks_blocks,
  block_item: m.checks_items,
  item_patch: m.checks_patches,
  block_state: m.checks_states,
  row_error: m.checks_errors,
  duplicate: m.checks_duplicates,
  chunk: m.checks_chunks,
  attempt: m.checks_attempts,
  failure: m.checks_failures,
  block_key: m.checks_keys,
  correction_batch: m.checks_batches,
  correction: m.checks_corrections,
  corrected_row: m.checks_corrected_rows,
  kept_profile: m.checks_kept,
});

const stateNames: Readonly<Record<RowState, string>> = spoken({
  ready: m.states_count_ready,
  empty: m.states_count_empty,
  invalid: m.states_count_invalid,
  duplicate: m.states_count_duplicate,
  sending: m.states_count_sending,
  accepted: m.states_count_accepted,
  failed: m.states_count_failed,
  unknown: m.states_count_unknown,
  unchanged: m.states_count_unchanged,
  hidden: m.states_count_hidden,
  queued: m.broker_count,
});

/** An option of the command line behind what it does; the window has a button for it. */
const option = (audience: Audience, text: string): string => (audience === 'command' ? ` (${text})` : '');

/** A check in words, line by line. */
export function checkWords(check: JobCheck, audience: Audience = 'command'): readonly string[] {
  const { job } = check;
  if (check.whole) return [(check.inDoubt ? m.checks_whole_doubt : m.checks_whole)({ job, count: check.rows ?? 0 })];
  return [
    m.checks_damaged({ job }),
    ...(check.journal === 'own' ? [] : [check.journal === 'other-job' ? m.checks_journal_other_job() : m.checks_journal_other_time()]),
    ...(check.oneTime ? [] : [m.checks_other_times()]),
    ...(check.structure ? [] : [m.checks_structure()]),
    ...(check.record ? (check.standing ? [] : [m.checks_standing()]) : [m.checks_record()]),
    ...check.tables.map(tableWords),
    ...repairable(check, audience),
  ];
}

const namedAtMost = 10;

function tableWords({ table: name, proved, lost, rows, positions }: DamagedTable): string {
  const words = { table: tableNames[name], proved: grouped(proved) };
  const table = lost === null || lost === 0 ? m.checks_table(words) : m.checks_table_damaged({ ...words, lost: grouped(lost) });
  const spans = [...rows.map(spanWords), ...positions.map((code) => m.checks_of_rows_read({ positions: spanWords(code) }))];
  if (spans.length === 0) return table;
  const named = { table, rows: spans.slice(0, namedAtMost).join(', ') };
  return spans.length > namedAtMost ? m.checks_lost_rows_more(named) : m.checks_lost_rows(named);
}

const ofCorrections: ReadonlySet<DamagedTable['table']> = new Set(['correction_batch', 'correction', 'corrected_row'] as const);

function repairable({ repair, source, rows, tables }: JobCheck, audience: Audience): readonly string[] {
  const states = rowStates.flatMap((state) => {
    const count = repair.counts[state] ?? 0;
    return count === 0 ? [] : [m.checks_state({ count: grouped(count), state: stateNames[state].toLowerCase() })];
  });
  const told = states.length === 0 ? m.checks_nothing() : states.join(', ');
  if (!repair.possible) return [audience === 'command' ? m.checks_impossible_listed({ told }) : m.checks_impossible({ told })];
  const areCorrectionsHit = tables.some(({ table, lost }) => ofCorrections.has(table) && lost !== 0);
  const withSource = { option: option(audience, '--source') };
  return [
    m.checks_saves({ count: rows ?? 0, told, profiles: grouped(repair.profilesLost), cells: grouped(repair.cellsLost) }),
    ...(areCorrectionsHit ? [m.checks_keeps_corrections()] : []),
    ...(repair.profilesLost + repair.cellsLost === 0 ? [] : [source === null ? m.checks_with_source(withSource) : m.checks_with_source_named({ ...withSource, source })]),
  ];
}

type Losses = Pick<RepairNote, 'unknown' | 'lost' | 'cells' | 'numbers' | 'profiles' | 'requests' | 'corrections' | 'correctionsKept' | 'correctionsLost'>;

/** What a repair did, in sentences. */
export function repairWords(note: Losses, audience: Audience = 'command'): readonly string[] {
  const { unknown, lost, profiles, requests } = note;
  return [
    ...(unknown === 0 ? [] : [m.repair_unknown({ count: unknown, option: option(audience, 'retry --unknown') })]),
    ...(lost === 0 ? [] : [m.repair_lost({ count: lost, option: option(audience, '--source') })]),
    ...cellsWords(note, option(audience, '--source')),
    ...(profiles === undefined ? [] : [m.repair_profiles({ count: profiles })]),
    ...(requests === undefined ? [] : [m.repair_requests({ count: requests })]),
    ...correctionWords(note),
    m.repair_left_alone(),
  ];
}

function cellsWords({ cells, numbers = 0 }: Losses, withSource: string): readonly string[] {
  if (cells === undefined) return [];
  const words = { count: cells, option: withSource };
  if (numbers === 0) return [m.repair_cells(words)];
  return [numbers < cells ? m.repair_cells_some_numbers({ ...words, numbers: grouped(numbers) }) : m.repair_cells_numbers(words)];
}

/** What became of corrections, where not all of them could be saved. */
function correctionWords({ corrections, correctionsKept = 0, correctionsLost }: Losses): readonly string[] {
  if (corrections === undefined) return [];
  return [[keptWords(correctionsKept, correctionsLost), corrections === 0 ? m.repair_as_corrected() : m.repair_marked({ count: corrections }), m.repair_not_undone()].join(' ')];
}

function keptWords(count: number, lost: number | undefined): string {
  if (lost === undefined) return m.repair_kept_uncounted({ count });
  return lost === 0 ? m.repair_kept_all({ count }) : m.repair_kept_some({ count, lost: m.repair_corrections_lost({ count: lost }) });
}

/** That a job was saved from a damaged file, for its status. */
export function repairedWords({ at, from, unknown, lost, cells = 0, corrections = 0 }: RepairNote): string {
  const losses = [
    ...(unknown > 0 ? [m.repair_made_unknown({ count: unknown })] : []),
    ...(lost > 0 ? [m.repair_made_lost({ count: lost })] : []),
    ...(cells > 0 ? [m.repair_made_cells({ count: cells })] : []),
    ...(corrections > 0 ? [m.repair_made_corrections({ count: corrections })] : []),
  ];
  const words = { day: day(at), from };
  return losses.length === 0 ? m.repair_made(words) : m.repair_made_with_losses({ ...words, losses: losses.join(', ') });
}
