import { FilePen, MessageSquareReply, PenLine, Search, Trash2 } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { ReplyDraft, ReplyRow } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { addressOf, go, setParams, useRoute } from '../../app/router.ts';
import { useMay } from '../../app/start.ts';
import { useAct, useStation } from '../../app/station-api.ts';
import { Button, ConfirmDialog, DataGrid, EmptyState, IconButton, ReplyMark, SimulatedMark, Tabs, TextField, Toolbar, useRows, useStationRows, When, type GridColumn } from '../../components/index.ts';
import { Composer } from './Composer.tsx';
import { ReplyCard } from './ReplyCard.tsx';
import { useText } from './texts.ts';
import './replies.css';

/** Replies and drafts; #/replies/new writes one, #/replies/<id> shows one. */
export function Replies() {
  const { rest } = useRoute();
  if (rest[0] === 'new') return <Composer />;
  return rest[0] === undefined ? <ReplyList /> : <ReplyCard id={rest[0]} />;
}

function ReplyList() {
  const t = useText();
  const may = useMay();
  const { params } = useRoute();
  const drafts = useStation('replies.drafts', {});
  const [text, setText] = useState('');
  return (
    <div className="work">
      <Toolbar
        title={t('title')}
        acts={
          may('replies.compose') ? (
            <Button look="filled" icon={<PenLine size={14} aria-hidden />} onPress={() => go('/replies/new')}>
              {t('compose')}
            </Button>
          ) : null
        }
      >
        <TextField label={t('search')} bare placeholder={t('search')} value={text} onChange={setText} clearable width={260} icon={<Search size={14} aria-hidden />} />
      </Toolbar>
      <Tabs
        label={t('title')}
        selected={params['tab'] ?? 'sent'}
        onSelect={(tab) => setParams({ tab: tab === 'sent' ? undefined : tab })}
        tabs={[
          { id: 'sent', title: t('tab.sent'), content: () => <SentTable text={text} /> },
          { id: 'drafts', title: t('tab.drafts'), count: drafts.data?.length ?? 0, content: () => <DraftTable text={text} {...drafts} /> },
        ]}
      />
    </div>
  );
}

function SentTable({ text }: { readonly text: string }) {
  const t = useText();
  const may = useMay();
  const words = useDeferredValue(text.trim());
  const source = useStationRows('replies.page', words === '' ? {} : { text: words });
  const [current, setCurrent] = useState<string>();
  const columns: readonly GridColumn<ReplyRow>[] = [
    { id: 'state', title: t('column.state'), width: 190, cell: ({ state }) => <ReplyMark state={state} /> },
    { id: 'signedAt', title: t('column.signedAt'), width: 132, cell: ({ signedAt }) => <When at={signedAt} /> },
    { id: 'to', title: t('column.to'), width: 220, grow: 2, cell: ({ to }) => <Named name={to.name} />, hover: ({ to }) => to.name },
    { id: 'taxNumber', title: t('column.taxNumber'), width: 112, cell: ({ to }) => to.taxNumber },
    { id: 'kind', title: t('column.kind'), width: 112, cell: ({ kind }) => t(`kind.${kind}`) },
    { id: 'subject', title: t('column.subject'), width: 240, grow: 3, cell: ({ subject }) => subject, hover: ({ subject }) => subject },
    { id: 'documents', title: t('column.documents'), width: 72, align: 'end', cell: ({ documents }) => documents.length },
  ];
  const empty = (
    <EmptyState
      icon={MessageSquareReply}
      title={t('empty.title')}
      act={may('replies.compose') && words === '' ? <Button onPress={() => go('/replies/new')}>{t('compose')}</Button> : null}
    >
      {t(words === '' ? 'empty.text' : 'empty.filtered')}
    </EmptyState>
  );
  return (
    <DataGrid name="replies" label={t('table')} source={source} columns={columns} keyOf={({ id }) => id} empty={empty} current={current} onCurrent={({ id }) => setCurrent(id)} onOpen={({ id }) => go(addressOf('replies', [id]))} autoFocus />
  );
}

function Named({ name }: { readonly name: string }) {
  return (
    <span className="row">
      <span className="cut">{name}</span>
      <SimulatedMark name={name} />
    </span>
  );
}

type Drafts = ReturnType<typeof useStation<'replies.drafts'>>;

function DraftTable({ text, data, error, again }: Drafts & { readonly text: string }) {
  const t = useText();
  const words = text.trim().toLocaleLowerCase();
  const rows = data?.filter(({ toName, toTaxNumber, subject }) => [toName, toTaxNumber, subject].some((part) => part.toLocaleLowerCase().includes(words)));
  const source = useRows(rows, { error, again });
  const [current, setCurrent] = useState<string>();
  const [doomed, setDoomed] = useState<ReplyDraft>();
  const columns: readonly GridColumn<ReplyDraft>[] = [
    { id: 'changedAt', title: t('column.changedAt'), width: 132, cell: ({ changedAt }) => <When at={changedAt} /> },
    { id: 'to', title: t('column.to'), width: 220, grow: 2, cell: ({ toName }) => <Named name={toName} /> },
    { id: 'kind', title: t('column.kind'), width: 112, cell: ({ kind }) => t(`kind.${kind}`) },
    { id: 'subject', title: t('column.subject'), width: 240, grow: 3, cell: ({ subject }) => (subject === '' ? <span className="soft">{t('noSubject')}</span> : subject) },
    { id: 'documents', title: t('column.documents'), width: 140, align: 'end', cell: ({ attachments }) => <Sizes attachments={attachments} /> },
    {
      id: 'delete',
      title: '',
      width: 44,
      cell: (draft) => (
        <IconButton label={t('draft.delete')} onPress={() => setDoomed(draft)}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      ),
    },
  ];
  return (
    <>
      <DataGrid
        name="drafts"
        label={t('draftsTable')}
        source={source}
        columns={columns}
        keyOf={({ id }) => id}
        empty={
          <EmptyState icon={FilePen} title={t('emptyDrafts.title')}>
            {t('emptyDrafts.text')}
          </EmptyState>
        }
        current={current}
        onCurrent={({ id }) => setCurrent(id)}
        onOpen={({ id }) => go(addressOf('replies', ['new'], { draft: id }))}
      />
      {doomed === undefined ? null : <DeleteDraft draft={doomed} onClose={() => setDoomed(undefined)} />}
    </>
  );
}

function Sizes({ attachments }: Pick<ReplyDraft, 'attachments'>) {
  const format = useFormat();
  if (attachments.length === 0) return null;
  return `${attachments.length} · ${format.bytes(attachments.reduce((sum, { size }) => sum + size, 0))}`;
}

function DeleteDraft({ draft, onClose }: { readonly draft: ReplyDraft; readonly onClose: () => void }) {
  const t = useText();
  const doing = useAct('replies.deleteDraft');
  const take = async () => {
    if ((await doing.act({ id: draft.id })) !== undefined) onClose();
  };
  return (
    <ConfirmDialog open danger onClose={onClose} title={t('draft.deleteTitle')} act={t('draft.delete')} onAct={take} busy={doing.busy} error={doing.error}>
      <p>{t('draft.deleteWhat', { subject: draft.subject === '' ? t('noSubject') : draft.subject })}</p>
    </ConfirmDialog>
  );
}
