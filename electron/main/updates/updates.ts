import { Fault, faultCodes, faultOf, type FaultCode } from '#contract/faults.ts';
import type { UpdateState, UpdateStep } from '#contract/updates.ts';
import type { SettingsFile } from '../settings.ts';
import { decide, isDue } from './decision.ts';
import { feedName, isLater } from './feed.ts';
import type { Installation } from './installation.ts';
import type { Feed } from './readFeed.ts';
import { isSigned, publicKeyOf, signatureName } from './signedFeed.ts';
import type { Download, Updater, UpdaterProgram } from './updater.ts';

/** The bytes at an address; null where there are none. Faults update-unreachable, update-page, proxy-unusable, certificate-unusable. */
export type FetchFile = (url: string, signal: AbortSignal) => Promise<Uint8Array | null>;

/** What was set when the program was built; null: nothing, and then nobody is ever asked. */
export interface UpdatesBuild {
  readonly updateUrl: string | null;
  /** In base64. */
  readonly updateKey: string | null;
}

export interface UpdatesParts {
  readonly settings: Pick<SettingsFile, 'inForce' | 'read' | 'change'>;
  readonly build: UpdatesBuild;
  readonly fetchFile: FetchFile;
  readonly readFeed: UpdaterProgram['readFeed'];
  /** Made when there is something to be fetched. */
  readonly loadUpdater: (installation: Exclude<Installation, 'other'>) => Updater;
  readonly installation: Installation;
  /** Of the program. */
  readonly version: string;
  /** As process.platform, process.arch and os.release(). */
  readonly system: { readonly platform: string; readonly arch: string; readonly release: string };
  /** Whether a job is being sent or prepared, or waits for its turn. */
  readonly isWorking: () => Promise<boolean>;
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Told of every change; `tell`: for a person to hear of now. */
  readonly onChange: (state: UpdateState, tell: boolean) => void;
}

/** Newer versions: looked for, fetched and installed as far as the settings say and this installation can, and never in a job's way. */
export class Updates {
  readonly #parts: UpdatesParts;
  #step: UpdateStep = { kind: 'resting' };
  #found: Download | null = null;
  #updater: Updater | null = null;
  #fetching: AbortController | null = null;
  #isReady = false;
  #told = '';

  constructor(parts: UpdatesParts) {
    this.#parts = parts;
  }

