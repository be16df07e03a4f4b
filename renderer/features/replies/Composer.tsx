import { ArrowLeft, FileCheck2, Signature } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ReplyDraft, ReplyKind, SubmissionId } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useHotkey } from '../../app/hotkeys.ts';
import { addressOf, go, goBack, setParams, useRoute } from '../../app/router.ts';
import { skipToken, useStation } from '../../app/station-api.ts';
import { Button, ErrorBox, IconButton, Loading, Select, TextField, Toolbar } from '../../components/index.ts';
import { Attachments } from './Attachments.tsx';
import { Recipient } from './Recipient.tsx';
import { ReplyRoutePanel } from './ReplyRoutePanel.tsx';
import { ReviewReply } from './ReviewReply.tsx';
import { SignDialog } from './SignDialog.tsx';
import { useText } from './texts.ts';
import { newReplyId, useDraft, type Draft, type DraftFields } from './use-draft.ts';

/** #/replies/new?draft=… | ?submission=… | ?to=<tax number>: gathers what the reply begins with. */
export function Composer() {
  const { params } = useRoute();
  // The address gains ?draft= with the first save; what the reply began with stays.
  const [begun] = useState(params);
  const drafts = useStation('replies.drafts', begun['draft'] === undefined ? skipToken : {});
  const summary = useStation('submissions.summary', begun['submission'] === undefined ? skipToken : { id: begun['submission'] as SubmissionId });
  const subscriber = useStation('subscribers.record', begun['to'] === undefined ? skipToken : { taxNumber: begun['to'] });
  const error = drafts.error ?? summary.error;
  if (error !== undefined) return <ErrorBox error={error} />;
  if (drafts.loading || summary.loading || subscriber.loading) return <Loading />;
  const draft = drafts.data?.find(({ id }) => id === begun['draft']);
  if (draft !== undefined) return <Writing key={draft.id} begin={fieldsOf(draft)} attachments={draft.attachments} known />;
  const begin: DraftFields = {
    id: newReplyId(),
    ...(summary.data == null ? {} : { submission: summary.data.id }),
    kind: 'letter',
    toTaxNumber: summary.data?.subscriber.taxNumber ?? subscriber.data?.taxNumber ?? '',
    toName: summary.data?.subscriber.name ?? subscriber.data?.name ?? '',
    subject: '',
    text: '',
  };
  return <Writing begin={begin} attachments={[]} known={false} />;
}

function fieldsOf({ id, submission, kind, toTaxNumber, toName, subject, text }: ReplyDraft): DraftFields {
  return { id, ...(submission === undefined ? {} : { submission }), kind, toTaxNumber, toName, subject, text };
}

type WritingProps = { readonly begin: DraftFields; readonly attachments: ReplyDraft['attachments']; readonly known: boolean };

function Writing({ begin, attachments, known }: WritingProps) {
  const t = useText();
  const draft = useDraft(begin, attachments, known);
  const [step, setStep] = useState<'write' | 'review' | 'sign'>('write');
  const [asked, setAsked] = useState(false);
  const { fields } = draft;
  const route = useStation('replies.route', fields.toTaxNumber === '' ? skipToken : { taxNumber: fields.toTaxNumber, ...(fields.submission === undefined ? {} : { submission: fields.submission }) });
  const missing = missingIn(draft, route.data?.possible);
  const review = async () => {
    setAsked(true);
    if (missing.length === 0 && (await draft.settle())) setStep('review');
  };
  useHotkey('Ctrl+Enter', () => void (step === 'write' ? review() : setStep('sign')), { inFields: true, off: step === 'sign' });
  const saved = draft.savedAt !== undefined;
  useEffect(() => {
    if (saved) setParams({ draft: fields.id });
  }, [saved, fields.id]);
  const head = useRef<HTMLDivElement>(null);
  const writing = step === 'write';
  useEffect(() => void head.current?.focus(), [writing]);
  return (
    <div className="work composer">
      <div ref={head} tabIndex={-1} className="composer-head">
        <IconButton label={t('card.back')} onPress={() => (step === 'write' ? goBack('/replies') : setStep('write'))}>
          <ArrowLeft size={16} aria-hidden />
        </IconButton>
        <Toolbar title={t(step === 'write' ? (known ? 'composer.titleDraft' : 'composer.title') : 'review.title')} acts={<ComposerActs step={step} onReview={review} onStep={setStep} />}>
          <SavedLine draft={draft} />
        </Toolbar>
      </div>
      {draft.error === undefined ? null : <ErrorBox error={draft.error} onAgain={() => void draft.settle()} />}
      {step === 'write' ? (
        <div className="composer-body">
          <Letter draft={draft} problems={asked ? missing : []} />
          <ReplyRoutePanel asked={route} chosen={fields.toTaxNumber !== ''} wanted={asked && missing.includes('route')} />
        </div>
      ) : (
        <ReviewReply draft={draft} route={route.data} />
      )}
      {step === 'sign' ? <SignDialog draft={draft} onClose={() => setStep('review')} onDone={(reply) => go(addressOf('replies', [reply.id]), { replace: true })} /> : null}
    </div>
  );
}

