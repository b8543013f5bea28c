import { m } from '#messages';
import type { CommandInput, Connection } from '#contract/commands.ts';
import { mostAskedAbove, usualMarks, type ConnectionMark } from '#contract/connectionMark.ts';
import type { WireFormat } from '#contract/job.ts';
import { hasOneQueue, queueAddressSchema, readQueueUrl, usualQueue, type QueueAddress } from '#contract/queueAddress.ts';
import { queueAddressWords } from '#contract/queueFaults.ts';
import { proposedBaseUrl, readBaseUrl } from '#contract/url.ts';

/** What is typed in the form. The token is held only until it is saved; the stored one never comes back. */
export interface ConnectionForm {
  readonly connectionId: string | null;
  readonly name: string;
  readonly baseUrl: string;
  readonly tokenInBody: boolean;
  readonly format: WireFormat;
  /** A limit that is no number is NaN. */
  readonly mark: ConnectionMark;
  readonly token: string;
  /** Null: jobs go over HTTP. */
  readonly queue: QueueAddress | null;
  /** Held as the token is. */
  readonly queuePassword: string;
}

export const emptyForm: ConnectionForm = { connectionId: null, name: '', baseUrl: 'https://', tokenInBody: true, format: 'json', mark: usualMarks.production, token: '', queue: null, queuePassword: '' };

/** A queue of which nothing is typed yet. */
export const emptyQueue: QueueAddress = { ...usualQueue, url: 'amqps://', user: '' };

/** The form for changing a connection. */
export function formOf({ connectionId, name, baseUrl, tokenInBody, format, mark, queue }: Connection): ConnectionForm {
  return { connectionId, name, baseUrl, tokenInBody, format, mark, token: '', queue: queue ?? null, queuePassword: '' };
}

/** Why the form cannot be saved yet, or null; `stored`: the connection as it is kept, whose token and password stay where none is typed. */
export function formProblem(form: ConnectionForm, stored: Pick<Connection, 'hasToken' | 'queue'> | undefined): string | null {
  if (form.name.trim() === '') return m.connections_needs_name();
  const address = readBaseUrl(form.baseUrl);
  if (!address.ok) {
    return address.fault.code === 'url-insecure' ? m.connections_needs_https() : addressProblem(address.fault.detail['reason']);
  }
  if (form.token.trim() === '' && stored?.hasToken !== true) return m.connections_needs_token();
  const queue = form.queue === null ? null : queueProblem(form.queue, form.queuePassword, stored?.queue);
  if (queue !== null) return queue;
  const { askAbove } = form.mark;
  return askAbove === null || (Number.isInteger(askAbove) && askAbove >= 0 && askAbove <= mostAskedAbove) ? null : m.marks_ask_problem();
}

/** The same of its queue. */
function queueProblem(queue: QueueAddress, password: string, stored: QueueAddress | undefined): string | null {
  const reading = readQueueUrl(queue.url);
  if (!reading.ok) return queueAddressWords(reading.problem);
  if (queue.user.trim() === '') return m.queue_needs_user();
  if (password === '' && (stored?.url !== reading.url || stored.user !== queue.user)) return m.queue_needs_password();
  if ([queue.virtualHost, queue.requests, queue.answers].some((name) => name.trim() === '')) return m.queue_needs_names();
  if (hasOneQueue(queue)) return queueAddressWords('same');
  return queueAddressSchema.safeParse(queue).success ? null : m.queue_needs_most();
}

/** What the address typed probably means, where it cannot be taken as it stands; null otherwise. */
export function proposedAddress({ baseUrl }: ConnectionForm): string | null {
  return readBaseUrl(baseUrl).ok ? null : proposedBaseUrl(baseUrl);
}

function addressProblem(reason: unknown): string {
  switch (reason) {
    case 'more':
      return m.connections_address_more();
    case 'user':
      return m.connections_address_user();
    case 'scheme':
      return m.connections_address_scheme();
    default:
      return m.connections_address_other();
  }
}

/** What is saved of a form. */
export function inputOf(form: ConnectionForm): CommandInput<'saveConnection'> {
  const token = form.token.trim();
  return {
    ...(form.connectionId === null ? {} : { connectionId: form.connectionId }),
    name: form.name.trim(),
    baseUrl: form.baseUrl.trim(),
    tokenInBody: form.tokenInBody,
    format: form.format,
    mark: form.mark,
    ...(token === '' ? {} : { token }),
    ...(form.queue === null ? {} : { queue: form.queue }),
    ...(form.queue === null || form.queuePassword === '' ? {} : { queuePassword: form.queuePassword }),
  };
}
