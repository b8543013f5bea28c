import { m } from '#messages';
import { trustWords } from '../serverTrust.ts';
import { wayWords } from './wayTroubles.ts';

/** What the network doctor looks at, in its order. */
export const doctorSteps = ['address', 'proxy', 'names', 'line', 'tls', 'call', 'clock'] as const;
export type DoctorStepName = (typeof doctorSteps)[number];

/** One look: `code` says what is wrong, `facts` what was found. Neither ever holds a login or token. */
export interface DoctorStep {
  readonly step: DoctorStepName;
  readonly state: 'good' | 'warn' | 'bad';
  readonly code: string | null;
  readonly facts: Readonly<Record<string, string>>;
}

export interface StepWords {
  readonly what: string;
  /** Empty where there is nothing to do. */
  readonly action: string;
}

const good: Readonly<Record<DoctorStepName, (facts: (name: string) => string) => string>> = {
  address: (fact) => m.doctor_address({ host: fact('host'), port: fact('port') }),
  proxy: (fact) => (fact('proxy') === '' ? m.doctor_no_proxy({ rule: ruleWords(fact) }) : m.doctor_proxy({ proxy: fact('proxy'), rule: ruleWords(fact) })),
  names: (fact) => m.doctor_names({ host: fact('host'), addresses: fact('addresses') }),
  line: (fact) => (fact('proxy') === '' ? m.doctor_line({ host: fact('host') }) : m.doctor_tunnel({ host: fact('host'), proxy: fact('proxy') })),
  tls: (fact) => m.doctor_tls({ subject: fact('subject'), issuer: fact('issuer'), until: fact('until') }),
  call: (fact) => m.doctor_call({ status: fact('status') }),
  clock: () => m.doctor_clock(),
};

function ruleWords(fact: (name: string) => string): string {
  switch (fact('rule')) {
    case 'loopback':
      return m.doctor_rule_loopback();
    case 'asked':
      return m.doctor_rule_asked();
    case 'settings':
      return m.doctor_rule_settings();
    case 'exception':
      return m.doctor_rule_exception({ entry: fact('entry') });
    case 'environment':
      return m.doctor_rule_environment({ variable: fact('variable') });
    case 'environment-exception':
      return m.doctor_rule_environment_exception({ variable: fact('variable'), entry: fact('entry') });
    case 'system-told':
      return m.doctor_rule_system_told();
    default:
      return m.doctor_rule_system();
  }
}

const marks: Readonly<Record<DoctorStep['state'], () => string>> = { good: m.doctor_good, warn: m.doctor_warn, bad: m.doctor_bad };

/** How a step stands, in a word. */
export const doctorMark = ({ state }: Pick<DoctorStep, 'state'>): string => marks[state]();

/** A step with its mark, in one line. */
export function doctorLine(step: DoctorStep): string {
  const { what, action } = doctorWords(step);
  return m.doctor_line_of({ mark: doctorMark(step), what, action: action === '' ? '' : ` ${action}` });
}

/** A step in plain words, each with what to do where there is anything. */
export function doctorWords({ step, state, code, facts }: DoctorStep): StepWords {
  const fact = (name: string): string => facts[name] ?? '';
  if (state === 'good' || code === null) return { what: good[step](fact), action: '' };
  if (step === 'clock') return { what: m.doctor_clock_off({ minutes: fact('minutes') }), action: m.doctor_clock_off_action() };
  if (code === 'COMPANY_ROOT') return { what: `${good.tls(fact)} ${m.doctor_company({ root: fact('root') })}`, action: m.doctor_company_action() };
  if (step === 'names') return { what: m.doctor_names_bad({ host: fact('host'), code }), action: m.doctor_names_action() };
  if (code === 'ANSWERED_BETWEEN') return { what: m.doctor_between({ status: fact('status') }), action: m.faults_answered_between_action() };
  if (step === 'call' && code === 'HTTP') return { what: m.doctor_call_refused({ status: fact('status') }), action: m.doctor_call_action() };
  const said = wayWords(code) ?? trustWords(code, m.faults_the_server());
  return said ?? { what: m.doctor_line_bad({ host: fact('host'), code }), action: m.doctor_line_action() };
}
