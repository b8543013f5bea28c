import { basename } from 'node:path';
import { mostMembers, type DuplicateGroup, type DuplicateList, type DuplicateRows } from '#contract/duplicates.ts';
import { Fault } from '#contract/faults.ts';
import type { JobRow } from '#contract/job.ts';
import { unfitFault } from '../../mapping/index.ts';
import type { RowMapper } from '../../mapping/types.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { hashOfKey } from '../corrections/keyHashes.ts';
import { jobMapping } from '../jobMapping.ts';
import { describeRow } from '../jobRows.ts';
import { listedCells } from '../rows/listedColumns.ts';
import { groupTable, type GroupTable } from './groupTable.ts';
import { sentBefore } from './sentBefore.ts';

/** A job that was prepared, with its mapper. Faults job-state, recipe-columns. */
export function mappedJob(file: JobFile): { readonly job: JobRecord; readonly mapper: RowMapper } {
  const job = file.job.read();
  if (job === null || job.state === 'preparing') throw new Fault('job-state', { state: 'preparing', event: 'read' });
  const made = jobMapping(file, job);
  if (!made.ok) throw unfitFault(made, { file: basename(file.path) });
  return { job, mapper: made.mapper };
}

export interface PageWish {
  /** Counts groups. */
  readonly offset: number;
  readonly limit: number;
}

/** A page of the groups of rows with the same match key, each with its first rows. Faults as mappedJob, job-corrupt. */
export function listDuplicates(file: JobFile, { offset, limit }: PageWish): DuplicateList {
  return file.snapshot(() => {
    const { job, mapper } = mappedJob(file);
    const table = groupTable(file, sentBefore(file, job));
    const sent = pageOf(table, offset, limit);
    const members = membersOf(table, sent);
    const rows = new Map<number, JobRow>();
    const listed = listedCells(job);
    const positions = [...new Set([...members.values()].flat())].sort((a, b) => a - b);
    for (const row of file.blocks.rowsAt(positions, { few: true })) rows.set(row.position, describeRow(file, row));
    const picks = file.corrections.picks();
    const groups = sent.map((position): DuplicateGroup => {
      const row = rows.get(position);
      const key = row === undefined ? '' : keyOfRow(mapper, row);
      const pick = picks.get(position);
      const [low, high] = hashOfKey(key);
      const list = (members.get(position) ?? []).flatMap((one) => rows.get(one) ?? []).map((one) => ({ ...one, cells: listed(one.cells) }));
      return { key, rows: table.sizes[position] ?? 0, sent: row?.row ?? 0, sentPosition: position, isPicked: pick?.low === low && pick.high === high, members: list };
    });
    return { total: table.total, duplicates: table.duplicates, groups };
  });
}

/** Beside the one that is sent. */
const aPage = mostMembers - 1;

export interface MembersWish {
  /** Of the row that is sent. */
  readonly position: number;
  /** Counts the others. */
  readonly offset: number;
  /** A sheet row: the page with it, or with the next one behind it, wherever that is. */
  readonly row?: number | undefined;
}

/** A page of the rows of one group. Faults as mappedJob, job-corrupt. */
export function duplicateRows(file: JobFile, { position, offset, row }: MembersWish): DuplicateRows {
  return file.snapshot(() => {
    const { job } = mappedJob(file);
    const { rows, sentFor } = groupTable(file, sentBefore(file, job));
    const listed = listedCells(job);
    const others: number[] = [];
    for (let at = 1; at <= rows; at += 1) if (sentFor[at] === position) others.push(at);
    const wanted = row === undefined ? -1 : others.findIndex((one) => file.blocks.rowNumber(one) >= row);
    const from = row === undefined ? offset : Math.max(0, wanted < 0 ? others.length - 1 : wanted);
    const begin = Math.floor(from / aPage) * aPage;
    const page = others.slice(begin, begin + aPage);
    const positions = page.length === 0 ? [] : [...page, position].sort((one, other) => one - other);
    return { offset: begin, members: Array.from(file.blocks.rowsAt(positions, { few: true }), (one) => describeRow(file, { ...one, cells: listed(one.cells) })) };
  });
}

export function keyOfRow(mapper: Pick<RowMapper, 'map'>, { row, cells }: Pick<JobRow, 'row' | 'cells'>): string {
  const mapped = mapper.map({ row, cells });
  return mapped.kind === 'item' ? mapped.key : '';
}

function pageOf(table: GroupTable, offset: number, limit: number): readonly number[] {
  const page: number[] = [];
  let index = 0;
  for (const sent of table.inOrder()) {
    if (index >= offset + limit) break;
    if (index >= offset) page.push(sent);
    index += 1;
  }
  return page;
}

/** The first rows of each group, rising, the one that is sent always among them. */
function membersOf({ rows, sentFor }: GroupTable, sent: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const members = new Map(sent.map((position): [number, number[]] => [position, [position]]));
  for (let position = 1; position <= rows && members.size > 0; position += 1) {
    const group = members.get(sentFor[position] ?? 0);
    if (group !== undefined && group.length < mostMembers) group.push(position);
  }
  for (const group of members.values()) group.sort((a, b) => a - b);
  return members;
}
