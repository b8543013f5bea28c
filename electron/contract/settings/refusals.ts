import { Fault } from '../faults.ts';
import { policyFault } from '../policyFaults.ts';
import { forbiddenHost } from './allowedHosts.ts';
import type { SettingsInForce } from './inForce.ts';

/** What is looked at before anything is sent, in the window and on the command line alike. Faults policy-invalid, host-forbidden. */
export function refuseForbidden(baseUrl: string, { values, policyProblems }: SettingsInForce): void {
  const fault = policyFault(policyProblems);
  if (fault !== null) throw fault;
  const host = forbiddenHost(baseUrl, values.allowedHosts);
  if (host !== null) throw new Fault('host-forbidden', { host });
}

/** Faults policy-invalid, practice-forbidden. */
export function refusePractice({ values, policyProblems }: SettingsInForce): void {
  const fault = policyFault(policyProblems);
  if (fault !== null) throw fault;
  if (!values.practiceServer) throw new Fault('practice-forbidden');
}
