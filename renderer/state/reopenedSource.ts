import type { ReopenedSource } from '#contract/commands.ts';
import { faultOf } from '#contract/faults.ts';
import type { Client } from '../api/bridge.ts';

/** The file that a job was made from; where it is gone, the operator is asked for it. Null where there is none. */
export async function reopenedSource(client: Client, jobId: string): Promise<ReopenedSource | null> {
  try {
    return await client.call('reopenSource', { jobId });
  } catch (error) {
    if (faultOf(error).data.code !== 'source-missing') throw error;
  }
  const chosen = await client.call('chooseSource', {});
  return chosen === null ? null : client.call('reopenSource', { jobId, sourceId: chosen.sourceId });
}
