import type { SettingsState } from '#contract/answers.ts';
import type { LanguageChoice } from '#contract/language.ts';
import type { ThemeChoice } from '#contract/theme.ts';
import type { Retention } from '../retention.ts';
import type { SettingsFile } from '../settings.ts';
import type { Handlers } from './router.ts';

export interface SettingsParts {
  readonly languages: { choose(choice: LanguageChoice): unknown };
  readonly themes: { choose(choice: ThemeChoice): unknown };
}

type Names = 'getSettings' | 'changeSettings' | 'retentionNotice' | 'postponeRetention' | 'deleteExpired';

/** What is set, and changes of it. A language and a theme are seen at once, whatever else comes with them. */
export function settingsHandlers(settings: SettingsFile, { languages, themes }: SettingsParts, retention: Retention, settleUpdates: () => void): Pick<Handlers, Names> {
  const state = (): SettingsState => ({ ...settings.inForce(), setAside: settings.setAside() });
  return {
    getSettings: async () => state(),
    async changeSettings({ language, theme, ...others }) {
      settings.change(others);
      settleUpdates();
      if (language !== undefined) languages.choose(language);
      if (theme !== undefined) themes.choose(theme);
      if (others.retentionDays !== undefined) await retention.look();
      return state();
    },
    retentionNotice: async () => retention.notice(),
    postponeRetention: async () => retention.postpone(),
    async deleteExpired() {
      await retention.deleteNow();
      return retention.notice();
    },
  };
}
