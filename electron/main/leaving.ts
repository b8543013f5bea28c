import { app, BrowserWindow, powerMonitor } from 'electron';
import type { Attention } from './attention/attention.ts';
import type { EngineWithReading } from './engine/engineWithReading.ts';
import type { Practice } from './practice/practice.ts';
import { collectGarbage } from './collectGarbage.ts';
import type { Background } from './window/background.ts';
import type { Updates } from './updates/updates.ts';
import type { Dialogs } from './window/dialogs.ts';
import { mayLeave } from './window/mayLeave.ts';
import { createQuit, type Quit } from './window/quit.ts';
import { createSessionEnd } from './window/sessionEnd.ts';

/** On quit, chunks in flight get this long to be answered; later ones are settled on the next start. */
const quitBounds = { waitMs: 8_000, graceMs: 4_000 };

export interface LeavingParts {
  readonly engine: EngineWithReading;
  readonly practice: Practice;
  readonly background: Background;
  readonly attention: Attention;
  readonly dialogs: Pick<Dialogs, 'confirmClose'>;
  readonly updates: Pick<Updates, 'mayInstall' | 'install'>;
}

export interface Leaving {
  /** For the window's `close`. */
  readonly windowClose: Quit['windowClose'];
  /** Jobs are being paused and files closed: the program does not come back from that. */
  readonly isStopping: () => boolean;
  /** Ends the program as the operator would, has the version that was fetched take its place, and starts that. */
  readonly restartIntoUpdate: () => void;
  /** Hears of the end of a session by the window, too, which Windows tells of it. */
  watch(window: BrowserWindow): void;
}

function install(updates: Pick<Updates, 'install'>, restarts: boolean): void {
  // The next one asks for it before this one has ended.
  if (restarts) app.releaseSingleInstanceLock();
  updates.install(restarts);
}

/** The system ends a session, or a supervisor the program: a question would only hold it up until it is killed. */
function onSignals(hear: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, hear);
}

/** How the program ends: by the operator, who is asked where jobs run, by a signal, or with the system's session. */
export function startLeaving({ engine, practice, background, attention, dialogs, updates }: LeavingParts): Leaving {
  const sessionEnd = createSessionEnd({ usual: quitBounds, quit: () => app.quit() });
  let stopping = false;
  let forced = false;
  let restarts = false;
  async function stop(): Promise<void> {
    stopping = true;
    // Pausing takes some seconds where answers are waited for; a window that stays would look as if it hung.
    for (const window of BrowserWindow.getAllWindows()) window.hide();
    // Asked while the engine can answer. Jobs that are paused for the end are work; and a session that ends leaves no time for it.
    const mayInstall = !forced && !sessionEnd.isEnding() && (await updates.mayInstall());
    await engine.stop(sessionEnd.bounds());
    practice.stop();
    if (mayInstall) install(updates, restarts);
    collectGarbage();
  }
  const quit = createQuit({
    mayLeave: async () => {
      const may = await mayLeave({
        running: async () => (await engine.request('runningJobs', {})).length,
        ask: (jobs) => dialogs.confirmClose(jobs),
        goOn() {
          background.goOn();
          attention.inBackground();
        },
        isForced: () => forced || sessionEnd.isEnding(),
      });
      if (!may) restarts = false;
      return may;
    },
    stop,
    quit: () => app.quit(),
    // macOS breaks the end of a session off where a program holds it up, and does not kill it as Windows does.
    mustEnd: () => process.platform === 'darwin' && sessionEnd.isEnding(),
  });
  app.on('before-quit', quit.beforeQuit);
  app.on('window-all-closed', () => app.quit());
  onSignals(() => {
    forced = true;
    app.quit();
  });
  powerMonitor.on('shutdown', sessionEnd.begin);
  return {
    windowClose: quit.windowClose,
    isStopping: () => stopping,
    restartIntoUpdate() {
      restarts = true;
      app.quit();
    },
    watch(window) {
      window.on('query-session-end', sessionEnd.begin);
      window.on('session-end', sessionEnd.begin);
    },
  };
}
