import type { Certificate, Session } from 'electron';
import type { HttpSend } from '#contract/engine.ts';
import type { ShownCertificate } from '#contract/serverTrust.ts';
import { trustProblemOf } from '#contract/serverTrust.ts';
import { isProvedByRoots } from '#network/ownRoots.ts';

/** Chromium's own verdict holds, or the certificate is good (Electron, session.setCertificateVerifyProc). */
const [asFound, good] = [-3, 0];

/** The only verdict that a root of ours can change: all others stand. */
const unknownIssuer = 'net::ERR_CERT_AUTHORITY_INVALID';

/** What Chromium was shown for a host in a session, where it did not trust it. */
export type ChainOf = (host: string) => readonly ShownCertificate[];

/**
 * Listens to Chromium's looking at certificates, and leaves each verdict as it is, but for servers of which it only does not
 * know the issuer and that one of our roots proves.
 */
export function watchChains(session: Pick<Session, 'setCertificateVerifyProc'>, roots: () => readonly string[] = () => []): ChainOf {
  const chains = new Map<string, readonly ShownCertificate[]>();
  session.setCertificateVerifyProc(({ hostname, certificate, verificationResult }, answer) => {
    if (verificationResult === unknownIssuer && roots().length > 0 && isProvedByRoots({ host: hostname, chain: pemOf(certificate), now: Date.now() }, roots())) {
      answer(good);
      return;
    }
    if (verificationResult === 'net::OK') chains.delete(hostname);
    else chains.set(hostname, chainOf(certificate));
    answer(asFound);
  });
  return (host) => chains.get(host) ?? [];
}

/** Chains of the web are three long; nobody may make us walk on for ever. */
const longestChain = 10;

/** The type says that each has an issuer, the last of them has none, or itself. */
function certificatesOf(first: Certificate): readonly Certificate[] {
  const chain: Certificate[] = [];
  let current: Certificate | undefined = first;
  while (current !== undefined && chain.length < longestChain) {
    chain.push(current);
    const next: Certificate | undefined = current.issuerCert;
    current = next?.fingerprint === current.fingerprint ? undefined : next;
  }
  return chain;
}

function chainOf(first: Certificate): readonly ShownCertificate[] {
  return certificatesOf(first).map(({ subjectName, issuerName, validExpiry }) => ({ subject: subjectName, issuer: issuerName, until: new Date(validExpiry * 1_000).toISOString().slice(0, 10) }));
}

const pemOf = (first: Certificate): readonly string[] => certificatesOf(first).map(({ data }) => data);

/** Sends as `send` does; where a server could not be trusted, its failure tells what it showed. */
export function withChain(send: HttpSend, chainFor: ChainOf): HttpSend {
  return async (request, signal) => {
    const outcome = await send(request, signal);
    if (outcome.ok || outcome.failure.kind !== 'refused' || trustProblemOf(outcome.failure.systemCode) === null) return outcome;
    const host = new URL(request.url).hostname.replace(/^\[|\]$/g, '');
    return { ok: false, failure: { ...outcome.failure, chain: chainFor(host) } };
  };
}
