import { AppImageUpdater, CancellationToken, MacUpdater, NsisUpdater, Provider, type AppUpdater, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater';
import { resolveFiles, type ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { Fault, isNoRoom } from '#contract/faults.ts';
import { systemCode } from '#files/systemErrors.ts';
import { placeAppImage, placeProblem, startAppImage } from './placeAppImage.ts';
import type { Download, DownloadWatch, Updater, UpdaterParts } from './updater.ts';

/** A server that sends nothing for so long has gone; the library itself would wait for ever. */
const patienceMs = 60_000;

/** What a feed of ours said, as it was read and proved: the library asks nobody for it. */
class ProvedFeed extends Provider<UpdateInfo> {
  readonly #what: Download;

  constructor(what: Download, options: ProviderRuntimeOptions) {
    super(options);
    this.#what = what;
  }

  override async getLatestVersion(): Promise<UpdateInfo> {
    const { version, file } = this.#what;
    return { version, files: [{ url: file.url, sha512: file.sha512 }], path: file.url, sha512: file.sha512, releaseDate: '' };
  }

  override resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
    return resolveFiles(info, new URL(`${this.#what.address.replace(/\/+$/, '')}/`));
  }
}

function updaterFor(installation: UpdaterParts['installation']): AppImageUpdater | NsisUpdater | MacUpdater {
  switch (installation) {
    case 'AppImage':
      return new AppImageUpdater();
    case 'nsis':
      return new NsisUpdater();
    case 'mac':
      return new MacUpdater();
  }
}

/** What the library fails with, as far as a person can do something about it; its own words hold addresses. */
function faultOf(error: unknown, signal: AbortSignal): Fault {
  if (error instanceof Fault) return error;
  if (signal.aborted) return new Fault('cancelled');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_CHECKSUM_MISMATCH') return new Fault('update-mismatch');
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE') return new Fault('update-unsigned');
  const reason = systemCode(error);
  if (reason !== null && isNoRoom(reason)) return new Fault('disk-full', { during: 'update' });
  if (reason !== null && ['EACCES', 'EPERM', 'EROFS'].includes(reason)) return new Fault('update-unwritable', { reason });
  const text = error instanceof Error ? error.message : '';
  const status = /, status (\d{3})/.exec(text)?.[1];
  return new Fault('update-unreachable', { reason: status === undefined ? (/\bERR_[A-Z_]+/.exec(text)?.[0] ?? reason ?? 'ETIMEDOUT') : `HTTP ${status}` });
}

function prepared({ installation, network }: UpdaterParts): ReturnType<typeof updaterFor> {
  const updater = updaterFor(installation);
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // The whole file: parts of it could neither be broken off for a job that begins, nor looked at on their way.
  updater.disableDifferentialDownload = true;
  // Both were decided on before.
  updater.isUserWithinRollout = () => true;
  updater.isUpdateSupported = () => true;
  updater.on('login', (asking, give) => {
    if (!asking.isProxy) return give('', '');
    void network.findLogin(`${asking.host}:${String(asking.port)}`, false).catch(() => null).then((login) => give(login?.user ?? '', login?.password ?? ''));
  });
  return updater;
}

async function fetched(updater: AppUpdater, what: Download, { signal, onPercent }: DownloadWatch, breakOff: () => Promise<void>): Promise<string> {
  const token = new CancellationToken();
  const stop = (): void => {
    token.cancel();
    void breakOff();
  };
  let timer = setTimeout(stop, patienceMs);
  const hear = ({ percent }: { readonly percent: number }): void => {
    clearTimeout(timer);
    timer = setTimeout(stop, patienceMs);
    onPercent(Math.floor(percent));
  };
  signal.addEventListener('abort', stop);
  updater.on('download-progress', hear);
  try {
    const [file] = await updater.downloadUpdate(token);
    if (file === undefined) throw new Fault('update-unusable', { reason: what.version });
    return file;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    updater.removeListener('download-progress', hear);
  }
}

/** What is called by the window's bundle, when a newer version is to be fetched. */
export function createUpdater(parts: UpdaterParts): Updater {
  const updater = prepared(parts);
  const { installation, network } = parts;
  const appImage = process.env['APPIMAGE'] ?? '';
  let ready: { readonly path: string; readonly what: Download } | null = null;
  return {
    check: (size) => (installation === 'AppImage' ? placeProblem(appImage, size) : null),
    async download(what, watch) {
      try {
        watch.signal.throwIfAborted();
        await network.settle(`${what.address.replace(/\/+$/, '')}/${what.file.url}`);
        updater.setFeedURL({ provider: 'custom', updateProvider: class extends ProvedFeed {
          constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
            super(what, runtime);
          }
        } });
        const found = await updater.checkForUpdates();
        if (found?.isUpdateAvailable !== true) throw new Fault('update-unusable', { reason: what.version });
        ready = { path: await fetched(updater, what, watch, network.breakOff), what };
      } catch (error) {
        throw faultOf(error, watch.signal);
      }
    },
    install(restart) {
      if (ready === null) return;
      if (installation === 'AppImage') {
        placeAppImage(ready.path, appImage, ready.what.file.sha512);
        if (restart) startAppImage(appImage, process.env);
        return;
      }
      if (updater instanceof NsisUpdater) updater.install(true, restart);
      // Squirrel takes the file when it is told to, and not before: then it starts the new one in any case.
      else if (restart) updater.quitAndInstall();
    },
  };
}

export { readFeed } from './readFeed.ts';
