import type { Correcting } from './correcting.ts';
import type { ChangedRow } from './settleRows.ts';

/**
 * Of rows of one block, rising, those that give again the very item that an earlier job saw accepted last, as they did when they were read: by
 * a correction that changes nothing of it, or one that takes another back. Once anything of the job was sent nobody looks, as it may have
 * overwritten the profile: then such a row is sent once more. Fault job-corrupt.
 */
export function unchangedAgain({ file, job, mapper }: Correcting, rows: readonly ChangedRow[]): ReadonlySet<number> {
  const again = new Set<number>();
  const [first, last] = [rows[0]?.position ?? 0, rows.at(-1)?.position ?? 0];
  // Before it is sent a job is bound to a server by such earlier jobs alone.
  if (job.server === null || file.chunks.lastSentId() > 0) return again;
  const were = new Set(rows.filter(({ state }) => state === 'unchanged').map(({ position }) => position));
  for (const { id, state: batch } of file.corrections.batches()) {
    if (batch !== 'applied') continue;
    for (const { position, state } of file.corrections.rowsBetween(id, first, last)) if (state === 'unchanged') were.add(position);
  }
  const items = new Map(rows.flatMap(({ position, mapped, back }) => (back === null && mapped.kind === 'item' && were.has(position) ? [[position, mapped.json]] : [])));
  if (items.size === 0) return again;
  for (const row of file.blocks.rowsAt([...items.keys()], { original: true })) {
    const mapped = mapper.map(row);
    if (mapped.kind === 'item' && mapped.json === items.get(row.position)) again.add(row.position);
  }
  return again;
}
