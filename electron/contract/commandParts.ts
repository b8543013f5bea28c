import { z } from 'zod';
import { usualMarks } from './connectionMark.ts';
import { queueAddressSchema } from './queueAddress.ts';
import { wireFormats } from './job.ts';
import { markSchema } from './markSchema.ts';
import { readingShape } from './recipe/basics.ts';

/** Parts of which the inputs of commands are made. */

/** Ids are made by the engine; the page never sees or names a path. */
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const label = z.string().trim().min(1).max(200);

export const requestSize = {
  chunkProfiles: z.int().min(1).max(10_000).default(5_000),
  chunkBytes: z.int().min(10_000).max(10_000_000).default(8_000_000),
};
/** `sendAgain`: also rows that the platform has accepted, or others of their match keys, which are sent once more. `adopt`: as in startJob. */
export const correctingShape = { sendAgain: z.boolean().default(false), adopt: z.boolean().optional() };
/** Of a workbook that comes back, see WorkbookChoices. */
export const workbookChoices = { sendAgain: z.boolean().default(false), asItIs: z.boolean().default(false), overwrite: z.boolean().default(false) };
export const seenShape = z.strictObject({ bytes: z.int().min(0), modified: z.string().max(40), edges: z.string().regex(/^[0-9a-f]{64}$/) });
export const sheetOfSource = { sourceId: id, ...readingShape };

export const connectionInput = z.strictObject({
  connectionId: id.optional(),
  name: label,
  baseUrl: z.string().trim().min(1).max(2_000),
  tokenInBody: z.boolean().default(true),
  /** What jobs are sent in. */
  format: z.enum(wireFormats).default('json'),
  mark: markSchema.default(usualMarks.production),
  /** Left out: the stored one stays. */
  token: z.string().min(1).max(512).optional(),
  /** Jobs go through the platform's queue; what is asked of the platform goes to `baseUrl` all the same. */
  queue: queueAddressSchema.optional(),
  /** Of the queue's user. Left out: the stored one stays. */
  queuePassword: z.string().min(1).max(512).optional(),
});
