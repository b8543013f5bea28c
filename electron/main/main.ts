import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, Menu, nativeTheme, powerMonitor, protocol, session, shell } from 'electron';
import type { HttpSend } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import { language, languageVariable } from '#contract/language.ts';
import type { Log } from '#contract/logEntry.ts';
import { eventChannel } from '#contract/names.ts';
import { makeOwnFolder } from '#files/owner.ts';
import { policyHere } from '#files/settings/policy.ts';
import { createAttention, type Attention } from './attention/attention.ts';
import { electronSystem } from './attention/system.ts';
import { createConnections } from './connections/connections.ts';
import { createEngineWithReading, type EngineWithReading } from './engine/engineWithReading.ts';
import { forkEngine, forkReading } from './engine/forkEngine.ts';
import { createRouter } from './ipc/router.ts';
import { fileHandlers } from './ipc/files.ts';
import { listenToPage } from './ipc/listen.ts';
import { createOfferedFiles, openPath } from './ipc/offeredFiles.ts';
import { platformHandlers } from './ipc/platform.ts';
import { engineHandlers } from './ipc/engineHandlers.ts';
import { settingsHandlers } from './ipc/settingsHandlers.ts';
import { windowHandlers } from './ipc/windowHandlers.ts';
import { aboutProgram, licenceTexts } from './about.ts';
import { createLanguages, type Languages } from './language.ts';
import { keepCrashes, logCommands, logJobs, logRequests, noteSettings, startLog } from './logging.ts';
import { createProxyLogins, type ProxyLogins } from './network/proxyLogins.ts';
import { settledNetwork } from './network/settledNetwork.ts';
import { keepToHttp1, systemNetwork } from './network/systemNetwork.ts';
import { createOpenedFiles, filesIn, type OpenedFiles } from './openedFiles.ts';
import { placesOf, type Places } from './places.ts';
import { createReport } from './report.ts';
import { createDeleteJob, createRetention } from './retention.ts';
import { createRecentFiles, type RecentFiles } from './recentFiles.ts';
import { forkPractice } from './practice/forkPractice.ts';
import { createPractice, type Practice } from './practice/practice.ts';
import { secretFile } from './secrets/secretFile.ts';
import { systemCipher } from './secrets/systemCipher.ts';
import { createVault, type Vault } from './secrets/vault.ts';
import { askForClientCertificates } from './security/clientCertificates.ts';
import { secureSession, secureStart } from './security/posture.ts';
import { settingsFile, type SettingsFile } from './settings.ts';
import { createThemes, type Themes } from './theme.ts';
import { settledUserData, userDataFolder } from './userData.ts';
import { createBackground, type Background } from './window/background.ts';
import { systemDialogs, type Dialogs } from './window/dialogs.ts';
import { mayLeave } from './window/mayLeave.ts';
import { createAppMenu, type AppMenu } from './window/appMenu.ts';
import { createQuit } from './window/quit.ts';
import { windowPlacement } from './window/placement.ts';
import { createSessionEnd } from './window/sessionEnd.ts';
import { openWindow } from './window/window.ts';

/** On quit, chunks in flight get this long to be answered; later ones are settled on the next start. */
const quitBounds = { waitMs: 8_000, graceMs: 4_000 };

/** The window is drawn and the list of jobs read first; later for whoever never closes the program. */
const firstLookMs = 5_000;
const laterLooksMs = 6 * 3_600_000;

function currentWindow(): BrowserWindow {
  const window = anyWindow();
  if (window === null) throw new Error('main: no window');
  return window;
}

function anyWindow(): BrowserWindow | null {
  return BrowserWindow.getAllWindows()[0] ?? null;
}

/** A second start shows the window of the first, which alone may own the job files. */
function showAgain(background: Background): void {
  background.comeBack();
  const window = anyWindow();
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
}

/** The same folder holds Chromium's files, so that two homes are two programs to the single-instance lock. */
function choosePlaces(): Places {
  const usual = app.getPath('userData');
  const home = settledUserData(userDataFolder({ env: process.env, platform: process.platform, home: homedir(), usual }));
  if (home !== usual) {
    makeOwnFolder(home);
    app.setPath('userData', home);
  }
  return placesOf(join(app.getAppPath(), 'dist'), home);
}

function tellPage(event: EngineEvent): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(eventChannel, event);
}

/** `whenIdle`: whether no job waits for its turn either. */
function startAttention(background: Background, whenIdle: () => Promise<boolean>): Attention {
  return createAttention({
    system: electronSystem(anyWindow),
    show(jobId) {
      showAgain(background);
      tellPage({ kind: 'show-job', jobId });
    },
    onRest: (isNeeded) => void whenIdle().then((isIdle) => { if (isIdle) background.rest(isNeeded); }),
  });
}

function startEngine(places: Places, log: Log, attention: Attention, httpSend: HttpSend): EngineWithReading {
  const noteJob = logJobs(log);
  return createEngineWithReading({
    fork: () => forkEngine(places.worker, places.reader, places.data, language()),
    forkReading: () => forkReading(places.reading, places.data),
    httpSend: logRequests(httpSend, log),
    onEvent(event) {
      noteJob(event);
      tellPage(event);
      attention.hear(event);
    },
  });
}

/** How the window speaks and looks, what was opened lately, and the menu that all of it is chosen in. */
interface Appearance {
  readonly languages: Languages;
  readonly themes: Themes;
  readonly menu: AppMenu;
  readonly recent: RecentFiles;
}

