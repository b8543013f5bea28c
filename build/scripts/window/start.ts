import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { z } from 'zod';
import { surroundings, type LaunchWish } from './launch.ts';
import { watchOthers } from './others.ts';

/** In ms from the start of the process: its first frame, and the list of jobs on the screen. */
export interface Start {
  readonly frame: number;
  readonly usable: number;
  /** Share of all processors that other programs took meanwhile. */
  readonly others: number;
}

/** So long nobody looks: whoever attaches to a program that starts is a part of what is measured. */
const untouchedMs = 3_000;

/** Starts the program as a person does, and asks it only behind that when it had drawn what: its page has noted it by itself. */
export async function measureStart(wish: LaunchWish): Promise<Start> {
  const portFile = join(wish.home, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  // The system's own word for when a process began is off by up to seconds where its clock was set since it started.
  const born = Date.now();
  const child = spawn(wish.executable, ['--remote-debugging-port=0', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])], { env: surroundings(wish), stdio: 'ignore' });
  const others = watchOthers(child.pid ?? 0);
  try {
    await wait(untouchedMs);
    const taken = others();
    while (!existsSync(portFile)) await wait(100);
    const { origin, frame, usable } = await noted(readFileSync(portFile, 'utf8').split('\n')[0] ?? '');
    return { frame: origin + frame - born, usable: origin + usable - born, others: taken };
  } finally {
    await ended(child);
  }
}

const notedSchema = z.object({ origin: z.number(), frame: z.number(), usable: z.number() });

async function noted(port: string): Promise<z.infer<typeof notedSchema>> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  try {
    const page = browser.contexts()[0]?.pages()[0];
    if (page === undefined) throw new Error('The program has no page.');
    return notedSchema.parse(
      await page.evaluate(`new Promise((done) => {
        const look = () => {
          const [frame, usable] = ['first-contentful-paint', 'usable'].map((name) => performance.getEntriesByName(name)[0]?.startTime);
          if (frame === undefined || usable === undefined) setTimeout(look, 50);
          else done({ origin: performance.timeOrigin, frame, usable });
        };
        look();
      })`),
    );
  } finally {
    await browser.close();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill();
  if (child.exitCode === null && child.signalCode === null) await gone;
}
