import { Check, Download, FileSearch, Upload, type LucideIcon } from 'lucide-react';
import type { SessionView } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useNow } from '../needs-action/use-now.ts';
import { useText } from './texts.ts';

const steps: readonly { readonly step: 'collecting' | 'examining' | 'dispatching'; readonly icon: LucideIcon }[] = [
  { step: 'collecting', icon: Download },
  { step: 'examining', icon: FileSearch },
  { step: 'dispatching', icon: Upload },
];

/** The running session step by step, or what the last one came to. */
export function SessionPanel({ running, last }: { readonly running: SessionView | undefined; readonly last: SessionView | undefined }) {
  const t = useText();
  const session = running ?? last;
  if (session === undefined) return <p className="soft session-panel">{t('session.none')}</p>;
  return (
    <section className={`session-panel${running === undefined ? '' : ' running'}`} aria-label={t(running === undefined ? 'session.last' : 'session.running')}>
      <div className="session-when">
        <strong>{t(running === undefined ? 'session.last' : 'session.running')}</strong>
        <Times session={session} />
      </div>
      {running === undefined ? null : <Steps session={running} />}
      <Numbers session={session} />
    </section>
  );
}

function Times({ session }: { readonly session: SessionView }) {
  const t = useText();
  const format = useFormat();
  const now = useNow(1000);
  const seconds = ((session.endedAt === undefined ? now : Date.parse(session.endedAt)) - Date.parse(session.startedAt)) / 1000;
  return (
    <span className="soft" title={format.exact(session.startedAt)}>
      {format.instant(session.startedAt)} · {t(`session.by.${session.by}`)} · {t('session.took', { duration: format.duration(Math.max(1, seconds)) })}
      {session.stopped ? ` · ${t('session.stopped')}` : ''}
    </span>
  );
}

function Steps({ session }: { readonly session: SessionView }) {
  const t = useText();
  const at = steps.findIndex(({ step }) => step === session.step);
  return (
    <ol className="session-steps" aria-label={t('session.steps')}>
      {steps.map(({ step, icon: Icon }, place) => (
        <li key={step} className={place < at ? 'past' : place === at ? 'now' : 'ahead'} {...(place === at ? { 'aria-current': 'step' as const } : {})}>
          {place < at ? <Check size={14} aria-hidden /> : <Icon size={14} aria-hidden />}
          {t(`session.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

function Numbers({ session }: { readonly session: SessionView }) {
  const t = useText();
  const format = useFormat();
  const shown = (['collected', 'doubled', 'examined', 'dispatched', 'waiting', 'failed'] as const).filter((name) => session[name] > 0 || name === 'collected' || name === 'dispatched');
  return (
    <dl className="session-numbers" aria-live="off">
      {shown.map((name) => (
        <div key={name} className={name === 'failed' ? 'bad' : ''}>
          <dt>{t(`session.${name}`)}</dt>
          <dd>{format.number(session[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
