import { createSecureContext, getCACertificates, rootCertificates, type SecureContext } from 'node:tls';

/** What we show where a server or proxy asks who we are: PEM with its key, or a PFX. */
export type ClientCertificate =
  | { readonly kind: 'pem'; readonly certificate: string; readonly key: string; readonly passphrase: string | undefined }
  | { readonly kind: 'pfx'; readonly bytes: Buffer; readonly passphrase: string | undefined };

export interface Trust {
  /** What Node trusts, with the roots given: quick to make. */
  usual(): SecureContext;
  /** The same with the system's store, which takes a third of a second to read: for servers that `usual` does not know. */
  wide(): SecureContext;
}

export interface TrustParts {
  /** Root certificates in PEM beside what Node and the system trust. */
  readonly roots: readonly string[];
  readonly client: ClientCertificate | null;
}

/** Whom connections believe, and what they show for themselves. No part of it can be switched off. Throws where a certificate of ours cannot be used. */
export function createTrust({ roots, client }: TrustParts): Trust {
  const context = (ca: readonly string[]): SecureContext => createSecureContext({ ca: [...new Set(ca)], minVersion: 'TLSv1.2', ...shown(client) });
  const once = (make: () => SecureContext): (() => SecureContext) => {
    let made: SecureContext | null = null;
    return () => (made ??= make());
  };
  return {
    usual: once(() => (roots.length === 0 && client === null ? createSecureContext({ minVersion: 'TLSv1.2' }) : context([...storeOf('default'), ...roots]))),
    wide: once(() => context([...storeOf('default'), ...storeOf('system'), ...roots])),
  };
}

/** Electrons of tests embed a Node that cannot read the system's store. */
export function storeOf(kind: 'default' | 'system'): readonly string[] {
  if (typeof getCACertificates === 'function') return getCACertificates(kind);
  return kind === 'default' ? rootCertificates : [];
}

function shown(client: ClientCertificate | null): object {
  if (client === null) return {};
  const passphrase = client.passphrase === undefined ? {} : { passphrase: client.passphrase };
  return client.kind === 'pem' ? { cert: client.certificate, key: client.key, ...passphrase } : { pfx: client.bytes, ...passphrase };
}
