import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Users of a broker for trials; on loopback, for as long as it runs. */
export const brokerUsers = {
  /** May do everything. */
  own: { user: 'importer', password: 'importer-word' },
  /** May read and see queues, but publish nothing. */
  reader: { user: 'reader', password: 'reader-word' },
} as const;

/** The largest message it takes: small, so that one above it is quickly made. */
export const brokerMostBytes = 8_000_000;

/** Where a broker is and how it is ended; one process's, or all of a run's by the file that holds it. */
export interface BrokerPlace {
  /** amqp://127.0.0.1:port */
  readonly url: string;
  readonly pid: number;
  /** Of the one that knows the broker's name, which lives beside it. */
  readonly namesPid: number;
  readonly folder: string;
  readonly node: string;
  readonly namesPort: number;
  readonly port: number;
  readonly distributionPort: number;
}

const program = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const cookie = 'PROFILEIMPORTERTRIAL';
/** A machine that is busy with other tests needs some seconds. */
const patienceMs = 80_000;

/** A sentence where the broker is not installed. */
export function requireBroker(): void {
  if (existsSync(program)) return;
  throw new Error('RabbitMQ is not installed, and without it nothing can be said of sending through a queue; on Debian: sudo apt-get install rabbitmq-server');
}

/** Starts a RabbitMQ of its own on loopback: own data, ports, name and cookie inside the folder. Resolves when it takes connections. */
export async function startBroker(folder: string): Promise<BrokerPlace> {
  requireBroker();
  const [port, distributionPort, namesPort] = await freePorts();
  return launch({ folder, port, distributionPort, namesPort, node: `trial-${port}@localhost` }, null);
}

/** Starts it again on the same ports with what it kept, after it was killed. */
export function restartBroker(place: BrokerPlace): Promise<BrokerPlace> {
  return launch(place, place.namesPid);
}

type Plan = Omit<BrokerPlace, 'url' | 'pid' | 'namesPid'>;

async function launch(plan: Plan, namesPid: number | null): Promise<BrokerPlace> {
  writeFiles(plan);
  const names = namesPid ?? started(spawn('epmd', ['-port', String(plan.namesPort), '-address', '127.0.0.1'], { detached: true, stdio: 'ignore' }));
  const out = openSync(join(plan.folder, 'out.log'), 'a');
  const child = spawn(program, [], { detached: true, stdio: ['ignore', out, out], cwd: plan.folder, env: environment(plan) });
  const pid = started(child);
  const place: BrokerPlace = { ...plan, url: `amqp://127.0.0.1:${plan.port}`, pid, namesPid: names };
  try {
    await listening(child, plan);
  } catch (error) {
    await stopBroker(place);
    throw error;
  }
  return place;
}

function started(child: ChildProcess): number {
  child.unref();
  if (child.pid === undefined) throw new Error('the broker could not be started');
  return child.pid;
}

function writeFiles({ folder, port }: Plan): void {
  if (existsSync(join(folder, 'home'))) return;
  for (const name of ['data', 'log', 'home']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'home', '.erlang.cookie'), cookie);
  chmodSync(join(folder, 'home', '.erlang.cookie'), 0o400);
  writeFileSync(join(folder, 'plugins'), '[].');
  const { own, reader } = brokerUsers;
  const users = [own, reader].map(({ user, password }) => ({ name: user, password, tags: '' }));
  const permissions = [
    { user: own.user, vhost: '/', configure: '.*', write: '.*', read: '.*' },
    { user: reader.user, vhost: '/', configure: '^$', write: '^$', read: '.*' },
  ];
  writeFileSync(join(folder, 'definitions.json'), JSON.stringify({ users, vhosts: [{ name: '/' }, { name: 'closed' }], permissions }));
  const settings = [
    `listeners.tcp.1 = 127.0.0.1:${port}`, `max_message_size = ${brokerMostBytes}`, `load_definitions = ${join(folder, 'definitions.json')}`,
    'log.file = false', 'log.console = true', 'log.console.level = error', 'disk_free_limit.absolute = 1MB',
  ];
  writeFileSync(join(folder, 'rabbitmq.conf'), `${settings.join('\n')}\n`);
}

function environment({ folder, node, port, distributionPort, namesPort }: Plan): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: join(folder, 'home'),
    // The shell gives way to the broker itself, so that its id is the broker's.
    RUNNING_UNDER_SYSTEMD: 'true',
    ERL_EPMD_PORT: String(namesPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: node,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
  };
}

async function listening(child: ChildProcess, { port, folder }: Plan): Promise<void> {
  const until = Date.now() + patienceMs;
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`the broker did not start:\n${readFileSync(join(folder, 'out.log'), 'utf8').slice(-2_000)}`);
    await delay(50);
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.end();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Three ports that nobody had a moment ago. */
async function freePorts(): Promise<readonly [number, number, number]> {
  const servers = [createServer(), createServer(), createServer()];
  const ports = await Promise.all(servers.map(async (server) => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const [port = 0, distributionPort = 0, namesPort = 0] = ports;
  return [port, distributionPort, namesPort];
}

/** Kills the broker itself, as a power cut would; what it kept stays. */
export async function killBroker({ pid }: BrokerPlace): Promise<void> {
  await ended(pid);
}

/** Ends a broker and what keeps its name. Its files are the caller's. */
export async function stopBroker({ pid, namesPid }: BrokerPlace): Promise<void> {
  await ended(pid);
  await ended(namesPid);
}

async function ended(pid: number): Promise<void> {
  kill(pid, 'SIGKILL');
  while (kill(pid, 0)) await delay(10);
}

function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal) && !isDead(pid);
  } catch {
    return false;
  }
}

/** One that has ended and was not yet asked for by who started it. */
function isDead(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return true;
  }
}

/** Has the broker do something, as `rabbitmqctl` would in a second or more: `module function [arguments]` in Erlang's writing. */
export async function tellBroker({ node, namesPort, folder }: BrokerPlace, call: string): Promise<void> {
  const env = { ...process.env, HOME: join(folder, 'home'), ERL_EPMD_PORT: String(namesPort) };
  await promisify(execFile)('erl_call', ['-sname', node, '-c', cookie, '-a', call], { env, timeout: 30_000 });
}

/** Sets the broker's memory alarm, by which it takes no more messages, or lifts it. */
export function setAlarm(place: BrokerPlace, on: boolean): Promise<void> {
  return tellBroker(place, `vm_memory_monitor set_vm_memory_high_watermark [${on ? '0.0001' : '0.9'}]`);
}
