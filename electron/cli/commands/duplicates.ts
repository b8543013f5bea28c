import { m } from '#messages';
import { columnLetter } from '#contract/cells.ts';
import { refusalWords, refusedLines } from '#contract/corrections.ts';
import { sentWords, type DuplicateGroup, type DuplicateList, type FilledCell, type FillPreview } from '#contract/duplicates.ts';
import { Fault } from '#contract/faults.ts';
import { saidText } from '#contract/saidCell.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { fillDuplicates, groupOfKey, previewFill, previewPick } from '#engine/jobs/duplicates/fillDuplicates.ts';
import { listDuplicates } from '#engine/jobs/duplicates/listDuplicates.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { withJob, type Command, type CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { positionOfRow } from '../jobPlaces.ts';
import { result } from '../output.ts';
import { rowStateNames } from '../stateNames.ts';
import { again, tellBatch, withOptions } from './correct.ts';
import { beginPreview } from './previewing.ts';

export interface DuplicatesOptions {
  readonly limit: number;
  readonly offset: number;
  /** The sheet's number of the row to be sent. */
  readonly pick?: number | undefined;
  readonly fill: boolean;
  /** A match key, as rows are compared by it; all of them when left out. */
  readonly key?: string | undefined;
  readonly preview: boolean;
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

/** Cells told of a preview. */
const shownCells = 10;

/** `duplicates J`: the groups of rows with one match key; with --pick another row is sent, with --fill its empty cells are filled. */
export function duplicates(job: string, options: DuplicatesOptions): Command {
  return (context) =>
    withJob(job, (file) => {
      jobColumns(file);
      mustFit(options);
      if (options.pick !== undefined) return pick(context, file, positionOfRow(file, options.pick), options);
      if (options.fill) return fill(context, file, options);
      return list(context, file, options);
    });
}

function mustFit({ pick: row, fill: isFill, key, preview }: DuplicatesOptions): void {
  if (row !== undefined && isFill) throw usageFault(m.cli_usage_pick_fill);
  if (key !== undefined && !isFill) throw usageFault(m.cli_usage_key_fill);
  if (preview && !isFill && row === undefined) throw usageFault(m.cli_usage_preview_of);
}

function list({ output }: CommandContext, file: JobFile, { offset, limit }: DuplicatesOptions): ExitCode {
  const found = listDuplicates(file, { offset, limit });
  result(output, found, () => [...found.groups.flatMap(groupWords), listWords(found)]);
  return exitCodes.ok;
}

function groupWords({ key, rows, sent, isPicked, members }: DuplicateGroup): readonly string[] {
  const more = rows > members.length ? [`  ${m.cli_further_rows({ count: rows - members.length })}`] : [];
  const words = { key, rows: m.units_rows({ count: rows }), sent, words: sentWords(members.find(({ row }) => row === sent)?.state) };
  return [
    isPicked ? m.cli_group_picked(words) : m.cli_group(words),
    ...members.map(({ row, state, cells }) => `  ${row === sent ? '→' : ' '} ${m.cli_group_row({ row, state: rowStateNames[state](), cells: cells.map((cell) => saidText(cell).replace(/\s+/g, ' ')).join(' | ') })}`),
    ...more,
  ];
}

function listWords({ total, duplicates: count, groups }: DuplicateList): string {
  if (count === 0 && total === 0) return m.cli_duplicates_none();
  const words = count === 0 ? m.cli_duplicates_none_back({ count: total }) : m.cli_duplicates_of({ count: total, duplicates: m.cli_duplicates({ count }) });
  return groups.length < total ? m.cli_duplicates_shown({ words, count: groups.length }) : words;
}

async function pick(context: CommandContext, file: JobFile, position: number, { preview, sendAgain, adopt }: DuplicatesOptions): Promise<ExitCode> {
  if (preview) {
    beginPreview(context, file, adopt);
    const { row, instead, refusal } = previewPick(file, position, sendAgain);
    result(context.output, { row, instead, refusal }, () => (refusal === null ? pickWords(row, instead) : m.cli_pick_refused({ row, reason: refusalWords(refusal, { again }) })));
    return refusal === null ? exitCodes.ok : exitCodes.usage;
  }
  const made = await withOptions(context, adopt, (options) => pickRow(file, { ...options, origin: 'command-line', position, sendAgain }));
  return tellBatch(context, made, { done: m.cli_done_picked, notDone: 'picked' });
}

function pickWords(row: number, instead: number | null): string {
  if (instead === null) return m.cli_pick_sent({ row });
  return instead === row ? m.cli_pick_again({ row }) : m.cli_pick_instead({ row, other: instead });
}

async function fill(context: CommandContext, file: JobFile, { key, preview, sendAgain, adopt }: DuplicatesOptions): Promise<ExitCode> {
  const position = key === undefined ? undefined : groupOfKey(file, key);
  if (position === 0) throw new Fault('no-duplicates', { key: true });
  if (preview) {
    beginPreview(context, file, adopt);
    const found = await previewFill(file, { position, sendAgain, limit: shownCells, signal: context.stop });
    result(context.output, found, () => previewWords(found));
    return found.refusedRows > 0 ? exitCodes.usage : exitCodes.ok;
  }
  const made = await withOptions(context, adopt, (options) => fillDuplicates(file, { ...options, origin: 'command-line', position, sendAgain }));
  return tellBatch(context, made, { done: ({ act }) => act, notDone: 'filled' });
}

function previewWords({ cells, rows, differing, first, ...left }: FillPreview): readonly string[] {
  const differ = differing === 0 ? [] : [m.cli_fill_differ({ count: differing })];
  const filled = cells === 0 ? m.cli_fill_none() : m.cli_fill_cells({ cells: m.cli_empty_cells({ count: cells }), rows: m.units_rows({ count: rows }) });
  return [...first.map(cellWords), filled, ...differ, ...refusedLines(left, { done: 'filled', would: true, again })];
}

function cellWords({ row, column, after, from, differs }: FilledCell): string {
  const words = { row, column: columnLetter(column), value: saidText(after).replace(/\s+/g, ' '), from };
  return differs ? m.cli_fill_cell_differs(words) : m.cli_fill_cell(words);
}
