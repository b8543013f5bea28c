import { z } from 'zod';

/**
 * Faults on request: a plan is `{"rules": [...]}`. Batch requests are numbered from 1 as they arrive; repeats count too,
 * and a new plan goes on with the numbering.
 *
 * Which requests a rule strikes (all members that are given must agree; none given: every request):
 *   requests: [3, 7]     those numbers            every: 10            each tenth
 *   from: 20, count: 5   numbers 20 to 24         times: 2             at most twice in all
 *   probability: 0.1, seed: 7                     one in ten, the same ones with every run
 *
 * What it does. Of the kinds that take the answer's place, the first that strikes counts; `slow` and the kinds that
 * change the result are added to it. `processed` says whether the batch is applied before the answer is spoilt:
 *   drop-before                                   reads the request, cuts the connection, applies nothing
 *   drop-after                                    applies, then cuts the connection
 *   partial                                       applies, sends half of the answer, cuts the connection
 *   hang (processed: true)                        does not answer until released or closed
 *   status: status, code, text, retryAfter, body  any status; body json|html|text|empty (json), processed (false)
 *   auth: status 401|402|403|404                  refuses as the platform would, in its words
 *   html: status (502)                            a proxy's page, processed (false)
 *   garbage                                       HTTP 200 with a body that is not JSON, processed (true)
 *   redirect: location, status (307)              sends the client elsewhere
 *   slow: ms, when                                waits before the batch is applied, or "after" it
 *   short-result: missing                         the result lacks its last entries
 *   long-result: extra                            the result has entries too many
 *   missing-answer: positions                     null stands for the answers of these items (0-based; [0])
 *   refuse-batch: keys (or customIds), code, text refuses the whole request if it contains one of these match keys
 *   reject-items: keys (or customIds) or everyNth, code, text, perKey
 *                                                 refuses single items: these keys, or those whose profile number n
 *                                                 divides; each at most `perKey` times, so that a retry can succeed
 * A spoilt result (short, long, null) is spoilt on its way: a repeat gets it whole. With "stored": true it was spoilt
 * in the platform, and a repeat gets the same again.
 */
const selectors = {
  requests: z.array(z.int().min(1)).min(1).optional(),
  every: z.int().min(1).optional(),
  from: z.int().min(1).optional(),
  count: z.int().min(1).optional(),
  times: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).optional(),
  seed: z.int().min(0).optional(),
};

const httpStatus = z.int().min(200).max(599);
const errorCode = z.int().min(0).max(9_999);
const text = z.string().max(10_000);
const matchKeys = z.array(z.union([z.string(), z.number()])).min(1);
const stored = z.boolean().default(false);

const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop-before'), ...selectors }),
  z.strictObject({ kind: z.literal('drop-after'), ...selectors }),
  z.strictObject({ kind: z.literal('partial'), ...selectors }),
  z.strictObject({ kind: z.literal('hang'), processed: z.boolean().default(true), ...selectors }),
  z.strictObject({
    kind: z.literal('status'),
    status: httpStatus,
    code: errorCode.optional(),
    text: text.optional(),
    retryAfter: z.union([z.number().min(0), z.string()]).optional(),
    body: z.enum(['json', 'html', 'text', 'empty']).default('json'),
    processed: z.boolean().default(false),
    ...selectors,
  }),
  z.strictObject({
    kind: z.literal('auth'),
    status: z.union([z.literal(401), z.literal(402), z.literal(403), z.literal(404)]),
    ...selectors,
  }),
  z.strictObject({ kind: z.literal('html'), status: httpStatus.default(502), processed: z.boolean().default(false), ...selectors }),
  z.strictObject({ kind: z.literal('garbage'), processed: z.boolean().default(true), ...selectors }),
  z.strictObject({
    kind: z.literal('redirect'),
    location: z.string().min(1),
    status: z.union([z.literal(301), z.literal(302), z.literal(303), z.literal(307), z.literal(308)]).default(307),
    ...selectors,
  }),
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(0).max(600_000), when: z.enum(['before', 'after']).default('before'), ...selectors }),
  z.strictObject({ kind: z.literal('short-result'), missing: z.int().min(1).default(1), stored, ...selectors }),
  z.strictObject({ kind: z.literal('long-result'), extra: z.int().min(1).default(1), stored, ...selectors }),
  z.strictObject({ kind: z.literal('missing-answer'), positions: z.array(z.int().min(0)).min(1).default([0]), stored, ...selectors }),
  z.strictObject({
    kind: z.literal('refuse-batch'),
    keys: matchKeys.optional(),
    customIds: matchKeys.optional(),
    code: errorCode.default(400),
    text: text.default('Incorrect request'),
    ...selectors,
  }),
  z.strictObject({
    kind: z.literal('reject-items'),
    keys: matchKeys.optional(),
    customIds: matchKeys.optional(),
    everyNth: z.int().min(1).optional(),
    code: errorCode.default(500),
    text: text.default('internal error'),
    perKey: z.int().min(1).optional(),
    ...selectors,
  }),
]);

