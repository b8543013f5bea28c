import { screen, type BrowserWindow } from 'electron';
import type { SettingsFile } from '../settings.ts';
import { placeOn, type Placement } from './placeOn.ts';

export interface WindowPlacement {
  /** Where the window is to be opened. */
  first(): Placement;
  /** Keeps where it is whenever it was moved or closed. */
  follow(window: BrowserWindow): void;
}

/** The window is opened where it was last, as far as there is still a display. */
export function windowPlacement(settings: SettingsFile): WindowPlacement {
  return {
    first: () => placeOn(settings.read().window, screen.getAllDisplays().map(({ workArea }) => workArea)),
    follow(window) {
      const keep = (): void => {
        try {
          settings.change({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } });
        } catch {
          // A full disk: it opens where it opened before.
        }
      };
      window.on('resized', keep);
      window.on('moved', keep);
      window.on('close', keep);
    },
  };
}
