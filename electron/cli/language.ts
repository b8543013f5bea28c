import { isLanguage, languageOf, languageVariable, setLanguage, type Language } from '#contract/language.ts';
import { optionValue } from './optionValue.ts';

/** Of the command line; the first of them that is there counts. */
const systemVariables = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

/** The language that the arguments or the environment ask for; English where none does. What is none of ours is refused by the option itself. */
export function languageAsked(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const named = [optionValue(args, '--language'), env[languageVariable]].find(isLanguage);
  if (named !== undefined) return named;
  const system = systemVariables.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  return languageOf(system === undefined ? [] : [system]);
}

/** Chosen before anything is said: the help is in it, too. */
export function chooseLanguage(args: readonly string[], env: Readonly<Record<string, string | undefined>>): void {
  setLanguage(languageAsked(args, env));
}
