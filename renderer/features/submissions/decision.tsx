import { useState, type ReactNode } from 'react';
import type { Reason, SubmissionState, SubmissionSummary } from '../../../preload/contract.ts';
import { useMay } from '../../app/start.ts';
import { skipToken, useAct, useStation } from '../../app/station-api.ts';
import { Checkbox, ConfirmDialog, ErrorBox, Loading, TextField } from '../../components/index.ts';
import { useSubmissionsText } from './texts.ts';

export type DecisionAct = 'accept' | 'refuse' | 'enter' | 'clarify';

/** What an officer may do next, the likeliest first. The station checks again. */
const next: Readonly<Record<SubmissionState, readonly DecisionAct[]>> = {
  registered: [],
  deciding: ['accept', 'refuse'],
  quarantined: ['refuse', 'accept'],
  accepted: ['enter', 'clarify'],
  clarification: ['enter'],
  refused: [],
  entered: [],
};

export type Decision = {
  readonly possible: (rows: readonly SubmissionSummary[]) => readonly { readonly act: DecisionAct; readonly rows: readonly SubmissionSummary[] }[];
  /** Asks before it does; does nothing where no row is in the right state. */
  readonly ask: (act: DecisionAct, rows: readonly SubmissionSummary[]) => void;
  readonly dialog: ReactNode;
};

/** Accepting, refusing, entering, asking to clarify: for one or many, with the question before. */
export function useDecision(onDone: () => void = () => undefined): Decision {
  const may = useMay();
  const [asked, setAsked] = useState<{ act: DecisionAct; rows: readonly SubmissionSummary[] }>();
  const fitting = (act: DecisionAct, rows: readonly SubmissionSummary[]) => rows.filter((row) => next[row.state].includes(act));
  const close = () => setAsked(undefined);
  const done = () => {
    close();
    onDone();
  };
  return {
    possible: (rows) => {
      if (!may('submissions.decide')) return [];
      const acts = [...new Set(rows.flatMap((row) => next[row.state]))].filter((act) => act !== 'clarify' || rows.length === 1);
      return acts.map((act) => ({ act, rows: fitting(act, rows) }));
    },
    ask: (act, rows) => {
      const fit = fitting(act, rows);
      if (fit.length > 0 && may('submissions.decide')) setAsked({ act, rows: fit });
    },
    dialog: asked === undefined ? null : asked.act === 'accept' || asked.act === 'enter' ? <Plain act={asked.act} rows={asked.rows} onClose={close} onDone={done} /> : <WithReasons act={asked.act} rows={asked.rows} onClose={close} onDone={done} />,
  };
}

type QuestionProps<A> = { readonly act: A; readonly rows: readonly SubmissionSummary[]; readonly onClose: () => void; readonly onDone: () => void };

function Plain({ act, rows, onClose, onDone }: QuestionProps<'accept' | 'enter'>) {
  const t = useSubmissionsText();
  const doing = useAct(act === 'accept' ? 'submissions.accept' : 'submissions.enter');
  const [failed, setFailed] = useState<readonly { id: string; reason: string }[]>([]);
  const doIt = async () => {
    const result = await doing.act({ ids: rows.map((row) => row.id) });
    if (result === undefined) return;
    if (result.failed.length === 0) onDone();
    else setFailed(result.failed);
  };
  return (
    <ConfirmDialog open onClose={onClose} title={t(`do.${act}`, { count: rows.length })} act={t(`do.${act}`, { count: rows.length })} onAct={doIt} busy={doing.busy} error={doing.error} blocked={failed.length > 0}>
      <p>{t(`${act}.means`, { count: rows.length })}</p>
      {act === 'accept' && rows.some((row) => row.indication !== 'TOTAL_PASSED') ? <p className="warning">{t('accept.doubtful')}</p> : null}
      <Listed rows={rows} />
      <Failures failed={failed} rows={rows} />
    </ConfirmDialog>
  );
}

