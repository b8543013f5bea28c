import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { faultPlanSchema } from './faults.ts';

/** 10 MB read strictly: the manual does not say whether 1000 or 1024 is meant, and the smaller one is always safe. */
const TEN_MEGABYTES = 10_000_000;

/** An address with user and password, as it is typed for practice alone: a broker on this computer. */
const localBroker = /^amqp:\/\/(?:[^/?#@]*@)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?:\/[^?#]*)?$/i;

/** How the practice platform takes requests from a broker, beside those over HTTP. */
const practiceQueueSchema = z.strictObject({
  /** amqp://user:password@127.0.0.1:5672/vhost */
  url: z.string().max(1_000).regex(localBroker),
  /** Made durable where they are not there. */
  requests: z.string().min(1).max(200).default('api_req'),
  answers: z.string().min(1).max(200).default('api_resp'),
  /** So many messages are worked on at once. */
  atOnce: z.int().min(1).max(1_000).default(4),
  /** A message is the platform's own when its answer is safely in the queue, so that none is lost, or as it arrives, so that none is taken twice. */
  acknowledge: z.enum(['after-answer', 'on-arrival']).default('after-answer'),
  /** Whether a known request_id is answered from memory. No manual says so. */
  repeats: z.boolean().default(false),
  /** Puts every answer into the queue twice, as a platform that was cut off before the broker's word might. */
  answersTwice: z.boolean().default(false),
  /** Writes the answer's body as a text of JSON. */
  textBodies: z.boolean().default(false),
});

export type PracticeQueue = z.output<typeof practiceQueueSchema>;

/**
 * Everything that can be set from outside, as JSON. The defaults are the strictest reading of the manual;
 * where the manual is silent the choice is a setting, so that a client can be tested against either.
 */
export const practiceSettingsSchema = z.strictObject({
  /** 0: any free port. */
  port: z.int().min(0).max(65_535).default(0),
  /** Loopback only: whoever reaches this server can read its journal and set its faults. */
  host: z.literal('127.0.0.1').default('127.0.0.1'),
  /** Another one at each start: whoever has not read it from the server's own output does not get in. */
  token: z.string().min(1).max(512).default(() => randomBytes(16).toString('hex')),
  /** Where the token is looked for. In `either` mode, header and body that differ are refused. */
  tokenIn: z.enum(['either', 'body', 'header']).default('either'),
  /** The answer to a token that is not known; the manual's code table ends before it. */
  unknownTokenCode: z.union([z.literal(401), z.literal(403), z.literal(440)]).default(403),
  /** HTTP status of refusals: the same number as the body's `error`, or always 200. */
  refusalStatus: z.enum(['paired', 'always-200']).default('paired'),
  /**
   * What an XML request is answered in. The manual's page shows XML beside XML; its page "API interaction" has the form
   * of an answer chosen by a header or by `format`, JSON being the default.
   */
  answerForm: z.enum(['as-request', 'json']).default('as-request'),
  faults: faultPlanSchema.prefault({}),
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  /** Profiles 1..population exist; at most what the seven digits of the phone formula can tell apart. */
  population: z.int().min(0).max(9_999_999).default(1_000_000),
  /** Every n-th profile is missing from the population; 0: none is. */
  holes: z.int().min(0).default(0),
  /** How long an answer is kept for a repeat (platform setting API_DEDUPLICATION_LIVE_TIME_SEC). 0: no deduplication. */
  dedupSeconds: z.int().min(0).default(86_400),
  /** Requests without an id are told apart by a checksum of the body; the current manual no longer promises it. */
  checksumDedup: z.boolean().default(false),
  /** Whether a refused request is remembered and refused again without being looked at. Not published. */
  dedupRefusals: z.boolean().default(false),
  /** A repeat that arrives while the first is still being worked on. */
  concurrentRepeat: z.enum(['wait', 'conflict']).default('wait'),
  maxBytes: z.int().min(1).max(1_000_000_000).default(TEN_MEGABYTES),
  /** What a body over the limit is answered with: a proxy's page or the platform's JSON, both HTTP 413. */
  oversize: z.enum(['html', 'json']).default('html'),
  /** More than 10,000 profiles: the manual only advises against it. */
  overCount: z.enum(['accept', 'refuse']).default('accept'),
  /** A field or member the database does not have. Not published. */
  unknownFields: z.enum(['refuse', 'ignore']).default('refuse'),
  /** What an item's own id is called under `profile_id` matching. Not published. */
  profileIdKey: z.string().min(1).default('profile_id'),
  /** Keeps the last item applied to each profile, for tests that compare values. Costs memory with every profile. */
  keepItems: z.boolean().default(false),
  /** Takes requests from this queue, too. */
  queue: practiceQueueSchema.optional(),
  /** One JSON line for each batch request is appended here; no token and no profile data. */
  journalFile: z.string().min(1).optional(),
});

export type PracticeSettings = z.output<typeof practiceSettingsSchema>;

/** Options of `startPractice`: any of the settings, and the two things that are not JSON. */
export type PracticeOptions = z.input<typeof practiceSettingsSchema> & {
  /** Milliseconds since 1970; the life of remembered answers is measured with it, and answers carry it as their Date. */
  readonly now?: () => number;
  /** Called when a batch request has been read in full, before anything is done with it. */
  readonly onRequest?: (request: { readonly number: number; readonly requestId: string | null; readonly bytes: number }) => void;
};
