import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { arch, cpus, homedir, hostname } from 'node:os';

/** This computer: a hash that tells it from others, and its name for people. */
export interface Machine {
  readonly id: string;
  readonly host: string;
}

/** The name with the system's own id where it keeps one in a file (systemd, D-Bus), with what seldom changes elsewhere. */
export function thisMachine(): Machine {
  const host = hostname();
  // On macOS the name comes and goes with the network.
  const parts = systemId() ?? [process.platform === 'darwin' ? '' : host, arch(), cpus()[0]?.model ?? '', homedir()].join('\n');
  return { id: createHash('sha256').update(`profile-importer\n${process.platform}\n${parts}`).digest('hex').slice(0, 32), host };
}

function systemId(): string | null {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      const id = readFileSync(path, 'utf8').trim();
      if (id !== '') return id;
    } catch {
      // Not kept there.
    }
  }
  return null;
}
