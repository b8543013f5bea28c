import type { WebPreferences } from 'electron';
import type { Language } from '#contract/language.ts';
import { languageArgument } from '#contract/names.ts';

/** The page is a stranger: no Node, its own world, its own sandbox. `devTools` is off in the packed application. The language is there before its first word. */
export function pagePreferences(preload: string, devTools: boolean, language: Language): WebPreferences {
  return {
    preload,
    additionalArguments: [languageArgument + language],
    devTools,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  };
}
