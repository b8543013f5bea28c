import type { FaultCode } from '#contract/faults.ts';
import type { Log } from '#contract/logEntry.ts';
import { TransportError, type Transport } from '#engine/api/transport.ts';
import { createLog, logFolder } from '#files/log/log.ts';
import { kindOf, placesOf } from '#files/log/safe.ts';
import type { CommandHost } from './context.ts';
import type { ExitCode } from './exitCodes.ts';

/** What one command writes to the local log. */
export interface CommandLog {
  /** The same host, whose answers are noted. */
  readonly host: CommandHost;
  /** An error inside the program. */
  error(error: unknown): void;
  end(code: ExitCode, fault: FaultCode | null): void;
}

/** @param name of the command, as the program knows it */
export function logOfCommand(name: string, host: CommandHost): CommandLog {
  const log = createLog({ folder: logFolder(), part: 'command', now: () => new Date() });
  const began = performance.now();
  return {
    host: { ...host, transport: async (...asked) => logged(await host.transport(...asked), log) },
    error: (error) => log({ event: 'error', kind: kindOf(error), at: placesOf(error) }),
    end(code, fault) {
      const ms = Math.round(performance.now() - began);
      log({ event: 'command', name, ms, ...(fault === null ? {} : { fault }) });
      log({ event: 'end', code, ms });
    },
  };
}

function logged(transport: Transport, log: Log): Transport {
  return {
    async send(request) {
      const [began, sent] = [performance.now(), request.body.length];
      const ms = (): number => Math.round(performance.now() - began);
      try {
        const answer = await transport.send(request);
        log({ event: 'request', ms: ms(), sent, status: answer.status });
        return answer;
      } catch (error) {
        if (error instanceof TransportError) log({ event: 'request', ms: ms(), sent, failure: error.kind, code: error.systemCode });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
