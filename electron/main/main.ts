import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { app, dialog, Menu, powerMonitor, protocol, session } from 'electron';
import { m } from '#messages';
import type { HttpSend } from '#contract/engine.ts';
import { language, languageVariable } from '#contract/language.ts';
import type { Log } from '#contract/logEntry.ts';
import { makeOwnFolder } from '#files/owner.ts';
import { policyHere } from '#files/settings/policy.ts';
import { startAppearance } from './appearance.ts';
import { askedFiles, type AskedFiles } from './askedFiles.ts';
import { createAttention, type Attention } from './attention/attention.ts';
import { electronSystem } from './attention/system.ts';
import { createEngineWithReading } from './engine/engineWithReading.ts';
import { forkEngine, forkReading } from './engine/forkEngine.ts';
import { createLanguages } from './language.ts';
import { isHeard, tellHeard } from './laterStart.ts';
import { startLeaving } from './leaving.ts';
import { keepCrashes, logJobs, logRequests, noteSettings, startLog } from './logging.ts';
import { afterWaking } from './network/afterWaking.ts';
import { createNetworkDoctor } from './network/networkDoctor.ts';
import { createProxyLogins } from './network/proxyLogins.ts';
import { settledNetwork } from './network/settledNetwork.ts';
import { keepToHttp1, systemNetwork } from './network/systemNetwork.ts';
import { filesIn } from './openedFiles.ts';
import { placesOf, type Places } from './places.ts';
import { forkPractice } from './practice/forkPractice.ts';
import { createPractice } from './practice/practice.ts';
import { secretFile } from './secrets/secretFile.ts';
import { systemCipher } from './secrets/systemCipher.ts';
import { createVault } from './secrets/vault.ts';
import { askForClientCertificates } from './security/clientCertificates.ts';
import { warmPages } from './security/pages.ts';
import { secureSession, secureStart } from './security/posture.ts';
import { serveCommands } from './serving.ts';
import { settingsFile } from './settings.ts';
import { startUpdates } from './updates/startUpdates.ts';
import { watchWork, type Work } from './updates/work.ts';
import { settledUserData, userDataFolder } from './userData.ts';
import { createBackground, type Background } from './window/background.ts';
import { systemDialogs } from './window/dialogs.ts';
import { windowPlacement } from './window/placement.ts';
import { anyWindow, currentWindow, showAgain, tellPage } from './window/shown.ts';
import { openWindow } from './window/window.ts';

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

/** `makeWay`: called as soon as a job begins to be prepared or sent. */
function startEngine(places: Places, log: Log, attention: Attention, httpSend: HttpSend, makeWay: () => void): Work {
  const noteJob = logJobs(log);
  const work = watchWork(createEngineWithReading({
    fork: () => forkEngine(places.worker, places.reader, places.data, language()),
    forkReading: () => forkReading(places.reading, places.data),
    httpSend: logRequests(httpSend, log),
    onEvent(event) {
      noteJob(event);
      tellPage(event);
      attention.hear(event);
      work.hear(event);
    },
  }), makeWay);
  return work;
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
  const network = settledNetwork(settings, logins);
  const { send: httpSend, woken } = afterWaking(systemNetwork(network), { now: Date.now, sleep: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined) });
  powerMonitor.on('resume', woken);
  const work = startEngine(places, log, attention, httpSend, () => updates.makeWay());
  const { engine } = work;
  engine.start();
  const updates = startUpdates({ app, places, settings, network, isWorking: () => work.isGoingOn(), onChange: (state, tell) => tellPage({ kind: 'update', state, tell }) });
  const networkDoctor = createNetworkDoctor({ settings, env: process.env, systemProxy: (url) => session.defaultSession.resolveProxy(url), findLogin: network.findLogin, httpSend });
  const practice = createPractice(() => forkPractice(places.practice));
  secureSession(session.defaultSession, protocol, places.page);
  const dialogs = systemDialogs(currentWindow);
  askForClientCertificates(app, (host, certificates) => dialogs.chooseCertificate(host, certificates));
  const appearance = startAppearance(settings, engine, places);

  const leaving = startLeaving({ engine, practice, background, attention, dialogs, updates });
  // A click on its picture in the dock.
  app.on('activate', () => showAgain(background));
  const window = openWindow({ preload: places.preload, devTools, onClose: leaving.windowClose, placement: windowPlacement(settings) });
  // While its own process starts; the page asks nothing before this is done.
  const opened = serveCommands(places, { log, settings, engine, practice, dialogs, vault, logins, networkDoctor, updates: { updates, restart: () => leaving.restartIntoUpdate() } }, appearance);
  appearance.menu.show();
  asked.listen((files) => {
    // Its windows are hidden already and do not come back: the next program takes over when this one has ended.
    if (leaving.isStopping()) return app.relaunch({ args: [...files] });
    opened.add(files);
    showAgain(background);
  });
  leaving.watch(window);
  warmPages(places.page);
}

/** Ends when the program that runs has heard of this start; where it does not answer, with a sentence. */
async function leaveToOther(places: Places, began: number): Promise<void> {
  const isShown = await isHeard(places.heard, began, { now: Date.now, pause });
  if (!isShown) {
    await app.whenReady();
    createLanguages({ settings: settingsFile(places.settings, policyHere()), system: () => app.getPreferredSystemLanguages(), given: process.env[languageVariable], onChange: () => undefined });
    dialog.showErrorBox(m.app_not_answering(), m.app_not_answering_action());
  }
  app.quit();
}

/** Opens the window, or has the one that is open show itself. To be called before the application is ready. */
export function startWindow(): void {
  const places = choosePlaces();
  const began = Date.now();
  if (!app.requestSingleInstanceLock()) {
    void leaveToOther(places, began);
    return;
  }
  app.on('second-instance', () => tellHeard(places.heard, Date.now()));
  keepCrashes(app, places.home);
  // Electron's own, which would be made before ours takes its place.
  Menu.setApplicationMenu(null);
  const asked = askedFiles(filesIn(process.argv, process.cwd()));
  secureStart(app, protocol);
  keepToHttp1(app);
  void app.whenReady().then(() => start(places, asked));
}
