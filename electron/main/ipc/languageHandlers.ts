import type { Languages } from '../language.ts';
import type { Handlers } from './router.ts';

/** Commands about the language of the program, which main itself carries out. */
export function languageHandlers(languages: Languages): Pick<Handlers, 'getLanguage' | 'chooseLanguage'> {
  return {
    getLanguage: async () => languages.state(),
    chooseLanguage: async ({ choice }) => languages.choose(choice),
  };
}
