import { followLanguage, type Language } from '#contract/language.ts';
import { nameLanguage } from '../api/bridge.ts';

let current = $state<Language>('en');

// Every text of a template reads it through its message, and is drawn again when it changes.
followLanguage(() => current);

/** The page speaks this language from now on, all that is on the screen at once. */
export function speak(language: Language): void {
  current = language;
  nameLanguage(language);
}
