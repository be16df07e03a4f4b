import { columnResizingFeature, columnSizingFeature, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Check } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { columnsSized } from '../app/preferences.ts';
import { useSend, useStore } from '../app/store.ts';
import { useText } from '../app/texts.ts';
import { ErrorBox } from './ErrorBox.tsx';
import type { GridSource } from './grid-source.ts';
import { useFitting } from './use-fitting.ts';

export type GridColumn<Row> = {
  readonly id: string;
  readonly title: string;
  /** Pixels to begin with; the person's own width is remembered. */
  readonly width: number;
  /** Share of what is left over. */
  readonly grow?: number;
  /** Shown only where the grid has this many pixels. */
  readonly from?: number;
  readonly align?: 'end';
  readonly sortable?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** The whole text on hover, where the cell may be cut. */
  readonly hover?: (row: Row) => string | undefined;
};

export type Sort = { readonly by: string; readonly descending: boolean };

export type DataGridProps<Row> = {
  /** Widths are remembered under it. */
  readonly name: string;
  readonly label: string;
  readonly source: GridSource<Row>;
  readonly columns: readonly GridColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly empty: ReactNode;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  /** The row that the keyboard stands on; what a preview shows. */
  readonly current?: string | undefined;
  readonly onCurrent?: (row: Row) => void;
  readonly onOpen?: (row: Row) => void;
  /** Given: rows can be selected, by Space, Shift, Ctrl and the boxes. */
  readonly selected?: ReadonlyMap<string, Row>;
  readonly onSelect?: (selected: ReadonlyMap<string, Row>) => void;
  readonly autoFocus?: boolean;
};

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const BOX = 32;
/** Where the person stood in a grid, by grid and question, to come back to. */
const places = new Map<string, { readonly at: number; readonly top: number }>();
const nothing: ReadonlyMap<string, never> = new Map<string, never>();

/** The table of all lists: role=grid, windowed, dense, by keyboard. */
export function DataGrid<Row>(given: DataGridProps<Row>) {
  const t = useText();
  const frame = useRef<HTMLDivElement>(null);
  const columns = useFitting(given.columns, frame);
  const props = { ...given, columns };
  const grid = useGrid(props);
  const { source, label } = props;
  if (source.error !== undefined && source.total === 0)
    return (
      <div className="grid-none">
        <ErrorBox error={source.error} onAgain={source.again} />
      </div>
    );
  return (
    <div ref={frame} className="grid-frame">
      {source.arrivals > 0 ? (
        <button type="button" className="arrivals" onClick={grid.takeArrivals}>
          <ArrowUp size={14} aria-hidden />
          {t('grid.arrivals', { count: source.arrivals })}
        </button>
      ) : null}
      <div
        ref={grid.box}
        className={`grid${source.loading ? ' waiting' : ''}`}
        role="grid"
        aria-label={label}
        aria-rowcount={source.total + 1}
        aria-colcount={grid.headers.length}
        aria-multiselectable={grid.selectable}
        aria-busy={source.loading}
        tabIndex={0}
        data-grid
        {...(grid.activeId === undefined ? {} : { 'aria-activedescendant': grid.activeId })}
        onKeyDown={grid.onKey}
        onScroll={grid.onScroll}
      >
        <Head grid={grid} sort={props.sort} onSort={props.onSort} />
        <div role="rowgroup" className="grid-body" style={{ height: grid.height, minWidth: grid.width }}>
          {grid.items.map((item) => (
            <GridRow key={item.key} grid={grid} index={item.index} start={item.start} />
          ))}
        </div>
      </div>
      {source.total === 0 && !source.loading ? <div className="grid-none">{props.empty}</div> : null}
    </div>
  );
}

type Grid<Row> = ReturnType<typeof useGrid<Row>>;

function useGrid<Row>(props: DataGridProps<Row>) {
  const { source, source: { show, hold }, keyOf } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const rowHeight = useStore((state) => (state.preferences.density === 'compact' ? 28 : 36));
  const place = `${props.name} ${source.question}`;
  const kept = useRef(places.get(place)).current;
  const virtual = useVirtualizer({ initialOffset: kept?.top ?? 0, count: source.total, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 12, scrollPaddingStart: rowHeight });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => show(first, last), [show, first, last]);

  const selectable = props.onSelect !== undefined;
  const selected = props.selected ?? nothing;
  const [scrolled, setScrolled] = useState(false);
  const held = scrolled || selected.size > 0;
  useEffect(() => hold(held), [hold, held]);

  const shape = useColumns(props, selectable);
  const cursor = useCursor(props, rowHeight, box, kept?.at ?? 0);
  useEffect(() => void (box.current !== null && places.set(place, { at: cursor.index, top: box.current.scrollTop })), [place, cursor.index, first]);
  const shownCurrent = items.find((item) => item.index === cursor.index) !== undefined && source.rowAt(cursor.index) !== undefined;
  const fresh = useFreshRows(source, keyOf);
  return {
    props,
    box,
    ...shape,
    ...cursor,
    items,
    fresh,
    rowHeight,
    height: virtual.getTotalSize(),
    selectable,
    selected,
    rowId: (index: number) => `${id}-${index}`,
    activeId: shownCurrent ? `${id}-${cursor.index}` : undefined,
    onScroll: () => setScrolled((box.current?.scrollTop ?? 0) > rowHeight),
    takeArrivals: () => {
      source.hold(false);
      setScrolled(false);
      box.current?.scrollTo({ top: 0 });
    },
  };
}

