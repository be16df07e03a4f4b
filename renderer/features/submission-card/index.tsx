import { ArrowLeft, ArrowDown, ArrowUp, Download, MessageSquarePlus, Reply, X } from 'lucide-react';
import { useState } from 'react';
import type { SubmissionId, SubmissionRecord } from '../../../preload/contract.ts';
import { useHotkey } from '../../app/hotkeys.ts';
import { addressOf, go, goBack, setParams, useRoute } from '../../app/router.ts';
import { useMay } from '../../app/start.ts';
import { useSaving } from '../../app/saving.ts';
import { useAct, useStation } from '../../app/station-api.ts';
import { useText } from '../../app/texts.ts';
import { Button, ConfirmDialog, Copyable, DueMark, ErrorBox, IconButton, Loading, SimulatedMark, SubmissionMark, Tabs, TextField, When } from '../../components/index.ts';
import { periodOf } from '../submissions/columns.tsx';
import { useDecision, type Decision } from '../submissions/decision.tsx';
import { neighbour } from '../submissions/neighbours.ts';
import { DocumentsTab } from './DocumentsTab.tsx';
import { FlowTab } from './FlowTab.tsx';
import { JournalTab } from './JournalTab.tsx';
import { RepliesTab } from './RepliesTab.tsx';
import { useCardText } from './texts.ts';
import { VerdictTab } from './VerdictTab.tsx';

/** `beside`: the other card of two; then each keeps its own tab and closing leaves the other. */
export type CardProps = { readonly id: SubmissionId; readonly beside?: SubmissionId };

export function SubmissionCard({ id, beside }: CardProps) {
  const { data: record, error, again } = useStation('submissions.record', { id });
  const close = useClose(beside);
  const decision = useDecision();
  useHotkey('Escape', close, { off: beside !== undefined });
  if (record === undefined && error !== undefined)
    return (
      <div className="card-alone column">
        <ErrorBox error={error} onAgain={again} />
        <Button icon={<ArrowLeft size={14} aria-hidden />} onPress={close}>
          <Words />
        </Button>
      </div>
    );
  if (record === undefined) return <Loading />;
  return (
    <article className="card" aria-label={record.summary.number}>
      <CardHead record={record} decision={decision} onClose={close} alone={beside === undefined} />
      <CardTabs record={record} alone={beside === undefined} />
      {decision.dialog}
    </article>
  );
}

function Words() {
  return <>{useText()('act.back')}</>;
}

function useClose(beside: SubmissionId | undefined): () => void {
  return () => (beside === undefined ? goBack('/submissions') : go(addressOf('submissions', [beside])));
}

function CardHead({ record, decision, onClose, alone }: { readonly record: SubmissionRecord; readonly decision: Decision; readonly onClose: () => void; readonly alone: boolean }) {
  const t = useCardText();
  const words = useText();
  const { summary } = record;
  const { subscriber } = summary;
  const about = [summary.formName ?? summary.subject, periodOf(summary)].filter(Boolean).join(' · ');
  return (
    <header className="card-head">
      <div className="row card-line">
        <IconButton label={words(alone ? 'act.back' : 'act.close')} keys="Esc" onPress={onClose}>
          {alone ? <ArrowLeft size={16} aria-hidden /> : <X size={16} aria-hidden />}
        </IconButton>
        <SubmissionMark state={summary.state} filled />
        <h1>
          <Copyable value={summary.number} label={t('number')} />
        </h1>
        <DueMark dueAt={summary.dueAt} what={summary.dueWhat === undefined ? undefined : words(`duty.${summary.dueWhat}`)} />
        {summary.dueWhat === undefined ? null : <span className="soft cut">{words(`duty.${summary.dueWhat}`)}</span>}
        <CardActs record={record} decision={decision} alone={alone} />
      </div>
      <div className="card-line card-who">
        <strong className="cut" title={subscriber.name}>
          {subscriber.name === '' ? t('unknown') : subscriber.name}
        </strong>
        <SimulatedMark name={subscriber.name} />
        {subscriber.taxNumber === '' ? null : (
          <span>
            {t('taxNumber')} <Copyable value={subscriber.taxNumber} />
          </span>
        )}
        <span className="soft cut" title={about}>
          {about}
        </span>
        <span className="soft card-when">
          {t('received')} <When at={summary.receivedAt} />
        </span>
      </div>
    </header>
  );
}

