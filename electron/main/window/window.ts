import { BrowserWindow } from 'electron';
import { pagePreferences } from '../security/preferences.ts';
import { language } from '#contract/language.ts';
import type { WindowPlacement } from './placement.ts';
import { smallest } from './placeOn.ts';
import { startPage } from '../security/origin.ts';

export interface WindowParts {
  /** Path of the preload's bundle. */
  readonly preload: string;
  readonly devTools: boolean;
  /** Asked before it closes. */
  readonly onClose: (event: { preventDefault(): void }) => void;
  readonly placement: WindowPlacement;
}

/** The one window. Shown when its first picture is ready, so that it does not flash empty. */
export function openWindow({ preload, devTools, onClose, placement }: WindowParts): BrowserWindow {
  const { maximized, ...bounds } = placement.first();
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Profile Importer',
    webPreferences: pagePreferences(preload, devTools, language()),
  });
  placement.follow(window);
  window.on('close', onClose);
  // The title says what runs, not what the page is called.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  // A page that cannot be loaded must still leave a window that can be closed.
  window.loadURL(startPage).catch(() => window.show());
  return window;
}