export const faultPlanSchema = z.strictObject({ rules: z.array(ruleSchema).max(1_000).default([]) });

export type FaultPlan = z.input<typeof faultPlanSchema>;
export type FaultRule = z.output<typeof ruleSchema>;
export type SlowRule = Extract<FaultRule, { kind: 'slow' }>;
export type RefuseBatchRule = Extract<FaultRule, { kind: 'refuse-batch' }>;
export type RejectItemsRule = Extract<FaultRule, { kind: 'reject-items' }>;
export type DamageRule = Extract<FaultRule, { kind: 'short-result' | 'long-result' | 'missing-answer' }>;
/** The kinds that take the answer's place. */
export type AnswerRule = Exclude<FaultRule, SlowRule | RefuseBatchRule | RejectItemsRule | DamageRule>;

export type FaultReading =
  | { readonly ok: true; readonly plan: FaultPlan }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a fault plan from parsed JSON; each problem is one sentence that begins with the path of the faulty member. */
export function parseFaults(json: unknown): FaultReading {
  const result = faultPlanSchema.safeParse(json);
  if (result.success) return { ok: true, plan: result.data };
  return { ok: false, problems: result.error.issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`) };
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>((head, part) => (typeof part === 'number' ? `${head}[${part}]` : `${head}${head === '' ? '' : '.'}${String(part)}`), '');
  return text === '' ? 'faults' : text;
}

/** What strikes one request. */
export interface Strike {
  readonly answer: AnswerRule | null;
  readonly slow: readonly SlowRule[];
  readonly damage: readonly DamageRule[];
  readonly refuse: readonly RefuseBatchRule[];
  readonly reject: readonly RejectItemsRule[];
}

/** Decides which rules strike a request; remembers only how often each rule has struck. */
export class FaultPicker {
  readonly #rules: readonly { rule: FaultRule; struck: number }[];

  constructor(plan: FaultPlan) {
    this.#rules = faultPlanSchema.parse(plan).rules.map((rule) => ({ rule, struck: 0 }));
  }

  /** @param number the request's number, from 1 */
  pick(number: number): Strike {
    const struck: FaultRule[] = [];
    let answered = false;
    for (const entry of this.#rules) {
      if (!selects(entry.rule, number) || entry.struck >= (entry.rule.times ?? Infinity)) continue;
      if (isAnswerRule(entry.rule)) {
        // A rule that loses its place to an earlier one has not been used up.
        if (answered) continue;
        answered = true;
      }
      entry.struck += 1;
      struck.push(entry.rule);
    }
    return {
      answer: struck.find(isAnswerRule) ?? null,
      slow: struck.filter((rule) => rule.kind === 'slow'),
      damage: struck.filter(isDamageRule),
      refuse: struck.filter((rule) => rule.kind === 'refuse-batch'),
      reject: struck.filter((rule) => rule.kind === 'reject-items'),
    };
  }
}

function isDamageRule(rule: FaultRule): rule is DamageRule {
  return rule.kind === 'short-result' || rule.kind === 'long-result' || rule.kind === 'missing-answer';
}

function isAnswerRule(rule: FaultRule): rule is AnswerRule {
  return rule.kind !== 'slow' && rule.kind !== 'refuse-batch' && rule.kind !== 'reject-items' && !isDamageRule(rule);
}

function selects(rule: FaultRule, number: number): boolean {
  if (rule.requests !== undefined && !rule.requests.includes(number)) return false;
  if (rule.every !== undefined && number % rule.every !== 0) return false;
  if (number < (rule.from ?? 1)) return false;
  if (rule.count !== undefined && number >= (rule.from ?? 1) + rule.count) return false;
  return rule.probability === undefined || chance(rule.seed ?? 1, number) < rule.probability;
}

/** A number in [0, 1) that depends on seed and request number alone, so that order and repeats do not change the plan. */
function chance(seed: number, number: number): number {
  let mixed = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(number, 0xc2b2_ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a_2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
}
