import type { WireFormat } from '#contract/job.ts';
import type { RequestFrame } from '#contract/recipe.ts';
import type { BodyFrame } from './bodyFrame.ts';
import { xmlFrame, xmlFrameBytes, xmlItems } from './xmlBody.ts';

/**
 * Room kept for the token in every chunk's size. The plan must not depend on the token: the same job sent
 * with another token has to give the same chunks, or a repeat would carry another body under the same id.
 */
export const tokenReserve = 1_100;

/**
 * The members around `data`, in the order of the manual's example (token, db_id, matching, field_name, …), the
 * recipe's further parameters last. Absent settings are left out, so the platform's own defaults hold. `token` null leaves the member out.
 * Fault recipe-invalid, as xmlFrame.
 */
export function bodyFrame(request: RequestFrame, token: string | null, format: WireFormat = 'json'): BodyFrame {
  const text = frameMembers(request, token);
  if (format === 'xml') return xmlFrame(text);
  return { head: Buffer.from(`${text.slice(0, -1)},"data":[`), tail: Buffer.from(']}') };
}

/** Bytes of a body that follow each other, with their CRC-32 where it is known. */
export interface WirePiece {
  readonly bytes: Buffer;
  readonly crc: number | null;
}

/** The items of a body as they go out, from the stored pieces of JSON. Fault job-corrupt, as xmlItems. */
export function wireItems(pieces: readonly WirePiece[], format: WireFormat): readonly WirePiece[] {
  if (format === 'json') return pieces;
  return xmlItems(pieces.map(({ bytes }) => bytes)).map((bytes) => ({ bytes, crc: null }));
}

function frameMembers(request: RequestFrame, token: string | null): string {
  return JSON.stringify({
    ...(token === null ? {} : { token }),
    db_id: request.db_id,
    matching: request.matching,
    field_name: request.field_name,
    resource_id: request.resource_id,
    skip_triggers: request.skip_triggers,
    skip_invalid_subscriptions: request.skip_invalid_subscriptions,
    // The recipe's schema keeps the members above, and everything that could be a token, out of these.
    ...request.extra,
  });
}

/** Bytes that every body of this request takes beside its items and what joins them. */
export function frameBytes(request: RequestFrame, format: WireFormat = 'json'): number {
  if (format === 'xml') return xmlFrameBytes(frameMembers(request, null));
  const { head, tail } = bodyFrame(request, null);
  return head.length + tail.length + tokenReserve;
}
