import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The path of a file of test/data/tls. */
export const tlsPath = (name: string): string => fileURLToPath(new URL(`../data/tls/${name}`, import.meta.url));

export interface TlsServer {
  readonly port: number;
  close(): void;
}

export interface TlsChoices {
  /** Of the certificates in test/data/tls, signed by the private root there. */
  readonly certificate?: 'platform' | 'expired' | 'other-name';
  /** Wants a certificate that the private root has signed. */
  readonly wantsCertificate?: boolean;
  readonly maxVersion?: 'TLSv1.2';
}

/** TLS in front of a server on this computer, with a certificate for platform.test and localhost of a private root. */
export async function startTlsServer(behind: number, { certificate = 'platform', wantsCertificate = false, maxVersion }: TlsChoices = {}): Promise<TlsServer> {
  const sockets = new Set<Socket>();
  const server = createServer(
    {
      key: readFileSync(tlsPath(`${certificate}.key.pem`)),
      cert: readFileSync(tlsPath(`${certificate}.cert.pem`)),
      ...(wantsCertificate ? { requestCert: true, rejectUnauthorized: true, ca: readFileSync(tlsPath('private-root.cert.pem')) } : {}),
      ...(maxVersion === undefined ? {} : { maxVersion }),
    },
    (incoming, outgoing) => {
      // The practice server answers nobody who calls it by another name than its own.
      const inner = request({ host: '127.0.0.1', port: behind, path: incoming.url, method: incoming.method, headers: { ...incoming.headers, host: `127.0.0.1:${behind}` } }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      inner.on('error', () => outgoing.destroy());
      incoming.pipe(inner);
    },
  );
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
