import { grouped } from './counted.ts';
import type { FaultDetail } from './faults.ts';
import type { HandedOver } from './place.ts';

type Sentences = readonly [what: string, meaning: string, action: string];

const text = (detail: FaultDetail, key: string): string => {
  const value = detail[key];
  return value === undefined || typeof value === 'object' ? '' : String(value);
};

/** `2026-11-27T08:15:02.123Z` → `2026-11-27 08:15 UTC`; a log may be read in another time zone. */
function moment(iso: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  return day === undefined || time === undefined ? '' : ` on ${day} ${time} UTC`;
}

const job = (d: FaultDetail): string => (text(d, 'name') === '' ? 'This job' : `The job “${text(d, 'name')}”`);

/** ` on the computer PC-7, as /home/anna/march.importjob, on 2026-11-27 08:15 UTC`. */
function where(d: FaultDetail): string {
  const host = text(d, 'host') === '' ? '' : d['kind'] === 'machine' ? ` on the computer ${text(d, 'host')}` : ' on this computer';
  const path = text(d, 'path') === '' ? '' : ` as “${text(d, 'path')}”`;
  return `${host}${path}${moment(text(d, 'at'))}`;
}

function lastEvent(d: FaultDetail): string {
  if (d['event'] === 'prepared') return `was prepared${where(d)}, and not run there as far as this file knows`;
  if (d['event'] === 'repaired') return `was repaired${where(d)}`;
  if (d['event'] === 'taken-over') return `was taken over${where(d)}`;
  const end = d['ended'] === undefined ? '' : d['ended'] === true ? '; that run came to its end' : '; this file does not know how that run ended';
  return `was last run${where(d)}${end}`;
}

/** Of a job that was taken over from a copy: why other limits that were asked for are not used. */
export function limitsOfCopyWords({ profiles, bytes }: { readonly profiles: number; readonly bytes: number }): string {
  return `taken over from a copy: its requests are cut at ${grouped(profiles)} profiles and ${grouped(bytes)} bytes, whatever limits are given, as the other file’s are as far as is known here. Requests that are the same in both files are applied once. What the other file has cut otherwise (run on another computer, or with other limits), and rows corrected or chosen for a retry in one of the two only, can be applied twice.`;
}

/** Where its rows were to tell which of others are unchanged. */
const notBelieved = 'What was sent since is not all in this one, so that rows could be left out as unchanged although the platform holds something else by now. Nothing was prepared.';
const nameTheOther = 'Name the file that was run last in its place (--skip-unchanged on the command line), or have all rows sent: without that option, or without “Leave out what is unchanged” in the window.';

/** The job is a copy, or a backup put back: what is known of the other one. Details: name, kind, host, path, at, event, ended. */
export function elsewhereSentences(d: FaultDetail): Sentences {
  if (d['asked'] === 'unchanged') return [d['kind'] === 'repaired' ? wasRepaired(d) : isElsewhere(d), notBelieved, nameTheOther];
  if (d['kind'] === 'repaired') return repairedSentences(d);
  return [
    isElsewhere(d),
    `${d['fromDamaged'] === true ? 'It is a copy, or was repaired from a copy, from a backup put back or from a file that another one was made of too' : 'It is a copy or a backup put back'}. If the other one was run since or is run too, rows are sent and may be applied twice. Nothing has been sent from this one.`,
    'Go on with the other one, or have it handed over. Only if this one alone is to go on from now: take it over (--adopt on the command line, or the question in the window).',
  ];
}

function isElsewhere(d: FaultDetail): string {
  return d['kind'] === 'older' ? `${job(d)} holds an older state than the one that was last run from this very file.` : `${job(d)} ${lastEvent(d)}. This file is another one.`;
}

/** Of a damaged job another file was made, which is the one that goes on. */
function repairedSentences(d: FaultDetail): Sentences {
  return [
    wasRepaired(d),
    'The job goes on in that file. If this one is run too, rows are sent and may be applied twice. Nothing has been sent from this one.',
    'Go on with that file. Only if this one alone is to go on from now: take it over (--adopt on the command line, or the question in the window).',
  ];
}

function wasRepaired(d: FaultDetail): string {
  const into = text(d, 'path') === '' ? '' : ` into “${text(d, 'path')}”`;
  return d['event'] === 'repaired' ? `${job(d)} was repaired${into}${moment(text(d, 'at'))}.` : `${job(d)} was damaged and repaired, and another file of it was last run${where(d)}.`;
}

/** The job was handed over. Details: name, to, at, step. */
export function handedOverSentences(d: FaultDetail): Sentences {
  const to = text(d, 'to') === '' ? '' : ` to “${text(d, 'to')}”`;
  const begun = `Handing ${text(d, 'name') === '' ? 'this job' : `the job “${text(d, 'name')}”`} over${to} was begun${moment(text(d, 'at'))} and did not come to its end.`;
  const over = `${job(d)} was handed over${to}${moment(text(d, 'at'))}.`;
  if (d['asked'] === 'unchanged' && d['step'] === 'done') return [over, notBelieved, nameTheOther];
  switch (d['step']) {
    case 'begun':
      return [begun, 'There is no other file yet, and this one sends nothing until there is; nothing is lost.', 'Hand it over once more, to the same place or to another one.'];
    case 'given':
      return [begun, 'The other file is whole and only lacks its name; this one sends nothing any more.', 'Hand it over to the same place once more: that ends it. If the file was moved from there, run it where it is.'];
    default:
      return [over, 'It goes on there; this file sends nothing any more and keeps what was known until then.', 'Run the other file. This one can be exported and deleted.'];
  }
}

/** Where a job went, for its status. */
export function handedOverExplained({ to, at, step }: HandedOver): { readonly what: string; readonly meaning: string; readonly action: string } {
  const [what, meaning, action] = handedOverSentences({ to, at, step });
  return { what, meaning, action };
}

/** Rows were left out as unchanged by the word of an earlier job, which cannot be asked again. Details: name, earlier (its path), kind (why). */
export function unchangedUnproved(d: FaultDetail): Sentences {
  const earlier = text(d, 'earlier') === '' ? 'an earlier job' : `“${text(d, 'earlier')}”`;
  const whys: Readonly<Record<string, string>> = { missing: 'is not there any more', other: 'is another job by now', elsewhere: 'is not the file that went on: it is a copy, an older state, or was handed over or repaired into another file' };
  return [
    `${job(d)} leaves rows out as unchanged because ${earlier} had them accepted just so, and ${whys[text(d, 'kind')] ?? 'that file cannot be read any more'}.`,
    'It may have sent something else since, so that these rows would be left out although the platform holds other values. Nothing was sent.',
    'Put that file back where it was, or prepare the job again from its workbook: comparing with the file that went on, or leaving nothing out.',
  ];
}
