import { createHash } from 'node:crypto';
import type { Cell } from '#contract/cells.ts';
import type { ListColumn, RememberedList } from '#contract/memory.ts';
import { fileStem, guessType, headerKey } from '../../mapping/index.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';

/** Rows whose values say what type a column looks like: as many as are looked at when a file is chosen. */
const rowsLookedAt = 100;

/** What the job's file does not know of itself. */
export interface Around {
  readonly name: string;
  readonly connectionId: string | null;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * The list that a job was made from, once all of it was sent and something of it was accepted; null before, and where nothing can
 * be learnt from it. Holds headers, types and the recipe, and no value of a cell.
 */
export function rememberedList(file: JobFile, accepted: number, { name, connectionId, at }: Around): RememberedList | null {
  const job = file.job.read();
  if (job?.state !== 'finished' || accepted === 0 || job.source === null || job.server === null) return null;
  // A file that this program exported is one job's, and comes back to it.
  if (job.columns.some(({ own }) => own === true)) return null;
  return {
    listId: listId(job, job.source.name, job.server),
    name,
    file: job.source.name,
    sentAt: at,
    accepted,
    connectionId,
    server: job.server,
    columns: columnsOf(file, job),
    recipe: job.recipe,
    runSettings: job.runSettings,
    leavesUnchanged: job.compared.length > 0,
  };
}

function columnsOf(file: JobFile, { columns, rowsRead }: JobRecord): readonly ListColumn[] {
  const positions = Array.from({ length: Math.min(rowsRead, rowsLookedAt) }, (_, index) => index + 1);
  const rows = Array.from(file.blocks.rowsAt(positions, { original: true, few: true }), ({ cells }) => cells);
  return columns.map(({ ref, header, letter, index }) => ({ ref, header, letter, type: typeOf(rows.map((cells) => cells[index] ?? null), header) }));
}

/** An empty column looks like nothing. */
function typeOf(cells: readonly Cell[], header: string): ListColumn['type'] {
  return cells.every((cell) => cell === null) ? null : guessType(cells, header);
}

/** The same for each issue of a list: by its headers in any order, its file's name without the month, and where and how it is sent. */
function listId({ columns, recipe: { request } }: JobRecord, file: string, server: string): string {
  const headers = columns.map(({ header }) => headerKey(header)).sort();
  const parts = [headers, fileStem(file), server, request.db_id, request.matching, request.field_name ?? null];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
