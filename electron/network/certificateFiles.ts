import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createSecureContext } from 'node:tls';
import { Fault } from '#contract/faults.ts';
import type { ClientCertificate } from './trust.ts';

/** No company has more roots than a system. */
const mostBytes = 4 * 1024 * 1024;

const oneCertificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM file, each by itself. Fault certificate-unusable. */
export function readRoots(path: string): readonly string[] {
  const found = bytesOf(path).toString('latin1').match(oneCertificate) ?? [];
  if (found.length === 0) throw unusable(path, 'PEM');
  return attempt(path, () => found.map((pem) => new X509Certificate(pem).toString()));
}

export interface ClientFiles {
  readonly certificate: string;
  /** Of a PEM certificate; left out where it stands in the same file. */
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
}

/** A certificate of ours with its key: PEM or PFX, told by what is in it. Fault certificate-unusable. */
export function readClientCertificate({ certificate, key, passphrase: file }: ClientFiles): ClientCertificate {
  const bytes = bytesOf(certificate);
  const passphrase = file === undefined ? undefined : bytesOf(file).toString('utf8').replace(/\r?\n$/, '');
  if (!bytes.includes('-----BEGIN')) {
    attempt(certificate, () => createSecureContext({ pfx: bytes, ...(passphrase === undefined ? {} : { passphrase }) }));
    return { kind: 'pfx', bytes, passphrase };
  }
  const text = bytes.toString('latin1');
  const keyText = key === undefined ? text : bytesOf(key).toString('latin1');
  attempt(certificate, () => new X509Certificate(text));
  attempt(key ?? certificate, () => createPrivateKey({ key: keyText, ...(passphrase === undefined ? {} : { passphrase }) }));
  attempt(key ?? certificate, () => createSecureContext({ cert: text, key: keyText, ...(passphrase === undefined ? {} : { passphrase }) }));
  return { kind: 'pem', certificate: text, key: keyText, passphrase };
}

function bytesOf(path: string): Buffer {
  const bytes = attempt(path, () => readFileSync(path));
  if (bytes.length > mostBytes) throw unusable(path, 'size');
  return bytes;
}

/** Without its cause: OpenSSL's words say nothing to a person, and might quote what they were given. */
function attempt<Value>(path: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw unusable(path, error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'format');
  }
}

const unusable = (path: string, reason: string): Fault => new Fault('certificate-unusable', { name: basename(path), reason });
