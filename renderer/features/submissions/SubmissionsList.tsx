import { Columns2, Inbox, PanelBottom, PanelRight, Search, SquareX } from 'lucide-react';
import { useRef, useState } from 'react';
import type { SubmissionId, SubmissionSummary } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useHotkey } from '../../app/hotkeys.ts';
import { choiceMade } from '../../app/preferences.ts';
import { addressOf, go, setParams, useRoute } from '../../app/router.ts';
import { useStation } from '../../app/station-api.ts';
import { useSend, useStore } from '../../app/store.ts';
import { Button, DataGrid, DateRange, EmptyState, IconButton, SplitPane, TextField, Toolbar, useStationRows, type GridSource } from '../../components/index.ts';
import { useSubmissionColumns } from './columns.tsx';
import { useDecision } from './decision.tsx';
import { FacetMenus, StateFacets } from './Facets.tsx';
import { daysIn, endOfToday, filterKeys, filterOf, isFiltered, paramsOfDays, sortOf } from './filter.ts';
import { rememberOrder } from './neighbours.ts';
import { Preview } from './Preview.tsx';
import { SavedFilters } from './SavedFilters.tsx';
import { useSubmissionsText } from './texts.ts';

export function SubmissionsList() {
  const t = useSubmissionsText();
  const { params } = useRoute();
  const columns = useSubmissionColumns();
  const filter = filterOf(params);
  const sort = sortOf(params);
  const source = useStationRows('submissions.page', { filter, sort: sort.by, descending: sort.descending });
  const { data: counted } = useStation('submissions.facets', filter);
  const { data: due } = useStation('submissions.facets', { ...filter, dueBefore: endOfToday() });
  const facets = counted === undefined ? undefined : { ...counted, due: due?.due ?? 0 };
  const [current, setCurrent] = useState<SubmissionSummary | undefined>(lastCurrent);
  const [selected, setSelected] = useState<ReadonlyMap<string, SubmissionSummary>>(new Map());
  const side = useSide();
  const decision = useDecision(() => setSelected(new Map()));
  const shown = current !== undefined && (source.loading || isAmong(source, current.id)) ? current : source.rowAt(0);
  const targets = selected.size > 0 ? [...selected.values()] : shown === undefined ? [] : [shown];
  useHotkey('KeyA', () => decision.ask('accept', targets));
  useHotkey('KeyR', () => decision.ask('refuse', targets));
  const open = (row: SubmissionSummary) => {
    rememberOrder(source, row.id);
    go(addressOf('submissions', [row.id]));
  };
  return (
    <>
      <ListHead total={source.loading ? undefined : source.total} facets={facets} side={side} />
      <StateFacets facets={facets} params={params} />
      <SplitPane
        name="submissions"
        side={side.now === 'right' ? 'right' : 'below'}
        share={side.now === 'right' ? 0.68 : 0.62}
        first={
          <>
            <DataGrid
              name="submissions"
              label={t('title')}
              source={source}
              columns={columns}
              keyOf={keyOf}
              sort={sort}
              onSort={({ by, descending }) => setParams({ sort: `${descending ? '-' : ''}${by}` })}
              current={shown?.id}
              onCurrent={(row) => setCurrent((lastCurrent = row))}
              onOpen={open}
              selected={selected}
              onSelect={setSelected}
              autoFocus
              empty={<NothingHere filtered={isFiltered(params)} />}
            />
            <Chosen rows={[...selected.values()]} decision={decision} onClear={() => setSelected(new Map())} />
          </>
        }
        second={side.now === 'off' || shown === undefined ? null : <Preview id={shown.id} decision={decision} onOpen={() => open(shown)} />}
      />
      {decision.dialog}
    </>
  );
}

/** Where the person stood, to come back to from a card. */
let lastCurrent: SubmissionSummary | undefined;

/** False once a filter has taken the row away; rows far from the top count as there. */
function isAmong(source: GridSource<SubmissionSummary>, id: SubmissionId): boolean {
  for (let i = 0; i < Math.min(source.total, 5000); i++) if (source.rowAt(i)?.id === id) return true;
  return source.total > 100;
}