function CardActs({ record, decision, alone }: { readonly record: SubmissionRecord; readonly decision: Decision; readonly alone: boolean }) {
  const t = useCardText();
  const may = useMay();
  const { summary } = record;
  const [noting, setNoting] = useState(false);
  const exporting = useSaving('submissions.export');
  const acts = decision.possible([summary]);
  useHotkey('KeyA', () => decision.ask('accept', [summary]), { off: !alone });
  useHotkey('KeyR', () => decision.ask('refuse', [summary]), { off: !alone });
  const answer = () => go(addressOf('replies', ['new'], { submission: summary.id }));
  const likely = acts[0];
  return (
    <span className="row push card-acts">
      {alone ? <Neighbours id={summary.id} /> : null}
      <IconButton label={t('note')} isDisabled={!may('submissions.decide')} onPress={() => setNoting(true)}>
        <MessageSquarePlus size={16} aria-hidden />
      </IconButton>
      {may('archive.export') ? (
        <IconButton label={t('export')} isDisabled={exporting.busy} onPress={() => void exporting.save({ id: summary.id })}>
          <Download size={16} aria-hidden />
        </IconButton>
      ) : null}
      {acts.slice(1).map(({ act }) => (
        <Button key={act} onPress={() => decision.ask(act, [summary])}>
          {t(`act.${act}`)}
        </Button>
      ))}
      {may('replies.compose') ? (
        <Button look={likely === undefined ? 'filled' : 'plain'} icon={<Reply size={14} aria-hidden />} onPress={answer}>
          {t('answer')}
        </Button>
      ) : null}
      {likely === undefined ? null : (
        <Button look="filled" onPress={() => decision.ask(likely.act, [summary])}>
          {t(`act.${likely.act}`)}
        </Button>
      )}
      {noting ? <Note id={summary.id} onClose={() => setNoting(false)} /> : null}
    </span>
  );
}

function Neighbours({ id }: { readonly id: SubmissionId }) {
  const t = useCardText();
  const { params } = useRoute();
  const to = (by: 1 | -1) => {
    const next = neighbour(id, by);
    if (next !== undefined) go(addressOf('submissions', [next], params['tab'] === undefined ? {} : { tab: params['tab'] }), { replace: true });
  };
  useHotkey('Alt+ArrowUp', () => to(-1));
  useHotkey('Alt+ArrowDown', () => to(1));
  return (
    <>
      <IconButton label={t('previous')} keys="Alt ↑" isDisabled={neighbour(id, -1) === undefined} onPress={() => to(-1)}>
        <ArrowUp size={16} aria-hidden />
      </IconButton>
      <IconButton label={t('next')} keys="Alt ↓" isDisabled={neighbour(id, 1) === undefined} onPress={() => to(1)}>
        <ArrowDown size={16} aria-hidden />
      </IconButton>
    </>
  );
}

function Note({ id, onClose }: { readonly id: SubmissionId; readonly onClose: () => void }) {
  const t = useCardText();
  const [text, setText] = useState('');
  const note = useAct('submissions.note');
  const write = async () => {
    if (text.trim() !== '' && (await note.act({ id, text: text.trim() })) !== undefined) onClose();
  };
  return (
    <ConfirmDialog open onClose={onClose} title={t('note')} act={t('note.write')} onAct={write} busy={note.busy} blocked={text.trim() === ''} error={note.error}>
      <TextField label={t('note.text')} help={t('note.help')} lines={4} maxLength={2000} autoFocus value={text} onChange={setText} />
    </ConfirmDialog>
  );
}

function CardTabs({ record, alone }: { readonly record: SubmissionRecord; readonly alone: boolean }) {
  const t = useCardText();
  const { params } = useRoute();
  const [own, setOwn] = useState('documents');
  const selected = alone ? (params['tab'] ?? 'documents') : own;
  return (
    <Tabs
      label={t('tabs')}
      selected={selected}
      onSelect={(tab) => (alone ? setParams({ tab: tab === 'documents' ? undefined : tab }) : setOwn(tab))}
      tabs={[
        { id: 'documents', title: t('tab.documents'), count: record.examination?.documents.length ?? 0, content: () => <DocumentsTab record={record} /> },
        { id: 'verdict', title: t('tab.verdict'), content: () => <VerdictTab record={record} /> },
        { id: 'flow', title: t('tab.flow'), content: () => <FlowTab record={record} /> },
        { id: 'replies', title: t('tab.replies'), count: record.replies.length, content: () => <RepliesTab record={record} /> },
        { id: 'journal', title: t('tab.journal'), content: () => <JournalTab id={record.summary.id} /> },
      ]}
    />
  );
}