function useColumns<Row>({ name, columns }: DataGridProps<Row>, selectable: boolean) {
  const send = useSend();
  const widths = useStore((state) => state.preferences.columns[name]);
  const definitions = useMemo(
    () => columns.map((column): ColumnDef<typeof features, object> => ({ id: column.id, header: column.title, size: column.width, minSize: 40, maxSize: 1200 })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: noData,
    columnResizeMode: 'onChange',
    state: { columnSizing: widths ?? noWidths },
    onColumnSizingChange: (change) => send(columnsSized({ grid: name, widths: typeof change === 'function' ? change(widths ?? noWidths) : change })),
  });
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const sized = (columnId: string) => widths?.[columnId] !== undefined;
  const tracks = headers.map((header, at) => {
    const grow = columns[at]?.grow;
    return grow === undefined || sized(header.column.id) ? `${header.getSize()}px` : `minmax(${header.getSize()}px, ${grow}fr)`;
  });
  const anyGrow = tracks.some((track) => track.startsWith('minmax'));
  return {
    headers,
    template: [...(selectable ? [`${BOX}px`] : []), ...tracks, ...(anyGrow ? [] : ['1fr'])].join(' '),
    width: table.getTotalSize() + (selectable ? BOX : 0),
    forgetWidths: () => send(columnsSized({ grid: name, widths: {} })),
  };
}

const noData: object[] = [];
const noWidths: Record<string, number> = {};