const keyOf = (row: SubmissionSummary): SubmissionId => row.id;

type Side = ReturnType<typeof useSide>;

/** Where the preview stands: beneath, beside or nowhere; beside by itself on wide screens. */
function useSide() {
  const send = useSend();
  const now = useStore((state) => state.preferences.choices['preview']) ?? (window.innerWidth >= 1700 ? 'right' : 'below');
  return { now, choose: (value: string) => send(choiceMade({ name: 'preview', value: value === now ? 'off' : value })) };
}

function ListHead({ total, facets, side }: { readonly total: number | undefined; readonly facets: Parameters<typeof FacetMenus>[0]['facets']; readonly side: Side }) {
  const t = useSubmissionsText();
  const format = useFormat();
  const { params } = useRoute();
  return (
    <Toolbar
      title={t('title')}
      {...(total === undefined ? {} : { count: format.number(total) })}
      acts={
        <>
          <SavedFilters params={params} />
          <IconButton label={t('preview.below')} pressed={side.now === 'below'} onPress={() => side.choose('below')}>
            <PanelBottom size={16} aria-hidden />
          </IconButton>
          <IconButton label={t('preview.right')} pressed={side.now === 'right'} onPress={() => side.choose('right')}>
            <PanelRight size={16} aria-hidden />
          </IconButton>
        </>
      }
    >
      <FilterField text={params['text'] ?? ''} />
      <DateRange label={t('received')} value={daysIn(params)} onChange={(days) => setParams(paramsOfDays(days))} />
      <FacetMenus facets={facets} params={params} />
    </Toolbar>
  );
}

function FilterField({ text }: { readonly text: string }) {
  const t = useSubmissionsText();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text);
  const [asked, setAsked] = useState(text);
  const timer = useRef<number>(undefined);
  // The address changed by other means (a saved filter, "clear", back): the field follows it.
  if (asked !== text) {
    setAsked(text);
    setTyped(text);
  }
  const ask = (next: string) => {
    window.clearTimeout(timer.current);
    setAsked(next.trim());
    setParams({ text: next.trim() });
  };
  const type = (next: string) => {
    setTyped(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => ask(next), 200);
  };
  useHotkey('Slash', () => field.current?.focus());
  return <TextField bare label={t('filter')} placeholder={t('filter.hint')} icon={<Search size={14} aria-hidden />} clearable width={240} value={typed} onChange={type} onEnter={() => (ask(typed), document.querySelector<HTMLElement>('[data-grid]')?.focus())} inputRef={field} />;
}

function NothingHere({ filtered }: { readonly filtered: boolean }) {
  const t = useSubmissionsText();
  if (!filtered)
    return (
      <EmptyState icon={Inbox} title={t('empty')}>
        {t('empty.why')}
      </EmptyState>
    );
  return (
    <EmptyState icon={SquareX} title={t('none')} act={<Button onPress={() => setParams(Object.fromEntries(filterKeys.map((key) => [key, undefined])))}>{t('filter.clear')}</Button>}>
      {t('none.why')}
    </EmptyState>
  );
}

function Chosen({ rows, decision, onClear }: { readonly rows: readonly SubmissionSummary[]; readonly decision: ReturnType<typeof useDecision>; readonly onClear: () => void }) {
  const t = useSubmissionsText();
  if (rows.length === 0) return null;
  return (
    <div className="chosen-bar" role="region" aria-label={t('chosen', { count: rows.length })}>
      <strong>{t('chosen', { count: rows.length })}</strong>
      {decision.possible(rows).map(({ act, rows: fit }) => (
        <Button key={act} onPress={() => decision.ask(act, fit)}>
          {t(`do.${act}`, { count: fit.length })}
        </Button>
      ))}
      {rows.length === 2 ? (
        <Button icon={<Columns2 size={14} aria-hidden />} onPress={() => go(addressOf('submissions', rows.map((row) => row.id)))}>
          {t('beside')}
        </Button>
      ) : null}
      <Button look="quiet" onPress={onClear}>
        {t('chosen.clear')}
      </Button>
    </div>
  );
}
