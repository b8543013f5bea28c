import { request } from 'node:http';
import { startPractice, type PracticeOptions, type PracticeServer } from '../../electron/practice/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The parsed body; empty where it is not JSON. */
  readonly json: Body;
}

export interface Body {
  readonly error: number;
  readonly error_text: string;
  readonly result: readonly { readonly error: number; readonly error_text: string; readonly profile_id: string }[];
  readonly data: readonly Record<string, unknown>[];
  readonly next_from_id: number;
  readonly total_count: number;
}

/** What came of a connection that ended before the answer was complete. */
export type Broken = { readonly broken: true; readonly received: string };

export interface Send {
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly signal?: AbortSignal;
}

/** One request over a connection of its own; `body` goes out as it is when it is a string or Buffer. */
export function send(url: string, body: unknown, { headers = {}, method = 'POST', signal }: Send = {}): Promise<Answer | Broken> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return new Promise((resolve) => {
    let received = '';
    const broken = (): void => resolve({ broken: true, received });
    const call = request(
      url,
      {
        method,
        agent: false,
        ...(signal === undefined ? {} : { signal }),
        headers: { 'content-type': 'application/json', ...(method === 'GET' ? {} : { 'content-length': String(bytes.length) }), ...headers },
      },
      (response) => {
        response.setEncoding('utf8');
        response.on('data', (piece: string) => (received += piece));
        response.on('error', broken);
        response.on('aborted', broken);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: received, json: jsonOf(received) }),
        );
      },
    );
    call.on('error', broken);
    call.end(method === 'GET' ? undefined : bytes);
  });
}

function jsonOf(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {} as Body;
  }
}

export async function answered(promise: Promise<Answer | Broken>): Promise<Answer> {
  const answer = await promise;
  if ('broken' in answer) throw new Error('the connection was cut');
  return answer;
}

export interface Practice {
  readonly server: PracticeServer;
  /** Sends a batch to database 7, matched by Custom_ID, with the token in the body. */
  batch(items: readonly unknown[], more?: { id?: string; frame?: object; signal?: AbortSignal }): Promise<Answer | Broken>;
  call(path: string, body: object, more?: Send): Promise<Answer>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function practice(options: PracticeOptions = {}): Promise<Practice> {
  const server = await startPractice({ population: 1_000, ...options });
  return {
    server,
    batch: (items, { id, frame = {}, signal } = {}) =>
      send(
        `${server.url}/api/v1.1/profiles/update_batch`,
        { token: server.token, db_id: 7, matching: 'custom', field_name: 'Custom_ID', data: items, ...frame },
        { headers: id === undefined ? {} : { 'request-id': id }, ...(signal === undefined ? {} : { signal }) },
      ),
    call: (path, body, more = {}) => answered(send(`${server.url}/api/v1.1/${path}`, { token: server.token, ...body }, more)),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

/** Items for the profiles of these numbers, each with nothing but its key. */
export const clients = (...numbers: readonly number[]): { Custom_ID: number }[] => numbers.map((number) => ({ Custom_ID: number }));