  state(): UpdateState {
    return { address: this.#address(), canInstall: this.#parts.installation !== 'other', step: this.#step };
  }

  /** What is due by now: a look, once a day, or a download that waits for jobs to end. Never fails. */
  async tick(isStart = false): Promise<void> {
    if (!this.#isOn() || this.#isBusy()) return;
    if (this.#step.kind === 'waiting') return this.#fetch();
    const { now, settings } = this.#parts;
    if (isDue(settings.read().update, now(), isStart)) await this.#look(false);
  }

  /** A person looks. Fault update-off. */
  async look(): Promise<UpdateState> {
    this.#refuseOff();
    if (!this.#isBusy()) await this.#look(true);
    return this.state();
  }

  /** A person wants the one that was found; nobody waits for its end. Fault update-off. */
  fetch(): UpdateState {
    this.#refuseOff();
    if (this.#found !== null && !this.#isBusy() && !this.#isReady) void this.#fetch();
    return this.state();
  }

  /** A job begins to be sent or prepared: a download makes way for it, and goes on later. */
  makeWay(): void {
    this.#fetching?.abort();
  }

  /** The settings have changed. */
  settle(): void {
    if (this.#isOn()) return;
    this.#fetching?.abort();
    this.#isReady = false;
    this.#found = null;
    if (this.#step.kind !== 'resting') this.#go({ kind: 'resting' });
  }

  /** Throws where a person may not have it installed now. Faults update-off, update-while-working. */
  async refuseInstall(): Promise<void> {
    this.#refuseOff();
    if (await this.#parts.isWorking()) throw new Fault('update-while-working');
  }

  /** Whether the version that was fetched may take this one's place as the program ends now. */
  async mayInstall(): Promise<boolean> {
    return this.#isReady && this.#isOn() && !(await this.#parts.isWorking());
  }

  /** The last thing before the end; what keeps it from being installed is told at the next start, which tries again. */
  install(restart: boolean): void {
    try {
      this.#updater?.install(restart);
      this.#keep(false);
    } catch (error) {
      this.#fail(error);
    }
  }

  #address(): string | null {
    const { settings, build } = this.#parts;
    return build.updateKey === null || publicKeyOf(build.updateKey) === null ? null : (settings.inForce().values.updateUrl ?? build.updateUrl);
  }

  #isOn(): boolean {
    const { values, policyProblems } = this.#parts.settings.inForce();
    return values.updates !== 'off' && policyProblems.length === 0 && this.#address() !== null;
  }

  #isBusy(): boolean {
    return this.#step.kind === 'looking' || this.#fetching !== null;
  }

  #refuseOff(): void {
    if (!this.#isOn()) throw new Fault('update-off');
  }

  #go(step: UpdateStep, tell = ''): void {
    this.#step = step;
    // Once for each.
    const isNew = tell !== '' && tell !== this.#told;
    if (isNew) this.#told = tell;
    this.#parts.onChange(this.state(), isNew);
  }

  /** What the network keeps from us is told where a person looks for it, and not in the way of work. */
  #fail(error: unknown): void {
    const fault = faultOf(acrossBundles(error)).data;
    this.#go({ kind: 'failed', version: this.#found?.version ?? null, fault }, fault.code === 'update-unreachable' || fault.code === 'update-page' ? '' : `${fault.code} ${this.#found?.version ?? ''}`);
  }

  #keep(isFetched: boolean): void {
    const { settings, now, random } = this.#parts;
    const place = settings.read().update?.place ?? random();
    settings.change({ update: { lookedAt: new Date(now()).toISOString(), isFetched, place } });
  }

  async #look(isAsked: boolean): Promise<void> {
    if (!this.#isReady) this.#go({ kind: 'looking' });
    try {
      // Also where nobody answers: once a day is once a day.
      this.#keep(this.#isReady || this.#parts.settings.read().update?.isFetched === true);
      const feed = await this.#readFeed();
      if (!this.#isOn()) return this.settle();
      await this.#take(feed, isAsked);
    } catch (error) {
      if (!this.#isReady) this.#fail(error);
    }
  }

  async #take(feed: Feed | null, isAsked: boolean): Promise<void> {
    const { settings, version, installation, system } = this.#parts;
    const { values: { channel, updates } } = settings.inForce();
    const place = settings.read().update?.place ?? 0;
    const isSystemAtLeast = (wanted: string): boolean => !isLater(wanted, system.release.replace(/^(\d+\.\d+\.\d+).*$/, '$1'));
    const decision = feed === null ? ({ kind: 'none' } as const) : decide({ feed, version, channel, installation, arch: system.arch, place, isAsked, isSystemAtLeast });
    if (decision.kind === 'unusable') throw new Fault('update-unusable', { reason: decision.reason });
    if (this.#isReady && (decision.kind === 'none' || decision.version === this.#found?.version)) return;
    if (decision.kind === 'none') return this.#go({ kind: 'newest' });
    this.#isReady = false;
    const later = { kind: 'later', version: decision.version } as const;
    if (decision.file === null) return this.#go(later, decision.version);
    this.#found = { version: decision.version, file: decision.file, address: this.#address() ?? '' };
    if (updates === 'notify') return this.#go(later, decision.version);
    await this.#fetch();
  }

  /** Faults update-unreachable, update-page, update-unsigned, update-unusable. */
  async #readFeed(): Promise<Feed | null> {
    const { settings, system, build, fetchFile, readFeed } = this.#parts;
    const [address, key] = [this.#address(), publicKeyOf(build.updateKey ?? '')];
    if (address === null || key === null) return null;
    const name = feedName(settings.inForce().values.channel, system.platform, system.arch);
    const { signal } = new AbortController();
    const at = (file: string): string => `${address.replace(/\/+$/, '')}/${file}`;
    const bytes = await fetchFile(at(name), signal);
    if (bytes === null) throw new Fault('update-unreachable', { reason: 'HTTP 404' });
    const signature = await fetchFile(at(signatureName(name)), signal);
    if (signature === null || !isSigned(bytes, new TextDecoder().decode(signature).trim(), key)) throw new Fault('update-unsigned');
    const feed = readFeed(bytes, name);
    if (feed === null) throw new Fault('update-unusable', { reason: name });
    return feed;
  }

  async #fetch(): Promise<void> {
    const { installation, isWorking, loadUpdater } = this.#parts;
    const found = this.#found;
    if (found === null || installation === 'other') return;
    const controller = new AbortController();
    this.#fetching = controller;
    const { version } = found;
    try {
      if (await isWorking()) return this.#go({ kind: 'waiting', version });
      this.#updater ??= loadUpdater(installation);
      const problem = this.#updater.check(found.file.size ?? 0);
      if (problem !== null) throw problem;
      this.#go({ kind: 'fetching', version, percent: 0 });
      await this.#updater.download(found, { signal: controller.signal, onPercent: (percent) => this.#go({ kind: 'fetching', version, percent }) });
      if (!this.#isOn()) return this.settle();
      this.#isReady = true;
      this.#keep(true);
      this.#go({ kind: 'ready', version }, `ready-${version}`);
    } catch (error) {
      if (!controller.signal.aborted) this.#fail(error);
      else if (this.#isOn()) this.#go({ kind: 'waiting', version });
    } finally {
      this.#fetching = null;
    }
  }
}

const isCode = (code: unknown): code is FaultCode => faultCodes.some((each) => each === code);

/** The updater's bundle has a class of faults of its own. */
function acrossBundles(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'Fault' || !('code' in error) || !isCode(error.code)) return error;
  const detail = 'detail' in error && typeof error.detail === 'object' && error.detail !== null ? Object.entries(error.detail) : [];
  return new Fault(error.code, Object.fromEntries(detail.map(([key, value]) => [key, String(value)])));
}
