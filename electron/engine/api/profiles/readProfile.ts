import { z } from 'zod';
import { Fault, type FaultDetail } from '#contract/faults.ts';
import { memberOf } from '#contract/fields.ts';
import type { PlatformClient } from '../client.ts';
import type { Members, ProfileKey, ProfileRequest } from './profileKeys.ts';

/** What the platform says of one profile. */
export type ProfileAnswer =
  | { readonly kind: 'found'; readonly profile: Members }
  | { readonly kind: 'not-found' }
  /** It does not answer this question (400, 404, 422), in its own words: of a 404 it is not known whether the profile is missing, the database, or the call. */
  | { readonly kind: 'refused'; readonly words: FaultDetail };

/** `data` of profiles/get: the page has an object; nothing at all is how some servers write that there is none. */
const dataSchema = z.union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown())), z.null(), z.undefined()]);

/** The one wording of a missing profile that the vendor's own code looks for, and the same in Russian; no code for it is published. */
const notFound = /profile[^.]{0,40}not found|профил[^.]{0,40}не найден/iu;
const refusals: ReadonlySet<unknown> = new Set([400, 404, 422]);

/**
 * One profile as it is now (POST profiles/get/), by the same matching as batches. It changes nothing. Faults as `PlatformClient.read`;
 * server-unclear where the answer is no profile; profile-elsewhere where it is one of another database.
 */
export async function readProfile(client: Pick<PlatformClient, 'read'>, request: ProfileRequest, key: ProfileKey, signal: AbortSignal): Promise<ProfileAnswer> {
  const { db_id: dbId, matching, field_name: name, resource_id: resource } = request;
  const members = { db_id: dbId, matching, ...(name === undefined ? {} : { field_name: name }), ...(resource === undefined ? {} : { resource_id: resource }), ...key };
  let answer: Members;
  try {
    answer = await client.read('profiles/get/', members, signal);
  } catch (error) {
    const refused = refusalOf(error);
    if (refused === null) throw error;
    return refused;
  }
  const data = dataSchema.safeParse(memberOf(answer, 'data'));
  if (!data.success) throw new Fault('server-unclear', { httpStatus: 200, code: 0, text: '' }, { cause: data.error });
  return foundIn(data.data, dbId);
}

function refusalOf(error: unknown): ProfileAnswer | null {
  if (!(error instanceof Fault) || error.code !== 'server-refused') return null;
  const { httpStatus, code, text } = error.detail;
  if (typeof text === 'string' && notFound.test(text)) return { kind: 'not-found' };
  return refusals.has(code === 0 ? httpStatus : code) ? { kind: 'refused', words: error.detail } : null;
}

function foundIn(data: z.infer<typeof dataSchema>, dbId: number): ProfileAnswer {
  const profiles = Array.isArray(data) ? data : [data ?? {}];
  const [profile, another] = profiles;
  if (profile === undefined || Object.keys(profile).length === 0) return { kind: 'not-found' };
  // One of several would be a guess.
  if (another !== undefined) throw new Fault('server-unclear', { httpStatus: 200, code: 0, text: '' });
  const told = profile['db_id'];
  if (typeof told === 'number' && told !== dbId) throw new Fault('profile-elsewhere', { wanted: dbId, database: told });
  return { kind: 'found', profile };
}