/** Where the keyboard stands, and what keys and clicks do. */
function useCursor<Row>(props: DataGridProps<Row>, rowHeight: number, box: React.RefObject<HTMLDivElement | null>, begin: number) {
  const { source, keyOf, onCurrent, onOpen, onSelect } = props;
  const [at, setAt] = useState(begin);
  const anchor = useRef(begin);
  const asked = useRef(source.question);
  useEffect(() => {
    if (asked.current === source.question) return;
    asked.current = source.question;
    setAt(0);
    box.current?.scrollTo({ top: 0 });
  }, [source.question, box]);
  const index = follow(props, at);
  const selected = props.selected ?? (nothing as ReadonlyMap<string, Row>);

  useEffect(() => {
    if (props.autoFocus === true) box.current?.focus();
    // Once, when it appears.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const reveal = (to: number) => {
    const node = box.current;
    if (node === null) return;
    const top = to * rowHeight;
    const inside = node.clientHeight - rowHeight;
    if (top < node.scrollTop) node.scrollTop = top;
    else if (top + rowHeight > node.scrollTop + inside) node.scrollTop = top + rowHeight - inside;
  };
  const moveTo = (to: number, extend: boolean) => {
    const next = Math.max(0, Math.min(source.total - 1, to));
    const row = source.rowAt(next);
    setAt(next);
    reveal(next);
    if (row !== undefined) onCurrent?.(row);
    if (extend) selectRange(anchor.current, next);
    else anchor.current = next;
  };
  const selectRange = (from: number, to: number) => {
    if (onSelect === undefined) return;
    const next = new Map(selected);
    for (let i = Math.min(from, to); i <= Math.max(from, to); i++) {
      const row = source.rowAt(i);
      if (row !== undefined) next.set(keyOf(row), row);
    }
    onSelect(next);
  };
  const toggle = (which: number) => {
    const row = source.rowAt(which);
    if (row === undefined || onSelect === undefined) return;
    const next = new Map(selected);
    if (!next.delete(keyOf(row))) next.set(keyOf(row), row);
    anchor.current = which;
    onSelect(next);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 2);
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: source.total - 1, PageDown: index + page, PageUp: index - page }[event.code];
    if (event.altKey) return;
    if (to !== undefined) moveTo(to, event.shiftKey);
    else if (event.code === 'Space') toggle(index);
    else if (event.code === 'KeyA' && (event.ctrlKey || event.metaKey)) selectRange(0, Math.min(source.total, 1000) - 1);
    else if (event.code === 'Escape' && selected.size > 0) onSelect?.(new Map());
    else if ((event.code === 'Enter' || event.code === 'NumpadEnter') && !event.ctrlKey) {
      const row = source.rowAt(index);
      if (row !== undefined) onOpen?.(row);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onRow = (event: MouseEvent, which: number) => {
    if ((event.target as Element).closest('button, a') !== null) return;
    if (event.shiftKey) selectRange(anchor.current, which);
    else if (event.ctrlKey || event.metaKey) toggle(which);
    if (!event.shiftKey) anchor.current = which;
    setAt(which);
    const row = source.rowAt(which);
    if (row !== undefined) onCurrent?.(row);
  };
  return { index, onKey, onRow, toggle };
}

/** The cursor belongs to a row, not to a place: when rows come in above, it moves along. */
function follow<Row>({ source, keyOf, current }: DataGridProps<Row>, at: number): number {
  if (current === undefined) return Math.min(at, Math.max(0, source.total - 1));
  const isIt = (index: number) => {
    const row = source.rowAt(index);
    return row !== undefined && keyOf(row) === current;
  };
  for (let away = 0; away < 200; away++) {
    if (isIt(at + away)) return at + away;
    if (away > 0 && at - away >= 0 && isIt(at - away)) return at - away;
  }
  return Math.min(at, Math.max(0, source.total - 1));
}

/** Rows that came in while the list was in sight, to fade in once. */
function useFreshRows<Row>(source: GridSource<Row>, keyOf: (row: Row) => string): ReadonlySet<string> {
  const known = useRef<{ total: number; keys: Set<string> }>({ total: -1, keys: new Set() });
  const fresh = useRef(new Set<string>());
  if (!source.loading && source.total !== known.current.total) {
    const before = known.current;
    const grown = before.total >= 0 ? source.total - before.total : 0;
    const keys = new Set<string>();
    for (let i = 0; i < Math.min(source.total, 60); i++) {
      const row = source.rowAt(i);
      if (row !== undefined) keys.add(keyOf(row));
    }
    fresh.current = grown > 0 && grown < 30 ? new Set([...keys].filter((key) => !before.keys.has(key)).slice(0, grown)) : new Set();
    known.current = { total: source.total, keys };
  }
  return fresh.current;
}

function Head<Row>({ grid, sort, onSort }: { readonly grid: Grid<Row>; readonly sort: Sort | undefined; readonly onSort: ((sort: Sort) => void) | undefined }) {
  const t = useText();
  return (
    <div role="rowgroup" className="grid-head" style={{ minWidth: grid.width }}>
      <div role="row" aria-rowindex={1} className="grid-row head" style={{ gridTemplateColumns: grid.template }}>
        {grid.selectable ? (
          <div role="columnheader" className="grid-cell box-cell">
            <span className="unseen">{t('grid.selection')}</span>
          </div>
        ) : null}
        {grid.headers.map((header, at) => {
          const column = grid.props.columns[at]!;
          const sorted = sort?.by === column.id;
          const can = column.sortable === true && onSort !== undefined;
          return (
            <div key={header.id} role="columnheader" aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : can ? 'none' : undefined} className={`grid-cell${column.align === 'end' ? ' end' : ''}`}>
              {can ? (
                <button type="button" tabIndex={-1} className="sorter" title={column.title} onClick={() => onSort({ by: column.id, descending: sorted ? !sort.descending : false })}>
                  <span className="cut">{column.title}</span>
                  {sorted ? sort.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden /> : null}
                </button>
              ) : (
                <span className="cut" title={column.title}>
                  {column.title}
                </span>
              )}
              <div className="sizer" aria-hidden onMouseDown={header.getResizeHandler()} onDoubleClick={grid.forgetWidths} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function GridRow<Row>({ grid, index, start }: { readonly grid: Grid<Row>; readonly index: number; readonly start: number }) {
  const { props, selected } = grid;
  const row = props.source.rowAt(index);
  const place = { height: grid.rowHeight, transform: `translateY(${start}px)`, gridTemplateColumns: grid.template, minWidth: grid.width };
  if (row === undefined)
    return (
      <div role="row" aria-rowindex={index + 2} className="grid-row" style={place}>
        <div role="gridcell" className="grid-cell span">
          <span className="shape line" />
        </div>
      </div>
    );
  const key = props.keyOf(row);
  const chosen = selected.has(key);
  return (
    <div
      role="row"
      id={grid.rowId(index)}
      aria-rowindex={index + 2}
      aria-selected={grid.selectable ? chosen : grid.index === index}
      className={`grid-row${grid.index === index ? ' current' : ''}${chosen ? ' chosen' : ''}${grid.fresh.has(key) ? ' fresh' : ''}`}
      style={place}
      onClick={(event) => grid.onRow(event, index)}
      onDoubleClick={() => props.onOpen?.(row)}
    >
      {grid.selectable ? (
        <div role="gridcell" className="grid-cell box-cell" onClick={(event) => (event.stopPropagation(), grid.toggle(index))}>
          <span className={`box${chosen ? ' on' : ''}`} aria-hidden>
            {chosen ? <Check size={12} strokeWidth={3} /> : null}
          </span>
        </div>
      ) : null}
      {props.columns.map((column) => {
        const hover = column.hover?.(row);
        return (
          <div key={column.id} role="gridcell" className={`grid-cell${column.align === 'end' ? ' end' : ''}`} {...(hover === undefined ? {} : { title: hover })}>
            {wrapped(column.cell(row))}
          </div>
        );
      })}
    </div>
  );
}

/** Plain text that is too long ends in dots. */
function wrapped(content: ReactNode): ReactNode {
  return typeof content === 'string' ? <span className="cut">{content}</span> : content;
}
