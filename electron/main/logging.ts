import { crashReporter, type App } from 'electron';
import { release } from 'node:os';
import type { HttpRequest, HttpSend } from '#contract/engine.ts';
import type { EngineEvent } from '#contract/events.ts';
import { faultOf } from '#contract/faults.ts';
import type { Log } from '#contract/logEntry.ts';
import type { SettingsInForce } from '#contract/settings/inForce.ts';
import { crashFolder, tidyCrashes } from '#files/diagnostics/crashes.ts';
import { createLog, logFolder } from '#files/log/log.ts';
import { kindOf, logIdOf, placesOf } from '#files/log/safe.ts';
import type { Told } from './ipc/router.ts';

/** Before the application is ready: what is left of a crash stays on this computer. */
export function keepCrashes(app: Pick<App, 'setPath'>, home: string): void {
  tidyCrashes(home, Date.now());
  app.setPath('crashDumps', crashFolder(home));
  crashReporter.start({ uploadToServer: false });
}

/** Begins the window's log, with what is heard of processes that end by themselves and of errors of its own. */
export function startLog(app: App): Log {
  const log = createLog({ folder: logFolder(), part: 'window', now: () => new Date() });
  log({ event: 'start', version: app.getVersion(), runtime: `electron-${process.versions.electron}`, system: `${process.platform}-${release()}-${process.arch}`, locale: app.getLocale() });
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => log({ event: 'gone', process: 'page', reason, code: exitCode }));
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log({ event: 'gone', process: type, reason, code: exitCode });
  });
  process.on('uncaughtExceptionMonitor', (error) => log({ event: 'error', kind: kindOf(error), at: placesOf(error) }));
  app.on('quit', (_event, code) => log({ event: 'end', code, ms: Math.round(process.uptime() * 1_000) }));
  return log;
}

/** Which settings are the administrator's, and whether anything is wrong with them. */
export function noteSettings(log: Log, { fixed, policyProblems, problems }: SettingsInForce): void {
  log({ event: 'settings', fixed, policyProblems: policyProblems.length, problems: problems.length });
}

/** A command that answers in less than this needs no line of its own. */
const slowMs = 2_000;

/** Has commands of the page noted that failed, or took long. */
export function logCommands(log: Log): Told {
  return (name, ms, error) => {
    if (error === null) {
      if (ms >= slowMs) log({ event: 'command', name, ms: Math.round(ms) });
      return;
    }
    const { code: fault, detail, cause } = faultOf(error);
    const { reason } = detail;
    log({ event: 'command', name, ms: Math.round(ms), fault, ...(typeof reason === 'string' ? { reason } : {}) });
    if (fault === 'internal') log({ event: 'error', kind: kindOf(cause ?? error), at: placesOf(cause ?? error) });
  };
}

/** Has the states of jobs noted as they change. */
export function logJobs(log: Log): (event: EngineEvent) => void {
  const states = new Map<string, string>();
  return (event) => {
    if (event.kind === 'run-failed') log({ event: 'command', name: 'run', ms: 0, fault: event.fault.code });
    if (event.kind !== 'job' || states.get(event.jobId) === event.status.state) return;
    const { state, pause, counts } = event.status;
    states.set(event.jobId, state);
    const { read, accepted, failed, unknown, notSent } = counts;
    log({ event: 'job', job: logIdOf(event.jobId), state, ...(pause === null ? {} : { pause: pause.reason }), read, accepted, failed, unknown, notSent });
  };
}

/** Has every answer of a server noted, by its number. */
export function logRequests(send: HttpSend, log: Log): HttpSend {
  return async (request: HttpRequest, signal) => {
    const began = performance.now();
    const outcome = await send(request, signal);
    const [ms, sent] = [Math.round(performance.now() - began), request.body.length];
    if (outcome.ok) log({ event: 'request', ms, sent, status: outcome.answer.status });
    else log({ event: 'request', ms, sent, failure: outcome.failure.kind, code: outcome.failure.systemCode });
    return outcome;
  };
}
