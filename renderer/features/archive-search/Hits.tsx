import { Download, FileText, Reply, Stamp, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { GridList, GridListItem } from 'react-aria-components';
import type { ReplyState, SearchHit, SubmissionState } from '../../../preload/contract.ts';
import { addressOf, go } from '../../app/router.ts';
import { useMay } from '../../app/start.ts';
import { useAct } from '../../app/station-api.ts';
import { useText as useCommonText } from '../../app/texts.ts';
import { Button, ErrorBox, IconButton, ReplyMark, Said, SimulatedMark, SubmissionMark, When } from '../../components/index.ts';
import { partsOf } from './snippet.ts';
import { useText } from './texts.ts';

const icons: Readonly<Record<SearchHit['kind'], LucideIcon>> = { submission: FileText, reply: Reply, receipt: Stamp };

/** What was found: arrows go through it, Enter opens. */
export function Hits({ hits, more }: { readonly hits: readonly SearchHit[]; readonly more: (() => void) | undefined }) {
  const t = useText();
  const exporting = useAct('submissions.export');
  const [said, setSaid] = useState<string>();
  const take = async (hit: SearchHit) => {
    const saved = await exporting.act({ id: hit.submission! });
    if (saved?.path !== undefined) setSaid(t('search.exported', { path: saved.path }));
  };
  return (
    <div className="hits scroll">
      <Said text={said} onRead={() => setSaid(undefined)} />
      {exporting.error === undefined ? null : <ErrorBox error={exporting.error} />}
      <GridList className="hit-list" aria-label={t('search.results')} selectionMode="none">
        {hits.map((hit) => (
          <Hit key={`${hit.kind} ${hit.id}`} hit={hit} onExport={take} />
        ))}
      </GridList>
      {more === undefined ? null : (
        <div className="hits-more">
          <Button onPress={more}>{t('search.more')}</Button>
        </div>
      )}
    </div>
  );
}

function Hit({ hit, onExport }: { readonly hit: SearchHit; readonly onExport: (hit: SearchHit) => unknown }) {
  const t = useText();
  const may = useMay();
  const words = useCommonText();
  const Icon = icons[hit.kind];
  const title = hit.kind === 'receipt' ? words.or(`receipt.${hit.title}`, hit.title) : hit.title;
  return (
    <GridListItem id={`${hit.kind} ${hit.id}`} textValue={`${title}. ${hit.subscriber}`} className="hit" onAction={() => openHit(hit)}>
      <Icon size={16} className="hit-icon" aria-label={t(`search.kindOne.${hit.kind}`)} />
      <div className="hit-body">
        <div className="row hit-line">
          <strong className="cut">{title}</strong>
          {hit.number === undefined ? null : <span className="mono soft">{hit.number}</span>}
          <State hit={hit} />
        </div>
        <div className="row hit-line soft">
          <span className="cut">
            {hit.subscriber} · {hit.taxNumber}
          </span>
          <SimulatedMark name={hit.subscriber} />
        </div>
        <p className="hit-snippet">
          {partsOf(hit.snippet).map(({ text, hit: found }, place) => (found ? <mark key={place}>{text}</mark> : <span key={place}>{text}</span>))}
        </p>
      </div>
      <div className="hit-side">
        <span className="soft">
          <When at={hit.at} />
        </span>
        {hit.submission !== undefined && may('archive.export') ? (
          <IconButton label={t('search.export')} onPress={() => void onExport(hit)}>
            <Download size={16} aria-hidden />
          </IconButton>
        ) : null}
      </div>
    </GridListItem>
  );
}

const submissionStates: readonly string[] = ['registered', 'deciding', 'accepted', 'refused', 'entered', 'clarification', 'quarantined'] satisfies SubmissionState[];
const replyStates: readonly string[] = ['signed', 'sent', 'confirmed', 'held', 'given-up'] satisfies ReplyState[];

function State({ hit: { kind, state } }: { readonly hit: SearchHit }) {
  const words = useCommonText();
  if (kind === 'submission' && submissionStates.includes(state)) return <SubmissionMark state={state as SubmissionState} />;
  if (kind === 'reply' && replyStates.includes(state)) return <ReplyMark state={state as ReplyState} />;
  return <span className="soft">{words.or(`state.${state}`, words.or(`receipt.${state}`, state))}</span>;
}

function openHit(hit: SearchHit): void {
  if (hit.kind === 'reply') go(addressOf('replies', [hit.id]));
  else if (hit.submission !== undefined) go(addressOf('submissions', [hit.submission]));
}
