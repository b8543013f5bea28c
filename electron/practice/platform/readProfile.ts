import { z } from 'zod';
import { databases } from './catalogue.ts';
import type { Discovery } from './discovery.ts';
import { matchingModes, type MatchFrame } from './matching.ts';
import type { Population } from './population.ts';
import type { Profiles } from './profiles.ts';
import { itemRefusals, requestRefusals } from './words.ts';

/** Members of a call for one profile (manual, Matching page): the key stands beside `matching`, not in an item. */
const question = z.looseObject({
  db_id: z.int().min(1),
  matching: z.string().default('email'),
  email: z.string().min(1).optional(),
  phone: z.string().min(1).optional(),
  profile_id: z.string().min(1).optional(),
  provider: z.string().min(1).optional(),
  subscription_id: z.string().min(1).optional(),
  field_name: z.string().min(1).optional(),
  field_value: z.union([z.string().min(1), z.number()]).optional(),
  resource_id: z.int().min(1).optional(),
});
type Question = z.output<typeof question>;

export interface ReadingWorld {
  readonly population: Population;
  readonly profiles: Pick<Profiles, 'read'>;
}

/** Answers profiles/get: one profile by the same matching as batches, as it is now. */
export function readProfile(body: unknown, { population, profiles }: ReadingWorld): Discovery {
  const parsed = question.safeParse(body);
  if (!parsed.success) {
    const problem = parsed.error.issues[0];
    return refused(requestRefusals.incorrect(`${problem?.path.join('.') || 'body'}: ${problem?.message ?? 'unreadable'}`));
  }
  const asked = parsed.data;
  const database = databases.get(asked.db_id);
  if (database === undefined) return refused(requestRefusals.noObject('Database'));
  if (!database.open) return refused(requestRefusals.noAccess);
  const mode = matchingModes.get(asked.matching);
  if (mode === undefined) return refused(requestRefusals.incorrect('unknown matching'));
  const frame: MatchFrame = { databaseId: database.id, fieldName: asked.field_name, resourceId: asked.resource_id, profileIdKey: 'profile_id' };
  const problem = mode.frameProblem?.(frame) ?? null;
  if (problem !== null) return refused(requestRefusals.incorrect(problem));
  const { key, profile } = mode.read(asItem(asked), frame, population);
  if (key === null) return refused(requestRefusals.incorrect(`${memberOf(asked.matching, mode.member(frame))} is required for this matching`));
  if (profile === 0) return refused(itemRefusals.notFound);
  return { ok: true, members: { data: profiles.read(database.id, profile) } };
}

function refused(refusal: Extract<Discovery, { ok: false }>['refusal']): Discovery {
  return { ok: false, refusal };
}

function memberOf(matching: string, member: string): string {
  return matching.startsWith('custom') ? 'field_value' : member;
}

/** The key where an item of a batch would have it. */
function asItem({ email, phone, profile_id, provider, subscription_id, field_name: name = '', field_value: value }: Question): Record<string, unknown> {
  return {
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phones: [phone] }),
    ...(profile_id === undefined ? {} : { profile_id }),
    ...(value === undefined ? {} : { [name]: value }),
    subscriptions: [
      ...(email === undefined ? [] : [{ channel: 'email', email }]),
      ...(phone === undefined ? [] : [{ channel: 'sms', phone }]),
      // A call for one profile names both; a batch that leaves the provider out is read as its own.
      ...(provider === undefined || subscription_id === undefined ? [] : [{ channel: 'push', provider, subscription_id }]),
      ...(value === undefined ? [] : [{ cc_data: { [name]: value } }]),
    ],
  };
}
