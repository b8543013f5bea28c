import type { EngineEvent } from '#contract/events.ts';
import { m } from '#messages';
import { RunWatch, type RunEnd, type RunLook } from './runWatch.ts';

/** What the system offers to be noticed by somebody who does not look at the window, and to stay awake. */
export interface System {
  /** Of the window in the system's task bar: from 0 to 1; null for none. */
  showProgress(done: number | null): void;
  setTitle(title: string): void;
  /** Whether somebody looks at the window. */
  isSeen(): boolean;
  notify(notice: { readonly title: string; readonly body: string }, onClick: () => void): void;
  /** Keeps the computer from falling asleep until the function given is called. */
  keepAwake(): () => void;
}

export interface AttentionParts {
  readonly system: System;
  /** Shows the window with this job. */
  readonly show: (jobId: string) => void;
  /** Nothing runs any more; told whether a run stands still that goes on by somebody's decision alone. */
  readonly onRest: (isNeeded: boolean) => void;
}

export interface Attention {
  hear(event: EngineEvent): void;
  /** Tells that the window is gone while jobs go on. */
  inBackground(): void;
}

/**
 * Tells of runs outside the window: by its title and the task bar while they go on, by a notification when one has ended or
 * stands still, and keeps the computer awake meanwhile.
 */
export function createAttention({ system, show, onRest }: AttentionParts): Attention {
  const watch = new RunWatch();
  let release: (() => void) | null = null;
  let shown = '';
  let isNeeded = false;

  function showLook(look: RunLook): void {
    const percent = Math.floor(look.done * 100);
    const title = titleOf(look, percent);
    const now = `${percent} ${title}`;
    // Status comes five times a second.
    if (now === shown) return;
    shown = now;
    system.setTitle(title);
    system.showProgress(look.running === 0 ? null : look.done);
  }

  return {
    hear(event) {
      const before = watch.look.running;
      const end = watch.see(event);
      const { look } = watch;
      showLook(look);
      if (look.running > 0) release ??= system.keepAwake();
      if (look.running === 0) {
        release?.();
        release = null;
      }
      if (end !== null && !system.isSeen()) system.notify(noticeOf(end), () => show(end.jobId));
      if (end !== null && end.kind !== 'finished') isNeeded = true;
      if (before === 0 || look.running > 0) return;
      onRest(isNeeded);
      isNeeded = false;
    },
    inBackground() {
      system.notify({ title: m.attention_background(), body: m.attention_background_meaning() }, () => undefined);
    },
  };
}

function titleOf({ running, name }: RunLook, percent: number): string {
  if (running === 0) return m.attention_title();
  return name === null ? m.attention_title_jobs({ count: running, percent }) : m.attention_title_job({ name, percent });
}

const headings = { finished: m.attention_finished, trial: m.attention_trial, paused: m.attention_paused } as const;

function noticeOf({ kind, name, accepted, failed, unknown, notSent }: RunEnd): { readonly title: string; readonly body: string } {
  const parts = [m.attention_accepted({ count: accepted })];
  if (failed > 0) parts.push(m.attention_failed({ count: failed }));
  if (unknown > 0) parts.push(m.attention_unknown({ count: unknown }));
  if (notSent > 0) parts.push(m.attention_not_sent({ count: notSent }));
  return { title: headings[kind]({ name: name ?? m.attention_title() }), body: parts.join(' · ') };
}
