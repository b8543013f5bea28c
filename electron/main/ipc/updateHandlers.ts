import type { Updates } from '../updates/updates.ts';
import type { Handlers } from './router.ts';

export interface UpdateParts {
  readonly updates: Pick<Updates, 'state' | 'look' | 'fetch' | 'refuseInstall' | 'settle'>;
  /** Ends the program and starts the version that was fetched. */
  readonly restart: () => void;
}

type Names = 'getUpdate' | 'lookForUpdate' | 'fetchUpdate' | 'installUpdate';

/** What a person asks about newer versions of the program. */
export function updateHandlers({ updates, restart }: UpdateParts): Pick<Handlers, Names> {
  return {
    getUpdate: async () => updates.state(),
    lookForUpdate: () => updates.look(),
    fetchUpdate: async () => updates.fetch(),
    async installUpdate() {
      await updates.refuseInstall();
      if (updates.state().step.kind === 'ready') restart();
      return updates.state();
    },
  };
}
