import { Fault } from '#contract/faults.ts';

/** Options of Node that weaken encryption, or write its keys or what goes through it to a file. */
const switches = ['--tls-keylog', '--tls-min-v1.0', '--tls-min-v1.1', '--tls-cipher-list', '--openssl-config', '--openssl-shared-config', '--openssl-legacy-provider', '--insecure-http-parser', '--trace-tls'];
/**
 * Options by which Node writes its environment or memory, the token among them, to a file, or lets others attach and look
 * at both: reports, heap snapshots, core dumps, inspectors, traces. V8 and Node take `-` and `_` alike.
 */
const families = /^--(?:report-(?:on-|uncaught-)|(?:experimental-)?report$|heapsnapshot-|heap-snapshot-|heap-prof|inspect(?:-|$)|debug-(?:port|brk)|experimental-(?:network-inspection|inspector|worker-inspection|storage-inspection)|abort-on-|build-snapshot|trace-event|trace-env)/;
/** Parts of Node whose debugging output quotes headers, the token among them. */
const talkative = /(?:^|,)\s*(?:\*|[a-z]*\*|https?|tls|net|stream|undici)\s*(?:,|$)/i;

/**
 * Nothing is sent where the environment would have any certificate taken for good, or the token written down by the
 * runtime. Fault checks-off, which names the switch.
 */
export function refuseUnsafeSwitches(env: Readonly<Record<string, string | undefined>>, execArgv: readonly string[]): void {
  const name = unsafeSwitch(env, execArgv);
  if (name !== null) throw new Fault('checks-off', { name });
}

function unsafeSwitch(env: Readonly<Record<string, string | undefined>>, execArgv: readonly string[]): string | null {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') return 'NODE_TLS_REJECT_UNAUTHORIZED=0';
  if ((env['OPENSSL_CONF'] ?? '') !== '') return 'OPENSSL_CONF';
  if ((env['SSLKEYLOGFILE'] ?? '') !== '') return 'SSLKEYLOGFILE';
  if (talkative.test(env['NODE_DEBUG'] ?? '')) return 'NODE_DEBUG';
  const given = [...execArgv, ...(env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  for (const option of given) {
    // Node takes underscores for dashes, and quotation marks around an option.
    const plain = option.replace(/["'\\]/g, '').replaceAll('_', '-').replace(/=.*$/, '');
    if (switches.includes(plain) || families.test(plain)) return plain;
  }
  return null;
}
