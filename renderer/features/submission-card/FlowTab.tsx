import { CheckCheck, CircleDashed, FileCheck2, FileX2, Inbox, Mail, ShieldCheck, Undo2, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DispatchRow, StoredObject, SubmissionRecord } from '../../../preload/contract.ts';
import { useText } from '../../app/texts.ts';
import { Copyable, DispatchMark, DueMark, IndicationMark, KeyValue, SimulatedMark, When } from '../../components/index.ts';
import { DigestLine } from './DigestLine.tsx';
import { useCardText } from './texts.ts';
import { timelineOf, type Step } from './timeline.ts';

/** The conversation: who, what, when, due, digests; what is awaited stands greyed with its deadline. */
export function FlowTab({ record }: { readonly record: SubmissionRecord }) {
  const t = useCardText();
  const { delivery, examination, summary } = record;
  return (
    <div className="flow scroll" tabIndex={0} role="region" aria-label={t('tab.flow')}>
      <KeyValue
        columns={2}
        pairs={[
          [t('flow.id'), summary.flowId === undefined ? undefined : <Copyable key="id" value={summary.flowId} mono />],
          [t('flow.type'), examination?.flow === undefined ? undefined : `${examination.flow.type} · ${examination.flow.transaction}`],
          [t('flow.sender'), delivery.sender],
          [t('flow.operator'), summary.operator === undefined ? undefined : <span key="operator">{summary.operator}<SimulatedMark name={summary.operator} /></span>],
          [t('flow.message'), <Copyable key="message" value={delivery.messageId} mono />],
          [t('flow.replyTo'), delivery.replyTo],
        ]}
      />
      <ol className="timeline">
        {timelineOf(record).map((step, at) => (
          <TimelineStep key={at} step={step} record={record} />
        ))}
      </ol>
    </div>
  );
}

function TimelineStep({ step, record }: { readonly step: Step; readonly record: SubmissionRecord }) {
  const t = useCardText();
  const words = useText();
  const name = record.summary.subscriber.name || t('unknown');
  switch (step.what) {
    case 'received':
      return (
        <Line icon={Inbox} who={name} at={step.at} title={t('flow.received')} object={step.object}>
          {words(`channel.${record.delivery.channelKind}`)} · {record.delivery.name}
        </Line>
      );
    case 'examined':
      return (
        <Line icon={ShieldCheck} who={words('station')} at={step.at} title={t('flow.examined')} object={step.object}>
          <IndicationMark indication={record.examination?.indication} />
        </Line>
      );
    case 'receipt':
      return (
        <Line icon={step.receipt.kind === 'refusal' || step.receipt.kind === 'error-message' ? FileX2 : FileCheck2} who={words('station')} at={step.at} title={words(`receipt.${step.receipt.kind}`)} object={step.receipt.document}>
          <span>{t('flow.signed', { name: step.receipt.signedBy })}</span>
          {step.receipt.reasons.map((reason) => (
            <span key={reason.code} className="finding">
              {reason.text} <code className="soft">{reason.code}</code>
            </span>
          ))}
          <Sent dispatch={step.dispatch} />
        </Line>
      );
    case 'confirmed':
      return <Line icon={CheckCheck} who={name} at={step.at} title={t('flow.confirmed', { what: words(`receipt.${step.receipt.kind}`) })} />;
    case 'tie':
      return (
        <Line icon={Undo2} who={name} at={step.at} title={t(`tie.${step.tie.what}`)} {...(step.tie.document === undefined ? {} : { object: step.tie.document })}>
          {step.tie.note}
        </Line>
      );
    case 'reply':
      return (
        <Line icon={Mail} who={step.reply.signedBy} at={step.at} title={t(`reply.${step.reply.kind}`)}>
          <span>{step.reply.subject}</span>
          <Sent dispatch={step.dispatch} />
        </Line>
      );
    case 'awaited-duty':
      return (
        <Line icon={CircleDashed} awaited who={words('station')} title={words(`duty.${step.duty}`)}>
          <span className="row">
            {t('flow.due')} <When at={step.dueAt} /> <DueMark dueAt={step.dueAt} />
          </span>
        </Line>
      );
    case 'awaited-confirmation':
      return <Line icon={CircleDashed} awaited who={name} title={t('flow.awaits', { what: 'issuedAt' in step.of ? words(`receipt.${step.of.kind}`) : step.of.subject })} />;
  }
}

type LineProps = { readonly icon: LucideIcon; readonly who: string; readonly title: string; readonly at?: SubmissionRecord['delivery']['receivedAt']; readonly object?: StoredObject; readonly awaited?: boolean; readonly children?: ReactNode };

function Line({ icon: Icon, who, title, at, object, awaited = false, children }: LineProps) {
  const t = useCardText();
  return (
    <li className={`timeline-step${awaited ? ' awaited' : ''}`}>
      <span className="timeline-at">{awaited ? t('flow.awaited') : <When at={at} />}</span>
      <span className="timeline-mark" aria-hidden>
        <Icon size={14} />
      </span>
      <div className="timeline-what">
        <div className="row wrap">
          <strong>{title}</strong>
          <span className="soft cut">{who}</span>
          {object === undefined ? null : (
            <span className="push">
              <DigestLine object={object} />
            </span>
          )}
        </div>
        {children === undefined ? null : <div className="timeline-more">{children}</div>}
      </div>
    </li>
  );
}

function Sent({ dispatch }: { readonly dispatch: DispatchRow | undefined }) {
  const t = useCardText();
  if (dispatch === undefined) return null;
  return (
    <span className="row wrap">
      <DispatchMark state={dispatch.state} />
      <When at={dispatch.sentAt ?? dispatch.lastTriedAt ?? dispatch.queuedAt} />
      <span className="soft">{t('flow.to', { name: dispatch.recipient })}</span>
      {dispatch.state === 'sent' ? <span className="soft small sent-response">{dispatch.response}</span> : dispatch.lastError === undefined ? null : <span className="ink-bad">{dispatch.lastError}</span>}
    </span>
  );
}
