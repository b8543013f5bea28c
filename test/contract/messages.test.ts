import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages, messagesFolder, messagesOf, parametersOf, type Language, type Message } from '../../build/scripts/messages.mjs';

/** Files of a language by their subjects. */
const subjectsOf = (language: Language): readonly string[] => readdirSync(join(messagesFolder, language)).map((name) => name.replace(/\.json$/, '')).sort();

const read = (language: Language, subject: string): Readonly<Record<string, Message>> =>
  messagesOf({ language, subject, text: readFileSync(join(messagesFolder, language, `${subject}.json`), 'utf8') });

const texts = (message: Message): readonly string[] => (typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match)));

/** The forms that a language has for counts, as its plural messages have to. */
const forms = { en: ['one', 'other'], ru: ['few', 'many', 'one', 'other'] } as const;

describe.each(subjectsOf('en'))('the messages of %s', (subject) => {
  const [english, russian] = [read('en', subject), read('ru', subject)];

  it('stand in both languages, in one order, with the same parameters', () => {
    expect(Object.keys(russian)).toEqual(Object.keys(english));
    const parameters = (of: Readonly<Record<string, Message>>) => Object.entries(of).map(([key, message]) => [key, [...parametersOf(message)].sort()]);
    expect(parameters(russian)).toEqual(parameters(english));
  });

  it('have keys of small letters that begin with the subject, so that none stands in two files', () => {
    for (const key of Object.keys(english)) expect(key).toMatch(new RegExp(`^${subject.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_[a-z0-9_]+$`));
  });

  it.each(languages)('have every plural form of %s, and use their parameters', (language) => {
    for (const [key, message] of Object.entries(language === 'en' ? english : russian)) {
      if (typeof message === 'string') continue;
      for (const { declarations = [], selectors = [], match } of message) {
        const plurals = selectors.filter((name) => declarations.some((line) => new RegExp(`^local ${name} = \\w+: ?plural$`).test(line)));
        for (const name of plurals) {
          const found = new Set(Object.keys(match).flatMap((pattern) => pattern.split(', ')).flatMap((part) => (part.startsWith(`${name}=`) ? [part.slice(name.length + 1)] : [])));
          expect([...found].sort(), key).toEqual(forms[language]);
        }
      }
    }
  });

  it('are written by the rules of their language', () => {
    for (const [key, message] of Object.entries(english)) for (const text of texts(message)) expect(text, key).not.toMatch(/^[^A-Za-z]*[А-Яа-яЁё]/);
    for (const [key, message] of Object.entries(russian)) for (const text of texts(message)) expect(text, key).not.toMatch(/[“”]| - |\.\.\./);
  });
});

it('The catalogue has the same subjects in all languages', () => {
  for (const language of languages) expect(subjectsOf(language)).toEqual(subjectsOf('en'));
});
