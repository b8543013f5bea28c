import { lookup } from 'node:dns/promises';
import { rootCertificates } from 'node:tls';
import { m } from '#messages';
import { doctorWords, type DoctorStep } from '#contract/network/doctor.ts';
import { Fault } from '#contract/faults.ts';
import { inEnglish } from '#contract/language.ts';
import { readBaseUrl } from '#contract/url.ts';
import { refuseForbidden } from '#contract/settings/refusals.ts';
import { TransportError } from '#engine/api/transport.ts';
import { examine, type DoctorProbes } from '#network/doctor.ts';
import { targetOf } from '#network/hosts.ts';
import { NetworkError } from '#network/networkError.ts';
import { decideProxy } from '#network/proxyDecision.ts';
import { routeOf } from '#network/request.ts';
import { openLine } from '#network/route.ts';
import { openSecureLine } from '#network/secureLine.ts';
import { certificatesOf, chainOf, shownChain } from '#network/shownChain.ts';
import { createTrust } from '#network/trust.ts';
import type { Command, CommandContext } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { readNetwork, type NetworkOptions } from '../network.ts';
import { say, writeJson } from '../output.ts';
import { refuseUnsafeSwitches } from '../trust.ts';

export interface DoctorOptions extends NetworkOptions {
  readonly url: string;
}

/** A person waits for each. */
const patienceMs = 10_000;

/** `doctor --url U`: what stands between here and the platform, step by step, each with what to do. Asks without a token; nothing is changed. */
export function doctor(options: DoctorOptions): Command {
  return async (context) => {
    refuseUnsafeSwitches(context.env, process.execArgv);
    const reading = readBaseUrl(options.url);
    if (!reading.ok) throw new Fault(reading.fault.code, reading.fault.detail);
    refuseForbidden(reading.url, context.settings);
    const steps: DoctorStep[] = [];
    for await (const step of examine(reading.url, probesFor(reading.url, options, context))) {
      steps.push(step);
      if (!context.output.json) say(context.output, lineOf(step));
    }
    if (context.output.json) writeJson(context.output, inEnglish(() => ({ url: reading.url, steps: steps.map((step) => ({ ...step, ...doctorWords(step) })) })));
    return steps.some(({ state }) => state === 'bad') ? exitCodes.paused : exitCodes.ok;
  };
}

const marks: Readonly<Record<DoctorStep['state'], () => string>> = { good: m.doctor_good, warn: m.doctor_warn, bad: m.doctor_bad };

function lineOf(step: DoctorStep): string {
  const { what, action } = doctorWords(step);
  return m.doctor_line_of({ mark: marks[step.state](), what, action: action === '' ? '' : ` ${action}` });
}

function probesFor(url: string, options: DoctorOptions, { env, settings, host, stop }: CommandContext): DoctorProbes {
  const network = settings.values.network ?? {};
  const target = targetOf(url);
  const signal = (): AbortSignal => AbortSignal.any([AbortSignal.timeout(patienceMs), stop]);
  // Only where the proxy can be used, which is looked at before.
  const way = () => {
    const request = readNetwork(options, network, env, url);
    return { request, route: routeOf(request), trust: createTrust(request) };
  };
  return {
    decide: () => decideProxy({ settings: network, env, url, asked: options.proxy }),
    lookUp: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
    async openLine() {
      const { route, trust } = way();
      (await openLine(route, target, { signal: signal(), context: trust.usual(), timeoutMs: patienceMs })).destroy();
    },
    async proveServer() {
      const { route, trust } = way();
      const socket = await openSecureLine(route, target, trust, signal());
      const shown = socket.getPeerCertificate(true);
      socket.destroy();
      const root = certificatesOf(shown).at(-1)?.raw.toString('base64');
      return { chain: chainOf(shown), isPublic: rootCertificates.some((pem) => pem.replace(/-----[A-Z ]+-----|\s/g, '') === root) };
    },
    shown: () => shownChain(url, way().route, way().trust, signal()),
    async call() {
      const transport = await host.transport(way().request);
      try {
        const { status, headers } = await transport.send({ url: `${url}/api/v1.1/databases/list/`, headers: { 'content-type': 'application/json' }, body: Buffer.from('{}'), timeoutMs: patienceMs, signal: stop });
        const date = Date.parse(headers['date'] ?? '');
        return { status, date: Number.isNaN(date) || headers['age'] !== undefined ? null : date };
      } catch (error) {
        throw error instanceof TransportError ? new NetworkError(error.systemCode) : error;
      } finally {
        await transport.close();
      }
    },
    now: () => Date.now(),
  };
}