function WithReasons({ act, rows, onClose, onDone }: QuestionProps<'refuse' | 'clarify'>) {
  const t = useSubmissionsText();
  const known = useStation('submissions.reasons', {});
  const refuse = useAct('submissions.refuse');
  const clarify = useAct('submissions.clarify');
  const found = useFoundReasons(act === 'refuse' && rows.length === 1 ? rows[0] : undefined, known.data);
  const [own, setOwn] = useState<readonly Reason[]>();
  const chosen = own ?? found;
  const [failed, setFailed] = useState<readonly { id: string; reason: string }[]>([]);
  const doIt = async () => {
    if (act === 'clarify') return (await clarify.act({ id: rows[0]!.id, reasons: chosen })) === undefined ? undefined : onDone();
    const result = await refuse.act({ ids: rows.map((row) => row.id), reasons: chosen });
    if (result === undefined) return undefined;
    return result.failed.length === 0 ? onDone() : setFailed(result.failed);
  };
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      size="middle"
      title={t(`do.${act}`, { count: rows.length })}
      act={t(`do.${act}`, { count: rows.length })}
      danger={act === 'refuse'}
      onAct={doIt}
      busy={refuse.busy || clarify.busy}
      error={refuse.error ?? clarify.error}
      blocked={chosen.length === 0 || failed.length > 0}
    >
      <p>{t(`${act}.means`, { count: rows.length })}</p>
      <Listed rows={rows} />
      {known.error === undefined ? known.data === undefined ? <Loading lines={4} /> : <Reasons known={known.data.filter(isReason)} chosen={chosen} onChoose={setOwn} /> : <ErrorBox error={known.error} onAgain={known.again} />}
      <Failures failed={failed} rows={rows} />
    </ConfirmDialog>
  );
}

/** What the checks found is a reason already: the officer takes it away rather than looks it up. */
function useFoundReasons(row: SubmissionSummary | undefined, known: readonly Reason[] | undefined): readonly Reason[] {
  const { data: record } = useStation('submissions.record', row === undefined ? skipToken : { id: row.id });
  if (record === undefined || known === undefined) return [];
  const codes = new Set([...record.decisionReasons, ...(record.examination?.findings ?? [])].map(({ code }) => code));
  return known.filter(({ code }) => codes.has(code));
}

/** The classifier's first two lines tell that all is well, or nearly: no reason to refuse or to ask again. */
function isReason({ code }: Reason): boolean {
  return !/^0{9}[01]$/.test(code);
}

function Reasons({ known, chosen, onChoose }: { readonly known: readonly Reason[]; readonly chosen: readonly Reason[]; readonly onChoose: (reasons: readonly Reason[]) => void }) {
  const t = useSubmissionsText();
  const [text, setText] = useState('');
  const words = text.toLocaleLowerCase();
  const [first] = useState(() => new Set(chosen.map(({ code }) => code)));
  const ordered = [...known.filter(({ code }) => first.has(code)), ...known.filter(({ code }) => !first.has(code))];
  const shown = ordered.filter((reason) => `${reason.code} ${reason.text}`.toLocaleLowerCase().includes(words));
  return (
    <fieldset className="reasons">
      <legend>{t('reasons')}</legend>
      {known.length > 8 ? <TextField bare label={t('reasons.filter')} placeholder={t('reasons.filter')} value={text} onChange={setText} /> : null}
      <div className="reasons-list">
        {shown.map((reason) => (
          <Checkbox key={reason.code} checked={chosen.some((one) => one.code === reason.code)} onChange={(on) => onChoose(on ? [...chosen, reason] : chosen.filter((one) => one.code !== reason.code))}>
            <span>
              {reason.text} <code className="soft">{reason.code}</code>
            </span>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}

function Listed({ rows }: { readonly rows: readonly SubmissionSummary[] }) {
  const t = useSubmissionsText();
  return (
    <ul className="listed">
      {rows.slice(0, 5).map((row) => (
        <li key={row.id} className="row">
          <span>{row.number}</span>
          <span className="cut soft">{row.subscriber.name || t('unknown')}</span>
        </li>
      ))}
      {rows.length > 5 ? <li className="soft">{t('listed.more', { count: rows.length - 5 })}</li> : null}
    </ul>
  );
}

function Failures({ failed, rows }: { readonly failed: readonly { id: string; reason: string }[]; readonly rows: readonly SubmissionSummary[] }) {
  const t = useSubmissionsText();
  if (failed.length === 0) return null;
  return (
    <div className="warning" role="alert">
      <strong>{t('failed', { count: failed.length })}</strong>
      <ul>
        {failed.map(({ id, reason }) => (
          <li key={id}>
            {rows.find((row) => row.id === id)?.number}: {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
