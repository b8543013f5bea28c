import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const tls = (name: string): Buffer => readFileSync(fileURLToPath(new URL(`../data/tls/${name}`, import.meta.url)));

export interface Impostor {
  readonly url: string;
  /** Path and authorization of each request that arrived. */
  readonly arrived: readonly string[];
  close(): void;
}

/** An https server whose certificate nobody vouches for. */
export async function startImpostor(): Promise<Impostor> {
  const arrived: string[] = [];
  const server = createServer({ key: tls('self-signed.key.pem'), cert: tls('self-signed.cert.pem') }, (request, response) => {
    arrived.push(`${request.url ?? ''} ${request.headers.authorization ?? 'no token'}`);
    response.end('{"data":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
