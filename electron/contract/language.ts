/** The language of everything that a person reads; wherever there is more than one process, each has its own and is told of changes. */

export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

/** What a person can choose: a language, or the one of the system. */
export const languageChoices = ['system', ...languages] as const;
export type LanguageChoice = (typeof languageChoices)[number];

/** Names the language in the environment, in the place of the system's. */
export const languageVariable = 'PROFILE_IMPORTER_LANGUAGE';

const fallback: Language = 'en';

let chosen: Language = fallback;
let source: () => Language = () => chosen;

/** The current language. */
export function language(): Language {
  return source();
}

export function setLanguage(next: Language): void {
  chosen = next;
}

/** From now on the language comes from there: the page's is one that what is drawn depends on. */
export function followLanguage(from: () => Language): void {
  source = from;
}

/** What is made of messages there is in that language, whatever is spoken. */
export function inLanguage<Value>(which: Language, make: () => Value): Value {
  const before = source;
  source = () => which;
  try {
    return make();
  } finally {
    source = before;
  }
}

/** In English: for JSON, which is the same in all languages. */
export function inEnglish<Value>(make: () => Value): Value {
  return inLanguage('en', make);
}

export function isLanguage(text: unknown): text is Language {
  return languages.some((one) => one === text);
}

/** The first of the names that is a language of ours, whatever its region ("ru-RU", "ru_RU.UTF-8"); English where none is. */
export function languageOf(names: readonly string[]): Language {
  for (const name of names) {
    const found = /^[a-z]+/.exec(name.toLowerCase())?.[0];
    if (isLanguage(found)) return found;
  }
  return fallback;
}
