import { Notification, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { System } from './attention.ts';

/** The system's own means, for the one window; none where there is no window any more. */
export function electronSystem(window: () => BrowserWindow | null): System {
  // One that nobody holds is collected, and its click is lost with it.
  const held = new Set<Notification>();
  return {
    // Below 0 there is no bar.
    showProgress: (done) => window()?.setProgressBar(done ?? -1),
    setTitle: (title) => window()?.setTitle(title),
    isSeen: () => window()?.isFocused() === true,
    notify({ title, body }, onClick) {
      if (!Notification.isSupported()) return;
      const notice = new Notification({ title, body });
      held.add(notice);
      notice.on('click', onClick);
      notice.on('close', () => held.delete(notice));
      notice.show();
    },
    keepAwake() {
      const id = powerSaveBlocker.start('prevent-app-suspension');
      return () => powerSaveBlocker.stop(id);
    },
  };
}
