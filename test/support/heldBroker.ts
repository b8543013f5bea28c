import { connect, createServer, type Socket } from 'node:net';

/** Frames of the broker's by class and method of AMQP 0-9-1; a message's head is a frame of its own kind. */
export const words = {
  start: '10.10', tune: '10.30', opened: '10.41', farewell: '10.51', channelOpened: '20.11', channelClosed: '20.41',
  queueThere: '50.11', message: '60.71', messageHead: 'head', none: '60.72', confirming: '85.11', confirmed: '60.80',
} as const;
export type Word = keyof typeof words;

export interface HeldBroker {
  /** amqp://127.0.0.1:port */
  readonly url: string;
  /** Keeps the next such word of the broker's, and all that it says after that; resolves when it is met. */
  hold(word: Word): Promise<void>;
  /** Breaks all connections, as the end of the broker would. */
  cut(): void;
  close(): void;
}

/** Something between us and a broker that keeps what the broker says from a chosen word on, so that the call that waits for it is pending. */
export async function heldBroker(port: number): Promise<HeldBroker> {
  const sockets = new Set<Socket>();
  let wanted: { readonly word: string; readonly met: () => void } | null = null;
  let isHeld = false;
  const server = createServer((client) => {
    const broker = connect({ host: '127.0.0.1', port });
    for (const socket of [client, broker]) sockets.add(socket.on('error', () => undefined));
    client.pipe(broker);
    broker.on('close', () => client.destroy());
    let rest = Buffer.alloc(0);
    broker.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 7 && rest.length >= rest.readUInt32BE(3) + 8) {
        const frame = rest.subarray(0, rest.readUInt32BE(3) + 8);
        rest = rest.subarray(frame.length);
        if (wanted !== null && wordOf(frame) === wanted.word) {
          isHeld = true;
          wanted.met();
          wanted = null;
        }
        if (!isHeld) client.write(frame);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: `amqp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    hold: (word) => new Promise((resolve) => { wanted = { word: words[word], met: resolve }; }),
    cut,
    close() {
      cut();
      server.close();
    },
  };
}

function wordOf(frame: Buffer): string {
  const kind = frame[0];
  if (kind === 1) return `${frame.readUInt16BE(7)}.${frame.readUInt16BE(9)}`;
  return kind === 2 ? 'head' : '';
}
