import { m } from '#messages';
import { inBrackets, named, quoted, server, serverWords, told, words, type Sentences } from './faultParts.ts';
import type { FaultCode, FaultDetail } from './faults.ts';
import { wayWords } from './network/wayTroubles.ts';
import { trustWords } from './serverTrust.ts';

/** Of the connection to the platform. */
type PlatformCode = Extract<FaultCode, `url-${string}` | `token-${string}` | `secrets-${string}` | `server-${string}` | `profile${string}` | 'connection-missing' | 'checks-off' | 'network-barred' | 'answered-between' | 'proxy-unusable' | 'certificate-unusable'>;

const urlReasons: Readonly<Record<string, () => string>> = { scheme: m.faults_url_scheme, more: m.faults_url_more, user: m.faults_url_user };

export const platformFaults: Readonly<Record<PlatformCode, (detail: FaultDetail) => Sentences>> = {
  'url-invalid': (d) => [
    m.faults_url_invalid_what({ url: quoted(d, 'url'), reason: (urlReasons[words(d, 'reason')] ?? m.faults_url_shape)() }),
    m.faults_url_invalid_meaning(),
    m.faults_url_invalid_action(),
  ],
  'url-insecure': (d) => [m.faults_url_insecure_what({ url: quoted(d, 'url') }), m.faults_url_insecure_meaning(), m.faults_url_insecure_action()],
  'token-missing': (d) => [
    named(d) === '' ? m.faults_token_missing_what() : (words(d, 'file') === '' ? m.faults_token_missing_what_at : m.faults_token_missing_what_file)({ name: named(d) }),
    m.faults_token_missing_meaning(),
    m.faults_token_missing_action(),
  ],
  'token-invalid': () => [m.faults_token_invalid_what(), m.faults_token_invalid_meaning(), m.faults_token_invalid_action()],
  'secrets-unavailable': () => [m.faults_secrets_unavailable_what(), m.faults_secrets_unavailable_meaning(), m.faults_secrets_unavailable_action()],
  'secrets-foreign': () => [m.faults_secrets_foreign_what(), m.faults_secrets_foreign_meaning(), m.faults_secrets_foreign_action()],
  'secrets-unreadable': (d) => [m.faults_secrets_unreadable_what({ reason: told(d, 'reason') }), m.faults_secrets_unreadable_meaning(), m.faults_secrets_unreadable_action()],
  'connection-missing': (d) => [m.faults_connection_missing_what({ name: quoted(d, 'name') }), m.faults_connection_missing_meaning(), m.faults_connection_missing_action()],
  'server-unreachable': (d) => [m.faults_server_unreachable_what({ server: server(d), reason: inBrackets(d, 'reason') }), m.faults_server_unreachable_meaning(), m.faults_server_unreachable_action()],
  'server-untrusted': (d) => {
    const said = trustWords(words(d, 'reason'), server(d));
    return [
      said?.what ?? m.faults_server_untrusted_what({ server: server(d), reason: inBrackets(d, 'reason') }),
      m.faults_server_untrusted_meaning(),
      said?.action ?? m.faults_server_untrusted_action(),
    ];
  },
  'network-barred': (d) => {
    const said = wayWords(words(d, 'reason'));
    return [said?.what ?? m.faults_network_barred_what({ reason: inBrackets(d, 'reason') }), m.faults_network_barred_meaning(), said?.action ?? m.faults_network_barred_action()];
  },
  'answered-between': (d) => [m.faults_answered_between_what({ words: serverWords(d) }), m.faults_answered_between_meaning(), m.faults_answered_between_action()],
  'proxy-unusable': (d) => [
    words(d, 'reason') === 'socks' ? m.faults_proxy_unusable_socks({ name: inBrackets(d, 'name') }) : m.faults_proxy_unusable_what({ name: inBrackets(d, 'name') }),
    m.faults_proxy_unusable_meaning(),
    m.faults_proxy_unusable_action(),
  ],
  'certificate-unusable': (d) => [m.faults_certificate_unusable_what({ name: named(d), reason: inBrackets(d, 'reason') }), m.faults_certificate_unusable_meaning(), m.faults_certificate_unusable_action()],
  'checks-off': (d) => [m.faults_checks_off_what({ name: inBrackets(d, 'name') }), m.faults_checks_off_meaning(), m.faults_checks_off_action()],
  'server-refused': (d) => [m.faults_server_refused_what({ server: server(d), words: serverWords(d) }), m.faults_server_refused_meaning(), m.faults_server_refused_action()],
  'server-unclear': (d) => [m.faults_server_unclear_what({ server: server(d), words: serverWords(d) }), m.faults_server_unclear_meaning(), m.faults_server_unclear_action()],
  'server-busy': (d) => [m.faults_server_busy_what({ server: server(d), words: serverWords(d) }), m.faults_server_busy_meaning(), m.faults_server_busy_action()],
  'profiles-unavailable': (d) => [m.faults_profiles_unavailable_what({ server: server(d), words: serverWords(d) }), m.faults_profiles_unavailable_meaning(), m.faults_profiles_unavailable_action()],
  'profile-elsewhere': (d) => [
    m.faults_profile_elsewhere_what({ server: server(d), database: inBrackets(d, 'database') }),
    m.faults_profile_elsewhere_meaning(),
    m.faults_profile_elsewhere_action(),
  ],
};
