import { m } from '#messages';
import { grouped } from './counted.ts';
import { inQuotes, type Sentences } from './faultParts.ts';
import type { FaultDetail } from './faults.ts';
import { day } from './formats.ts';
import type { HandedOver } from './place.ts';

const text = (detail: FaultDetail, key: string): string => {
  const value = detail[key];
  return value === undefined || typeof value === 'object' ? '' : String(value);
};

/** `2026-11-27T08:15:02.123Z` → ` on 27 Nov 2026 08:15 UTC`; a log may be read in another time zone. */
function moment(iso: string): string {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso) ?? [];
  return date === undefined || time === undefined ? '' : m.places_on_moment({ day: day(date), time });
}

const job = (d: FaultDetail): string => (text(d, 'name') === '' ? m.places_this_job() : m.places_the_job({ name: text(d, 'name') }));

/** ` on the computer PC-7, as /home/anna/march.importjob, on 27 Nov 2026 08:15 UTC`. */
function where(d: FaultDetail): string {
  const host = text(d, 'host') === '' ? '' : d['kind'] === 'machine' ? m.places_on_computer({ host: text(d, 'host') }) : m.places_on_this_computer();
  const path = text(d, 'path') === '' ? '' : m.places_as_path({ path: text(d, 'path') });
  return `${host}${path}${moment(text(d, 'at'))}`;
}

function lastEvent(d: FaultDetail): string {
  if (d['event'] === 'prepared') return m.places_prepared({ where: where(d) });
  if (d['event'] === 'repaired') return m.places_repaired({ where: where(d) });
  if (d['event'] === 'taken-over') return m.places_taken_over({ where: where(d) });
  if (d['ended'] === undefined) return m.places_last_run({ where: where(d) });
  return d['ended'] === true ? m.places_last_run_ended({ where: where(d) }) : m.places_last_run_open({ where: where(d) });
}

/** Of a job that was taken over from a copy: why other limits that were asked for are not used. */
export function limitsOfCopyWords({ profiles, bytes }: { readonly profiles: number; readonly bytes: number }): string {
  return m.places_limits_of_copy({ profiles: grouped(profiles), bytes: grouped(bytes) });
}

/** An earlier job cannot tell which rows are unchanged. */
const notBelieved = (what: string): Sentences => [what, m.places_not_believed(), m.places_name_the_other()];

/** The job is a copy, or a backup put back: what is known of the other one. Details: name, kind, host, path, at, event, ended. */
export function elsewhereSentences(d: FaultDetail): Sentences {
  if (d['asked'] === 'unchanged') return notBelieved(d['kind'] === 'repaired' ? wasRepaired(d) : isElsewhere(d));
  if (d['kind'] === 'repaired') return repairedSentences(d);
  return [isElsewhere(d), d['fromDamaged'] === true ? m.places_copy_damaged_meaning() : m.places_copy_meaning(), m.places_copy_action()];
}

function isElsewhere(d: FaultDetail): string {
  return d['kind'] === 'older' ? m.places_older({ job: job(d) }) : m.places_elsewhere({ job: job(d), event: lastEvent(d) });
}

/** Of a damaged job another file was made, which is the one that goes on. */
function repairedSentences(d: FaultDetail): Sentences {
  return [wasRepaired(d), m.places_repaired_meaning(), m.places_repaired_action()];
}

function wasRepaired(d: FaultDetail): string {
  const into = text(d, 'path') === '' ? '' : m.places_into_path({ path: text(d, 'path') });
  return d['event'] === 'repaired' ? m.places_was_repaired({ job: job(d), into, moment: moment(text(d, 'at')) }) : m.places_was_damaged({ job: job(d), where: where(d) });
}

/** The job was handed over. Details: name, to, at, step. */
export function handedOverSentences(d: FaultDetail): Sentences {
  const to = text(d, 'to') === '' ? '' : m.places_to_path({ to: text(d, 'to') });
  const when = { to, moment: moment(text(d, 'at')) };
  const begun = text(d, 'name') === '' ? m.places_handing_this_begun(when) : m.places_handing_begun({ name: text(d, 'name'), ...when });
  const over = m.places_handed_over({ job: job(d), ...when });
  if (d['asked'] === 'unchanged' && d['step'] === 'done') return notBelieved(over);
  switch (d['step']) {
    case 'begun':
      return [begun, m.places_begun_meaning(), m.places_begun_action()];
    case 'given':
      return [begun, m.places_given_meaning(), m.places_given_action()];
    default:
      return [over, m.places_over_meaning(), m.places_over_action()];
  }
}

/** Where a job went, for its status. */
export function handedOverExplained({ to, at, step }: HandedOver): { readonly what: string; readonly meaning: string; readonly action: string } {
  const [what, meaning, action] = handedOverSentences({ to, at, step });
  return { what, meaning, action };
}

/** Rows were left out as unchanged by the word of an earlier job, which cannot be asked again. Details: name, earlier (its path), kind (why). */
export function unchangedUnproved(d: FaultDetail): Sentences {
  const earlier = text(d, 'earlier') === '' ? m.places_an_earlier_job() : inQuotes(text(d, 'earlier')).trim();
  const kind = text(d, 'kind');
  const said = (Object.hasOwn(unproved, kind) ? unproved[kind] : undefined) ?? m.places_earlier_unreadable;
  return [said({ job: job(d), earlier }), m.places_unproved_meaning(), m.places_unproved_action()];
}

const unproved: Readonly<Record<string, typeof m.places_earlier_unreadable>> = { missing: m.places_earlier_missing, other: m.places_earlier_other, elsewhere: m.places_earlier_elsewhere };
