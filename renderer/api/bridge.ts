import { createClient, type Client, type Transport } from '#contract/client.ts';
import { languageOf, type Language } from '#contract/language.ts';

declare global {
  interface Window {
    /** Put there by the preload script; the only thing the host gives to the page. */
    readonly importer: Transport & { readonly language: string };
  }
}

export type { Client };

/** The client over the host's transport. Nothing else in the page touches `window`. */
export function hostClient(): Client {
  return createClient(window.importer);
}

/** The language that the window began with. */
export function firstLanguage(): Language {
  return languageOf([window.importer.language]);
}

/** Makes the document say which language it is in, for screen readers and hyphenation. */
export function nameLanguage(language: Language): void {
  document.documentElement.lang = language;
}

/** Calls the listener for errors that nobody caught; a page that swallows them looks frozen. */
export function onUncaught(listener: (error: unknown) => void): void {
  window.addEventListener('error', (event) => {
    listener(event.error);
  });
  window.addEventListener('unhandledrejection', (event) => {
    listener(event.reason);
  });
}

/** A file dropped anywhere else than on a drop zone must not replace the page by its own content. */
export function refuseStrayDrops(): void {
  for (const kind of ['dragover', 'drop'] as const) {
    window.addEventListener(kind, (event) => {
      event.preventDefault();
    });
  }
}
