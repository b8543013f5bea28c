import type { ThemeChoice } from '#contract/theme.ts';
import type { SettingsFile } from './settings.ts';

export interface ThemesParts {
  readonly settings: SettingsFile;
  /** Has all windows, menus and dialogs look so from now on. */
  readonly apply: (choice: ThemeChoice) => void;
  /** Called whenever another one was chosen. */
  readonly onChange: () => void;
}

export interface Themes {
  choice(): ThemeChoice;
  /** Keeps the choice and has it seen at once. Faults as SettingsFile.change. */
  choose(choice: ThemeChoice): ThemeChoice;
}

/** Light, dark, or as the system, which is also what nobody has chosen. */
export function createThemes({ settings, apply, onChange }: ThemesParts): Themes {
  const choice = (): ThemeChoice => settings.read().theme ?? 'system';
  apply(choice());
  return {
    choice,
    choose(next) {
      settings.change({ theme: next });
      apply(next);
      onChange();
      return next;
    },
  };
}
