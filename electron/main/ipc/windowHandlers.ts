import type { AboutProgram } from '#contract/answers.ts';
import type { ActionId } from '#contract/actions.ts';
import type { Languages } from '../language.ts';
import type { ProxyLogins } from '../network/proxyLogins.ts';
import type { OpenedFiles } from '../openedFiles.ts';
import type { Themes } from '../theme.ts';
import type { Handlers } from './router.ts';

type Names = 'getLanguage' | 'chooseLanguage' | 'getTheme' | 'chooseTheme' | 'takeOpened' | 'tellActions' | 'aboutProgram' | 'licenceTexts' | 'showDataFolder' | 'answerProxyLogin';

export interface WindowParts {
  readonly languages: Languages;
  readonly themes: Themes;
  readonly menu: { offer(available: readonly ActionId[]): void };
  readonly opened: Pick<OpenedFiles, 'takeNext'>;
  readonly about: () => AboutProgram;
  readonly licences: () => string;
  readonly logins: Pick<ProxyLogins, 'answer'>;
  /** Opens a folder in the system's file manager. */
  readonly showFolder: (path: string) => void;
}

/** Commands about the window and the program, which main itself carries out. */
export function windowHandlers({ languages, themes, menu, opened, about, licences, logins, showFolder }: WindowParts): Pick<Handlers, Names> {
  return {
    getLanguage: async () => languages.state(),
    chooseLanguage: async ({ choice }) => languages.choose(choice),
    getTheme: async () => themes.choice(),
    chooseTheme: async ({ choice }) => themes.choose(choice),
    takeOpened: () => opened.takeNext(),
    async tellActions({ available }) {
      menu.offer(available);
      return null;
    },
    aboutProgram: async () => about(),
    licenceTexts: async () => licences(),
    async answerProxyLogin({ proxy, login, keep }) {
      logins.answer(proxy, login, keep);
      return null;
    },
    async showDataFolder() {
      showFolder(about().dataFolder);
      return null;
    },
  };
}
