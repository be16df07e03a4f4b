import { DatabaseBackup, ListRestart, ScanSearch, Stamp, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ArchiveStatus, Instant, JobProgress } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useMay } from '../../app/start.ts';
import { useAct, useStation } from '../../app/station-api.ts';
import { Button, ConfirmDialog, Copyable, ErrorBox, KeyValue, Loading, Said, When } from '../../components/index.ts';
import { FolderField } from '../settings/FolderField.tsx';
import { JobLine } from './JobLine.tsx';
import { useText } from './texts.ts';

/** How the archive is kept: what it holds, when it was last sealed, checked and copied, and the acts for it. */
export function ArchiveStatusPanel() {
  const { data, error, loading, again } = useStation('archive.status', {});
  const [said, setSaid] = useState<string>();
  return (
    <div className="status scroll" data-pane>
      <Said text={said} onRead={() => setSaid(undefined)} />
      {error === undefined ? null : <ErrorBox error={error} onAgain={again} />}
      {loading ? <Loading /> : null}
      {data === undefined ? null : (
        <>
          {data.broken === undefined ? null : <Broken reason={data.broken} />}
          <Holds status={data} />
          <SealCare status={data} onSaid={setSaid} />
          <FixityCare status={data} />
          <BackupCare status={data} />
          <IndexCare status={data} />
        </>
      )}
    </div>
  );
}

function Broken({ reason }: { readonly reason: string }) {
  const t = useText();
  return (
    <div className="archive-broken" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <div>
        <strong>{t('status.broken')}</strong>
        <p>{t('status.brokenText', { reason })}</p>
      </div>
    </div>
  );
}

function Holds({ status }: { readonly status: ArchiveStatus }) {
  const t = useText();
  const format = useFormat();
  return (
    <section className="holds" aria-label={t('status.holds')}>
      <dl>
        {(['submissions', 'entries', 'objects'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`status.${name}`)}</dt>
            <dd>{format.number(status[name])}</dd>
          </div>
        ))}
        <div>
          <dt>{t('status.bytes')}</dt>
          <dd>{format.bytes(status.bytes)}</dd>
        </div>
      </dl>
      <KeyValue pairs={[[t('status.head'), <Copyable key="head" value={status.head} mono short label={t('status.head')} />]]} />
    </section>
  );
}

type CareProps = { readonly icon: LucideIcon; readonly title: string; readonly last?: Instant | undefined; readonly never?: boolean; readonly note?: ReactNode; readonly what: string; readonly act: ReactNode; readonly job?: JobProgress['what']; readonly children?: ReactNode };

/** One act of care: when it was last done, what it does, and the button. */
function Care({ icon: Icon, title, last, never = true, note, what, act, job, children }: CareProps) {
  const t = useText();
  return (
    <section className="care" aria-label={title}>
      <Icon size={20} aria-hidden />
      <div className="care-words">
        <h2>{title}</h2>
        {last === undefined ? never ? <p>{t('status.never')}</p> : null : (
          <p className="row wrap">
            <When at={last} />
            {note}
          </p>
        )}
        <p className="soft">{what}</p>
        {children}
        {job === undefined ? null : <JobLine what={job} />}
      </div>
      <div className="care-act">{act}</div>
    </section>
  );
}

function SealCare({ status, onSaid }: { readonly status: ArchiveStatus; readonly onSaid: (text: string) => void }) {
  const t = useText();
  const format = useFormat();
  const may = useMay();
  const doing = useAct('archive.seal');
  const behind = status.entries - (status.lastSealUpTo ?? 0);
  const take = async () => {
    const seal = await doing.act({});
    if (seal !== undefined) onSaid(t('status.seal.done', { seq: format.number(seal.upTo) }));
  };
  return (
    <Care
      icon={Stamp}
      title={t('status.seal.title')}
      last={status.lastSealAt}
      note={
        <span className="soft">
          {status.lastSealUpTo === undefined ? '' : `${t('status.seal.upTo', { seq: format.number(status.lastSealUpTo) })} · ${behind <= 0 ? t('status.seal.all') : t('status.seal.behind', { count: behind })}`}
        </span>
      }
      what={t('status.seal.what')}
      act={may('archive.seal') ? <Button busy={doing.busy} onPress={() => void take()}>{t('status.seal.act')}</Button> : null}
    >
      {doing.error === undefined ? null : <ErrorBox error={doing.error} />}
    </Care>
  );
}

function FixityCare({ status }: { readonly status: ArchiveStatus }) {
  const t = useText();
  const may = useMay();
  const doing = useAct('archive.fixity');
  const damaged = status.lastFixityDamaged ?? 0;
  return (
    <Care
      icon={ScanSearch}
      title={t('status.fixity.title')}
      last={status.lastFixityAt}
      note={<strong className={damaged > 0 ? 'tone-bad' : 'tone-good'}>{damaged > 0 ? t('status.fixity.bad', { count: damaged }) : t('status.fixity.good')}</strong>}
      what={t('status.fixity.what')}
      job="fixity"
      act={may('archive.fixity') ? <Button busy={doing.busy} onPress={() => void doing.act({})}>{t('status.fixity.act')}</Button> : null}
    >
      {doing.error === undefined ? null : <ErrorBox error={doing.error} />}
    </Care>
  );
}

function BackupCare({ status }: { readonly status: ArchiveStatus }) {
  const t = useText();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  return (
    <Care
      icon={DatabaseBackup}
      title={t('status.backup.title')}
      last={status.lastBackupAt}
      what={t('status.backup.what')}
      job="backup"
      act={may('archive.backup') ? <Button onPress={() => setAsking(true)}>{t('status.backup.act')}</Button> : null}
    >
      {asking ? <AskBackup onClose={() => setAsking(false)} /> : null}
    </Care>
  );
}

function AskBackup({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const { data } = useStation('settings.read', {});
  const [typed, setTyped] = useState<string>();
  const folder = typed ?? data?.archive.backupFolder ?? '';
  const doing = useAct('archive.backup');
  const take = async () => {
    if ((await doing.act({ folder: folder.trim() })) !== undefined) onClose();
  };
  return (
    <ConfirmDialog open onClose={onClose} title={t('status.backup.title')} act={t('status.backup.confirm')} onAct={take} busy={doing.busy} blocked={folder.trim() === ''} error={doing.error}>
      <p>{t('status.backup.what')}</p>
      <FolderField label={t('status.backup.folder')} value={folder} onChange={setTyped} />
    </ConfirmDialog>
  );
}

function IndexCare({ status }: { readonly status: ArchiveStatus }) {
  const t = useText();
  const format = useFormat();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const doing = useAct('archive.rebuildIndex');
  const take = async () => {
    if ((await doing.act({})) !== undefined) setAsking(false);
  };
  return (
    <Care
      icon={ListRestart}
      title={t('status.index.title')}
      never={false}
      what={t('status.index.what')}
      job="rebuild-index"
      act={may('archive.fixity') ? <Button onPress={() => setAsking(true)}>{t('status.index.act')}</Button> : null}
    >
      {asking ? (
        <ConfirmDialog open onClose={() => setAsking(false)} title={t('status.index.question')} act={t('status.index.confirm')} onAct={take} busy={doing.busy} error={doing.error}>
          <p>{t('status.index.questionWhat', { entries: format.number(status.entries) })}</p>
        </ConfirmDialog>
      ) : null}
    </Care>
  );
}
