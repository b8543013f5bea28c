import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { refuseUnsafeSwitches } from '../../electron/cli/trust.ts';
import { cli, cliProcess } from '../support/cli.ts';
import { startImpostor, type Impostor } from '../support/impostor.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';

const cleanUp: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function impostor(): Promise<Impostor> {
  const server = await startImpostor();
  cleanUp.push(() => server.close());
  return server;
}

/** The port of a server that answers whatever comes as http does. */
async function plainServer(): Promise<number> {
  const server = createNetServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function job(): string {
  const folder = temporaryFolder();
  cleanUp.push(() => folder.remove());
  const path = join(folder.path, 'a.importjob');
  makeJob(path, profiles(3)).close();
  return path;
}

const token = 'a-token-of-a-test';

describe('a server that cannot prove who it is', () => {
  it('gets nothing, pauses the run at once and is told as such', async () => {
    const server = await impostor();
    const path = job();
    const { code, err } = await cli(['run', path, '--url', server.url], { token });
    expect(code).toBe(4);
    expect(err).toMatch(/cannot prove who it is: its certificate is one that the server gave itself \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    expect(err).toMatch(/It showed “127\.0\.0\.1” issued by “127\.0\.0\.1”, valid until 30 Oct 2126\./);
    expect(err).toContain('NODE_EXTRA_CA_CERTS');
    expect(err).not.toMatch(/network is down|in a row/);
    const status = JSON.parse((await cli(['status', path, '--json'])).out) as { counts: { notSent: number }; pause: { reason: string }; attempts: number };
    expect(status).toMatchObject({ counts: { notSent: 3, unknown: 0 }, pause: { reason: 'certificate' }, attempts: 1 });
    expect((await cli(['databases', '--url', server.url, '--json'], { token }))).toMatchObject({ code: 4, out: expect.stringContaining('server-untrusted') as string });
    expect(server.arrived).toEqual([]);
  });

  it('is told apart from a port that speaks no https', async () => {
    const plain = await plainServer();
    const url = `https://127.0.0.1:${plain}`;
    const { code, err } = await cli(['databases', '--url', url], { token });
    expect(code).toBe(4);
    expect(err).toContain('What answers at this address does not speak https (TLS_NOT_SPOKEN)');
  });

  it.each(['run', 'databases', 'resources'])('%s sends nothing where the environment takes any certificate', async (command) => {
    const server = await impostor();
    const args = command === 'run' ? [command, job(), '--url', server.url] : [command, '--url', server.url];
    const { code, err } = await cliProcess(args, { token, env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
    expect(code).toBe(2);
    expect(err).toContain('The environment switches off what keeps the token secret (NODE_TLS_REJECT_UNAUTHORIZED=0)');
    expect(server.arrived).toEqual([]);
  });
});

describe('switches of the environment', () => {
  const faultOf = (env: Record<string, string>, execArgv: readonly string[] = []): unknown => {
    try {
      refuseUnsafeSwitches(env, execArgv);
      return null;
    } catch (error) {
      return error instanceof Fault ? error.detail['name'] : error;
    }
  };

  it.each([
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED=0'],
    [{ NODE_OPTIONS: '--tls-keylog=/tmp/keys' }, '--tls-keylog'],
    [{ NODE_OPTIONS: '--max-old-space-size=100  "--tls_min_v1.0"' }, '--tls-min-v1.0'],
    [{ NODE_OPTIONS: '--tls-cipher-list=ALL:eNULL' }, '--tls-cipher-list'],
    [{ NODE_OPTIONS: '--openssl-config=/tmp/weak.cnf' }, '--openssl-config'],
    [{ NODE_OPTIONS: '--insecure-http-parser' }, '--insecure-http-parser'],
    [{ OPENSSL_CONF: '/tmp/weak.cnf' }, 'OPENSSL_CONF'],
    [{ SSLKEYLOGFILE: '/tmp/keys' }, 'SSLKEYLOGFILE'],
    [{ NODE_OPTIONS: '--report-on-signal' }, '--report-on-signal'],
    [{ NODE_OPTIONS: '--report_uncaught_exception' }, '--report-uncaught-exception'],
    [{ NODE_OPTIONS: '--max-old-space-size=100 "--report-on-fatalerror"' }, '--report-on-fatalerror'],
    [{ NODE_OPTIONS: '--heapsnapshot-signal=SIGUSR2' }, '--heapsnapshot-signal'],
    [{ NODE_OPTIONS: '--heapsnapshot-near-heap-limit 2' }, '--heapsnapshot-near-heap-limit'],
    [{ NODE_OPTIONS: '--inspect' }, '--inspect'],
    [{ NODE_OPTIONS: '--inspect=0.0.0.0:9229' }, '--inspect'],
    [{ NODE_OPTIONS: '--inspect_brk' }, '--inspect-brk'],
    [{ NODE_OPTIONS: '--inspect-port=1' }, '--inspect-port'],
    [{ NODE_OPTIONS: '--abort_on-uncaught_exception' }, '--abort-on-uncaught-exception'],
    [{ NODE_OPTIONS: '--heap-prof' }, '--heap-prof'],
    [{ NODE_DEBUG: 'fs,http' }, 'NODE_DEBUG'],
    [{ NODE_DEBUG: '*' }, 'NODE_DEBUG'],
  ])('%j is refused', (env, name) => {
    expect(faultOf(env)).toBe(name);
  });

  it('given to Node itself is refused as well', () => {
    expect(faultOf({}, ['--tls-keylog', '/tmp/keys'])).toBe('--tls-keylog');
    expect(faultOf({}, ['--report_on_signal'])).toBe('--report-on-signal');
    expect(faultOf({}, ['--heapsnapshot-signal', 'SIGUSR2'])).toBe('--heapsnapshot-signal');
    expect(faultOf({}, ['--inspect-wait=127.0.0.1:0'])).toBe('--inspect-wait');
  });

  it.each([
    [{}],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '1' }],
    [{ NODE_EXTRA_CA_CERTS: '/etc/company.pem', NODE_OPTIONS: '--use-system-ca --use-openssl-ca --max-old-space-size=100' }],
    [{ NODE_OPTIONS: '--cpu-prof --diagnostic-dir=/tmp --report-dir=/tmp --report-exclude-env --disable-sigusr1', NODE_V8_COVERAGE: '/tmp/coverage' }],
    [{ NODE_DEBUG: 'fs,module', OPENSSL_CONF: '', SSLKEYLOGFILE: '' }],
  ])('%j is no matter', (env) => {
    expect(faultOf(env)).toBeNull();
  });
});
