import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BatchExchange } from './exchange.ts';
import { FaultPicker, parseFaults } from '../faults.ts';
import { readBody, sendReply } from './http.ts';
import type { Journal } from '../journal.ts';
import type { Profiles } from '../platform/profiles.ts';
import { jsonReply, type Reply } from './reply.ts';
import { parseJson } from './updateBatch.ts';

interface Controlled {
  readonly journal: Journal;
  readonly exchange: BatchExchange;
  readonly world: { readonly profiles: Profiles };
}

/**
 * The practice server's own pages, for tests and demos in other processes:
 *   POST /practice/identity           `{"practice":true}`: whoever asks speaks to this server and to no platform
 *   GET  /practice/journal            summary
 *   GET  /practice/journal/requests   every request
 *   GET  /practice/journal/applied    `{"db_id":7,"counts":{"<profile number>":<times>}}`; ?db=1 for another database
 *   GET  /practice/journal/items?profile=5   the last item applied, where items are kept
 *   POST /practice/faults             sets the fault plan in the body; POST /practice/reset forgets the journal and what profiles were updated to
 *   POST /practice/release            answers the requests that hang
 */
export async function handleControl(request: IncomingMessage, response: ServerResponse, url: URL, controlled: Controlled): Promise<void> {
  const reading = await readBody(request, 10_000_000);
  const body = reading.kind === 'complete' && reading.body.length > 0 ? parseJson(reading.body) : undefined;
  sendReply(response, controlReply(`${request.method ?? ''} ${url.pathname.replace(/\/$/, '')}`, url, body, controlled));
}

function controlReply(call: string, url: URL, body: unknown, { journal, exchange, world }: Controlled): Reply {
  const databaseId = Number(url.searchParams.get('db') ?? 7);
  switch (call) {
    case 'POST /practice/identity':
      return jsonReply(200, { practice: true });
    case 'GET /practice/journal':
      return jsonReply(200, journal.summary());
    case 'GET /practice/journal/requests':
      return jsonReply(200, journal.requests());
    case 'GET /practice/journal/applied':
      return jsonReply(200, { db_id: databaseId, counts: Object.fromEntries(journal.applied(databaseId).entries()) });
    case 'GET /practice/journal/items':
      return jsonReply(200, { item: journal.item(Number(url.searchParams.get('profile')), databaseId) ?? null });
    case 'POST /practice/faults': {
      const plan = parseFaults(body);
      if (!plan.ok) return jsonReply(400, { error: 400, error_text: plan.problems.join('; ') });
      exchange.setFaults(new FaultPicker(plan.plan));
      return jsonReply(200, { error: 0 });
    }
    case 'POST /practice/reset':
      journal.reset();
      world.profiles.reset();
      return jsonReply(200, { error: 0 });
    case 'POST /practice/release':
      return jsonReply(200, { error: 0, released: exchange.release() });
    default:
      return jsonReply(404, { error: 404, error_text: 'No such page' });
  }
}
