import { randomUUID } from 'node:crypto';
import { app, shell } from 'electron';
import type { Log } from '#contract/logEntry.ts';
import { aboutProgram, licenceTexts } from './about.ts';
import type { Appearance } from './appearance.ts';
import { createConnections } from './connections/connections.ts';
import type { EngineWithReading } from './engine/engineWithReading.ts';
import { engineHandlers } from './ipc/engineHandlers.ts';
import { fileHandlers } from './ipc/files.ts';
import { listenToPage } from './ipc/listen.ts';
import { createOfferedFiles, openPath } from './ipc/offeredFiles.ts';
import { platformHandlers } from './ipc/platform.ts';
import { createRouter } from './ipc/router.ts';
import { settingsHandlers } from './ipc/settingsHandlers.ts';
import { updateHandlers, type UpdateParts } from './ipc/updateHandlers.ts';
import { windowHandlers } from './ipc/windowHandlers.ts';
import { logCommands } from './logging.ts';
import type { NetworkDoctor } from './network/networkDoctor.ts';
import type { ProxyLogins } from './network/proxyLogins.ts';
import { createOpenedFiles, type OpenedFiles } from './openedFiles.ts';
import type { Places } from './places.ts';
import type { Practice } from './practice/practice.ts';
import { createReport } from './report.ts';
import { createDeleteJob, createRetention } from './retention.ts';
import type { Vault } from './secrets/vault.ts';
import type { SettingsFile } from './settings.ts';
import type { Dialogs } from './window/dialogs.ts';
import { tellPage } from './window/shown.ts';

/** The window is drawn and the list of jobs read first; later for whoever never closes the program. */
const firstLookMs = 5_000;
const laterLooksMs = 6 * 3_600_000;

/** What commands are carried out with. */
export interface Serving {
  readonly log: Log;
  readonly settings: SettingsFile;
  readonly engine: EngineWithReading;
  readonly practice: Practice;
  readonly dialogs: Dialogs;
  readonly vault: Vault;
  readonly logins: ProxyLogins;
  readonly networkDoctor: NetworkDoctor;
  readonly updates: UpdateParts;
}

/** Answers the page's commands from now on. Gives the files that the system asks for to be opened, of which the page is told. */
export function serveCommands(places: Places, { log, settings, engine, practice, dialogs, vault, logins, networkDoctor, updates }: Serving, appearance: Appearance): OpenedFiles {
  const opened = createOpenedFiles((path) => openPath(engine, appearance.recent, path), () => tellPage({ kind: 'opened' }));
  const deleteJob = createDeleteJob(engine, appearance.recent, places.home);
  const retention = createRetention({ engine, settings, deleteJob, now: Date.now, onChange: () => tellPage({ kind: 'retention' }) });
  setTimeout(() => void retention.look(), firstLookMs).unref();
  setInterval(() => void retention.look(), laterLooksMs).unref();
  const connections = createConnections({ engine, vault, practice, newId: randomUUID, settings: () => settings.inForce() });
  const router = createRouter({
    ...engineHandlers(engine),
    ...fileHandlers(engine, dialogs, appearance.recent),
    ...platformHandlers(engine, connections, dialogs),
    ...settingsHandlers(settings, appearance, retention, () => updates.updates.settle()),
    ...updateHandlers(updates),
    async deleteJob({ jobId }) {
      await deleteJob(jobId);
      return null;
    },
    checkNetwork: async ({ connectionId }) => networkDoctor(await connections.address(connectionId)),
    saveDiagnostics: createReport({ engine, settings, dialogs, version: app.getVersion(), home: places.home }),
    ...windowHandlers({
      ...appearance,
      opened,
      about: () => aboutProgram({ version: app.getVersion(), versions: process.versions, packages: places.packages, dataFolder: places.home }),
      logins,
      licences: () => licenceTexts(places.licences),
      showFolder: (path) => void shell.openPath(path),
    }),
  }, logCommands(log));
  listenToPage(router, createOfferedFiles(engine, appearance.recent));
  return opened;
}
