import { m } from '#messages';
import { words, type Sentences } from './faultParts.ts';
import { Fault, type FaultCode, type FaultDetail } from './faults.ts';
import type { SettingKey, SettingProblem } from './settings/settings.ts';
import { settingName, settingProblemWords } from './settings/words.ts';

/** Of what an administrator has fixed. */
type PolicyCode = Extract<FaultCode, 'policy-invalid' | 'host-forbidden' | 'practice-forbidden' | 'setting-fixed'>;

/** Nothing is sent while a policy has mistakes: the first of them, and how many there are. Null where it has none. */
export function policyFault(problems: readonly SettingProblem[]): Fault | null {
  const [first] = problems;
  return first === undefined ? null : new Fault('policy-invalid', { ...first, more: problems.length - 1 });
}

/** A setting that a person wanted to change is the administrator's. */
export const fixedFault = (key: SettingKey): Fault => new Fault('setting-fixed', { key });

function problemOf(detail: FaultDetail): SettingProblem {
  const [kind, file, key, expected] = [words(detail, 'kind'), words(detail, 'file'), words(detail, 'key'), words(detail, 'expected')];
  if (kind === 'unknown-key') return { kind, file, key };
  return kind === 'wrong-value' ? { kind, file, key, expected } : { kind: 'unreadable', file };
}

function more(detail: FaultDetail): string {
  const count = typeof detail['more'] === 'number' ? detail['more'] : 0;
  return count === 0 ? '' : ` ${m.policy_more({ count })}`;
}

export const policyFaults: Readonly<Record<PolicyCode, (detail: FaultDetail) => Sentences>> = {
  'policy-invalid': (d) => [`${m.policy_in()} ${settingProblemWords(problemOf(d))}${more(d)}`, m.policy_invalid_meaning(), m.policy_invalid_action()],
  'host-forbidden': (d) => [m.policy_host_forbidden_what({ host: words(d, 'host') }), m.policy_host_forbidden_meaning(), m.policy_host_forbidden_action()],
  'practice-forbidden': () => [m.policy_practice_forbidden_what(), m.policy_practice_forbidden_meaning(), m.policy_practice_forbidden_action()],
  'setting-fixed': (d) => [m.policy_setting_fixed_what({ name: settingName(words(d, 'key')) }), m.policy_setting_fixed_meaning(), m.policy_setting_fixed_action()],
};
