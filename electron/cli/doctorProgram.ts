import { m } from '#messages';
import type { DoctorOptions } from './commands/doctor.ts';
import { addNetworkOptions } from './network.ts';
import { addQueueOptions } from './queue.ts';
import { of, type Add, type Choose } from './programParts.ts';

/** What stands between here and the platform. */
export function addDoctor(command: Add, choose: Choose): void {
  addQueueOptions(addNetworkOptions(command('doctor', m.cli_network_doctor())), m.queue_cli_help_doctor())
    .option('--url <url>', m.cli_help_url())
    .option('--connection <name>', m.cli_network_connection())
    .action((options: DoctorOptions & { readonly json?: boolean }) => choose(of(() => import('./commands/doctor.ts'), ({ doctor }) => doctor(options)), options));
}
