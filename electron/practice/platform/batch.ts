import { z } from 'zod';
import type { RefuseBatchRule, RejectItemsRule } from '../faults.ts';
import type { PracticeSettings } from '../options.ts';
import { databases, type PracticeDatabase } from './catalogue.ts';
import { matchingModes, type KeyReading, type MatchFrame } from './matching.ts';
import type { Population } from './population.ts';
import { subscriptionProblem } from './subscriptions.ts';
import { isPlainObject, valueProblem } from './values.ts';
import { itemRefusals, requestRefusals, type Refusal } from './words.ts';

/** The answers of one batch in a form small enough to be kept for a day: four bytes a profile, words only where refused. */
export interface BatchResult {
  /** For each item the profile it led to; 0 where it led to none. */
  readonly profiles: Uint32Array;
  /** By position; an item that is not here was applied. */
  readonly refused: ReadonlyMap<number, Refusal>;
}

export type BatchOutcome =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'processed'; readonly result: BatchResult };

/** What processing needs from outside, and tells to it. */
export interface BatchContext {
  readonly settings: PracticeSettings;
  readonly population: Population;
  readonly refuse: readonly RefuseBatchRule[];
  readonly reject: readonly RejectItemsRule[];
  /** How often a rule has rejected a key so far; counts up with every call. */
  readonly rejectedBefore: (rule: RejectItemsRule, key: string) => number;
  readonly applied: (databaseId: number, profile: number, item: unknown) => void;
  readonly subscriptions: (taken: number, skipped: number) => void;
}

const frameSchema = z.looseObject({
  db_id: z.int().min(1),
  data: z.array(z.unknown()),
  matching: z.string().default('email'),
  field_name: z.string().optional(),
  resource_id: z.int().min(1).optional(),
  skip_triggers: z.boolean().optional(),
  skip_invalid_subscriptions: z.boolean().default(false),
});

type Frame = z.output<typeof frameSchema>;
type Item = Record<string, unknown>;

/**
 * Processes the parsed body of one update_batch request in one go: nothing can come between two of its items. A request
 * that is wrong as a whole is refused and applies nothing; otherwise every item is applied or refused by itself.
 */
export function processBatch(body: unknown, context: BatchContext): BatchOutcome {
  const parsed = frameSchema.safeParse(body);
  if (!parsed.success) return refused(requestRefusals.incorrect(frameWords(parsed.error)));
  const frame = parsed.data;
  const database = databases.get(frame.db_id);
  if (database === undefined) return refused(requestRefusals.noObject('Database'));
  if (!database.open) return refused(requestRefusals.noAccess);
  const mode = matchingModes.get(frame.matching);
  if (mode === undefined) return refused(requestRefusals.incorrect('unknown matching'));
  const match: MatchFrame = {
    databaseId: database.id,
    fieldName: frame.field_name,
    resourceId: frame.resource_id,
    profileIdKey: context.settings.profileIdKey,
  };
  const problem = mode.frameProblem?.(match) ?? null;
  if (problem !== null) return refused(requestRefusals.incorrect(problem));
  if (frame.data.length > 10_000 && context.settings.overCount === 'refuse') {
    return refused(requestRefusals.incorrect('more than 10000 profiles'));
  }

  const readings = frame.data.map((item) => (isPlainObject(item) ? mode.read(item, match, context.population) : { key: null, profile: 0 }));
  const wholesale = refuseRule(context.refuse, readings);
  if (wholesale !== null) return refused({ code: wholesale.code, text: wholesale.text });

  const reject = context.reject.map((rule) => ({ rule, keys: keySet(rule) }));
  const result = applyItems(frame.data, readings, { frame, match, database, context, reject, keyMember: mode.member(match) });
  return { kind: 'processed', result };
}

