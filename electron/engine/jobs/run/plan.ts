import { runsOf, type Run } from '../../store/runs.ts';

/** The manual's advice for one request, which other pages of it state as a hard limit. */
export const profilesAtMost = 10_000;
export const bytesAtMost = 10_000_000;
export const defaultChunkProfiles = 5_000;
export const defaultChunkBytes = 8_000_000;

export interface ChunkLimits {
  readonly profiles: number;
  /** Of the whole UTF-8 body, request frame included. */
  readonly bytes: number;
}

/** A row to be sent and the UTF-8 length of its item. */
export interface PlanItem {
  readonly position: number;
  readonly bytes: number;
}

export interface PlannedChunk {
  readonly members: readonly Run[];
  readonly profiles: number;
  /** Of the items and the commas between them. */
  readonly bytes: number;
}

export interface Plan {
  readonly chunks: readonly PlannedChunk[];
  /** Rows whose item alone does not fit into one request. */
  readonly oversize: readonly PlanItem[];
}

/**
 * Cuts items, in their order, into chunks: a chunk is closed when one more item would break a limit. Pure:
 * the same items and limits always give the same chunks. `frame` is the bytes a body has beside its items.
 */
export function planChunks(items: Iterable<PlanItem>, limits: ChunkLimits, frame: number): Plan {
  const room = limits.bytes - frame;
  const chunks: PlannedChunk[] = [];
  const oversize: PlanItem[] = [];
  let positions: number[] = [];
  let bytes = 0;
  const close = (): void => {
    if (positions.length > 0) chunks.push({ members: runsOf(positions), profiles: positions.length, bytes });
    positions = [];
    bytes = 0;
  };
  for (const item of items) {
    if (item.bytes > room) {
      oversize.push(item);
      continue;
    }
    if (positions.length === limits.profiles || (positions.length > 0 && bytes + 1 + item.bytes > room)) close();
    bytes += item.bytes + (positions.length > 0 ? 1 : 0);
    positions.push(item.position);
  }
  close();
  return { chunks, oversize };
}
