import { FileText, SquareArrowOutUpRight } from 'lucide-react';
import type { SubmissionId, SubmissionRecord, SubmissionSummary } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { addressOf, go } from '../../app/router.ts';
import { useStation } from '../../app/station-api.ts';
import { useText } from '../../app/texts.ts';
import { Badge, Button, Copyable, DueMark, ErrorBox, IndicationMark, KeyValue, Loading, SimulatedMark, SubmissionMark, When } from '../../components/index.ts';
import { periodOf } from './columns.tsx';
import type { Decision } from './decision.tsx';
import { useSubmissionsText } from './texts.ts';

/** The selected row at a glance: what it is, the verdict in one line, what comes next. */
export function Preview({ id, decision, onOpen }: { readonly id: SubmissionId; readonly decision: Decision; readonly onOpen: () => void }) {
  const { data: record, error, again } = useStation('submissions.record', { id });
  if (error !== undefined && record?.summary.id !== id) return <div className="preview"><ErrorBox error={error} onAgain={again} /></div>;
  if (record === undefined) return <Loading lines={4} />;
  return (
    <section className="preview" aria-label={record.summary.number}>
      <PreviewHead summary={record.summary} decision={decision} onOpen={onOpen} />
      <div className="preview-body">
        <Facts summary={record.summary} />
        <Found record={record} />
      </div>
    </section>
  );
}

function PreviewHead({ summary, decision, onOpen }: { readonly summary: SubmissionSummary; readonly decision: Decision; readonly onOpen: () => void }) {
  const t = useSubmissionsText();
  const words = useText();
  const [first, ...others] = decision.possible([summary]);
  return (
    <header className="preview-head">
      <SubmissionMark state={summary.state} filled />
      <h2>
        <Copyable value={summary.number} />
      </h2>
      <DueMark dueAt={summary.dueAt} what={summary.dueWhat === undefined ? undefined : words(`duty.${summary.dueWhat}`)} />
      <span className="row push">
        {others.map(({ act }) => (
          <Button key={act} onPress={() => decision.ask(act, [summary])}>
            {t(`one.${act}`)}
          </Button>
        ))}
        {first === undefined ? null : (
          <Button look="filled" onPress={() => decision.ask(first.act, [summary])}>
            {t(`one.${first.act}`)}
          </Button>
        )}
        <Button icon={<SquareArrowOutUpRight size={14} aria-hidden />} tip="Enter" onPress={onOpen}>
          {words('act.open')}
        </Button>
      </span>
    </header>
  );
}

function Facts({ summary }: { readonly summary: SubmissionSummary }) {
  const t = useSubmissionsText();
  const words = useText();
  const { subscriber } = summary;
  return (
    <KeyValue
      pairs={[
        [t('column.subscriber'), subscriber.name === '' ? t('unknown') : <span>{subscriber.name}<SimulatedMark name={subscriber.name} /></span>],
        [t('column.taxNumber'), subscriber.taxNumber === '' ? undefined : <span className="row wrap"><Copyable value={subscriber.taxNumber} label={t('column.taxNumber')} />{subscriber.kpp === undefined ? null : <span className="soft">{t('kpp')} {subscriber.kpp}</span>}</span>],
        [t('sender'), summary.sender?.name],
        [t('column.form'), summary.formName === undefined ? undefined : <span>{summary.formName} {summary.formKnd === undefined ? null : <Badge>{t('knd')} {summary.formKnd}</Badge>}</span>],
        [t('subject'), summary.subject],
        [t('column.period'), periodOf(summary)],
        [t('column.received'), <When key="at" at={summary.receivedAt} />],
        [t('column.channel'), <span key="channel">{words(`channel.${summary.channelKind}`)}{summary.operator === undefined ? null : <>, {summary.operator}<SimulatedMark name={summary.operator} /></>}</span>],
      ]}
    />
  );
}

function Found({ record }: { readonly record: SubmissionRecord }) {
  const t = useSubmissionsText();
  const format = useFormat();
  const { examination, summary, decisionReasons } = record;
  const findings = examination?.findings ?? [];
  return (
    <div className="column">
      <div className="row">
        <IndicationMark indication={summary.indication} filled />
        <button type="button" className="link" onClick={() => go(addressOf('submissions', [summary.id], { tab: 'verdict' }))}>
          {t('verdict.open')}
        </button>
      </div>
      {(decisionReasons.length > 0 ? decisionReasons : findings).slice(0, 4).map((one, at) => (
        <p key={at} className="finding">
          {one.text} <code className="soft">{one.code}</code>
        </p>
      ))}
      <ul className="preview-files">
        {(examination?.documents ?? []).map((document) => (
          <li key={document.id}>
            <button type="button" className="file-line" onClick={() => go(addressOf('submissions', [summary.id], { document: document.id }))}>
              <FileText size={14} aria-hidden />
              <span className="cut">{document.name}</span>
              <span className="soft small push">{t(`document.${document.role}`)}</span>
              <span className="soft small file-size">{format.bytes(document.content.size)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
