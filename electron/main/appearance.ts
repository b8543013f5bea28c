import { app, nativeTheme } from 'electron';
import { languageVariable } from '#contract/language.ts';
import type { EngineWithReading } from './engine/engineWithReading.ts';
import { createLanguages, type Languages } from './language.ts';
import type { Places } from './places.ts';
import { createRecentFiles, type RecentFiles } from './recentFiles.ts';
import type { SettingsFile } from './settings.ts';
import { createThemes, type Themes } from './theme.ts';
import { createAppMenu, type AppMenu } from './window/appMenu.ts';
import { installCommand } from './window/installCommand.ts';
import { tellPage } from './window/shown.ts';

/** How the window speaks and looks, what was opened lately, and the menu that all of it is chosen in. */
export interface Appearance {
  readonly languages: Languages;
  readonly themes: Themes;
  readonly menu: AppMenu;
  readonly recent: RecentFiles;
}

/** A change is told to whoever speaks: the engine's process, the page, and the menu, which is made anew. */
export function startAppearance(settings: SettingsFile, engine: EngineWithReading, places: Places): Appearance {
  const languages = createLanguages({
    settings,
    system: () => app.getPreferredSystemLanguages(),
    given: process.env[languageVariable],
    onChange(state) {
      // One that does not run is started with the language.
      engine.request('useLanguage', { language: state.language }).catch(() => undefined);
      tellPage({ kind: 'language', language: state.language });
      tellPage({ kind: 'chosen' });
      menu.show();
    },
  });
  const themes = createThemes({
    settings,
    apply: (choice) => (nativeTheme.themeSource = choice),
    onChange() {
      tellPage({ kind: 'chosen' });
      menu.show();
    },
  });
  const recent = createRecentFiles({
    engine,
    path: places.recent,
    system: { add: (path) => app.addRecentDocument(path), clear: () => app.clearRecentDocuments() },
    onChange(files) {
      menu.show();
      tellPage({ kind: 'recent', files });
    },
  });
  const menu = createAppMenu({
    isMac: process.platform === 'darwin',
    devTools: !app.isPackaged,
    language: () => languages.state().choice,
    theme: () => themes.choice(),
    recent: () => recent.list(),
    openRecent: (recentId) => tellPage({ kind: 'open-recent', recentId }),
    installCommand: () => void installCommand(),
    chooseLanguage: (choice) => void languages.choose(choice),
    chooseTheme: (choice) => void themes.choose(choice),
    run: (action) => tellPage({ kind: 'action', action }),
  });
  return { languages, themes, menu, recent };
}
