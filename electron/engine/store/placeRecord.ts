import { z } from 'zod';
import { jobStates } from '#contract/job.ts';
import { handoverSteps, placeEvents, type JobPlace, type StoredHandover } from '#contract/place.ts';
import { pauseSchema } from './storedJson.ts';

const text = z.string().max(40_000);
const placeSchema = z.object({
  machine: text,
  host: text,
  path: text,
  file: z.object({ dev: text, ino: text, born: text.nullable() }).nullable(),
  at: text,
  event: z.enum(placeEvents),
  mark: text,
  markBefore: text.nullable(),
  adopted: z.boolean().optional(),
});
const handoverSchema = z.object({ to: text, at: text, step: z.enum(handoverSteps), state: z.enum(jobStates), pause: pauseSchema.nullable(), mark: text });

/** What a job file says of its place; throws where no version of ours wrote it. */
export function readPlace(json: string | null): JobPlace | null {
  return json === null ? null : placeSchema.parse(JSON.parse(json));
}

/** What a job file says of where it went; throws where no version of ours wrote it. */
export function readHandover(json: string | null): StoredHandover | null {
  return json === null ? null : handoverSchema.parse(JSON.parse(json));
}
