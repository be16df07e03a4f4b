import { ArrowLeft, Ban, Check, CircleAlert, Download, Hourglass, type LucideIcon } from 'lucide-react';
import type { ReplyDocument, ReplyId, ReplyRow } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useSaving } from '../../app/saving.ts';
import { addressOf, go, goBack } from '../../app/router.ts';
import { skipToken, useStation } from '../../app/station-api.ts';
import { useHotkey } from '../../app/hotkeys.ts';
import { Button, Copyable, ErrorBox, IconButton, KeyValue, Loading, ReplyMark, SimulatedMark, When } from '../../components/index.ts';
import { nameIn } from '../journal/sentence.ts';
import { useText } from './texts.ts';

/** A reply as it was signed, and how far it has come. */
export function ReplyCard({ id }: { readonly id: string }) {
  const t = useText();
  const { data, error, loading, again } = useStation('replies.record', { id: id as ReplyId });
  useHotkey('Escape', () => goBack('/replies'));
  return (
    <div className="work">
      <div className="composer-head">
        <IconButton label={t('card.back')} keys="Esc" onPress={() => goBack('/replies')}>
          <ArrowLeft size={16} aria-hidden />
        </IconButton>
        {data === undefined ? null : <CardHead reply={data} />}
      </div>
      {error === undefined ? null : <ErrorBox error={error} onAgain={again} />}
      {loading ? <Loading /> : null}
      {data === undefined ? null : (
        <div className="composer-body" data-pane>
          <Facts reply={data} />
          <Way reply={data} />
        </div>
      )}
    </div>
  );
}

function CardHead({ reply }: { readonly reply: ReplyRow }) {
  const t = useText();
  return (
    <div className="reply-head">
      <ReplyMark state={reply.state} />
      <h1 className="cut">{reply.subject}</h1>
      <span className="soft">{t(`kind.${reply.kind}`)}</span>
    </div>
  );
}

function Facts({ reply }: { readonly reply: ReplyRow }) {
  const t = useText();
  const { data } = useStation('submissions.summary', reply.submission === undefined ? skipToken : { id: reply.submission });
  const submission = reply.submission;
  return (
    <div className="review">
      <KeyValue
        pairs={[
          [
            t('card.for'),
            <span key="to" className="row wrap">
              <strong>{reply.to.name}</strong>
              <SimulatedMark name={reply.to.name} />
              <Copyable value={reply.to.taxNumber} label={t('column.taxNumber')} />
            </span>,
          ],
          [
            t('card.answers'),
            submission === undefined ? (
              <span className="soft">{t('card.none')}</span>
            ) : (
              <button type="button" className="link" onClick={() => go(addressOf('submissions', [submission]))}>
                {data?.number ?? t('card.openSubmission')}
              </button>
            ),
          ],
          [t('card.signedBy'), nameIn(reply.signedBy)],
          [t('column.signedAt'), <When key="at" at={reply.signedAt} />],
          [t('card.flow'), <Copyable key="flow" value={reply.flowId} mono label={t('card.flow')} />],
        ]}
      />
      <h2>{t('card.documents')}</h2>
      <ul className="reply-documents">
        {reply.documents.map((document) => (
          <DocumentLine key={document.name} document={document} />
        ))}
      </ul>
    </div>
  );
}

function DocumentLine({ document }: { readonly document: ReplyDocument }) {
  const t = useText();
  const format = useFormat();
  const saving = useSaving('submissions.saveDocument');
  return (
    <li>
      <div className="row">
        <strong className="cut">{document.name}</strong>
        <span className="soft small">{format.bytes(document.content.size)}</span>
        <Copyable value={document.content.digest} short mono label="SHA-256" />
        <span className="push row">
          <Button look="quiet" icon={<Download size={14} aria-hidden />} busy={saving.busy} onPress={() => void saving.save({ digest: document.content.digest, name: document.name })}>
            {t('card.save')}
          </Button>
          <Button look="quiet" icon={<Download size={14} aria-hidden />} onPress={() => void saving.save({ digest: document.signature.digest, name: `${document.name}.sig` })}>
            {t('card.signature')}
          </Button>
        </span>
      </div>
    </li>
  );
}

type Step = { readonly name: string; readonly icon: LucideIcon; readonly tone: string; readonly at?: string | undefined };

/** signed, sent, confirmed: what was, and what is awaited. */
function Way({ reply }: { readonly reply: ReplyRow }) {
  const t = useText();
  const stuck = reply.state === 'held' || reply.state === 'given-up';
  const sent = reply.sentAt !== undefined;
  const steps: readonly Step[] = [
    { name: t('card.step.signed'), icon: Check, tone: 'good', at: reply.signedAt },
    stuck
      ? { name: t(`card.step.${reply.state as 'held' | 'given-up'}`), icon: reply.state === 'held' ? CircleAlert : Ban, tone: reply.state === 'held' ? 'bad' : 'off' }
      : { name: t(sent ? 'card.step.sent' : 'card.step.sentWaiting'), icon: sent ? Check : Hourglass, tone: sent ? 'good' : 'off', at: reply.sentAt },
    reply.confirmedAt === undefined
      ? { name: t('card.step.confirmedWaiting'), icon: Hourglass, tone: 'off' }
      : { name: t('card.step.confirmed'), icon: Check, tone: 'good', at: reply.confirmedAt },
  ];
  return (
    <aside className="route">
      <h2>{t('card.way')}</h2>
      <ol className="way">
        {(reply.state === 'given-up' ? steps.slice(0, 2) : steps).map(({ name, icon: Icon, tone, at }) => (
          <li key={name} className={`way-step ${tone}`}>
            <Icon size={16} aria-hidden />
            <span>{name}</span>
            <span className="soft small">{at === undefined ? null : <When at={at as ReplyRow['signedAt']} />}</span>
          </li>
        ))}
      </ol>
      {reply.state === 'held' ? <Button onPress={() => go(addressOf('exchange', [], { tab: 'outbox' }))}>{t('card.openExchange')}</Button> : null}
    </aside>
  );
}