function ComposerActs({ step, onReview, onStep }: { readonly step: string; readonly onReview: () => unknown; readonly onStep: (step: 'write' | 'sign') => void }) {
  const t = useText();
  if (step === 'write')
    return (
      <Button look="filled" tip="Ctrl Enter" icon={<FileCheck2 size={14} aria-hidden />} onPress={() => void onReview()}>
        {t('composer.review')}
      </Button>
    );
  return (
    <>
      <Button onPress={() => onStep('write')}>{t('composer.back')}</Button>
      <Button look="filled" tip="Ctrl Enter" icon={<Signature size={14} aria-hidden />} onPress={() => onStep('sign')}>
        {t('review.sign')}
      </Button>
    </>
  );
}

type Missing = 'to' | 'subject' | 'text' | 'route';

function missingIn({ fields, attachments }: Draft, possible: boolean | undefined): readonly Missing[] {
  const found: Missing[] = [];
  if (fields.toTaxNumber === '') found.push('to');
  if (fields.subject.trim() === '') found.push('subject');
  if (fields.text.trim() === '' && attachments.length === 0) found.push('text');
  if (fields.toTaxNumber !== '' && possible !== true) found.push('route');
  return found;
}

const kinds: readonly ReplyKind[] = ['letter', 'demand', 'notification'];

function Letter({ draft, problems }: { readonly draft: Draft; readonly problems: readonly Missing[] }) {
  const t = useText();
  const { fields, change } = draft;
  const wrong = (what: Missing) => (problems.includes(what) ? t(`composer.missing.${what}`) : undefined);
  return (
    <div className="letter" data-pane>
      <div className="letter-head">
        <Recipient fields={fields} onChange={change} error={wrong('to')} />
        <Select label={t('composer.kind')} value={fields.kind} onChange={(kind) => change({ kind: kind as ReplyKind })} options={kinds.map((kind) => ({ id: kind, label: t(`kind.${kind}`) }))} width={180} />
      </div>
      <TextField label={t('composer.subject')} value={fields.subject} onChange={(subject) => change({ subject })} maxLength={200} error={wrong('subject')} required autoFocus={fields.toTaxNumber !== ''} />
      <div className="letter-text">
        <TextField label={t('composer.text')} value={fields.text} onChange={(text) => change({ text })} lines={12} help={t('composer.textHelp')} error={wrong('text')} maxLength={100_000} />
      </div>
      <Attachments draft={draft} />
    </div>
  );
}

function SavedLine({ draft }: { readonly draft: Draft }) {
  const t = useText();
  const format = useFormat();
  const words =
    draft.state === 'saving' || draft.state === 'changed'
      ? t('composer.saving')
      : draft.state === 'saved' && draft.savedAt !== undefined
        ? t('composer.saved', { at: format.time(new Date(draft.savedAt).toISOString()) })
        : '';
  return (
    <span className="soft small" role="status">
      {words}
    </span>
  );
}
