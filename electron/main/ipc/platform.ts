import type { Connections } from '../connections/connections.ts';
import type { Engine } from '../engine/engine.ts';
import { m } from '#messages';
import type { Dialogs } from '../window/dialogs.ts';
import type { Handlers } from './router.ts';

type Names = 'listConnections' | 'saveConnection' | 'tryConnection' | 'deleteConnection' | 'startPractice' | 'startSample' | 'testConnection' | 'listFields' | 'listResources' | 'listResourceFields' | 'startJob' | 'compareProfiles' | 'saveTemplate';

/** Commands that need the platform's address and token: added here, so that the page never holds a token again. */
export function platformHandlers({ request }: Pick<Engine, 'request'>, connections: Connections, dialogs: Pick<Dialogs, 'chooseWorkbook'>): Pick<Handlers, Names> {
  return {
    listConnections: () => connections.list(),
    saveConnection: (input) => connections.save(input),
    async tryConnection(input) {
      const access = await connections.accessOf(input);
      if (access.queue !== undefined) await request('tryQueue', { queue: access.queue });
      return request('tryDatabases', { access });
    },
    async deleteConnection({ connectionId }) {
      await connections.remove(connectionId);
      return null;
    },
    startPractice: () => connections.practice(),
    async startSample() {
      const connection = await connections.practice();
      return { connection, ...(await request('makeSample', {})) };
    },
    async testConnection({ connectionId }) {
      const access = await connections.access(connectionId);
      if (access.queue !== undefined) await request('tryQueue', { queue: access.queue });
      return request('readDatabases', { connectionId, access });
    },
    async listFields(input) {
      return request('readFields', { ...input, access: await connections.access(input.connectionId) });
    },
    async saveTemplate({ name, ...input }) {
      // What cannot stand in a file's name is left out of it.
      const path = await dialogs.chooseWorkbook(m.template_file({ database: name.replace(/[\\/:*?"<>|]/g, ' ').trim() }));
      return path === null ? null : request('writeTemplate', { ...input, access: await connections.access(input.connectionId), path });
    },
    async listResources(input) {
      return request('readResources', { ...input, access: await connections.access(input.connectionId) });
    },
    async listResourceFields(input) {
      return request('readResourceFields', { ...input, access: await connections.access(input.connectionId) });
    },
    async compareProfiles(input) {
      return request('compareWith', { ...input, access: await connections.access(input.connectionId) });
    },
    async startJob({ connectionId, ...settings }) {
      return request('runJob', { ...settings, connectionId, productionLimit: connections.productionLimit(), access: await connections.access(connectionId) });
    },
  };
}
