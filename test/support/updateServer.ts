import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';

export interface UpdateServer {
  readonly url: string;
  /** Paths of what was asked for, in their order. */
  readonly asked: readonly string[];
  /** Breaks large files off half-way. */
  cutOff: boolean;
  /** Answers all by a page, as a network does that wants a sign-in. */
  signIn: boolean;
  close(): Promise<void>;
}

/** A feed's folder as any web server gives it out. */
export async function startUpdateServer(folder: string): Promise<UpdateServer> {
  const asked: string[] = [];
  const state = { cutOff: false, signIn: false };
  const server = createServer((request, response) => {
    const name = basename(new URL(request.url ?? '/', 'http://localhost').pathname);
    asked.push(name);
    if (state.signIn) return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
    const path = join(folder, name);
    if (!existsSync(path)) return void response.writeHead(404).end();
    const { size } = statSync(path);
    response.writeHead(200, { 'content-length': size });
    if (!state.cutOff || size < 1_000_000) return void createReadStream(path).pipe(response);
    response.write(readFileSync(path).subarray(0, Math.floor(size / 2)), () => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => void server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${String(port)}`,
    asked,
    close: async () => new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  });
}
