import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ProxyChoices {
  /** `USER:PASSWORD` that it asks for. */
  readonly login?: string;
  /** Answers every CONNECT by this in place of a tunnel. */
  readonly refuse?: number;
  /** Takes connections and says nothing. */
  readonly hang?: boolean;
}

export interface PracticeProxy {
  readonly url: string;
  readonly port: number;
  /** The head of each request as it came, and what was done. */
  readonly log: readonly string[];
  /** All bytes that went through its tunnels towards servers. */
  bytes(): Buffer;
  close(): void;
}

/** A company's proxy on this computer: whatever host is asked for, the port is taken from this computer. */
export async function startPracticeProxy({ login, refuse, hang = false }: ProxyChoices = {}): Promise<PracticeProxy> {
  const log: string[] = [];
  const passed: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const head = `CONNECT ${request.url ?? ''} ${JSON.stringify(request.headers)}`;
    if (hang) return void log.push(`${head} hang`);
    const status = refuse ?? (login !== undefined && request.headers['proxy-authorization'] !== `Basic ${Buffer.from(login).toString('base64')}` ? 407 : 200);
    log.push(`${head} ${status}`);
    if (status !== 200) return void client.end(`HTTP/1.1 ${status} No\r\nproxy-authenticate: Basic realm="Practice Company"\r\ncontent-length: 0\r\n\r\n`);
    const port = Number(/:(\d+)$/.exec(request.url ?? '')?.[1]);
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.on('data', (part: Buffer) => void passed.push(part));
      client.pipe(target).pipe(client);
    });
    sockets.add(target);
    target.on('error', () => client.destroy());
    client.on('close', () => target.destroy());
  });
  server.on('request', (request, response) => {
    log.push(`${request.method ?? ''} ${request.url ?? ''} ${JSON.stringify(request.headers)}`);
    response.writeHead(501).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log,
    bytes: () => Buffer.concat(passed),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
