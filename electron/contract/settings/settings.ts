import { z } from 'zod';
import { connectionKinds, mostAskedAbove } from '../connectionMark.ts';
import { languageChoices } from '../language.ts';
import { themeChoices } from '../theme.ts';
import { readBaseUrl } from '../url.ts';
import { allowedHostShape } from './allowedHosts.ts';
import { networkSchema } from './network.ts';

/** What a person chooses for the program, and what an administrator fixes for it: one schema for both. */

/** off: nobody is asked. notify: a newer version is told of. auto: and installed, where this kind of installation can. */
export const updateModes = ['off', 'notify', 'auto'] as const;
export const updateChannels = ['latest', 'beta'] as const;

const address = z.string().max(2_000).refine((text) => readBaseUrl(text).ok);

/** A connection that everybody finds; the token is given by each person, and never stands in a policy. */
const defaultConnectionSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  baseUrl: address,
  kind: z.enum(connectionKinds).default('production'),
  tokenInBody: z.boolean().default(true),
});

export type DefaultConnection = z.output<typeof defaultConnectionSchema>;

export const settingsShape = {
  language: z.enum(languageChoices),
  theme: z.enum(themeChoices),
  updates: z.enum(updateModes),
  /** Folder of the feed that updates are looked for in; left out: as the program was built. */
  updateUrl: address,
  channel: z.enum(updateChannels),
  /** Hosts that anything may be sent to, `*.example.com` for all below one; left out: any. */
  allowedHosts: z.array(z.string().regex(allowedHostShape)).max(100),
  defaultConnections: z.array(defaultConnectionSchema).max(50),
  /** Whether the practice server may be started. */
  practiceServer: z.boolean(),
  /** Days after their last change at which finished jobs are deleted; left out: never. */
  retentionDays: z.int().min(1).max(3_650),
  /** Above how many profiles their number is to be typed at the most, whatever a connection to production says. */
  productionLimit: z.int().min(1).max(mostAskedAbove),
  network: networkSchema,
} as const;

export type SettingKey = keyof typeof settingsShape;

const isKey = (name: string): name is SettingKey => Object.hasOwn(settingsShape, name);
export const settingKeys: readonly SettingKey[] = Object.keys(settingsShape).filter(isKey);

export const settingsSchema = z.strictObject(settingsShape).partial();

/** What is chosen or fixed; what is left out is as usual. */
export type SettingValues = z.output<typeof settingsSchema>;

/** What holds where nobody has said anything. */
export const usualSettings = { language: 'system', theme: 'system', updates: 'off', channel: 'latest', practiceServer: true } as const;

/** What the window lets a person choose; the rest is said by an administrator, or in the file. */
export const settingsChoiceSchema = settingsSchema
  .pick({ language: true, theme: true, updates: true, channel: true, practiceServer: true, network: true })
  // Null: not any more.
  .extend({ retentionDays: settingsShape.retentionDays.nullable().optional(), productionLimit: settingsShape.productionLimit.nullable().optional() });

export type SettingsChoice = z.output<typeof settingsChoiceSchema>;

/** What is wrong with a place of settings: a key that is none of ours, a value that its key does not take, or the whole of it. */
export type SettingProblem =
  /** `file`: path of the file, or of the registry's key. `key` with its section, as in network.mode. */
  | { readonly kind: 'unknown-key'; readonly file: string; readonly key: string }
  /** `expected`: in the words of JSON. */
  | { readonly kind: 'wrong-value'; readonly file: string; readonly key: string; readonly expected: string }
  | { readonly kind: 'unreadable'; readonly file: string };

export interface SettingsReading {
  /** Those that are right. */
  readonly values: SettingValues;
  readonly problems: readonly SettingProblem[];
}

/** Reads settings key by key: a wrong one leaves the others as they are. `file`: where they stand. */
export function readSettings(value: unknown, file: string): SettingsReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { values: {}, problems: [{ kind: 'unreadable', file }] };
  const whole = settingsSchema.safeParse(value);
  if (whole.success) return { values: whole.data, problems: [] };
  const problems = whole.error.issues.flatMap((issue) => problemsOf(issue, file));
  const wrong = new Set(problems.map((problem) => ('key' in problem ? (problem.key.split('.')[0] ?? '') : '')));
  const rest = settingsSchema.safeParse(Object.fromEntries(Object.entries(value).filter(([key]) => !wrong.has(key))));
  return { values: rest.success ? rest.data : {}, problems };
}

function problemsOf(issue: z.core.$ZodIssue, file: string): readonly SettingProblem[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ kind: 'unknown-key', file, key: [...at, key].join('.') }));
  return [{ kind: 'wrong-value', file, key: at.join('.'), expected: expectedOf(issue) }];
}

/** What a key takes, in signs that are the same in every language. */
function expectedOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' | ');
    case 'too_small':
      return `≥ ${issue.minimum}`;
    case 'too_big':
      return `≤ ${issue.maximum}`;
    case 'invalid_type':
      return issue.expected === 'boolean' ? 'true | false' : issue.expected;
    case 'invalid_format':
      return 'host, *.host';
    default:
      return issue.path.at(-1) === 'baseUrl' || issue.path.at(-1) === 'updateUrl' ? 'https://…' : issue.code;
  }
}
