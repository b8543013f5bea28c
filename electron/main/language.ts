import { isLanguage, language, languageOf, setLanguage, type Language, type LanguageChoice } from '#contract/language.ts';
import type { LanguageState } from '#contract/answers.ts';
import type { SettingsFile } from './settings.ts';

export interface LanguagesParts {
  readonly settings: SettingsFile;
  /** The system's languages, the preferred one first. */
  readonly system: () => readonly string[];
  /** PROFILE_IMPORTER_LANGUAGE, which stands in the place of the system's. */
  readonly given: string | undefined;
  /** Called whenever another language is spoken from now on. */
  readonly onChange: (state: LanguageState) => void;
}

export interface Languages {
  state(): LanguageState;
  /** Keeps the choice and speaks so from now on. Faults as SettingsFile.change. */
  choose(choice: LanguageChoice): LanguageState;
}

/** Which language the program speaks: the one chosen, else that of the system where it is one of ours, else English. */
export function createLanguages({ settings, system, given, onChange }: LanguagesParts): Languages {
  const choice = (): LanguageChoice => settings.read().language ?? 'system';
  function spoken(): Language {
    const chosen = choice();
    if (chosen !== 'system') return chosen;
    return isLanguage(given) ? given : languageOf(system());
  }
  const state = (): LanguageState => ({ choice: choice(), language: language() });
  setLanguage(spoken());
  return {
    state,
    choose(next) {
      settings.change({ language: next });
      setLanguage(spoken());
      onChange(state());
      return state();
    },
  };
}
