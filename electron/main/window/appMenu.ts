import { Menu } from 'electron';
import { actionIds, type ActionId } from '#contract/actions.ts';
import type { RecentFile } from '#contract/answers.ts';
import type { LanguageChoice } from '#contract/language.ts';
import type { ThemeChoice } from '#contract/theme.ts';
import { isOffered, menuTemplate } from './menu.ts';

export interface AppMenuParts {
  readonly isMac: boolean;
  readonly devTools: boolean;
  readonly language: () => LanguageChoice;
  readonly theme: () => ThemeChoice;
  readonly chooseLanguage: (choice: LanguageChoice) => void;
  readonly chooseTheme: (choice: ThemeChoice) => void;
  readonly recent: () => readonly RecentFile[];
  readonly openRecent: (recentId: string) => void;
  readonly installCommand: () => void;
  /** Has the page do it. */
  readonly run: (action: ActionId) => void;
}

export interface AppMenu {
  /** Makes it anew, as what is chosen or spoken has changed. */
  show(): void;
  /** The screen that is open can do these, and no others. */
  offer(available: readonly ActionId[]): void;
}

/** The application's menu, kept as the window is. */
export function createAppMenu({ isMac, devTools, language, theme, recent, openRecent, installCommand, chooseLanguage, chooseTheme, run }: AppMenuParts): AppMenu {
  let available: ReadonlySet<ActionId> = new Set<ActionId>();
  function choose(action: ActionId): boolean {
    if (action === 'theme-system' || action === 'theme-light' || action === 'theme-dark') chooseTheme(themes[action]);
    else if (action === 'language-system' || action === 'language-ru' || action === 'language-en') chooseLanguage(languages[action]);
    else return false;
    return true;
  }
  function show(): void {
    const parts = { isMac, devTools, language: language(), theme: theme(), available, recent: recent(), openRecent, installCommand };
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate({ ...parts, run: take })));
  }
  function take(action: ActionId): void {
    try {
      if (!choose(action)) run(action);
    } catch {
      // It cannot be kept and has changed nothing: the menu, which marks it already, shows again what is.
      show();
    }
  }
  return {
    show,
    offer(next) {
      available = new Set(next);
      for (const id of actionIds) {
        const item = Menu.getApplicationMenu()?.getMenuItemById(id) ?? null;
        if (item !== null) item.enabled = isOffered(id, available);
      }
    },
  };
}

const themes = { 'theme-system': 'system', 'theme-light': 'light', 'theme-dark': 'dark' } as const;
const languages = { 'language-system': 'system', 'language-ru': 'ru', 'language-en': 'en' } as const;
