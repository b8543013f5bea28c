import { m } from '#messages';
import type { FaultRule } from '../practice/index.ts';

/** What `practice --faults` takes, for its help. */

type Told<Form> = readonly [form: Form, words: () => string];

const kinds: Readonly<Record<FaultRule['kind'], Told<readonly string[]>>> = {
  'drop-before': [[], m.cli_faults_drop_before],
  'drop-after': [[], m.cli_faults_drop_after],
  partial: [[], m.cli_faults_partial],
  hang: [['processed (true)'], m.cli_faults_hang],
  status: [['status', 'code', 'text', 'retryAfter', 'body=json|html|text|empty', 'processed (false)'], m.cli_faults_status],
  auth: [['status 401|402|403|404'], m.cli_faults_auth],
  html: [['status (502)', 'processed (false)'], m.cli_faults_html],
  garbage: [['processed (true)'], m.cli_faults_garbage],
  redirect: [['location', 'status (307)'], m.cli_faults_redirect],
  slow: [['ms', 'when=before|after'], m.cli_faults_slow],
  'short-result': [['missing (1)', 'stored (false)'], m.cli_faults_short_result],
  'long-result': [['extra (1)', 'stored (false)'], m.cli_faults_long_result],
  'missing-answer': [['positions ([0])', 'stored (false)'], m.cli_faults_missing_answer],
  'refuse-batch': [['keys', 'code (400)', 'text'], m.cli_faults_refuse_batch],
  'reject-items': [['keys', 'everyNth', 'code (500)', 'text', 'perKey'], m.cli_faults_reject_items],
};

const selectors: readonly Told<string>[] = [
  ['"requests": [3, 7]', m.cli_faults_requests],
  ['"every": 10', m.cli_faults_every],
  ['"from": 20, "count": 5', m.cli_faults_from],
  ['"times": 2', m.cli_faults_times],
  ['"probability": 0.1, "seed": 7', m.cli_faults_probability],
];

const example = '{"rules": [{"kind": "drop-after", "requests": [3]}]}';

/** All kinds of faults with their members, and which requests a rule strikes. */
export function faultsHelp(): string {
  const lines = Object.entries(kinds).map(([kind, [members, words]]) => `  ${members.length === 0 ? kind : `${kind}: ${members.join(', ')}`}\n      ${words()}`);
  return ['', m.cli_faults_title({ example }), ...lines, m.cli_faults_when(), ...selectors.map(([form, words]) => `  ${form.padEnd(31)}${words()}`), m.cli_faults_rules()].join('\n');
}
