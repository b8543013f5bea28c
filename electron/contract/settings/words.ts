import { m } from '#messages';
import { spoken } from '../spoken.ts';
import type { SettingKey, SettingProblem } from './settings.ts';

/** Settings as a person reads them. */
export const settingNames = spoken<SettingKey>({
  language: m.settings_language,
  theme: m.settings_theme,
  updates: m.settings_updates,
  updateUrl: m.settings_update_url,
  channel: m.settings_channel,
  allowedHosts: m.settings_allowed_hosts,
  defaultConnections: m.settings_default_connections,
  practiceServer: m.settings_practice_server,
  retentionDays: m.settings_retention,
  productionLimit: m.settings_production_limit,
  network: m.settings_network,
});

/** Of a key, as which it may come from another process; the key itself where it is none of ours. */
export function settingName(key: string): string {
  const names: Readonly<Record<string, string>> = settingNames;
  return Object.hasOwn(names, key) ? (names[key] ?? key) : key;
}

/** What is wrong in a file of settings, in one sentence. */
export function settingProblemWords(problem: SettingProblem): string {
  const { file } = problem;
  switch (problem.kind) {
    case 'unknown-key':
      return m.policy_unknown_key({ file, key: problem.key });
    case 'wrong-value':
      return m.policy_wrong_value({ file, key: problem.key, expected: problem.expected });
    case 'unreadable':
      return m.policy_unreadable({ file });
  }
}
