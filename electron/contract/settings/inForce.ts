import { settingKeys, usualSettings, type SettingKey, type SettingProblem, type SettingValues, type SettingsReading } from './settings.ts';

/** The settings as they hold: what an administrator fixed, before what the person chose. */
export interface SettingsInForce {
  readonly values: Omit<SettingValues, keyof Usual> & Usual;
  /** Those that an administrator has fixed. */
  readonly fixed: readonly SettingKey[];
  /** What is wrong with a policy: then nothing is sent, as nobody knows what it forbids. */
  readonly policyProblems: readonly SettingProblem[];
  /** What is wrong with the person's own file: the rest of it holds. */
  readonly problems: readonly SettingProblem[];
}

type Usual = { readonly [Key in keyof typeof usualSettings]: NonNullable<SettingValues[Key]> };
const usual: Usual = usualSettings;

/** Puts both together. */
export function settingsInForce(policy: SettingsReading, own: SettingsReading): SettingsInForce {
  return {
    values: whole({ ...own.values, ...policy.values }),
    fixed: settingKeys.filter((key) => policy.values[key] !== undefined),
    policyProblems: policy.problems,
    problems: own.problems,
  };
}

function whole(said: SettingValues): SettingsInForce['values'] {
  return {
    ...said,
    language: said.language ?? usual.language,
    theme: said.theme ?? usual.theme,
    updates: said.updates ?? usual.updates,
    channel: said.channel ?? usual.channel,
    practiceServer: said.practiceServer ?? usual.practiceServer,
  };
}