function applyItems(items: readonly unknown[], readings: readonly KeyReading[], around: Surroundings): BatchResult {
  const profiles = new Uint32Array(items.length);
  const refused = new Map<number, Refusal>();
  // The same words for thousands of items are kept once.
  const words = new Map<string, Refusal>();
  items.forEach((item, position) => {
    const reading = readings[position] ?? { key: null, profile: 0 };
    const refusal = itemRefusal(item, reading, around);
    if (refusal !== null) refused.set(position, kept(words, refusal));
    else around.context.applied(around.database.id, reading.profile, item);
    profiles[position] = reading.profile;
  });
  return { profiles, refused };
}

function kept(words: Map<string, Refusal>, refusal: Refusal): Refusal {
  const id = `${refusal.code} ${refusal.text}`;
  const known = words.get(id) ?? refusal;
  words.set(id, known);
  return known;
}

function refused(refusal: Refusal): BatchOutcome {
  return { kind: 'refused', refusal };
}

function frameWords(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
}

function refuseRule(rules: readonly RefuseBatchRule[], readings: readonly { key: string | null }[]): RefuseBatchRule | null {
  for (const rule of rules) {
    const keys = keySet(rule);
    // A rule without keys refuses every request that it strikes.
    if (keys === null || readings.some(({ key }) => key !== null && keys.has(key))) return rule;
  }
  return null;
}

function keySet(rule: RefuseBatchRule | RejectItemsRule): ReadonlySet<string> | null {
  const keys = [...(rule.keys ?? []), ...(rule.customIds ?? [])];
  return keys.length === 0 ? null : new Set(keys.map(String));
}

interface Surroundings {
  readonly frame: Frame;
  readonly match: MatchFrame;
  readonly database: PracticeDatabase;
  readonly context: BatchContext;
  readonly reject: readonly { readonly rule: RejectItemsRule; readonly keys: ReadonlySet<string> | null }[];
  /** The member named when an item has no key. */
  readonly keyMember: string;
}

function itemRefusal(item: unknown, found: KeyReading, around: Surroundings): Refusal | null {
  if (!isPlainObject(item)) return itemRefusals.notObject;
  if (found.key === null) return itemRefusals.keyMissing(around.keyMember);
  const rejected = rejectRefusal(found.key, found.profile, around);
  if (rejected !== null) return rejected;
  if (found.profile === 0) return itemRefusals.notFound;
  return fieldsRefusal(item, found.profile, around) ?? subscriptionsRefusal(item['subscriptions'], around);
}

function rejectRefusal(key: string, profile: number, { reject, context }: Surroundings): Refusal | null {
  for (const { rule, keys } of reject) {
    const struck = keys !== null ? keys.has(key) : profile !== 0 && profile % (rule.everyNth ?? 1) === 0;
    if (struck && context.rejectedBefore(rule, key) < (rule.perKey ?? Infinity)) return { code: rule.code, text: rule.text };
  }
  return null;
}

function fieldsRefusal(item: Item, profile: number, { match, frame, database, context }: Surroundings): Refusal | null {
  for (const name in item) {
    if (name === 'subscriptions') continue;
    const field = database.fields.get(name);
    if (field === undefined) {
      const isKey = frame.matching === 'profile_id' && name === match.profileIdKey;
      if (isKey || context.settings.unknownFields === 'ignore') continue;
      return itemRefusals.unknownField(name);
    }
    const problem = valueProblem(field, item[name]);
    if (problem !== null) return itemRefusals.incorrect(problem, name);
  }
  // Email is the one unique field of a profile that the manual names.
  const owner = context.population.byEmail(item['email']);
  return owner !== 0 && owner !== profile ? itemRefusals.emailTaken : null;
}

function subscriptionsRefusal(value: unknown, { frame, database, context }: Surroundings): Refusal | null {
  if (value === undefined) return null;
  if (!Array.isArray(value)) return itemRefusals.subscription('array expected');
  const entries: readonly unknown[] = value;
  let skipped = 0;
  for (const entry of entries) {
    const problem = subscriptionProblem(entry, database.id, context.settings.unknownFields);
    if (problem === null) continue;
    if (!frame.skip_invalid_subscriptions) return itemRefusals.subscription(problem);
    skipped += 1;
  }
  context.subscriptions(entries.length - skipped, skipped);
  return null;
}
