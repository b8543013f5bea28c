import { createHash } from 'node:crypto';
import type { WireFormat } from '#contract/job.ts';
import { encodeRuns, type Run } from '../../store/runs.ts';

/** All that a request's id follows from. */
export interface RequestContent {
  readonly jobId: string;
  readonly round: number;
  readonly members: readonly Run[];
  readonly format: WireFormat;
  /** Of the whole body without its token, which may be another one at the next sending. */
  readonly bytes: number;
  /** CRC-32 of the same. */
  readonly check: number;
  /** How often the id was replaced by a new one for a body known not to be applied. */
  readonly renewed: number;
}

/**
 * The Request-ID of a chunk: a UUID of version 8 (RFC 9562, 5.8: its content is the application's own) from the first
 * 128 bits of a SHA-256. The same chunk planned in two copies of a job gets the same id, so the platform answers
 * the second from its memory; a random one would apply everything twice.
 */
export function requestIdOf({ jobId, round, members, format, bytes, check, renewed }: RequestContent): string {
  const content = JSON.stringify([jobId, round, encodeRuns(members), format, bytes, check, renewed]);
  const hash = createHash('sha256').update(content).digest();
  hash[6] = 0x80 | ((hash[6] ?? 0) & 0x0f);
  hash[8] = 0x80 | ((hash[8] ?? 0) & 0x3f);
  const hex = hash.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
