import { familyOf, textOf } from './memory.ts';

/** In ticks of the system's clock, since it started. */
interface Ticks {
  readonly all: number;
  readonly idle: number;
  readonly own: number;
}

const numbers = (text: string): readonly number[] => text.trim().split(/\s+/).map(Number);

/** User and system time of a process: the 14th and 15th field of its line, whose second may hold spaces. */
function ticksOf(pid: number): number {
  const stat = textOf(`/proc/${pid}/stat`);
  const [user = 0, system = 0] = numbers(stat.slice(stat.lastIndexOf(')') + 2)).slice(11);
  return stat === '' ? 0 : user + system;
}

function ticksNow(root: number): Ticks {
  const [line = ''] = textOf('/proc/stat').split('\n');
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, ...more] = numbers(line.replace(/^cpu/, ''));
  const stolen = more.slice(0, 3).reduce((sum, each) => sum + each, 0);
  return { all: user + nice + system + idle + waiting + stolen, idle: idle + waiting, own: familyOf(root).reduce((sum, pid) => sum + ticksOf(pid), 0) };
}

/** From now on, until it is asked: the share of all processors that programs other than this one and what it started have taken. */
export function watchOthers(root: number): () => number {
  const before = ticksNow(root);
  return () => {
    const now = ticksNow(root);
    const all = now.all - before.all;
    return all === 0 ? 0 : Math.max(0, (all - (now.idle - before.idle) - (now.own - before.own)) / all);
  };
}
