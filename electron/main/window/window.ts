import { BrowserWindow } from 'electron';
import { pagePreferences } from '../security/preferences.ts';
import { language } from '#contract/language.ts';
import { startPage } from '../security/origin.ts';

/**
 * The one window. Shown when its first picture is ready, so that it does not flash empty.
 * @param preload path of the preload's bundle
 * @param onClose is asked before it closes
 */
export function openWindow(preload: string, devTools: boolean, onClose: (event: { preventDefault(): void }) => void): BrowserWindow {
  const window = new BrowserWindow({
    width: 1_200,
    height: 820,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: 'Profile Importer',
    webPreferences: pagePreferences(preload, devTools, language()),
  });
  window.on('close', onClose);
  window.once('ready-to-show', () => window.show());
  // A page that cannot be loaded must still leave a window that can be closed.
  window.loadURL(startPage).catch(() => window.show());
  return window;
}
