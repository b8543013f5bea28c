import { BrowserWindow } from 'electron';
import type { EngineEvent } from '#contract/events.ts';
import { eventChannel } from '#contract/names.ts';
import type { Background } from './background.ts';

/** The one window, for what cannot be without it. */
export function currentWindow(): BrowserWindow {
  const window = anyWindow();
  if (window === null) throw new Error('main: no window');
  return window;
}

/** The one window; null where it is not there yet or no more. */
export function anyWindow(): BrowserWindow | null {
  return BrowserWindow.getAllWindows()[0] ?? null;
}

/** A second start shows the window of the first, which alone may own the job files. */
export function showAgain(background: Background): void {
  background.comeBack();
  const window = anyWindow();
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
}

/** Sends the page an event, where there is one. */
export function tellPage(event: EngineEvent): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(eventChannel, event);
}
