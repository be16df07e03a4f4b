import { FileSearch, Search, SearchX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { setParams, useRoute } from '../../app/router.ts';
import { skipToken, useStation } from '../../app/station-api.ts';
import { Button, Checkbox, DateRange, EmptyState, ErrorBox, Loading, TextField, type Days } from '../../components/index.ts';
import { hitKinds, questionOf, readQuery, writeQuery, type ArchiveQuery } from './archive-query.ts';
import { Hits } from './Hits.tsx';
import { QueryHelp } from './QueryHelp.tsx';
import { SavedSearches } from './SavedSearches.tsx';
import { useText } from './texts.ts';
import { useHotkey } from '../../app/hotkeys.ts';

const step = 50;
const most = 500;
/** So long after the last key the search goes out by itself. */
const restMs = 350;

/** Full-text search over submissions, replies and receipts; the address holds the query. */
export function ArchiveSearch() {
  const t = useText();
  const { params } = useRoute();
  const query = readQuery(params);
  const ask = (change: Partial<ArchiveQuery>) => setParams(writeQuery({ ...query, ...change }));
  return (
    <div className="search">
      <div className="search-main" data-pane>
        <div className="search-head">
          <QueryField key={params['saved'] ?? ''} query={query} onAsk={ask} />
          <div className="row wrap">
            <DateRange label={`${t('search.from')} – ${t('search.to')}`} value={daysOf(query)} onChange={({ from, to }) => setParams({ from, to })} />
            {hitKinds.map((kind) => (
              <Checkbox key={kind} checked={query.kinds.includes(kind)} onChange={(on) => ask({ kinds: on ? [...query.kinds, kind] : query.kinds.filter((one) => one !== kind) })}>
                {t(`search.kind.${kind}`)}
              </Checkbox>
            ))}
            {query.kinds.length > 0 || query.from !== undefined || query.to !== undefined ? (
              <Button look="quiet" onPress={() => setParams({ from: undefined, to: undefined, kinds: undefined })}>
                {t('search.clear')}
              </Button>
            ) : null}
          </div>
        </div>
        <Results query={query} />
      </div>
      <SavedSearches query={query} />
    </div>
  );
}

function daysOf({ from, to }: ArchiveQuery): Days {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function QueryField({ query, onAsk }: { readonly query: ArchiveQuery; readonly onAsk: (change: Partial<ArchiveQuery>) => void }) {
  const t = useText();
  const [text, setText] = useState(query.text);
  const field = useRef<HTMLInputElement>(null);
  const sent = useRef(query.text);
  const ask = (words: string) => {
    if (words === sent.current) return;
    sent.current = words;
    onAsk({ text: words });
  };
  // Another query may come from outside: the command field, a saved search, "back".
  useEffect(() => {
    if (query.text !== sent.current) setText((sent.current = query.text));
  }, [query.text]);
  useEffect(() => {
    const timer = window.setTimeout(() => ask(text), restMs);
    return () => window.clearTimeout(timer);
    // Only what is typed starts the clock.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  useHotkey('Slash', () => field.current?.focus());
  return (
    <div className="row query" role="search">
      <div className="fill">
        <TextField label={t('search.label')} bare placeholder={t('search.placeholder')} value={text} onChange={setText} onEnter={() => ask(text)} inputRef={field} icon={<Search size={14} aria-hidden />} inputMode="search" clearable autoFocus maxLength={500} />
      </div>
      <Button look="filled" onPress={() => ask(text)}>
        {t('search.go')}
      </Button>
      <QueryHelp
        onTry={(example) => {
          setText(example);
          ask(example);
        }}
      />
    </div>
  );
}

function Results({ query }: { readonly query: ArchiveQuery }) {
  const t = useText();
  const words = query.text.trim();
  const key = JSON.stringify(query);
  const [limit, setLimit] = useState({ key, rows: step });
  const rows = limit.key === key ? limit.rows : step;
  const { data, error, loading, again } = useStation('archive.search', words === '' ? skipToken : questionOf(query, rows));
  if (words === '')
    return (
      <EmptyState icon={FileSearch} title={t('search.start.title')}>
        {t('search.start.text')}
      </EmptyState>
    );
  if (error !== undefined) return <ErrorBox error={error} onAgain={again} />;
  if (loading || data === undefined) return <Loading lines={10} />;
  if (data.total === 0)
    return (
      <EmptyState icon={SearchX} title={t('search.nothing.title')}>
        {t('search.nothing.text')}
      </EmptyState>
    );
  return (
    <>
      <p className="soft small search-count" role="status">
        {t('search.found', { count: data.total })} · {t('search.keys')}
      </p>
      <Hits hits={data.rows} more={data.rows.length < data.total && rows < most ? () => setLimit({ key, rows: rows + step }) : undefined} />
    </>
  );
}
