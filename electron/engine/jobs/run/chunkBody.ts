import { crc32 } from 'node:zlib';
import { Fault } from '#contract/faults.ts';
import type { WireFormat } from '#contract/job.ts';
import type { BodyFrame } from '../../api/bodyFrame.ts';
import { bodyFrame, wireItems } from '../../api/frame.ts';
import type { PlatformAccess } from '../../api/client.ts';
import type { Chunk } from '../../store/chunks.ts';
import { joinedCrc } from '../../store/crc.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { RequestFrame } from '#contract/recipe.ts';

export interface ChunkBody {
  readonly bytes: Buffer;
  /** Length of the body without its token. */
  readonly checkedBytes: number;
  /** CRC-32 of the body without its token: the token may be renewed between two sendings of the same body. */
  readonly check: number;
}

export interface Frames {
  readonly format: WireFormat;
  readonly sent: BodyFrame;
  readonly checked: BodyFrame;
}

export function framesOf(request: RequestFrame, access: Pick<PlatformAccess, 'token' | 'tokenInBody'>, format: WireFormat): Frames {
  return {
    format,
    sent: bodyFrame(request, access.tokenInBody ? access.token : null, format),
    checked: bodyFrame(request, null, format),
  };
}

/**
 * The body of a chunk, from the items as they were checked and stored. A repeat must be the same body under
 * the same Request-ID; if the file says otherwise it was damaged: Fault job-corrupt, nothing is sent.
 */
export function chunkBody(file: JobFile, chunk: Pick<Chunk, 'id' | 'members' | 'bodyCheck'>, frames: Frames): ChunkBody {
  const items = wireItems(file.items.pieces(chunk.members), frames.format);
  let check = crc32(frames.checked.head);
  let checkedBytes = frames.checked.head.length + frames.checked.tail.length;
  for (const piece of items) {
    check = piece.crc === null ? crc32(piece.bytes, check) : joinedCrc(check, piece.crc, piece.bytes.length);
    checkedBytes += piece.bytes.length;
  }
  if (chunk.bodyCheck !== null && chunk.bodyCheck !== check) throw new Fault('job-corrupt', { chunk: chunk.id });
  return { bytes: Buffer.concat([frames.sent.head, ...items.map(({ bytes }) => bytes), frames.sent.tail]), check, checkedBytes };
}