/** A change is told to whoever speaks: the engine's process, the page, and the menu, which is made anew. */
function startAppearance(settings: SettingsFile, engine: EngineWithReading, places: Places): Appearance {
  const languages = createLanguages({
    settings,
    system: () => app.getPreferredSystemLanguages(),
    given: process.env[languageVariable],
    onChange(state) {
      // One that does not run is started with the language.
      engine.request('useLanguage', { language: state.language }).catch(() => undefined);
      tellPage({ kind: 'language', language: state.language });
      menu.show();
    },
  });
  const themes = createThemes({ settings, apply: (choice) => (nativeTheme.themeSource = choice), onChange: () => menu.show() });
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
    chooseLanguage: (choice) => void languages.choose(choice),
    chooseTheme: (choice) => void themes.choose(choice),
    run: (action) => tellPage({ kind: 'action', action }),
  });
  return { languages, themes, menu, recent };
}

/** What commands are carried out with. */
interface Serving {
  readonly log: Log;
  readonly settings: SettingsFile;
  readonly engine: EngineWithReading;
  readonly practice: Practice;
  readonly dialogs: Dialogs;
  readonly vault: Vault;
  readonly logins: ProxyLogins;
}

/** Gives the files that the system asks for to be opened, of which the page is told. */
function serveCommands(places: Places, { log, settings, engine, practice, dialogs, vault, logins }: Serving, appearance: Appearance): OpenedFiles {
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
    ...settingsHandlers(settings, appearance, retention),
    async deleteJob({ jobId }) {
      await deleteJob(jobId);
      return null;
    },
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

function start(places: Places, asked: AskedFiles): void {
  const log = startLog(app);
  const devTools = !app.isPackaged;
  const background = createBackground(anyWindow, () => app.quit());
  const isIdle = async (): Promise<boolean> => (await engine.request('runningJobs', {}).catch(() => [])).length === 0;
  const attention = startAttention(background, isIdle);
  const settings = settingsFile(places.settings, policyHere());
  noteSettings(log, settings.inForce());
  const vault = createVault(secretFile(places.secrets), systemCipher);
  const logins = createProxyLogins(vault, (question) => tellPage({ kind: 'proxy-login', ...question }));
  const engine = startEngine(places, log, attention, systemNetwork(settledNetwork(settings, logins)));
  engine.start();
  const practice = createPractice(() => forkPractice(places.practice));
  secureSession(session.defaultSession, protocol, places.page);
  const dialogs = systemDialogs(currentWindow);
  askForClientCertificates(app, (host, certificates) => dialogs.chooseCertificate(host, certificates));
  const appearance = startAppearance(settings, engine, places);

  const sessionEnd = createSessionEnd({ usual: quitBounds, quit: () => app.quit() });
  let stopping = false;
  async function stop(): Promise<void> {
    stopping = true;
    // Pausing takes some seconds where answers are waited for; a window that stays would look as if it hung.
    for (const window of BrowserWindow.getAllWindows()) window.hide();
    await engine.stop(sessionEnd.bounds());
    practice.stop();
  }
  let forced = false;
  const quit = createQuit({
    mayLeave: () =>
      mayLeave({
        running: async () => (await engine.request('runningJobs', {})).length,
        ask: (jobs) => dialogs.confirmClose(jobs),
        goOn() {
          background.goOn();
          attention.inBackground();
        },
        isForced: () => forced || sessionEnd.isEnding(),
      }),
    stop,
    quit: () => app.quit(),
  });
  // The system ends a session, or a supervisor the program: a question would only hold it up until it is killed.
  onSignals(() => {
    forced = true;
    app.quit();
  });
  app.on('before-quit', quit.beforeQuit);
  app.on('window-all-closed', () => app.quit());
  // A click on its picture in the dock.
  app.on('activate', () => showAgain(background));
  const window = openWindow({ preload: places.preload, devTools, onClose: quit.windowClose, placement: windowPlacement(settings) });
  // While its own process starts; the page asks nothing before this is done.
  const opened = serveCommands(places, { log, settings, engine, practice, dialogs, vault, logins }, appearance);
  appearance.menu.show();
  asked.listen((files) => {
    // Its windows are hidden already and do not come back: the next program takes over when this one has ended.
    if (stopping) return app.relaunch({ args: [...files] });
    opened.add(files);
    showAgain(background);
  });
  onSessionEnd(window, sessionEnd.begin);
}

function onSignals(listener: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, listener);
}

function onSessionEnd(window: BrowserWindow, listener: () => void): void {
  window.on('query-session-end', listener);
  window.on('session-end', listener);
  powerMonitor.on('shutdown', listener);
}

/** What the system asks to be opened: by this start, by a later one, and on macOS by an event. */
interface AskedFiles {
  /** Called with files from now on, and with those so far; a later start without one gives none. */
  listen(listener: (files: readonly string[]) => void): void;
}

/** To be called before the application is ready: on macOS files come before that. */
function askedFiles(first: readonly string[]): AskedFiles {
  const early = [...first];
  let tell = (files: readonly string[]): void => void early.push(...files);
  app.on('open-file', (event, path) => {
    event.preventDefault();
    tell([path]);
  });
  // By the words of that start and its folder: data of ours beside them arrive now and then as null.
  app.on('second-instance', (_event, argv, folder) => tell(filesIn(argv, folder)));
  return {
    listen(listener) {
      tell = listener;
      if (early.length > 0) listener(early);
    },
  };
}

/** Opens the window, or has the one that is open show itself. To be called before the application is ready. */
export function startWindow(): void {
  const places = choosePlaces();
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  keepCrashes(app, places.home);
  // Electron's own, which would be made before ours takes its place.
  Menu.setApplicationMenu(null);
  const asked = askedFiles(filesIn(process.argv, process.cwd()));
  secureStart(app, protocol);
  keepToHttp1(app);
  void app.whenReady().then(() => start(places, asked));
}
