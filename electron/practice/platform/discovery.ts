import { z } from 'zod';
import { databases, resources, type PracticeDatabase, type PracticeField } from './catalogue.ts';
import { requestRefusals, type Refusal } from './words.ts';

/** The members of a successful answer besides `error` and `error_text`, or why there is none. */
export type Discovery = { readonly ok: true; readonly members: Readonly<Record<string, unknown>> } | { readonly ok: false; readonly refusal: Refusal };

const page = z.looseObject({
  from_id: z.int().min(0).default(1),
  limit: z.int().min(1).max(1_000).default(1_000),
});
const byId = z.looseObject({ id: z.int() });
/** Which of the two databases/fields_get wants is not published. */
const byEitherId = z.union([byId, z.looseObject({ db_id: z.int() }).transform((body) => ({ id: body.db_id }))]);
const byIdAndChannel = z.looseObject({ id: z.int(), channel: z.enum(['email', 'sms', 'push', 'telegram_bot', 'whatsapp', 'viber', 'notify']) });

function reading<Body>(schema: z.ZodType<Body>, answer: (body: Body) => Discovery): (body: unknown) => Discovery {
  return (body) => {
    const result = schema.safeParse(body);
    if (result.success) return answer(result.data);
    const problem = result.error.issues[0];
    return { ok: false, refusal: requestRefusals.incorrect(`${problem?.path.join('.') || 'body'}: ${problem?.message ?? 'unreadable'}`) };
  };
}

function paged<Entry extends { readonly id: number }>(all: readonly Entry[], body: z.output<typeof page>, shape: (entry: Entry) => unknown): Discovery {
  const found = all.filter((entry) => entry.id >= body.from_id).slice(0, body.limit);
  const last = found.at(-1);
  return {
    ok: true,
    members: { data: found.map(shape), next_from_id: last === undefined ? body.from_id : last.id + 1, total_count: all.length },
  };
}

function one<Entry>(entry: Entry | undefined, what: string, members: (entry: Entry) => Record<string, unknown>): Discovery {
  if (entry === undefined) return { ok: false, refusal: requestRefusals.noObject(what) };
  return { ok: true, members: members(entry) };
}

const shownField = (field: PracticeField): unknown => ({ ...field });

function oneDatabase(id: number, members: (entry: PracticeDatabase) => Record<string, unknown>): Discovery {
  const found = databases.get(id);
  if (found !== undefined && !found.open) return { ok: false, refusal: requestRefusals.noAccess };
  return one(found, 'Database', members);
}

/** The calls by which a client learns what there is; the key is the path after /api/v1.1/. */
export const discoveryCalls: ReadonlyMap<string, (body: unknown) => Discovery> = new Map([
  [
    'databases/list',
    reading(page, (body) =>
      paged([...databases.values()].filter((entry) => entry.open), body, (entry) => ({
        id: entry.id,
        name: entry.name,
        ui_tags: [],
        // Capitals as printed in the manual; resources/list has small letters.
        Groups: [{ Id: entry.group === 'main' ? 0 : 1, Name: entry.group }],
      })),
    ),
  ],
  [
    'databases/get',
    reading(byId, (body) =>
      oneDatabase(body.id, (entry) => ({ data: { id: entry.id, name: entry.name, suppress_id: 1, description: entry.description } })),
    ),
  ],
  ['databases/fields_get', reading(byEitherId, (body) => oneDatabase(body.id, (entry) => ({ data: [...entry.fields.values()].map(shownField) })))],
  [
    'resources/list',
    reading(page, (body) =>
      paged([...resources.values()], body, (entry) => ({ id: entry.id, name: entry.name, groups: [{ id: 1, name: 'practice' }] })),
    ),
  ],
  [
    'resources/get',
    reading(byId, (body) =>
      one(resources.get(body.id), 'Resource', (entry) => ({
        data: { channels: entry.channels, dbs_ids: entry.databases, id: entry.id, name: entry.name, trk_domain: 'click.example.com', url: 'https://www.example.com' },
      })),
    ),
  ],
  [
    'resources/fields_get',
    reading(byIdAndChannel, (body) => one(resources.get(body.id), 'Resource', (entry) => ({ data: [...entry.fields.values()].map(shownField) }))),
  ],
]);
