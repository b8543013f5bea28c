import { columnLetter, shownText } from '#contract/cells.ts';
import { counted } from '#contract/counted.ts';
import { refusalWords } from '#contract/corrections.ts';
import { sentWords, type DuplicateGroup, type DuplicateList, type FilledCell, type FillPreview } from '#contract/duplicates.ts';
import { Fault } from '#contract/faults.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { fillDuplicates, groupOfKey, previewFill, previewPick } from '#engine/jobs/duplicates/fillDuplicates.ts';
import { listDuplicates } from '#engine/jobs/duplicates/listDuplicates.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { withJob, type Command, type CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { positionOfRow } from '../jobPlaces.ts';
import { result } from '../output.ts';
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
  if (row !== undefined && isFill) throw new Fault('usage', { problem: '--pick and --fill are two steps: pick first, then fill' });
  if (key !== undefined && !isFill) throw new Fault('usage', { problem: '--key is of --fill' });
  if (preview && !isFill && row === undefined) throw new Fault('usage', { problem: '--preview is of --pick and --fill' });
}

function list({ output }: CommandContext, file: JobFile, { offset, limit }: DuplicatesOptions): ExitCode {
  const found = listDuplicates(file, { offset, limit });
  result(output, found, () => [...found.groups.flatMap(groupWords), listWords(found)]);
  return exitCodes.ok;
}

function groupWords({ key, rows, sent, isPicked, members }: DuplicateGroup): readonly string[] {
  const more = rows > members.length ? [`  … and ${counted(rows - members.length, 'further row')}`] : [];
  return [
    `${key}: ${counted(rows, 'row')}, row ${sent} ${sentWords(members.find(({ row }) => row === sent)?.state)}${isPicked ? ' (picked)' : ''}`,
    ...members.map(({ row, state, cells }) => `  ${row === sent ? '→' : ' '} row ${row} (${state}): ${cells.map((cell) => shownText(cell).replace(/\s+/g, ' ')).join(' | ')}`),
    ...more,
  ];
}

function listWords({ total, duplicates: count, groups }: DuplicateList): string {
  if (count === 0 && total === 0) return 'no duplicates';
  const shown = groups.length < total ? `; ${counted(groups.length, 'of them is', 'of them are')} shown` : '';
  if (count === 0) return `no duplicates that stand back; ${counted(total, 'match key')} of which another row was sent before${shown}`;
  return `${counted(count, 'duplicate')} of ${counted(total, 'match key')}${shown}`;
}

async function pick(context: CommandContext, file: JobFile, position: number, { preview, sendAgain, adopt }: DuplicatesOptions): Promise<ExitCode> {
  if (preview) {
    beginPreview(context, file);
    const { row, instead, refusal } = previewPick(file, position, sendAgain);
    const words = refusal === null ? `row ${row} would be sent${instead === null ? '' : instead === row ? ' once more, as it is' : ` instead of row ${instead}`}` : `row ${row} cannot be picked: ${refusalWords(refusal, { again })}`;
    result(context.output, { row, instead, refusal }, () => words);
    return refusal === null ? exitCodes.ok : exitCodes.usage;
  }
  const made = await withOptions(context, adopt, (options) => pickRow(file, { ...options, origin: 'command-line', position, sendAgain }));
  return tellBatch(context, made, 'picked');
}

async function fill(context: CommandContext, file: JobFile, { key, preview, sendAgain, adopt }: DuplicatesOptions): Promise<ExitCode> {
  const position = key === undefined ? undefined : groupOfKey(file, key);
  if (position === 0) throw new Fault('no-duplicates', { key: true });
  if (preview) {
    beginPreview(context, file);
    const found = await previewFill(file, { position, sendAgain, limit: shownCells, signal: context.stop });
    result(context.output, found, () => previewWords(found));
    return found.refusedRows > 0 ? exitCodes.usage : exitCodes.ok;
  }
  const made = await withOptions(context, adopt, (options) => fillDuplicates(file, { ...options, origin: 'command-line', position, sendAgain }));
  return tellBatch(context, made, 'filled');
}

function previewWords({ cells, rows, differing, first, refusedRows }: FillPreview): readonly string[] {
  const differ = differing === 0 ? [] : [`for ${counted(differing, 'of these cells', 'of these cells')} duplicates have different values; that of the one which would be sent next is taken`];
  const refused = refusedRows === 0 ? [] : [`${counted(refusedRows, 'row would be left as it is, as it was sent', 'rows would be left as they are, as they were sent')}; to fill and send ${refusedRows === 1 ? 'it' : 'them'} once more takes ${again}`];
  return [...first.map(cellWords), cells === 0 ? 'no empty cell would be filled' : `${counted(cells, 'empty cell')} of ${counted(rows, 'row')} would be filled`, ...differ, ...refused];
}

function cellWords({ row, column, after, from, differs }: FilledCell): string {
  return `row ${row}, column ${columnLetter(column)}: ${shownText(after).replace(/\s+/g, ' ')} (of row ${from}${differs ? '; others differ' : ''})`;
}
